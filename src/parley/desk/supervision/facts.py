"""Every field of an entry of supervision in words: what is looked over before it goes, and what all then read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from parley.desk.hotline import saying
from parley.desk.hotline.saying import Field, Words
from parley.desk.supervision.pack_words import SECTIONS, SPANS
from parley.desk.supervision.words import ANSWERS, BECOMES, clause_word, said


def _clause(value: Any, words: Words) -> str:
    return clause_word(str(value), language=get_language() or "en")


def _positions(value: Any, words: Words) -> str:
    return " · ".join(f"{each['log']} {each['size']} ({each['root'][:16]})" for each in value)


def _digests(value: Any, words: Words) -> str:
    return " · ".join(f"{said(SECTIONS, each['name'])} {each['digest'][:16]}" for each in value)


FIELDS: Mapping[str, Field] = {
    "given_to": (lambda: gettext("Given to"), saying.members),
    "becomes": (lambda: gettext("The mechanism becomes"), lambda value, words: said(BECOMES, str(value))),
}
# Where a field says another thing in one kind.
OF_KIND: Mapping[tuple[str, str], Field] = {
    ("directive_given", "by_s"): (lambda: gettext("By"), saying.when),
    ("directive_given", "clause"): (lambda: gettext("Clause by which it binds"), _clause),
    ("directive_given", "about"): (lambda: gettext("About"), saying.listed),
    ("directive_answered", "answer"): (lambda: gettext("Answer"), lambda value, words: said(ANSWERS, str(value))),
    ("directive_done", "done_s"): (lambda: gettext("Done at"), saying.when),
    ("directive_done", "about"): (lambda: gettext("About"), saying.listed),
    ("certificate_given", "clause"): (lambda: gettext("Clause by which it is certified"), _clause),
    ("certificate_given", "as_of_s"): (lambda: gettext("As of"), saying.when),
    ("certificate_given", "about"): (lambda: gettext("Rests on"), saying.listed),
    ("certificate_contested", "stands"): (lambda: gettext("Contests it"), saying.yes_or_no),
    ("certificate_contested", "about"): (lambda: gettext("About"), saying.listed),
    ("pack_issued", "span"): (lambda: gettext("Span"), lambda value, words: said(SPANS, str(value))),
    ("pack_issued", "until_s"): (lambda: gettext("Until"), saying.when),
    ("pack_issued", "charter"): (lambda: gettext("Charter"), saying.as_it_is),
    ("pack_issued", "digest"): (lambda: gettext("Digest of the whole"), saying.as_it_is),
    ("pack_issued", "positions"): (lambda: gettext("Counted from"), _positions),
    ("pack_issued", "sections"): (lambda: gettext("Digests by section"), _digests),
    ("mechanism_change_proposed", "from_s"): (lambda: gettext("From"), saying.when),
    ("mechanism_change_proposed", "about"): (lambda: gettext("About"), saying.listed),
}

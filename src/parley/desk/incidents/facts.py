"""Every field of an entry about incidents in words, for the pages that show one entry and for looking over a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, pgettext

from parley.desk.cell import node
from parley.desk.hotline import saying
from parley.desk.hotline.saying import Field, Words
from parley.desk.incidents import telling, words
from parley.desk.incidents.words import word


def _type(value: Any, names: Words) -> str:
    return telling.type_word(node().charter(), str(value))


def _place(value: Any, names: Words) -> str:
    return telling.place_said(value)


def _time(value: Any, names: Words) -> str:
    return telling.time_said(value)


def _means(value: Any, names: Words) -> str:
    return telling.means_said(value)


def _actors(value: Any, names: Words) -> str:
    return telling.actors_said(value, names=names.names)


def _casualties(value: Any, names: Words) -> str:
    return " · ".join(map(telling.casualty_said, value))


def _damage(value: Any, names: Words) -> str:
    return " · ".join(map(telling.damage_said, value))


def _evidence(value: Any, names: Words) -> str:
    return " · ".join(map(telling.piece_said, value))


def _source(value: Any, names: Words) -> str:
    return f"{value} – {word(words.RELIABILITY, value)}"


def _credibility(value: Any, names: Words) -> str:
    return f"{value} – {word(words.CREDIBILITY, value)}"


def _knowledge(value: Any, names: Words) -> str:
    return word(words.KNOWLEDGE, value)


FIELDS: Mapping[str, Field] = {
    "type": (lambda: gettext("Type"), _type),
    "place": (lambda: gettext("Place"), _place),
    "time": (lambda: pgettext("an item", "Time"), _time),
    "means": (lambda: gettext("How it was observed"), _means),
    "source": (lambda: gettext("Source"), _source),
    "credibility": (lambda: gettext("What it says"), _credibility),
    "knowledge": (lambda: gettext("How it is known"), _knowledge),
    "actors": (lambda: gettext("Alleged"), _actors),
    "casualties": (lambda: gettext("Casualties"), _casualties),
    "damage": (lambda: gettext("Damage"), _damage),
    "other": (lambda: gettext("The other incident"), saying.as_it_is),
    "incident": (lambda: gettext("Incident"), saying.as_it_is),
    "protected": (lambda: gettext("What is protected"), saying.as_it_is),
    "account": (lambda: gettext("Entry of the account"), saying.as_it_is),
    "sort": (lambda: gettext("Protected as"), lambda value, names: word(words.PROTECTED, value)),
    "where": (lambda: gettext("How it lies"), lambda value, names: word(words.WITHIN, value)),
}
_KINDS = (
    "incident_reported", "incident_countered", "incident_corrected", "evidence_added", "explanation_requested",
    "explanation_given",
)  # fmt: skip
OF_KIND: Mapping[tuple[str, str], Field] = {
    ("hit_found", "distance_m"): (lambda: gettext("Metres from its ground"), saying.as_it_is),
    ("explanation_requested", "asked"): (lambda: gettext("Who is asked"), saying.member),
    # What other tracks call so has another form there.
    **{(kind, "evidence"): (lambda: gettext("Evidence"), _evidence) for kind in _KINDS},
    **{(kind, "about"): (lambda: gettext("Also about"), saying.listed) for kind in _KINDS},
}

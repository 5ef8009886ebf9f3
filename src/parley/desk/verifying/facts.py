"""Every field of an entry about inspections, findings and warnings in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from parley.desk.cell import node
from parley.desk.hotline import saying
from parley.desk.hotline.saying import Field, Words
from parley.desk.verifying import telling, words
from parley.desk.verifying.words import word


def _zones(value: Any, names: Words) -> str:
    return telling.zones_said(node().charter(), value)


def _limits(value: Any, names: Words) -> str:
    charter = node().charter()
    return " · ".join(telling.limit_said(charter, each["zone"], each["limit"]) for each in value)


def _counts(value: Any, names: Words) -> str:
    return " · ".join(telling.count_said(node().charter(), each, names=names.names) for each in value)


def _provisions(value: Any, names: Words) -> str:
    return " · ".join(telling.provision_said(node().charter(), each) for each in value)


def _what(value: Any, names: Words) -> str:
    return gettext(", ").join(word(words.TAKEN, each) for each in value)


FIELDS: Mapping[str, Field] = {
    "verifier": (lambda: gettext("Who verifies"), saying.member),
    "zones": (lambda: gettext("Zones"), _zones),
    "limits": (lambda: gettext("Limits to be counted"), _limits),
    "by_name": (lambda: gettext("By whom, in words"), saying.as_it_is),
    "question": (lambda: gettext("Question"), lambda value, names: word(words.QUESTIONS, value)),
    "outcome": (lambda: gettext("Finding"), lambda value, names: word(words.OUTCOMES, value)),
    "standard": (lambda: gettext("Standard of proof"), lambda value, names: word(words.STANDARDS, value)),
    "members": (lambda: gettext("To whom it is attributed"), saying.members),
    "considered": (lambda: gettext("Rests on"), saying.listed),
    "what": (lambda: gettext("What was done"), _what),
    "sector": (lambda: gettext("Sector"), lambda value, names: telling.sector_said(value)),
    "seen": (lambda: gettext("What was seen"), lambda value, names: telling.seen_said(value)),
}
OF_KIND: Mapping[tuple[str, str], Field] = {
    ("inspection_made", "counts"): (lambda: gettext("Counted"), _counts),
    ("movement_restricted", "by"): (lambda: gettext("By whom"), saying.member),
    **{(kind, "provisions"): (lambda: gettext("Provisions"), _provisions)
       for kind in ("finding_made", "minority_stated")},
    **{(kind, "place"): (lambda: gettext("Place"), lambda value, names: telling.place_said(value))
       for kind in ("verification_requested", "inspection_made", "movement_restricted")},
    **{(kind, "about"): (lambda: gettext("Also about"), saying.listed)
       for kind in ("verification_requested", "inspection_made", "movement_restricted", "warning_noted")},
    ("warning_noted", "day"): (lambda: gettext("Raised since"), lambda value, names: telling.day_said(int(value))),
}  # fmt: skip

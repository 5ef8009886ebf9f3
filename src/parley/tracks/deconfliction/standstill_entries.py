"""The kinds of entry about standstills, and the form of each content (docs/deconfliction.md, "Standstills"). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import PRECEDENCE_NAMES
from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content import lapse
from parley.tracks.content.form import (
    content,
    digest,
    empty_or,
    entry_id,
    fields,
    one_of,
    several,
    word,
)
from parley.tracks.content.place_form import area, corners_of, drawn, height
from parley.tracks.content.usual import INSTANT, LANGUAGE, NOTE, ROLE, SHORT, SUBJECT

MOST_AREAS, MOST_CORNERS = 16, 10_000
MOST_CLASSES, MOST_MEMBERS, MOST_LANGUAGES = 64, 64, 16
OPENING_KIND, VARIANCE_KIND, ENDING_KIND = "standstill_proposed", "variance_proposed", "ending_proposed"
PROPOSING = (OPENING_KIND, VARIANCE_KIND, ENDING_KIND)

_code = word(64)
_texts = several(
    fields({"lang": LANGUAGE, "text": NOTE}, optional={}),
    most=MOST_LANGUAGES, least=1, distinct=lambda each: each["lang"],
)  # fmt: skip
_place = fields(
    {"area": area}, optional={"drawn": empty_or(drawn), "lower": empty_or(height), "upper": empty_or(height)}
)
_places = several(_place, most=MOST_AREAS, least=1)
_classes = several(_code, most=MOST_CLASSES, distinct=str)
_members = several(_code, most=MOST_MEMBERS, distinct=str)


def _ends_later(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    return () if value["from_s"] < value["until_s"] else (Fault("until_s", "geo.window_ends_first"),)


def _few_corners(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    if corners_of(value.get("areas") or ()) <= MOST_CORNERS:
        return ()
    return (Fault("areas", "deconfliction.too_many_corners", {"most": MOST_CORNERS}),)


def _classes_or_all(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask for either the classes that stand still, or all but some: both at once says nothing clear."""
    return (Fault("excepted", "deconfliction.classes_or_all"),) if value["classes"] and value["excepted"] else ()


def _notice_or_area(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask a variance for one of the two: the version of a notice, or an area with classes."""
    if (value.get("notice") is None) != (value.get("areas") is None):
        return ()
    return (Fault("notice", "deconfliction.notice_or_area"),)


_standstill = fields(
    {
        "subject": SUBJECT,
        "texts": _texts,
        "parties": _members,
        "classes": _classes,
        "excepted": _classes,
        "areas": _places,
        "from_s": INSTANT,
        "until_s": INSTANT,
        "precedence": one_of(*PRECEDENCE_NAMES),
        "role": ROLE,
    },
    optional={},
    also=(_ends_later, _few_corners, _classes_or_all),
)
_variance = fields(
    {"of": entry_id, "texts": _texts, "from_s": INSTANT, "until_s": INSTANT, "role": ROLE},
    optional={
        "notice": empty_or(entry_id), "areas": empty_or(_places), "classes": empty_or(_classes),
        "parties": empty_or(_members),
    },
    also=(_ends_later, _few_corners, _notice_or_area),
)  # fmt: skip
_ending = fields({"of": entry_id, "texts": _texts, "ends_s": INSTANT, "role": ROLE}, optional={})
_signed = fields({"of": entry_id, "digest": digest, "role": ROLE}, optional={})
_against = fields({"of": entry_id, "why": SHORT, "role": ROLE}, optional={})

STANDSTILL_KINDS: dict[str, Kind] = {
    "standstill_proposed": Kind("standstill_proposed", True, content(_standstill)),
    "variance_proposed": Kind("variance_proposed", False, content(_variance)),
    "ending_proposed": Kind("ending_proposed", False, content(_ending)),
    "instrument_signed": Kind("instrument_signed", False, content(_signed)),
    "instrument_declined": Kind("instrument_declined", False, content(_against)),
    "instrument_withdrawn": Kind("instrument_withdrawn", False, content(_against)),
    "standstill_lapse_cited": Kind(
        "standstill_lapse_cited", False, content(fields(lapse.CITED, optional=lapse.BESIDE))
    ),  # fmt: skip
}

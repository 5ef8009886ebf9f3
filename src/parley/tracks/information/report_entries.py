"""The kinds of entry of a report, and the form of each content (docs/information.md). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import TRACK_NAMES
from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content import lapse
from parley.tracks.content.form import (
    FieldCheck,
    content,
    empty_or,
    entry_id,
    fields,
    is_entry_id,
    one_of,
    several,
    whole,
    yes_or_no,
)
from parley.tracks.content.usual import INSTANT, LANGUAGE, NOTE, ROLE, SHORT, SUBJECT
from parley.tracks.information.marking import CREDIBILITY, MARKING, RELIABILITY

CORROBORATED, CANNOT_SAY, NOT_SEEN = "corroborated", "cannot_say", "looked_did_not_see"
HOW_CHECKED = (CORROBORATED, CANNOT_SAY, NOT_SEEN)
RETRACTED_TOO, STANDS = "retracted", "stands"
HOW_FOLLOWED = (RETRACTED_TOO, STANDS)
USED, NOT_USED = "used", "not_used"
GIVEN, CHECKED, DISPUTED, REPLIED = "report_given", "report_checked", "report_disputed", "report_dispute_replied"
RETRACTED, ACKNOWLEDGED, FOLLOWED = "report_retracted", "retraction_acknowledged", "retraction_followed"
TEARLINE, LAPSE = "tearline_noted", "report_lapse_cited"
MOST_ABOUT, LARGEST_M = 16, 500_000
# What something is about may stand on any other track whose entries officers read.
EVERY_TRACK = frozenset(TRACK_NAMES) - {"information", "mechanism", "charter"}

ABOUT = several(entry_id, most=MOST_ABOUT, distinct=str)
GRADES: dict[str, FieldCheck] = {"source": one_of(*RELIABILITY), "credibility": one_of(*CREDIBILITY)}
PLACE = fields(
    {
        "lat_e7": whole(-900_000_000, 900_000_000), "lon_e7": whole(-1_800_000_000, 1_800_000_000),
        "radius_m": whole(1, LARGEST_M),
    },
    optional={"name": empty_or(SHORT)},
)  # fmt: skip
_seen = fields({"from_s": INSTANT, "until_s": INSTANT}, optional={})


def seen(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for the time that it is about: a beginning, and an end that is not before it."""
    found = _seen(value, where)
    return found or (
        () if value["from_s"] <= value["until_s"] else (Fault(f"{where}.until_s", "geo.window_ends_first"),)
    )


def named_in(*names: str) -> Any:
    """Return what lists the entries that any content names in these fields, whatever stands there."""

    def cites(said: Mapping[str, Any]) -> tuple[str, ...]:
        found: list[str] = []
        for name in names:
            value = said.get(name)
            many = value if isinstance(value, list | tuple) else (value,)
            found += [each for each in many if is_entry_id(each)]
        return tuple(dict.fromkeys(found))

    return cites


_FORMS: Mapping[str, FieldCheck] = {
    GIVEN: fields(
        {"subject": SUBJECT, "text": NOTE, "lang": LANGUAGE, **GRADES, **MARKING, "role": ROLE},
        optional={"place": empty_or(PLACE), "seen": empty_or(seen), "cover": empty_or(SHORT), "about": ABOUT},
    ),
    CHECKED: fields(
        {"of": entry_id, "how": one_of(*HOW_CHECKED), "role": ROLE},
        optional={"text": empty_or(NOTE), "lang": LANGUAGE, "seen": empty_or(seen), "report": empty_or(entry_id)},
    ),
    DISPUTED: fields({"of": entry_id, "stands": yes_or_no, "text": NOTE, "lang": LANGUAGE, "role": ROLE}, optional={}),
    REPLIED: fields({"of": entry_id, "text": NOTE, "lang": LANGUAGE, "role": ROLE}, optional={}),
    RETRACTED: fields({"of": entry_id, "why": SHORT, "role": ROLE}, optional={"instead": empty_or(entry_id)}),
    ACKNOWLEDGED: fields(
        {"of": entry_id, "how": one_of(USED, NOT_USED), "role": ROLE}, optional={"text": empty_or(NOTE)}
    ),
    FOLLOWED: fields(
        {"of": entry_id, "made": entry_id, "how": one_of(*HOW_FOLLOWED), "role": ROLE},
        optional={"text": empty_or(NOTE)},
    ),
    TEARLINE: fields({"of": entry_id, "made": entry_id, "role": ROLE}, optional={"text": empty_or(NOTE)}),
    LAPSE: fields(lapse.CITED, optional=lapse.BESIDE),
}
_CITES = {
    GIVEN: named_in("about"),
    CHECKED: named_in("report"),
    RETRACTED: named_in("instead"),
    FOLLOWED: named_in("made"),
    TEARLINE: named_in("made"),
}

REPORT_KINDS: Mapping[str, Kind] = {
    name: Kind(
        name, name == GIVEN, content(form), cites=_CITES.get(name),
        across=EVERY_TRACK if name == GIVEN else frozenset(),
    )
    for name, form in _FORMS.items()
}  # fmt: skip

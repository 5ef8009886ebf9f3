"""The kinds of entry about inspections, and the form of each content (docs/incidents.md, "Inspections"). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content import lapse
from parley.tracks.content.form import content, empty_or, entry_id, fields, one_of, several, whole, word
from parley.tracks.content.usual import INSTANT, LANGUAGE, NOTE, ROLE, SHORT, SUBJECT

REQUESTED, REQUEST_WITHDRAWN = "verification_requested", "verification_withdrawn"
MADE, RESTRICTED, ANSWERED = "inspection_made", "movement_restricted", "inspection_answered"
LAPSE = "inspection_lapse_cited"
OPENING = (REQUESTED, MADE, RESTRICTED)
# Why something could not be counted, and how a movement was restricted.
DENIED, DELAYED, CONDITIONAL, UNSAFE, OTHER = "denied", "delayed", "conditional", "unsafe", "other"
WHY_NOT = (DENIED, DELAYED, CONDITIONAL, UNSAFE, OTHER)
HOW_RESTRICTED = (DENIED, DELAYED, CONDITIONAL, OTHER)
AGREES, DISPUTES, COMMENTS = "agrees", "disputes", "comments"
HOW_ANSWERED = (AGREES, DISPUTES, COMMENTS)
MOST_ZONES, MOST_COUNTS, MOST_ABOUT, MOST_COUNTED, FARTHEST_M = 16, 200, 16, 1_000_000, 50_000


def _counted_or_not(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask for one of the two: a number, or why there is none, in words too."""
    if (value.get("counted") is None) == (value.get("could_not_count") is None):
        return (Fault("counts", "inspections.counted_or_not"),)
    if value.get("could_not_count") is not None and not value.get("why"):
        return (Fault("counts", "inspections.why_not_counted"),)
    return ()


def _ends_later(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    until_s = value.get("until_s")
    if until_s is None or value["from_s"] <= until_s:
        return ()
    return (Fault("until_s", "inspections.times_contradict"),)


def _asks_for_something(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    return () if value["zones"] or value.get("place") else (Fault("zones", "inspections.asks_for_nothing"),)


def _zone_of_each(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask that everything named of a zone is of one of the zones gone to."""
    named = {each["zone"] for each in value.get("counts") or value.get("limits") or ()}
    return () if named <= set(value["zones"]) else (Fault("zones", "inspections.zone_not_named"),)


_name = word(64)
_code = word(16)
_zones = several(_name, most=MOST_ZONES, distinct=str)
_place = fields(
    {
        "lat_e7": whole(-900_000_000, 900_000_000), "lon_e7": whole(-1_800_000_000, 1_800_000_000),
        "radius_m": whole(0, FARTHEST_M),
    },
    optional={"name": empty_or(SHORT)},
)  # fmt: skip
_count = fields(
    {"zone": _name, "limit": _name},
    optional={
        "member": empty_or(_code), "counted": empty_or(whole(0, MOST_COUNTED)),
        "could_not_count": empty_or(one_of(*WHY_NOT)), "why": empty_or(SHORT),
    },
    also=(_counted_or_not,),
)  # fmt: skip
_counts = several(_count, most=MOST_COUNTS, distinct=lambda each: (each["zone"], each["limit"], each.get("member")))
_limit = fields({"zone": _name, "limit": _name}, optional={})
_limits = several(_limit, most=MOST_COUNTS, distinct=lambda each: (each["zone"], each["limit"]))
_about = several(entry_id, most=MOST_ABOUT, distinct=str)
_said = {"subject": SUBJECT, "text": NOTE, "lang": LANGUAGE, "zones": _zones, "role": ROLE}
_beside = {"place": empty_or(_place), "about": _about}

_FORMS = {
    REQUESTED: fields(
        {**_said, "verifier": _code}, optional={**_beside, "limits": _limits}, also=(_asks_for_something, _zone_of_each)
    ),
    REQUEST_WITHDRAWN: fields({"of": entry_id, "why": SHORT, "role": ROLE}, optional={}),
    MADE: fields(
        {**_said, "from_s": INSTANT, "until_s": INSTANT, "counts": _counts},
        optional={**_beside, "of": empty_or(entry_id)},
        also=(_ends_later, _asks_for_something, _zone_of_each),
    ),
    RESTRICTED: fields(
        {**_said, "how": one_of(*HOW_RESTRICTED), "from_s": INSTANT},
        optional={
            **_beside, "of": empty_or(entry_id), "until_s": empty_or(INSTANT), "by": empty_or(_code),
            "by_name": empty_or(SHORT),
        },
        also=(_ends_later, _asks_for_something),
    ),
    ANSWERED: fields(
        {"of": entry_id, "how": one_of(*HOW_ANSWERED), "text": NOTE, "lang": LANGUAGE, "role": ROLE}, optional={}
    ),
    LAPSE: fields(lapse.CITED, optional=lapse.BESIDE),
}  # fmt: skip

INSPECTION_KINDS: Mapping[str, Kind] = {
    # A report and a restriction answer a request in its matter, or open one where nobody asked.
    name: Kind(name, name in OPENING, content(form), continues=name in (MADE, RESTRICTED))
    for name, form in _FORMS.items()
}

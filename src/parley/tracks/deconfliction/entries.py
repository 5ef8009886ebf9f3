"""The kinds of entry of deconfliction and the form of each content (docs/deconfliction.md, "Entries"). Pure.

What is signed is the outline itself: whole ten-millionths of a degree, whole seconds. Nobody builds it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.geo.figures import Misread
from parley.geo.items import value_faults
from parley.geo.moment import LATEST_S
from parley.matters.track import Kind
from parley.tracks.hotline.form import content, empty_or, entry_id, fields, one_of, several, text, whole, word
from parley.tracks.hotline.wording import SHORT_LIMIT, SUBJECT_LIMIT, TEXT_LIMIT

MOST_VOLUMES, MOST_CONTINGENCY = 16, 8
MOST_WINDOWS = 400
# Of one notice, over all its volumes.
MOST_PIECES, MOST_CORNERS = 1_000, 10_000
HOW_RECEIVED = ("received", "under_protest", "referred_upward")
FARTHEST_M, LONGEST_SLACK_MIN = 50_000, 7 * 24 * 60

_role = word(64)
_note = text(TEXT_LIMIT)
_short = word(SHORT_LIMIT)
_language = word(16)


def _height(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for a height as it is written: whole units, the unit, what it is measured from."""
    return tuple(Fault(f"{where}.{f.field}".rstrip("."), f.code, f.data) for f in value_faults("height", value))


def _window(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for a beginning and a later end, in whole seconds."""
    found = several(whole(0, LATEST_S), most=2, least=2)(value, where)
    return found or ((Fault(where, "geo.window_ends_first"),) if value[0] >= value[1] else ())


def _windows(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for windows in their order, apart from each other."""
    found = several(_window, most=MOST_WINDOWS, least=1)(value, where)
    if found:
        return found
    is_sorted = all(later[0] >= earlier[1] for earlier, later in zip(value, value[1:], strict=False))
    return () if is_sorted else (Fault(where, "geo.windows_unsorted"),)


def _area(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for an outline that is sound as it stands."""
    # Here, because GEOS is loaded where there is an area, and on no other node.
    from parley.geo.area import read_area  # noqa: PLC0415

    found = read_area(value)
    return (Fault(where, found.code, found.data),) if isinstance(found, Misread) else ()


def _anything(value: Any, where: str) -> tuple[Fault, ...]:
    return ()


_degrees = whole(-1_800_000_000, 1_800_000_000)
_corner = fields({"lat_e7": _degrees, "lon_e7": _degrees}, optional={})
_drawn = fields(
    {"form": one_of("circle", "corridor")},
    optional={"points": several(_corner, most=201, least=1), "radius_m": whole(1), "width_m": whole(1)},
)


_bare_volume = fields(
    {"area": _area, "lower": _height, "upper": _height, "windows": _windows}, optional={"drawn": empty_or(_drawn)}
)


def _volume(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for a volume the right way up: one unit and reference here, others where the charter's ground is known."""
    found = _bare_volume(value, where)
    if found:
        return found
    lower, upper = value["lower"], value["upper"]
    is_alike = (lower["unit"], lower["reference"]) == (upper["unit"], upper["reference"])
    is_upside_down = is_alike and lower["value"] >= upper["value"]
    return (Fault(f"{where}.upper", "geo.band_upside_down"),) if is_upside_down else ()


def _few_pieces(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Bound what every node has to compare: polygons by windows, and corners, over all volumes together."""
    volumes = (*value["volumes"], *value.get("contingency", ()))
    pieces = sum(len(each["area"]) * len(each["windows"]) for each in volumes)
    corners = sum(len(ring) for each in volumes for polygon in each["area"] for ring in polygon)
    if pieces <= MOST_PIECES and corners <= MOST_CORNERS:
        return ()
    return (Fault("volumes", "deconfliction.too_many_pieces", {"most": MOST_PIECES, "corners": MOST_CORNERS}),)


_slack = fields(
    {"time_min": whole(0, LONGEST_SLACK_MIN), "lateral_m": whole(0, FARTHEST_M), "vertical_m": whole(0, FARTHEST_M)},
    optional={},
)
_plan = {
    "class": word(64),
    "subject": word(SUBJECT_LIMIT),
    "text": _note,
    "lang": _language,
    "volumes": several(_volume, most=MOST_VOLUMES, least=1),
    "contact": _short,
    "role": _role,
}
_beside = {
    "contingency": several(_volume, most=MOST_CONTINGENCY),
    "strength": empty_or(whole(0, 1_000_000)),
    "slack": empty_or(_slack),
}
_notified = fields(_plan, optional=_beside, also=(_few_pieces,))
_changed = fields({**_plan, "of": entry_id, "why": _short}, optional=_beside, also=(_few_pieces,))
_acknowledged = fields({"how": one_of(*HOW_RECEIVED), "of": entry_id, "role": _role}, optional={"text": _note})
_begun = fields({"of": entry_id, "role": _role}, optional={"text": _note})
_deviating = fields({"of": entry_id, "text": _note, "lang": _language, "role": _role}, optional={})
_ended = fields({"role": _role}, optional={"text": _note})
_cancelled = fields({"why": _short, "role": _role}, optional={})

_OPENING = {"activity_notified": _notified}
_CONTINUING = {
    "activity_changed": _changed,
    "activity_acknowledged": _acknowledged,
    "activity_begun": _begun,
    "deviation_reported": _deviating,
    "activity_ended": _ended,
    "activity_cancelled": _cancelled,
}

KINDS: Mapping[str, Kind] = {
    name: Kind(name, opens, content(form))
    for forms, opens in ((_OPENING, True), (_CONTINUING, False))
    for name, form in forms.items()
}

"""The kind of entry by which a member says that it looked at a warning, and the form of its content. Pure.

A warning itself is no entry: it follows from the incidents and the time (`parley.tracks.incidents.warning`). Who acts
on one says which, with the figures that were seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.geo.moment import LATEST_S
from parley.matters.track import Kind
from parley.tracks.content.form import content, entry_id, fields, one_of, several, whole
from parley.tracks.content.usual import LANGUAGE, NOTE, ROLE
from parley.tracks.incidents.warning.occurrences import DAY_S
from parley.tracks.incidents.warning.sectors import FINEST_E7, read_sector

NOTED = "warning_noted"
WATCHES, ACTS, NO_CONCERN = "watches", "acts", "no_concern"
HOW_NOTED = (WATCHES, ACTS, NO_CONCERN)
LARGEST_E7, MOST_ABOUT, MOST = 1_800_000_000, 64, 1_000_000_000

_sector_fields = fields(
    {
        "south_e7": whole(-LARGEST_E7, LARGEST_E7), "west_e7": whole(-LARGEST_E7, LARGEST_E7),
        "size_e7": whole(FINEST_E7, LARGEST_E7),
    },
    optional={},
)  # fmt: skip
_day = whole(0, LATEST_S // DAY_S)
_figure = whole(0, MOST)


def sector(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for a cell that lies on the grid of its own size."""
    found = _sector_fields(value, where)
    if found:
        return found
    on_grid = all(value[edge] % value["size_e7"] == 0 for edge in ("south_e7", "west_e7"))
    return () if on_grid and value["size_e7"] % FINEST_E7 == 0 else (Fault(where, "warnings.off_the_grid"),)


def warning_id(sector_name: str, day: int) -> str:
    """Return the id of the matter about a sector raised since a day: "sector.132.143.2500/20788"."""
    return f"sector.{sector_name}/{day}"


def warning_key(value: Mapping[str, Any]) -> str | None:
    """Return the id of the matter to which any content belongs; None where it names no sector and day."""
    if sector(value.get("sector"), "") or _day(value.get("day"), ""):
        return None
    return warning_id(read_sector(value["sector"]).name, value["day"])


_seen = fields(
    {"counted": _figure, "run_days": _figure, "expected": _figure, "past_days": _figure, "sum": _figure,
     "threshold": _figure},
    optional={},
)  # fmt: skip
_noted = fields(
    {
        "sector": sector, "day": _day, "seen": _seen, "how": one_of(*HOW_NOTED), "text": NOTE, "lang": LANGUAGE,
        "role": ROLE,
    },
    optional={"about": several(entry_id, most=MOST_ABOUT, distinct=str)},
)  # fmt: skip

WARNING_KINDS: Mapping[str, Kind] = {NOTED: Kind(NOTED, True, content(_noted), keyed=warning_key)}

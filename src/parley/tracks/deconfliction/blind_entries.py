"""The kinds of entry about blind notices and the form of each content (docs/deconfliction.md, "Blind notices"). Pure.

A blind notice itself is a notice like any other, given to the supervisor alone. These kinds count the versions of it
that are held against others' notices, and tell two members that they meet: a cell of the charter's grid and an hour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from parley.charter.blind import COUNTED_KIND, DAY_S, HOUR_S, TOLD_KIND
from parley.charter.verdict import Fault
from parley.geo.moment import LATEST_S
from parley.matters.track import Kind
from parley.tracks.content import lapse
from parley.tracks.content.form import content, entry_id, fields, one_of, several, whole, word
from parley.tracks.content.usual import HOW_RECEIVED, INSTANT, ROLE

ACKNOWLEDGED_KIND, SETTLED_KIND = "blind_overlap_acknowledged", "blind_overlap_settled"
LAPSE_KIND = "blind_lapse_cited"
LARGEST_E7 = 1_800_000_000
# A charter writes the side of a cell in ten-thousandths of a degree at the finest.
FINEST_E7 = 1_000

_code = word(16)
_begin_of_hour = whole(0, LATEST_S - HOUR_S)
_cell_fields = fields(
    {
        "south_e7": whole(-LARGEST_E7, LARGEST_E7), "west_e7": whole(-LARGEST_E7, LARGEST_E7),
        "size_e7": whole(1, LARGEST_E7),
    },
    optional={},
)  # fmt: skip


def looks_id(member: str, day: int) -> str:
    """Return the id of the matter in which the looks of a member on a day are counted: "SY.looks/20421"."""
    return f"{member}.looks/{day}"


def blind_overlap_id(parties: Sequence[str], cell: Mapping[str, Any], hour_s: int) -> str:
    """Return the id of the matter between two members over one cell in one hour, the hours counted from 1970.

    It bears signs that no entry's id has, and names no notice: "IL+SY.132.143.2500/491245" is the 132nd cell north and
    the 143rd east of 0, each 2,500 ten-thousandths of a degree wide.
    """
    size = cell["size_e7"]
    at = f"{cell['south_e7'] // size}.{cell['west_e7'] // size}.{size // FINEST_E7}"
    return f"{parties[0]}+{parties[1]}.{at}/{hour_s // HOUR_S}"


def looks_key(value: Mapping[str, Any]) -> str | None:
    """Return the id of the matter to which a look belongs; None where it names no member and day."""
    member, day = value.get("member"), value.get("day")
    return None if _code(member, "") or _day(day, "") else looks_id(str(member), int(day or 0))


def blind_overlap_key(value: Mapping[str, Any]) -> str | None:
    """Return the id of the matter to which any content about an answer belongs; None where it names none."""
    if two_members(value.get("parties"), "") or cell(value.get("cell"), "") or hour(value.get("hour_s"), ""):
        return None
    return blind_overlap_id(value["parties"], value["cell"], value["hour_s"])


def look_named(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the version that a look counts, of any content."""
    named = value.get("version")
    return (named,) if isinstance(named, str) else ()


def two_members(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for two members in the order of their codes: whoever tells it names the matter alike."""
    found = several(_code, most=2, least=2, distinct=str)(value, where)
    if found:
        return found
    return () if list(value) == sorted(value) else (Fault(where, "deconfliction.blind_members_unsorted"),)


def cell(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for a cell that lies on the grid of its own size: nothing finer can be written in it."""
    found = _cell_fields(value, where)
    if found:
        return found
    on_grid = all(value[edge] % value["size_e7"] == 0 for edge in ("south_e7", "west_e7"))
    return () if on_grid and value["size_e7"] % FINEST_E7 == 0 else (Fault(where, "deconfliction.blind_off_the_grid"),)


def hour(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for a whole hour, whose end a date can name."""
    found = _begin_of_hour(value, where)
    return found or (() if value % HOUR_S == 0 else (Fault(where, "deconfliction.blind_not_an_hour"),))


_day = whole(0, LATEST_S // DAY_S)
_about = {"parties": two_members, "cell": cell, "hour_s": hour}
_counted = fields({"member": _code, "day": _day, "version": entry_id}, optional={})
_told = fields({**_about, "tick_s": INSTANT}, optional={})
_acknowledged = fields({**_about, "of": entry_id, "how": one_of(*HOW_RECEIVED), "role": ROLE}, optional={})
_settled = fields({**_about, "of": entry_id, "role": ROLE}, optional={})
_lapse_cited = fields({**_about, **lapse.CITED}, optional=lapse.BESIDE)

BLIND_KINDS: Mapping[str, Kind] = {
    COUNTED_KIND: Kind(COUNTED_KIND, True, content(_counted), keyed=looks_key, cites=look_named),
    TOLD_KIND: Kind(TOLD_KIND, True, content(_told), keyed=blind_overlap_key),
    ACKNOWLEDGED_KIND: Kind(ACKNOWLEDGED_KIND, False, content(_acknowledged), keyed=blind_overlap_key),
    SETTLED_KIND: Kind(SETTLED_KIND, False, content(_settled), keyed=blind_overlap_key),
    LAPSE_KIND: Kind(LAPSE_KIND, False, content(_lapse_cited), keyed=blind_overlap_key),
}

"""The crossings and the slots that this desk's node holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.commerce import DAY_S, QUEUED, CommerceTerms, CrossingPoint
from parley.desk.cell import node
from parley.node import reading
from parley.node.commerce.booking import asked_in
from parley.node.reading import MatterRow
from parley.tracks.commerce.crossing_state import FORM as CROSSING
from parley.tracks.commerce.slot_entries import slots_id

# So many of the newest are looked at; the list says where there are more.
MOST_LOOKED_AT = 5_000
OVER = ("withdrawn", "passed", "turned_back", "not_come")


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a crossing in its slot: by which entry it asks, and its number in the queue, 0 with a place."""

    entry: str
    queued: int


def terms() -> CommerceTerms | None:
    """Return what the charter says of commerce, where it is agreed."""
    found = node().charter().commerce
    return found if found is not None and found.provenance.judges else None


def points() -> list[CrossingPoint]:
    """Return the crossing points of the charter that are agreed."""
    known = terms()
    return [point for point in known.points.values() if point.provenance.judges] if known is not None else []


def newest(form: str = CROSSING) -> list[MatterRow]:
    """Return the newest matters of a form, the newest first; at most `MOST_LOOKED_AT`."""
    return reading.of_form(node(), form, from_ms=0, limit=MOST_LOOKED_AT)[::-1]


def matter_with(entry: str) -> MatterRow | None:
    """Return the matter in which an entry stands; None where it is not here, or not for this member."""
    found = reading.find_entry(node(), entry)
    return reading.matter(node(), found[1].matter) if found is not None and found[1].matter else None


def day_of(point: str, slot_s: int) -> Mapping[str, Any] | None:
    """Return the slots of a point on the day of a slot; None where nobody asked for one."""
    row = reading.matter(node(), slots_id(point, slot_s))
    return row.state if row is not None else None


class Days:
    """The slots of days as one page or one export asks for them: each day is read once, however many ask."""

    def __init__(self) -> None:
        """Have read nothing yet."""
        self._days: dict[str, Mapping[str, Any] | None] = {}
        self._places: dict[str, dict[str, Place]] = {}

    def of(self, point: str, slot_s: int) -> Mapping[str, Any] | None:
        """Return the slots of a point on the day of a slot; None where nobody asked for one."""
        name = slots_id(point, slot_s)
        if name not in self._days:
            self._days[name] = day_of(point, slot_s)
        return self._days[name]

    def place_of(self, state: Mapping[str, Any]) -> Place | None:
        """Return the place of the version in force of a crossing in its slot; None while it asks for none."""
        name = slots_id(state["point"], state["slot_s"])
        if name not in self._places:
            day = self.of(state["point"], state["slot_s"])
            asked = asked_in(day) if day is not None else ()
            self._places[name] = {each["crossing"]: Place(each["entry"], each["queued"]) for each in asked}
        return self._places[name].get(state["version"])

    def would_fit(self, state: Mapping[str, Any]) -> bool:
        """Return whether its slot still takes a crossing, or would wait for it."""
        point = next((each for each in points() if each.name == state["point"]), None)
        if point is None or point.over_full == QUEUED or state["humanitarian"]:
            return True
        vehicles, persons = left_in(point, state["slot_s"], self.of(state["point"], state["slot_s"]))
        return bool(state["vehicles"] <= vehicles and state["persons"] <= persons)


def left_in(point: CrossingPoint, slot_s: int, day: Mapping[str, Any] | None) -> tuple[int, int]:
    """Return how many vehicles and persons a slot still takes."""
    limits = (point.vehicles, point.persons) if day is None else (day["vehicles"], day["persons"])
    slots: Iterable[Mapping[str, Any]] = () if day is None else day["slots"]
    taken = [each for slot in slots if slot["slot_s"] == slot_s for each in slot["asked"] if not each["queued"]]
    return limits[0] - sum(each["vehicles"] for each in taken), limits[1] - sum(each["persons"] for each in taken)


def slots_to_come(point: CrossingPoint, *, now_s: int, days: int) -> Iterator[tuple[int, int, int]]:
    """Yield the slots of the next open days with what each still takes: when it begins, vehicles, persons."""
    for day in range(now_s // DAY_S, now_s // DAY_S + days):
        begins = [each for each in point.slots_of(day) if each > now_s]
        known = day_of(point.name, day * DAY_S) if begins else None
        for slot_s in begins:
            yield slot_s, *left_in(point, slot_s, known)


def state_name(state: Mapping[str, Any], *, now_s: int) -> str:
    """Return how an opportunity stands now: what has expired says the hour."""
    return "expired" if state["name"] == "offered" and state["expires_s"] <= now_s else str(state["name"])

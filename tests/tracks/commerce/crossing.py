"""Crossings for the tests: water over the charter's point, by a route that was notified, and the slots of its day."""

from __future__ import annotations

from typing import Any

from parley.matters.entry import Entry
from parley.tracks.commerce.slot_entries import slots_id
from parley.tracks.commerce.slot_state import SlotsState
from tests.tracks.deconfliction.plans import DAY, HOUR, START_S, notified, volume
from tests.tracks.hotline.cell import Cell, said

# 2026-03-03 11:00Z, a Tuesday, within the hours of the route of `plans`.
SLOT_S = (START_S + 2 * DAY) // HOUR * HOUR + HOUR
ROLE = {"role": "chief"}


def crossing(route: Entry | str, **changes: Any) -> dict[str, Any]:
    """Return the content of a sound asking: two lorries of water, humanitarian or not as `changes` say."""
    content = {
        "subject": "EXERCISE water for two villages", "point": "quneitra", "towards": "IL", "what": "goods",
        "slot_s": SLOT_S, "vehicles": 2, "persons": 4, "humanitarian": False,
        "goods": [{"what": "EXERCISE drinking water", "quantity": 20, "unit": "tonne"}], "people": [],
        "route": route if isinstance(route, str) else route.id, "lang": "en", "contact": "line 2", **ROLE, **changes,
    }  # fmt: skip
    return {name: value for name, value in content.items() if value is not None}


def route(cell: Cell, member: str = "SY", **changes: Any) -> Entry:
    """Let a member notify the route of a crossing."""
    return notified(cell, member, **{"volumes": [volume(hours=8)], **changes})


def asked(cell: Cell, member: str = "SY", *, by: Entry | None = None, **changes: Any) -> Entry:
    """Let a member notify a route and ask for a permit, which everybody reads."""
    entry = cell.say(member, "permit_asked", **crossing(by or route(cell, member), **changes))
    cell.reads()
    return entry


def says(cell: Cell, member: str, kind: str, matter: Entry, *, of: Entry | None = None, **changes: Any) -> Entry:
    """Let a member say something of a crossing, which everybody reads."""
    return said(cell, member, kind, matter, **{"of": (of or matter).id, **ROLE, **changes})


def refused(cell: Cell, matter: Entry, member: str = "IL", **changes: Any) -> Entry:
    """Let a member refuse a permit, with its reasons."""
    words = {"text": "EXERCISE. The road is under repair.", "lang": "en"}
    return says(cell, member, "permit_refused", matter, **{**words, **changes})


def takes(cell: Cell, matter: Entry, *, of: Entry | None = None, unread: bool = False, **changes: Any) -> Entry:
    """Let who asked for a crossing take its slot; with `unread` nobody has read it yet."""
    version, told = of or matter, cell.state(matter)
    content = {
        "point": told.terms["point"], "slot_s": version.content["slot_s"], "crossing": version.id,
        "vehicles": told.terms["vehicles"], "persons": told.terms["persons"], "humanitarian": told.is_humanitarian,
        **changes,
    }  # fmt: skip
    entry = cell.say(matter.member, "slot_taken", **content)
    if not unread:
        cell.reads()
    return entry


def leaves(cell: Cell, taken: Entry) -> Entry:
    """Let a member leave a slot that it took."""
    content = {"point": taken.content["point"], "slot_s": taken.content["slot_s"], "of": taken.id}
    entry = cell.say(taken.member, "slot_left", **content)
    cell.reads()
    return entry


def day_of(cell: Cell, slot_s: int = SLOT_S, point: str = "quneitra") -> SlotsState:
    """Return the slots of a day as they stand."""
    state = cell.folded_matter(slots_id(point, slot_s)).state
    assert isinstance(state, SlotsState)
    return state


def queue(cell: Cell, slot_s: int = SLOT_S) -> list[tuple[str, int]]:
    """Return who asked for a slot, in order, each with its number in the queue; 0 has a place."""
    return [(each.booking.of, each.queued) for each in day_of(cell, slot_s).slot(slot_s)]

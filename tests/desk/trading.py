"""Crossings for the tests of the desk: routes, slots and permits over real nodes, filed by the chiefs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from parley.charter.commerce import DAY_S
from parley.node.commerce.booking import Booker
from parley.node.commerce.matching import Matcher
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from tests.desk.cell import Cell
from tests.desk.committing import chief_says
from tests.tracks.commerce.crossing import crossing
from tests.tracks.deconfliction.plans import plan, volume

FIRST_DAY = 2


def slot_to_come(cell: Cell, *, days: int = FIRST_DAY, slot: int = 2) -> int:
    """Return the beginning of a slot of a day to come: the first open one after so many days."""
    terms = cell.mechanism.nodes["SY"].charter().commerce
    assert terms is not None
    point, day = terms.points["quneitra"], int(datetime.now(UTC).timestamp()) // DAY_S + days
    return next(point.slots_of(each)[slot] for each in range(day, day + 7) if point.is_open_on(each))


def route(cell: Cell, slot_s: int, member: str = "SY", **changes: Any) -> str:
    """Let a member notify a route around a slot."""
    content = plan(volume(begins_s=slot_s - 3600, hours=6), subject="EXERCISE route", **changes)
    return cell.says(member, "activity_notified", content)


def asked(cell: Cell, member: str = "SY", *, slot_s: int | None = None, **changes: Any) -> str:
    """Let a member ask for a crossing by a route of its own, and every node take its slots."""
    slot_s = slot_to_come(cell) if slot_s is None else slot_s
    by = changes.pop("route", None) or route(cell, slot_s, member)
    content = {name: value for name, value in crossing(by, slot_s=slot_s, **changes).items() if name != "role"}
    matter = chief_says(cell, member, "permit_asked", content)
    book(cell)
    return matter


def book(cell: Cell) -> None:
    """Let each node take and leave the slots of its crossings, and everybody read it."""
    for node in cell.mechanism.nodes.values():
        for _, waiting in Booker(node).book():
            waiting.result()
    cell.carry()


def match(cell: Cell) -> None:
    """Let each node tell the matches that it has to tell, and everybody read them."""
    for node in cell.mechanism.nodes.values():
        for _, waiting in Matcher(node).match():
            waiting.result()
    cell.carry()


def says_alone(cell: Cell, member: str, kind: str, content: dict[str, Any]) -> str:
    """Let the chief of a member say something to the supervisor alone, and carry it everywhere."""
    outcome = file(Draft(kind, ("US",), content, role="chief"), node=cell.mechanism.nodes[member])
    assert isinstance(outcome, Filed), outcome
    cell.carry()
    return outcome.id

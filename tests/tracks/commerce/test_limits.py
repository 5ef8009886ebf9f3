"""The limits that docs/commerce.md names: as much is taken, one more is refused at its field or with its clause."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parley.charter.verdict import Permit
from parley.matters.entry import Entry, Point
from parley.matters.track import Cited
from parley.tracks.commerce.crossing_entries import LARGEST, MOST_DOCUMENTS, MOST_LINES, MOST_OF_EACH
from parley.tracks.commerce.project_entries import MOST_MILESTONES
from parley.tracks.commerce.slot_state import SlotsState
from parley.tracks.commerce.slots import MOST_OF_DAY
from parley.tracks.commerce.track import TRACK
from tests.tracks.commerce.crossing import SLOT_S, asked, crossing, queue, takes
from tests.tracks.commerce.offers import offer
from tests.tracks.commerce.test_slots import with_rule
from tests.tracks.hotline.cell import ALL, Cell

GOOD = {"what": "EXERCISE flour", "quantity": 1, "unit": "tonne"}
TOO_LONG = "hotline.list_length"


def goods(count: int, **changes: Any) -> dict[str, Any]:
    """Return the change that a crossing names so many lines of goods."""
    return {"goods": [{**GOOD, **changes}] * count}


def persons(roles: int, each: int = 1) -> dict[str, Any]:
    """Return the change that persons cross in so many roles."""
    people = [{"role": f"role{n}", "count": each} for n in range(roles)]
    return {"what": "persons", "goods": [], "people": people, "persons": min(roles * each, MOST_OF_EACH)}


def papers(count: int) -> dict[str, Any]:
    """Return the change that so many documents are named."""
    return {"documents": [{"what": "EXERCISE", "sha256": f"{n:064x}"} for n in range(count)]}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (goods(MOST_LINES), None),
        (goods(MOST_LINES + 1), ("goods", TOO_LONG)),
        (goods(0), ("goods", "commerce.goods_asked")),
        (goods(1, quantity=LARGEST), None),
        (goods(1, quantity=LARGEST + 1), ("goods.0.quantity", "form.number")),
        (goods(1, quantity=0), ("goods.0.quantity", "form.number")),
        (persons(MOST_LINES), None),
        (persons(MOST_LINES + 1), ("people", TOO_LONG)),
        (papers(MOST_DOCUMENTS), None),
        (papers(MOST_DOCUMENTS + 1), ("documents", TOO_LONG)),
        ({"vehicles": MOST_OF_EACH}, None),
        ({"vehicles": MOST_OF_EACH + 1}, ("vehicles", "form.number")),
        ({"persons": MOST_OF_EACH + 1}, ("persons", "form.number")),
        ({"vehicles": 0, "persons": 0}, ("vehicles", "commerce.nobody_crosses")),
    ],
)
def test_a_crossing_holds_so_much_and_no_more(changes: dict[str, Any], fault: tuple[str, str] | None) -> None:
    """Lines, documents, quantities and numbers: each limit is named at the field that goes beyond it."""
    found = TRACK.kinds["permit_asked"].check(crossing("SY/1", **changes))
    where = [each.where for each in found]
    if fault is None:
        assert found == ()
    elif fault[1] == "form.number":
        assert where == [fault[0]]
    else:
        assert [(each.where, each.code) for each in found] == [fault]


@pytest.mark.parametrize(("count", "is_taken"), [(MOST_MILESTONES, True), (MOST_MILESTONES + 1, False), (0, False)])
def test_a_project_has_sixty_milestones_at_most_and_one_at_least(count: int, *, is_taken: bool) -> None:
    """One more is refused at its field; so are two of one name."""
    mile = {"what": "EXERCISE", "commitment": "US/1", "step": "one"}
    content = {
        "subject": "EXERCISE", "sector": "water", "text": "EXERCISE", "lang": "en", "role": "chief",
        "parties": ["IL", "SY"], "milestones": [{"id": f"m{n}", **mile} for n in range(count)],
    }  # fmt: skip
    check = TRACK.kinds["project_opened"].check
    assert [(each.where, each.code) for each in check(content)] == ([] if is_taken else [("milestones", TOO_LONG)])
    twice = check({**content, "milestones": [{"id": "m", **mile}] * 2})
    assert [each.where for each in twice] == ["milestones"]


def test_an_opportunity_is_offered_between_two_at_least() -> None:
    """Between one there is no match; between sixty-five the form ends."""
    check = TRACK.kinds["opportunity_offered"].check
    for count, is_taken in ((1, False), (2, True), (64, True), (65, False)):
        found = check(offer(between=[f"M{n}" for n in range(count)]))
        assert (found == ()) is is_taken, count


def day_of_many(cell: Cell, count: int, *, member: str = "SY") -> SlotsState:
    """Return a day for which a member took so many slots, each judged and folded as a node does."""
    crossing_state = cell.state(asked(cell, member, towards="IL" if member == "SY" else "SY", vehicles=0, persons=1))
    state: SlotsState | None = None
    for n in range(count):
        entry, cited = taking(cell, crossing_state, n, member=member)
        assert isinstance(TRACK.judge(state, entry, charter=cell.charter, cited=cited), Permit), n
        state = TRACK.fold(state, entry, charter=cell.charter, beside=frozenset())
    assert state is not None
    return state


def taking(cell: Cell, told: Any, n: int, *, member: str) -> tuple[Entry, dict[str, Cited]]:
    """Return the n-th taking of a day: of a crossing of its own, like the one told but for its name."""
    version = replace(told.version, entry=f"{member}/{10_000 + n}")
    like = replace(told, versions=(version,))
    content = {"point": "quneitra", "slot_s": SLOT_S, "crossing": version.entry, "vehicles": 0, "persons": 1,
               "humanitarian": False}  # fmt: skip
    point = Point(cell.charter.member(member).origin, 20_000 + n, cell.now_ms + n, 20_000 + n, {})
    entry = Entry(f"{member}/{20_000 + n}", member, point, ALL, "slot_taken", "quneitra.slots/1", content)
    return entry, {version.entry: Cited(replace(entry, id=version.entry, kind="permit_asked"), like)}


def test_a_member_takes_a_thousand_slots_of_a_day_and_never_all_that_others_may() -> None:
    """One more is refused with the limit; another member, or who left one, is not: nobody is shut out by another."""
    cell = Cell(with_rule("queued"))
    state = day_of_many(cell, MOST_OF_DAY)
    ours = cell.state(asked(cell, vehicles=0, persons=1))
    entry, cited = taking(cell, ours, MOST_OF_DAY, member="SY")
    found = TRACK.judge(state, entry, charter=cell.charter, cited=cited)
    assert not isinstance(found, Permit)
    assert (found.code, found.clause, dict(found.data)) == ("commerce.day_full", "CM-9", {"limit": MOST_OF_DAY})
    theirs = cell.state(asked(cell, "IL", towards="SY", vehicles=0, persons=1))
    entry, cited = taking(cell, theirs, 0, member="IL")
    assert isinstance(TRACK.judge(state, entry, charter=cell.charter, cited=cited), Permit)


def test_a_day_of_many_bookings_holds_each_of_them_once() -> None:
    """However many there are, each is found again by its entry and by its crossing, with its place in the queue."""
    cell = Cell(with_rule("queued"))
    state = day_of_many(cell, 200)
    placed = state.slot(SLOT_S)
    assert [each.booking.turn for each in placed] == list(range(200))
    assert [each.queued for each in placed] == [0] * 60 + list(range(1, 141))
    assert all(state.held(each.booking.entry) is each.booking for each in placed)
    assert all(state.booking_of(each.booking.of) is each.booking for each in placed)
    gone = state.without(placed[0].booking.entry)
    assert (gone.held(placed[0].booking.entry), gone.booking_of(placed[0].booking.of)) == (None, None)
    assert gone.slot(SLOT_S)[59].queued == 0 and len(gone.slot(SLOT_S)) == 199
    assert state.slot(SLOT_S) == placed


def test_who_comes_first_is_the_same_whatever_is_taken_besides() -> None:
    """A humanitarian crossing goes before two hundred others that were there."""
    cell = Cell(with_rule("refused"))
    for _ in range(3):
        takes(cell, asked(cell, vehicles=3))
    urgent = asked(cell, vehicles=10, humanitarian=True)
    takes(cell, urgent)
    assert queue(cell)[0] == (urgent.id, 0) and all(place for _, place in queue(cell)[1:])

"""The mechanism over time: what all signed changes make of it, and what stands still meanwhile."""

from __future__ import annotations

from itertools import permutations
from typing import Any

from parley.matters.duty import Course, Duty, duty, levels_reachable
from parley.matters.duty_clock import LADDER
from parley.matters.stopping import due_with, with_stops
from parley.tracks.supervision.standing import held_states, standing_at, stops
from tests.tracks.hotline.cell import Cell, charter
from tests.tracks.supervision.said import DAY, changed, signs

NOW_S = 1_772_361_720


def agreed(cell: Cell, becomes: str, **more: Any) -> Any:
    """Return the state of a change that all its signers have signed."""
    change = changed(cell, becomes=becomes, **more)
    for member in cell.state(change).main.needed:
        signs(cell, member, change)
    return cell.state(change)


def test_a_suspension_ends_by_itself_or_by_the_next_change() -> None:
    """Active, suspended, and active again at its end; or from the second that a resumption was signed for."""
    cell = Cell()
    first = agreed(cell, "suspended", until_s=NOW_S + 5 * DAY)
    assert [each.name for each in held_states([first])] == ["active", "suspended", "active"]
    assert standing_at([first], NOW_S + 4 * DAY).entry == first.opening.id
    assert standing_at([first], NOW_S + 5 * DAY).name == "active"
    early = agreed(cell, "active", from_s=NOW_S + 2 * DAY)
    assert stops([first, early]) == ((first.from_s * 1000, (NOW_S + 2 * DAY) * 1000),)


def test_what_is_ended_stays_ended() -> None:
    """Nothing signed for later changes it, and the clocks stand still for good."""
    cell = Cell()
    end = agreed(cell, "ended", from_s=NOW_S + DAY)
    later = agreed(cell, "active", from_s=NOW_S + 3 * DAY)
    for order in permutations([end, later]):
        assert [each.name for each in held_states(order)] == ["active", "ended"]
        assert stops(order) == (((NOW_S + DAY) * 1000, None),)


def test_what_was_only_proposed_changes_nothing() -> None:
    """Before all have signed the mechanism is what it was."""
    cell = Cell()
    change = changed(cell)
    signs(cell, "SY", change)
    assert [each.name for each in held_states([cell.state(change)])] == ["active"]


def test_two_suspensions_beside_each_other_give_one_state_a_time() -> None:
    """The later one to begin holds from then on, whatever the order in which they are looked at."""
    cell = Cell()
    one = agreed(cell, "suspended", until_s=NOW_S + 10 * DAY)
    two = agreed(cell, "suspended", from_s=NOW_S + DAY, until_s=NOW_S + 3 * DAY)
    found = {held_states(order) for order in permutations([one, two])}
    assert len(found) == 1
    assert [(each.name, each.until_s) for each in found.pop()] == [
        ("active", one.from_s), ("suspended", NOW_S + DAY), ("suspended", NOW_S + 3 * DAY), ("active", None),
    ]  # fmt: skip


def test_a_clock_that_stands_still_is_over_so_much_later() -> None:
    """By what of the stop lies in its time; by nothing where it was over before; never where the stop has no end."""
    assert due_with(100, since_ms=0, stops=[(10, 30)]) == 120
    assert due_with(100, since_ms=20, stops=[(10, 30)]) == 110
    assert due_with(100, since_ms=0, stops=[(10, 30), (110, 115)]) == 125
    assert due_with(100, since_ms=0, stops=[(101, None)]) == 100
    assert due_with(100, since_ms=40, stops=[(10, 30)]) == 100
    assert due_with(100, since_ms=0, stops=[(50, None)]) is None


def owed(now_ms: int, *, due_ms: int, done_ms: int | None = None) -> Duty:
    """Return a duty received at 0."""
    found = duty(
        Course(0, None, due_ms, done_ms), entry="SY/1", matter="SY/1", owed_by="IL", owed_to=("SY", "US"), what="x",
        clause="X-1", now_ms=now_ms, levels=levels_reachable(charter(), ladder=LADDER, audience=("IL", "SY", "US")),
    )  # fmt: skip
    assert found is not None
    return found


def test_what_lapsed_before_a_stop_has_lapsed_and_what_runs_into_it_runs_on() -> None:
    """And it rises from its new date, under the id that it had."""
    hour = 3_600_000
    stop = [(10 * hour, 30 * hour)]
    late = with_stops([owed(9 * hour, due_ms=5 * hour)], stop, charter=charter(), now_ms=9 * hour)
    assert [each.state for each in late] == ["lapsed"]
    runs = with_stops([owed(29 * hour, due_ms=12 * hour)], stop, charter=charter(), now_ms=29 * hour)
    assert [(each.id, each.state, each.due_at_ms, each.level) for each in runs] == [
        ("SY/1:x:IL", "running", 32 * hour, 0)
    ]
    over = with_stops([owed(40 * hour, due_ms=12 * hour)], stop, charter=charter(), now_ms=40 * hour)
    assert over[0].state == "lapsed" and over[0].level > 0
    done = with_stops([owed(40 * hour, due_ms=12 * hour, done_ms=31 * hour)], stop, charter=charter(), now_ms=40 * hour)
    assert [each.state for each in done] == ["done"]


def test_what_was_signed_as_its_time_ended_never_held() -> None:
    """The last signature counts from the next whole second: nothing is suspended then, nor has the time a gap."""
    cell = Cell()
    change = changed(cell, until_s=NOW_S + 20)
    signs(cell, "SY", change)
    cell.now_ms = (NOW_S + 19) * 1000 - 500
    signs(cell, "IL", change)
    state = cell.state(change)
    assert (state.from_s, state.until_s) == (NOW_S + 20, NOW_S + 20)
    assert [(each.name, each.until_s) for each in held_states([state])] == [("active", None)] and stops([state]) == ()

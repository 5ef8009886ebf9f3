"""The slots of a crossing point on a day: taken, left, full, queued; humanitarian crossings come first (CM-8, CM-9)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parley.charter.model import Charter
from tests.tracks.arriving import folded_alike
from tests.tracks.commerce.crossing import SLOT_S, asked, day_of, leaves, queue, says, takes
from tests.tracks.deconfliction.plans import DAY, HOUR, notified, volume
from tests.tracks.hotline.cell import Cell, charter


def with_rule(rule: str) -> Charter:
    """Return the charter with another rule for what is full."""
    known = charter()
    assert known.commerce is not None
    points = {name: replace(point, over_full=rule) for name, point in known.commerce.points.items()}
    return replace(known, commerce=replace(known.commerce, points=points))


def test_a_slot_is_taken_once_for_a_crossing() -> None:
    """What was asked for takes its slot, as it says, once; another's and an older version do not."""
    cell = Cell()
    matter = asked(cell)
    takes(cell, matter)
    assert (queue(cell), day_of(cell).left_in(SLOT_S)) == ([(matter.id, 0)], (8, 56))
    assert cell.refusal(takes(cell, matter)) == ("commerce.slot_taken_before", "CM-8")
    assert cell.refusal(takes(cell, matter, vehicles=1)) == ("commerce.slot_otherwise", "CM-8")
    theirs = cell.say("IL", "slot_taken", point="quneitra", slot_s=SLOT_S, crossing=matter.id, vehicles=2, persons=4,
                      humanitarian=False)  # fmt: skip
    assert cell.refusal(theirs) == ("commerce.slot_for_another", "CM-8")


def test_an_older_version_and_a_withdrawn_crossing_take_none() -> None:
    """A slot is taken for the version in force of a crossing that is still asked for."""
    cell = Cell()
    matter = asked(cell)
    by = notified(cell, volumes=[volume(begins_s=SLOT_S + DAY - HOUR, hours=8)])
    changed = says(cell, "SY", "permit_changed", matter, slot_s=SLOT_S + DAY, route=by.id, why="x")
    old = cell.say("SY", "slot_taken", point="quneitra", slot_s=SLOT_S, crossing=matter.id, vehicles=2, persons=4,
                   humanitarian=False)  # fmt: skip
    assert cell.refusal(old) == ("commerce.crossing_older", "CM-8")
    takes(cell, matter, of=changed)
    assert queue(cell, SLOT_S + DAY) == [(changed.id, 0)]
    says(cell, "SY", "permit_withdrawn", matter, of=changed, why="x")
    gone = takes(cell, matter, of=changed)
    assert cell.refusal(gone) == ("commerce.crossing_older", "CM-8")


def test_who_leaves_makes_room_for_who_waits() -> None:
    """Eleven lorries ask for ten places: the last waits, and has a place once another left."""
    cell = Cell(with_rule("queued"))
    first, second, third = (asked(cell, vehicles=5), asked(cell, vehicles=5), asked(cell, vehicles=1))
    taken = [takes(cell, each) for each in (first, second, third)]
    assert queue(cell) == [(first.id, 0), (second.id, 0), (third.id, 1)]
    assert cell.refusal(leaves(cell, taken[0])) is None
    assert queue(cell) == [(second.id, 0), (third.id, 0)]
    assert cell.refusal(leaves(cell, taken[0])) == ("commerce.slot_not_held", "CM-8")
    wrong = cell.say("IL", "slot_left", point="quneitra", slot_s=SLOT_S, of=taken[1].id)
    assert cell.refusal(wrong) == ("commerce.slot_not_held", "CM-8")


def test_a_full_slot_is_refused_where_the_charter_says_so() -> None:
    """Whoever had read that it is full is refused with what is left; who did not know waits."""
    cell = Cell(with_rule("refused"))
    first, second = asked(cell, vehicles=9), asked(cell, vehicles=2)
    takes(cell, first)
    late = takes(cell, second)
    assert cell.refusal(late) == ("commerce.slot_full", "CM-9")
    assert dict(cell.verdict(late).data) == {"vehicles": 1, "persons": 56}
    urgent = asked(cell, vehicles=2, humanitarian=True)
    assert cell.refusal(takes(cell, urgent)) is None
    assert queue(cell) == [(urgent.id, 0), (first.id, 1)]


@pytest.mark.parametrize("rule", ["refused", "queued"])
def test_two_who_take_the_last_place_at_once_find_one_order(rule: str) -> None:
    """Neither knew of the other: one has the place and the other waits, the same at every node."""
    cell = Cell(with_rule(rule))
    ours, theirs = asked(cell, vehicles=9), asked(cell, "IL", towards="SY", vehicles=9)
    takes(cell, ours, unread=True)
    takes(cell, theirs, unread=True)
    cell.reads()
    folded = folded_alike(cell, day_of(cell).opening.id)
    assert sorted(each.queued for each in folded.state.slot(SLOT_S)) == [0, 1]


def test_what_is_humanitarian_comes_first_and_never_waits_for_others() -> None:
    """It stands before all others in the queue, in its own order, and whoever came earlier without it waits."""
    cell = Cell(with_rule("queued"))
    plain, urgent, more = (
        asked(cell, vehicles=8), asked(cell, vehicles=6, humanitarian=True),
        asked(cell, vehicles=3, humanitarian=True),
    )  # fmt: skip
    for each in (plain, urgent, more):
        takes(cell, each)
    assert queue(cell) == [(urgent.id, 0), (more.id, 0), (plain.id, 1)]


def test_a_smaller_one_takes_what_a_larger_one_leaves() -> None:
    """Who does not fit waits; a smaller one behind it takes what is left."""
    cell = Cell(with_rule("queued"))
    first, large, small = asked(cell, vehicles=7), asked(cell, vehicles=5), asked(cell, vehicles=3)
    for each in (first, large, small):
        takes(cell, each)
    assert queue(cell) == [(first.id, 0), (large.id, 1), (small.id, 0)]

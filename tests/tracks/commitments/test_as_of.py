"""An instrument as of an earlier instant: exactly what folding what was said until then gives."""

from __future__ import annotations

from parley.matters.entry import Entry
from parley.tracks.commitments.as_of import state_as_of
from parley.tracks.commitments.stepping import timetable_json
from tests.tracks.commitments.instruments import DAY, amends, in_force, proposed, signs, step, tells
from tests.tracks.hotline.cell import Cell


def later(cell: Cell, *, days: int) -> None:
    """Move the clock on."""
    cell.now_ms += days * DAY * 1000


def test_it_is_what_was_folded_until_then() -> None:
    """After each of a history's entries the state was kept: looked back at from the end, it is the same."""
    cell = Cell()
    matter = in_force(cell, step("phase1", by="D+30"), step("phase2", by="phase1+10d", after=["phase1"]))
    kept = [(cell.now_ms, cell.state(matter))]
    for act in (
        lambda: tells(cell, "SY", "step_reported", matter, "phase1", percent=40),
        lambda: tells(cell, "US", "step_certified", matter, "phase1", percent=40),
        lambda: signs_all(cell, matter),
        lambda: tells(cell, "SY", "step_reported", matter, "phase1"),
        lambda: tells(cell, "US", "step_certified", matter, "phase1"),
    ):
        later(cell, days=5)
        act()
        kept.append((cell.now_ms, cell.state(matter)))
    last = kept[-1][1]
    for at_ms, then in kept:
        found = state_as_of(last, at_ms=at_ms)
        assert found is not None and found == then
        assert timetable_json(found, now_s=at_ms // 1000) == timetable_json(then, now_s=at_ms // 1000)


def signs_all(cell: Cell, matter: Entry) -> None:
    """Amend the first step and let both parties sign it."""
    of = amends(cell, matter, step("phase1", by="D+60"))
    for member in ("SY", "IL"):
        signs(cell, member, matter, of=of)


def test_before_it_was_proposed_there_is_none() -> None:
    """Nor is anything of it in force before its last signature."""
    cell = Cell()
    before_ms = cell.now_ms
    later(cell, days=1)
    matter = proposed(cell, step("phase1", by="D+30"))
    proposed_ms = cell.now_ms
    later(cell, days=1)
    for member in ("SY", "IL"):
        signs(cell, member, matter)
    state = cell.state(matter)
    assert state_as_of(state, at_ms=before_ms) is None
    then = state_as_of(state, at_ms=proposed_ms)
    assert then is not None
    assert (then.standing, then.from_s) == ("proposed", None)

"""The ladder: levels by time and by word, the same at every node; only both sides together stop its clock."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.tracks.disputes.ladder import after, climb, merged
from tests.tracks.arriving import folded_alike
from tests.tracks.disputes.claims import HOUR_MS, MINUTE_MS, claimed, levels, owed, proposes, signs, state_of, states_of
from tests.tracks.hotline.cell import ALL, Cell, said

DAY_MS = 24 * HOUR_MS


def test_it_rises_by_itself_level_by_level() -> None:
    """Unsettled, it stands at the next level from the very instant at which a level's time is over, and at no other."""
    cell = Cell()
    matter = claimed(cell)
    start = matter.point.at_ms
    assert levels(cell, matter, at_ms=start + 4 * HOUR_MS) == [("duty_officers", "claimed", 0)]
    assert levels(cell, matter, at_ms=start + 4 * HOUR_MS + 1) == [
        ("duty_officers", "claimed", 0), ("liaison_chiefs", "lapsed", 4 * HOUR_MS),
    ]  # fmt: skip
    whole = levels(cell, matter, at_ms=start + 400 * DAY_MS)
    assert [each[0] for each in whole] == [level.name for level in state_of(cell, matter).rules.levels]
    assert whole[-1] == ("external_referral", "lapsed", (4 + 24 + 48 + 168 + 336) * HOUR_MS)


def test_every_rise_says_why() -> None:
    """A rise by lapse names the level whose time was over and its clause, one by word the entry that raised it."""
    cell = Cell()
    matter = claimed(cell)
    raised = said(cell, "SY", "dispute_raised", matter, level="liaison_chiefs", why="No answer", danger_to_life=False)
    rungs = state_of(cell, matter).rungs(now_ms=raised.point.at_ms + 25 * HOUR_MS)
    assert [(each.why, each.entry, each.lapsed_level, each.clause) for each in rungs] == [
        ("claimed", matter.id, "", "DI-1"),
        ("raised", raised.id, "", "DI-11"),
        ("lapsed", matter.id, "liaison_chiefs", "DID-3"),
    ]


def test_no_level_is_skipped_but_for_danger_to_life() -> None:
    """A side raises to the next level, and further only where it signs that lives are in danger (DI-11)."""
    cell = Cell()
    matter = claimed(cell)
    skipped = said(cell, "IL", "dispute_raised", matter, level="principals", why="Urgent", danger_to_life=False)
    assert cell.refusal(skipped) == ("disputes.level_skipped", "DI-11")
    down = said(cell, "IL", "dispute_raised", matter, level="duty_officers", why="Back", danger_to_life=True)
    assert cell.refusal(down) == ("disputes.level_not_above", "DI-11")
    other = said(cell, "US", "dispute_raised", matter, level="liaison_chiefs", why="Late", danger_to_life=False)
    assert cell.refusal(other) == ("disputes.no_side", "DI-11")
    for_life = said(cell, "IL", "dispute_raised", matter, level="principals", why="Wounded", danger_to_life=True)
    assert cell.refusal(for_life) is None
    assert levels(cell, matter, at_ms=cell.now_ms + HOUR_MS)[-1][:2] == ("principals", "raised")


def test_two_that_raise_it_at_once_raise_it_once() -> None:
    """Both say the same without having read the other: the second changes nothing, whatever arrives first."""
    cell = Cell()
    matter = claimed(cell)
    first = cell.say("SY", "dispute_raised", matter=matter, level="liaison_chiefs", why="Late", danger_to_life=False)
    cell.now_ms += 90_000
    second = cell.say("IL", "dispute_raised", matter=matter, level="liaison_chiefs", why="Late", danger_to_life=False)
    assert cell.refusal(first) is None and cell.refusal(second) is None
    state = folded_alike(cell, matter.id).state
    rungs = state.rungs(now_ms=second.point.at_ms + HOUR_MS)
    assert [each.level.name for each in rungs] == ["duty_officers", "liaison_chiefs"]
    assert (rungs[-1].entry, rungs[-1].began_ms) == (first.id, first.point.at_ms)


def test_one_side_alone_stops_no_clock() -> None:
    """A pause that is asked holds nothing; once the other side agreed it does, from then until its end (DI-10)."""
    cell = Cell()
    matter = claimed(cell)
    ends_s = (matter.point.at_ms + 10 * HOUR_MS) // 1000
    asked = said(cell, "SY", "pause_asked", matter, until_s=ends_s, why="A visit")
    assert levels(cell, matter, at_ms=matter.point.at_ms + 5 * HOUR_MS)[-1][0] == "liaison_chiefs"
    mine = said(cell, "SY", "pause_agreed", matter, of=asked.id)
    assert cell.refusal(mine) == ("disputes.agreed_before", "DI-10")
    cell.now_ms = matter.point.at_ms + HOUR_MS
    agreed = said(cell, "IL", "pause_agreed", matter, of=asked.id)
    assert cell.refusal(agreed) is None
    stopped_ms = ends_s * 1000 - agreed.point.at_ms
    (first,) = state_of(cell, matter).rungs(now_ms=matter.point.at_ms + 13 * HOUR_MS - HOUR_MS)
    assert first.due_ms == matter.point.at_ms + 4 * HOUR_MS + stopped_ms


def test_a_pause_agreed_behind_a_cut_link_counts_from_when_it_was_agreed() -> None:
    """Until the agreement arrives the asker sees the dispute risen; once it does, both see that it never had."""
    cell = Cell()
    matter = claimed(cell)
    ends_s = (matter.point.at_ms + 48 * HOUR_MS) // 1000
    asked = said(cell, "SY", "pause_asked", matter, until_s=ends_s, why="A visit")
    cell.now_ms = matter.point.at_ms + 3 * HOUR_MS
    later = matter.point.at_ms + 20 * HOUR_MS
    assert levels(cell, matter, at_ms=later)[-1][0] == "liaison_chiefs"
    cell.say("IL", "pause_agreed", matter=matter, of=asked.id)
    assert folded_alike(cell, matter.id).state.rungs(now_ms=later)[-1].level.name == "duty_officers"


def test_what_had_risen_before_a_pause_stays_risen() -> None:
    """An agreement by its author's clock after the lapse stops the clock of the level that stands then."""
    cell = Cell()
    matter = claimed(cell)
    ends_s = (matter.point.at_ms + 48 * HOUR_MS) // 1000
    asked = said(cell, "SY", "pause_asked", matter, until_s=ends_s, why="A visit")
    cell.now_ms = matter.point.at_ms + 6 * HOUR_MS
    said(cell, "IL", "pause_agreed", matter, of=asked.id, role="chief")
    names = [each[0] for each in levels(cell, matter, at_ms=matter.point.at_ms + 60 * HOUR_MS)]
    assert names == ["duty_officers", "liaison_chiefs"]


def test_a_pause_ends_and_is_no_longer_than_the_charter_allows() -> None:
    """A pause in the past, one too long, and an agreement after its end are refused (DI-10)."""
    cell = Cell()
    matter = claimed(cell)
    past = said(cell, "SY", "pause_asked", matter, until_s=matter.point.at_ms // 1000 - 5, why="Late")
    assert cell.refusal(past) == ("disputes.times_over", "DI-10")
    long = said(cell, "SY", "pause_asked", matter, until_s=cell.now_ms // 1000 + 400 * 3600, why="Long")
    assert cell.refusal(long) == ("disputes.pause_too_long", "DI-10")
    asked = said(cell, "US", "pause_asked", matter, until_s=cell.now_ms // 1000 + 60, why="Talks")
    assert cell.refusal(asked) is None
    cell.now_ms += 120_000
    late = said(cell, "IL", "pause_agreed", matter, of=asked.id)
    assert cell.refusal(late) == ("disputes.times_over", "DI-10")


def test_while_the_clock_stands_nobody_raises_it_but_for_danger_to_life() -> None:
    """What both stopped, one alone does not go around (DI-11)."""
    cell = Cell()
    matter = claimed(cell)
    asked = said(cell, "SY", "pause_asked", matter, until_s=cell.now_ms // 1000 + 7200, why="Talks")
    said(cell, "IL", "pause_agreed", matter, of=asked.id)
    raised = said(cell, "SY", "dispute_raised", matter, level="liaison_chiefs", why="Enough", danger_to_life=False)
    assert cell.refusal(raised) == ("disputes.clock_stopped", "DI-11")
    for_life = said(cell, "SY", "dispute_raised", matter, level="principals", why="Wounded", danger_to_life=True)
    assert cell.refusal(for_life) is None


def test_what_ended_it_ends_its_rise() -> None:
    """Settled at a level it stays there for ever; what had risen before stays told."""
    cell = Cell()
    matter = claimed(cell)
    text = proposes(cell, matter)
    cell.now_ms = matter.point.at_ms + 5 * HOUR_MS
    for member in ("SY", "IL"):
        signs(cell, member, matter, of=text)
    whole = levels(cell, matter, at_ms=matter.point.at_ms + 300 * DAY_MS)
    assert [each[0] for each in whole] == ["duty_officers", "liaison_chiefs"]
    assert state_of(cell, matter).name == "settled"


def test_a_node_that_was_away_finds_every_rise_as_of_when_it_was() -> None:
    """Asked once, late, or at every hour between: the levels, their instants and the lapses told are the same."""
    cell = Cell()
    matter = claimed(cell)
    end = matter.point.at_ms + 90 * HOUR_MS
    once = levels(cell, matter, at_ms=end)
    for hour in range(90):
        found = levels(cell, matter, at_ms=matter.point.at_ms + hour * HOUR_MS + 1)
        assert once[: len(found)] == found
    settle = states_of(owed(cell, matter, at_ms=end), "settle_dispute")
    assert settle == {
        f"{member}:{level}": "running" if level == "joint_commission" else "ceased"
        for member in ("IL", "SY")
        for level in ("duty_officers", "liaison_chiefs", "supervisor_facilitation", "joint_commission")
    }
    before = states_of(owed(cell, matter, at_ms=end - 80 * HOUR_MS), "settle_dispute")
    assert set(before) <= set(settle)


def test_the_clock_set_back_makes_nothing_rise_twice() -> None:
    """The levels depend on the instant asked for and on nothing that was asked before."""
    cell = Cell()
    matter = claimed(cell)
    at = [matter.point.at_ms + hours * HOUR_MS for hours in (1, 30, 2, 29, 1)]
    assert [len(levels(cell, matter, at_ms=each)) for each in at] == [1, 3, 1, 3, 1]


@given(
    pauses=st.lists(st.tuples(st.integers(0, 400), st.integers(1, 90)), max_size=5),
    start=st.integers(0, 300), length=st.integers(1, 200),
)  # fmt: skip
def test_paused_time_is_counted_out(pauses: list[tuple[int, int]], start: int, length: int) -> None:
    """Of the time until it is due, exactly so much was not paused; pauses that overlap count once."""
    spans = merged((begins, begins + long) for begins, long in pauses)
    assert all(earlier[1] < later[0] for earlier, later in pairwise(spans))
    due = after(start, length, paused=spans)
    running = [at for at in range(start, due) if not any(begins <= at < ends for begins, ends in spans)]
    assert len(running) == length and not any(begins <= due - 1 < ends for begins, ends in spans)


_step = st.tuples(st.sampled_from(("raise", "ask", "agree", "read")), st.sampled_from(ALL), st.integers(0, 90))


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(_step, max_size=6), probe=st.integers(0, 200))
def test_whatever_came_first_the_ladder_is_the_same(steps: list[tuple[str, str, int]], probe: int) -> None:
    """Raises and pauses by who had read what: any order of arrival gives one ladder, and levels only ever go up."""
    cell = Cell()
    matter = claimed(cell)
    names = [level.name for level in cell.charter.disputes.levels] if cell.charter.disputes else []
    asked: list[str] = []
    for what, member, minutes in steps:
        cell.now_ms += minutes * MINUTE_MS
        if what == "read":
            cell.reads(member)
        elif what == "raise":
            to = names[minutes % len(names)]
            cell.say(member, "dispute_raised", matter=matter, level=to, why="Why", danger_to_life=minutes % 2 == 0)
        elif what == "ask":
            until_s = cell.now_ms // 1000 + 60 * (minutes + 1)
            asked.append(cell.say(member, "pause_asked", matter=matter, until_s=until_s, why="Why").id)
        elif asked:
            cell.say(member, "pause_agreed", matter=matter, of=asked[minutes % len(asked)], role="delegate")
    whole = folded_alike(cell, matter.id, rebuilt=97, live=211)
    rungs = climb(whole.state.course, now_ms=matter.point.at_ms + probe * HOUR_MS)
    assert all(low.level.number < high.level.number for low, high in pairwise(rungs))
    assert all(low.left_ms == high.began_ms for low, high in pairwise(rungs))

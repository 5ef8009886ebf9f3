"""Overlaps under random courses: whatever came first, and whoever had read what, all end alike and no verdict flips."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.matters.entry import Entry
from parley.matters.verdict import Permit
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.overlap_duties import duties
from parley.tracks.deconfliction.overlap_entries import HOW_ANSWERED, overlap_id
from parley.tracks.deconfliction.overlap_next import next_entry
from parley.tracks.deconfliction.overlap_state import OverlapState
from tests.tracks.arriving import arrived
from tests.tracks.deconfliction.meetings import both
from tests.tracks.deconfliction.plans import DAY, HOUR, START_S, plan, volume
from tests.tracks.hotline.cell import ALL, Cell

_member = st.sampled_from(ALL)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(("tell", "tell", "read", "read", "end")), _member, st.sampled_from(ALL)),
        st.tuples(st.just("change"), st.sampled_from(("IL", "SY")), st.integers(0, 6)),
        st.tuples(st.just("answer"), _member, st.sampled_from(HOW_ANSWERED)),
    ),
    min_size=4, max_size=14,
)  # fmt: skip


def known_by(cell: Cell, member: str) -> Cell:
    """Return the cell as a member has read it."""
    seen = cell.seen[member]
    read = [e for e in cell.entries if e.member == member or e.point.number < seen.get(e.point.log, 0)]
    return replace(cell, entries=read)


def played(steps: list[tuple[str, str, Any]]) -> tuple[Cell, list[Entry]]:
    """Play a course in which every member acts by what it has read; return the cell and the two notices."""
    cell = Cell()
    notices = both(cell)
    for what, member, more in steps:
        _STEPS[what](cell, notices, member, more)
    return cell, notices


def _tell(cell: Cell, notices: list[Entry], member: str, more: Any) -> None:
    here = known_by(cell, member)
    folds = [here.folded(notice) for notice in notices]
    states = [folded.state for folded in folds]
    assert cell.charter.activities is not None and all(isinstance(state, NoticeState) for state in states)
    entries = {entry.id: entry for folded in folds for entry in folded.entries}
    versions = entries[states[0].version.entry], entries[states[1].version.entry]
    matter = here.folded_matter(overlap_id([notice.id for notice in notices])).state
    said = next_entry(matter, (states[0], states[1]), versions, terms=cell.charter.activities)
    if said is not None:
        cell.say(member, said[0], **said[1])


def _read(cell: Cell, notices: list[Entry], member: str, more: str) -> None:
    cell.reads(member, of=more)


def _of(cell: Cell, notices: list[Entry], member: str) -> tuple[Entry, NoticeState] | None:
    notice = next((each for each in notices if each.member == member), None)
    return (notice, known_by(cell, member).state(notice)) if notice else None


def _change(cell: Cell, notices: list[Entry], member: str, more: int) -> None:
    found = _of(cell, notices, member)
    if found is not None and not found[1].is_over:
        moved = volume(begins_s=START_S + 2 * DAY + more * HOUR)
        cell.say(member, "activity_changed", matter=found[0], **plan(moved, of=found[1].version.entry, why="Rain"))


def _end(cell: Cell, notices: list[Entry], member: str, more: Any) -> None:
    found = _of(cell, notices, member)
    if found is not None and not found[1].is_over:
        cell.say(member, "activity_cancelled", matter=found[0], why="Rain")


def _answer(cell: Cell, notices: list[Entry], member: str, more: str) -> None:
    ids = [notice.id for notice in notices]
    state = known_by(cell, member).folded_matter(overlap_id(ids)).state
    of = state.finding.entry if isinstance(state, OverlapState) else "IL/0"
    cell.say(member, "overlap_answered", notices=ids, of=of, how=more, text="EXERCISE.", lang="en")


_STEPS = {"tell": _tell, "read": _read, "change": _change, "end": _end, "answer": _answer}


@settings(max_examples=40)
@given(steps=STEPS, data=st.data())
def test_every_order_of_arrival_ends_alike(steps: list[tuple[str, str, Any]], data: Any) -> None:
    """State and verdicts are those of a rebuild."""
    cell, notices = played(steps)
    matter = overlap_id([notice.id for notice in notices])
    whole = cell.folded_matter(matter)
    live = arrived(cell, data.draw(st.permutations(cell.entries)), matter)
    assert (live.state, live.verdicts) == (whole.state, whole.verdicts)


@settings(max_examples=40)
@given(steps=STEPS)
def test_no_verdict_flips_when_more_arrives(steps: list[tuple[str, str, Any]]) -> None:
    """An entry is judged as soon as its past is here, and judged the same ever after, whatever its notices became."""
    cell, notices = played(steps)
    matter = overlap_id([notice.id for notice in notices])
    whole = cell.folded_matter(matter).verdicts
    for count, entry in enumerate(cell.entries, start=1):
        if entry.matter == matter:
            sooner = replace(cell, entries=cell.entries[:count])
            assert sooner.folded_matter(matter).verdicts[entry.id] == whole[entry.id]


@settings(max_examples=40)
@given(steps=STEPS)
def test_once_all_have_read_all_the_nodes_bring_it_in_line(steps: list[tuple[str, str, Any]]) -> None:
    """What honest nodes tell is never void, and after one more round it stands exactly where the two meet."""
    cell, notices = played(steps)
    cell.reads()
    for member in ALL:
        _tell(cell, notices, member, None)
        cell.reads()
    folded = cell.folded_matter(overlap_id([notice.id for notice in notices]))
    told = [e for e in folded.entries if e.kind == "overlap_found"]
    assert all(isinstance(folded.verdicts[each.id], Permit) for each in told)
    states = [cell.state(notice) for notice in notices]
    first, second = (state.version for state in states)
    meets = first.begins_s < second.ends_s and second.begins_s < first.ends_s
    stands = folded.state is not None and folded.state.clearing is None
    assert stands is (meets and not any(state.is_over for state in states))
    if folded.state is not None:
        owed = duties(folded.state, charter=cell.charter, readings=cell, now_ms=cell.now_ms)
        assert stands or all(each.state in ("done", "done_late", "ceased") for each in owed)

"""Encounters under random courses: whatever came first, and whoever had read what, all end alike; no verdict flips."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.matters.entry import Entry
from parley.matters.verdict import Permit
from parley.tracks.deconfliction.encounters.duties import encounter_duties
from parley.tracks.deconfliction.encounters.entries import HOW_ANSWERED
from parley.tracks.deconfliction.encounters.state import EncounterState
from parley.tracks.deconfliction.standstill_state import StandstillState
from tests.tracks.arriving import arrived
from tests.tracks.deconfliction.encounters import matter_of, to_say
from tests.tracks.deconfliction.plans import DAY, HOUR, START_S, notified, plan, volume
from tests.tracks.deconfliction.standstills import in_force, variance
from tests.tracks.deconfliction.test_overlaps_converging import known_by
from tests.tracks.hotline.cell import ALL, Cell

_member = st.sampled_from(ALL)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(("tell", "tell", "read", "read", "sign", "cancel")), _member, st.sampled_from(ALL)),
        st.tuples(st.sampled_from(("change", "except")), st.just("SY"), st.integers(0, 5)),
        st.tuples(st.just("answer"), _member, st.sampled_from(HOW_ANSWERED)),
    ),
    min_size=4, max_size=14,
)  # fmt: skip


def played(steps: list[tuple[str, str, Any]]) -> tuple[Cell, Entry, Entry]:
    """Play a course in which every member acts by what it has read; return the cell, the notice and the standstill."""
    cell = Cell()
    standstill, notice = in_force(cell), notified(cell, "SY")
    for what, member, more in steps:
        _STEPS[what](cell, notice, standstill, member, more)
    return cell, notice, standstill


def _tell(cell: Cell, notice: Entry, standstill: Entry, member: str, more: Any) -> None:
    said = to_say(known_by(cell, member), notice, standstill)
    if said is not None:
        cell.say(member, said[0], **said[1])


def _read(cell: Cell, notice: Entry, standstill: Entry, member: str, more: str) -> None:
    cell.reads(member, of=more)


def _change(cell: Cell, notice: Entry, standstill: Entry, member: str, more: int) -> None:
    state = cell.state(notice)
    if not state.is_over:
        moved = volume(begins_s=START_S + 2 * DAY + more * DAY)
        cell.say(member, "activity_changed", matter=notice, **plan(moved, of=state.version.entry, why="Rain"))


def _cancel(cell: Cell, notice: Entry, standstill: Entry, member: str, more: Any) -> None:
    if not cell.state(notice).is_over:
        cell.say("SY", "activity_cancelled", matter=notice, why="Rain")


def _except(cell: Cell, notice: Entry, standstill: Entry, member: str, more: int) -> None:
    begins = START_S + 2 * DAY
    content = variance(standstill, notice=cell.state(notice).version.entry, from_s=begins, until_s=begins + HOUR + more)
    cell.say(member, "variance_proposed", matter=standstill, **content)


def _sign(cell: Cell, notice: Entry, standstill: Entry, member: str, more: Any) -> None:
    state = known_by(cell, member).state(standstill)
    assert isinstance(state, StandstillState)
    for each in state.variances:
        if member in each.missing:
            cell.say(member, "instrument_signed", matter=standstill, of=each.entry, digest=each.digest)


def _answer(cell: Cell, notice: Entry, standstill: Entry, member: str, more: str) -> None:
    state = known_by(cell, member).folded_matter(matter_of(cell, notice, standstill)).state
    of = state.finding.entry if isinstance(state, EncounterState) else "IL/0"
    met = {"kind": "standstill", "name": standstill.id}
    cell.say(member, "encounter_answered", notice=notice.id, met=met, of=of, how=more, text="EXERCISE.", lang="en")


_STEPS = {"tell": _tell, "read": _read, "change": _change, "cancel": _cancel, "except": _except, "sign": _sign,
          "answer": _answer}  # fmt: skip


@settings(max_examples=40)
@given(steps=STEPS, data=st.data())
def test_every_order_of_arrival_ends_alike_and_no_verdict_flips(steps: list[tuple[str, str, Any]], data: Any) -> None:
    """State and verdicts are those of a rebuild, and each entry is judged the same as soon as its past is here."""
    cell, notice, standstill = played(steps)
    matter = matter_of(cell, notice, standstill)
    whole = cell.folded_matter(matter)
    live = arrived(cell, data.draw(st.permutations(cell.entries)), matter)
    assert (live.state, live.verdicts) == (whole.state, whole.verdicts)
    for count, entry in enumerate(cell.entries, start=1):
        if entry.matter == matter:
            sooner = replace(cell, entries=cell.entries[:count])
            assert sooner.folded_matter(matter).verdicts[entry.id] == whole.verdicts[entry.id]


@settings(max_examples=40)
@given(steps=STEPS)
def test_once_all_have_read_all_the_nodes_bring_it_in_line(steps: list[tuple[str, str, Any]]) -> None:
    """What honest nodes tell is never void, and after one more round nothing is left to tell."""
    cell, notice, standstill = played(steps)
    cell.reads()
    for member in ALL:
        _tell(cell, notice, standstill, member, None)
        cell.reads()
    assert to_say(cell, notice, standstill) is None
    folded = cell.folded_matter(matter_of(cell, notice, standstill))
    told = [each for each in folded.entries if each.kind == "encounter_found"]
    assert all(isinstance(folded.verdicts[each.id], Permit) for each in told)
    if folded.state is not None:
        owed = encounter_duties(folded.state, charter=cell.charter, readings=cell, now_ms=cell.now_ms)
        assert folded.state.clearing is None or all(each.state in ("done", "done_late", "ceased") for each in owed)

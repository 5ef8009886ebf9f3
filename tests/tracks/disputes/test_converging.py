"""Disputes under random courses: whatever came first, and whoever had read what, all end alike; no verdict flips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.matters.entry import Entry
from parley.tracks.disputes.duties import dispute_duties
from parley.tracks.disputes.entries import KINDS
from parley.tracks.disputes.evidence import text_digest
from parley.tracks.disputes.state import DisputeState
from tests.tracks.arriving import arrived
from tests.tracks.deconfliction.plans import DAY, START_S, notified, plan, volume
from tests.tracks.deconfliction.test_overlaps_converging import known_by
from tests.tracks.disputes.claims import HOUR_MS, MINUTE_MS, TEXTS, claimed
from tests.tracks.disputes.test_measures import measure
from tests.tracks.hotline.cell import ALL, Cell

SALT = "00112233445566778899aabbccddeeff"
WORDS = {"text": "EXERCISE.", "lang": "en"}
_member = st.sampled_from(ALL)
# What builds on what another said comes more often, else hardly anything would be built on.
OFTEN = (
    "settlement_signed", "measure_agreed", "measure_end_agreed", "pause_agreed", "evidence_disclosed", "outcome_stated",
)  # fmt: skip
STEPS = st.lists(st.tuples(st.integers(0, 48), _member, st.integers(0, 400)), min_size=6, max_size=24)

# What a member says by what it has read, `more` choosing among what there is; None where there is nothing to say it of.
Say = Callable[[DisputeState, int], dict[str, Any] | None]


def _of(entries: list[str], more: int, **content: Any) -> dict[str, Any] | None:
    return {"of": entries[more % len(entries)], **content} if entries else None


def _signs(which: str) -> Say:
    def say(state: DisputeState, more: int) -> dict[str, Any] | None:
        known = getattr(state, which)
        about = known[more % len(known)] if known else None
        return None if about is None else {"of": about.entry, "digest": about.digest}

    return say


def _against(which: str) -> Say:
    return lambda state, more: _of([each.entry for each in getattr(state, which)], more, why="Why")


def _told(kind: str, **content: Any) -> Say:
    return lambda state, more: _of([each.entry for each in state.of(kind)], more, **content)


def _outcome(state: DisputeState, more: int) -> dict[str, Any] | None:
    return _of([each.entry for each in (*state.settlements, *state.of("mediator_proposed"))], more, **WORDS)


SAYINGS: Mapping[str, Say] = {
    "dispute_acknowledged": lambda state, more: {"how": "received", "level": state.rules.levels[more % 3].name},
    "dispute_answered": lambda state, more: {**WORDS, "position": "denies"},
    "evidence_committed": lambda state, more: {
        "title": "EXERCISE", "over": "text", "digest": text_digest(f"{more % 3}", salt=SALT),
    },
    "evidence_disclosed": _told("evidence_committed", text="1", salt=SALT),
    "settlement_proposed": lambda state, more: {"subject": f"EXERCISE {more % 3}", "texts": TEXTS},
    "settlement_signed": _signs("settlements"),
    "settlement_declined": _against("settlements"),
    "settlement_withdrawn": _against("settlements"),
    "measure_asked": lambda state, more: measure(from_s=START_S, until_s=START_S + (more % 5 + 1) * DAY),
    "measure_agreed": _signs("measures"),
    "measure_declined": _against("measures"),
    "measure_end_agreed": _against("measures"),
    "measure_breach_told": lambda state, more: _of([each.entry for each in state.measures], more, by="IL/0"),
    "pause_asked": lambda state, more: {"until_s": START_S + more * 900, "why": "Why"},
    "pause_agreed": _told("pause_asked"),
    "dispute_raised": lambda state, more: {
        "level": state.rules.levels[more % 6].name, "why": "Why", "danger_to_life": more % 2 == 0,
    },
    "mediator_proposed": lambda state, more: {**WORDS, "subject": "EXERCISE"},
    "dispute_referred": lambda state, more: {**WORDS, "body": "EXERCISE"},
    "dispute_decided": lambda state, more: {"texts": TEXTS},
    "dispute_withdrawn": lambda state, more: {"why": "Why"} if more % 4 == 0 else None,
    "outcome_stated": _outcome,
    "dispute_lapse_cited": lambda state, more: {
        "duty": f"{state.opening.id}:answer_dispute:IL", "due_at_ms": state.opening.at_ms + more, "level": more % 2,
    },
}  # fmt: skip


def played(steps: list[tuple[int, str, int]]) -> tuple[Cell, Entry]:
    """Play a course in which every member acts by what it has read; some of what it says is void."""
    cell = Cell()
    notified(cell, "IL", **plan(volume(begins_s=START_S + DAY // 2)))
    matter, kinds = claimed(cell), [*SAYINGS, *OFTEN, *OFTEN]
    for what, member, more in steps:
        cell.now_ms += more % 40 * MINUTE_MS
        state = known_by(cell, member).state(matter)
        if what >= len(kinds):
            cell.reads(member, of=ALL[more % 3])
            cell.reads(ALL[what % 3])
        elif isinstance(state, DisputeState) and (content := SAYINGS[kinds[what]](state, more)) is not None:
            role = "delegate" if more % 3 else "chief"
            cell.say(member, kinds[what], matter=matter, **{**content, "role": role})
            # As often as not what was said comes to all at once; else it waits for who reads next.
            if more % 2:
                cell.reads()
    return cell, matter


def test_every_kind_is_said_in_the_courses() -> None:
    """What is added to the track is played here too; a claim opens, and what is shown to some is another matter."""
    assert set(SAYINGS) == set(KINDS) - {"dispute_claimed", "evidence_shown"}


@settings(max_examples=80, deadline=None)
@given(steps=STEPS, data=st.data())
def test_a_dispute_does_not_depend_on_the_order_of_arrival(steps: list[tuple[int, str, int]], data: Any) -> None:
    """Folded whole, and entry by entry in random orders as they may arrive: one state, one set of verdicts."""
    cell, matter = played(steps)
    whole = cell.folded(matter)
    own = [entry for entry in cell.entries if entry.matter == matter.id]
    for _ in range(3):
        live = arrived(cell, data.draw(st.permutations(own)), matter.id)
        assert (live.state, live.verdicts) == (whole.state, whole.verdicts)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_no_verdict_flips_and_levels_only_rise(steps: list[tuple[int, str, int]]) -> None:
    """What its author's own past decides stays decided; nothing owed twice; an ended dispute owes nothing new."""
    cell, matter = played(steps)
    whole = cell.folded(matter)
    for entry in whole.entries:
        known = [each for each in cell.entries if entry.point.covers(each.point) or each.id == entry.id]
        early = Cell(charter=cell.charter, entries=known)
        assert early.verdict(entry) == whole.verdicts[entry.id]
    state = whole.state
    assert isinstance(state, DisputeState)
    for hours in (1, 30, 100, 2000):
        at_ms = matter.point.at_ms + hours * HOUR_MS
        duties = dispute_duties(state, charter=cell.charter, readings=cell, now_ms=at_ms)
        assert len({duty.id for duty in duties}) == len(duties)
        if state.ending is not None and at_ms > state.ending.at_ms:
            assert {duty.state for duty in duties} <= {"done", "done_late", "ceased"}

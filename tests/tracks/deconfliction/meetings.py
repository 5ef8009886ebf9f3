"""Two notices that meet, for the tests of overlaps, and what the nodes say of them."""

from __future__ import annotations

from typing import Any

from parley.matters.entry import Entry
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.overlap_entries import overlap_id
from parley.tracks.deconfliction.overlap_next import next_entry
from parley.tracks.deconfliction.overlap_state import OverlapState
from tests.tracks.deconfliction.plans import notified
from tests.tracks.hotline.cell import Cell


def both(cell: Cell, *, first: dict[str, Any] | None = None, second: dict[str, Any] | None = None) -> list[Entry]:
    """Let IL and SY notify activities that meet, in the order of their ids; everybody reads both."""
    one = cell.say("IL", "activity_notified", **{**_plan(), **(first or {})})
    other = cell.say("SY", "activity_notified", **{**_plan(), **(second or {})})
    cell.reads()
    return [one, other]


def _plan() -> dict[str, Any]:
    return dict(notified(Cell()).content)


def to_say(cell: Cell, notices: list[Entry]) -> tuple[str, dict[str, Any]] | None:
    """Return what a node that had read everything would say of two notices now."""
    folds = [cell.folded(notice) for notice in notices]
    states = [folded.state for folded in folds]
    assert all(isinstance(state, NoticeState) for state in states) and cell.charter.activities is not None
    entries = {entry.id: entry for folded in folds for entry in folded.entries}
    versions = entries[states[0].version.entry], entries[states[1].version.entry]
    return next_entry(overlap(cell, notices), (states[0], states[1]), versions, terms=cell.charter.activities)


def tells(cell: Cell, member: str, notices: list[Entry], **changes: Any) -> Entry:
    """Let a member's node say what is to be said of two notices; nobody has read it yet."""
    said = to_say(cell, notices)
    assert said is not None
    return cell.say(member, said[0], **{**said[1], **changes})


def tell_at_once(cell: Cell, members: tuple[str, ...], notices: list[Entry]) -> list[Entry]:
    """Let the nodes of several members say it, none knowing of the others; then everybody reads all."""
    said = to_say(cell, notices)
    assert said is not None
    told = [cell.say(member, said[0], **said[1]) for member in members]
    cell.reads()
    return told


def overlap(cell: Cell, notices: list[Entry]) -> OverlapState | None:
    """Return the matter between two notices."""
    state = cell.folded_matter(overlap_id([notice.id for notice in notices])).state
    assert state is None or isinstance(state, OverlapState)
    return state


def answers(cell: Cell, member: str, notices: list[Entry], how: str, **changes: Any) -> Entry:
    """Let a member answer the newest finding; everybody reads it."""
    state = overlap(cell, notices)
    assert state is not None
    told = {"notices": [notice.id for notice in notices], "of": state.finding.entry, "how": how,
            "text": f"EXERCISE. {how}.", "lang": "en"}  # fmt: skip
    entry = cell.say(member, "overlap_answered", **{**told, **changes})
    cell.reads()
    return entry

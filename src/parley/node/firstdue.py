"""Where a matter that was just written stands on the watch list: a near guess, and whether a FLASH waits, exactly.

To know when something is due is to ask who had read what. Where many entries come at once that is done a moment later
(`parley.node.nextdue`), so that taking them in is not held up by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parley.charter.model import Charter
from parley.charter.rules import handling_minutes
from parley.matters.duty import MINUTE_MS
from parley.matters.said import Said, newest
from parley.node.store import due
from parley.node.store.matters import MatterRow
from parley.tracks.hotline.message_state import MessageState

GUESSED_MINUTES = 60


def guessed(row: MatterRow, state: Any, *, charter: Charter, own: str) -> due.DueRow:
    """Return where a matter stands as if it was read as soon as it was said: no clock ends before that."""
    minutes = handling_minutes(charter, precedence=getattr(state, "precedence", ""))
    at_ms = row.at_ms + (GUESSED_MINUTES if minutes is None else minutes) * MINUTE_MS
    ours_ms = None if row.opened_by == own else at_ms
    return due.DueRow(row.id, at_ms, ours_ms, flash_from(state, own=own), is_guess=True, track=row.track)


def flash_from(state: Any, *, own: str) -> str | None:
    """Return who sent the FLASH that this member has still to acknowledge; None where there is none."""
    if not isinstance(state, MessageState) or state.precedence != "flash" or state.closed is not None:
        return None
    replies: tuple[Sequence[Said], ...] = (state.acknowledgements, state.read_backs, state.answers)
    is_received = any(newest(said, member=own, of=state.wording.entry) is not None for said in replies)
    return None if is_received or own not in state.asked else state.opening.member

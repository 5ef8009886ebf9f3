"""Which files of talks owe otherwise because another matter changed: an instrument they wait for, a round with them."""

from __future__ import annotations

import sqlite3
from typing import Any

from parley.node.store import citations
from parley.tracks.commitments.commitment_state import CommitmentState
from parley.tracks.talks.round_state import RoundState


def leaning_on(conn: sqlite3.Connection, state: Any) -> list[str]:
    """Return the matters among which stand the files that wait for a step of this instrument, or are in this round."""
    if isinstance(state, CommitmentState):
        return citations.citing(conn, [state.opening.id])
    if isinstance(state, RoundState):
        sat = {file for each in state.sittings for file in each.files}
        return sorted(sat | set(state.files))
    return []

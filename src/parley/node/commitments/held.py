"""The instruments and declarations of forces that this node holds and may read, as they are folded."""

from __future__ import annotations

from parley.node.owed import fold_now
from parley.node.running import Node
from parley.node.store import matters
from parley.tracks.commitments.commitment_state import FORM, CommitmentState
from parley.tracks.commitments.forces_state import FORM as FORCES
from parley.tracks.commitments.forces_state import ForcesState


def instruments(node: Node) -> list[CommitmentState]:
    """Return every instrument, the newest first."""
    found = (_state(node, row) for row in matters.of_form(node.reader(), FORM, from_ms=0))
    return [state for state in found if isinstance(state, CommitmentState)][::-1]


def instrument(node: Node, matter: str) -> CommitmentState | None:
    """Return the instrument of this matter; None where there is none."""
    row = matters.matter(node.reader(), matter)
    state = _state(node, row) if row is not None else None
    return state if isinstance(state, CommitmentState) else None


def declarations(node: Node) -> list[ForcesState]:
    """Return every declaration of forces, the newest first."""
    found = (_state(node, row) for row in matters.of_form(node.reader(), FORCES, from_ms=0))
    return [state for state in found if isinstance(state, ForcesState)][::-1]


def _state(node: Node, row: matters.MatterRow) -> object:
    return fold_now(node, row.id, version=row.locked).state

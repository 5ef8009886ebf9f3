"""The negotiating texts and joint statements that this node holds and may read, as they are folded."""

from __future__ import annotations

from parley.node.owed import fold_now
from parley.node.running import Node
from parley.node.store import matters
from parley.tracks.talks import statement_state, text_state
from parley.tracks.talks.statement_state import StatementState
from parley.tracks.talks.text_state import TextState


def statements(node: Node) -> list[StatementState]:
    """Return every statement, the newest first."""
    found = (_state(node, row) for row in matters.of_form(node.reader(), statement_state.FORM, from_ms=0))
    return [state for state in found if isinstance(state, StatementState)][::-1]


def statement(node: Node, matter: str) -> StatementState | None:
    """Return the statement of this matter; None where there is none."""
    row = matters.matter(node.reader(), matter)
    state = _state(node, row) if row is not None else None
    return state if isinstance(state, StatementState) else None


def texts(node: Node) -> list[TextState]:
    """Return every negotiating text, the newest first."""
    found = (_state(node, row) for row in matters.of_form(node.reader(), text_state.FORM, from_ms=0))
    return [state for state in found if isinstance(state, TextState)][::-1]


def text(node: Node, matter: str) -> TextState | None:
    """Return the negotiating text of this matter; None where there is none."""
    row = matters.matter(node.reader(), matter)
    state = _state(node, row) if row is not None else None
    return state if isinstance(state, TextState) else None


def _state(node: Node, row: matters.MatterRow) -> object:
    return fold_now(node, row.id, version=row.locked).state

"""The rounds, files and own notes of talks that this node holds and may read, and how each file stands among them."""

from __future__ import annotations

from collections.abc import Iterable

from parley.node.commitments.held import instrument
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.node.store import citations, matters
from parley.tracks.talks.file_standing import FileStanding, file_standing
from parley.tracks.talks.file_state import FORM as FILE
from parley.tracks.talks.file_state import FileState, PositionState
from parley.tracks.talks.round_state import FORM as ROUND
from parley.tracks.talks.round_state import RoundState

POSITION = "position"


def rounds(node: Node) -> list[RoundState]:
    """Return every round, the newest first."""
    found = (_state(node, row) for row in matters.of_form(node.reader(), ROUND, from_ms=0))
    return [state for state in found if isinstance(state, RoundState)][::-1]


def rounds_with(node: Node, file: str) -> list[RoundState]:
    """Return the rounds in which a file was named, in the order of their ids."""
    found = (round_named(node, each) for each in citations.citing(node.reader(), [file]))
    return [state for state in found if state is not None]


def files(node: Node) -> list[FileState]:
    """Return every file, the newest first."""
    found = (_state(node, row) for row in matters.of_form(node.reader(), FILE, from_ms=0))
    return [state for state in found if isinstance(state, FileState)][::-1]


def notes(node: Node, *, file: str) -> list[PositionState]:
    """Return this member's own notes of its position on a file, the newest first."""
    found = (_state(node, row) for row in matters.of_form(node.reader(), POSITION, from_ms=0))
    return [each for each in found if isinstance(each, PositionState) and each.terms["file"] == file][::-1]


def round_named(node: Node, matter: str) -> RoundState | None:
    """Return the round of this matter; None where there is none."""
    row = matters.matter(node.reader(), matter)
    state = _state(node, row) if row is not None else None
    return state if isinstance(state, RoundState) else None


def file_named(node: Node, matter: str) -> FileState | None:
    """Return the file of this matter; None where there is none."""
    row = matters.matter(node.reader(), matter)
    state = _state(node, row) if row is not None else None
    return state if isinstance(state, FileState) else None


def standing_of(node: Node, state: FileState, *, held: Iterable[RoundState]) -> FileStanding:
    """Return how a file stands among these rounds and the instruments for whose steps it waits."""
    named = dict.fromkeys(gate.instrument for gate in state.gates)
    found = ((each, instrument(node, each)) for each in named)
    return file_standing(
        state, told={each: other.as_json() for each, other in found if other is not None}, rounds=held
    )


def _state(node: Node, row: matters.MatterRow) -> object:
    return fold_now(node, row.id, version=row.locked).state

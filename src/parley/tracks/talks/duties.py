"""What is owed in any matter of talks, asked of its sort. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from parley.charter.model import Charter
from parley.matters.duty import Duty, Readings
from parley.tracks.talks.file_duties import file_duties
from parley.tracks.talks.file_state import FileState, PositionState
from parley.tracks.talks.round_duties import round_duties
from parley.tracks.talks.round_state import RoundState
from parley.tracks.talks.statement_duties import statement_duties
from parley.tracks.talks.statement_state import StatementState
from parley.tracks.talks.text_duties import text_duties
from parley.tracks.talks.text_state import TextState

DutiesOf = Callable[..., tuple[Duty, ...]]


def _none(state: Any, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    return ()


# A further sort of matter names its state and its duties here.
_OF_STATE: tuple[tuple[type[Any], DutiesOf], ...] = (
    (RoundState, round_duties),
    (FileState, file_duties),
    (PositionState, _none),
    (TextState, text_duties),
    (StatementState, statement_duties),
)
STATES: tuple[type[Any], ...] = tuple(state for state, _ in _OF_STATE)


def talks_duties(state: Any, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of a matter of talks, met or not, sorted by id."""
    duties = next(each for kind, each in _OF_STATE if isinstance(state, kind))
    return duties(state, charter=charter, readings=readings, now_ms=now_ms)

"""How a file of talks stands among the rounds and the instruments that a reader holds: derived, never entered. Pure.

What was put on a sitting while its gate was open stays what it was when the certificate is disputed or taken back
afterwards: what was said is said, a decision that was signed stands signed. The gate is shut again for what comes next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from parley.tracks.talks.file_state import OPEN as FILE_OPEN
from parley.tracks.talks.file_state import FileState
from parley.tracks.talks.gates import OPEN, GateNow, gate_now
from parley.tracks.talks.round_entries import DECISION
from parley.tracks.talks.round_said import Sitting
from parley.tracks.talks.round_state import AGREED_SO_FAR, IN_EFFECT, RoundState

WAITING, READY, ON_AGENDA, IN_SESSION = "waiting", "ready", "on_agenda", "in_session"
DECIDED_SO_FAR, DECIDED = "decided_so_far", "decided"


@dataclass(frozen=True, slots=True)
class FileStanding:
    """How a file stands, its gates, where it stands on an agenda, where it was taken up first, what was decided.

    `shut_again` says that it was taken up, and that a gate that was open then is shut now.
    """

    name: str
    gates: tuple[GateNow, ...]
    agendas: tuple[str, ...]
    taken_up: Sitting | None
    decisions: tuple[tuple[str, str], ...]
    shut_again: bool

    @property
    def is_open(self) -> bool:
        """Return whether every step for which it waits has come."""
        return all(each.state == OPEN for each in self.gates)

    @property
    def opened_s(self) -> int | None:
        """Return since which second all of its gates are open; None for a file without gates, or while one is shut."""
        if not self.gates or not self.is_open:
            return None
        return max((each.since_s or 0 for each in self.gates), default=None)

    def as_json(self) -> dict[str, Any]:
        """Return it in plain values."""
        return {
            "name": self.name,
            "gates": [{"instrument": each.gate.instrument, "step": each.gate.step, "state": each.state,
                       "since_s": each.since_s, "percent": each.percent} for each in self.gates],
            "opened_s": self.opened_s,
            "agendas": list(self.agendas),
            "taken_up": self.taken_up.entry if self.taken_up is not None else None,
            "decisions": [{"decision": entry, "stands": stands} for entry, stands in self.decisions],
            "shut_again": self.shut_again,
        }  # fmt: skip


def file_standing(
    state: FileState, *, told: Mapping[str, Mapping[str, Any]], rounds: Iterable[RoundState]
) -> FileStanding:
    """Return how a file stands; `told` holds the JSON of the instruments by id, as far as this reader has them."""
    file, held = state.opening.id, list(rounds)
    gates = tuple(gate_now(each, told.get(each.instrument)) for each in state.gates)
    sittings = sorted(
        (each for one in held for each in one.sittings if file in each.files), key=lambda s: (s.began_s, s.entry)
    )
    agendas = tuple(sorted(each.opening.id for each in held if file in each.files and not each.is_over))
    decisions = tuple(
        (each.entry, one.stands(each)) for one in held for each in one.of_kind(DECISION)
        if each.terms.get("file") == file
    )  # fmt: skip
    is_open = all(each.state == OPEN for each in gates)
    name = _name(state, held, agendas=agendas, decisions=decisions, is_open=is_open)
    return FileStanding(
        name, gates, agendas, sittings[0] if sittings else None, decisions, bool(sittings) and not is_open
    )


def _name(
    state: FileState, held: list[RoundState], *, agendas: tuple[str, ...], decisions: tuple[tuple[str, str], ...],
    is_open: bool,
) -> str:  # fmt: skip
    if state.name != FILE_OPEN:
        return state.name
    if any(one.open_sitting is not None and state.opening.id in one.open_sitting.files for one in held):
        return IN_SESSION
    stands = {each for _, each in decisions}
    if IN_EFFECT in stands:
        return DECIDED
    if AGREED_SO_FAR in stands:
        return DECIDED_SO_FAR
    if not is_open:
        return WAITING
    return ON_AGENDA if agendas else READY

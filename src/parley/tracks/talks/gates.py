"""Whether what a file waits for has come: the step of an instrument, as who puts the file forward had read it. Pure.

A step is certified on another track. Of that track only the state's JSON is read, where `gates` names the steps that
are certified in full and that nobody disputes, each with since when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.verdict import Refusal
from parley.matters.track import Cited
from parley.tracks.talks.file_state import FileState, Gate
from parley.tracks.talks.refusing import refuse

OPEN, WAITING, IN_PART, DISPUTED, GONE = "open", "waiting", "in_part", "disputed", "gone"


@dataclass(frozen=True, slots=True)
class GateNow:
    """How a gate stands: open since a second, waiting, certified in part, disputed, or no such step any more."""

    gate: Gate
    state: str
    since_s: int | None = None
    percent: int = 0


def gate_now(gate: Gate, told: Mapping[str, Any] | None) -> GateNow:
    """Return how a gate stands by the state of its instrument, as JSON; gone where this reader has none."""
    if told is None:
        return GateNow(gate, GONE)
    if gate.step in (told.get("gates") or {}):
        return GateNow(gate, OPEN, told["gates"][gate.step])
    # What was certified before another instrument took the place of this one stays done; nothing more of it comes.
    if told.get("name") == "superseded" or all(each["id"] != gate.step for each in told.get("steps") or ()):
        return GateNow(gate, GONE)
    if _is_disputed(gate.step, told):
        return GateNow(gate, DISPUTED)
    last = {each["member"]: each["percent"] for each in told.get("certificates") or () if each["step"] == gate.step}
    percent = min(last.values(), default=0)
    return GateNow(gate, IN_PART, percent=percent) if percent else GateNow(gate, WAITING)


def _is_disputed(step: str, told: Mapping[str, Any]) -> bool:
    """Return whether a member disputes the step by its newest word; words of one log come in their order."""
    last = {each["member"]: each["stands"] for each in told.get("contests") or () if each["step"] == step}
    return any(last.values())


def refuse_shut(
    files: Iterable[str], *, grounds: Iterable[str], cited: Mapping[str, Cited], clause: str = "TA-8"
) -> Refusal | None:
    """Refuse to put forward what is no open file, and a file whose gate is shut for who puts it forward.

    Whoever puts a file forward cites (`grounds`) the instruments for whose steps it waits.
    """
    named = frozenset(grounds)
    for entry in files:
        state = cited[entry].state
        if not isinstance(state, FileState) or state.opening.id != entry:
            return refuse("file_unknown", clause, named=entry)
        if state.is_over:
            return refuse("file_over", clause, file=entry)
        for gate in state.gates:
            if gate.instrument not in named:
                return refuse("ground_missing", clause, file=entry, instrument=gate.instrument)
            found = gate_now(gate, cited[gate.instrument].state.as_json())
            if found.state != OPEN:
                code = "gate_disputed" if found.state == DISPUTED else "gate_shut"
                return refuse(code, clause, file=entry, instrument=gate.instrument, step=gate.step)
    return None


def refuse_no_files(files: Iterable[str], *, cited: Mapping[str, Cited], clause: str) -> Refusal | None:
    """Refuse to name what is no file that is open; whether its gate is, is not asked: it may wait on an agenda."""
    for entry in files:
        state = cited[entry].state
        if not isinstance(state, FileState) or state.opening.id != entry:
            return refuse("file_unknown", clause, named=entry)
        if state.is_over:
            return refuse("file_over", clause, file=entry)
    return None

"""What a crossing waits for: a step of an instrument, which somebody tells to be certified (CM-21). Pure.

A step is certified on another track. Of that track only the state's JSON is read, where `gates` names the steps that
are certified in full and that nobody disputes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Refusal
from parley.matters.entry import Entry
from parley.matters.track import Cited
from parley.tracks.commerce.crossing_state import CrossingState
from parley.tracks.commerce.refusing import refuse

CLAUSE, INSTRUMENT = "CM-21", "commitment"


def refuse_gate(gate: Mapping[str, Any] | None, *, cited: Mapping[str, Cited]) -> Refusal | None:
    """Refuse to wait for what is no step of an instrument, and for one that recurs: it is never all done."""
    if gate is None:
        return None
    told = cited[gate["commitment"]].state.as_json()
    known = {each["id"]: each for each in told.get("steps") or ()}
    if told.get("form") != INSTRUMENT or told["id"] != gate["commitment"] or gate["step"] not in known:
        return refuse("gate_unknown", CLAUSE, **gate)
    return refuse("gate_recurs", CLAUSE, **gate) if known[gate["step"]].get("recurring") else None


def refuse_opening(state: CrossingState, entry: Entry, *, cited: Mapping[str, Cited]) -> Refusal | None:
    """Refuse to tell that the step is certified where nothing waits, where that was told, and where it is not."""
    gate = state.gate
    if gate is None:
        return refuse("no_gate", CLAUSE)
    if state.opened is not None:
        return refuse("gate_open", CLAUSE, entry=state.opened.entry)
    told = cited[entry.content["gate"]].state.as_json()
    if told.get("form") != INSTRUMENT or told["id"] != gate["commitment"] or gate["step"] not in told["gates"]:
        return refuse("gate_shut", CLAUSE, **gate)
    return None


def refuse_shut(state: CrossingState) -> Refusal | None:
    """Refuse to give a permit while nobody has told that the step for which the crossing waits is certified."""
    gate = state.gate
    return refuse("gate_shut", CLAUSE, **gate) if gate is not None and state.opened is None else None

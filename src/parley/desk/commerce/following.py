"""What follows for a matter of commerce from other matters, for exports: its state alone does not tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from parley.desk.cell import node
from parley.node.commerce.meanwhile import decided_meanwhile
from parley.node.commerce.suspending import suspended_by
from parley.node.reading import MatterRow
from parley.node.supervision.standing import mechanism_over_time
from parley.tracks.commerce.crossing_state import FORM as CROSSING
from parley.tracks.commerce.project_state import FORM as PROJECT
from parley.tracks.supervision.standing import Held


def follows_of(row: MatterRow, states: Sequence[Held] | None = None) -> dict[str, Any]:
    """Return what suspends a permit, and what was decided while the mechanism was not active; nothing of other forms.

    `states` are those of the mechanism over time, where they are asked for many matters.
    """
    if row.form not in (CROSSING, PROJECT):
        return {}
    meanwhile = {"decided_while": _meanwhile(row.state, mechanism_over_time(node()) if states is None else states)}
    if row.form == PROJECT:
        return meanwhile
    suspended = suspended_by(node(), row.state)
    return {"suspended_by": suspended.as_json() if suspended is not None else None, **meanwhile}


def _meanwhile(state: Mapping[str, Any], states: Sequence[Held]) -> dict[str, dict[str, str | None]]:
    """Return by its entry each decision that fell into a time in which the mechanism was not active."""
    found = decided_meanwhile(state["decisions"], states)
    return {entry: {"mechanism": held.name, "by": held.entry} for entry, held in found.items()}

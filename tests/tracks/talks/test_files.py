"""Files of talks: a lead, parties, and the steps for which they wait."""

from __future__ import annotations

from tests.tracks.commitments.instruments import in_force
from tests.tracks.hotline.cell import Cell
from tests.tracks.talks.rounds import opened


def test_a_file_waits_for_steps_of_an_instrument() -> None:
    """A gate names a step that there is, of an instrument by the entry that proposed it (TA-14)."""
    cell = Cell()
    instrument = in_force(cell)
    file = opened(cell, gates=[{"instrument": instrument.id, "step": "phase1"}])
    assert [(gate.instrument, gate.step) for gate in cell.state(file).gates] == [(instrument.id, "phase1")]
    unknown = opened(cell, gates=[{"instrument": instrument.id, "step": "phase9"}])
    assert cell.refusal(unknown) == ("talks.gate_unknown", "TA-14")
    nowhere = opened(cell, gates=[{"instrument": "US/99", "step": "phase1"}])
    assert cell.refusal(nowhere) == ("cited_unknown", "M-7")

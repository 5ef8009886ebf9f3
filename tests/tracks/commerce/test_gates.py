"""A crossing that waits for a certified step of an instrument: opened, shut, disputed; both at once (CM-21, CMD-1)."""

from __future__ import annotations

from typing import Any

from parley.matters.entry import Entry
from parley.tracks.commerce.crossing_duties import crossing_duties
from tests.tracks.arriving import folded_alike
from tests.tracks.commerce.crossing import asked, refused
from tests.tracks.commitments.instruments import in_force, step
from tests.tracks.deconfliction.plans import DAY
from tests.tracks.hotline.cell import Cell, said


def waiting(cell: Cell, instrument: Entry, name: str = "phase1", **changes: Any) -> Entry:
    """Let SY ask for a crossing that waits for a step."""
    return asked(cell, waits_for={"commitment": instrument.id, "step": name}, **changes)


def certified(cell: Cell, instrument: Entry, percent: int = 100) -> Entry:
    """Let the verifier certify the step."""
    return said(
        cell, "US", "step_certified", instrument, step="phase1", percent=percent, done_s=cell.now_ms // 1000,
        role="chief",
    )  # fmt: skip


def opens(cell: Cell, matter: Entry, by: Entry, member: str = "SY") -> Entry:
    """Let a member tell that the step is certified."""
    return said(cell, member, "permit_gate_opened", matter, gate=by.id, role="chief")


def gives(cell: Cell, matter: Entry) -> Entry:
    """Let IL give the permit."""
    return said(cell, "IL", "permit_given", matter, of=matter.id, role="chief")


def owed(cell: Cell, matter: Entry, *, after_s: int = 0) -> dict[str, str]:
    """Return how the decision of each member stands."""
    now_ms = cell.now_ms + after_s * 1000
    found = crossing_duties(cell.state(matter), charter=cell.charter, readings=cell, now_ms=now_ms)
    return {each.owed_by: each.state for each in found if each.what == "decide_permit"}


def test_it_waits_for_a_step_that_there_is_and_that_ends() -> None:
    """Neither another matter, nor an unknown step, nor one that recurs, nor an instrument that not all read."""
    cell = Cell()
    again = {"every": "15d", "from": "D", "until": "D+60d"}
    instrument = in_force(cell, step("phase1"), step("monthly", recurring=again, by=None))
    first = waiting(cell, instrument)
    assert cell.refusal(first) is None
    assert cell.state(first).as_json()["waits_for"] == {"commitment": instrument.id, "step": "phase1"}
    assert cell.refusal(waiting(cell, instrument, "phase9")) == ("commerce.gate_unknown", "CM-21")
    assert cell.refusal(waiting(cell, first)) == ("commerce.gate_unknown", "CM-21")
    assert cell.refusal(waiting(cell, instrument, "monthly")) == ("commerce.gate_recurs", "CM-21")
    nowhere = asked(cell, waits_for={"commitment": "US/99", "step": "phase1"})
    assert cell.refusal(nowhere) == ("cited_unknown", "M-7")


def test_its_permit_is_given_once_it_is_told_that_the_step_is_certified() -> None:
    """Not before, not for a part, not while somebody disputes it; a refusal waits for nothing."""
    cell = Cell()
    instrument = in_force(cell, step("phase1"))
    matter, other = waiting(cell, instrument), waiting(cell, instrument)
    assert cell.refusal(gives(cell, matter)) == ("commerce.gate_shut", "CM-21")
    assert cell.refusal(refused(cell, other)) is None
    assert cell.refusal(opens(cell, matter, certified(cell, instrument, 40))) == ("commerce.gate_shut", "CM-21")
    whole = certified(cell, instrument)
    disputed = {"step": "phase1", "why": "EXERCISE", "role": "chief"}
    said(cell, "IL", "step_disputed", instrument, stands=True, **disputed)
    assert cell.refusal(opens(cell, matter, whole)) == ("commerce.gate_shut", "CM-21")
    said(cell, "IL", "step_disputed", instrument, stands=False, **disputed)
    told = opens(cell, matter, whole)
    assert cell.refusal(told) is None
    assert cell.refusal(opens(cell, matter, whole, "US")) == ("commerce.gate_open", "CM-21")
    assert cell.refusal(gives(cell, matter)) is None
    found = cell.state(matter).as_json()
    assert (found["name"], found["opened"]["by"], found["opened"]["entry"]) == ("given", whole.id, told.id)


def test_nothing_opens_where_nothing_waits_or_another_instrument_is_named() -> None:
    """What is told names the instrument for whose step the crossing waits, and a crossing that waits."""
    cell = Cell()
    instrument, other = in_force(cell, step("phase1")), in_force(cell, step("phase1"))
    plain, matter = asked(cell), waiting(cell, instrument)
    elsewhere = certified(cell, other)
    assert cell.refusal(opens(cell, plain, elsewhere)) == ("commerce.no_gate", "CM-21")
    assert cell.refusal(opens(cell, matter, elsewhere)) == ("commerce.gate_shut", "CM-21")
    said(cell, "SY", "permit_withdrawn", matter, of=matter.id, why="EXERCISE", role="chief")
    assert cell.refusal(opens(cell, matter, certified(cell, instrument))) == ("commerce.crossing_over", "CM-21")


def test_nobody_owes_a_decision_before_the_step_is_certified() -> None:
    """The hours run from the reading of what tells so; a refusal before it leaves nothing owed."""
    cell = Cell()
    instrument = in_force(cell, step("phase1"))
    matter, other = waiting(cell, instrument), waiting(cell, instrument)
    refused(cell, other)
    assert owed(cell, matter, after_s=9 * DAY) == {}
    whole = certified(cell, instrument)
    cell.now_ms += DAY * 1000
    opens(cell, matter, whole)
    opens(cell, other, whole)
    assert owed(cell, matter) == {"IL": "waiting_for_receipt"}
    cell.say("IL", "shift_noted", text="read")
    assert (owed(cell, matter, after_s=DAY), owed(cell, matter, after_s=3 * DAY)) == (
        {"IL": "running"},
        {"IL": "lapsed"},
    )
    assert owed(cell, other, after_s=3 * DAY) == {}
    lapse = {"duty": f"{cell.state(matter).opened.entry}:decide_permit:IL", "due_at_ms": cell.now_ms, "level": 0}
    assert cell.refusal(said(cell, "SY", "permit_lapse_cited", matter, **lapse, role="chief")) is None
    gives(cell, matter)
    assert owed(cell, matter, after_s=9 * DAY) == {"IL": "done"}


def test_what_is_told_at_once_folds_alike_in_every_order() -> None:
    """Two tell it, and the other side refuses, none knowing of the others: one state, whatever arrives first."""
    cell = Cell()
    instrument = in_force(cell, step("phase1"))
    matter, whole = waiting(cell, instrument), certified(cell, instrument)
    for member in ("SY", "US"):
        cell.say(member, "permit_gate_opened", matter=matter, gate=whole.id, role="chief")
    cell.say("IL", "permit_refused", matter=matter, of=matter.id, text="EXERCISE", lang="en", role="chief")
    cell.reads()
    folded = folded_alike(cell, matter.id)
    assert (folded.state.name, len(folded.state.openings), folded.state.opened.member) == ("refused", 2, "SY")

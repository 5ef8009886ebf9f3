"""Rounds and files end alike in every order of arrival, also where both sides said at once what contradicts."""

from __future__ import annotations

from tests.tracks.arriving import folded_alike
from tests.tracks.commitments.instruments import in_force, step, tells
from tests.tracks.hotline.cell import Cell
from tests.tracks.talks.rounds import (
    BEGINS_S,
    DAY,
    DELEGATE,
    HEAD,
    TEXTS,
    agenda,
    decides,
    opened,
    proposed,
    signs,
    sits,
    told,
)


def test_two_postpone_at_once() -> None:
    """The later said holds, both are shown as crossed, and the next postponement settles it."""
    cell = Cell()
    matter = proposed(cell, by="SY", host="US", host_name=None)
    dates = {"until_s": BEGINS_S + 30 * DAY, "why": "EXERCISE", **DELEGATE}
    one = cell.say("SY", "round_postponed", matter=matter, of=matter.id, from_s=BEGINS_S + 5 * DAY, **dates)
    two = cell.say("US", "round_postponed", matter=matter, of=matter.id, from_s=BEGINS_S + 6 * DAY, **dates)
    cell.reads()
    state = folded_alike(cell, matter.id).state
    assert (state.held_at.entry, set(state.crossed)) == (two.id, {one.id, two.id})
    stale = told(cell, "SY", "round_postponed", matter, of=one.id, from_s=BEGINS_S + 7 * DAY, **_without_role(dates))
    assert cell.refusal(stale) == ("talks.other_dates", "TA-5")
    told(cell, "SY", "round_postponed", matter, of=two.id, from_s=BEGINS_S + 8 * DAY, **_without_role(dates))
    assert folded_alike(cell, matter.id, rebuilt=5, live=5).state.held_at.from_s == BEGINS_S + 8 * DAY


def _without_role(said: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in said.items() if name != "role"}


def test_a_cancellation_beside_the_opening_of_a_sitting_is_without_effect() -> None:
    """What was held was held; the cancellation is shown as crossed."""
    cell = Cell()
    matter = proposed(cell, by="SY")
    gone = cell.say("SY", "round_cancelled", matter=matter, why="EXERCISE", **DELEGATE)
    present = [{"member": code, "roles": HEAD} for code in ("IL", "SY")]
    cell.say(
        "US", "sitting_opened", matter=matter, began_s=cell.now_ms // 1000, rule="on_record", present=present,
        **DELEGATE,
    )  # fmt: skip
    cell.reads()
    state = folded_alike(cell, matter.id).state
    assert (state.name, state.crossed) == ("in_session", (gone.id,))


def test_two_open_a_sitting_at_once() -> None:
    """Both are held, both are shown as crossed, and the round is in session until each is closed."""
    cell = Cell()
    matter = proposed(cell, by="SY")
    present = [{"member": "SY", "roles": HEAD}]
    said = {"began_s": cell.now_ms // 1000, "rule": "on_record", "present": present, **DELEGATE}
    one = cell.say("SY", "sitting_opened", matter=matter, **said)
    two = cell.say("US", "sitting_opened", matter=matter, **said)
    cell.reads()
    state = folded_alike(cell, matter.id).state
    assert set(state.crossed) == {one.id, two.id}
    for each in (one, two):
        assert cell.state(matter).name == "in_session"
        told(cell, "US", "sitting_closed", matter, of=each.id, ended_s=cell.now_ms // 1000)
    assert folded_alike(cell, matter.id, rebuilt=5, live=5).state.name == "adjourned"


def test_two_close_a_sitting_and_a_round_at_once() -> None:
    """The first that said so counts, by its own clock."""
    cell = Cell()
    matter = proposed(cell, by="SY")
    sitting = sits(cell, matter)
    ended = {"of": sitting.id, "ended_s": cell.now_ms // 1000, **DELEGATE}
    first = cell.say("SY", "sitting_closed", matter=matter, **ended)
    cell.say("US", "sitting_closed", matter=matter, **ended)
    cell.reads()
    cell.say("SY", "round_closed", matter=matter, **DELEGATE)
    cell.say("US", "round_closed", matter=matter, **DELEGATE)
    cell.reads()
    state = folded_alike(cell, matter.id, rebuilt=11, live=11).state
    assert (state.end_of(sitting.id).entry, state.name) == (first.id, "closed")


def test_a_signature_crosses_a_withdrawal() -> None:
    """What all have signed stands, and the withdrawal is shown as crossed."""
    cell = Cell()
    matter = proposed(cell)
    decision = decides(cell, matter, "SY")
    digest = cell.state(matter).instrument(decision.id).digest
    cell.say("IL", "decision_signed", matter=matter, of=decision.id, digest=digest, **DELEGATE)
    gone = cell.say("US", "decision_withdrawn", matter=matter, of=decision.id, why="EXERCISE", **DELEGATE)
    cell.reads()
    state = folded_alike(cell, matter.id).state
    assert (state.stands(state.instrument(decision.id)), state.crossed) == ("in_effect", (gone.id,))


def test_both_sides_sign_reserve_and_tell_at_once() -> None:
    """What each says of its own commutes: signatures, delegations, reservations, read-outs, attendance."""
    cell = Cell()
    matter = proposed(cell)
    decision = decides(cell, matter)
    sitting = sits(cell, matter)
    digest = cell.state(matter).instrument(decision.id).digest
    for code in ("SY", "IL"):
        cell.say(code, "decision_signed", matter=matter, of=decision.id, digest=digest, **DELEGATE)
    for code in ("SY", "IL"):
        cell.say(code, "national_readout_given", matter=matter, of=matter.id, texts=TEXTS, **DELEGATE)
    cell.reads()
    state = folded_alike(cell, matter.id, rebuilt=211, live=211).state
    assert state.stands(state.instrument(decision.id)) == "in_effect"
    assert [each.member for each in state.readouts] == ["IL", "SY"]
    assert sitting.id == state.open_sitting.entry


def test_a_file_is_agreed_beside_being_set_aside() -> None:
    """What was agreed stands before what came beside it; both are shown as crossed."""
    cell = Cell()
    file, matter = opened(cell, lead="SY"), proposed(cell)
    agenda(cell, matter, file)
    decision = decides(cell, matter, "SY", "IL", file=file.id)
    aside = cell.say("SY", "file_closed", matter=file, how="set_aside", why="EXERCISE", **DELEGATE)
    agreed = cell.say("IL", "file_closed", matter=file, how="agreed", round=matter.id, decision=decision.id, **DELEGATE)
    cell.reads()
    state = folded_alike(cell, file.id).state
    assert (state.name, set(state.crossed)) == ("agreed", {aside.id, agreed.id})


def test_both_sides_change_the_gates_of_a_file_at_once() -> None:
    """Both proposals stand; what is signed by all last is what it waits for."""
    cell = Cell()
    instrument = in_force(cell, step("phase1"), step("phase2"))
    file = opened(cell)
    changes = [
        cell.say(
            code, "gates_proposed", matter=file, gates=[{"instrument": instrument.id, "step": name}], why="EXERCISE",
            **DELEGATE,
        )
        for code, name in (("SY", "phase1"), ("IL", "phase2"))
    ]  # fmt: skip
    cell.reads()
    for change in reversed(changes):
        for code in ("SY", "IL"):
            signs(cell, code, file, change, kind="gates_signed")
    state = folded_alike(cell, file.id, rebuilt=101, live=101).state
    assert [each.step for each in state.gates] == ["phase1"]


def test_a_sitting_opened_beside_the_dispute_of_its_gate_is_held() -> None:
    """In whatever order the entries of both matters come, its verdict follows from its author's past."""
    cell = Cell()
    instrument = in_force(cell, step("phase1"))
    file = opened(cell, gates=[{"instrument": instrument.id, "step": "phase1"}])
    matter = proposed(cell)
    agenda(cell, matter, file)
    tells(cell, "US", "step_certified", instrument, "phase1")
    cell.say("IL", "step_disputed", matter=instrument, step="phase1", stands=True, why="EXERCISE", role="chief")
    sitting = sits(cell, matter, file, grounds=(instrument,))
    assert cell.refusal(sitting) is None
    folded = folded_alike(cell, matter.id, rebuilt=101, live=101)
    assert folded.state.open_sitting.entry == sitting.id

"""Files of talks: the steps for which they wait, how they end, and the positions that are reserved about them."""

from __future__ import annotations

from typing import Any

from parley.tracks.talks.file_duties import file_duties, take_up_duties
from parley.tracks.talks.file_standing import FileStanding, file_standing
from parley.tracks.talks.positions import digest_of
from tests.tracks.commitments.instruments import in_force, step, tells
from tests.tracks.hotline.cell import Cell, charter
from tests.tracks.talks.rounds import DELEGATE, HOUR, agenda, decides, ends, opened, proposed, signs, sits, told


def gate(instrument: Any, name: str = "phase1") -> dict[str, str]:
    """Return the gate of a step."""
    return {"instrument": instrument.id, "step": name}


def stands(cell: Cell, file: Any, *rounds: Any, instrument: Any = None) -> FileStanding:
    """Return how a file stands among these."""
    told_of = {instrument.id: cell.state(instrument).as_json()} if instrument is not None else {}
    return file_standing(cell.state(file), told=told_of, rounds=[cell.state(each) for each in rounds])


def test_a_file_waits_for_steps_of_an_instrument() -> None:
    """A gate names a step that there is, and that does not recur, of an instrument by its own entry (TA-14)."""
    cell = Cell()
    again = {"every": "15d", "from": "D", "until": "D+60d"}
    instrument = in_force(cell, step("phase1"), step("monthly", recurring=again, by=None))
    file = opened(cell, gates=[gate(instrument)])
    assert [(each.instrument, each.step) for each in cell.state(file).gates] == [(instrument.id, "phase1")]
    assert cell.refusal(opened(cell, gates=[gate(instrument, "phase9")])) == ("talks.gate_unknown", "TA-14")
    assert cell.refusal(opened(cell, gates=[gate(file)])) == ("talks.gate_unknown", "TA-14")
    nowhere = opened(cell, gates=[{"instrument": "US/99", "step": "phase1"}])
    assert cell.refusal(nowhere) == ("cited_unknown", "M-7")
    assert cell.refusal(opened(cell, gates=[gate(instrument, "monthly")])) == ("talks.gate_recurs", "TA-14")
    apart = cell.say(
        "SY", "file_opened", audience=("SY", "US"), subject="EXERCISE", lang="en", lead="IL", parties=["SY"], **DELEGATE
    )
    assert cell.refusal(apart) == ("talks.not_all_read", "TA-14")


def test_all_parties_change_for_what_a_file_waits() -> None:
    """Other gates hold when the last of them has signed; until then those of before (TA-14)."""
    cell = Cell()
    instrument = in_force(cell, step("phase1"), step("phase2"))
    file = opened(cell, gates=[gate(instrument)], lead="US")
    change = {"gates": [gate(instrument, "phase2")], "why": "EXERCISE"}
    proposal = told(cell, "SY", "gates_proposed", file, **change)
    signs(cell, "SY", file, proposal, kind="gates_signed")
    assert cell.state(file).gates[0].step == "phase1"
    found = file_duties(cell.state(file), charter=charter(), readings=cell, now_ms=cell.now_ms)
    assert {(each.owed_by, each.what, each.state) for each in found} == {
        ("SY", "sign_gates", "done"), ("IL", "sign_gates", "waiting_for_receipt")
    }  # fmt: skip
    again = told(cell, "SY", "gates_signed", file, of=proposal.id, digest="0" * 64)
    assert cell.refusal(again) == ("talks.signed_already", "TA-14")
    stranger = told(cell, "US", "gates_signed", file, of=proposal.id, digest="0" * 64)
    assert cell.refusal(stranger) == ("talks.not_a_signer", "TA-14")
    told(cell, "IL", "gates_declined", file, of=proposal.id, why="EXERCISE")
    signs(cell, "IL", file, proposal, kind="gates_signed")
    assert cell.state(file).gates[0].step == "phase2"
    gone = told(cell, "SY", "gates_withdrawn", file, of=proposal.id, why="EXERCISE")
    assert cell.refusal(gone) == ("talks.all_have_signed", "TA-14")


def test_how_a_file_stands_follows_from_rounds_and_instruments() -> None:
    """It waits, is ready, is on an agenda, in session, decided, agreed: nothing of it is entered."""
    cell = Cell()
    instrument = in_force(cell, step("phase1"))
    file, matter = opened(cell, gates=[gate(instrument)]), proposed(cell)
    assert stands(cell, file, matter, instrument=instrument).name == "waiting"
    assert stands(cell, file, matter).gates[0].state == "gone"
    tells(cell, "US", "step_certified", instrument, "phase1", percent=40)
    assert [(each.state, each.percent) for each in stands(cell, file, instrument=instrument).gates] == [("in_part", 40)]
    tells(cell, "US", "step_certified", instrument, "phase1")
    assert stands(cell, file, matter, instrument=instrument).name == "ready"
    agenda(cell, matter, file)
    assert stands(cell, file, matter, instrument=instrument).name == "on_agenda"
    sitting = sits(cell, matter, file, grounds=(instrument,))
    assert stands(cell, file, matter, instrument=instrument).name == "in_session"
    ends(cell, matter, sitting)
    decision = decides(cell, matter, "SY", "IL", file=file.id, grounds=[instrument.id])
    found = stands(cell, file, matter, instrument=instrument)
    assert (found.name, found.taken_up.entry, found.decisions) == ("decided", sitting.id, ((decision.id, "in_effect"),))
    told(cell, "IL", "file_closed", file, how="agreed", round=matter.id, decision=decision.id)
    assert stands(cell, file, matter, instrument=instrument).name == "agreed"
    cell.say("IL", "step_disputed", matter=instrument, step="phase1", stands=True, why="EXERCISE", role="chief")
    cell.reads()
    found = stands(cell, file, matter, instrument=instrument)
    assert (found.name, found.shut_again, found.gates[0].state) == ("agreed", True, "disputed")


def test_a_file_is_closed_by_a_decision_in_effect_or_set_aside_by_its_lead() -> None:
    """And reopened by one of those who talk about it."""
    cell = Cell()
    file, matter = opened(cell, lead="SY"), proposed(cell)
    agenda(cell, matter, file)
    decision = decides(cell, matter, "SY", file=file.id)
    said = {"how": "agreed", "round": matter.id, "decision": decision.id}
    assert cell.refusal(told(cell, "SY", "file_closed", file, **said)) == ("talks.not_in_effect", "TA-14")
    other = decides(cell, matter, "SY", "IL")
    wrong = told(cell, "SY", "file_closed", file, **{**said, "decision": other.id})
    assert cell.refusal(wrong) == ("talks.decision_of_others", "TA-14")
    aside = told(cell, "IL", "file_closed", file, how="set_aside", why="EXERCISE")
    assert cell.refusal(aside) == ("talks.lead_only", "TA-14")
    assert cell.refusal(told(cell, "IL", "file_reopened", file, why="x")) == ("talks.file_open", "TA-14")
    told(cell, "SY", "file_closed", file, how="set_aside", why="EXERCISE")
    assert cell.state(file).name == "set_aside"
    assert cell.refusal(sits(cell, matter, file)) == ("talks.file_over", "TA-8")
    again = told(cell, "SY", "file_closed", file, how="set_aside", why="EXERCISE")
    assert cell.refusal(again) == ("talks.file_over", "TA-14")
    told(cell, "IL", "file_reopened", file, why="EXERCISE")
    signs(cell, "IL", matter, decision)
    told(cell, "IL", "file_closed", file, **said)
    assert cell.state(file).name == "agreed"


def test_the_lead_takes_a_file_up_once_its_gates_are_open() -> None:
    """The hours run from the opening of the last gate, end with the first sitting, stop while it is shut (TAD-6)."""
    cell = Cell()
    instrument = in_force(cell, step("phase1"))
    file, matter = opened(cell, gates=[gate(instrument)], lead="SY"), proposed(cell)

    def owed(at_ms: int | None = None) -> list[tuple[str, str, int | None]]:
        state, standing = cell.state(file), stands(cell, file, matter, instrument=instrument)
        now_ms = cell.now_ms if at_ms is None else at_ms
        found = take_up_duties(state, standing, charter=charter(), readings=cell, now_ms=now_ms)
        return [(each.owed_by, each.state, each.due_at_ms) for each in found]

    assert owed() == []
    certificate = tells(cell, "US", "step_certified", instrument, "phase1")
    opened_s = -(-certificate.point.at_ms // 1000)
    due = (opened_s + 336 * HOUR) * 1000
    assert owed() == [("SY", "running", due)]
    assert owed(due + 1) == [("SY", "lapsed", due)]
    cell.say("IL", "step_disputed", matter=instrument, step="phase1", stands=True, why="EXERCISE", role="chief")
    cell.reads()
    assert owed(due + 1) == []
    cell.say("IL", "step_disputed", matter=instrument, step="phase1", stands=False, why="EXERCISE", role="chief")
    cell.reads()
    agenda(cell, matter, file)
    sits(cell, matter, file, grounds=(instrument,))
    assert owed(due + 1) == [("SY", "done", due)]
    cited = {"duty": f"{file.id}:take_up_file:SY", "due_at_ms": 1, "level": 0}
    assert cell.refusal(told(cell, "IL", "file_lapse_cited", file, **cited)) is None


def test_a_position_is_reserved_and_disclosed_in_the_words_that_were_sealed() -> None:
    """Others see a digest; its author alone discloses it, once, and cannot change a word of it (TA-15)."""
    cell = Cell()
    file = opened(cell)
    words = {"text": "EXERCISE we would accept half", "lang": "en", "salt": "5" * 64}
    note = cell.say("SY", "position_noted", audience=("SY",), file=file.id, **words, **DELEGATE)
    assert cell.refusal(note) is None
    digest = digest_of(words, file=file.id)
    assert cell.state(note).as_json()["digest"] == digest
    position = told(cell, "SY", "position_reserved", file, digest=digest)
    again = told(cell, "SY", "position_reserved", file, digest=digest)
    assert cell.refusal(again) == ("talks.reserved_before", "TA-15")
    changed = told(cell, "SY", "position_disclosed", file, of=position.id, **{**words, "text": "EXERCISE all of it"})
    assert cell.refusal(changed) == ("talks.other_words", "TA-15")
    other = told(cell, "IL", "position_disclosed", file, of=position.id, **words)
    assert cell.refusal(other) == ("talks.position_of_others", "TA-15")
    unknown = told(cell, "SY", "position_disclosed", file, of=file.id, **words)
    assert cell.refusal(unknown) == ("talks.position_unknown", "TA-15")
    assert cell.state(file).as_json()["positions"][0]["disclosed"] is None
    assert words["text"] not in str(cell.state(file).as_json())
    told(cell, "SY", "position_disclosed", file, of=position.id, **words)
    assert cell.state(file).as_json()["positions"][0]["disclosed"]["text"] == words["text"]
    twice = told(cell, "SY", "position_disclosed", file, of=position.id, **words)
    assert cell.refusal(twice) == ("talks.disclosed_before", "TA-15")


def test_a_file_is_closed_and_reopened_so_often_and_no_more() -> None:
    """What is looked through with each entry stays short (TA-3)."""
    cell = Cell()
    file = opened(cell)
    for _ in range(50):
        cell.say("US", "file_closed", matter=file, how="set_aside", why="EXERCISE", **DELEGATE)
        cell.say("US", "file_reopened", matter=file, why="EXERCISE", **DELEGATE)
    more = cell.say("US", "file_closed", matter=file, how="set_aside", why="EXERCISE", **DELEGATE)
    assert cell.refusal(more) == ("talks.too_many", "TA-3")


def test_a_note_is_sealed_to_its_author_alone() -> None:
    """It names a file that its author reads; nobody adds to it."""
    cell = Cell()
    file = opened(cell)
    words = {"text": "EXERCISE", "lang": "en", "salt": "5" * 64, **DELEGATE}
    shown = cell.say("SY", "position_noted", file=file.id, **words)
    assert cell.refusal(shown) == ("talks.note_of_others", "TA-15")
    note = cell.say("SY", "position_noted", audience=("SY",), file=file.id, **words)
    about = cell.say("SY", "position_noted", audience=("SY",), file=note.id, **words)
    assert cell.refusal(about) == ("talks.file_unknown", "TA-15")

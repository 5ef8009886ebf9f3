"""Sittings: who is there, which files come on them, and what is kept of what was said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.tracks.commitments.instruments import amends, in_force, step, tells
from tests.tracks.hotline.cell import START_MS, Cell
from tests.tracks.talks.rounds import HEAD, agenda, decides, ends, opened, proposed, sits, told

SPEAKER = {"speaker": {"member": "SY", "role": "head_of_delegation"}}
WORDS = {"text": "EXERCISE words", "lang": "en"}


def test_one_sitting_is_open_at_a_time() -> None:
    """Between those who come, since a time that has come; closed once, after it began (TA-7)."""
    cell = Cell()
    matter = proposed(cell)
    ahead = sits(cell, matter, began_s=START_MS // 1000 + 10**6)
    assert cell.refusal(ahead) == ("talks.began_ahead", "TA-7")
    assert cell.refusal(sits(cell, matter, by="SY")) == ("talks.no_convener", "TA-7")
    first = sits(cell, matter)
    assert cell.refusal(sits(cell, matter)) == ("talks.sitting_open", "TA-7")
    early = told(cell, "US", "sitting_closed", matter, of=first.id, ended_s=1)
    assert cell.refusal(early) == ("talks.ended_when", "TA-7")
    assert cell.refusal(ends(cell, matter, matter)) == ("talks.sitting_unknown", "TA-7")
    ends(cell, matter, first)
    assert cell.refusal(ends(cell, matter, first)) == ("talks.sitting_closed", "TA-7")
    told(cell, "IL", "round_answered", matter, how="declines", text="EXERCISE left", lang="en")
    absent = sits(cell, matter, present=[{"member": "IL", "roles": HEAD}])
    assert cell.refusal(absent) == ("talks.not_coming", "TA-7")


def test_each_member_tells_who_of_its_own_was_there() -> None:
    """Its word stands beside what whoever opened the sitting saw; nobody is named, and neither replaces the other."""
    cell = Cell()
    matter = proposed(cell)
    sitting = sits(cell, matter)
    told(cell, "SY", "attendance_told", matter, of=sitting.id, roles=[{"role": "legal_adviser", "number": 2}])
    shown = cell.state(matter).as_json()["sittings"][0]
    assert {each["member"] for each in shown["present"]} == {"IL", "SY", "US"}
    assert shown["attendances"][0]["roles"] == [{"role": "legal_adviser", "number": 2}]
    nowhere = told(cell, "SY", "attendance_told", matter, of=matter.id, roles=HEAD)
    assert cell.refusal(nowhere) == ("talks.sitting_unknown", "TA-7")


@pytest.mark.parametrize(
    ("rule", "member", "more", "code"),
    [
        ("on_record", "SY", SPEAKER, None),
        ("on_record", "US", SPEAKER, None),
        ("on_record", "IL", SPEAKER, "talks.words_of_others"),
        ("on_record", "US", {}, "talks.speaker_missing"),
        ("on_record", "US", {"speaker": {"member": "XX", "role": "observer"}}, "talks.not_coming"),
        ("on_record", "SY", {"speaker": {"member": "SY", "role": "king"}}, "talks.delegation_role_unknown"),
        ("not_for_attribution", "US", {}, None),
        ("not_for_attribution", "US", SPEAKER, "talks.speaker_named"),
        ("not_for_attribution", "SY", {}, "talks.recorder_only"),
        ("off_record", "US", {}, "talks.off_record"),
        ("off_record", "US", SPEAKER, "talks.off_record"),
    ],
)
def test_a_remark_follows_the_rule_of_its_sitting(rule: str, member: str, more: Any, code: str | None) -> None:
    """On the record who spoke is named, not for attribution nobody, off the record nothing is kept (TA-9)."""
    cell = Cell()
    matter = proposed(cell)
    sitting = sits(cell, matter, rule=rule)
    found = cell.refusal(told(cell, member, "remark_made", matter, of=sitting.id, **WORDS, **more))
    assert (found[0] if found else None) == code
    kept = cell.state(matter).remarks
    assert [each.speaker for each in kept] == ([] if code else ["SY" if more else ""])


def test_a_remark_is_corrected_by_who_recorded_it_or_the_member_of_who_spoke() -> None:
    """Any number of times and never by others; the remark stays, and without words it is taken back (TA-17)."""
    cell = Cell()
    matter = proposed(cell)
    sitting = sits(cell, matter, rule="on_record")
    remark = told(cell, "US", "remark_made", matter, of=sitting.id, **WORDS, **SPEAKER)
    own = {"text": "EXERCISE as it was said", "lang": "en"}
    said = [told(cell, member, "remark_corrected", matter, of=remark.id, **words)
            for member, words in (("SY", own), ("US", {}), ("IL", own), ("SY", own))]  # fmt: skip
    assert [cell.refusal(each) for each in said] == [None, None, ("talks.remark_of_others", "TA-17"), None]
    nothing = told(cell, "SY", "remark_corrected", matter, of=sitting.id, **own)
    assert cell.refusal(nothing) == ("talks.remark_unknown", "TA-17")
    foreign = told(cell, "SY", "remark_corrected", matter, of=remark.id, **{**own, "lang": "fr"})
    assert cell.refusal(foreign) == ("talks.language_not_agreed", "TA-2")
    (shown,) = cell.state(matter).as_json()["sittings"][0]["remarks"]
    assert shown["text"] == WORDS["text"]
    assert {(each["member"], each["text"]) for each in shown["corrections"]} == {("SY", own["text"]), ("US", "")}


def test_a_sitting_is_held_by_a_rule_of_the_charter() -> None:
    """Where that is agreed; by another rule it is not opened (TA-9)."""
    cell = Cell()
    terms = cell.charter.talks
    assert terms is not None
    cell.charter = replace(cell.charter, talks=replace(terms, remark_rules=("on_record",)))
    matter = proposed(cell)
    hidden = sits(cell, matter, rule="off_record")
    assert cell.refusal(hidden) == ("talks.remark_rule_not_open", "TA-9")
    assert cell.refusal(sits(cell, matter, rule="on_record")) is None


def gated(cell: Cell, *steps: dict[str, Any]) -> tuple[Any, Any, Any]:
    """Return an instrument in force, a file that waits for its first step, and a round with it on its agenda."""
    instrument = in_force(cell, *(steps or (step("phase1"),)))
    file = opened(cell, gates=[{"instrument": instrument.id, "step": "phase1"}])
    matter = proposed(cell)
    agenda(cell, matter, file)
    return instrument, file, matter


def test_a_gated_file_comes_on_no_sitting_before_its_step_is_certified() -> None:
    """It may wait on an agenda; the refusal names the clause, the instrument and the step (TA-8)."""
    cell = Cell()
    instrument, file, matter = gated(cell)
    assert cell.state(matter).files == (file.id,)
    early = sits(cell, matter, file, grounds=(instrument,))
    assert cell.refusal(early) == ("talks.gate_shut", "TA-8")
    assert cell.verdict(early).data == {"file": file.id, "instrument": instrument.id, "step": "phase1"}
    undecided = decides(cell, matter, file=file.id, grounds=[instrument.id])
    assert cell.refusal(undecided) == ("talks.gate_shut", "TA-8")
    tells(cell, "SY", "step_reported", instrument, "phase1")
    assert cell.refusal(sits(cell, matter, file, grounds=(instrument,))) == ("talks.gate_shut", "TA-8")
    tells(cell, "US", "step_certified", instrument, "phase1")
    assert cell.refusal(sits(cell, matter, file)) == ("talks.ground_missing", "TA-8")
    assert cell.refusal(sits(cell, matter, file, grounds=(instrument,))) is None
    assert cell.refusal(decides(cell, matter, file=file.id, grounds=[instrument.id])) is None


def test_a_part_and_a_waiver_open_no_gate() -> None:
    """What waits for a thing done waits for all of it."""
    cell = Cell()
    instrument, file, matter = gated(cell)
    tells(cell, "US", "step_certified", instrument, "phase1", percent=60)
    assert cell.refusal(sits(cell, matter, file, grounds=(instrument,))) == ("talks.gate_shut", "TA-8")
    cell.say("IL", "step_waived", matter=instrument, step="phase1", why="EXERCISE", role="chief")
    cell.reads()
    assert cell.refusal(sits(cell, matter, file, grounds=(instrument,))) == ("talks.gate_shut", "TA-8")


def test_a_gate_that_is_disputed_or_taken_back_afterwards_is_shut_for_what_comes_next() -> None:
    """What was held while it was open stands; the next sitting waits, until nobody disputes it and all is certified."""
    cell = Cell()
    instrument, file, matter = gated(cell)
    tells(cell, "US", "step_certified", instrument, "phase1")
    first = sits(cell, matter, file, grounds=(instrument,))
    decision = decides(cell, matter, "SY", file=file.id, grounds=[instrument.id])
    said = {"step": "phase1", "why": "EXERCISE", "role": "chief"}
    cell.say("IL", "step_disputed", matter=instrument, stands=True, **said)
    cell.reads()
    ends(cell, matter, first)
    assert cell.refusal(sits(cell, matter, file, grounds=(instrument,))) == ("talks.gate_disputed", "TA-8")
    assert cell.state(matter).sitting(first.id).files == (file.id,)
    told(
        cell, "IL", "decision_signed", matter, of=decision.id, digest=cell.state(matter).instrument(decision.id).digest
    )
    assert cell.state(matter).stands(cell.state(matter).instrument(decision.id)) == "in_effect"
    cell.say("IL", "step_disputed", matter=instrument, stands=False, **said)
    cell.reads()
    second = sits(cell, matter, file, grounds=(instrument,))
    assert cell.refusal(second) is None
    ends(cell, matter, second)
    tells(cell, "US", "step_certified", instrument, "phase1", percent=40)
    assert cell.refusal(sits(cell, matter, file, grounds=(instrument,))) == ("talks.gate_shut", "TA-8")


def test_who_had_not_read_the_dispute_opened_the_sitting_rightly() -> None:
    """The verdict follows from what its author had read, and never turns."""
    cell = Cell()
    instrument, file, matter = gated(cell)
    tells(cell, "US", "step_certified", instrument, "phase1")
    cell.say("IL", "step_disputed", matter=instrument, step="phase1", stands=True, why="EXERCISE", role="chief")
    beside = sits(cell, matter, file, grounds=(instrument,))
    assert cell.refusal(beside) is None


def test_a_step_that_is_amended_away_opens_no_gate() -> None:
    """The parties change what the file waits for instead."""
    cell = Cell()
    instrument, file, matter = gated(cell, step("phase1"), step("phase2"))
    amendment = amends(cell, instrument, step("phase3"), dropped=["phase1"])
    for code in ("SY", "IL"):
        cell.say(
            code, "commitment_signed", matter=instrument, of=amendment.id, role="chief",
            digest=cell.state(instrument).instrument(amendment.id).digest,
        )  # fmt: skip
    cell.reads()
    assert cell.refusal(sits(cell, matter, file, grounds=(instrument,))) == ("talks.gate_shut", "TA-8")


def test_a_file_comes_on_a_sitting_from_the_agreed_agenda_alone() -> None:
    """What nobody consented to put there is not taken up (TA-6)."""
    cell = Cell()
    matter, file = proposed(cell), opened(cell)
    assert cell.refusal(sits(cell, matter, file)) == ("talks.not_on_agenda", "TA-6")
    items = [{"subject": "EXERCISE", "file": file.id}]
    told(cell, "US", "agenda_proposed", matter, points=items, signatories=["IL", "SY", "US"], lang="en")
    assert cell.refusal(sits(cell, matter, file)) == ("talks.not_on_agenda", "TA-6")
    agenda(cell, matter, file)
    assert cell.refusal(sits(cell, matter, file)) is None

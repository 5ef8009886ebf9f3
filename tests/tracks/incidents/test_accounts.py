"""Accounts of an incident: side by side, corrected and withdrawn by their own authors, never merged."""

from __future__ import annotations

from typing import Any

import pytest

from parley.charter.verdict import Refusal
from tests.tracks.arriving import arrived, folded_alike
from tests.tracks.hotline.cell import START_MS, Cell, said
from tests.tracks.incidents.reports import (
    AT_S,
    DIGEST,
    HERE,
    WHEN,
    account,
    attached,
    countered,
    piece,
    reported,
)


def faults(cell: Cell, **changes: Any) -> set[tuple[str, str]]:
    """Return where and by which code the content of a report is faulty."""
    verdict = cell.verdict(cell.say("SY", "incident_reported", **account(**changes)))
    assert isinstance(verdict, Refusal)
    return {(fault.where, fault.code) for fault in verdict.faults}


def test_a_report_and_a_counter_report_stand_side_by_side() -> None:
    """Each member has its own account in one matter; neither is chosen, and what is alleged stays alleged."""
    cell = Cell()
    matter = reported(cell)
    assert cell.state(matter).name == "reported"
    other = countered(cell, "IL", matter, text="EXERCISE. Nothing was fired.", actors=[{"kind": "unknown"}])
    state = cell.state(matter)
    assert (state.name, [each.member for each in state.accounts]) == ("countered", ["SY", "IL"])
    assert state.account("IL").entry == other.id and state.account("IL").of == matter.id
    assert state.reporter.terms["actors"] == [{"kind": "member", "member": "IL"}]
    told = state.as_json()
    assert [each["member"] for each in told["accounts"]] == ["SY", "IL"]
    assert not {"verdict", "outcome", "responsible"} & set(told)


@pytest.mark.parametrize("member", ["SY", "IL", "US"])
def test_every_member_may_report_also_of_third_and_unknown_actors(member: str) -> None:
    """Either side and the supervisor; a third party may bear a name, an unknown one need not."""
    cell = Cell()
    actors = [{"kind": "third_party", "name": "EXERCISE group"}, {"kind": "unknown"}]
    assert cell.refusal(reported(cell, member, actors=actors)) is None


def test_a_complaint_of_interference_may_be_of_no_place() -> None:
    """Only types of a group that the charter calls placeless leave the place out."""
    cell = Cell()
    complaint = reported(cell, type="political_interference", place=None, casualties=None, damage=None)
    assert cell.refusal(complaint) is None
    placeless = cell.say("SY", "incident_reported", **account(place=None))
    assert cell.refusal(placeless) == ("incidents.place_missing", "IN-4")


def test_words_that_are_not_the_charters_are_refused() -> None:
    """Type, language and the members named; and a time that is not over, and a place elsewhere."""
    cell = Cell()
    wrong = {
        "incidents.type_unknown": {"type": "anything"},
        "incidents.language_not_agreed": {"lang": "fr"},
        "incidents.member_unknown": {"actors": [{"kind": "member", "member": "XX"}]},
        "incidents.time_ahead": {"time": {**WHEN, "until_s": START_MS // 1000 + 90_000}},
        "incidents.outside_the_box": {"place": {**HERE, "lon_e7": -358_246_000}},
    }
    for code, changes in wrong.items():
        found = cell.refusal(cell.say("SY", "incident_reported", **account(**changes)))
        assert found is not None and found[0] == code
    alone = cell.say("SY", "incident_reported", audience=("SY",), **account())
    assert cell.refusal(alone) == ("incidents.nobody_addressed", "IN-1")


def test_what_contradicts_itself_is_refused_with_its_field() -> None:
    """An end before the beginning, a place more exact than its radius, fewer at most than at least, an odd actor."""
    cell = Cell()
    assert faults(
        cell,
        time={**WHEN, "until_s": AT_S - 1},
        place={**HERE, "precision": "exact", "radius_m": 101},
        casualties=[{"who": "civilian", "harm": "killed", "at_least": 2, "at_most": 1}],
        actors=[{"kind": "unknown", "member": "IL"}],
    ) == {
        ("time.until_s", "incidents.times_contradict"),
        ("place.radius_m", "incidents.place_contradicts"),
        ("casualties", "incidents.count_contradicts"),
        ("actors", "incidents.actor_contradicts"),
    }
    assert faults(cell, time={**WHEN, "from_s": AT_S - 400 * 86_400}) == {("time.until_s", "incidents.time_too_long")}
    assert {code for _, code in faults(cell, source="G", credibility="7", means=[])} == {
        "hotline.word_unknown", "hotline.list_length",
    }  # fmt: skip


def test_an_account_is_corrected_and_withdrawn_by_its_author_alone() -> None:
    """Each correction names the version in force; what was withdrawn is not taken up again, and stays to be read."""
    cell = Cell()
    matter = reported(cell)
    stranger = cell.say("IL", "incident_corrected", matter=matter, **account(of=matter.id, why="x"))
    assert cell.refusal(stranger) == ("incidents.no_account", "IN-7")
    fixed = said(cell, "SY", "incident_corrected", matter, **account(of=matter.id, why="The hour", subject="Corrected"))
    stale = cell.say("SY", "incident_corrected", matter=matter, **account(of=matter.id, why="x"))
    assert cell.refusal(stale) == ("incidents.older_account", "IN-7")
    assert cell.state(matter).reporter.terms["subject"] == "Corrected"
    said(cell, "SY", "incident_withdrawn", matter, of=fixed.id, why="It was thunder")
    assert cell.state(matter).name == "withdrawn"
    again = cell.say("SY", "incident_corrected", matter=matter, **account(of=fixed.id, why="x"))
    assert cell.refusal(again) == ("incidents.account_withdrawn", "IN-7")
    assert cell.state(matter).as_json()["accounts"][0]["withdrawn"]["why"] == "It was thunder"


def test_what_stands_of_the_other_side_outlives_a_withdrawal() -> None:
    """The matter is withdrawn only when nobody's account stands."""
    cell = Cell()
    matter = reported(cell)
    countered(cell, "IL", matter)
    said(cell, "SY", "incident_withdrawn", matter, of=matter.id, why="x")
    state = cell.state(matter)
    assert state.name == "reported" and [each.member for each in state.standing] == ["IL"]


def test_one_member_gives_one_account() -> None:
    """A second counter-report and one against nothing are refused; the reporter corrects its own."""
    cell = Cell()
    matter = reported(cell)
    own = cell.say("SY", "incident_countered", matter=matter, **account(of=matter.id))
    assert cell.refusal(own) == ("incidents.account_given", "IN-7")
    nothing = cell.say("IL", "incident_countered", matter=matter, **account(of="US/9"))
    assert cell.refusal(nothing) == ("incidents.account_unknown", "IN-7")
    countered(cell, "IL", matter)
    twice = cell.say("IL", "incident_countered", matter=matter, **account(of=matter.id))
    assert cell.refusal(twice) == ("incidents.account_given", "IN-7")
    narrower = cell.say("US", "incident_countered", matter=matter, audience=("SY", "US"), **account(of=matter.id))
    assert cell.refusal(narrower) is not None


def test_evidence_is_its_digest() -> None:
    """A file that has another digest than the one named makes the entry void, on every node alike."""
    cell = Cell()
    good = reported(cell, evidence=[piece(attachment=0)], attachments=[attached()])
    assert cell.refusal(good) is None
    assert [each.sha256 for each in cell.state(good).evidence] == [DIGEST]
    other = {"evidence": [piece(attachment=0)], "attachments": [attached("12" * 32)]}
    assert faults(cell, **other) == {("evidence.0.sha256", "incidents.evidence_not_its_digest")}
    nameless = {"evidence": [piece(attachment=0)], "attachments": [{**attached(), "plain_sha256": "12" * 32}]}
    assert faults(cell, **nameless) == {("evidence.0.sha256", "incidents.evidence_not_its_digest")}
    assert faults(cell, evidence=[piece(attachment=1)], attachments=[attached()]) == {
        ("evidence.0.sha256", "incidents.evidence_not_attached")
    }
    assert faults(cell, evidence=[piece(1), piece(2)]) == {("evidence", "incidents.evidence_twice")}


def test_evidence_that_was_committed_is_handed_over_as_it_was() -> None:
    """Who told a digest first hands over what has it, and nobody hands over for another."""
    cell = Cell()
    matter = reported(cell, evidence=[piece()])
    earlier = {"entry": matter.id, "n": 1}
    handed = said(
        cell, "SY", "evidence_added", matter, evidence=[piece(attachment=0, of=earlier)], attachments=[attached()]
    )
    assert cell.refusal(handed) is None and cell.state(matter).evidence[1].of == f"{matter.id}#1"
    changed = piece(attachment=0, of=earlier, sha256="12" * 32)
    other = cell.say(
        "SY", "evidence_added", matter=matter, evidence=[changed], attachments=[attached("12" * 32)]
    )
    assert cell.refusal(other) == ("incidents.evidence_of_other_digest", "IN-5")
    stranger = cell.say("IL", "evidence_added", matter=matter, evidence=[piece(of=earlier)])
    assert cell.refusal(stranger) == ("incidents.evidence_unknown", "IN-5")


def test_both_sides_filing_at_once_give_one_state_everywhere() -> None:
    """Counter-reports, evidence and a correction that nobody had read of each other fold alike in any order."""
    cell = Cell()
    matter = reported(cell)
    for member in ("IL", "US"):
        cell.say(member, "incident_countered", matter=matter, **account(of=matter.id, text=f"EXERCISE {member}"))
    cell.say("SY", "incident_corrected", matter=matter, **account(of=matter.id, why="The hour"))
    cell.say("IL", "evidence_added", matter=matter, evidence=[piece()])
    folded = folded_alike(cell, matter.id)
    assert [each.member for each in folded.state.accounts] == ["SY", "IL", "US"]
    assert arrived(cell, cell.entries, matter.id).state == folded.state

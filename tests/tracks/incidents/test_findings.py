"""Findings: fact, responsibility and compliance apart, each with its author, its standard, its right of reply."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parley.matters.entry import Entry
from parley.tracks.incidents.entries import KINDS
from parley.tracks.incidents.finding_entries import OUTCOMES, STANDARDS
from parley.tracks.incidents.incident_duties import incident_duties
from parley.tracks.incidents.track import TRACK
from tests.tracks.arriving import folded_alike
from tests.tracks.hotline.cell import Cell, said
from tests.tracks.incidents.reports import countered, reported

RULE = {"zone": "area_of_separation", "rule": 0}
ARTICLE = {"basis": "disengagement_1974", "article": "EXERCISE A.1"}


def finding(question: str = "fact", outcome: str = "confirmed", **changes: Any) -> dict[str, Any]:
    """Return the content of a finding; None leaves a field out."""
    content = {
        "question": question, "outcome": outcome, "standard": "reasonable_grounds", "text": "EXERCISE. Two craters.",
        "lang": "en", "role": "duty_officer", **changes,
    }  # fmt: skip
    return {name: value for name, value in content.items() if value is not None}


def found(cell: Cell, matter: Entry, member: str = "US", **changes: Any) -> Entry:
    """Let a member find something that everybody reads."""
    content = finding(**{"considered": [matter.id], **changes})
    return said(cell, member, "finding_made", matter, **content)


def replied(cell: Cell, matter: Entry, of: Entry, member: str = "IL", how: str = "disputes") -> Entry:
    """Let a member answer a finding."""
    return said(cell, member, "finding_answered", matter, of=of.id, how=how, text="EXERCISE. No.", lang="en")


def test_three_questions_have_three_findings_and_no_verdict() -> None:
    """Each stands by itself; two members that find on one question stand side by side."""
    cell = Cell()
    matter = reported(cell)
    found(cell, matter)
    found(cell, matter, question="responsibility", outcome="not_attributable")
    found(cell, matter, question="compliance", outcome="not_determined", provisions=[ARTICLE])
    state = cell.state(matter).found
    assert [len(state.standing(each)) for each in OUTCOMES] == [1, 1, 1]
    names = [(each["question"], each["outcome"], each["name"]) for each in cell.state(matter).as_json()["findings"]]
    assert names == [("fact", "confirmed", "stands"), ("responsibility", "not_attributable", "stands"),
                     ("compliance", "not_determined", "stands")]  # fmt: skip
    # A finding changes nothing of how the incident itself stands.
    assert cell.state(matter).name == "reported"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (finding("fact", "violation"), ("outcome", "findings.other_question")),
        (finding("responsibility", "party_named"), ("members", "findings.members_contradict")),
        (finding("responsibility", "attributed_jointly", members=["IL"]), ("members", "findings.members_contradict")),
        (finding("responsibility", "accident", members=["IL"]), ("members", "findings.members_contradict")),
        (finding("compliance", "violation"), ("provisions", "findings.provisions_contradict")),
        (finding("fact", "confirmed", provisions=[ARTICLE]), ("provisions", "findings.provisions_contradict")),
        (finding("compliance", "violation", provisions=[{**RULE, "limit": "tanks"}]),
         ("provisions", "findings.one_provision")),
        (finding("compliance", "violation", provisions=[{}]), ("provisions", "findings.one_provision")),
        (finding(standard="certain"), ("standard", "hotline.word_unknown")),
    ],
)  # fmt: skip
def test_a_finding_that_contradicts_itself_is_faulty(content: dict[str, Any], expected: tuple[str, str]) -> None:
    """No form mixes the questions: no member in a finding of fact, no provision in one of responsibility."""
    faults = KINDS["finding_made"].check({"considered": ["SY/0"], **content})
    assert [(each.where, each.code) for each in faults] == [expected]


@pytest.mark.parametrize("standard", STANDARDS)
def test_each_standard_of_proof_can_be_named(standard: str) -> None:
    """Those of the taxonomy, and no other."""
    assert KINDS["finding_made"].check({"considered": ["SY/0"], **finding(standard=standard)}) == ()


def test_only_those_whom_the_charter_lets_find() -> None:
    """Question by question; a party may answer, and state a minority finding instead."""
    cell = Cell()
    matter = reported(cell)
    own = found(cell, matter, "SY")
    assert cell.refusal(own) == ("findings.not_of_this_question", "IF-1")
    assert cell.charter.findings is not None
    cell.charter = replace(cell.charter, findings=replace(cell.charter.findings, by={
        "fact": ("SY", "US"), "responsibility": ("US",), "compliance": ("US",)}))  # fmt: skip
    assert cell.refusal(own) is None
    other = found(cell, matter, "SY", question="responsibility", outcome="accident")
    assert cell.refusal(other) == ("findings.not_of_this_question", "IF-1")
    cell.charter = replace(cell.charter, findings=None)
    assert cell.refusal(own) == ("findings.no_findings", "IF-1")


def test_a_breach_of_what_is_not_agreed_is_its_authors_assertion() -> None:
    """The rule is agreed and the drawing of its zone is proposed: not a finding of a breach; an agreed article is."""
    cell = Cell()
    matter = reported(cell)
    found(cell, matter, question="compliance", outcome="violation", provisions=[RULE])
    found(cell, matter, question="compliance", outcome="violation", provisions=[ARTICLE])
    found(cell, matter, question="compliance", outcome="no_violation", provisions=[RULE])
    told = [(each["is_asserted"], each["provisions"][0]["standing"], each["provisions"][0]["by"])
            for each in cell.state(matter).as_json()["findings"]]  # fmt: skip
    assert told == [(True, "proposed", ["US"]), (False, "agreed", []), (False, "proposed", ["US"])]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"considered": ["IL/9"]}, ("findings.considered_unknown", "IF-2")),
        ({"lang": "fr"}, ("incidents.language_not_agreed", "IF-3")),
        ({"question": "responsibility", "outcome": "party_named", "members": ["XX"]},
         ("findings.member_unknown", "IF-3")),
        ({"question": "compliance", "outcome": "violation", "provisions": [{"zone": "nowhere", "rule": 0}]},
         ("findings.provision_unknown", "IF-3")),
        ({"question": "compliance", "outcome": "violation", "provisions": [{**RULE, "rule": 7}]},
         ("findings.provision_unknown", "IF-3")),
        ({"question": "compliance", "outcome": "violation",
          "provisions": [{"zone": "area_of_separation", "limit": "ships"}]}, ("findings.provision_unknown", "IF-3")),
        ({"question": "compliance", "outcome": "violation", "provisions": [{"basis": "none", "article": "1"}]},
         ("findings.provision_unknown", "IF-3")),
        ({"replaces": "US/9"}, ("findings.finding_unknown", "IF-5")),
    ],
)  # fmt: skip
def test_what_a_finding_names_must_be_there(changes: dict[str, Any], refusal: tuple[str, str]) -> None:
    """The entries on which it rests, members, provisions, the finding that it replaces."""
    cell = Cell()
    matter = reported(cell)
    assert cell.refusal(found(cell, matter, **changes)) == refusal


def test_a_finding_on_what_all_have_withdrawn_is_refused() -> None:
    """Where one account still stands there is something to find on."""
    cell = Cell()
    matter = reported(cell)
    other = countered(cell, "IL", matter)
    said(cell, "SY", "incident_withdrawn", matter, of=matter.id, why="EXERCISE. Mistaken")
    assert cell.refusal(found(cell, matter)) is None
    said(cell, "IL", "incident_withdrawn", matter, of=other.id, why="EXERCISE. Mistaken")
    assert cell.refusal(found(cell, matter)) == ("findings.incident_withdrawn", "IF-4")


def test_a_finding_made_before_the_withdrawal_stands_and_says_on_what_it_rests() -> None:
    """Whoever withdraws afterwards, or at once, not knowing of it, makes no finding void: it is told beside it."""
    cell = Cell()
    matter = reported(cell)
    made = cell.say("US", "finding_made", matter=matter, **finding(considered=[matter.id]))
    gone = cell.say("SY", "incident_withdrawn", matter=matter, of=matter.id, why="EXERCISE. Mistaken")
    cell.reads()
    assert cell.refusal(made) is None and cell.refusal(gone) is None
    (told,) = folded_alike(cell, matter.id).state.as_json()["findings"]
    assert told["name"] == "stands" and told["rests_on_withdrawn"] == {matter.id: gone.id}


def test_its_author_replaces_and_withdraws_a_finding_and_nobody_else() -> None:
    """The older one stays as replaced; on another question nothing is replaced; what is gone is not taken up."""
    cell = Cell()
    matter = reported(cell)
    first = found(cell, matter)
    other = found(cell, matter, question="responsibility", outcome="accident", replaces=first.id)
    assert cell.refusal(other) == ("findings.other_question_asked", "IF-5")
    newer = found(cell, matter, outcome="partly_confirmed", replaces=first.id)
    state = cell.state(matter).found
    assert [state.name_of(each) for each in state.findings] == ["replaced", "stands"]
    again = found(cell, matter, replaces=first.id)
    assert cell.refusal(again) == ("findings.finding_gone", "IF-5")
    foreign = said(cell, "IL", "finding_withdrawn", matter, of=newer.id, why="EXERCISE. Wrong")
    assert cell.refusal(foreign) == ("findings.author_only", "IF-5")
    said(cell, "US", "finding_withdrawn", matter, of=newer.id, why="EXERCISE. New evidence")
    assert cell.state(matter).found.standing("fact") == ()
    late = replied(cell, matter, newer)
    assert cell.refusal(late) == ("findings.finding_gone", "IF-6")


def test_everybody_else_has_a_right_of_reply() -> None:
    """Each other member answers, as often as it likes; the last word is shown; its author does not answer itself."""
    cell = Cell()
    matter = reported(cell)
    made = found(cell, matter)
    replied(cell, matter, made)
    replied(cell, matter, made, how="accepts")
    replied(cell, matter, made, "SY", "comments")
    last = cell.state(matter).found.reply("IL", of=made.id)
    assert last is not None and last.how == "accepts" and len(cell.state(matter).found.replies) == 3
    assert cell.refusal(replied(cell, matter, made, "US")) == ("findings.own_finding", "IF-6")
    unknown = said(cell, "IL", "finding_answered", matter, of=matter.id, how="accepts", text="EXERCISE.", lang="en")
    assert cell.refusal(unknown) == ("findings.finding_unknown", "IF-6")


def test_a_minority_finding_stands_beside_on_the_same_question_once() -> None:
    """With its own outcome and standard; it is no finding, and replaces none."""
    cell = Cell()
    matter = reported(cell)
    made = found(cell, matter)
    other = said(cell, "IL", "minority_stated", matter, **finding("responsibility", "accident", of=made.id))
    assert cell.refusal(other) == ("findings.other_question_asked", "IF-6")
    stated = said(cell, "IL", "minority_stated", matter, **finding(outcome="undetermined", of=made.id))
    again = said(cell, "IL", "minority_stated", matter, **finding(outcome="refuted", of=made.id))
    assert cell.refusal(again) == ("findings.minority_stated_already", "IF-6")
    own = said(cell, "US", "minority_stated", matter, **finding(outcome="refuted", of=made.id))
    assert cell.refusal(own) == ("findings.own_finding", "IF-6")
    (told,) = cell.state(matter).as_json()["findings"]
    assert [(each["entry"], each["outcome"]) for each in told["minorities"]] == [(stated.id, "undetermined")]
    assert told["outcome"] == "confirmed"


def test_a_member_tells_the_measures_that_it_took() -> None:
    """With or without a finding that it names; of its own doing."""
    cell = Cell()
    matter = reported(cell)
    made = found(cell, matter)
    words = {"text": "EXERCISE. The commander was relieved.", "lang": "en"}
    said(cell, "IL", "measures_told", matter, what=["disciplinary"], of=made.id, **words)
    said(cell, "IL", "measures_told", matter, what=["training", "orders_changed"], **words)
    told = cell.state(matter).as_json()["measures"]
    assert [(each["what"], each["of"] == made.id) for each in told] == [
        (["disciplinary"], True), (["training", "orders_changed"], False),
    ]  # fmt: skip
    unknown = said(cell, "IL", "measures_told", matter, what=["disciplinary"], of=matter.id, **words)
    assert cell.refusal(unknown) == ("findings.finding_unknown", "IF-7")


def test_findings_replies_and_withdrawals_at_once_give_one_state() -> None:
    """Two find, one withdraws while another answers and states a minority finding: every order folds alike."""
    cell = Cell()
    assert cell.charter.findings is not None
    cell.charter = replace(
        cell.charter, findings=replace(cell.charter.findings, by=dict.fromkeys(OUTCOMES, ("SY", "US")))
    )
    matter = reported(cell)
    made = found(cell, matter)
    cell.say("US", "finding_withdrawn", matter=matter, of=made.id, why="EXERCISE. New evidence")
    cell.say("SY", "finding_made", matter=matter, **finding(outcome="refuted", considered=[matter.id]))
    cell.say("IL", "finding_answered", matter=matter, of=made.id, how="disputes", text="EXERCISE.", lang="en")
    cell.say("IL", "minority_stated", matter=matter, **finding(outcome="undetermined", of=made.id))
    state = folded_alike(cell, matter.id, rebuilt=3, live=7).state.found
    assert (len(state.findings), len(state.replies), len(state.minorities), len(state.withdrawals)) == (2, 1, 1, 1)
    assert [each.outcome for each in state.standing("fact")] == ["refuted"]


def _owed(cell: Cell, matter: Entry, *, after_h: int) -> dict[str, str]:
    """Return by its member how the answers to findings stand after some hours."""
    now_ms = cell.now_ms + after_h * 3_600_000
    duties = incident_duties(cell.state(matter), charter=cell.charter, readings=cell, now_ms=now_ms)
    return {each.owed_by: each.state for each in duties if each.clause == "IND-3"}


def test_who_is_named_in_a_finding_answers_it_within_the_hours_to_explain() -> None:
    """From its first reading; who reads nothing has no clock; a minority finding is an answer; silence is a lapse."""
    cell = Cell()
    matter = reported(cell)
    one = found(cell, matter, question="responsibility", outcome="attributed_jointly", members=["IL", "SY", "US"])
    assert _owed(cell, matter, after_h=1) == {"IL": "waiting_for_receipt", "SY": "waiting_for_receipt"}
    assert TRACK.glance(cell.state(matter), charter=cell.charter).owing
    for member in ("IL", "SY"):
        cell.say(member, "shift_noted")
    assert _owed(cell, matter, after_h=47) == {"IL": "running", "SY": "running"}
    assert _owed(cell, matter, after_h=49) == {"IL": "lapsed", "SY": "lapsed"}
    replied(cell, matter, one)
    answer = finding("responsibility", "accident", of=one.id)
    said(cell, "SY", "minority_stated", matter, **answer)
    assert _owed(cell, matter, after_h=49) == {"IL": "done", "SY": "done"}
    assert not TRACK.glance(cell.state(matter), charter=cell.charter).owing


def test_an_answer_to_a_finding_after_its_time_is_late_and_a_finding_taken_back_asks_nobody() -> None:
    """What lapsed stays told; a finding that was withdrawn in time, or names nobody, asks for no answer."""
    cell = Cell()
    matter = reported(cell)
    found(cell, matter)
    late = found(cell, matter, question="responsibility", outcome="party_named", members=["IL"])
    cell.say("IL", "shift_noted")
    cell.now_ms += 49 * 3_600_000
    replied(cell, matter, late)
    assert _owed(cell, matter, after_h=0) == {"IL": "done_late"}
    said(cell, "US", "finding_withdrawn", matter, of=late.id, why="EXERCISE. New evidence")
    again = found(cell, matter, question="responsibility", outcome="party_named", members=["SY"])
    cell.say("SY", "shift_noted")
    said(cell, "US", "finding_withdrawn", matter, of=again.id, why="EXERCISE. New evidence")
    assert "SY" not in _owed(cell, matter, after_h=99)
    cited = cell.say("SY", "incident_lapse_cited", matter=matter, duty=f"{late.id}:answer_finding:IL",
                     due_at_ms=cell.now_ms - 1, level=1)  # fmt: skip
    assert cell.refusal(cited) is None

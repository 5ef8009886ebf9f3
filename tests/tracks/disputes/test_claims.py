"""Claims, answers, what ends a dispute and what is said afterwards; both sides claiming at once; lapses cited."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parley.matters.entry import Entry
from tests.tracks.arriving import folded_alike
from tests.tracks.disputes.claims import (
    HOUR_MS,
    MINUTE_MS,
    answered,
    claim,
    claimed,
    levels,
    owed,
    proposes,
    signs,
    state_of,
    states_of,
)
from tests.tracks.hotline.cell import ALL, Cell, charter, message, said


def test_a_claim_goes_to_all_against_whom_it_is() -> None:
    """Against oneself, against who is not addressed, and in a strange language it is refused (DI-1)."""
    cell = Cell()
    assert cell.refusal(claimed(cell, against=["SY"])) == ("disputes.against_oneself", "DI-1")
    narrow = cell.say("SY", "dispute_claimed", audience=("SY", "US"), **claim())
    assert cell.refusal(narrow) == ("disputes.not_told_to", "DI-1")
    assert cell.refusal(claimed(cell, lang="fr")) == ("disputes.language_not_agreed", "DI-1")
    assert cell.refusal(claimed(cell)) is None


def test_without_a_ladder_nobody_claims() -> None:
    """A charter without the section takes no claim (DI-2)."""
    cell = Cell(charter=replace(charter(), disputes=None))
    assert cell.refusal(claimed(cell)) == ("disputes.no_ladder", "DI-2")


def test_a_claim_builds_on_entries_that_all_of_it_know() -> None:
    """Entries of other tracks are cited; one that a reader of the claim may not read is refused (M-7)."""
    cell = Cell()
    known = cell.say("IL", "message_sent", **message())
    secret = cell.say("SY", "message_sent", audience=("SY", "US"), **message())
    cell.reads()
    assert cell.refusal(claimed(cell, about=[known.id])) is None
    assert cell.refusal(claimed(cell, about=[secret.id])) == ("cited_unknown", "M-7")


def test_it_is_received_and_answered_once_by_whom_it_is_against() -> None:
    """The claimant and the supervisor answer nothing; a second answer and the same receipt again are refused (DI-4)."""
    cell = Cell()
    matter = claimed(cell)
    received = said(cell, "IL", "dispute_acknowledged", matter, how="received", level="duty_officers")
    assert cell.refusal(received) is None
    again = said(cell, "IL", "dispute_acknowledged", matter, how="received", level="duty_officers")
    assert cell.refusal(again) == ("disputes.acknowledged_before", "DI-4")
    ahead = said(cell, "US", "dispute_acknowledged", matter, how="received", level="principals")
    assert cell.refusal(ahead) == ("disputes.level_not_reached", "DI-4")
    assert cell.refusal(answered(cell, matter, "US")) == ("disputes.not_claimed_against", "DI-4")
    assert cell.refusal(answered(cell, matter)) is None and state_of(cell, matter).name == "answered"
    assert cell.refusal(answered(cell, matter)) == ("disputes.answered_before", "DI-4")


def test_an_answer_after_the_clock_is_taken_and_told_as_late() -> None:
    """It stands in the dispute, its duty is done late, and the dispute stays where it had risen."""
    cell = Cell()
    matter = claimed(cell)
    said(cell, "IL", "dispute_acknowledged", matter, how="under_protest", level="duty_officers")
    cell.now_ms = matter.point.at_ms + 6 * HOUR_MS
    late = answered(cell, matter)
    assert cell.refusal(late) is None
    duties = owed(cell, matter, at_ms=cell.now_ms)
    assert states_of(duties, "answer_dispute") == {"IL": "done_late"}
    assert states_of(duties, "acknowledge_dispute") == {"IL": "done"}
    assert levels(cell, matter, at_ms=cell.now_ms)[-1][0] == "liaison_chiefs"


def test_a_member_that_gives_no_sign_is_shown_as_silent_and_the_ladder_rises_all_the_same() -> None:
    """No clock of receipt runs for it; the time of the level does, since the claim."""
    cell = Cell()
    matter = cell.say("SY", "dispute_claimed", **claim())
    duties = owed(cell, matter, at_ms=matter.point.at_ms + 5 * HOUR_MS)
    assert states_of(duties, "answer_dispute") == {"IL": "waiting_for_receipt"}
    assert levels(cell, matter, at_ms=matter.point.at_ms + 5 * HOUR_MS)[-1][:2] == ("liaison_chiefs", "lapsed")


def test_both_sides_claim_over_the_same_at_once() -> None:
    """Both claims stand with clocks of their own; one goes on in the other, and only between the same sides."""
    cell = Cell()
    about = cell.say("US", "message_sent", **message())
    cell.reads()
    mine = cell.say("SY", "dispute_claimed", **claim(about=[about.id]))
    theirs = cell.say("IL", "dispute_claimed", **claim(about=[about.id], against=["SY"]))
    cell.reads()
    assert cell.refusal(mine) is None and cell.refusal(theirs) is None
    assert state_of(cell, mine).sides == state_of(cell, theirs).sides
    third = claimed(cell, "US")
    wrong = said(cell, "SY", "dispute_withdrawn", mine, why="Goes on there", into=third.id)
    assert cell.refusal(wrong) == ("disputes.other_sides", "DI-4")
    own = said(cell, "SY", "dispute_withdrawn", mine, why="Goes on here", into=mine.id)
    assert cell.refusal(own) is not None
    right = said(cell, "SY", "dispute_withdrawn", mine, why="Goes on there", into=theirs.id)
    assert cell.refusal(right) is None and state_of(cell, mine).name == "withdrawn"
    assert state_of(cell, theirs).ending is None


def test_the_supervisor_mediates_and_decides_only_where_the_charter_says_so() -> None:
    """By the default charter it proposes and decides nothing; a side proposes no mediation (DI-12)."""
    cell = Cell()
    matter = claimed(cell)
    proposal = {"subject": "EXERCISE hours", "text": "Both keep the road open by day.", "lang": "en"}
    assert cell.refusal(said(cell, "US", "mediator_proposed", matter, **proposal)) is None
    other = said(cell, "SY", "mediator_proposed", matter, **proposal)
    assert cell.refusal(other) == ("disputes.supervisor_only", "DI-12")
    cell.now_ms += 60 * HOUR_MS
    texts = [{"lang": "en", "text": "EXERCISE. Open it."}]
    decided = said(cell, "US", "dispute_decided", matter, texts=texts, role="supervisor_staff")
    assert cell.refusal(decided) == ("disputes.decides_not", "DI-12")


def test_where_the_charter_lets_the_chair_decide_its_decision_ends_it() -> None:
    """From the level named on, not before, and marked as its own; another member's statement stands beside it."""
    cell = _five()
    matter = cell.say("NO", "dispute_claimed", audience=FIVE, **claim(against=["KA"]), role="chief")
    _read(cell)
    texts = [{"lang": "en", "text": "EXERCISE. Open it."}]

    def decides(role: str) -> Entry:
        entry = cell.say("CHAIR", "dispute_decided", matter=matter, audience=FIVE, texts=texts, role=role)
        _read(cell)
        return entry

    assert cell.refusal(decides("chief")) == ("disputes.decides_later", "DI-12")
    cell.now_ms = matter.point.at_ms + 100 * HOUR_MS
    assert cell.refusal(decides("supervisor_staff")) is None and state_of(cell, matter).name == "decided"


FIVE = ("CHAIR", "KA", "MI", "NO", "OS", "TE")


def _five() -> Cell:
    five = charter("five-parties.yaml")
    return Cell(charter=five, seen={code: {} for code in five.codes})


def _read(cell: Cell) -> None:
    for author in FIVE:
        cell.reads(*FIVE, of=author)


def test_it_is_referred_outside_from_the_level_that_refers() -> None:
    """Not before (DI-12); after it the sides may still settle, and what they sign stands before the referral."""
    cell = Cell()
    matter = claimed(cell)
    referral = {"body": "EXERCISE Council", "text": "We refer it.", "lang": "en", "role": "delegate"}
    early = said(cell, "SY", "dispute_referred", matter, **referral)
    assert cell.refusal(early) == ("disputes.level_refers_not", "DI-12")
    cell.now_ms = matter.point.at_ms + 600 * HOUR_MS
    assert cell.refusal(said(cell, "SY", "dispute_referred", matter, **referral)) is None
    assert state_of(cell, matter).name == "referred"
    text = proposes(cell, matter)
    for member in ("SY", "IL"):
        signs(cell, member, matter, of=text, role="delegate")
    assert state_of(cell, matter).name == "settled"


def test_every_member_adds_its_own_statement_to_an_outcome_once() -> None:
    """On what is no outcome nothing is stated, and not twice on the same (DI-14); after the end it still is."""
    cell = Cell()
    matter = claimed(cell)
    words = {"text": "EXERCISE. We concede nothing.", "lang": "en"}
    none = said(cell, "IL", "outcome_stated", matter, of=matter.id, **words)
    assert cell.refusal(none) == ("disputes.no_outcome", "DI-14")
    withdrawn = said(cell, "SY", "dispute_withdrawn", matter, why="Tired")
    for member in ALL:
        assert cell.refusal(said(cell, member, "outcome_stated", matter, of=withdrawn.id, **words)) is None
    again = said(cell, "IL", "outcome_stated", matter, of=withdrawn.id, **words)
    assert cell.refusal(again) == ("disputes.stated_before", "DI-14")
    assert cell.refusal(answered(cell, matter)) == ("disputes.dispute_over", "DI-3")


def test_a_lapse_is_cited_by_its_duty_once_it_was_due() -> None:
    """What is no duty of this dispute, what was not due, and the same twice is refused (DI-14)."""
    cell = Cell()
    matter = claimed(cell)
    duty = f"{matter.id}:settle_dispute.duty_officers:IL"
    known = {each.id for each in owed(cell, matter, at_ms=matter.point.at_ms + HOUR_MS)}
    assert duty in known and f"{matter.id}:answer_dispute:IL" in known
    due = matter.point.at_ms + 4 * HOUR_MS
    early = said(cell, "SY", "dispute_lapse_cited", matter, duty=duty, due_at_ms=due, level=1)
    assert cell.refusal(early) == ("disputes.lapse_not_yet", "DI-14")
    cell.now_ms = due + MINUTE_MS
    wrong = said(cell, "SY", "dispute_lapse_cited", matter, duty=f"{matter.id}:pay:IL", due_at_ms=due, level=1)
    assert cell.refusal(wrong) == ("disputes.lapse_duty_unknown", "DI-14")
    assert cell.refusal(said(cell, "SY", "dispute_lapse_cited", matter, duty=duty, due_at_ms=due, level=1)) is None
    twice = said(cell, "SY", "dispute_lapse_cited", matter, duty=duty, due_at_ms=due, level=1)
    assert cell.refusal(twice) == ("disputes.lapse_cited_before", "DI-14")


@pytest.mark.parametrize("member", ["IL", "US"])
def test_what_continues_it_goes_to_all_of_it(member: str) -> None:
    """An entry to some of those to whom it was opened is refused: narrower talk is another matter (DI-3)."""
    cell = Cell()
    matter = claimed(cell)
    some = ("IL", "US")
    entry = cell.say(member, "outcome_stated", matter=matter, audience=some, of=matter.id, text="Aside", lang="en")
    assert cell.refusal(entry) is not None


def test_two_decisions_beside_a_withdrawal_end_it_once() -> None:
    """Whatever arrives first: the claimant's withdrawal stands before a decision that had not read it."""
    cell = _five()
    matter = cell.say("NO", "dispute_claimed", audience=FIVE, **claim(against=["KA"]), role="chief")
    _read(cell)
    cell.now_ms = matter.point.at_ms + 100 * HOUR_MS
    texts = [{"lang": "en", "text": "EXERCISE. Open it."}]
    decided = cell.say("CHAIR", "dispute_decided", matter=matter, audience=FIVE, texts=texts, role="supervisor_staff")
    cell.say("NO", "dispute_withdrawn", matter=matter, audience=FIVE, why="Tired", role="chief")
    _read(cell)
    state = folded_alike(cell, matter.id).state
    assert state.name == "withdrawn" and state.without_effect == (decided.id,)

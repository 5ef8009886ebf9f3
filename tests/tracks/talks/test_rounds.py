"""Rounds of talks: proposed, answered, postponed, cancelled, closed; every refusal by its clause."""

from __future__ import annotations

from typing import Any

import pytest

from parley.tracks.talks.round_duties import round_duties
from tests.tracks.hotline.cell import Cell, charter
from tests.tracks.talks.rounds import (
    BEGINS_S,
    DAY,
    DELEGATE,
    HEAD,
    HOUR,
    START_S,
    TEXTS,
    agenda,
    ends,
    proposed,
    sits,
    terms,
    told,
)


def owed(cell: Cell, matter: Any, *, at_ms: int | None = None) -> dict[tuple[str, str], Any]:
    """Return what is owed of a round, by what and by whom."""
    now_ms = cell.now_ms if at_ms is None else at_ms
    found = round_duties(cell.state(matter), charter=charter(), readings=cell, now_ms=now_ms)
    return {(each.what, each.owed_by): each for each in found}


def test_a_round_is_proposed_and_answered() -> None:
    """Each who was invited answers; its newest answer counts; when all come it is accepted (TA-4)."""
    cell = Cell()
    matter = proposed(cell)
    assert cell.state(matter).name == "proposed"
    told(cell, "SY", "round_answered", matter, how="accepts")
    told(cell, "IL", "round_answered", matter, how="declines", text="EXERCISE not yet", lang="en")
    state = cell.state(matter)
    assert (state.coming, state.declines("IL"), state.name) == (("SY", "US"), True, "proposed")
    told(cell, "IL", "round_answered", matter, how="accepts_with", text="EXERCISE with an agenda", lang="en")
    state = cell.state(matter)
    assert (state.coming, state.name) == (("IL", "SY", "US"), "accepted")
    assert state.as_json()["answers"][0]["text"] == "EXERCISE not yet"


def test_a_round_to_which_nobody_comes_is_declined() -> None:
    """It stays open to other answers."""
    cell = Cell()
    matter = proposed(cell)
    for code in ("IL", "SY"):
        told(cell, code, "round_answered", matter, how="declines", text="EXERCISE no", lang="en")
    assert cell.state(matter).name == "declined"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"invited": ["IL", "SY", "XX"]}, "talks.member_unknown"),
        ({"lang": "fr"}, "talks.language_not_agreed"),
        ({"from_s": START_S - 2 * DAY, "until_s": START_S - DAY}, "talks.dates_are_over"),
        ({"host": "US"}, "content_faulty"),
        ({"host_name": None}, "content_faulty"),
        ({"until_s": BEGINS_S}, "content_faulty"),
    ],
)
def test_what_does_not_hold_together_is_no_round(changes: dict[str, object], code: str) -> None:
    """Whom it invites is a member, its language the mechanism's, it has one host and dates that are not over."""
    cell = Cell()
    found = cell.refusal(cell.say("US", "round_proposed", **terms(**changes)))
    assert found is not None
    assert found[0] == code


def test_only_who_was_invited_answers_and_only_who_comes_tells_a_delegation() -> None:
    """Delegations are told by the roles of the charter (TA-2, TA-4)."""
    cell = Cell()
    matter = proposed(cell, invited=["IL", "SY"])
    assert cell.refusal(told(cell, "US", "round_answered", matter, how="accepts")) == ("talks.not_invited", "TA-4")
    told(cell, "SY", "delegation_told", matter, roles=[*HEAD, {"role": "interpreter", "number": 2}])
    assert [each["number"] for each in cell.state(matter).delegation("SY").roles] == [1, 2]
    chief = told(cell, "IL", "delegation_told", matter, roles=[{"role": "chief_of_staff", "number": 1}])
    assert cell.refusal(chief) == ("talks.delegation_role_unknown", "TA-2")
    told(cell, "IL", "round_answered", matter, how="declines", text="EXERCISE no", lang="en")
    away = told(cell, "IL", "delegation_told", matter, roles=HEAD)
    assert cell.refusal(away) == ("talks.not_coming", "TA-4")
    twice = told(cell, "SY", "delegation_told", matter, roles=[*HEAD, *HEAD])
    assert cell.refusal(twice) == ("content_faulty", "M-3")


def test_what_continues_a_round_goes_to_all_it_was_opened_to() -> None:
    """Nothing is said behind the back of one of them, and nothing of another sort of matter (TA-3)."""
    cell = Cell()
    matter = proposed(cell)
    apart = cell.say("SY", "round_answered", matter=matter, audience=("SY", "US"), how="accepts", **DELEGATE)
    assert cell.refusal(apart) == ("talks.audience_changed", "TA-3")
    other = told(cell, "SY", "file_reopened", matter, why="EXERCISE")
    assert cell.refusal(other) == ("talks.other_matter", "TA-3")


def test_who_convenes_postpones_and_cancels_before_anything_was_held() -> None:
    """Other dates take the place of those in force; who does not convene moves nothing (TA-5)."""
    cell = Cell()
    matter = proposed(cell, by="SY")
    later = {"from_s": BEGINS_S + 7 * DAY, "until_s": BEGINS_S + 9 * DAY, "why": "EXERCISE weather"}
    refused = told(cell, "IL", "round_postponed", matter, of=matter.id, **later)
    assert cell.refusal(refused) == ("talks.no_convener", "TA-5")
    first = told(cell, "US", "round_postponed", matter, of=matter.id, **later)
    assert (cell.state(matter).held_at.from_s, cell.state(matter).held_at.turn) == (later["from_s"], 1)
    old = told(cell, "SY", "round_postponed", matter, of=matter.id, **later)
    assert cell.refusal(old) == ("talks.other_dates", "TA-5")
    over = told(cell, "SY", "round_postponed", matter, of=first.id, from_s=1, until_s=2, why="EXERCISE")
    assert cell.refusal(over) == ("talks.dates_are_over", "TA-5")
    told(cell, "SY", "round_cancelled", matter, why="EXERCISE no host")
    assert cell.state(matter).name == "cancelled"
    again = told(cell, "SY", "round_cancelled", matter, why="EXERCISE no host")
    assert cell.refusal(again) == ("talks.round_over", "TA-5")
    late = told(cell, "IL", "round_answered", matter, how="accepts")
    assert cell.refusal(late) == ("talks.round_over", "TA-4")


def test_a_round_is_closed_after_its_sittings() -> None:
    """What was not held is cancelled; what was held is closed, with no sitting open; then each tells of it (TA-13)."""
    cell = Cell()
    matter = proposed(cell)
    assert cell.refusal(told(cell, "US", "round_closed", matter)) == ("talks.nothing_held", "TA-5")
    early = told(cell, "SY", "national_readout_given", matter, of=matter.id, texts=TEXTS)
    assert cell.refusal(early) == ("talks.nothing_held", "TA-13")
    sitting = sits(cell, matter)
    assert cell.state(matter).name == "in_session"
    assert cell.refusal(told(cell, "US", "round_closed", matter)) == ("talks.sitting_open", "TA-5")
    assert cell.refusal(told(cell, "US", "round_cancelled", matter, why="x")) == ("talks.held_already", "TA-5")
    ends(cell, matter, sitting)
    assert cell.state(matter).name == "adjourned"
    told(cell, "US", "round_closed", matter, text="EXERCISE done", lang="en")
    assert cell.state(matter).name == "closed"
    for code in ("SY", "IL"):
        told(cell, code, "national_readout_given", matter, of=matter.id, texts=TEXTS)
    assert [each.member for each in cell.state(matter).readouts] == ["IL", "SY"]
    about = told(cell, "SY", "national_readout_given", matter, of=sitting.id, texts=TEXTS)
    assert cell.refusal(about) == ("talks.readout_of_what", "TA-13")
    file = cell.say("SY", "file_opened", subject="EXERCISE", lang="en", lead="SY", parties=["SY"], **DELEGATE)
    cell.reads()
    beside = told(cell, "SY", "national_readout_given", matter, of=matter.id, texts=TEXTS, statement=file.id)
    assert cell.refusal(beside) == ("talks.no_statement", "TA-13")


def test_what_is_owed_of_a_round_has_its_hours() -> None:
    """Answer, delegation, agenda, read-out: each by the charter's hours, and over when it is done (TAD-1 to TAD-5)."""
    cell = Cell()
    matter = proposed(cell)
    told(cell, "IL", "round_answered", matter, how="accepts")
    found = owed(cell, matter)
    assert found["answer_invitation", "IL"].state == "done"
    assert ("answer_invitation", "US") not in found
    assert found["tell_delegation", "IL"].due_at_ms == (BEGINS_S - 24 * HOUR) * 1000
    assert ("tell_delegation", "SY") not in found
    cell.say("SY", "round_answered", matter=matter, how="accepts", **DELEGATE)
    cell.reads()
    assert found["propose_agenda", "US"].due_at_ms == (BEGINS_S - 24 * HOUR) * 1000
    late = owed(cell, matter, at_ms=(BEGINS_S - HOUR) * 1000)
    assert (late["tell_delegation", "IL"].state, late["propose_agenda", "US"].state) == ("lapsed", "lapsed")
    agenda(cell, matter)
    told(cell, "IL", "delegation_told", matter, roles=HEAD)
    ends(cell, matter, sits(cell, matter))
    closed = told(cell, "US", "round_closed", matter)
    told(cell, "SY", "national_readout_given", matter, of=matter.id, texts=TEXTS)
    found = owed(cell, matter)
    assert (found["tell_delegation", "IL"].state, found["propose_agenda", "US"].state) == ("done", "done")
    assert found["sign_decision", "IL"].state == "done"
    assert (found["give_readout", "SY"].state, found["give_readout", "IL"].entry) == ("done", closed.id)
    assert found["give_readout", "IL"].due_at_ms == closed.point.at_ms + 24 * HOUR * 1000


def test_other_dates_move_what_is_due_and_a_cancellation_ends_it() -> None:
    """What was not due yet when a round was cancelled is owed no more."""
    cell = Cell()
    matter = proposed(cell)
    told(
        cell, "US", "round_postponed", matter, of=matter.id, from_s=BEGINS_S + DAY, until_s=BEGINS_S + 2 * DAY, why="x"
    )
    assert owed(cell, matter)["propose_agenda", "US"].due_at_ms == BEGINS_S * 1000
    told(cell, "US", "round_cancelled", matter, why="EXERCISE")
    assert owed(cell, matter) == {}


def test_a_round_holds_so_many_dates_and_no_more() -> None:
    """What is looked through with each entry stays short; the hundredth change of dates is refused (TA-3)."""
    cell = Cell()
    matter = proposed(cell)
    of = matter
    for day in range(99):
        dates = {"from_s": BEGINS_S + day * DAY, "until_s": BEGINS_S + (day + 1) * DAY, "why": "EXERCISE"}
        of = cell.say("US", "round_postponed", matter=matter, of=of.id, **dates, **DELEGATE)
    assert cell.state(matter).held_at.turn == 99
    more = cell.say("US", "round_postponed", matter=matter, of=of.id, **dates, **DELEGATE)
    assert cell.refusal(more) == ("talks.too_many", "TA-3")


def test_a_lapse_of_a_round_is_cited_once() -> None:
    """It names a duty of the round that was due (TA-16)."""
    cell = Cell()
    matter = proposed(cell)
    duty = f"{matter.id}:answer_invitation:SY"
    said = {"duty": duty, "due_at_ms": START_S * 1000, "level": 0}
    assert cell.refusal(told(cell, "US", "round_lapse_cited", matter, **said)) is None
    again = told(cell, "US", "round_lapse_cited", matter, **said)
    assert cell.refusal(again) == ("talks.lapse_cited_before", "TA-16")
    ahead = told(cell, "IL", "round_lapse_cited", matter, **{**said, "due_at_ms": BEGINS_S * 1000})
    assert cell.refusal(ahead) == ("talks.lapse_not_yet", "TA-16")
    wrong = told(cell, "IL", "round_lapse_cited", matter, **{**said, "duty": f"{matter.id}:acknowledge:SY"})
    assert cell.refusal(wrong) == ("talks.lapse_duty_unknown", "TA-16")


def test_hours_that_are_only_proposed_make_nobody_late() -> None:
    """In a charter whose section is not agreed no clock runs, and every role is taken (C-0)."""
    assert charter("five-parties.yaml").talks is not None
    cell = Cell()
    matter = proposed(cell)
    found = round_duties(
        cell.state(matter), charter=charter("five-parties.yaml"), readings=cell, now_ms=cell.now_ms + 10**12
    )
    assert {each.state for each in found} == {"waiting_for_receipt", "running"}

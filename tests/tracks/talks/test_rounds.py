"""Rounds of talks: proposed, answered; every refusal by its clause."""

from __future__ import annotations

import pytest

from parley.tracks.talks.round_duties import round_duties
from tests.tracks.hotline.cell import Cell, charter
from tests.tracks.talks.rounds import DAY, DELEGATE, HOUR, START_S, proposed, terms, told


def test_a_round_is_proposed_and_answered() -> None:
    """Each who was invited answers; its newest answer counts."""
    cell = Cell()
    matter = proposed(cell)
    told(cell, "SY", "round_answered", matter, how="accepts")
    told(cell, "IL", "round_answered", matter, how="declines", text="EXERCISE not yet", lang="en")
    state = cell.state(matter)
    assert (state.coming, state.declines("IL")) == (("SY", "US"), True)
    told(cell, "IL", "round_answered", matter, how="accepts")
    assert cell.state(matter).coming == ("IL", "SY", "US")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"invited": ["IL", "SY", "XX"]}, "talks.member_unknown"),
        ({"lang": "fr"}, "talks.language_not_agreed"),
        ({"from_s": START_S - 2 * DAY, "until_s": START_S - DAY}, "talks.round_is_over"),
    ],
)
def test_what_does_not_hold_together_is_no_round(changes: dict[str, object], code: str) -> None:
    """Whom it invites is a member, its language the mechanism's, its dates are not over."""
    cell = Cell()
    found = cell.refusal(cell.say("US", "round_proposed", **terms(**changes)))
    assert found is not None
    assert found[0] == code


def test_a_round_has_one_host() -> None:
    """A member or somebody else, not both and not none."""
    cell = Cell()
    for changes in ({"host": "US"}, {"host_name": None}):
        assert cell.refusal(cell.say("US", "round_proposed", **terms(**changes))) == ("content_faulty", "M-3")


def test_an_invitation_is_answered_within_the_hours_of_the_charter() -> None:
    """From the first reading; who proposed owes no answer; a lapse is cited once (TAD-1, TA-16)."""
    cell = Cell()
    matter = proposed(cell)
    told(cell, "IL", "round_answered", matter, how="accepts")
    found = round_duties(cell.state(matter), charter=charter(), readings=cell, now_ms=cell.now_ms)
    assert {(d.owed_by, d.what, d.state) for d in found} == {("IL", "answer_invitation", "done")} | {
        ("SY", "answer_invitation", "waiting_for_receipt")
    }
    told(cell, "SY", "round_lapse_cited", matter, duty=found[0].id, due_at_ms=1, level=0)
    found = round_duties(cell.state(matter), charter=charter(), readings=cell, now_ms=cell.now_ms + 49 * HOUR * 1000)
    late = next(d for d in found if d.owed_by == "SY")
    assert late.state == "lapsed"
    again = cell.say("SY", "round_lapse_cited", matter=matter, duty=found[0].id, due_at_ms=1, level=0, **DELEGATE)
    assert cell.refusal(again) == ("talks.lapse_cited_before", "TA-16")

"""Opportunities, interest that is disclosed when it is mutual, and matches (CM-12 to CM-16, CMD-3)."""

from __future__ import annotations

from typing import Any

import pytest

from parley.tracks.commerce.match_duties import match_duties
from parley.tracks.commerce.opportunity_entries import interest_id, match_id
from parley.tracks.commerce.opportunity_state import InterestState, MatchState
from tests.tracks.arriving import folded_alike
from tests.tracks.commerce.offers import EXPIRES_S, matched, of_match, offered, wants, wants_no_more
from tests.tracks.deconfliction.plans import DAY
from tests.tracks.hotline.cell import START_MS, Cell, said


def interest(cell: Cell, matter: Any, member: str = "IL") -> InterestState:
    """Return a member's interest."""
    state = cell.folded_matter(interest_id(matter.id, member)).state
    assert isinstance(state, InterestState)
    return state


def match(cell: Cell, matter: Any) -> MatchState:
    """Return the match of both parties."""
    state = cell.folded_matter(match_id(matter.id, ("IL", "SY"))).state
    assert isinstance(state, MatchState)
    return state


def test_interest_goes_to_the_supervisor_and_a_match_to_both() -> None:
    """Each says it to the supervisor alone, which tells both; the opportunity itself says nothing of it."""
    cell = Cell()
    matter = offered(cell)
    before = cell.state(matter).as_json()
    for member in ("IL", "SY"):
        assert cell.refusal(wants(cell, member, matter)) is None
        assert interest(cell, matter, member).opening.to == tuple(sorted((member, "US")))
    assert cell.refusal(matched(cell, matter)) is None
    assert (match(cell, matter).name, match(cell, matter).opening.to) == ("matched", ("IL", "SY", "US"))
    assert cell.state(matter).as_json() == before


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"sector": "arms"}, ("commerce.sector_unknown", "CM-12")),
        ({"expires_s": EXPIRES_S + 200 * DAY}, ("commerce.offer_too_long", "CM-13")),
        ({"expires_s": 1}, ("commerce.offer_too_long", "CM-13")),
        ({"between": ["IL", "US"]}, ("commerce.offer_readers", "CM-12")),
        ({"between": ["IL", "XX"]}, ("commerce.offer_readers", "CM-12")),
        ({"lang": "fr"}, ("commerce.language_not_agreed", "CM-2")),
        ({"audience": ("IL", "SY")}, ("commerce.offer_readers", "CM-12")),
    ],
)
def test_what_could_match_nobody_is_not_offered(changes: dict[str, Any], refusal: tuple[str, str]) -> None:
    """A sector, a length, members or readers by which nobody could be matched are refused."""
    cell = Cell()
    assert cell.refusal(offered(cell, "SY", **changes)) == refusal


def test_interest_is_said_by_oneself_to_the_supervisor_once() -> None:
    """For another, to others, twice, and by a member between whom it is not offered are refused."""
    cell = Cell()
    matter = offered(cell)
    assert cell.refusal(wants(cell, "IL", matter, member="SY")) == ("commerce.interest_of_another", "CM-14")
    assert cell.refusal(wants(cell, "IL", matter, audience=("IL", "SY", "US"))) == (
        "commerce.interest_to_others", "CM-14",
    )  # fmt: skip
    assert cell.refusal(wants(cell, "US", matter, audience=("IL", "US"))) == ("commerce.not_between", "CM-14")
    wants(cell, "IL", matter)
    assert cell.refusal(wants(cell, "IL", matter)) == ("commerce.interested_already", "CM-14")


def test_interest_is_taken_back_and_said_again() -> None:
    """What does not stand is not taken back; afterwards it may be said anew."""
    cell = Cell()
    matter = offered(cell)
    word = wants(cell, "IL", matter)
    assert cell.refusal(wants_no_more(cell, word, of=matter.id)) == ("commerce.interest_does_not_stand", "CM-14")
    assert cell.refusal(wants_no_more(cell, word)) is None
    assert interest(cell, matter).name == "taken_back"
    assert cell.refusal(wants_no_more(cell, word)) == ("commerce.interest_does_not_stand", "CM-14")
    assert cell.refusal(wants(cell, "IL", matter)) is None
    assert interest(cell, matter).name == "declared"


def test_nothing_is_said_of_what_expired_or_was_withdrawn() -> None:
    """From the second in which it expires nobody declares interest or is matched; its author alone withdraws it."""
    cell = Cell()
    matter, other = offered(cell), offered(cell, "SY", subject="EXERCISE road")
    assert cell.refusal(said(cell, "IL", "opportunity_withdrawn", other, why="x", role="chief")) == (
        "commerce.offerer_only", "CM-13",
    )  # fmt: skip
    said(cell, "SY", "opportunity_withdrawn", other, why="EXERCISE", role="chief")
    assert cell.refusal(said(cell, "SY", "opportunity_withdrawn", other, why="x", role="chief")) == (
        "commerce.offer_over", "CM-13",
    )  # fmt: skip
    assert cell.refusal(wants(cell, "IL", other)) == ("commerce.offer_over", "CM-14")
    cell.now_ms = EXPIRES_S * 1000
    assert cell.refusal(wants(cell, "IL", matter)) == ("commerce.offer_expired", "CM-14")
    assert cell.refusal(matched(cell, matter)) == ("commerce.offer_expired", "CM-15")


def test_a_match_is_told_once_by_the_supervisor_as_the_opportunity_says() -> None:
    """Others, other members, another subject, another audience and a second time are refused."""
    cell = Cell()
    matter = offered(cell)
    assert cell.refusal(matched(cell, matter, "SY")) == ("commerce.matcher_only", "CM-15")
    assert cell.refusal(matched(cell, matter, subject="EXERCISE other")) == ("commerce.match_otherwise", "CM-15")
    assert cell.refusal(matched(cell, matter, audience=("IL", "US"))) == ("commerce.match_otherwise", "CM-15")
    assert cell.refusal(matched(cell, matter)) is None
    assert cell.refusal(matched(cell, matter)) == ("commerce.matched_before", "CM-15")


def test_each_of_two_says_that_it_received_the_match_or_leaves_it() -> None:
    """Within the handling time; the supervisor says nothing of it, and who left is asked for nothing."""
    cell = Cell()
    matter = offered(cell)
    matched(cell, matter)
    cell.say("IL", "shift_noted", text="read")
    cell.say("SY", "shift_noted", text="read")

    def owed(after_ms: int = 0) -> dict[str, str]:
        found = match_duties(match(cell, matter), charter=cell.charter, readings=cell, now_ms=cell.now_ms + after_ms)
        return {each.owed_by: each.state for each in found}

    assert owed() == {"IL": "running", "SY": "running"}
    assert owed(DAY * 1000) == {"IL": "lapsed", "SY": "lapsed"}
    assert cell.refusal(of_match(cell, "US", "match_received", matter, how="received")) == (
        "commerce.not_matched", "CM-16",
    )  # fmt: skip
    of_match(cell, "IL", "match_received", matter, how="received", contact="line 2")
    assert (match(cell, matter).name, owed(DAY * 1000)) == ("received_by_one", {"IL": "done", "SY": "lapsed"})
    twice = of_match(cell, "IL", "match_received", matter, how="received", contact="line 2")
    assert cell.refusal(twice) == ("commerce.match_received_so", "CM-16")
    cited = {"duty": f"{match(cell, matter).telling.entry}:receive_match:SY", "due_at_ms": START_MS, "level": 1}
    assert cell.refusal(of_match(cell, "IL", "match_lapse_cited", matter, **cited)) is None
    of_match(cell, "SY", "match_left", matter, why="EXERCISE no longer")
    assert (match(cell, matter).name, owed(DAY * 1000)) == ("left", {"IL": "done"})
    assert cell.refusal(of_match(cell, "SY", "match_left", matter, why="x")) == ("commerce.match_left_before", "CM-16")


def test_a_match_ends_alike_in_every_order_of_arrival() -> None:
    """Both answer while one leaves and a lapse is cited: every order gives the same state and verdicts."""
    cell = Cell()
    matter = offered(cell)
    matched(cell, matter)
    about = {"matter": match_id(matter.id, ("IL", "SY")), "opportunity": matter.id, "members": ["IL", "SY"],
             "role": "chief"}  # fmt: skip
    cell.say("IL", "match_received", how="received", **about)
    cell.say("SY", "match_received", how="under_protest", **about)
    cell.say("IL", "match_left", why="EXERCISE", **about)
    cell.reads()
    state = folded_alike(cell, match_id(matter.id, ("IL", "SY"))).state
    assert (state.name, len(state.receipts)) == ("left", 2)


def test_interest_and_its_withdrawal_fold_alike_in_every_order() -> None:
    """One member's words stand in its own log: every order of arrival ends with the last of them."""
    cell = Cell()
    matter = offered(cell)
    word = wants(cell, "IL", matter)
    wants_no_more(cell, word)
    wants(cell, "IL", matter, text="EXERCISE again", lang="en")
    assert folded_alike(cell, interest_id(matter.id, "IL")).state.name == "declared"

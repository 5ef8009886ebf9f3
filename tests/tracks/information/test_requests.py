"""Requests for information: who is asked by when, answers, refusals with a reason, and the clock."""

from __future__ import annotations

from typing import Any

import pytest

from parley.tracks.information.requests import request_duties
from parley.tracks.information.track import TRACK
from tests.tracks.hotline.cell import Cell
from tests.tracks.information.exchanged import AT_S, DAY_S, PLACE, SOME, WORDS, given, requested, retracted, said

HOUR = 3_600_000


def duties(cell: Cell, matter: Any, *, later_ms: int = 0) -> dict[str, str]:
    """Return by member how its duty to answer stands."""
    found = request_duties(cell.state(matter), charter=cell.charter, readings=cell, now_ms=cell.now_ms + later_ms)
    return {f"{each.clause} {each.owed_by}": each.state for each in found}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"asked": ["SY"]}, "asked_not_reading"),
        ({"asked": ["XX"]}, "asked_not_reading"),
        ({"purpose": "targeting"}, "purpose_unknown"),
        ({"due_s": AT_S + 6 * 3600}, "due_too_soon"),
        ({"due_s": AT_S + 91 * DAY_S}, "due_too_late"),
        ({"lang": "fr"}, "language_not_agreed"),
    ],
)
def test_a_request_that_the_charter_does_not_allow_is_refused(changes: dict[str, Any], code: str) -> None:
    """It asks others that read it, for a purpose of the charter, and leaves its hours."""
    cell = Cell()
    assert cell.refusal(requested(cell, **changes)) == (f"information.{code}", "IR-12")


def test_a_place_in_a_request_is_as_coarse_as_in_a_report() -> None:
    """What is asked about tells where somebody looks."""
    cell = Cell()
    fine = requested(cell, place={**PLACE, "radius_m": 10})
    assert cell.refusal(fine) == ("information.place_too_fine", "IR-3")


def test_the_clock_is_the_requests_own_and_leaves_the_hours_of_who_received_it_late() -> None:
    """Without receipt no clock runs; by its time it is due; received late, the charter's hours remain."""
    cell = Cell()
    matter = requested(cell, asked=("IL", "US"))
    assert duties(cell, matter) == {"IRD-3 IL": "waiting_for_receipt", "IRD-3 US": "waiting_for_receipt"}
    given(cell, member="IL")
    assert duties(cell, matter, later_ms=2 * DAY_S * 1000)["IRD-3 IL"] == "lapsed"
    cell.now_ms = (AT_S + 2 * DAY_S) * 1000 - HOUR
    given(cell, member="US", expires_s=AT_S + 9 * DAY_S)
    assert duties(cell, matter, later_ms=5 * HOUR)["IRD-3 US"] == "running"
    assert duties(cell, matter, later_ms=6 * HOUR + 1)["IRD-3 US"] == "lapsed"
    cited = {"duty": f"{matter.id}:answer_request:IL", "due_at_ms": cell.now_ms, "level": 1}
    assert cell.refusal(said(cell, "SY", "request_lapse_cited", matter, **cited)) is None


def test_an_answer_gives_reports_or_words_or_says_that_nothing_is_held() -> None:
    """The reports may be read by all who read the request, and have neither expired nor been retracted."""
    cell = Cell()
    matter, found, narrow = requested(cell), given(cell, member="IL"), given(cell, to=SOME)
    unread = said(cell, "IL", "request_answered", matter, of=matter.id, how="given", reports=[narrow.id])
    assert cell.refusal(unread) == ("cited_unknown", "M-7")
    empty = said(cell, "IL", "request_answered", matter, of=matter.id, how="given")
    assert cell.refusal(empty) == ("content_faulty", "M-3")
    both = said(cell, "IL", "request_answered", matter, of=matter.id, how="nothing_held", reports=[found.id])
    assert cell.refusal(both) == ("content_faulty", "M-3")
    other = said(cell, "US", "request_answered", matter, of=matter.id, how="given", **WORDS)
    assert cell.refusal(other) == ("information.not_asked", "IR-13")
    assert TRACK.glance(cell.state(matter), charter=cell.charter).owing
    said(cell, "IL", "request_answered", matter, of=matter.id, how="given", reports=[found.id])
    assert (cell.state(matter).name, duties(cell, matter)["IRD-3 IL"]) == ("answered", "done")
    retracted(cell, found)
    gone = said(cell, "IL", "request_answered", matter, of=matter.id, how="given", reports=[found.id])
    assert cell.refusal(gone) == ("information.cited_retracted", "IR-9")
    said(cell, "IL", "request_answered", matter, of=matter.id, how="nothing_held")
    late = said(cell, "IL", "request_refused", matter, of=matter.id, reason="other", **WORDS)
    assert cell.refusal(late) == ("information.answered_already", "IR-13")
    assert cell.refusal(said(cell, "IL", "request_answered", matter, of=found.id, how="nothing_held")) == (
        "information.other_request", "IR-13",
    )  # fmt: skip


def test_a_refusal_says_its_reason_and_may_be_followed_by_an_answer() -> None:
    """A reason of the list and words; said once; an answer may still come."""
    cell = Cell()
    matter = requested(cell)
    bare = said(cell, "IL", "request_refused", matter, of=matter.id, reason="unwilling", **WORDS)
    assert cell.refusal(bare) == ("content_faulty", "M-3")
    said(cell, "IL", "request_refused", matter, of=matter.id, reason="protects_source", **WORDS)
    assert (cell.state(matter).name, duties(cell, matter)["IRD-3 IL"]) == ("refused", "done")
    twice = said(cell, "IL", "request_refused", matter, of=matter.id, reason="other", **WORDS)
    assert cell.refusal(twice) == ("information.answered_already", "IR-13")
    said(cell, "IL", "request_answered", matter, of=matter.id, how="nothing_held")
    assert cell.state(matter).name == "answered"


def test_what_was_withdrawn_is_not_answered() -> None:
    """Who asked withdraws it, once; nothing is owed any more, and a lapse before stays told."""
    cell = Cell()
    matter = requested(cell)
    given(cell, member="IL")
    others = said(cell, "US", "request_withdrawn", matter, of=matter.id, why="EXERCISE")
    assert cell.refusal(others) == ("information.withdraws_anothers", "IR-13")
    said(cell, "SY", "request_withdrawn", matter, of=matter.id, why="EXERCISE. Known now")
    again = said(cell, "SY", "request_withdrawn", matter, of=matter.id, why="EXERCISE")
    assert cell.refusal(again) == ("information.request_withdrawn", "IR-13")
    late = said(cell, "IL", "request_answered", matter, of=matter.id, how="nothing_held")
    assert cell.refusal(late) == ("information.request_withdrawn", "IR-13")
    assert (cell.state(matter).name, duties(cell, matter)) == ("withdrawn", {})

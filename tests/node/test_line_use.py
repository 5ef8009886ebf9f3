"""Whether the line was used before force: a fact of the entries that were looked at, alike for either side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from parley.charter.de_escalation import DeEscalationTerms
from parley.charter.model import Provenance
from parley.node.de_escalation.line_use import (
    BEFORE,
    DURING,
    FLASH,
    NOT_BEFORE,
    OTHER,
    REQUEST,
    TELEPHONE,
    Alleged,
    Call,
    alleged_in,
    line_use,
    reaction,
)
from tests.tracks.hotline.cell import START_MS, Cell
from tests.tracks.incidents.reports import account, countered, reported, said

MINUTE_MS = 60_000
AGREED = Provenance("EXERCISE", date(2026, 1, 6), "agreed")
TERMS = DeEscalationTerms(30, ("mortar_fire", "artillery_fire"), 20, AGREED)
FIRE = Alleged("SY/0", "SY", "IL", "mortar_fire", START_MS, START_MS)


def call(minutes: float, how: str = REQUEST, member: str = "IL", **changes: Any) -> Call:
    """Return a word over the line so many minutes from the fire."""
    made = Call(f"{member}/{int(minutes) + 100}", member, ("SY", "US"), START_MS + int(minutes * MINUTE_MS), how)
    return replace(made, **changes)


@pytest.mark.parametrize("how", [REQUEST, FLASH, TELEPHONE])
@pytest.mark.parametrize(
    ("minutes", "when"), [(-31, NOT_BEFORE), (-30, BEFORE), (-1, BEFORE), (0, BEFORE), (1, NOT_BEFORE)]
)
def test_a_call_within_the_charters_minutes_is_before(how: str, minutes: float, when: str) -> None:
    """A request, a FLASH or a telephone call; the instant itself and the first one of the minutes are before."""
    found = line_use(FIRE, [call(minutes, how)], terms=TERMS)
    assert found.when == when and bool(found.calls) is (when == BEFORE)


def test_another_message_is_looked_at_and_is_no_use_of_the_line() -> None:
    """It is named among what was looked at; so is nothing of another member."""
    plain, other = call(-5, OTHER), call(-5, REQUEST, "SY")
    found = line_use(FIRE, [plain, other], terms=TERMS)
    assert (found.when, found.calls, found.looked_at) == (NOT_BEFORE, (), (plain,))


def test_where_only_hours_are_known_a_call_within_them_is_said_to_be_during() -> None:
    """Neither surely before nor after."""
    hours = replace(FIRE, until_ms=START_MS + 120 * MINUTE_MS)
    assert line_use(hours, [call(40)], terms=TERMS).when == DURING
    assert line_use(hours, [call(40), call(-10)], terms=TERMS).when == BEFORE
    assert line_use(hours, [call(121)], terms=TERMS).when == NOT_BEFORE


def test_what_is_alleged_comes_from_each_standing_account() -> None:
    """Of both sides alike, of the charter's types and of members alone; what was withdrawn alleges nothing."""
    cell = Cell()
    incident = reported(cell, actors=[{"kind": "member", "member": "IL"}, {"kind": "unknown"}])
    counter = countered(cell, "IL", incident, actors=[{"kind": "member", "member": "SY"}], type="artillery_fire")
    found = alleged_in(cell.state(incident).as_json(), TERMS)
    assert {(each.account, each.by, each.member) for each in found} == {
        (incident.id, "SY", "IL"), (counter.id, "IL", "SY")}  # fmt: skip
    said(cell, "SY", "incident_withdrawn", incident, of=incident.id, why="EXERCISE mistaken")
    assert [each.by for each in alleged_in(cell.state(incident).as_json(), TERMS)] == ["IL"]
    crossing = reported(cell, **account(type="crossing_by_person"))
    assert alleged_in(cell.state(crossing).as_json(), TERMS) == ()


def test_the_reaction_is_the_first_call_between_the_two() -> None:
    """By either of them; how long it took to be made and answered. A call to a third is none."""
    answered = call(12, member="SY", to=("IL", "US"), answered_ms=START_MS + 15 * MINUTE_MS)
    known = [call(3, OTHER), call(5, member="US"), call(6, to=("US",)), call(30), answered]
    found = reaction(FIRE, known)
    assert (found.call, found.minutes_to_call(FIRE), found.minutes_to_answer) == (answered, 12, 3)
    assert reaction(FIRE, [call(-5), call(25 * 60)]).call is None

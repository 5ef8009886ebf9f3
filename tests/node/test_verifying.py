"""The watch over the sectors and the inspection calendar on real nodes: alike everywhere, and after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from parley.charter.verifying import DAY_MS
from parley.matters.duty import Duty
from parley.node import owed
from parley.node.calendar.owing import owing
from parley.node.drafts import Draft
from parley.node.figures.asked import Asked
from parley.node.figures.gathering import figures
from parley.node.figures.sheet import Sheet
from parley.node.filing import Filed, file
from parley.node.verifying.inspected import calendar, inspections, inspections_owed
from parley.node.verifying.owed import unsaid_between, unsaid_owed
from parley.node.verifying.watched import notes, sectors_of, warnings_owed
from parley.node.why.duties import duty_of, why_owed
from parley.node.why.step import told
from parley.texts import LANGUAGES
from tests.node.mechanism import Mechanism
from tests.tracks.incidents.inspections import WEST, report, request, restriction
from tests.tracks.incidents.reports import account
from tests.tracks.incidents.test_findings import finding

ALL = ("SY", "IL", "US")
HOUR_MS = 3_600_000


@pytest.fixture
def mechanism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mechanism]:
    """Three nodes that have been in force for a year."""
    made = Mechanism(tmp_path_factory.mktemp("verifying"), durable=False).make()
    later(made, days=365)
    yield made
    made.close_all()


def later(mechanism: Mechanism, *, days: float) -> int:
    """Move all clocks on; return what they say now."""
    at_ms = max(clock.at_ms for clock in mechanism.clocks.values()) + int(days * DAY_MS)
    for clock in mechanism.clocks.values():
        clock.at_ms = at_ms
    return at_ms


def says(mechanism: Mechanism, by: str, kind: str, content: dict[str, Any], *, matter: str | None = None) -> str:
    """File an entry and carry it everywhere with its receipts."""
    filed = file(Draft(kind, ALL, content, matter, role="duty_officer"), node=mechanism.nodes[by])
    assert isinstance(filed, Filed), filed
    carried(mechanism)
    return filed.id


def carried(mechanism: Mechanism) -> None:
    """Carry all that was said everywhere, with receipts."""
    mechanism.carry_all(1)
    for code in ALL:
        mechanism.receipts(code)
    mechanism.carry_all(1)


def burst(mechanism: Mechanism, number: int, *, by: tuple[str, ...] = ("SY", "IL")) -> list[str]:
    """Let members report so many incidents of the last hour, in turn."""
    at_s = mechanism.clocks["SY"].at_ms // 1000 - HOUR_MS // 1000
    when = {"from_s": at_s, "until_s": at_s + 60, "precision": "minute"}
    return [
        says(mechanism, by[n % len(by)], "incident_reported", account(time=when, subject=f"EXERCISE {n}"))
        for n in range(number)
    ]


def looks(mechanism: Mechanism, code: str, *, now_ms: int) -> list[Duty]:
    """Return the duties to look at a sector as a node tells them."""
    return warnings_owed(mechanism.nodes[code], now_ms=now_ms)


def test_a_burst_raises_a_sector_alike_at_every_node_and_the_supervisor_owes_a_look(mechanism: Mechanism) -> None:
    """Which sector, since when, by which report, by when: the same everywhere; its note meets it."""
    reports = burst(mechanism, 6)
    now_ms = later(mechanism, days=0.01)
    told_by = [sectors_of(mechanism.nodes[code]).outlook(now_ms=now_ms) for code in ALL]
    assert told_by[0] is not None and told_by[0] == told_by[1] == told_by[2]
    (watched,) = told_by[0].watched
    assert watched.raising is not None and watched.raising.by == reports[3]
    owing = [looks(mechanism, code, now_ms=now_ms) for code in ALL]
    assert owing[0] == owing[1] == owing[2]
    (duty,) = owing[0]
    assert (duty.owed_by, duty.state, duty.what) == ("US", "running", "look_at_warning")
    assert duty.due_at_ms is not None and duty.since_ms is not None and duty.due_at_ms == duty.since_ms + 12 * HOUR_MS
    seen = {"counted": 6, "run_days": 14, "expected": 0, "past_days": 84, "sum": 90, "threshold": 49}
    note = {"sector": watched.sector.edges(), "day": watched.raising.first_day, "seen": seen, "how": "acts",
            "text": "EXERCISE. Both were called.", "lang": "en"}  # fmt: skip
    says(mechanism, "US", "warning_noted", note)
    assert [[each.state for each in looks(mechanism, code, now_ms=later(mechanism, days=0.0))] for code in ALL] == [
        ["done"]
    ] * 3
    assert [len(notes(mechanism.nodes[code])) for code in ALL] == [1, 1, 1]


def test_a_look_that_lapsed_while_the_node_was_down_lapsed_when_it_did(mechanism: Mechanism) -> None:
    """A node that starts again tells the same duty, late since the same instant, and tells it once."""
    burst(mechanism, 6)
    before = looks(mechanism, "US", now_ms=later(mechanism, days=0.01))
    mechanism.close("US")
    now_ms = later(mechanism, days=2)
    mechanism.open("US")
    after = looks(mechanism, "US", now_ms=now_ms)
    assert [(each.id, each.due_at_ms) for each in after] == [(each.id, each.due_at_ms) for each in before]
    assert [each.state for each in after] == ["lapsed"]


def test_incidents_reported_over_a_cut_line_are_counted_alike_once_they_met(mechanism: Mechanism) -> None:
    """Each side reports without the other's; afterwards both say the same, whoever had them first."""
    at_s = mechanism.clocks["SY"].at_ms // 1000 - 3600
    for n in range(6):
        content = account(time={"from_s": at_s, "until_s": at_s + 60, "precision": "minute"}, subject=f"EXERCISE {n}")
        assert isinstance(
            file(Draft("incident_reported", ALL, content, None, role="duty_officer"),
                 node=mechanism.nodes[("SY", "IL")[n % 2]]), Filed)  # fmt: skip
    now_ms = later(mechanism, days=0.001)
    alone = sectors_of(mechanism.nodes["SY"]).outlook(now_ms=now_ms)
    assert alone is not None and [each.raising for each in alone.watched] == [None]
    carried(mechanism)
    now_ms = later(mechanism, days=0.001)
    met = [sectors_of(mechanism.nodes[code]).outlook(now_ms=now_ms) for code in ALL]
    assert met[0] is not None and met[0] == met[1] == met[2] and met[0].watched[0].raising is not None


def test_a_withdrawn_incident_lowers_what_was_raised(mechanism: Mechanism) -> None:
    """The watch follows what is said: four raise a sector, three do not."""
    reports = burst(mechanism, 4, by=("SY",))
    node, now_ms = mechanism.nodes["IL"], later(mechanism, days=0.01)
    raised = sectors_of(node).outlook(now_ms=now_ms)
    assert raised is not None and raised.watched[0].raising is not None
    says(mechanism, "SY", "incident_withdrawn", {"of": reports[0], "why": "EXERCISE. Mistaken"}, matter=reports[0])
    quiet = sectors_of(node).outlook(now_ms=later(mechanism, days=0.001))
    assert quiet is not None and quiet.watched[0].raising is None


def test_a_missed_slot_is_told_by_every_node_as_of_its_end(mechanism: Mechanism) -> None:
    """Nobody inspected in the first slot; in the second one area was; a node that was down says the same."""
    begins_ms = 20_788 * DAY_MS
    for clock in mechanism.clocks.values():
        clock.at_ms = begins_ms + 16 * DAY_MS
    carried(mechanism)
    at_s = mechanism.clocks["US"].at_ms // 1000
    asked = says(mechanism, "SY", "verification_requested", request(zones=[WEST]))
    kept = says(mechanism, "US", "movement_restricted", restriction(from_s=at_s - 7200, of=asked), matter=asked)
    content = report(from_s=at_s - 3600, until_s=at_s - 60, of=asked)
    made = says(mechanism, "US", "inspection_made", content, matter=asked)
    mechanism.close("IL")
    now_ms = later(mechanism, days=15)
    mechanism.open("IL")
    told_by = {code: inspections_owed(mechanism.nodes[code], now_ms=now_ms) for code in ALL}
    assert told_by["SY"] == told_by["IL"] == told_by["US"]
    states = {each.entry: (each.state, each.due_at_ms) for each in told_by["IL"]}
    assert states[f"{WEST}-US@1"] == ("done", begins_ms + 30 * DAY_MS)
    assert states["area_of_separation-US@1"] == ("lapsed", begins_ms + 30 * DAY_MS)
    slots = calendar(mechanism.nodes["IL"], from_ms=0, until_ms=now_ms, now_ms=now_ms)
    first = next(each for each in slots if each.slot.id == f"{WEST}-US@0")
    second = next(each for each in slots if each.slot.id == f"{WEST}-US@1")
    assert first.duty is not None and (first.duty.state, first.duty.due_at_ms) == ("ceased", begins_ms + 15 * DAY_MS)
    assert [visit.entry for _, visit in second.visits] == [made]
    assert [each.entry for _, each in second.restrictions] == [kept]


def test_a_request_is_owed_from_the_verifiers_receipt_and_every_node_says_so(mechanism: Mechanism) -> None:
    """Its 48 hours run from the same entry at each; a rebuilt state equals the live one."""
    asked = says(mechanism, "SY", "verification_requested", request())
    now_ms = later(mechanism, days=0.1)
    duties = [owed.matter_duties(mechanism.nodes[code], asked, now_ms=now_ms) for code in ALL]
    assert duties[0] == duties[1] == duties[2]
    (duty,) = duties[0]
    assert duty.since_ms is not None and duty.due_at_ms == duty.since_ms + 48 * HOUR_MS and duty.owed_by == "US"
    states = [[each.as_json() for each in inspections(mechanism.nodes[code])] for code in ALL]
    assert states[0] == states[1] == states[2] and len(states[0]) == 1


def test_each_of_these_duties_is_explained_with_the_charters_hours(mechanism: Mechanism) -> None:
    """The sum is the due time, the slot of the calendar is named; in every language."""
    asked = says(mechanism, "SY", "verification_requested", request())
    burst(mechanism, 6)
    now_ms = later(mechanism, days=0.01)
    node = mechanism.nodes["SY"]
    (requested,) = owed.matter_duties(node, asked, now_ms=now_ms)
    unsaid = unsaid_owed(node, now_ms=now_ms)
    look = next(each for each in unsaid if each.what == "look_at_warning")
    slot = next(each for each in unsaid if each.what == "inspect_area")
    for duty, code, value in (
        (requested, "why.duty.sum_hours", "inspections-terms"), (look, "why.duty.sum_hours", "warning-terms"),
        (slot, "why.duty.calendar", "inspected-area_of_limitation_east_0_10"),
    ):  # fmt: skip
        assert duty_of(node, duty.id, now_ms=now_ms) == duty
        steps = why_owed(node, duty)
        assert code in {step.code for step in steps} and value in {step.value for step in steps}, duty
        for language in LANGUAGES:
            assert all(told(step.as_json(), language=language, say=lambda name, value: value) for step in steps)
        sums = [step.data["due_ms"] for step in steps if step.code == "why.duty.sum_hours"]
        assert sums in ([], [duty.due_at_ms])


def test_the_answer_that_a_finding_asks_for_is_explained_with_the_charters_hours(mechanism: Mechanism) -> None:
    """From the first reading of whom it names, at every node; the sum is the due time."""
    (incident,) = burst(mechanism, 1)
    content = finding("responsibility", "party_named", members=["IL"], considered=[incident])
    says(mechanism, "US", "finding_made", content, matter=incident)
    now_ms = later(mechanism, days=0.01)
    for member in ("IL", "SY", "US"):
        node = mechanism.nodes[member]
        (duty,) = [each for each in owed.matter_duties(node, incident, now_ms=now_ms) if each.clause == "IND-3"]
        steps = why_owed(node, duty)
        sums = [step.data["due_ms"] for step in steps if step.code == "why.duty.sum_hours"]
        assert duty.owed_by == "IL" and sums == ([duty.due_at_ms] if duty.due_at_ms is not None else [])
        assert "incidents-terms" in {step.value for step in steps}


def test_slots_and_looks_stand_in_the_calendar_and_in_the_figures(mechanism: Mechanism) -> None:
    """Due in the days asked for, on this track alone; missed ones count against who owed them."""
    burst(mechanism, 6)
    node, now_ms = mechanism.nodes["US"], later(mechanism, days=0.01)
    found = owing(node, until_ms=now_ms + 31 * DAY_MS, now_ms=now_ms, tracks=("incidents",), ours=True).duties
    whats = [each.what for each in found]
    assert whats.count("look_at_warning") == 1 and whats.count("inspect_area") > 7
    none = owing(node, until_ms=now_ms + 31 * DAY_MS, now_ms=now_ms, tracks=("hotline",), ours=True).duties
    assert not {"look_at_warning", "inspect_area"} & {each.what for each in none}
    due = unsaid_between(node, from_ms=now_ms - 60 * DAY_MS, until_ms=now_ms, now_ms=now_ms)
    missed = [each for each in due if each.what == "inspect_area"]
    assert missed and {each.state for each in missed} <= {"lapsed", "ceased"}
    sheet = figures(node, Asked(now_ms - 60 * DAY_MS, now_ms, now_ms, tracks=("incidents",)))
    assert isinstance(sheet, Sheet)
    row = sheet.row("lapsed.IID-2")
    assert row is not None and (row.cells["US"].count, row.cells["SY"].count) == (len(missed), None)

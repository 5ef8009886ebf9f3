"""Inspections: asked for and made within hours, by calendar, counted limit by limit, answered by both sides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parley.charter.verifying import DAY_MS, inspection_slots
from parley.matters.entry import Entry
from parley.tracks.incidents.entries import KINDS
from parley.tracks.incidents.inspection_duties import inspection_duties, slot_duty
from tests.tracks.arriving import folded_alike
from tests.tracks.hotline.cell import ALL, START_MS, Cell, charter, said
from tests.tracks.incidents.inspections import AT_S, WEST, ZONE, asked, count, inspected, report, request, restriction

HOUR_MS = 3_600_000


def duties(cell: Cell, matter: Entry, *, after_ms: int = 0) -> list[tuple[str, str, str]]:
    """Return what is owed: by whom, what, and how it stands."""
    found = inspection_duties(
        cell.state(matter), charter=cell.charter, readings=cell, now_ms=cell.now_ms + after_ms
    )
    return [(each.owed_by, each.what, each.state) for each in found]


def faults(kind: str, content: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the faults of a content as place and code."""
    return [(each.where, each.code) for each in KINDS[kind].check(content)]


def test_a_request_is_owed_its_inspection_within_48_hours_of_receipt() -> None:
    """By the verifier that was asked; the clock begins when it has read it."""
    cell = Cell()
    matter = cell.say("SY", "verification_requested", **request())
    assert duties(cell, matter) == [("US", "make_inspection", "waiting_for_receipt")]
    cell.reads("US")
    seen = cell.say("US", "shift_noted")
    (owed,) = inspection_duties(cell.state(matter), charter=cell.charter, readings=cell, now_ms=cell.now_ms)
    assert owed.due_at_ms == seen.point.at_ms + 48 * HOUR_MS and owed.clause == "IID-1"
    assert duties(cell, matter, after_ms=49 * HOUR_MS) == [("US", "make_inspection", "lapsed")]
    inspected(cell, matter)
    assert cell.state(matter).name == "inspected"
    assert duties(cell, matter, after_ms=49 * HOUR_MS) == [("US", "make_inspection", "done")]


def test_a_withdrawn_request_is_owed_nothing_and_what_lapsed_stays_told() -> None:
    """Only who asked withdraws, only before the inspection, once."""
    cell = Cell()
    matter = asked(cell)
    other = said(cell, "IL", "verification_withdrawn", matter, of=matter.id, why="EXERCISE. Settled")
    assert cell.refusal(other) == ("inspections.asker_only", "II-7")
    said(cell, "SY", "verification_withdrawn", matter, of=matter.id, why="EXERCISE. Settled")
    assert cell.state(matter).name == "withdrawn" and duties(cell, matter) == []
    again = said(cell, "SY", "verification_withdrawn", matter, of=matter.id, why="EXERCISE. Settled")
    assert cell.refusal(again) == ("inspections.withdrawn_already", "II-7")
    made = asked(cell)
    report_of = inspected(cell, made)
    late = said(cell, "SY", "verification_withdrawn", made, of=made.id, why="EXERCISE. Settled")
    assert cell.refusal(late) == ("inspections.inspected_already", "II-7") and report_of.member == "US"


def test_each_limit_has_a_finding_of_its_own() -> None:
    """Within, above a figure that is only proposed, could not be counted; over where all have agreed to it."""
    cell = Cell()
    counts = [
        count(member="IL"), count("brigades", counted=3), count("artillery_122_mm", counted=None,
        could_not_count="denied", why="EXERCISE. Not let in"), count("surface_to_air_missiles", counted=0),
    ]  # fmt: skip
    matter = inspected(cell, counts=counts)
    found = [(each.name, each.allowed, each.over, each.standing) for each in cell.state(matter).visits[0].counts]
    assert found == [
        ("within", 75, 0, "proposed"), ("above", 2, 1, "proposed"), ("could_not_count", 36, 0, "proposed"),
        ("within", 0, 0, "proposed"),
    ]  # fmt: skip
    assert cell.state(matter).visits[0].counts[1].by == ("US",)
    zone = cell.charter.zones[WEST]
    agreed = replace(zone.provenance, standing="agreed", by=())
    limits = {name: replace(each, provenance=replace(each.provenance, standing="agreed", by=()))
              for name, each in zone.limits.items()}  # fmt: skip
    cell.charter = replace(
        cell.charter, zones={**cell.charter.zones, WEST: replace(zone, provenance=agreed, limits=limits)}
    )
    names = [each.name for each in cell.state(matter).visits[0].counts]
    assert names == ["within", "over", "could_not_count", "within"]


def test_a_limit_that_did_not_hold_yet_allows_nothing_and_forbids_nothing() -> None:
    """A count before the day from which a limit holds stands without a figure."""
    cell = Cell()
    matter = inspected(cell, from_s=0, until_s=3600)
    assert [(each.name, each.allowed) for each in cell.state(matter).visits[0].counts] == [("no_limit", None)]


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        ("inspection_made", report(counts=[count(counted=None)]), [("counts", "inspections.counted_or_not")]),
        ("inspection_made", report(counts=[count(could_not_count="denied")]),
         [("counts", "inspections.counted_or_not")]),
        ("inspection_made", report(counts=[count(counted=None, could_not_count="denied")]),
         [("counts", "inspections.why_not_counted")]),
        ("inspection_made", report(counts=[count(), count()]), [("counts", "hotline.listed_twice")]),
        ("inspection_made", report(counts=[count(counted=-1)]), [("counts.0.counted", "hotline.number_out_of_bounds")]),
        ("inspection_made", report(until_s=AT_S - 1), [("until_s", "inspections.times_contradict")]),
        ("inspection_made", report(zones=[ZONE]), [("zones", "inspections.zone_not_named")]),
        ("verification_requested", request(zones=[]), [("zones", "inspections.asks_for_nothing")]),
        ("movement_restricted", restriction(how="annoyed"), [("how", "hotline.word_unknown")]),
    ],
)  # fmt: skip
def test_a_report_that_contradicts_itself_is_faulty(
    kind: str, content: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Each fault at its field."""
    assert faults(kind, content) == expected


@pytest.mark.parametrize(
    ("member", "kind", "content", "refusal"),
    [
        ("SY", "verification_requested", request(verifier="IL"), ("inspections.no_verifier", "II-1")),
        ("SY", "inspection_made", report(), ("inspections.no_verifier", "II-3")),
        ("US", "inspection_made", report(of="SY/9"), ("inspections.request_unknown", "II-3")),
        ("US", "inspection_made", report(zones=["nowhere"], counts=[]), ("inspections.zone_unknown", "II-2")),
        ("US", "inspection_made", report(counts=[count("ships")]), ("inspections.limit_unknown", "II-2")),
        ("US", "inspection_made", report(counts=[count(member="SY")]), ("inspections.limit_not_of_member", "II-2")),
        ("US", "inspection_made", report(until_s=AT_S + 10_000_000), ("inspections.not_over_yet", "II-4")),
        ("US", "inspection_made", report(lang="fr"), ("incidents.language_not_agreed", "II-2")),
        ("US", "movement_restricted", restriction(by="XX"), ("inspections.member_unknown", "II-2")),
    ],
)  # fmt: skip
def test_what_the_charter_does_not_know_is_refused(
    member: str, kind: str, content: dict[str, Any], refusal: tuple[str, str]
) -> None:
    """Who inspects, where, which limit, when, in which language."""
    cell = Cell()
    assert cell.refusal(cell.say(member, kind, **content)) == refusal


def test_every_party_reads_the_same() -> None:
    """Neither a request nor a report goes to one party alone."""
    cell = Cell()
    for member, kind, content in (("SY", "verification_requested", request()), ("US", "inspection_made", report())):
        narrow = cell.say(member, kind, audience=("SY", "US"), **content)
        assert cell.refusal(narrow) == ("inspections.party_not_addressed", "II-5")
    unread = cell.say("SY", "verification_requested", audience=("IL", "SY"), **request())
    assert cell.refusal(unread) == ("inspections.party_not_addressed", "II-5")


def test_without_a_section_nobody_inspects_and_what_is_not_agreed_refuses_nobody() -> None:
    """A charter that says nothing of inspections takes none; one that is only proposed names no one alone."""
    cell = Cell()
    own = cell.say("SY", "inspection_made", **report())
    assert cell.charter.inspections is not None
    proposed = replace(cell.charter.inspections.provenance, standing="proposed", by=("US",))
    cell.charter = replace(cell.charter, inspections=replace(cell.charter.inspections, provenance=proposed))
    assert cell.refusal(own) is None
    matter = asked(cell)
    cell.say("US", "shift_noted")
    assert duties(cell, matter, after_ms=99 * HOUR_MS) == [("US", "make_inspection", "running")]
    cell.charter = replace(cell.charter, inspections=None)
    assert cell.refusal(own) == ("inspections.no_inspections", "II-1")


def test_each_side_answers_the_report_and_what_kept_from_it() -> None:
    """Agrees, disputes or comments, by others than the author, about a report of this matter."""
    cell = Cell()
    matter = asked(cell)
    kept = cell.say("US", "movement_restricted", matter=matter, **restriction(of=matter.id))
    cell.reads()
    assert cell.state(matter).name == "restricted"
    made = inspected(cell, matter)
    words = {"text": "EXERCISE. It was closed for demining.", "lang": "en"}
    said(cell, "IL", "inspection_answered", matter, of=kept.id, how="disputes", **words)
    said(cell, "SY", "inspection_answered", matter, of=made.id, how="agrees", **words)
    state = cell.state(matter)
    answer = state.answer("IL", of=kept.id)
    assert answer is not None and answer.how == "disputes" and state.answer("SY", of=kept.id) is None
    own = said(cell, "US", "inspection_answered", matter, of=made.id, how="agrees", **words)
    assert cell.refusal(own) == ("inspections.own_report", "II-6")
    unknown = said(cell, "IL", "inspection_answered", matter, of=matter.id, how="agrees", **words)
    assert cell.refusal(unknown) == ("inspections.report_unknown", "II-6")


def test_a_second_request_and_another_verifier_have_matters_of_their_own() -> None:
    """A matter has one request, and the verifier that was asked answers it."""
    cell = Cell(charter=charter("paris-2026.yaml"))
    assert cell.charter.inspections is not None
    cell.charter = replace(cell.charter, inspections=replace(cell.charter.inspections, verifiers=("US", "IL")))
    matter = asked(cell)
    second = cell.say("SY", "verification_requested", matter=matter, **request())
    assert cell.refusal(second) == ("matter_opened_already", "M-4")
    other = inspected(cell, matter, "IL")
    assert cell.refusal(other) == ("inspections.other_verifier", "II-3")


def test_a_lapse_is_cited_once_it_was_due() -> None:
    """Of the duty of this matter, once a level."""
    cell = Cell()
    matter = asked(cell)
    cited = {"duty": f"{matter.id}:make_inspection:US", "due_at_ms": START_MS, "level": 1}
    ahead = said(cell, "SY", "inspection_lapse_cited", matter, **{**cited, "due_at_ms": cell.now_ms + 10**9})
    assert cell.refusal(ahead) == ("inspections.lapse_not_yet", "II-8")
    strange = said(cell, "SY", "inspection_lapse_cited", matter, **{**cited, "duty": f"{matter.id}:explain:US"})
    assert cell.refusal(strange) == ("inspections.lapse_duty_unknown", "II-8")
    said(cell, "SY", "inspection_lapse_cited", matter, **cited)
    assert len(cell.state(matter).lapses) == 1
    again = said(cell, "SY", "inspection_lapse_cited", matter, **cited)
    assert cell.refusal(again) == ("inspections.lapse_cited_before", "II-8")


def test_both_sides_at_once_over_a_cut_line_give_one_state() -> None:
    """The asker withdraws while the verifier inspects and a party answers a restriction: every order folds alike."""
    cell = Cell()
    matter = asked(cell)
    kept = cell.say("US", "movement_restricted", matter=matter, **restriction(of=matter.id))
    cell.reads()
    cell.say("US", "inspection_made", matter=matter, **report(of=matter.id))
    cell.say("SY", "verification_withdrawn", matter=matter, of=matter.id, why="EXERCISE. Settled")
    cell.say("IL", "inspection_answered", matter=matter, of=kept.id, how="comments", text="EXERCISE.", lang="en")
    state = folded_alike(cell, matter.id).state
    assert state.name == "inspected" and state.withdrawal is not None and len(state.answers) == 1
    assert state.as_json()["name"] == "inspected" and state.as_json()["zones"] == [ZONE, WEST]


def test_a_slot_of_the_calendar_is_met_by_an_inspection_that_ended_within_it() -> None:
    """By who owes it, of its area; told late it was done late; one before or after does not count."""
    cell = Cell()
    slots = list(inspection_slots(cell.charter, from_ms=0, until_ms=DAY_MS * 20_850, since_ms=0))
    slot = next(each for each in slots if each.area.zone == WEST and each.number == 1)
    inside_s = slot.begins_ms // 1000 + 3600
    cell.now_ms = slot.due_ms - DAY_MS
    made = inspected(cell, from_s=inside_s, until_s=inside_s + 60)
    visits = cell.state(made).visits

    def state(now_ms: int, *, of: tuple[Any, ...] = visits) -> str | None:
        found = slot_duty(slot, of, charter=cell.charter, now_ms=now_ms)
        return found.state if found is not None else None

    assert state(slot.due_ms + 1) == "done"
    late = tuple(replace(each, at_ms=slot.due_ms + 1) for each in visits)
    assert state(slot.due_ms + 2, of=late) == "done_late"
    for changes in ({"until_s": slot.begins_ms // 1000 - 1}, {"until_s": slot.due_ms // 1000}, {"zones": [ZONE]}):
        others = tuple(replace(each, terms={**each.terms, **changes}) for each in visits)
        assert state(slot.due_ms - 1, of=others) == "running" and state(slot.due_ms + 1, of=others) == "lapsed"
    foreign = tuple(replace(each, member="SY") for each in visits)
    assert state(slot.due_ms + 1, of=foreign) == "lapsed"


def test_a_missed_slot_stays_missed_whenever_it_is_asked_about() -> None:
    """A node that was down finds it lapsed as of its end; after the next slot it has ceased, and was never done."""
    rules = charter()
    slot = next(inspection_slots(rules, from_ms=0, until_ms=DAY_MS * 20_850, since_ms=0))
    for now_ms, state in ((slot.due_ms, "running"), (slot.due_ms + 1, "lapsed"), (slot.due_ms + 14 * DAY_MS, "lapsed"),
                          (slot.due_ms + 15 * DAY_MS, "ceased"), (slot.due_ms + 999 * DAY_MS, "ceased")):  # fmt: skip
        found = slot_duty(slot, (), charter=rules, now_ms=now_ms)
        assert found is not None and (found.state, found.due_at_ms) == (state, slot.due_ms)
        assert found.owed_to == ("SY", "IL") and found.clause == "IID-2" and found.owed_by in ALL

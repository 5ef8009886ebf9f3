"""Incidents and inspections under random courses: whatever came first, and whoever had read what, all end alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.matters.entry import Entry
from parley.tracks.incidents.entries import HOW_LINKED, INCIDENT_KINDS
from parley.tracks.incidents.finding_entries import OUTCOMES
from parley.tracks.incidents.incident_state import IncidentState
from parley.tracks.incidents.inspection_duties import inspection_duties
from parley.tracks.incidents.inspection_entries import INSPECTION_KINDS
from parley.tracks.incidents.inspection_state import InspectionState
from tests.tracks.arriving import arrived
from tests.tracks.deconfliction.test_overlaps_converging import known_by
from tests.tracks.hotline.cell import ALL, Cell
from tests.tracks.incidents.inspections import asked, report, restriction
from tests.tracks.incidents.reports import account, piece, reported
from tests.tracks.incidents.test_findings import ARTICLE, RULE, finding

WORDS = {"text": "EXERCISE.", "lang": "en"}
QUESTIONS = tuple(OUTCOMES)
STEPS = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(ALL), st.integers(0, 400)), min_size=5, max_size=22)

# What a member says by what it has read, `more` choosing among what there is; None where there is nothing to say it of.
Say = Callable[[Any, str, int], dict[str, Any] | None]


def _one(entries: list[str], more: int, **content: Any) -> dict[str, Any] | None:
    return {"of": entries[more % len(entries)], **content} if entries else None


def _findings(state: IncidentState) -> list[str]:
    return [each.entry for each in state.found.findings]


def _answer(more: int) -> dict[str, Any]:
    question = QUESTIONS[more % 3]
    outcome = OUTCOMES[question][more % len(OUTCOMES[question])]
    members = {"party_named": ["IL"], "attributed_jointly": ["IL", "SY"]}.get(outcome)
    provisions = [RULE if more % 2 else ARTICLE] if question == "compliance" else None
    return finding(question, outcome, members=members, provisions=provisions)


def _found(state: IncidentState, member: str, more: int) -> dict[str, Any]:
    own = [each.entry for each in state.found.findings if each.member == member]
    rows = (state.versions, state.handed, state.explanations, state.found.findings)
    considered = sorted(each.entry for row in rows for each in row)
    assert all(map(state.may_rest_on, considered))
    replaces = {"replaces": own[more % len(own)]} if own and more % 3 == 0 else {}
    return {**_answer(more), "considered": considered[: 1 + more % len(considered)], **replaces}


def _withdrawn(state: IncidentState, member: str, more: int) -> dict[str, Any] | None:
    own = state.account(member)
    return None if own is None else {"of": own.entry, "why": "EXERCISE. Mistaken"}


def _corrected(state: IncidentState, member: str, more: int) -> dict[str, Any] | None:
    own = state.account(member)
    return None if own is None else account(of=own.entry, why="EXERCISE. The hour", subject=f"EXERCISE {more % 3}")


def _asked(state: IncidentState, member: str, more: int) -> dict[str, Any]:
    return {"of": state.versions[more % len(state.versions)].entry, "asked": ALL[more % 3], **WORDS}


def _judged(state: IncidentState, member: str, more: int) -> dict[str, Any] | None:
    how = "accepted" if more % 2 else "insufficient"
    return _one([each.entry for each in state.explanations], more, how=how, **WORDS)


def _cites(state: IncidentState, member: str, more: int) -> dict[str, Any]:
    asked = [each.entry for each in state.requests] or [state.opening.id]
    duty = f"{asked[more % len(asked)]}:explain_incident:{ALL[more % 3]}"
    return {"duty": duty, "due_at_ms": state.opening.at_ms + more, "level": more % 2}


OTHER = "US/0"  # the report of another incident: the first entry of every course
OF_INCIDENTS: Mapping[str, Say] = {
    "incident_corrected": _corrected,
    "evidence_added": lambda state, member, more: {"evidence": [piece(1 + more % 3)], **WORDS},
    "explanation_requested": _asked,
    "explanation_given": lambda state, member, more: _one([each.entry for each in state.requests], more, **WORDS),
    "explanation_judged": _judged,
    "incidents_linked": lambda state, member, more: {"other": OTHER, "how": HOW_LINKED[more % 4], **WORDS},
    "incident_lapse_cited": _cites,
    "incident_countered": lambda state, member, more: account(of=state.versions[more % len(state.versions)].entry),
    "incident_withdrawn": _withdrawn,
    "finding_made": _found,
    "finding_withdrawn": lambda state, member, more: _one(_findings(state), more, why="EXERCISE. New evidence"),
    "finding_answered": lambda state, member, more: _one(_findings(state), more, how="disputes", **WORDS),
    "minority_stated": lambda state, member, more: _one(_findings(state), more, **_answer(more)),
    "measures_told": lambda state, member, more: {"what": ["training"], **WORDS},
}
OF_INSPECTIONS: Mapping[str, Say] = {
    "verification_withdrawn": lambda state, member, more: {"of": state.opening.id, "why": "EXERCISE. Settled"},
    "inspection_made": lambda state, member, more: report(of=state.opening.id if more % 2 else None),
    "movement_restricted": lambda state, member, more: restriction(how=("denied", "delayed")[more % 2]),
    "inspection_answered": lambda state, member, more: _one(
        [each.entry for each in (*state.visits, *state.restrictions)], more, how="agrees", **WORDS
    ),
    "inspection_lapse_cited": lambda state, member, more: {
        "duty": f"{state.opening.id}:make_inspection:US", "due_at_ms": state.opening.at_ms + more, "level": more % 2,
    },
}  # fmt: skip


def three_find() -> Cell:
    """Return a cell whose charter lets every member find on every question, so that findings meet."""
    cell = Cell()
    assert cell.charter.findings is not None
    cell.charter = replace(cell.charter, findings=replace(cell.charter.findings, by=dict.fromkeys(QUESTIONS, ALL)))
    return cell


def played(cell: Cell, matter: Entry, sayings: Mapping[str, Say], steps: list[tuple[int, str, int]]) -> None:
    """Play a course in which every member acts by what it has read; some of what it says is void."""
    # What is found comes more often, else hardly anything would build on it.
    often = {"finding_made", "inspection_made", "movement_restricted", "explanation_requested", "explanation_given"}
    kinds = [*sayings, *sorted(set(sayings) & often) * 3]
    for what, member, more in steps:
        state = known_by(cell, member).state(matter)
        if what >= len(kinds):
            cell.reads(member, of=ALL[more % 3])
        elif state is not None and (content := sayings[kinds[what]](state, member, more)) is not None:
            cell.say(member, kinds[what], matter=matter, **{**content, "role": "duty_officer"})
            if more % 2:
                cell.reads()


def assert_alike(cell: Cell, matter: Entry, data: Any) -> Any:
    """Fold the matter whole and entry by entry in random orders: one state, and no verdict that its own past flips."""
    whole = cell.folded_matter(matter.matter)
    own = [entry for entry in cell.entries if entry.matter == matter.matter]
    for _ in range(3):
        live = arrived(cell, data.draw(st.permutations(own)), matter.matter)
        assert (live.state, live.verdicts) == (whole.state, whole.verdicts)
    for entry in whole.entries:
        known = [each for each in cell.entries if entry.point.covers(each.point) or each.id == entry.id]
        assert Cell(charter=cell.charter, entries=known).verdict(entry) == whole.verdicts[entry.id]
    return whole.state


def test_every_kind_is_said_in_the_courses() -> None:
    """What is added to incidents and inspections is played here too; a report and a request open them."""
    assert set(OF_INCIDENTS) == set(INCIDENT_KINDS) - {"incident_reported"}
    assert set(OF_INSPECTIONS) == set(INSPECTION_KINDS) - {"verification_requested"}


@settings(max_examples=60, deadline=None)
@given(steps=STEPS, data=st.data())
def test_incidents_do_not_depend_on_the_order_of_arrival(steps: list[tuple[int, str, int]], data: Any) -> None:
    """Accounts, explanations and findings: made, replaced, answered and withdrawn beside each other."""
    cell = three_find()
    assert reported(cell, "US").id == OTHER
    matter = reported(cell)
    played(cell, matter, OF_INCIDENTS, steps)
    state = assert_alike(cell, matter, data)
    assert isinstance(state, IncidentState)
    # A finding says nothing of how the incident stands, and one that stands was neither replaced nor withdrawn.
    for question in QUESTIONS:
        gone = {each.of for each in state.found.withdrawals} | {
            each.of for each in state.found.findings if each.of != each.entry
        }
        assert gone.isdisjoint(each.entry for each in state.found.standing(question))


@settings(max_examples=60, deadline=None)
@given(steps=STEPS, data=st.data())
def test_inspections_do_not_depend_on_the_order_of_arrival(steps: list[tuple[int, str, int]], data: Any) -> None:
    """Made, kept from, answered and withdrawn by whoever; nothing is owed twice."""
    cell = Cell()
    matter = asked(cell)
    played(cell, matter, OF_INSPECTIONS, steps)
    state = assert_alike(cell, matter, data)
    assert isinstance(state, InspectionState)
    for hours in (1, 49, 500):
        now_ms = cell.now_ms + hours * 3_600_000
        duties = inspection_duties(state, charter=cell.charter, readings=cell, now_ms=now_ms)
        assert len({duty.id for duty in duties}) == len(duties) <= 1

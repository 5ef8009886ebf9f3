"""What is owed of a project at an instant: a function of its state, the charter, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| CMD-4 | decide on the project: each party but who opened it | the charter's hours, from its first reading |
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.commerce import CommerceTerms
from parley.charter.model import Charter
from parley.matters.duty import Course, Duty, Readings, due_after
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.matters.said import first_said
from parley.tracks.commerce.project_state import ProjectState
from parley.tracks.commerce.projects import DECIDE_DUTY


def project_duties(state: ProjectState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of a project, met or not, sorted by id; none where the charter says nothing of commerce."""
    terms = charter.commerce
    return () if terms is None else sorted_duties(_each(state, DutyClock(charter, readings, now_ms), terms))


def _each(state: ProjectState, clock: DutyClock, terms: CommerceTerms) -> Iterator[Duty | None]:
    opening, ended_ms = state.opening, min((each.at_ms for each in state.endings), default=None)
    for member in state.deciders:
        read = clock.read(opening.id, member)
        done = first_said(state.decisions, member=member, of={opening.id})
        course = Course(
            opening.at_ms, read, due_after(read, minutes=60 * terms.decision_hours), done.at_ms if done else None,
            ended_ms, done_by=done.entry if done else "",
        )  # fmt: skip
        yield clock.duty(
            course, entry=opening.id, opening=opening, owed_by=member, what=DECIDE_DUTY, clause="CMD-4"
        )

"""What is owed of a report at an instant: a function of its state, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| IRD-1 | acknowledge a retraction: every other reader | the charter's hours, from the first reading of it |
| IRD-2 | say what became of a tear-line of a retracted report: who gave it | the charter's hours, from the same |
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.information import InformationTerms
from parley.charter.model import Charter
from parley.matters.duty import Course, Duty, Readings, due_after
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.matters.said import Said
from parley.tracks.information.report_state import ReportState, Retraction
from parley.tracks.information.reports import ACKNOWLEDGE, FOLLOW

HOUR_MIN = 60


def report_duties(state: ReportState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of the report, met or not, sorted by id."""
    if state.retraction is None:
        return ()
    return sorted_duties(_of_retraction(state, state.retraction, DutyClock(charter, readings, now_ms)))


def _of_retraction(state: ReportState, retraction: Retraction, clock: DutyClock) -> Iterator[Duty | None]:
    terms = agreed_terms(clock.charter)
    for member in state.opening.others:
        done = next((each for each in state.acknowledged if each.member == member), None)
        course = hours_course(retraction, member, clock, hours=terms.retraction_hours if terms else None, done=done)
        yield clock.duty(
            course, entry=retraction.entry, opening=state.opening, owed_by=member, what=ACKNOWLEDGE, clause="IRD-1"
        )
    for tearline in state.tearlines:
        said = [each for each in state.followed if each.made == tearline.made]
        followed = min(said, key=lambda each: each.at_ms, default=None)
        # What was noted after the retraction is owed from its own note on: nothing was there to follow before.
        cause: Said = max(retraction, tearline, key=lambda each: (each.at_ms, each.entry))
        hours = terms.follow_hours if terms else None
        course = hours_course(cause, tearline.member, clock, hours=hours, done=followed)
        yield clock.duty(
            course, entry=tearline.entry, opening=state.opening, owed_by=tearline.member, what=FOLLOW, clause="IRD-2"
        )


def agreed_terms(charter: Charter) -> InformationTerms | None:
    """Return what the charter says of information exchange; None where nothing is agreed: then no clock runs."""
    terms = charter.information
    return terms if terms is not None and terms.provenance.judges else None


def hours_course(
    cause: Said, owed_by: str, clock: DutyClock, *, hours: int | None, done: Said | None, ended_ms: int | None = None
) -> Course:
    """Return a course whose clock runs so many hours from the owing member's first reading of `cause`."""
    read = clock.read(cause.entry, owed_by)
    due = due_after(read, minutes=None if hours is None else hours * HOUR_MIN)
    return Course(cause.at_ms, read, due, done.at_ms if done else None, ended_ms, done_by=done.entry if done else "")

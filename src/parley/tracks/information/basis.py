"""Which reports of a joint assessment were retracted since, and what each signer owes then (IRD-5). Pure.

| clause | owed | clock |
|---|---|---|
| IRD-5 | say whether one still holds to it: every signer | the charter's hours, from its reading of the retraction |

Nobody needs to say so in the assessment: the matters of its reports do, and whoever holds those hands them over. All
who read an assessment read the reports that it cites (M-7), and so all of them find the same. The clock does not begin
before the assessment is joint, nor before one's own signature.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from parley.charter.model import Charter
from parley.matters.duty import MINUTE_MS, Course, Duty, Readings
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.tracks.information.assessment_entries import REVIEW
from parley.tracks.information.assessment_state import AssessmentState
from parley.tracks.information.report_duties import HOUR_MIN, agreed_terms
from parley.tracks.information.report_state import ReportState, Retraction

HOUR_MS = HOUR_MIN * MINUTE_MS


@dataclass(frozen=True, slots=True)
class Fallen:
    """A report that an assessment rests on, and the word by which its author took it back."""

    report: str
    retraction: Retraction


def fallen(state: AssessmentState, *, state_of: Callable[[str], Any]) -> tuple[Fallen, ...]:
    """Return which of its reports were retracted, sorted by the retraction; `state_of` folds a matter by its id."""
    found = (state_of(each) for each in state.main.terms["reports"])
    gone = [Fallen(each.opening.id, each.retraction) for each in found if isinstance(each, ReportState) and
            each.retraction is not None]  # fmt: skip
    return tuple(sorted(gone, key=lambda each: each.retraction.entry))


def is_unreviewed(state: AssessmentState, gone: Sequence[Fallen]) -> bool:
    """Return whether a signer has still to say whether it holds to the assessment."""
    return state.is_joint and any(
        state.review_of(each.retraction.entry, code) is None for each in gone for code in state.signers
    )


def basis_duties(
    state: AssessmentState, gone: Sequence[Fallen], *, charter: Charter, readings: Readings, now_ms: int
) -> tuple[Duty, ...]:
    """Return that each signer says whether it still holds to it, of each report that was retracted, met or not."""
    clock = DutyClock(charter, readings, now_ms)
    return sorted_duties(_reviewing(state, gone, clock)) if state.is_joint else ()


def _reviewing(state: AssessmentState, gone: Sequence[Fallen], clock: DutyClock) -> Iterator[Duty | None]:
    terms = agreed_terms(clock.charter)
    for each in gone:
        for member in state.signers:
            cause, done = each.retraction, state.review_of(each.retraction.entry, member)
            since_ms = max(cause.at_ms, state.joint_for_ms(member))
            read = clock.read(cause.entry, member)
            due = None if read is None or terms is None else max(read.at_ms, since_ms) + terms.review_hours * HOUR_MS
            course = Course(since_ms, read, due, done.at_ms if done else None, done_by=done.entry if done else "")
            yield clock.duty(
                course, entry=cause.entry, opening=state.opening, owed_by=member, what=REVIEW, clause="IRD-5"
            )

"""The hours of the charter for talks, and what is owed of what is to be signed, in any matter of talks. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from parley.matters.duty import Course, Duty, ReadAt, due_after
from parley.matters.duty_clock import DutyClock
from parley.matters.said import Opening
from parley.matters.signing import Signing

HOUR_MIN, HOUR_MS = 60, 3_600_000


def hours(clock: DutyClock, name: str) -> int | None:
    """Return the hours of this name; None where no agreed hours run."""
    terms = clock.charter.talks
    return int(getattr(terms, name)) if terms is not None and terms.provenance.judges else None


def due_within(clock: DutyClock, name: str, read: ReadAt | None) -> int | None:
    """Return when the hours of this name are over, from a reading; None where no clock runs."""
    number = hours(clock, name)
    return due_after(read, minutes=None if number is None else number * HOUR_MIN)


def signing_duties(
    instrument: Signing, opening: Opening, clock: DutyClock, *, what: str, ended_ms: int | None
) -> Iterator[Duty | None]:
    """Yield for each who is to sign that it signs or declines (TAD-4)."""
    gone = instrument.withdrawn.at_ms if instrument.withdrawn is not None else None
    ended = min((each for each in (gone, ended_ms) if each is not None), default=None)
    for member in instrument.needed:
        read = clock.read(instrument.entry, member)
        said = ((each.at_ms, each.entry) for each in (instrument.signature(member), instrument.refusal(member)) if each)
        done_ms, done_by = min(said, default=(None, ""))
        due = due_within(clock, "sign_hours", read)
        course = Course(instrument.at_ms, read, due, done_ms, ended, done_by=done_by)
        yield clock.duty(course, entry=instrument.entry, opening=opening, owed_by=member, what=what, clause="TAD-4")

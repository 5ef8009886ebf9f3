"""What is owed of a negotiating text at an instant: a function of its state, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| TXD-1 | consent to a version or say otherwise: each party but its author | `consent_hours`, from the first reading |
| TXD-2 | agree to a freeze or decline: each party but its proposer | `consent_hours`, from the first reading |
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.model import Charter
from parley.matters.duty import Course, Duty, ReadAt, Readings, due_after
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.matters.said import Said
from parley.tracks.talks.text_rules import CONSENT, FREEZE_DUTY
from parley.tracks.talks.text_state import Freeze, Paragraph, TextState, Version


def text_duties(state: TextState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of a text, met or not, sorted by id."""
    clock = DutyClock(charter, readings, now_ms)
    found = [duty for each in state.in_order() for v in each.versions for duty in _consent(state, each, v, clock)]
    found += [duty for each in state.freezes for duty in _freeze(state, each, clock)]
    return sorted_duties(found)


def hours_due(clock: DutyClock, name: str, read: ReadAt | None) -> int | None:
    """Return when the hours of the charter's section `talks` are over; None where it has none that is agreed."""
    terms = clock.charter.talks
    hours = getattr(terms, name) if terms is not None and terms.provenance.judges else None
    return None if hours is None else due_after(read, minutes=hours * 60)


def _over_ms(state: TextState) -> int | None:
    """Return when nothing of this text was owed any more."""
    ends = [state.frozen_s * 1000] if state.frozen_s is not None else []
    ends += [state.given_up.at_ms] if state.given_up is not None else []
    return min(ends, default=None)


def _consent(state: TextState, paragraph: Paragraph, version: Version, clock: DutyClock) -> Iterator[Duty | None]:
    newer = min((v.at_ms for v in paragraph.versions if version.entry in v.replaces), default=None)
    ended = min([each for each in (newer, _over_ms(state)) if each is not None], default=None)
    for member in state.parties:
        if member == version.member:
            continue
        read = clock.read(version.entry, member)
        done = _answer(paragraph, version, member)
        course = Course(
            version.at_ms, read, hours_due(clock, "consent_hours", read), done.at_ms if done else None, ended,
            done_by=done.entry if done else "",
        )  # fmt: skip
        yield clock.duty(
            course, entry=version.entry, opening=state.opening, owed_by=member, what=CONSENT, clause="TXD-1"
        )


def _answer(paragraph: Paragraph, version: Version, member: str) -> Said | None:
    """Return what a party said first of a version: consent, a reservation since, or words of its own in its place."""
    said: list[Said] = [each for each in paragraph.consents if (each.member, each.version) == (member, version.entry)]
    said += [each for each in paragraph.reservations if each.member == member and not each.lifted]
    said += [each for each in paragraph.versions if each.member == member and version.entry in each.replaces]
    return min(said, key=lambda each: (max(each.at_ms, version.at_ms), each.entry), default=None)


def _freeze(state: TextState, freeze: Freeze, clock: DutyClock) -> Iterator[Duty | None]:
    against = [each.at_ms for each in state.words if each.digest == freeze.digest and not each.agrees]
    ended = min([*against, *([over] if (over := _over_ms(state)) is not None else [])], default=None)
    for member in state.parties:
        said = state.word_on(member, freeze.digest)
        if member == freeze.member or (said is not None and said.entry in {each.entry for each in state.freezes}):
            continue
        read = clock.read(freeze.entry, member)
        course = Course(
            freeze.at_ms, read, hours_due(clock, "consent_hours", read), said.at_ms if said else None, ended,
            done_by=said.entry if said else "",
        )  # fmt: skip
        yield clock.duty(
            course, entry=freeze.entry, opening=state.opening, owed_by=member, what=FREEZE_DUTY, clause="TXD-2"
        )

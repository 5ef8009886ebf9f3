"""What figures are counted from: how a duty went, a message as it was sent, a notice as it was given. Pure.

None of it knows the hour: what a duty came to is asked with the instant as an argument.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from parley.matters.duty import Duty

IN_TIME, LATE, UNMET = "in_time", "late", "unmet"


@dataclass(frozen=True, slots=True)
class Fact:
    """How a duty went, with the track, precedence and addressees of its matter; `matter` is empty for a missed slot.

    `done_by` is the entry that met it, empty where it is not one alone.
    """

    id: str
    matter: str
    track: str
    precedence: str
    to: tuple[str, ...]
    entry: str
    owed_by: str
    what: str
    clause: str
    sent_ms: int
    read_ms: int | None
    due_ms: int | None
    done_ms: int | None
    done_by: str
    ended_ms: int | None

    def outcome(self, *, now_ms: int) -> str | None:
        """Return in_time, late or unmet; None while it runs, or where the need for it ended before it was due."""
        if self.done_ms is not None:
            return IN_TIME if self.due_ms is None or self.done_ms <= self.due_ms else LATE
        if self.due_ms is None or self.due_ms >= now_ms:
            return None
        return UNMET if self.ended_ms is None or self.due_ms < self.ended_ms else None

    @property
    def decided_ms(self) -> int | None:
        """Return in which instant it counts: when it was met, or when it was due where it was not met by then."""
        return min((each for each in (self.due_ms, self.done_ms) if each is not None), default=None)

    @property
    def took_ms(self) -> int | None:
        """Return how long it took from the first reading; None where it was not met, or never shown as read."""
        return None if self.read_ms is None or self.done_ms is None else max(0, self.done_ms - self.read_ms)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as it was sent: which fixed phrase it is, if any, and whether a reason for its haste was given."""

    entry: str
    member: str
    to: tuple[str, ...]
    at_ms: int
    precedence: str
    template: str
    is_reasoned: bool


@dataclass(frozen=True, slots=True)
class Given:
    """A version of a notice as it was given: by how many minutes it came short of what its class asks, and from when
    the activity is planned."""

    entry: str
    matter: str
    member: str
    to: tuple[str, ...]
    at_ms: int
    short_by_min: int
    begins_ms: int


@dataclass(frozen=True, slots=True)
class Reckoned:
    """All that figures count of one matter."""

    facts: tuple[Fact, ...] = ()
    sent: tuple[Sent, ...] = ()
    given: tuple[Given, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it in plain values."""
        return {name: [_plain(each) for each in getattr(self, name)] for name in ("facts", "sent", "given")}

    @staticmethod
    def from_json(told: dict[str, Any]) -> Reckoned:
        """Return what `as_json` gave."""
        return Reckoned(
            tuple(Fact(**_named(Fact, row)) for row in told["facts"]),
            tuple(Sent(**_named(Sent, row)) for row in told["sent"]),
            tuple(Given(**_named(Given, row)) for row in told["given"]),
        )


def _plain(told: Fact | Sent | Given) -> list[Any]:
    return [getattr(told, each.name) for each in fields(told)]


def _named(kind: type[Fact | Sent | Given], row: list[Any]) -> dict[str, Any]:
    named = {each.name: value for each, value in zip(fields(kind), row, strict=True)}
    return {**named, "to": tuple(named["to"])}


def fact_of(duty: Duty, *, track: str, precedence: str, to: tuple[str, ...]) -> Fact | None:
    """Return how a duty went; None for one that tells nothing of its course."""
    course = duty.course
    if course is None:
        return None
    return Fact(
        duty.id, duty.matter, track, precedence, to, duty.entry, duty.owed_by, duty.what, duty.clause, course.sent_ms,
        course.read.at_ms if course.read is not None else None, course.due_at_ms, course.done_ms, course.done_by,
        course.ended_ms,
    )  # fmt: skip

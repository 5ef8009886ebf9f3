"""The plan of an instrument: its events and steps, read from terms that passed their form. Pure.

`terms` are those of `commitment_proposed` (docs/commitments.md): `events` and `obligations`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from parley.tracks.commitments.timetable.days import Offset
from parley.tracks.commitments.timetable.term import (
    DAY_D,
    Deadline,
    Term,
    parse_deadline,
    parse_length,
    parse_term,
)

# A recurring obligation is told at most so often; one that would recur more often is refused where it can be reckoned.
MOST_OCCURRENCES = 400


@dataclass(frozen=True, slots=True)
class Event:
    """A named moment: on a day that the terms name, or when its verifier certifies that it is there."""

    id: str
    what: str
    on: Term | None
    verifier: str | None


@dataclass(frozen=True, slots=True)
class Recurring:
    """How often: each `every` after `first`, up to `until` and not beyond."""

    every: Offset
    first: Term
    until: Term


@dataclass(frozen=True, slots=True)
class Step:
    """One obligation: who owes what to whom, by when, after what, together with what, and who verifies it.

    `entry` is the entry whose terms these are. Without a verifier all to whom it is owed certify it (CO-6).
    """

    id: str
    what: str
    who: str
    to: tuple[str, ...]
    entry: str
    deadline: Deadline | None
    after: tuple[str, ...]
    coupled: tuple[str, ...]
    recurring: Recurring | None
    verifier: str | None
    terms: Mapping[str, Any]

    @property
    def verifiers(self) -> tuple[str, ...]:
        """Return who certifies it: the verifier, or else each to whom it is owed."""
        return (self.verifier,) if self.verifier is not None else self.to

    @property
    def anchors(self) -> tuple[str, ...]:
        """Return every name from which its dates are counted."""
        found = list(self.deadline.anchors) if self.deadline is not None else []
        if self.recurring is not None:
            found += [each.anchor for each in (self.recurring.first, self.recurring.until) if each.anchor is not None]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Plan:
    """Events and steps by id, in the order of the terms; days are counted in this offset from UTC."""

    events: Mapping[str, Event]
    steps: Mapping[str, Step]
    offset_minutes: int = 0

    @property
    def names_day_d(self) -> bool:
        """Return whether D is an event of its own; else it is the entry into force."""
        return DAY_D in self.events

    def knows(self, name: str) -> bool:
        """Return whether this is D, an event or a step."""
        return name == DAY_D or name in self.events or name in self.steps


def plan_of(terms: Mapping[str, Any], *, entry: str) -> Plan:
    """Return the plan that sound terms say."""
    events = [_event(each) for each in terms.get("events") or ()]
    steps = [_step(each, entry=entry) for each in terms.get("obligations") or ()]
    return Plan(
        {each.id: each for each in events},
        {each.id: each for each in steps},
        int(terms.get("offset_minutes") or 0),
    )


def amended(plan: Plan, terms: Mapping[str, Any], *, entry: str) -> Plan:
    """Return a plan in which the events and steps that an amendment names stand in place of those of the same id."""
    new = plan_of(terms, entry=entry)
    gone = set(terms.get("dropped") or ())
    return Plan(
        _kept(plan.events, new.events, gone),
        _kept(plan.steps, new.steps, gone),
        plan.offset_minutes,
    )


def _kept(before: Mapping[str, Any], new: Mapping[str, Any], gone: Iterable[str]) -> dict[str, Any]:
    return {name: one for name, one in {**before, **new}.items() if name not in gone}


def _event(terms: Mapping[str, Any]) -> Event:
    on = terms.get("on")
    return Event(terms["id"], terms["what"], parse_term(on) if on else None, terms.get("verifier"))


def _step(terms: Mapping[str, Any], *, entry: str) -> Step:
    by, again = terms.get("by"), terms.get("recurring")
    return Step(
        terms["id"],
        terms["what"],
        terms["who"],
        tuple(terms["to"]),
        entry,
        parse_deadline(by) if by else None,
        tuple(terms.get("after") or ()),
        tuple(terms.get("with") or ()),
        Recurring(parse_length(again["every"]), parse_term(again["from"]), parse_term(again["until"]))
        if again
        else None,
        terms.get("verifier"),
        terms,
    )

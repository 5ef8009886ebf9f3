"""What is said within a matter of any track, as folds keep it: how it began, and one small value an entry. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from parley.matters.entry import Entry, entry_number
from parley.matters.sayings import Sayings, sayings

# So many things said are kept as a plain tuple.
SHORT = 64


@dataclass(frozen=True, slots=True)
class Opening:
    """How a matter began: its id, who opened it, to whom, when by the author's clock, in which role."""

    id: str
    member: str
    to: tuple[str, ...]
    at_ms: int
    role: str | None

    @property
    def others(self) -> tuple[str, ...]:
        """Return the addressees other than the author."""
        return tuple(member for member in self.to if member != self.member)

    def as_json(self) -> dict[str, Any]:
        """Return the opening's share of a state's JSON."""
        return {"id": self.id, "opened_by": self.member, "to": list(self.to), "at_ms": self.at_ms, "role": self.role}


def opening_of(entry: Entry) -> Opening:
    """Return how the matter opened by `entry` began."""
    return Opening(entry.id, entry.member, entry.to, entry.point.at_ms, entry.content.get("role"))


@dataclass(frozen=True, slots=True)
class Said:
    """What every entry of a matter has: id, author, role, time; `of` is the wording that its author had read."""

    entry: str
    member: str
    role: str | None
    at_ms: int
    of: str


def said_of(entry: Entry, *, of: str) -> dict[str, Any]:
    """Return the fields of a `Said` that every entry fills; `of` is the wording that its author had read."""
    role = entry.content.get("role")
    return {"entry": entry.id, "member": entry.member, "role": role, "at_ms": entry.point.at_ms, "of": of}


_S = TypeVar("_S", bound=Said)


def newest(said: Sequence[_S], *, member: str, of: str | None) -> _S | None:
    """Return what this member said last, of the wording `of` or, for None, of any."""
    if not said:
        return None
    if isinstance(said, Sayings):
        return said.newest(member, of)
    return next((each for each in said_by(said, member) if of in (None, each.of)), None)


def first_said(said: Iterable[_S], *, member: str, of: Container[str]) -> _S | None:
    """Return what this member said first, by its clock, of one of the wordings `of`."""
    if isinstance(said, Sayings):
        said = sorted(said.firsts(member), key=_place)
    return min((s for s in said if s.member == member and s.of in of), key=lambda s: s.at_ms, default=None)


def placed(said: tuple[_S, ...], new: _S) -> tuple[_S, ...]:
    """Return `said` with one more, sorted by log and number, so that the order of arrival leaves no trace."""
    if not said or _place(said[-1]) < _place(new):
        return (*said, new)
    at = bisect_right(said, _place(new), key=_place)
    return (*said[:at], new, *said[at:])


def added(said: Sequence[_S], new: _S) -> Sequence[_S]:
    """Return the same as `placed`, for what may become very much: it is not copied for each that is added."""
    if isinstance(said, Sayings):
        return said.with_one(new)
    return placed(tuple(said), new) if len(said) < SHORT else sayings(said).with_one(new)


def said_by(said: Sequence[_S], member: str) -> Iterator[_S]:
    """Yield what this member said, what it said last first."""
    if isinstance(said, Sayings):
        return said.newest_first(member)
    return (each for each in reversed(said) if each.member == member)


def said_in(said: Sequence[_S], entries: Collection[str]) -> Sequence[_S]:
    """Return what these entries said, where they said something here."""
    if isinstance(said, Sayings):
        return said.among(entries)
    return [each for each in said if each.entry in entries]


def _place(said: Said) -> tuple[str, int]:
    return entry_number(said.entry)

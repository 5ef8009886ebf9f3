"""What is said within a matter of any track, as folds keep it: how it began, and one small value an entry. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol, TypeVar

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

    @property
    def about(self) -> Hashable:
        """Return by what it is found again among very many: the same for all that is asked for together."""
        return self.of


def said_of(entry: Entry, *, of: str) -> dict[str, Any]:
    """Return the fields of a `Said` that every entry fills; `of` is the wording that its author had read."""
    role = entry.content.get("role")
    return {"entry": entry.id, "member": entry.member, "role": role, "at_ms": entry.point.at_ms, "of": of}


class _Placed(Protocol):
    """What is kept in the order of `placed`, whatever more it says."""

    @property
    def entry(self) -> str: ...
    @property
    def member(self) -> str: ...
    @property
    def at_ms(self) -> int: ...
    @property
    def about(self) -> Hashable: ...


_S = TypeVar("_S", bound=_Placed)


def newest(said: Sequence[_S], *, member: str, of: Hashable | None) -> _S | None:
    """Return what this member said last about `of`, of any thing for None."""
    if not said:
        return None
    if isinstance(said, Sayings):
        return said.newest(member, of)
    return next((each for each in said_by(said, member) if of in (None, each.about)), None)


def last_about(said: Sequence[_S], about: Hashable) -> _S | None:
    """Return the last that was said about one thing, in the order of logs and numbers."""
    if isinstance(said, Sayings):
        return next(said.all_about(about), None)
    return next((each for each in reversed(said) if each.about == about), None)


def all_about(said: Sequence[_S], about: Hashable) -> tuple[_S, ...]:
    """Return all that was said about one thing, in the order of logs and numbers."""
    if isinstance(said, Sayings):
        return tuple(said.all_about(about))[::-1]
    return tuple([each for each in said if each.about == about])


def said_in_entry(said: Sequence[_S], entry: str) -> _S | None:
    """Return what this entry said, None where it said nothing here."""
    if isinstance(said, Sayings):
        if not entry.rpartition("/")[2].isdecimal():
            return None
        found = next(iter(said.among((entry,))), None)
        return found if found is not None and found.entry == entry else None
    return next((each for each in said if each.entry == entry), None)


class EntriesOf:
    """The entries that said these things, one of which is looked for without putting all together."""

    __slots__ = ("_opening", "_rows")

    def __init__(self, *rows: Sequence[Any], opening: str = "") -> None:
        """Hold rows of what was said, each in the order of `placed`, and the entry that opened the matter, if any."""
        self._rows, self._opening = rows, opening

    def __contains__(self, entry: object) -> bool:
        """Return whether this entry said one of these things."""
        if not isinstance(entry, str) or not entry:
            return False
        return entry == self._opening or any(said_in_entry(row, entry) is not None for row in self._rows)

    def __iter__(self) -> Iterator[str]:
        """Yield the entries, row by row."""
        return chain([self._opening] if self._opening else [], (each.entry for row in self._rows for each in row))


def members_of(said: Sequence[_S]) -> frozenset[str]:
    """Return who said anything."""
    return said.members if isinstance(said, Sayings) else frozenset([each.member for each in said])


def count_of(said: Sequence[_S], member: str) -> int:
    """Return how many things this member said."""
    return said.count_of(member) if isinstance(said, Sayings) else sum(each.member == member for each in said)


def first_said(said: Iterable[_S], *, member: str, of: Iterable[Hashable]) -> _S | None:
    """Return what this member said first, by its clock, about one of `of`."""
    among = frozenset(of)
    found = sorted(said.firsts(member, among), key=_place) if isinstance(said, Sayings) else said
    return min((s for s in found if s.member == member and s.about in among), key=lambda s: s.at_ms, default=None)


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


def renewed(said: Sequence[_S], new: _S) -> Sequence[_S]:
    """Return the same with what one entry said as it stands now; that it said something here is known."""
    if isinstance(said, Sayings):
        return said.with_renewed(new)
    return tuple([new if each.entry == new.entry else each for each in said])


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


def _place(said: _Placed) -> tuple[str, int]:
    return entry_number(said.entry)

"""Very many things said in one matter, in the order of `placed`, to which one more is added without copying them. Pure.

A tuple of ten thousand is copied for each that is added. This is a value like a tuple, and shares what it holds with
the one that it came from.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Generic, Protocol, TypeVar, overload

from parley.matters.entry import entry_number
from parley.matters.layered import Layered


class _Said(Protocol):
    @property
    def entry(self) -> str: ...
    @property
    def member(self) -> str: ...
    @property
    def at_ms(self) -> int: ...
    @property
    def about(self) -> Hashable: ...


_S = TypeVar("_S", bound=_Said)
PIECE = 32


class _About(Generic[_S]):
    """What was said in one log about one thing: the last of it, what was said before, and the first by the clock."""

    __slots__ = ("before", "first", "last")

    def __init__(self, last: _S, before: _About[_S] | None) -> None:
        self.last, self.before = last, before
        self.first: _S = last if before is None or last.at_ms < before.first.at_ms else before.first

    def back(self) -> Iterator[_S]:
        at: _About[_S] | None = self
        while at is not None:
            yield at.last
            at = at.before


class _OfLog(Generic[_S]):
    """What was said in one log, by number: full pieces, and the last that is not full. It holds at least one."""

    __slots__ = ("about", "last", "name", "pieces", "top")

    def __init__(
        self, name: str, top: int, pieces: tuple[tuple[_S, ...], ...], last: tuple[_S, ...],
        about: Layered[Hashable, _About[_S]],
    ) -> None:  # fmt: skip
        self.name, self.top, self.pieces, self.last, self.about = name, top, pieces, last, about

    def __len__(self) -> int:
        return len(self.pieces) * PIECE + len(self.last)

    def rows(self) -> Iterator[tuple[_S, ...]]:
        yield from self.pieces
        yield self.last

    def rows_back(self) -> Iterator[Iterator[_S]]:
        yield reversed(self.last)
        yield from map(reversed, reversed(self.pieces))

    def with_one(self, new: _S, number: int) -> _OfLog[_S]:
        if number > self.top:
            name = new.about
            about = self.about.with_one(name, _About(new, self.about.get(name)))
            if len(self.last) < PIECE:
                return _OfLog(self.name, number, self.pieces, (*self.last, new), about)
            return _OfLog(self.name, number, (*self.pieces, self.last), (new,), about)
        return _of_log(self.name, sorted((*chain.from_iterable(self.rows()), new), key=_number))

    def at(self, number: int) -> _S | None:
        """Return what this log's entry of this number said, None where it said nothing here."""
        if number > self.top:
            return None
        at = self._piece_of(number)
        row = self.pieces[at] if at < len(self.pieces) else self.last
        return next((each for each in row if _number(each) == number), None)

    def with_renewed(self, new: _S, number: int) -> _OfLog[_S]:
        """Return the same with what the entry of this number said in another state, about the same thing."""
        at = self._piece_of(number)
        cell: _About[_S] | None = None
        known = self.about.get(new.about)
        for each in reversed(list(known.back()) if known is not None else []):
            cell = _About(new if each.entry == new.entry else each, cell)
        assert cell is not None  # it is held
        about = self.about.with_one(new.about, cell)
        pieces, last = self.pieces, self.last
        if at < len(pieces):
            pieces = (*pieces[:at], _renewed(pieces[at], new), *pieces[at + 1 :])
        else:
            last = _renewed(last, new)
        return _OfLog(self.name, self.top, pieces, last, about)

    def _piece_of(self, number: int) -> int:
        low, high = 0, len(self.pieces)
        while low < high:
            middle = (low + high) // 2
            if _number(self.pieces[middle][-1]) < number:
                low = middle + 1
            else:
                high = middle
        return low


class Sayings(Sequence[_S]):
    """Things said, sorted by log and number; equal to any sequence that holds the same."""

    __slots__ = ("_count", "_logs")

    def __init__(self, logs: tuple[_OfLog[_S], ...], count: int) -> None:
        """Hold what `sayings` or `with_one` put together."""
        self._logs, self._count = logs, count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[_S]:
        return chain.from_iterable(chain.from_iterable(each.rows() for each in self._logs))

    def __reversed__(self) -> Iterator[_S]:
        return chain.from_iterable(chain.from_iterable(each.rows_back() for each in reversed(self._logs)))

    @overload
    def __getitem__(self, at: int) -> _S: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[_S, ...]: ...
    def __getitem__(self, at: int | slice) -> _S | tuple[_S, ...]:
        if at == -1:
            return self._logs[-1].last[-1]
        if at == 0:
            return next(iter(self))
        return tuple(self)[at]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sayings | tuple):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Sayings({tuple(self)!r})"

    def with_one(self, new: _S) -> Sayings[_S]:
        """Return these with one more."""
        name, number = entry_number(new.entry)
        logs = self._logs
        for at, each in enumerate(logs):
            if each.name == name:
                return Sayings((*logs[:at], each.with_one(new, number), *logs[at + 1 :]), self._count + 1)
        made = _of_log(name, (new,))
        return Sayings(tuple(sorted((*logs, made), key=lambda each: each.name)), self._count + 1)

    def with_renewed(self, new: _S) -> Sayings[_S]:
        """Return these with what one entry said as it stands now."""
        name, number = entry_number(new.entry)
        logs = (each.with_renewed(new, number) if each.name == name else each for each in self._logs)
        return Sayings(tuple(logs), self._count)

    @property
    def members(self) -> frozenset[str]:
        """Return who said anything. One log is one member's alone."""
        return frozenset(each.last[-1].member for each in self._logs)

    def count_of(self, member: str) -> int:
        """Return how many things this member said."""
        return sum(map(len, self._of_member(member)))

    def newest_first(self, member: str) -> Iterator[_S]:
        """Yield what this member said, what it said last first."""
        own = reversed(self._of_member(member))
        return chain.from_iterable(chain.from_iterable(each.rows_back() for each in own))

    def newest(self, member: str, about: Hashable | None) -> _S | None:
        """Return what this member said last about one thing or, for None, about any."""
        for log in reversed(self._logs):
            if log.last[-1].member != member:
                continue
            if about is None:
                return log.last[-1]
            found = log.about.get(about)
            if found is not None:
                return found.last
        return None

    def firsts(self, member: str, about: Iterable[Hashable]) -> Iterator[_S]:
        """Yield of each log of a member, about each of these, what was said first by the author's clock."""
        found = (log.about.get(name) for log in self._of_member(member) for name in about)
        return (each.first for each in found if each is not None)

    def all_about(self, about: Hashable) -> Iterator[_S]:
        """Yield what was said about one thing, the last in the order of logs and numbers first."""
        found = (log.about.get(about) for log in reversed(self._logs))
        return chain.from_iterable(each.back() for each in found if each is not None)

    def among(self, entries: Iterable[str]) -> list[_S]:
        """Return what these entries said, where they said something here."""
        logs = {each.name: each for each in self._logs}
        named = (entry_number(entry) for entry in entries)
        found = (logs[name].at(number) for name, number in named if name in logs)
        return [each for each in found if each is not None]

    def _of_member(self, member: str) -> list[_OfLog[_S]]:
        return [each for each in self._logs if each.last[-1].member == member]


def sayings(said: Iterable[_S]) -> Sayings[_S]:
    """Return these as Sayings; they are sorted by log and number."""
    by_log: dict[str, list[_S]] = {}
    for each in said:
        by_log.setdefault(entry_number(each.entry)[0], []).append(each)
    return Sayings(tuple(_of_log(name, rows) for name, rows in by_log.items()), sum(map(len, by_log.values())))


def _of_log(name: str, said: Sequence[_S]) -> _OfLog[_S]:
    rows = [tuple(said[at : at + PIECE]) for at in range(0, len(said), PIECE)]
    about: dict[Hashable, _About[_S]] = {}
    for each in said:
        about[each.about] = _About(each, about.get(each.about))
    return _OfLog(name, _number(said[-1]), tuple(rows[:-1]), rows[-1], Layered((about,)))


def _renewed(row: tuple[_S, ...], new: _S) -> tuple[_S, ...]:
    return tuple([new if each.entry == new.entry else each for each in row])


def _number(said: _Said) -> int:
    return entry_number(said.entry)[1]

"""Very many things said in one matter, in the order of `placed`, to which one more is added without copying them. Pure.

A tuple of ten thousand is copied for each that is added. This is a value like a tuple, and shares what it holds with
the one that it came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Generic, Protocol, TypeVar, overload

from parley.matters.entry import entry_number


class _Said(Protocol):
    @property
    def entry(self) -> str: ...
    @property
    def member(self) -> str: ...
    @property
    def at_ms(self) -> int: ...
    @property
    def of(self) -> str: ...


_S = TypeVar("_S", bound=_Said)
PIECE = 32


class _OfLog(Generic[_S]):
    """What was said in one log, by number: full pieces, and the last that is not full. It holds at least one.

    `first` is, for each wording that was spoken of, what was said of it first by the author's clock.
    """

    __slots__ = ("first", "last", "name", "pieces", "top")

    def __init__(
        self, name: str, top: int, pieces: tuple[tuple[_S, ...], ...], last: tuple[_S, ...], first: Mapping[str, _S]
    ) -> None:
        self.name, self.top, self.pieces, self.last, self.first = name, top, pieces, last, first

    def rows(self) -> Iterator[tuple[_S, ...]]:
        yield from self.pieces
        yield self.last

    def rows_back(self) -> Iterator[Iterator[_S]]:
        yield reversed(self.last)
        yield from map(reversed, reversed(self.pieces))

    def with_one(self, new: _S, number: int) -> _OfLog[_S]:
        if number > self.top:
            known = self.first.get(new.of)
            first = self.first if known is not None and known.at_ms <= new.at_ms else {**self.first, new.of: new}
            if len(self.last) < PIECE:
                return _OfLog(self.name, number, self.pieces, (*self.last, new), first)
            return _OfLog(self.name, number, (*self.pieces, self.last), (new,), first)
        return _of_log(self.name, sorted((*chain.from_iterable(self.rows()), new), key=_number))

    def at(self, number: int) -> _S | None:
        """Return what this log's entry of this number said, None where it said nothing here."""
        if number > self.top:
            return None
        low, high = 0, len(self.pieces)
        while low < high:
            middle = (low + high) // 2
            if _number(self.pieces[middle][-1]) < number:
                low = middle + 1
            else:
                high = middle
        row = self.pieces[low] if low < len(self.pieces) else self.last
        return next((each for each in row if _number(each) == number), None)


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
        made: _OfLog[_S] = _OfLog(name, number, (), (new,), {new.of: new})
        return Sayings(tuple(sorted((*logs, made), key=lambda each: each.name)), self._count + 1)

    def newest_first(self, member: str) -> Iterator[_S]:
        """Yield what this member said, what it said last first. One log is one member's alone."""
        own = (each for each in reversed(self._logs) if each.last[-1].member == member)
        return chain.from_iterable(chain.from_iterable(each.rows_back() for each in own))

    def newest(self, member: str, of: str | None) -> _S | None:
        """Return what this member said last, of the wording `of` or, for None, of any."""
        for log in reversed(self._logs):
            if log.last[-1].member != member:
                continue
            for row in chain((log.last,), reversed(log.pieces)):
                for each in reversed(row):
                    if of is None or each.of == of:
                        return each
        return None

    def firsts(self, member: str) -> Iterator[_S]:
        """Yield of each log of a member, for each wording, what was said of it first by the author's clock."""
        own = (each for each in self._logs if each.last[-1].member == member)
        return chain.from_iterable(each.first.values() for each in own)

    def among(self, entries: Iterable[str]) -> list[_S]:
        """Return what these entries said, where they said something here."""
        logs = {each.name: each for each in self._logs}
        named = (entry_number(entry) for entry in entries)
        found = (logs[name].at(number) for name, number in named if name in logs)
        return [each for each in found if each is not None]


def sayings(said: Iterable[_S]) -> Sayings[_S]:
    """Return these as Sayings; they are sorted by log and number."""
    by_log: dict[str, list[_S]] = {}
    for each in said:
        by_log.setdefault(entry_number(each.entry)[0], []).append(each)
    return Sayings(tuple(_of_log(name, rows) for name, rows in by_log.items()), sum(map(len, by_log.values())))


def _of_log(name: str, said: Sequence[_S]) -> _OfLog[_S]:
    rows = [tuple(said[at : at + PIECE]) for at in range(0, len(said), PIECE)]
    first: dict[str, _S] = {}
    for each in said:
        if each.of not in first or each.at_ms < first[each.of].at_ms:
            first[each.of] = each
    return _OfLog(name, _number(said[-1]), tuple(rows[:-1]), rows[-1], first)


def _number(said: _Said) -> int:
    return entry_number(said.entry)[1]

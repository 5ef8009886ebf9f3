"""Reads when something is to be done: `2025-02-18`, `D+30`, `D+24h`, `D+2mo`, `phase1+5d`, `D+10..D+60`. Pure.

    deadline  = term | term ".." term | term " and " term " at the latest"
    term      = date | instant | anchor [ ("+"|"-") number [unit] ]
    unit      = min | h | d | w | mo | y         (d where none stands)
    anchor    = D, or the name of an event or of a step

`D` is the entry into force of the instrument, unless it names an event D of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from parley.tracks.commitments.timetable.days import MOST, Offset, Span, day_span, instant

DAY_D = "D"
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}")
LONGEST = 120
_OFFSET = re.compile(r"([+-])([0-9]{1,5})(min|h|d|w|mo|y)?")
_TERM = re.compile(rf"({NAME.pattern})(?:{_OFFSET.pattern})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2})")
_LATEST = re.compile(r"(.+) and (.+) at the latest")
FIRST_YEAR, LAST_YEAR = 1970, 2200
_D = TypeVar("_D", date, datetime)


class TermMisread(ValueError):
    """A text that says no moment; `code` says why."""

    def __init__(self, code: str, text: str) -> None:
        """Keep the code and the text."""
        super().__init__(code, text)
        self.code, self.text = code, text


@dataclass(frozen=True, slots=True)
class Term:
    """One moment: a day or an instant of the calendar, or so long after an anchor."""

    text: str
    anchor: str | None = None
    offset: Offset | None = None
    day: date | None = None
    at_s: int | None = None

    def fixed(self, *, offset_minutes: int) -> Span | None:
        """Return the span of a term that waits for nothing; None for one with an anchor."""
        if self.day is not None:
            return day_span(self.day, offset_minutes=offset_minutes)
        return instant(self.at_s) if self.at_s is not None else None


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when: the earliest of `last`; not before `first`, where one is named."""

    text: str
    last: tuple[Term, ...]
    first: Term | None = None

    @property
    def terms(self) -> tuple[Term, ...]:
        """Return every term of it."""
        return (self.first, *self.last) if self.first is not None else self.last

    @property
    def anchors(self) -> tuple[str, ...]:
        """Return every name on which it depends, each once."""
        return tuple(dict.fromkeys(each.anchor for each in self.terms if each.anchor is not None))


def parse_deadline(text: str) -> Deadline:
    """Return a deadline; TermMisread where the text says none."""
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise TermMisread("term_unread", text)
    both = _LATEST.fullmatch(said)
    if both is not None:
        return Deadline(said, (parse_term(both[1]), parse_term(both[2])))
    first, dots, last = said.partition("..")
    if dots:
        return Deadline(said, (parse_term(last),), parse_term(first))
    return Deadline(said, (parse_term(said),))


def parse_term(text: str) -> Term:
    """Return one moment; TermMisread where the text says none."""
    said = text.strip()
    if _DATE.fullmatch(said):
        return Term(said, day=_dated(date.fromisoformat, said))
    if _INSTANT.fullmatch(said):
        return Term(said, at_s=int(_dated(datetime.fromisoformat, said).timestamp()))
    found = _TERM.fullmatch(said)
    if found is None:
        raise TermMisread("term_unread", text)
    return Term(said, anchor=found[1], offset=_offset(found[2], found[3], found[4], text=text))


def parse_length(text: str) -> Offset:
    """Return a length of time such as `15d`, as a recurring obligation names it; TermMisread where it is none."""
    found = _OFFSET.fullmatch("+" + text.strip())
    length = _offset("+", found[2], found[3], text=text) if found is not None else None
    if length is None or length.amount < 1:
        raise TermMisread("length_unread", text)
    return length


def _offset(sign: str | None, amount: str | None, unit: str | None, *, text: str) -> Offset | None:
    if sign is None or amount is None:
        return None
    many, of = int(amount), unit or "d"
    if many > MOST[of]:
        raise TermMisread("term_too_far", text)
    return Offset(-many if sign == "-" else many, of)


def _dated(read: Callable[[str], _D], said: str) -> _D:
    try:
        found = read(said)
    except ValueError:
        raise TermMisread("term_no_such_day", said) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise TermMisread("term_too_far", said)
    return found

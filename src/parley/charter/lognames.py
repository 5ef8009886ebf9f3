"""How a log is called beside its member: SY, and after a succession SY-2. Pure.

The origin says it: that of a second log is that of the first with "-2". So no founding origin, and none of a member
that joins, ends in a hyphen and a number.
"""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBERED = re.compile(r"(.+)-([2-9]|[1-9][0-9]{1,3})")


@lru_cache(maxsize=4_096)
def generation(origin: str) -> int:
    """Return which log of its member this is; 1 for the one with which it began."""
    found = _NUMBERED.fullmatch(origin)
    return int(found[2]) if found else 1


def next_origin(origin: str) -> str:
    """Return the origin of the log that succeeds this one."""
    found = _NUMBERED.fullmatch(origin)
    return f"{found[1]}-{int(found[2]) + 1}" if found else f"{origin}-2"


@lru_cache(maxsize=4_096)
def log_name(code: str, origin: str) -> str:
    """Return the name of a member's log, by which its entries are known: "SY", later "SY-2"."""
    number = generation(origin)
    return code if number == 1 else f"{code}-{number}"


def parts_of(name: str) -> tuple[str, int]:
    """Return the member's code and which log of it is named; a name that is none yields a code that nobody has."""
    code, hyphen, number = name.partition("-")
    if not hyphen:
        return code, 1
    sound = number.isascii() and number.isdigit() and number[0] != "0" and int(number) > 1
    return (code, int(number)) if sound else ("", 1)


def earlier_origin(origin: str, *, number: int) -> str | None:
    """Return the origin of an earlier log of the same member by its number, None where there was none such."""
    found = _NUMBERED.fullmatch(origin)
    if found is None or not 0 < number < int(found[2]):
        return None
    return found[1] if number == 1 else f"{found[1]}-{number}"


def is_same_line(newest: str, origin: str) -> bool:
    """Return whether `origin` is this log or one that it succeeds."""
    return origin == newest or earlier_origin(newest, number=generation(origin)) == origin

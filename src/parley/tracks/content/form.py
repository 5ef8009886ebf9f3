"""Small checks from which the form of a content is put together; all faults are told at once. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from parley.charter.verdict import Fault
from parley.tracks.content.wording import is_plain_line, is_plain_text, line_faults, text_faults

FieldCheck = Callable[[Any, str], tuple[Fault, ...]]
WholeCheck = Callable[[Mapping[str, Any]], tuple[Fault, ...]]

_ENTRY_ID = re.compile(r"[A-Z][A-Z0-9-]{0,15}/(0|[1-9][0-9]{0,15})")
_DIGEST = re.compile(r"[0-9a-f]{64}")
LARGEST_INT = 2**53


def is_entry_id(value: object) -> bool:
    """Return whether `value` is written as the id of an entry."""
    return isinstance(value, str) and _ENTRY_ID.fullmatch(value) is not None


def one_of(*allowed: str) -> FieldCheck:
    """Ask for one of the words named."""
    words = frozenset(allowed)

    def check(value: Any, where: str) -> tuple[Fault, ...]:
        if isinstance(value, str) and value in words:
            return ()
        return (Fault(where, "hotline.word_unknown", {"allowed": ", ".join(allowed)}),)

    return check


def word(limit: int) -> FieldCheck:
    """Ask for a text of one line."""

    def check(value: Any, where: str) -> tuple[Fault, ...]:
        if not isinstance(value, str):
            return (Fault(where, "hotline.text_asked"),)
        return () if is_plain_line(value, limit=limit) else line_faults(value, where=where, limit=limit)

    return check


def text(limit: int) -> FieldCheck:
    """Ask for a text of several lines."""

    def check(value: Any, where: str) -> tuple[Fault, ...]:
        if not isinstance(value, str):
            return (Fault(where, "hotline.text_asked"),)
        return () if is_plain_text(value, limit=limit) else text_faults(value, where=where, limit=limit)

    return check


def whole(lowest: int = 0, highest: int = LARGEST_INT) -> FieldCheck:
    """Ask for a whole number within bounds; a truth value is none."""

    def check(value: Any, where: str) -> tuple[Fault, ...]:
        if isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest:
            return ()
        return (Fault(where, "hotline.number_out_of_bounds", {"lowest": lowest, "highest": highest}),)

    return check


def yes_or_no(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for a truth value."""
    return () if isinstance(value, bool) else (Fault(where, "hotline.yes_or_no_asked"),)


def entry_id(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for the id of an entry."""
    return () if is_entry_id(value) else (Fault(where, "hotline.entry_id_asked"),)


def digest(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for a SHA-256 in small hexadecimal letters."""
    return () if isinstance(value, str) and _DIGEST.fullmatch(value) else (Fault(where, "hotline.digest_asked"),)


def empty_or(check: FieldCheck) -> FieldCheck:
    """Allow null, and otherwise ask what `check` asks."""
    return lambda value, where: () if value is None else check(value, where)


def several(
    check: FieldCheck, *, most: int, least: int = 0, distinct: Callable[[Any], Any] | None = None
) -> FieldCheck:
    """Ask for a list of `least` to `most` values that each pass `check`, no two with the same `distinct` key."""

    def checked(value: Any, where: str) -> tuple[Fault, ...]:
        if not isinstance(value, list | tuple):
            return (Fault(where, "hotline.list_asked"),)
        if not least <= len(value) <= most:
            return (Fault(where, "hotline.list_length", {"least": least, "most": most, "length": len(value)}),)
        for each in value:
            if check(each, ""):
                # The path of each is put together only where there is a fault to tell.
                return tuple(fault for n, each in enumerate(value) for fault in check(each, f"{where}.{n}"))
        return _doubles(value, where=where, distinct=distinct)

    return checked


def fields(
    required: Mapping[str, FieldCheck], *, optional: Mapping[str, FieldCheck], also: Sequence[WholeCheck] = ()
) -> FieldCheck:
    """Ask for an object with the fields named and no others; `also` looks at the whole once each field is sound.

    Unknown fields are refused: a receiver must never act on a message while its sender sees a field that the
    receiver's screen does not show.
    """

    known, needed = {**required, **optional}, frozenset(required)

    def checked(value: Any, where: str) -> tuple[Fault, ...]:
        if not isinstance(value, dict | Mapping):
            return (Fault(where, "hotline.object_asked"),)
        if not is_sound(value):
            return tuple(faults_of(value, where))
        return tuple(fault for check_whole in also for fault in check_whole(value)) if also else ()

    def is_sound(value: Mapping[str, Any]) -> bool:
        if not needed <= value.keys():
            return False
        for name, each in value.items():
            check = known.get(name)
            if check is None or check(each, ""):
                return False
        return True

    def faults_of(value: Mapping[str, Any], where: str) -> list[Fault]:
        found: list[Fault] = []
        if not (required.keys() <= value.keys() <= known.keys()):
            found += [Fault(_under(where, name), "hotline.field_missing") for name in required if name not in value]
            found += [Fault(_under(where, str(name)), "hotline.field_unknown") for name in value if name not in known]
        for name, check in known.items():
            if name in value:
                found += check(value[name], f"{where}.{name}" if where else name)
        return found

    return checked


def content(check: FieldCheck) -> WholeCheck:
    """Return `check` as the check of a whole content, in which paths begin at the field."""
    return lambda value: check(value, "")


def _doubles(values: Iterable[Any], *, where: str, distinct: Callable[[Any], Any] | None) -> tuple[Fault, ...]:
    if distinct is None:
        return ()
    keys = [distinct(value) for value in values]
    return () if len(set(keys)) == len(keys) else (Fault(where, "hotline.listed_twice"),)


def _under(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name

"""Reads the fields of one mapping of a charter, noting every problem at its place and going on. Pure.

A field that cannot be read yields an empty value, so that one mistake hides no other; the problems
that were noted see to it that such a value never becomes part of a charter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from parley.charter.problem import Mark, Problem
from parley.charter.source import Listing, Mapping, Scalar, Value

NOWHERE = Mark(1, 1)
NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(slots=True)
class Notes:
    """What one reading of a file gathers: problems, and the place of every value by its dotted path."""

    problems: list[Problem] = field(default_factory=list)
    marks: dict[str, Mark] = field(default_factory=dict)

    def note(self, code: str, where: str, /, **data: str | int) -> None:
        """Note a problem at the place of the value `where`, or of the nearest value around it that was written."""
        path = where
        while path and path not in self.marks:
            path = path.rpartition(".")[0]
        self.problems.append(Problem(code, self.marks.get(path, NOWHERE), where, data))


class Form:
    """The fields of the mapping at `where`. Keys beyond `required` and `optional` are problems, as are missing ones."""

    def __init__(
        self,
        value: Value | None,
        *,
        where: str,
        notes: Notes,
        required: tuple[str, ...] = (),
        optional: tuple[str, ...] = (),
    ) -> None:
        self.where, self.notes = where, notes
        self._fields: dict[str, Value] = {}
        if not isinstance(value, Mapping):
            self.notes.note("charter.not_a_mapping", where)
            return
        allowed = required + optional
        for key, entry in value.entries:
            path = self.path(key.text)
            self.notes.marks[path] = entry.mark
            if allowed and key.text not in allowed:
                self.notes.problems.append(Problem("charter.unknown_key", key.mark, path, _keys(key.text, allowed)))
            self._fields[key.text] = entry
        for name in required:
            if name not in self._fields:
                self.notes.note("charter.missing", self.path(name), key=name)

    def path(self, name: str | int) -> str:
        """Return the dotted path of a field of this mapping."""
        return f"{self.where}.{name}" if self.where else str(name)

    def note(self, code: str, name: str, /, **data: str | int) -> None:
        """Note a problem of a field of this mapping."""
        self.notes.note(code, self.path(name), **data)

    def has(self, name: str) -> bool:
        """Return whether the field was written."""
        return name in self._fields

    def value(self, name: str) -> Value | None:
        """Return a field as it was written, for whoever reads it in a way of its own."""
        return self._fields.get(name)

    def is_text(self, name: str) -> bool:
        """Return whether the field was written as one value, not as a list or a mapping."""
        return isinstance(self._fields.get(name), Scalar)

    def is_sound(self, *names: str) -> bool:
        """Return whether these fields were written and read without a problem, so that they can be compared."""
        faulty = {problem.where for problem in self.notes.problems}
        return all(self.has(name) and self.path(name) not in faulty for name in names)

    @property
    def names_written(self) -> tuple[str, ...]:
        """Return the keys of this mapping in the order of the file."""
        return tuple(self._fields)

    def text(self, name: str, *, like: re.Pattern[str] | None = None, longest: int = 1000) -> str:
        """Return a text that is not empty; one that does not match `like` whole is a problem and yields ""."""
        value = self._fields.get(name)
        if value is None:
            return ""
        if not isinstance(value, Scalar):
            self.note("charter.not_a_text", name)
            return ""
        return self._checked(value.text, name, like=like, longest=longest)

    def _checked(self, text: str, name: str, *, like: re.Pattern[str] | None, longest: int) -> str:
        if not text.strip():
            self.note("charter.empty_value", name)
        elif len(text) > longest:
            self.note("charter.too_long", name, limit=longest)
        elif like is not None and not like.fullmatch(text):
            self.note("charter.wrong_form", name, value=text[:80], form=like.pattern)
        else:
            return text
        return ""

    def word(self, name: str, *, among: tuple[str, ...]) -> str:
        """Return one of the words `among`; another one is a problem and yields ""."""
        text = self.text(name)
        if text and text not in among:
            self.note("charter.not_among", name, value=text[:80], among=", ".join(among))
            return ""
        return text

    def truth(self, name: str) -> bool:
        """Return true or false, which are written so: yes, no, on and off are problems."""
        return self.word(name, among=("true", "false")) == "true"

    def number(self, name: str, *, low: int, high: int) -> int:
        """Return a whole number in decimal digits from `low` to `high`; anything else is a problem and yields `low`."""
        text = self.text(name)
        if not text:
            return low
        if not WHOLE_NUMBER.fullmatch(text) or not low <= int(text) <= high:
            self.note("charter.not_a_number", name, value=text[:80], low=low, high=high)
            return low
        return int(text)

    def day(self, name: str) -> date:
        """Return a day written as 2026-01-06; one that is not in the calendar is a problem."""
        text = self.text(name)
        try:
            if DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        if text:
            self.note("charter.not_a_day", name, value=text[:80])
        return date.min

    def texts(self, name: str, *, like: re.Pattern[str] = NAME, longest: int = 1000) -> tuple[str, ...]:
        """Return a list of texts, each at most once; a missing list yields ()."""
        found: list[str] = []
        for item in self._items(name):
            text = item.text(item.key, like=like, longest=longest)
            if text in found:
                item.note("charter.twice_in_list", item.key, value=text)
            elif text:
                found.append(text)
        return tuple(found)

    def listed(self, name: str) -> Iterator[ListedForm]:
        """Yield each item of a list as a form with one field, which its `key` names."""
        return self._items(name)

    def forms(self, name: str, *, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> Iterator[Form]:
        """Yield each item of a list of mappings."""
        for item in self._items(name):
            yield item.form(item.key, required=required, optional=optional)

    def form(self, name: str, *, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> Form:
        """Return the fields of a mapping under this one."""
        return Form(
            self._fields.get(name), where=self.path(name), notes=self.notes, required=required, optional=optional
        )

    def named_forms(
        self, name: str, *, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> Iterator[tuple[str, Form]]:
        """Yield each entry of a mapping of mappings with its name, which is a plain lower-case name."""
        outer = self.form(name) if self.has(name) else None
        for key in outer.names_written if outer else ():
            assert outer is not None
            if not NAME.fullmatch(key):
                outer.note("charter.wrong_form", key, value=key[:80], form=NAME.pattern)
            yield key, outer.form(key, required=required, optional=optional)

    def _items(self, name: str) -> Iterator[ListedForm]:
        value = self._fields.get(name)
        if value is None:
            return
        if not isinstance(value, Listing):
            self.note("charter.not_a_list", name)
            return
        if not value.items:
            self.note("charter.empty_value", name)
        for number, entry in enumerate(value.items):
            path = f"{self.path(name)}.{number}"
            self.notes.marks[path] = entry.mark
            yield ListedForm(entry, where=self.path(name), notes=self.notes, number=number)


class ListedForm(Form):
    """One item of a list, read as if it were the only field of a mapping."""

    def __init__(self, value: Value, *, where: str, notes: Notes, number: int) -> None:
        self.where, self.notes, self.key = where, notes, str(number)
        self._fields = {self.key: value}


def _keys(key: str, allowed: tuple[str, ...]) -> dict[str, str | int]:
    return {"key": key[:80], "allowed": ", ".join(allowed)}

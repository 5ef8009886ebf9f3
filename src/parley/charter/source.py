"""A charter's text as a tree of strings with their places. YAML's surprises are refused, not interpreted. Pure.

Every scalar stays the string that was written: NO is a country and 09:30 a text. Aliases, anchors,
tags, merge keys, directives, several documents, duplicate keys, tabs and characters that do not
show themselves are problems, because two readers of the same bytes must never read two charters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from parley.charter.problem import Mark, Problem

LIMIT_BYTES = 1 << 20
LIMIT_VALUES = 20_000
LIMIT_DEPTH = 12
START = Mark(1, 1)
# Zero-width non-joiner: Persian cannot be written without it, and it changes no direction.
SHOWN_FORMATS = frozenset("\u200c")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as written. A charter takes it as text either way; cases read a number only where it is not `quoted`."""

    text: str
    mark: Mark
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Values in their order."""

    items: tuple[Value, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys, each with its place, and their values, in the order of the file."""

    entries: tuple[tuple[Scalar, Value], ...]
    mark: Mark


Value = Scalar | Listing | Mapping


def read_source(raw: bytes) -> tuple[Value | None, tuple[Problem, ...]]:
    """Return the tree and every problem of the text; the tree is None where nothing can be read at all."""
    if len(raw) > LIMIT_BYTES:
        return None, (Problem("charter.too_large", START, data={"limit": LIMIT_BYTES, "size": len(raw)}),)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, (Problem("charter.not_utf8", _mark_of_byte(raw, at=error.start), data={"byte": error.start}),)
    problems = list(_character_problems(text))
    if any(problem.code == "charter.tab" for problem in problems):
        return None, tuple(problems)
    root = _Tree(text, problems).read()
    return root, tuple(problems)


def _mark_of_byte(raw: bytes, *, at: int) -> Mark:
    before = raw[:at]
    line_start = before.rfind(b"\n") + 1
    return Mark(before.count(b"\n") + 1, len(before[line_start:].decode("utf-8")) + 1)


def _character_problems(text: str) -> Iterator[Problem]:
    """Report each character that hides itself or moves its neighbours, at its place."""
    for number, line in enumerate(text.split("\n"), start=1):
        # Nearly every line shows all that it holds; where one does not, each place is looked for.
        for column, character in enumerate(line, start=1) if any(map(hides, set(line))) else ():
            if character == "\t":
                yield Problem("charter.tab", Mark(number, column))
            elif hides(character):
                yield Problem("charter.hidden_character", Mark(number, column), data=_name_of(character))
        if line.startswith("%"):
            yield Problem("charter.directive", Mark(number, 1))
        if not unicodedata.is_normalized("NFC", line):
            yield Problem("charter.not_nfc", Mark(number, 1))


def hides(character: str) -> bool:
    """Return whether a character is a control, a format or direction mark, a separator, or not a character at all."""
    if character in SHOWN_FORMATS:
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _name_of(character: str) -> dict[str, str | int]:
    return {"character": f"U+{ord(character):04X}", "name": unicodedata.name(character, "")}


class _Tree:
    """Builds the tree from the parser's events; keeps the problems that it meets on the way."""

    def __init__(self, text: str, problems: list[Problem]) -> None:
        self.text, self.problems = text, problems
        self.values = 0

    def read(self) -> Value | None:
        """Return the first document's tree, or None where the text is not YAML or holds nothing."""
        # The pure Python parser on purpose: every node must accept and refuse the same bytes, with or without libyaml.
        try:
            return self._documents(yaml.parse(self.text, Loader=yaml.SafeLoader))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._note("charter.not_yaml", _mark(mark) if mark else START, reason=str(error.problem or error.context))
        except yaml.reader.ReaderError as error:
            self._note("charter.not_yaml", START, reason=error.reason)
        except (ValueError, OverflowError):
            # PyYAML lets these out for an escape beyond Unicode, "\\UFFFFFFFF", and keeps its place to itself.
            self._note("charter.not_yaml", START, reason="an escape names no character")
        except _TooMuch as error:
            self._note(error.code, error.mark, limit=error.limit)
        return None

    def _documents(self, events: Iterator[yaml.Event]) -> Value | None:
        root: Value | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._note("charter.second_document", _mark(event.start_mark))
                    return root
                root = self._value(next(events), events, depth=0)
        if root is None:
            self._note("charter.empty", START)
        return root

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], *, depth: int) -> Value:
        mark = _mark(event.start_mark)
        self._count(mark, depth=depth)
        self._refuse_surprises(event, mark)
        if isinstance(event, yaml.SequenceStartEvent):
            items = self._items(events, yaml.SequenceEndEvent, depth=depth)
            return Listing(tuple(items), mark)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(list(self._items(events, yaml.MappingEndEvent, depth=depth)), mark)
        if not isinstance(event, yaml.ScalarEvent):
            return Scalar("", mark)
        self._refuse_escaped(event.value, mark)
        return Scalar(event.value, mark, quoted=event.style is not None)

    def _items(self, events: Iterator[yaml.Event], end: type[yaml.Event], *, depth: int) -> Iterator[Value]:
        for event in events:
            if isinstance(event, end):
                return
            yield self._value(event, events, depth=depth + 1)

    def _mapping(self, flat: list[Value], mark: Mark) -> Mapping:
        entries: list[tuple[Scalar, Value]] = []
        first: dict[str, Mark] = {}
        for key, value in zip(flat[::2], flat[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._note("charter.key_not_text", key.mark)
            elif key.text == "<<":
                self._note("charter.merge_key", key.mark)
            elif key.text in first:
                self._note("charter.duplicate_key", key.mark, key=key.text, line=first[key.text].line)
            else:
                first[key.text] = key.mark
                entries.append((key, value))
        return Mapping(tuple(entries), mark)

    def _refuse_surprises(self, event: yaml.Event, mark: Mark) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._note("charter.alias", mark, name=str(event.anchor))
            return
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            self._note("charter.anchor", mark, name=event.anchor)
        tag = getattr(event, "tag", None)
        if tag:
            self._note("charter.tag", mark, tag=tag)

    def _refuse_escaped(self, text: str, mark: Mark) -> None:
        """Refuse what the raw text could not show: a hidden character written as an escape, a line break in a value."""
        hidden = next((character for character in text if hides(character)), None)
        if hidden == "\n":
            self._note("charter.line_break", mark)
        elif hidden is not None and hidden not in self.text:
            self.problems.append(Problem("charter.hidden_character", mark, data=_name_of(hidden)))

    def _count(self, mark: Mark, *, depth: int) -> None:
        self.values += 1
        if self.values > LIMIT_VALUES:
            raise _TooMuch("charter.too_many_values", mark, LIMIT_VALUES)
        if depth > LIMIT_DEPTH:
            raise _TooMuch("charter.too_deep", mark, LIMIT_DEPTH)

    def _note(self, code: str, mark: Mark, **data: str | int) -> None:
        self.problems.append(Problem(code, mark, data=data))


class _TooMuch(Exception):
    """The text is larger inside than it may be."""

    def __init__(self, code: str, mark: Mark, limit: int) -> None:
        super().__init__(code)
        self.code, self.mark, self.limit = code, mark, limit


def _mark(mark: Any) -> Mark:
    """Return the place that PyYAML counts from zero; it types every mark as one that may be absent."""
    return Mark(mark.line + 1, mark.column + 1)

"""A charter's tree with other sections, or with bases agreed to: what a case goes by, and nothing that is signed."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace

from parley.charter.source import Mapping, Scalar, Value


def with_sections(root: Mapping, sections: Iterable[tuple[Scalar, Value]]) -> Mapping:
    """Return the tree in which each of these sections stands in place of the one of its name, or beside the others."""
    new = {key.text: (key, value) for key, value in sections}
    kept = [new.pop(key.text, (key, value)) for key, value in root.entries]
    return replace(root, entries=(*kept, *new.values()))


def with_agreed(root: Mapping, bases: Container[str]) -> Mapping:
    """Return the tree in which these bases are agreed: their standing is, and nobody alone stands behind them."""

    def agreed(value: Value) -> Value:
        if not isinstance(value, Mapping):
            return value
        told = [(key, _agreed(key, each)) for key, each in value.entries if key.text != "by"]
        return replace(value, entries=tuple(told))

    def section(key: Scalar, value: Value) -> tuple[Scalar, Value]:
        if key.text != "bases" or not isinstance(value, Mapping):
            return key, value
        known = [(name, agreed(each) if name.text in bases else each) for name, each in value.entries]
        return key, replace(value, entries=tuple(known))

    return replace(root, entries=tuple(section(key, value) for key, value in root.entries))


def names_of_bases(root: Mapping) -> tuple[str, ...]:
    """Return the names of the bases that a tree defines."""
    found = next((value for key, value in root.entries if key.text == "bases"), None)
    return tuple(key.text for key, _ in found.entries) if isinstance(found, Mapping) else ()


def _agreed(key: Scalar, value: Value) -> Value:
    return Scalar("agreed", value.mark) if key.text == "standing" else value

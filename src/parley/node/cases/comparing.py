"""Compares what a case asks with what there is: values by their paths, a mapping as a part, a list as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from parley.charter.problem import Mark
from parley.node.cases.telling import shown
from parley.node.cases.values import Named

Resolve = Callable[[Named], str]
NOWHERE = Mark(1, 1)


class Missing:
    """Stands where nothing is found under a path; `keys` is what there is instead."""

    def __init__(self, keys: str) -> None:
        """Keep what there is."""
        self.keys = keys


def differences(asked: Any, found: Any, *, path: str, resolve: Resolve) -> Iterator[tuple[str, Any, Any]]:
    """Yield path, what is asked and what is found, wherever the two differ."""
    if isinstance(asked, Mapping):
        for key, each in asked.items():
            yield from differences(each, at(found, key, resolve), path=f"{path}.{key}".lstrip("."), resolve=resolve)
    elif isinstance(asked, list) and isinstance(found, list | tuple):
        if len(asked) != len(found):
            yield f"{path}.length", len(asked), len(found)
            return
        for number, each in enumerate(asked):
            yield from differences(each, found[number], path=f"{path}.{number}", resolve=resolve)
    elif not _is_same(resolve(asked) if isinstance(asked, Named) else asked, found):
        yield path, resolve(asked) if isinstance(asked, Named) else asked, found


def at(value: Any, path: str, resolve: Resolve) -> Any:
    """Return what lies under a dotted path: keys of mappings; of a list an item by its number, or by "key=value"."""
    while path:
        if isinstance(value, Mapping) and path in value:
            return value[path]
        key, _, path = path.partition(".")
        if key.startswith("$"):
            key = resolve(Named(key[1:], "", NOWHERE))
        if isinstance(value, Mapping) and key in value:
            value = value[key]
        elif isinstance(value, list | tuple) and (found := _item(value, key, resolve)) is not None:
            value = found
        else:
            return Missing(_keys(value))
    return value


def _item(value: list[Any] | tuple[Any, ...], key: str, resolve: Resolve) -> Any:
    if key.isdecimal():
        return value[int(key)] if int(key) < len(value) else None
    name, sign, asked = key.partition("=")
    if asked.startswith("$"):
        asked = resolve(Named(asked[1:], "", NOWHERE))
    fitting = (each for each in value if isinstance(each, Mapping) and name in each and shown(each[name]) == asked)
    return next(fitting, None) if sign else None


def _keys(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(map(str, value)) or "-"
    return f"0 … {len(value) - 1}" if isinstance(value, list | tuple) and value else "-"


def _is_same(asked: Any, found: Any) -> bool:
    """Return whether two values are the same; a truth is no number."""
    return type(asked) is type(found) and bool(asked == found)

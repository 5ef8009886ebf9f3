"""A state with some of its fields changed, made without the cost of making it from its parts. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from itertools import repeat
from operator import attrgetter, call
from typing import Any, TypeVar, cast

_T = TypeVar("_T")


def changed(state: _T, changes: Mapping[str, Any]) -> _T:
    """Return what `dataclasses.replace` does, of a frozen dataclass with slots and nothing to do after it is made.

    A fold makes a new state of each entry: what stays is carried over slot by slot, and no `__init__` is called.
    TypeError for a field that the state does not have.
    """
    of: type[Any] = state.__class__
    slots, made = _SLOTS.get(of) or _slots(of), object.__new__(of)
    values = list(slots.read(state))
    for name, value in changes.items():
        at = slots.places.get(name)
        if at is None:
            raise TypeError(f"{of.__name__} has no {', '.join(sorted(changes.keys() - slots.places.keys()))}")
        values[at] = value
    # One call for all: this is done for every entry that is folded.
    deque(map(call, slots.puts, repeat(made), values), maxlen=0)
    return cast(_T, made)


@dataclass(frozen=True, slots=True)
class _Slots:
    """How a class is read and written whole: all values at once, the writer of each, and the place of each name."""

    read: Callable[[Any], tuple[Any, ...]]
    puts: tuple[Callable[[Any, Any], None], ...]
    places: Mapping[str, int]


_SLOTS: dict[type[Any], _Slots] = {}


def _slots(of: type[Any]) -> _Slots:
    if hasattr(of, "__post_init__") or "__slots__" not in vars(of):
        raise TypeError(f"{of.__name__} is made otherwise than slot by slot")
    names = [each.name for each in fields(of)]
    read = attrgetter(*names) if len(names) > 1 else lambda state: tuple(getattr(state, name) for name in names)
    puts = tuple(getattr(of, name).__set__ for name in names)
    return _SLOTS.setdefault(of, _Slots(read, puts, {name: at for at, name in enumerate(names)}))

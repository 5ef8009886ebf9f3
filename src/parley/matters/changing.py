"""A state with some of its fields changed, made without the cost of making it from its parts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar, cast

_T = TypeVar("_T")
_Slot = tuple[str, Callable[[Any], Any], Callable[[Any, Any], None]]


def changed(state: _T, changes: Mapping[str, Any]) -> _T:
    """Return what `dataclasses.replace` does, of a frozen dataclass with slots and nothing to do after it is made.

    A fold makes a new state of each entry: what stays is carried over slot by slot, and no `__init__` is called.
    TypeError for a field that the state does not have.
    """
    of: type[Any] = state.__class__
    slots, made, used = _SLOTS.get(of) or _slots(of), object.__new__(of), 0
    for name, get, put in slots:
        if name in changes:
            put(made, changes[name])
            used += 1
        else:
            put(made, get(state))
    if used != len(changes):
        unknown = sorted(changes.keys() - {name for name, _, _ in slots})
        raise TypeError(f"{of.__name__} has no {', '.join(unknown)}")
    return cast(_T, made)


_SLOTS: dict[type[Any], tuple[_Slot, ...]] = {}


def _slots(of: type[Any]) -> tuple[_Slot, ...]:
    if hasattr(of, "__post_init__") or "__slots__" not in vars(of):
        raise TypeError(f"{of.__name__} is made otherwise than slot by slot")
    slots = ((each.name, getattr(of, each.name)) for each in fields(of))
    return _SLOTS.setdefault(of, tuple((name, slot.__get__, slot.__set__) for name, slot in slots))

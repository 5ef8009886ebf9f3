"""A mapping to which one more is put without copying it; the one that it came from stays as it was. Pure.

It is held in layers, each some times as large as the one before it. What is put goes into the first and is looked for
from there; where that has become large it is laid on the next. So one that is put is copied a few times in all.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")
# So many stand in the first layer, and each other one holds so many times more than the one before it.
FEW, TIMES = 32, 4


class Layered(Generic[_K, _V]):
    """Keys and what they lead to, never None; each is what was put last."""

    __slots__ = ("_layers",)

    def __init__(self, layers: tuple[dict[_K, _V], ...] = ({},)) -> None:
        """Hold these layers, the newest first; nobody changes them."""
        self._layers = layers

    def get(self, key: _K) -> _V | None:
        """Return what this key leads to, None where nothing was put."""
        for layer in self._layers:
            if key in layer:
                return layer[key]
        return None

    def __contains__(self, key: object) -> bool:
        """Return whether something was put for this key."""
        return any(key in layer for layer in self._layers)

    def with_one(self, key: _K, value: _V) -> Layered[_K, _V]:
        """Return these with one more, in the place of what this key led to before."""
        first, *rest = self._layers
        if len(first) < FEW:
            return Layered(({**first, key: value}, *rest))
        while rest and len(first) * TIMES > len(rest[0]):
            first = {**rest.pop(0), **first}
        return Layered(({key: value}, first, *rest))

    def as_dict(self) -> dict[_K, _V]:
        """Return these as a dict of their own, in no order that means anything."""
        found: dict[_K, _V] = {}
        for layer in reversed(self._layers):
            found |= layer
        return found

    def __eq__(self, other: object) -> bool:
        """Return whether the same keys lead to the same, however they came to stand here."""
        return self.as_dict() == other.as_dict() if isinstance(other, Layered) else NotImplemented

    def __hash__(self) -> int:
        """Return the same for equal ones."""
        return hash(frozenset(self.as_dict()))

    def __repr__(self) -> str:
        """Return all keys with what they lead to."""
        return f"Layered({self.as_dict()!r})"

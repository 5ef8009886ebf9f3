"""Carries the node's changes into the ring, and says when a pushed panel is due, each at its own pace."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from parley.desk.fragments import Fragment
from parley.desk.ring import EVERYTHING, PART, Ring

# Some panels change with time alone: a row becomes overdue, a member falls silent.
MOVING_SECONDS = 15.0


async def feed(ring: Ring, *, changes: Any, fragments: Callable[[], Iterable[Fragment]]) -> None:
    """Carry every change of the node into the ring, for as long as the desk runs; `fragments` are those now shown."""
    paces = Paces(fragments)
    subscription = changes.subscribe(maxsize=1024)
    while True:
        change = await subscription.next(timeout=paces.patience(time.monotonic()))
        topics: frozenset[str] = change.topics if change is not None else frozenset()
        due = paces.due(topics, now=time.monotonic())
        if topics or due:
            ring.add(topics | {PART + name for name in due})


class Paces:
    """Which pushed panels are touched, and when each may next be told."""

    def __init__(self, fragments: Callable[[], Iterable[Fragment]]) -> None:
        """Begin with nothing touched; `fragments` says at any time which are shown anywhere."""
        self._fragments = fragments
        # When each would be due if it had always kept its pace (the generic cell rate algorithm, ITU-T I.371).
        self._paced: dict[str, float] = {}
        self._waiting: set[str] = set()
        self._moved = 0.0

    def patience(self, now: float) -> float:
        """Return the seconds until the next panel is due without any news."""
        due = [self._due_at(each) for each in self._fragments() if each.name in self._waiting]
        return max(0.001, min([self._moved + MOVING_SECONDS, *due]) - now)

    def due(self, topics: frozenset[str], *, now: float) -> set[str]:
        """Take topics in and return the names of the panels that are due now; the others wait for their pace."""
        shown = tuple(self._fragments())
        self._waiting |= {each.name for each in shown if self._is_touched(each, topics=topics, now=now)}
        if now - self._moved >= MOVING_SECONDS:
            self._moved = now
        due = {each.name for each in shown if each.name in self._waiting and now >= self._due_at(each)}
        names = {each.name for each in shown}
        # What is shown nowhere any more waits for nothing.
        self._waiting = (self._waiting - due) & names
        told = [each for each in shown if each.name in due]
        paced = {each.name: max(self._paced.get(each.name, 0.0), now) + each.pace_s for each in told}
        self._paced = {name: at for name, at in self._paced.items() if name in names} | paced
        return due

    def _due_at(self, fragment: Fragment) -> float:
        return self._paced.get(fragment.name, 0.0) - (fragment.burst - 1) * fragment.pace_s

    def _is_touched(self, fragment: Fragment, *, topics: frozenset[str], now: float) -> bool:
        if EVERYTHING in topics or fragment.touched_by(topics):
            return True
        return fragment.moves and now - self._moved >= MOVING_SECONDS

"""The last events of this desk, which all streams share: each stream keeps only the number of the last one it told."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

RING = 512
# How the node says that it can no longer name what changed.
EVERYTHING = "everything"
# How the ring says that a pushed panel is due: "part:watch".
PART = "part:"
# The first event goes at once; those of the next moments are joined, or a burst would make every
# browser fetch the same panel forty times a second. What an officer wrote waits for less: the hum of
# receipts and links must not hold a message up.
JOIN_SECONDS = 0.04
MESSAGE_JOIN_SECONDS = 0.004


@dataclass(frozen=True, slots=True)
class Event:
    """One change: its number since this desk started, and the topics that it touched."""

    number: int
    topics: frozenset[str]


class Ring:
    """The last events of this desk, and the waking of those who wait for the next."""

    def __init__(self) -> None:
        """Start empty, under a name that no earlier run of the desk had."""
        self.run = secrets.token_hex(4)
        self.last = 0
        self._events: deque[Event] = deque(maxlen=RING)
        self._woken: asyncio.Event = asyncio.Event()
        self._touched: dict[str, int] = {}
        self._all_touched = 0

    @property
    def place(self) -> str:
        """Return the id of the last event, as a page or a browser names it to go on from there."""
        return f"{self.run}-{self.last}"

    def add(self, topics: frozenset[str]) -> None:
        """Add an event and wake every stream; called on the event loop only."""
        self.last += 1
        self._events.append(Event(self.last, topics))
        if EVERYTHING in topics:
            self._all_touched = self.last
        self._touched |= dict.fromkeys(parts_of(topics), self.last)
        woken, self._woken = self._woken, asyncio.Event()
        woken.set()

    def touched_at(self, part: str) -> int:
        """Return the number of the last event that touched a pushed panel, 0 where none did."""
        return max(self._all_touched, self._touched.get(part, 0))

    async def wait_past(self, number: int, *, timeout: float) -> bool:
        """Return True once there is an event later than `number`, False after `timeout` seconds."""
        if self.last > number:
            return True
        woken = self._woken
        try:
            # Not `wait_for`: in Python 3.11 it loses a cancellation that comes together with what it waits for.
            async with asyncio.timeout(timeout):
                await woken.wait()
        except TimeoutError:
            return False
        return True

    async def rest_after(self, number: int) -> None:
        """Return when what comes after `number` may be sent: a matter's news soon, all else after the full join."""
        until = time.monotonic() + JOIN_SECONDS
        await asyncio.sleep(MESSAGE_JOIN_SECONDS)
        while (left := until - time.monotonic()) > 0:
            if not await self.wait_past(number, timeout=left):
                return
            topics = self.topics_after(number)
            if topics is None or any(topic.startswith("matter:") for topic in topics):
                return
            number = self.last

    def topics_after(self, number: int) -> frozenset[str] | None:
        """Return the topics of all later events; None where some have left the ring, or stand for everything."""
        if number == self.last:
            return frozenset()
        if number > self.last or not self._events or self._events[0].number > number + 1:
            return None
        topics = frozenset().union(*(event.topics for event in self._events if event.number > number))
        return None if EVERYTHING in topics else topics

    def place_of(self, event_id: str) -> int | None:
        """Return the number that a browser or its page names; None where another run gave it."""
        run, _, number = event_id.partition("-")
        return int(number) if run == self.run and number.isdecimal() and len(number) < 16 else None


def parts_of(topics: Iterable[str]) -> set[str]:
    """Return the names of the pushed panels among topics."""
    return {topic[len(PART) :] for topic in topics if topic.startswith(PART)}

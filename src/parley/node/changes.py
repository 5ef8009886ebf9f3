"""Tells those who wait that something changed: from the writer's thread to any number of async readers."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Iterable, Set
from dataclasses import dataclass

EVERYTHING = "everything"
# Of so many topics it is remembered when they last changed; of all others only that it was before these.
REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Change:
    """What changed up to `seq`: topics such as "log:<log>", "note:<log>", "form:watch", "matter:<id>", "duties"."""

    seq: int
    topics: frozenset[str]


class Subscription:
    """One reader's view. Topics gather while it is slow, beyond `maxsize` into the single topic "everything"."""

    def __init__(self, changes: Changes, *, maxsize: int) -> None:
        self._changes, self._maxsize = changes, maxsize
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()
        self._topics: set[str] = set()
        self._seq = changes.seq

    def add(self, seq: int, topics: Set[str]) -> None:
        """Take topics in; called in the reader's loop."""
        self._seq = seq
        self._topics |= topics
        if len(self._topics) > self._maxsize:
            self._topics = {EVERYTHING}
        self._woken.set()

    async def next(self, timeout: float | None = None) -> Change | None:
        """Return what changed since the last call, waiting up to `timeout` seconds; None where nothing did."""
        try:
            # Not `wait_for`: in Python 3.11 it loses a cancellation that comes together with what it waits for.
            async with asyncio.timeout(timeout):
                await self._woken.wait()
        except TimeoutError:
            return None
        self._woken.clear()
        topics, self._topics = frozenset(self._topics), set()
        return Change(self._seq, topics)

    def close(self) -> None:
        """Stop listening."""
        self._changes.drop(self)


class Changes:
    """Hands every published change to all subscriptions, each in its own event loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readers: list[Subscription] = []
        self._last: OrderedDict[str, int] = OrderedDict()
        self._forgotten = self._everything = 0
        self.seq = 0

    def subscribe(self, maxsize: int = 1000) -> Subscription:
        """Begin to listen; must be called in the event loop that will wait."""
        made = Subscription(self, maxsize=maxsize)
        with self._lock:
            self._readers.append(made)
        return made

    def drop(self, reader: Subscription) -> None:
        """Forget a reader."""
        with self._lock:
            if reader in self._readers:
                self._readers.remove(reader)

    def publish(self, topics: Set[str]) -> None:
        """Tell all readers; from any thread, never blocking on any of them."""
        with self._lock:
            self.seq += 1
            seq, readers = self.seq, list(self._readers)
            self._remember(topics, seq=seq)
        for reader in readers:
            try:
                reader._loop.call_soon_threadsafe(reader.add, seq, topics)
            except RuntimeError:
                self.drop(reader)  # its loop has ended

    def last_touched(self, topics: Iterable[str]) -> int:
        """Return the `seq` of the last change of any of these topics, never too low; "matter:*" stands for all matters.

        Known as soon as `publish` returns, and so before whoever filed an entry has its answer.
        """
        with self._lock:
            return max([self._everything, *(self._last.get(topic, self._forgotten) for topic in topics)])

    def _remember(self, topics: Set[str], *, seq: int) -> None:
        if EVERYTHING in topics:
            self._everything = seq
        kinds = {f"{topic.partition(':')[0]}:*" for topic in topics if ":" in topic}
        for topic in (*topics, *kinds):
            self._last[topic] = seq
            self._last.move_to_end(topic)
        while len(self._last) > REMEMBERED:
            self._forgotten = max(self._forgotten, self._last.popitem(last=False)[1])

"""Volumes in a database while it can be used, and in memory while it cannot: whoever asks is answered alike.

A database may end at any moment, and what collides with what must be found all the same. So what was put in is
remembered here and put in wherever it goes next.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from parley.geo.band import Ground
from parley.geo.separation import NONE, Separation
from parley.geo.volume import Volume
from parley.node.overlaps.index import Index, VolumeIndex

T = TypeVar("T")
C = TypeVar("C", bound="Closing")
log = logging.getLogger(__name__)


class IndexAway(Exception):
    """The database of an index cannot be used now; its words say why, without a password."""


class Given(NamedTuple):
    """A volume as it was put in."""

    owner: str
    number: int
    volume: Volume
    member: str
    label: str


class Closing(Protocol):
    """A connection."""

    def close(self) -> None:
        """End it."""


class Kept(Index, Protocol):
    """An index that outlives the process; each of its methods may raise IndexAway."""

    def make(self) -> None:
        """Make what is missing, and see what is there."""

    def add_all(self, given: Iterable[Given]) -> None:
        """Put in many; what is there already costs little."""

    def sweep(self) -> None:
        """Take out what was there and was not put in since `make`."""

    def look(self) -> None:
        """Do nothing but find out whether it can still be used."""


class Database(Generic[C]):
    """The one connection of a node to the database of its index, or why there is none."""

    def __init__(self, connect: Callable[[], C]) -> None:
        """Connect when it is asked to, and not before."""
        self._connect = connect
        self.connection: C | None = None
        self.fault: str | None = None

    def reach(self) -> None:
        """Connect where there is no connection; it may take seconds, so nobody waits for it who need not."""
        if self.connection is not None:
            return
        try:
            self.connection, self.fault = self._connect(), None
        except IndexAway as error:
            self._note(str(error))

    def lost(self, connection: C, why: str) -> None:
        """Let go of a connection that failed."""
        connection.close()
        if self.connection is connection:
            self.connection = None
        self._note(why)

    def close(self) -> None:
        """Let go of the connection for good."""
        if self.connection is not None:
            self.connection.close()

    def _note(self, why: str) -> None:
        # Once for each reason, not for each try.
        if why != self.fault:
            log.warning("the overlaps' index is kept in memory: %s", why)
        self.fault = why

    def as_json(self) -> dict[str, Any]:
        """Return for `parley status` where the index is and what is wrong."""
        return {"where": "memory" if self.connection is None else "postgresql", "fault": self.fault}


class GuardedIndex(Generic[C]):
    """The index of one detector: in the database as soon as it is reached, in memory before and meanwhile."""

    def __init__(self, database: Database[C], *, opened: Callable[[C], Kept], ground: Ground) -> None:
        """Begin in memory; `opened` gives the index that lies behind a connection."""
        self._database, self._opened, self._ground = database, opened, ground
        self._given: dict[str, list[Given]] = {}
        self._memory: Index | None = None
        self._kept: tuple[C, Kept] | None = None

    def take_up(self) -> None:
        """Go over to the database where it was reached, and put in what it lacks."""
        connection = self._database.connection
        if self._kept is not None or connection is None:
            return
        kept = self._opened(connection)
        try:
            kept.make()
            kept.add_all(self._every())
        except IndexAway as error:
            self._database.lost(connection, str(error))
            return
        self._kept, self._memory = (connection, kept), None

    def sweep(self) -> None:
        """Now that all that is held was put in: take out of the database what is held no more."""
        self._asked(lambda kept: kept.sweep())

    def look(self) -> None:
        """Find out whether the database is still there, though nobody asks it anything."""
        self._asked(lambda kept: kept.look())

    def add(self, owner: str, number: int, volume: Volume, *, member: str = "", label: str = "") -> None:
        """Put in a volume; `label` is its class."""
        in_memory = self._memory
        self._given.setdefault(owner, []).append(Given(owner, number, volume, member, label))
        if not self._asked(lambda kept: kept.add(owner, number, volume, member=member, label=label)) and in_memory:
            in_memory.add(owner, number, volume, member=member, label=label)

    def remove(self, owner: str) -> None:
        """Take out all volumes of an owner."""
        in_memory = self._memory
        self._given.pop(owner, None)
        if not self._asked(lambda kept: kept.remove(owner)) and in_memory:
            in_memory.remove(owner)

    def hits(
        self,
        volume: Volume,
        *,
        but_of: str = "",
        apart: Callable[[str], Separation] = lambda _label: NONE,
        widest: Separation = NONE,
    ) -> list[tuple[str, int]]:
        """Return owner and number of every volume that overlaps this one, or is too close; see `Index`."""
        found: list[tuple[str, int]] = []
        if self._asked(lambda kept: found.extend(kept.hits(volume, but_of=but_of, apart=apart, widest=widest))):
            return found
        return self._in_memory().hits(volume, but_of=but_of, apart=apart, widest=widest)

    def _asked(self, act: Callable[[Kept], None]) -> bool:
        """Return whether the database did it; where it fails now it is let go of."""
        if self._kept is None:
            return False
        connection, kept = self._kept
        try:
            act(kept)
        except IndexAway as error:
            self._kept = None
            self._database.lost(connection, str(error))
            return False
        return True

    def _in_memory(self) -> Index:
        """Return the index in memory, made of all that was put in where there was none."""
        if self._memory is None:
            conn = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            made = VolumeIndex(conn, "activity", ground=self._ground)
            made.make()
            for each in self._every():
                made.add(each.owner, each.number, each.volume, member=each.member, label=each.label)
            self._memory = made
        return self._memory

    def _every(self) -> Iterator[Given]:
        return (each for given in self._given.values() for each in given)

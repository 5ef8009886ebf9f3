"""An index whose database fails at any moment answers as one that never had any."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

from parley.node.overlaps.guarded import Database, Given, GuardedIndex, IndexAway
from parley.node.overlaps.index import VolumeIndex
from tests.geo.drawing import GROUND
from tests.node.overlaps.scattering import scattered

DRAWN = scattered(60, seed=2, spread=12)


def in_memory() -> VolumeIndex:
    """Return an empty index."""
    index = VolumeIndex(sqlite3.connect(":memory:", isolation_level=None), "activity", ground=GROUND)
    index.make()
    return index


@dataclass
class Server:
    """Stands for a database server: what it keeps outlives connections, and it fails after so many more calls."""

    index: VolumeIndex = field(default_factory=in_memory)
    fails_after: int = 1_000_000
    is_up: bool = True
    held: set[str] = field(default_factory=set)

    def connect(self) -> Connection:
        """Connect, where it is up."""
        if not self.is_up:
            raise IndexAway("no server")
        return Connection(self)

    def asked(self, act: Callable[[], Any]) -> Any:
        """Do something, or fail for good."""
        self.fails_after -= 1
        if self.fails_after < 0 or not self.is_up:
            self.is_up = False
            raise IndexAway("the server ended")
        return act()


@dataclass
class Connection:
    """A connection to it, and the index behind it in one."""

    server: Server
    is_open: bool = True

    def close(self) -> None:
        """End it."""
        self.is_open = False

    def make(self) -> None:
        """Look what is there: here nothing is, so all of it is put in anew."""
        self.server.asked(lambda: None)
        self.server.index, self.server.held = in_memory(), set()

    def add_all(self, given: Iterable[Given]) -> None:
        """Put in many, one by one."""
        for each in given:
            self.add(each.owner, each.number, each.volume, member=each.member, label=each.label)

    def add(self, owner: str, number: int, volume: Any, **told: Any) -> None:
        """Put one in."""
        self.server.asked(lambda: self.server.index.add(owner, number, volume, **told))
        self.server.held.add(owner)

    def remove(self, owner: str) -> None:
        """Take one out."""
        self.server.asked(lambda: self.server.index.remove(owner))
        self.server.held.discard(owner)

    def hits(self, volume: Any, **told: Any) -> list[tuple[str, int]]:
        """Answer."""
        found: list[tuple[str, int]] = self.server.asked(lambda: self.server.index.hits(volume, **told))
        return found

    def sweep(self) -> None:
        """Take out nothing: there is nothing that was not put in."""
        self.server.asked(lambda: None)

    look = sweep


def guarded(server: Server) -> tuple[Database[Connection], GuardedIndex[Connection]]:
    """Return the database and an index that guards against its end."""
    database = Database(server.connect)
    return database, GuardedIndex(database, opened=lambda connection: connection, ground=GROUND)


@pytest.mark.parametrize("fails_after", [*range(12), 30, 59, 60, 61, 90, 119, 120, 150])
def test_whenever_the_database_ends_the_answers_are_the_same(fails_after: int) -> None:
    """While it is filled, asked, emptied or looked at; and when it is back it holds what is held."""
    server, plain = Server(fails_after=fails_after), in_memory()
    database, index = guarded(server)
    database.reach()
    index.take_up()
    for number, each in enumerate(DRAWN):
        for here in (index, plain):
            here.add(each.id, 0, each.volume, member=each.members[0], label=each.classes[0])
        assert index.hits(each.volume, but_of=each.members[0]) == plain.hits(each.volume, but_of=each.members[0])
        if number % 7 == 6:
            for here in (index, plain):
                here.remove(DRAWN[number - 3].id)
        if number == 45:
            server.is_up, server.fails_after = True, 1_000_000
            database.reach()
            index.take_up()
            index.sweep()
    assert database.as_json() == {"where": "postgresql", "fault": None}
    assert [index.hits(each.volume) for each in DRAWN] == [plain.hits(each.volume) for each in DRAWN]
    assert server.held == {owner for each in DRAWN for owner, _ in plain.hits(each.volume)}


def test_why_the_database_is_away_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    """In the log when it changes; in the status for as long as it lasts, also where nobody asks for an overlap."""
    server = Server(is_up=False)
    database, index = guarded(server)
    for _ in range(3):
        database.reach()
        index.take_up()
    assert database.as_json() == {"where": "memory", "fault": "no server"}
    assert [each for each in caplog.messages if "no server" in each] == caplog.messages and len(caplog.messages) == 1
    server.is_up = True
    database.reach()
    index.take_up()
    assert database.as_json()["fault"] is None
    server.is_up = False
    index.look()
    assert database.as_json() == {"where": "memory", "fault": "the server ended"}

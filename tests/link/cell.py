"""Runs nodes in memory behind real sockets and real TLS, inside one event loop."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from parley.charter.model import Charter
from parley.node.link.certificates import certificates_of
from parley.node.link.links import Links
from parley.node.links import LinkBoard
from parley.wire.app import PeerApp
from parley.wire.listener import PeerListener
from tests.link.cast import player
from tests.link.memory import MemoryNode
from tests.link.running import running


class Cell:
    """A memory node with its listener and its links, each started and stopped on its own."""

    def __init__(self, code: str, *, charter: Charter) -> None:
        self.code, self.charter = code, charter
        self.node = MemoryNode(player(code), charter=charter)
        self.board = LinkBoard(announce=lambda: None)
        self.links = Links(self.node, board=self.board, chance=random.Random(code).random)
        self._listener: PeerListener | None = None
        self._running: asyncio.Task[None] | None = None
        self.app = PeerApp(self.node, called=self.links.wake)

    @property
    def origin(self) -> str:
        return self.charter.member(self.code).origin

    async def listen(self) -> None:
        host, port = self.charter.member(self.code).address.split(":")
        self._listener = PeerListener(self.app, identity=self.node.identity(), trusted=certificates_of(self.charter))
        await self._listener.start(host=host, port=int(port))

    def trust_only(self, *certificates: bytes) -> None:
        assert self._listener is not None
        self._listener.trust_only(list(certificates))

    async def deafen(self) -> None:
        if self._listener is not None:
            await self._listener.stop()
            self._listener = None

    async def follow(self) -> None:
        self._running = asyncio.create_task(self.links.run())

    async def stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait({self._running})
            if not self._running.cancelled() and self._running.exception():
                raise self._running.exception()  # type: ignore[misc]
        await self.deafen()
        self.app.close()

    def size(self, of: Cell) -> int:
        return len(self.node.logs[of.origin].leaves)


@asynccontextmanager
async def cells(*codes: str, charter: Charter) -> AsyncIterator[list[Cell]]:
    """Run these members' nodes, all listening and following."""
    async with running(Cell(code, charter=charter) for code in codes) as started:
        yield started


@asynccontextmanager
async def listening(code: str, *, charter: Charter) -> AsyncIterator[Cell]:
    """Run one member's door alone."""
    cell = Cell(code, charter=charter)
    await cell.listen()
    try:
        yield cell
    finally:
        await cell.stop()


async def until(fact: Callable[[], bool], *, within_s: float = 5.0) -> None:
    """Wait for a fact; AssertionError where it does not come true in time."""
    try:
        async with asyncio.timeout(within_s):
            while not fact():
                await asyncio.sleep(0.005)
    except TimeoutError:
        raise AssertionError("it did not come true in time") from None

"""Runs real nodes (database, writer, rounds) behind real sockets, inside one event loop."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from parley.node import serving
from parley.node.link.certificates import certificates_of
from parley.node.link.links import Links
from parley.node.link.nodeport import NodePort
from parley.node.rounds import run_rounds
from parley.node.running import Node
from parley.wire.app import PeerApp
from parley.wire.listener import PeerListener
from parley.wire.nodeholdings import NodeHoldings
from tests.link.running import running


class RealCell:
    """A node with its listener, its links and its rounds, each started and stopped on its own."""

    def __init__(self, node: Node) -> None:
        self.node, self.board = node, node.board
        self.charter = node.founding
        self.code = node.member
        self.links = Links(NodePort(node), board=node.board, chance=random.Random(node.member).random)
        self.app = PeerApp(NodeHoldings(node), called=self.links.wake)
        self._listener: PeerListener | None = None
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def origin(self) -> str:
        return self.charter.member(self.code).origin

    async def listen(self) -> None:
        host, port = self.charter.member(self.code).address.split(":")
        self._listener = PeerListener(
            self.app, identity=NodePort(self.node).identity(), trusted=certificates_of(self.charter)
        )
        await self._listener.start(host=host, port=int(port))

    async def deafen(self) -> None:
        if self._listener is not None:
            await self._listener.stop()
            self._listener = None

    async def follow(self) -> None:
        self._tasks = [asyncio.create_task(self.links.run()), asyncio.create_task(run_rounds(self.node))]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self.deafen()
        self.app.close()
        for task in self._tasks:
            if not task.cancelled() and task.exception() is not None:
                raise task.exception() or RuntimeError

    def size(self, of: RealCell) -> int:
        return serving.heads(self.node.reader())[of.origin].size


@asynccontextmanager
async def real_cells(*nodes: Node) -> AsyncIterator[list[RealCell]]:
    """Run these nodes, all listening and following."""
    async with running(RealCell(node) for node in nodes) as started:
        yield started

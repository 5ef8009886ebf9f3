"""All links of a node: a follower for each peer of the charter, the search for forks, the fetching of attachments."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Sequence

from parley.node.link.attachments import Fetcher
from parley.node.link.dial import PeerClient
from parley.node.link.evidence import find_fork
from parley.node.link.follow import Follower, Shared
from parley.node.link.known import Known
from parley.node.link.port import LinkPort
from parley.node.links import LinkBoard
from parley.record.fork import ForkEvidence

LOOK_EVERY_S = 2.0
SETTLED_S = 4.0
MAX_SUSPICIONS = 64
logger = logging.getLogger(__name__)


class Links:
    """Runs every link of one node in one loop. `run` returns only by being cancelled."""

    def __init__(self, port: LinkPort, *, board: LinkBoard, chance: Callable[[], float]) -> None:
        self._port, self._board = port, board
        self._suspicions: asyncio.Queue[tuple[str, str, bytes]] = asyncio.Queue(maxsize=MAX_SUSPICIONS)
        self._turned = asyncio.Event()
        self._shared = Shared(port, board, Known(), chance, self._suspect, self._turned.set)
        self.fetcher = Fetcher(port, clients=self.clients)
        self._followers: dict[str, Follower] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._certificates: dict[str, tuple[str, str]] = {}
        self._began_ms = port.now_ms()
        self._met: set[str] = set()

    def wake(self, peer: str) -> None:
        """Try a peer at once: it has just given a sign of life."""
        if peer in self._followers:
            self._followers[peer].wake()

    def clients(self) -> Sequence[tuple[str, PeerClient]]:
        """Return the peers that are connected now, with their clients."""
        found = [(code, follower.client) for code, follower in self._followers.items()]
        return [(code, client) for code, client in found if client is not None]

    async def run(self) -> None:
        """Follow every peer of the charter in force, for ever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._look_for_forks())
            group.create_task(self.fetcher.run())
            while True:
                self._match_charter(group)
                self._tell_direct()
                self._turned.clear()
                try:
                    async with asyncio.timeout(LOOK_EVERY_S):
                        await self._turned.wait()
                except TimeoutError:
                    pass

    def _match_charter(self, group: asyncio.TaskGroup) -> None:
        """Follow who is in the charter in force, under the address and the certificate that stand there."""
        charter = self._port.charter()
        peers = {m.code: m for m in charter.members if m.code != self._port.member}
        wanted = {code: (m.address, m.keys.tls) for code, m in peers.items()}
        if wanted == self._certificates:
            return
        for code in [code for code, place in self._certificates.items() if wanted.get(code) != place]:
            self._tasks.pop(code).cancel()
            del self._followers[code]
        now_ms = self._port.now_ms()
        self._board.follow(tuple(peers), now_ms=now_ms)
        # At the start each is asked as if all lines were up, so that nothing comes twice; a line that does not come up
        # is told within seconds, and what it would have brought is relayed before that.
        trusted = frozenset(peer.origin for peer in peers.values()) if self._is_fresh(now_ms) else frozenset()
        for code in peers.keys() - self._followers.keys():
            self._followers[code] = Follower(peers[code], shared=self._shared, direct=trusted - {peers[code].origin})
            self._tasks[code] = group.create_task(self._followers[code].run())
        self._certificates = wanted

    def _is_fresh(self, now_ms: int) -> bool:
        return now_ms - self._began_ms < SETTLED_S * 1000

    def _tell_direct(self) -> None:
        """Tell each peer which logs come to us directly, so that it need not relay them."""
        now_ms = self._port.now_ms()
        ups = [link for link in self._board.peers() if link.state == "up"]
        steady = {link.peer for link in ups if now_ms - (link.connected_at_ms or now_ms) >= SETTLED_S * 1000}
        up = {link.peer for link in ups}
        self._met |= up
        # A line that was never up yet is not lost: it has a moment to come up.
        expected = set() if not self._is_fresh(now_ms) else self._followers.keys() - self._met
        for code, follower in self._followers.items():
            followed = {c for c in self._followers if self._followers[c].peer.origin in follower.direct}
            lost = followed - up - expected
            gained = {c for c in steady if self._followers[c].peer.origin not in follower.direct} - {code}
            if code in up and (lost or gained):
                kept = followed & (up | expected)
                follower.renew(direct=frozenset(self._followers[c].peer.origin for c in kept | gained))

    def _suspect(self, peer: str, log: str, note: bytes) -> None:
        if not self._suspicions.full():
            self._suspicions.put_nowait((peer, log, note))

    async def _look_for_forks(self) -> None:
        """Make evidence of each suspicion and hand it over; a peer that only claims is left muted."""
        while True:
            peer, log, note = await self._suspicions.get()
            client = self._followers[peer].client if peer in self._followers else None
            if client is None:
                continue
            evidence = await find_fork(client, log=log, note=note, port=self._port)
            if evidence is None:
                logger.warning("suspected fork of %s shown by %s: the peer could not prove it", log, peer)
                self._board.mute(peer, log=log, code="link.fork_not_proven")
                continue
            await self._take_in(evidence)

    async def _take_in(self, evidence: ForkEvidence) -> None:
        """Hand evidence over; a full disk must not end the links: the peer shows it again when it reconnects."""
        try:
            await asyncio.wrap_future(self._port.take_in_fork(evidence))
        except (OSError, sqlite3.Error) as error:
            logger.error("the evidence of two histories of %s cannot be stored: %s", evidence.log, error)

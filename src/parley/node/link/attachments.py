"""Fetches sealed attachments that mirrored leaves name: in parts, from whoever has them, going on where it stopped.

Any member can name what nobody has, send slowly, or send wrong bytes. So what is missing is asked for in turns: each
peer gives to a few transfers at most and to each for a while, the newest names and those that wait take turns, and
where bytes of several peers together were wrong, the next ones are taken from one peer alone.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field

from parley.node.link.dial import CHUNK, LinkError, PeerClient
from parley.node.link.port import LinkPort, Missing

PER_PEER = 2
PAGE = 16
LOOK_EVERY_S = 2.0
TURN_S = 60.0
MOST_DOUBLINGS = 8
MOST_STORIES = 10_000
logger = logging.getLogger(__name__)

Clients = Callable[[], Sequence[tuple[str, PeerClient]]]
"""Gives the peers that are connected now."""


@dataclass(slots=True)
class Story:
    """What is remembered of an attachment while it is missing: who was asked, whose bytes are held, how often wrong."""

    asked: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    wrong: int = 0
    held: int = 0
    busy: bool = False
    rests_until: float = 0.0


class Fetcher:
    """Keeps fetching what is missing. A peer that answers with other bytes is not asked again for the same digest.

    `refused` holds those pairs of peer and digest, with the sizes that were named then: an honest peer that was cut off
    at a false size is asked again when another one is named.
    """

    def __init__(self, port: LinkPort, *, clients: Clients) -> None:
        self._port, self._clients = port, clients
        self.refused: dict[tuple[str, bytes], frozenset[int]] = {}
        self._stories: dict[bytes, Story] = {}
        self._load: dict[str, int] = {}
        self._freed = asyncio.Event()
        self._newest = self._at = 0

    async def run(self) -> None:
        """Fetch for ever; what cannot be had now is tried again later."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._freed.clear()
                for wanted in await self._some_missing():
                    found = self._peer_for(wanted)
                    if found is not None:
                        self._begin(wanted, peer=found[0])
                        group.create_task(self._turn(wanted, *found))
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_EVERY_S):
                        await self._freed.wait()

    async def _some_missing(self) -> list[Missing]:
        """Return some that were named since the last look, and the next of all others in their turn."""
        fresh = await self._page(after=self._newest)
        again = await self._page(after=self._at)
        self._newest = fresh[-1].place if fresh else self._newest
        self._at = again[-1].place if len(again) == PAGE else 0
        return list({wanted.digest: wanted for wanted in [*fresh, *again]}.values())

    async def _page(self, *, after: int) -> Sequence[Missing]:
        return await asyncio.to_thread(self._port.missing_attachments, after=after, limit=PAGE)

    def _peer_for(self, wanted: Missing) -> tuple[str, PeerClient] | None:
        """Return a peer whose turn it is to give this attachment and that has a transfer left; None where none is."""
        story, now = self._story(wanted), asyncio.get_running_loop().time()
        if story.busy or story.rests_until > now:
            return None
        asking = [
            pair for pair in self._clients() if wanted.sizes - self.refused.get((pair[0], wanted.digest), frozenset())
        ]
        if all(peer in story.asked for peer, _ in asking):
            story.asked.clear()
            story.rests_until = now + LOOK_EVERY_S
            return None
        free = [pair for pair in asking if pair[0] not in story.asked and self._load.get(pair[0], 0) < PER_PEER]
        return free[0] if free else None

    def _story(self, wanted: Missing) -> Story:
        if wanted.digest not in self._stories:
            while len(self._stories) >= MOST_STORIES:
                del self._stories[next(digest for digest, story in self._stories.items() if not story.busy)]
            # Parts of before a restart are anybody's.
            self._stories[wanted.digest] = Story(sources={""} if wanted.held else set(), held=wanted.held)
        return self._stories[wanted.digest]

    def _begin(self, wanted: Missing, *, peer: str) -> None:
        story = self._stories[wanted.digest]
        story.busy = True
        story.asked.add(peer)
        self._load[peer] = self._load.get(peer, 0) + 1

    async def _turn(self, wanted: Missing, peer: str, client: PeerClient) -> None:
        """Let one peer give one attachment for a while; what it has given is kept, and the next goes on from there."""
        story = self._stories[wanted.digest]
        try:
            await self._begin_alone(wanted.digest, peer, story)
            if story.held not in wanted.sizes:
                await self._take(wanted, peer, client, story)
            if story.held in wanted.sizes:
                await self._finish(wanted, peer, story)
        except (OSError, sqlite3.Error) as error:
            # A full disk, most of all: what came is asked for again when there is room.
            logger.error("an attachment cannot be stored: %s", error)
        finally:
            story.busy = False
            self._load[peer] -= 1
            self._freed.set()

    async def _begin_alone(self, digest: bytes, peer: str, story: Story) -> None:
        """Once a mixture was wrong, a peer goes on with its own bytes only."""
        if story.wrong and story.sources - {peer}:
            await asyncio.wrap_future(self._port.drop_parts(digest))
            story.sources.clear()
            story.held = 0

    async def _take(self, wanted: Missing, peer: str, client: PeerClient, story: Story) -> None:
        """Store part after part, each on disk before the next is read, until the peer ends or its turn does.

        Pieces are gathered: a peer that sends byte by byte must not have each written on its own.
        """
        ends_at = asyncio.get_running_loop().time() + TURN_S * 2**story.wrong
        pieces, kept, more = client.attachment(wanted.digest, offset=story.held), bytearray(), True
        async with aclosing(pieces):
            while more:
                piece = await _next(pieces, ends_at=ends_at)
                kept += piece
                more = bool(piece) and story.held + len(kept) <= wanted.size
                if len(kept) >= CHUNK or (kept and not more):
                    story.sources.add(peer)
                    part = bytes(kept[: wanted.size - story.held])
                    # Fewer or more are held where a stick brought the same meanwhile; the next turn goes on from there.
                    stored = await asyncio.wrap_future(self._port.put_part(wanted.digest, offset=story.held, part=part))
                    more = more and stored == story.held + len(part)
                    story.held = stored
                    kept.clear()

    async def _finish(self, wanted: Missing, peer: str, story: Story) -> None:
        if await asyncio.wrap_future(self._port.finish_attachment(wanted.digest)):
            del self._stories[wanted.digest]
            return
        if story.sources <= {peer}:
            self.refused[peer, wanted.digest] = wanted.sizes
        story.wrong = min(story.wrong + 1, MOST_DOUBLINGS)
        story.sources.clear()
        story.held = 0


async def _next(pieces: AsyncIterator[bytes], *, ends_at: float) -> bytes:
    """Return the next piece; nothing where there is none: the end, a cut line, or the turn is over."""
    try:
        async with asyncio.timeout_at(ends_at):
            return await anext(pieces, b"")
    except (LinkError, TimeoutError):
        return b""

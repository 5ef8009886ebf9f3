"""Fetches sealed attachments that mirrored leaves name: in parts, from whoever has them, going on where it stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parley.node.link.dial import IDLE_S, LinkError, PeerClient
from parley.node.link.port import LinkPort, Missing

AT_ONCE = 2
LOOK_EVERY_S = 2.0
SLOWEST_LINE = 2_000

Clients = Callable[[], Sequence[tuple[str, PeerClient]]]
"""Gives the peers that are connected now."""


class WrongBytes(Exception):
    """What a peer sent as an attachment is not what the leaf names; nothing of it was kept."""


@dataclass(slots=True)
class Transfer:
    """An attachment under way: how many bytes from the start are stored."""

    wanted: Missing
    held: int


class Fetcher:
    """Keeps fetching what is missing. A peer that answers with other bytes is not asked again for the same digest.

    `refused` holds those pairs of peer and digest.
    """

    def __init__(self, port: LinkPort, *, clients: Clients) -> None:
        self._port, self._clients = port, clients
        self.refused: set[tuple[str, bytes]] = set()

    async def run(self) -> None:
        """Fetch for ever; what cannot be had now is tried again later."""
        while True:
            missing = await asyncio.to_thread(self._port.missing_attachments, AT_ONCE * 8)
            got = await self._fetch_some(missing)
            if not got:
                await asyncio.sleep(LOOK_EVERY_S)

    async def _fetch_some(self, missing: Sequence[Missing]) -> int:
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(wanted: Missing) -> bool:
            async with gate:
                return await self.fetch(wanted)

        return sum(await asyncio.gather(*(one(wanted) for wanted in missing)))

    async def fetch(self, wanted: Missing) -> bool:
        """Fetch one attachment from the connected peers, in turn; return whether it is stored whole now.

        What one peer has given is kept, and the next goes on from there.
        """
        transfer = Transfer(wanted, held=wanted.held)
        for peer, client in self._clients():
            if (peer, wanted.digest) in self.refused:
                continue
            try:
                async with asyncio.timeout(IDLE_S + (wanted.size - transfer.held) / SLOWEST_LINE):
                    await self._go_on(transfer, client)
                return True
            except WrongBytes:
                self.refused.add((peer, wanted.digest))
                transfer.held = 0
            except (LinkError, TimeoutError):
                continue
        return False

    async def _go_on(self, transfer: Transfer, client: PeerClient) -> None:
        """Store part after part, each on disk before the next is read, until the whole is held.

        LinkError where the peer stops or sends too much, WrongBytes where the whole has another SHA-256.
        """
        wanted = transfer.wanted
        async for part in client.attachment(wanted.digest, offset=transfer.held):
            if transfer.held + len(part) > wanted.size:
                raise LinkError("link.too_large")
            if not await asyncio.wrap_future(self._port.put_part(wanted.digest, offset=transfer.held, part=part)):
                raise WrongBytes
            transfer.held += len(part)
        if transfer.held != wanted.size:
            raise LinkError("link.truncated")

"""Looks for the entry at which a peer's copy of a log leaves ours, and makes the evidence of it."""

from __future__ import annotations

import asyncio
from hashlib import sha256

from parley.node.link.dial import LinkError, PeerClient
from parley.node.link.port import LinkPort
from parley.record.checkpoint import open_checkpoint
from parley.record.fork import Copy, ForkEvidence, bare_note, find_evidence
from parley.record.formerror import FormError
from parley.record.keys import LOG
from parley.record.tiles import TileHashes, decode_bundle, entries_path, tile_path, width_of

MAX_BUNDLE = 256 * (65_535 + 2)


async def find_fork(client: PeerClient, *, log: str, note: bytes, port: LinkPort) -> ForkEvidence | None:
    """Return verified evidence that `log` has two histories, ours and that of `note`, else None.

    None where the peer cannot show what its note claims: then nothing is proven about the log, and
    only the peer is suspect.
    """
    member = port.charter().member_of_log(log)
    held = await asyncio.to_thread(port.own_note, log)
    if member is None or held is None:
        return None
    verifier = member.keys.verifier(LOG, origin=log)
    try:
        size = open_checkpoint(bare_note(note, log=log), log=verifier).size
    except FormError:
        return None
    peer = _PeerCopy(client, log=log, size=size, loop=asyncio.get_running_loop())
    theirs = Copy(note, TileHashes(peer.tile, size=size), peer.leaf)
    return await asyncio.to_thread(find_evidence, own_copy(port, log, note=held), theirs, log=verifier)


def own_copy(port: LinkPort, log: str, *, note: bytes) -> Copy:
    """Return the copy of a log that this node holds, under its newest note."""
    return Copy(
        note,
        lambda level, index: port.own_hash(log, level=level, index=index),
        lambda number: port.own_leaf(log, number=number),
    )


class _PeerCopy:
    """What a peer shows of a log; read in a thread, since readers of hashes are plain functions, through the loop."""

    def __init__(self, client: PeerClient, *, log: str, size: int, loop: asyncio.AbstractEventLoop) -> None:
        self._client, self._size, self._loop = client, size, loop
        self._at = sha256(log.encode()).hexdigest()

    def leaf(self, number: int) -> bytes:
        """Return a leaf; LookupError where the peer does not show it."""
        index, inner = divmod(number, 256)
        width = width_of(0, index, size=self._size)
        return decode_bundle(self._get(entries_path(index, width), limit=MAX_BUNDLE), width=width)[inner]

    def tile(self, level: int, index: int, width: int) -> bytes:
        """Return a tile; LookupError where the peer does not show it."""
        return self._get(tile_path(level, index, width), limit=8192)

    def _get(self, path: str, *, limit: int) -> bytes:
        asked = asyncio.run_coroutine_threadsafe(self._client.get(f"/{self._at}/{path}", limit=limit), self._loop)
        try:
            return asked.result()
        except LinkError as error:
            # Not shown is not shown, whether the peer lacks it or the line was cut.
            raise LookupError(error.code) from error

"""Looks for the entry at which a peer's copy of a log leaves ours, and makes the evidence of it."""

from __future__ import annotations

import asyncio
from hashlib import sha256

from parley.node.link.dial import LinkError, PeerClient
from parley.node.link.port import LinkPort
from parley.record.checkpoint import Checkpoint, open_checkpoint
from parley.record.fork import Branch, ForkError, ForkEvidence, bare_note, first_difference, verify_fork
from parley.record.formerror import FormError
from parley.record.keys import LOG, RoleVerifier
from parley.record.merkle import HashReader, ProofError, inclusion_path
from parley.record.tiles import TileHashes, decode_bundle, entries_path, tile_path, width_of

MAX_BUNDLE = 256 * (65_535 + 2)


async def find_fork(client: PeerClient, *, log: str, note: bytes, port: LinkPort) -> ForkEvidence | None:
    """Return verified evidence that `log` has two histories, ours and that of `note`, else None.

    None where the peer cannot show what its note claims: then nothing is proven about the log, and
    only the peer is suspect. LinkError where the peer does not answer.
    """
    member = port.charter().member_of_log(log)
    ours = await asyncio.to_thread(port.own_note, log)
    if member is None or ours is None:
        return None
    verifier = member.keys.verifier(LOG, origin=log)
    try:
        search = _Search(client, log=log, port=port, loop=asyncio.get_running_loop())
        pair = (bare_note(ours, log=log), bare_note(note, log=log))
        evidence = await asyncio.to_thread(search.evidence, *pair, verifier=verifier)
        verify_fork(evidence, log=verifier)
    except (FormError, ProofError, LookupError):
        return None
    return evidence


class _Search:
    """One search, in a thread: the readers of hashes are plain functions, and the peer is asked through the loop."""

    def __init__(self, client: PeerClient, *, log: str, port: LinkPort, loop: asyncio.AbstractEventLoop) -> None:
        self._client, self._log, self._port, self._loop = client, log, port, loop
        self._at = sha256(log.encode()).hexdigest()

    def evidence(self, ours: bytes, theirs: bytes, *, verifier: RoleVerifier) -> ForkEvidence:
        """Return the evidence, not verified yet; errors where there is none to be had."""
        mine, other = open_checkpoint(ours, log=verifier), open_checkpoint(theirs, log=verifier)
        try:
            return self._by_leaf(mine, other, notes=(ours, theirs))
        except (LinkError, FormError, LookupError, ProofError):
            # Two roots of one size are a fork whether or not the peer shows the leaves.
            return ForkEvidence(self._log, None, (Branch(ours, None, ()), Branch(theirs, None, ())))

    def _by_leaf(self, mine: Checkpoint, other: Checkpoint, *, notes: tuple[bytes, bytes]) -> ForkEvidence:
        own: HashReader = lambda level, index: self._port.own_hash(self._log, level=level, index=index)  # noqa: E731
        tiles = TileHashes(self._tile, size=other.size)
        number = first_difference(min(mine.size, other.size), ours=own, theirs=tiles)
        if number is None:
            raise ForkError("fork.not_a_fork")
        leaf = self._port.own_leaf(self._log, number=number)
        first = Branch(notes[0], leaf, tuple(inclusion_path(number, mine.size, hashes=own)))
        path = tuple(inclusion_path(number, other.size, hashes=tiles))
        second = Branch(notes[1], self._leaf(number, size=other.size), path)
        return ForkEvidence(self._log, number, (first, second))

    def _leaf(self, number: int, *, size: int) -> bytes:
        index, inner = divmod(number, 256)
        width = width_of(0, index, size=size)
        return decode_bundle(self._get(entries_path(index, width), limit=MAX_BUNDLE), width=width)[inner]

    def _tile(self, level: int, index: int, width: int) -> bytes:
        return self._get(tile_path(level, index, width), limit=8192)

    def _get(self, path: str, *, limit: int) -> bytes:
        asked = asyncio.run_coroutine_threadsafe(self._client.get(f"/{self._at}/{path}", limit=limit), self._loop)
        return asked.result()

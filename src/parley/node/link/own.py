"""Asks every peer how far it holds OUR log: at start, before anything is signed (RECORD 2.4)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from parley.charter.model import Charter, Member
from parley.node.link.dial import LinkError, PeerClient
from parley.node.link.tls import TlsIdentity
from parley.record.checkpoint import Checkpoint, open_checkpoint
from parley.record.keys import LOG
from parley.record.note import NoteError


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What one peer says of our log.

    `checkpoint` is the one it holds, under our own signatures, with its note; both None where it
    holds none. `code` is None where it answered, else says why it did not count (link.silent, or
    link.not_ours for what we did not sign): then the peer may hold more than we know.
    """

    peer: str
    code: str | None
    checkpoint: Checkpoint | None = None
    note: bytes | None = None


async def largest_known_of_ours(charter: Charter, *, member: str, identity: TlsIdentity) -> tuple[OwnAnswer, ...]:
    """Return every peer's answer, in charter order; each within the bounds of one small request."""
    peers = [peer for peer in charter.members if peer.code != member]
    own = charter.member(member)
    return tuple(await asyncio.gather(*(_ask(peer, own=own, identity=identity) for peer in peers)))


async def known_of_ours_within(
    seconds: float, *, charter: Charter, member: str, identity: TlsIdentity
) -> tuple[OwnAnswer, ...]:
    """Return the answers that come in time; who is slow or away is left out."""
    own = charter.member(member)
    peers = [peer for peer in charter.members if peer.code != member]
    asking = [asyncio.create_task(_ask(peer, own=own, identity=identity)) for peer in peers]
    done, late = await asyncio.wait(asking, timeout=seconds)
    for task in late:
        task.cancel()
    return tuple(task.result() for task in done)


async def _ask(peer: Member, *, own: Member, identity: TlsIdentity) -> OwnAnswer:
    try:
        async with PeerClient(peer, identity=identity) as client:
            note = await client.get(f"/{own.code}/checkpoint")
    except LinkError as error:
        return OwnAnswer(peer.code, None if error.code == "link.not_held" else error.code)
    try:
        checkpoint = open_checkpoint(note, log=own.keys.verifier(LOG, origin=own.origin))
    except NoteError:
        return OwnAnswer(peer.code, "link.not_ours")
    return OwnAnswer(peer.code, None, checkpoint, note)

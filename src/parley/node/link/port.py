"""What the link needs of the node: the one port of `node.link`.

`parley.node.link.nodeport` gives a running node this shape; `tests/link/memory.py` is the fake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from parley.charter.model import Charter
from parley.charter.verdict import Refusal
from parley.node.intake import PeerBatch, Taken
from parley.node.link.tls import TlsIdentity
from parley.record.fork import ForkEvidence


@dataclass(frozen=True, slots=True)
class Missing:
    """A sealed attachment that mirrored leaves name and of which only the first `held` bytes are here.

    `sizes` are those that leaves name; the digest tells which is true. `place` only grows, the later it was named.
    """

    place: int
    digest: bytes
    sizes: frozenset[int]
    held: int

    @property
    def size(self) -> int:
        """Return the most that is taken."""
        return max(self.sizes)


class LinkPort(Protocol):
    """A node, as its link sees it. Methods that return no Future may block for one small read of the database."""

    @property
    def member(self) -> str:
        """Return the code of the member whose node this is."""

    def charter(self) -> Charter:
        """Return the charter in force now."""

    def identity(self) -> TlsIdentity:
        """Return the certificate and key with which this node dials."""

    def now_ms(self) -> int:
        """Return this node's clock."""

    def positions(self) -> Mapping[str, int]:
        """Return how many entries of each log are held."""

    def take_in(self, batch: PeerBatch) -> Future[Taken | Refusal]:
        """Verify, store, open, judge and project a batch."""

    def take_in_note(self, *, peer: str, route: str, note: bytes) -> Future[Taken | Refusal]:
        """Verify a checkpoint note alone and keep its cosignatures."""

    def take_in_fork(self, evidence: ForkEvidence) -> Future[Taken | Refusal]:
        """Verify the evidence of two histories, keep it, and freeze the log."""

    def own_note(self, log: str) -> bytes | None:
        """Return the newest checkpoint note that this node verified of a log, None where it holds none."""

    def own_hash(self, log: str, *, level: int, index: int) -> bytes:
        """Return the hash of a full subtree of a log as this node holds it."""

    def own_leaf(self, log: str, *, number: int) -> bytes:
        """Return a leaf as this node holds it."""

    def missing_attachments(self, *, after: int, limit: int) -> Sequence[Missing]:
        """Return attachments that are named by mirrored leaves and not held, those named first first, after a place."""

    def put_part(self, digest: bytes, *, offset: int, part: bytes) -> Future[int]:
        """Store the next part of an attachment and say how many bytes are held; one that does not fit is left out."""

    def finish_attachment(self, digest: bytes) -> Future[bool]:
        """Check what came against the SHA-256; the Future says False, and nothing is kept, where it is another."""

    def drop_parts(self, digest: bytes) -> Future[None]:
        """Forget what came of an attachment."""

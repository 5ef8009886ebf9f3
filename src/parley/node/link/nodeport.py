"""A running node in the shape that the link asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future

from parley.charter.model import Charter
from parley.charter.verdict import Refusal
from parley.node import running, serving
from parley.node.intake import PeerBatch, Taken
from parley.node.ledger import Ledger
from parley.node.link.port import Missing
from parley.node.link.tls import TlsIdentity
from parley.node.neighbours import neighbours
from parley.node.running import Node
from parley.node.store import bodies, logs
from parley.node.tree import StoredTree
from parley.record.fork import ForkEvidence, encode_fork


class NodePort:
    """`LinkPort` over a node: what changes goes through its writer, what is read through the caller's reader."""

    def __init__(self, node: Node) -> None:
        self._node = node

    @property
    def member(self) -> str:
        """Return the code of the member whose node this is."""
        return self._node.member

    def charter(self) -> Charter:
        """Return the charter in force now, with the members that are about to join."""
        return neighbours(self._node)

    def identity(self) -> TlsIdentity:
        """Return the certificate and key with which this node dials."""
        return TlsIdentity(self._node.keys.tls_certificate, self._node.keys.tls_key)

    def now_ms(self) -> int:
        """Return this node's clock."""
        return self._node.clock.now_ms()

    def positions(self) -> Mapping[str, int]:
        """Return how many entries of each log are held."""
        return {origin: head.size for origin, head in serving.heads(self._node.reader()).items()}

    def take_in(self, batch: PeerBatch) -> Future[Taken | Refusal]:
        """Verify, store, open, judge and project a batch."""
        return running.take_in(batch, node=self._node)

    def take_in_note(self, *, peer: str, route: str, note: bytes) -> Future[Taken | Refusal]:
        """Verify a checkpoint note alone and keep its cosignatures."""
        return running.take_in_note(note.partition(b"\n")[0].decode(errors="replace"), note, node=self._node)

    def take_in_fork(self, evidence: ForkEvidence) -> Future[Taken | Refusal]:
        """Verify the evidence of two histories, keep it, and freeze the log."""
        return running.take_in_fork(encode_fork(evidence), node=self._node)

    def own_note(self, log: str) -> bytes | None:
        """Return the newest checkpoint note that this node verified of a log."""
        return serving.checkpoint(self._node.reader(), log)

    def own_hash(self, log: str, *, level: int, index: int) -> bytes:
        """Return the hash of a full subtree of a log as this node holds it; LookupError where it does not."""
        return StoredTree(self._node.reader(), self._log_id(log))(level, index)

    def own_leaf(self, log: str, *, number: int) -> bytes:
        """Return a leaf as this node holds it; LookupError where it does not."""
        found = logs.raw_leaves(self._node.reader(), self._log_id(log), number, number + 1)
        if not found:
            raise LookupError(f"{log} {number}")
        return found[0]

    def missing_attachments(self, *, after: int, limit: int) -> Sequence[Missing]:
        """Return attachments that are named by mirrored leaves and not held whole, after a place."""
        found = bodies.missing_attachments(self._node.reader(), after=after, limit=limit)
        return [Missing(place, digest, frozenset(sizes), held) for place, digest, sizes, held in found]

    def put_part(self, digest: bytes, *, offset: int, part: bytes) -> Future[int]:
        """Store the next part of an attachment; say how many bytes are held."""
        return self._node.writer.call(lambda ledger: bodies.put_part(ledger.conn, digest, offset=offset, part=part))

    def finish_attachment(self, digest: bytes) -> Future[bool]:
        """Check what came of an attachment; False, with nothing kept, where it is not what the leaf names."""

        def finish(ledger: Ledger) -> bool:
            whole = bodies.finish_attachment(ledger.conn, digest)
            if whole:
                ledger.topics.add("attachments")
            return whole

        return self._node.writer.call(finish)

    def drop_parts(self, digest: bytes) -> Future[None]:
        """Forget what came of an attachment."""
        return self._node.writer.call(lambda ledger: bodies.drop_parts(ledger.conn, digest))

    def _log_id(self, log: str) -> int:
        head = logs.head(self._node.reader(), log)
        if head is None:
            raise LookupError(log)
        return head.id

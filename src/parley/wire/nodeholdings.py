"""A running node in the shape that the peers' door asks for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from parley.charter.model import Charter
from parley.node import serving
from parley.node.changes import Subscription
from parley.node.neighbours import neighbours
from parley.node.running import Node
from parley.node.store import cosignatures, logs
from parley.node.witnessing import add_checkpoint
from parley.record.keys import MIRROR, role_name
from parley.record.witness import PLAIN_TYPE, Decline
from parley.wire.holdings import Held, Run, WitnessAnswer

REMEMBERED_RUNS = 4
MAX_REMEMBERED = 2_000_000


class LogNews:
    """A subscription that wakes for logs and notes only: a stream has no use for what else changes in a node."""

    def __init__(self, changes: Subscription) -> None:
        self._changes = changes

    async def next(self, timeout: float) -> object | None:
        """Return as soon as a log or a note has changed, None after `timeout` seconds without."""
        clock = asyncio.get_running_loop().time
        until = clock() + timeout
        while (change := await self._changes.next(max(0.0, until - clock()))) is not None:
            if any(topic.startswith(("log:", "note:", "everything")) for topic in change.topics):
                return change
        return None

    def close(self) -> None:
        """End the subscription."""
        self._changes.close()


class NodeHoldings:
    """`Holdings` over a node's readers; every method runs in the thread that calls it."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._recent: dict[tuple[str, int, int, int, int], Run] = {}

    @property
    def member(self) -> str:
        """Return the code of the member whose node this is."""
        return self._node.member

    def charter(self) -> Charter:
        """Return the charter in force now, with the members that are about to join."""
        return neighbours(self._node)

    def charter_text(self) -> bytes:
        """Return the bytes of the charter in force, as signed."""
        digest = self._node.charter().digest
        row = self._node.reader().execute("SELECT raw FROM charter_text WHERE digest = ?", (digest,)).fetchone()
        return bytes(row[0]) if row else self._node.home.charter.read_bytes()

    def now_ms(self) -> int:
        """Return this node's clock."""
        return self._node.clock.now_ms()

    def subscribe(self) -> LogNews:
        """Return a subscription to every change of logs and notes from now on."""
        return LogNews(self._node.changes.subscribe())

    def held(self) -> Mapping[str, Held]:
        """Return how much of each log is held."""
        conn = self._node.reader()
        sums = serving.cosigned_sums(conn)
        return {
            origin: Held(head.size, head.checkpoint_size, sums.get(origin))
            for origin, head in serving.heads(conn, self._node.bound).items()
        }

    def checkpoint(self, log: str) -> bytes | None:
        """Return the newest checkpoint note with the cosignature lines over it."""
        return serving.checkpoint(self._node.reader(), log, self._node.bound)

    def cosigned_notes(self, log: str) -> list[bytes]:
        """Return a note for each checkpoint that is some cosigner's newest, smallest first."""
        return serving.cosigned_notes(self._node.reader(), log, self._node.bound)

    def run(self, log: str, *, start: int, max_count: int, max_bytes: int) -> Run | None:
        """Return entries from `start` on, the checkpoint and the proof, all of one snapshot.

        Peers that follow live ask for the same run within a moment: it is read once for all of them.
        """
        head = serving.head_of(self._node.reader(), log, self._node.bound)
        key = (log, start, max_count, max_bytes, head.checkpoint_size if head else 0)
        found = self._recent.get(key)
        if found is None:
            found = self._read_run(log, start=start, max_count=max_count, max_bytes=max_bytes)
            if found is not None and sum(len(body or b"") for body in found.bodies) <= MAX_REMEMBERED:
                self._recent[key] = found
                # Several threads read: whoever finds too many takes the oldest, and a key that is gone is no fault.
                while len(self._recent) > REMEMBERED_RUNS:
                    self._recent.pop(next(iter(self._recent)), None)
        return found

    def _read_run(self, log: str, *, start: int, max_count: int, max_bytes: int) -> Run | None:
        conn = self._node.reader()
        conn.execute("BEGIN")
        try:
            logs.head(conn, log)  # Begins the snapshot; the mark is read after it.
            bound = self._node.bound.fixed()
            note, head = serving.checkpoint(conn, log, bound), serving.head_of(conn, log, bound)
            found = serving.entries(conn, log, start, max_count, max_bytes, bound)
            if note is None or head is None or not found:
                return None
            proof = serving.consistency(conn, log, start + len(found), head.checkpoint_size)
        finally:
            conn.execute("COMMIT")
        return Run(start, [leaf for leaf, _ in found], [body for _, body in found], note, proof)

    def mirrored(self, log: str, *, by: str) -> int:
        """Return how many entries of `log` the member `by` has cosigned as mirror."""
        name = role_name(self.charter().member(by).origin, role=MIRROR)
        return cosignatures.size_by(self._node.reader(), log, cosigner=name)

    def tile(self, log: str, *, level: int, index: int, width: int) -> bytes | None:
        """Return a hash tile of this width."""
        return serving.tile(self._node.reader(), log, level, index, width, self._node.bound)

    def bundle(self, log: str, *, index: int, width: int) -> bytes | None:
        """Return an entry bundle of this width."""
        return serving.bundle(self._node.reader(), log, index, width, self._node.bound)

    def body(self, digest: bytes) -> bytes | None:
        """Return the sealed body with this SHA-256."""
        return serving.body(self._node.reader(), digest)

    def attachment_size(self, digest: bytes) -> int | None:
        """Return the size of a sealed attachment that is held whole."""
        return serving.attachment_size(self._node.reader(), digest)

    def attachment_bytes(self, digest: bytes, *, offset: int, length: int) -> bytes:
        """Return a part of a sealed attachment."""
        return serving.attachment_bytes(self._node.reader(), digest, offset, length)

    def witness(self, request: bytes) -> WitnessAnswer:
        """Decide over an add-checkpoint request in the writer; what it signed is on disk by then."""
        told = add_checkpoint(request, node=self._node).result()
        if isinstance(told, Decline):
            return WitnessAnswer(told.status, told.body, told.content_type)
        return WitnessAnswer(200, told, PLAIN_TYPE)

"""The fake of both ports of the link: a node whose logs are lists in memory. Signatures, trees and TLS are real."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import Future
from hashlib import sha256
from typing import TypeVar

from parley.charter.model import Charter
from parley.charter.verdict import Refusal
from parley.node.intake import PeerBatch, Taken
from parley.node.link.port import Missing
from parley.node.link.tls import TlsIdentity
from parley.record.checkpoint import Checkpoint, sign_checkpoint
from parley.record.cosignature import Opened, cosign, open_cosigned, with_lines
from parley.record.fork import ForkEvidence, bare_note
from parley.record.keys import LOG, MIRROR, WITNESS, RoleVerifier
from parley.record.merkle import EMPTY_ROOT, ProofError, consistency_path, leaf_hash, root_of, verify_consistency
from parley.record.note import NoteError
from parley.record.tiles import encode_bundle
from parley.wire.holdings import Held, Run, WitnessAnswer
from tests.link.cast import Player

T = TypeVar("T")


class MemoryNews:
    """A subscription that says no more than that something changed."""

    def __init__(self, subscribers: list[MemoryNews]) -> None:
        self._loop, self._event, self._subscribers = asyncio.get_running_loop(), asyncio.Event(), subscribers
        subscribers.append(self)

    def tell(self) -> None:
        self._loop.call_soon_threadsafe(self._event.set)

    async def next(self, timeout: float) -> object | None:
        try:
            async with asyncio.timeout(timeout):
                await self._event.wait()
        except TimeoutError:
            return None
        self._event.clear()
        return True

    def close(self) -> None:
        self._subscribers.remove(self)


class MemoryLog:
    """One log as held: leaves, bodies, the newest verified note."""

    def __init__(self) -> None:
        self.leaves: list[bytes] = []
        self.bodies: list[bytes | None] = []
        self.hashes: list[bytes] = []
        self.note: bytes | None = None
        self.noted = 0

    def subtree(self, level: int, index: int) -> bytes:
        hashes = self.hashes[index << level : (index + 1) << level]
        if len(hashes) != 1 << level:
            raise LookupError("not held")
        return root_of(hashes)


class MemoryNode:
    """A node in memory: `Holdings` for the door, `LinkPort` for the link."""

    def __init__(self, player: Player, *, charter: Charter) -> None:
        self.player, self._charter = player, charter
        self.logs = {member.origin: MemoryLog() for member in charter.members}
        self.cosigned: dict[tuple[str, str], tuple[int, bytes]] = {}
        self.attachments: dict[bytes, bytes] = {}
        self.wanted: dict[bytes, int] = {}
        self.parts: dict[bytes, bytearray] = {}
        self.puts = 0
        self.forks: list[ForkEvidence] = []
        self.witnessed: list[bytes] = []
        self.refusals: list[Refusal] = []
        self.batches: list[PeerBatch] = []
        self.delay_s = 0.0
        self.runs = 0
        self._subscribers: list[MemoryNews] = []
        self._lock = threading.RLock()

    # What both ports ask ---------------------------------------------------------------------------------------------

    @property
    def member(self) -> str:
        return self.player.member.code

    def charter(self) -> Charter:
        return self._charter

    def change_charter(self, charter: Charter) -> None:
        self._charter = charter

    def now_ms(self) -> int:
        return int(time.time() * 1000)

    def file(self, *bodies: bytes) -> None:
        """Append entries to the own log and sign its checkpoint."""
        with self._lock:
            own = self.logs[self.player.member.origin]
            for body in bodies:
                self._append(own, f"leaf {len(own.leaves)} ".encode() + sha256(body).digest(), body)
            cp = Checkpoint(self.player.member.origin, len(own.leaves), root_of(own.hashes))
            own.note, own.noted = sign_checkpoint(cp, keys=self.player.log, at=int(time.time())), cp.size
        self._tell()

    # Holdings --------------------------------------------------------------------------------------------------------

    def charter_text(self) -> bytes:
        return b"charter " + self._charter.digest.encode()

    def subscribe(self) -> MemoryNews:
        return MemoryNews(self._subscribers)

    def held(self) -> dict[str, Held]:
        with self._lock:
            return {origin: Held(len(log.leaves), log.noted) for origin, log in self.logs.items()}

    def checkpoint(self, log: str) -> bytes | None:
        with self._lock:
            return self.logs[log].note if log in self.logs else None

    def run(self, log: str, *, start: int, max_count: int, max_bytes: int) -> Run | None:
        self.runs += 1
        with self._lock:
            held = self.logs[log]
            end, total = start, 0
            while end < min(held.noted, start + max_count):
                total += len(held.leaves[end]) + len(held.bodies[end] or b"")
                if end > start and total > max_bytes:
                    break
                end += 1
            if end <= start or held.note is None:
                return None
            proof = consistency_path(end, held.noted, hashes=held.subtree)
            return Run(start, held.leaves[start:end], held.bodies[start:end], held.note, proof)

    def mirrored(self, log: str, *, by: str) -> int:
        return self.cosigned.get((log, f"{self._charter.member(by).origin}/mirror"), (0, b""))[0]

    def cosigned_notes(self, log: str) -> list[bytes]:
        with self._lock:
            rows = [row for (origin, _), row in self.cosigned.items() if origin == log]
            return [note for _, note in sorted(rows)]

    def tile(self, log: str, *, level: int, index: int, width: int) -> bytes | None:
        with self._lock:
            try:
                return b"".join(self.logs[log].subtree(8 * level, index * 256 + at) for at in range(width))
            except LookupError:
                return None

    def bundle(self, log: str, *, index: int, width: int) -> bytes | None:
        leaves = self.logs[log].leaves[index * 256 : index * 256 + width]
        return encode_bundle(leaves) if len(leaves) == width else None

    def body(self, digest: bytes) -> bytes | None:
        bodies = (body for log in self.logs.values() for body in log.bodies if body)
        return next((body for body in bodies if sha256(body).digest() == digest), None)

    def attachment_size(self, digest: bytes) -> int | None:
        held = self.attachments.get(digest)
        return None if held is None else len(held)

    def attachment_bytes(self, digest: bytes, *, offset: int, length: int) -> bytes:
        return self.attachments[digest][offset : offset + length]

    def witness(self, request: bytes) -> WitnessAnswer:
        self.witnessed.append(request)
        return WitnessAnswer(200, b"lines\n")

    # LinkPort --------------------------------------------------------------------------------------------------------

    def identity(self) -> TlsIdentity:
        return self.player.tls

    def positions(self) -> dict[str, int]:
        return {origin: held.size for origin, held in self.held().items()}

    def take_in(self, batch: PeerBatch) -> Future[Taken | Refusal]:
        self.batches.append(batch)
        return self._answer(lambda: self._take(batch))

    def take_in_note(self, *, peer: str, route: str, note: bytes) -> Future[Taken | Refusal]:
        return self._answer(lambda: self._take_note(note))

    def take_in_fork(self, evidence: ForkEvidence) -> Future[Taken | Refusal]:
        self.forks.append(evidence)
        return self._answer(lambda: Taken(evidence.log, 0, 0))

    def own_note(self, log: str) -> bytes | None:
        return self.checkpoint(log)

    def own_hash(self, log: str, *, level: int, index: int) -> bytes:
        return self.logs[log].subtree(level, index)

    def own_leaf(self, log: str, *, number: int) -> bytes:
        return self.logs[log].leaves[number]

    def missing_attachments(self, *, after: int, limit: int) -> list[Missing]:
        return [
            Missing(place, digest, frozenset([size]), len(self.parts.get(digest, b"")))
            for place, (digest, size) in enumerate(self.wanted.items(), start=1)
            if digest not in self.attachments and place > after
        ][:limit]

    def put_part(self, digest: bytes, *, offset: int, part: bytes) -> Future[int]:
        held = self.parts.setdefault(digest, bytearray())
        if offset == len(held):
            self.puts += 1
            held += part
        return _now(len(held))

    def finish_attachment(self, digest: bytes) -> Future[bool]:
        whole = bytes(self.parts.pop(digest))
        if sha256(whole).digest() == digest:
            self.attachments[digest] = whole
        return _now(digest in self.attachments)

    def drop_parts(self, digest: bytes) -> Future[None]:
        self.parts.pop(digest, None)
        return _now(None)

    # The intake in small ---------------------------------------------------------------------------------------------

    def _answer(self, work) -> Future[Taken | Refusal]:  # type: ignore[no-untyped-def]
        answer: Future[Taken | Refusal] = Future()

        def finish() -> None:
            outcome = work()
            if isinstance(outcome, Refusal):
                self.refusals.append(outcome)
            if answer.set_running_or_notify_cancel():
                answer.set_result(outcome)

        if self.delay_s:
            threading.Timer(self.delay_s, finish).start()
        else:
            finish()
        return answer

    def _take(self, batch: PeerBatch) -> Taken | Refusal:
        with self._lock:
            opened = self._open(batch.checkpoint)
            if isinstance(opened, Refusal):
                return opened
            log = self.logs[batch.log]
            before = len(log.leaves)
            if batch.start > before:
                return Refusal("gap", "R-2")
            known = min(before - batch.start, len(batch.leaves))
            if batch.leaves[:known] != log.leaves[batch.start : batch.start + known]:
                return Refusal("fork_suspected", "R-4")
            hashes = log.hashes + [leaf_hash(leaf) for leaf in batch.leaves[known:]]
            cp = opened.checkpoint
            if len(hashes) > before:
                try:
                    root = root_of(hashes)
                    verify_consistency(old=len(hashes), old_root=root, new=cp.size, new_root=cp.root, path=batch.proof)
                except ProofError:
                    return Refusal("fork_suspected", "R-4")
                for leaf, body in zip(batch.leaves[known:], batch.bodies[known:], strict=True):
                    self._append(log, leaf, body)
            self._keep(opened)
            taken = Taken(batch.log, len(log.leaves), len(log.leaves) - before)
        self._tell()
        return taken

    def _take_note(self, note: bytes) -> Taken | Refusal:
        with self._lock:
            opened = self._open(note)
            if isinstance(opened, Refusal):
                return opened
            cp, log = opened.checkpoint, self.logs[opened.checkpoint.origin]
            if cp.size > len(log.leaves):
                return Refusal("gap", "R-2")
            if root_of(log.hashes[: cp.size]) != cp.root:
                return Refusal("fork_suspected", "R-4")
            self._keep(opened)
        self._tell()
        return Taken(cp.origin, len(log.leaves), 0)

    def _open(self, note: bytes) -> Opened | Refusal:
        cosigners = [self._verifier(m.code, role) for m in self._charter.members for role in (MIRROR, WITNESS)]
        origin = note.partition(b"\n")[0].decode()
        member = self._charter.member_of_log(origin)
        if member is None:
            return Refusal("log_of_stranger", "R-1")
        try:
            return open_cosigned(note, log=self._verifier(member.code, LOG), cosigners=cosigners)
        except NoteError as error:
            return Refusal("checkpoint_refused", "R-1", {"code": error.code})

    def _verifier(self, code: str, role: str) -> RoleVerifier:
        member = self._charter.member(code)
        return member.keys.verifier(role, origin=member.origin)

    def _keep(self, opened: Opened) -> None:
        cp = opened.checkpoint
        log = self.logs[cp.origin]
        if log.noted < cp.size <= len(log.leaves):
            log.note, log.noted = opened.note, cp.size
        elif cp.size == log.noted and log.note is not None:
            log.note = with_lines(log.note, lines=[s for each in opened.cosigned for s in each.signatures])
        for each in opened.cosigned:
            self._cosigned_by(each.name, cp, with_lines(bare_note(opened.note, log=cp.origin), lines=each.signatures))
        mirror = self.player.mirror
        if cp.origin != self.player.member.origin and cp.size <= len(log.leaves):
            lines = cosign(cp, signer=mirror, at=int(time.time()))
            self._cosigned_by(mirror.name, cp, with_lines(bare_note(opened.note, log=cp.origin), lines=lines))

    def _cosigned_by(self, name: str, cp: Checkpoint, note: bytes) -> None:
        if cp.size > self.cosigned.get((cp.origin, name), (0, b""))[0]:
            self.cosigned[cp.origin, name] = (cp.size, note)

    def _append(self, log: MemoryLog, leaf: bytes, body: bytes | None) -> None:
        log.leaves.append(leaf)
        log.bodies.append(body)
        log.hashes.append(leaf_hash(leaf))

    def _tell(self) -> None:
        for news in list(self._subscribers):
            news.tell()


def root_at(log: MemoryLog) -> bytes:
    """Return the root of all that is held of a log."""
    return root_of(log.hashes) if log.hashes else EMPTY_ROOT


def _now(value: T) -> Future[T]:
    """Return the answer of a port that has it at once."""
    done: Future[T] = Future()
    done.set_result(value)
    return done

"""Takes in a batch of another member's log, inside the writer: verify all of it, store it, then judge what can be."""

from __future__ import annotations

from hashlib import sha256

from parley.matters.verdict import Refusal
from parley.node.faults import reach
from parley.node.forks import peek, refuse_frozen
from parley.node.intake import PeerBatch, Taken
from parley.node.ledger import Ledger
from parley.node.parsing import parsed
from parley.node.settling import settle
from parley.node.store import bodies, cosignatures, logs
from parley.node.tree import StoredTree
from parley.record.checkpoint import Checkpoint
from parley.record.cosignature import Opened, format_lines, open_cosigned
from parley.record.keys import LOG, MIRROR, WITNESS, RoleVerifier
from parley.record.leaf import MAX_LEAF, AttachmentRef, Leaf, LeafError
from parley.record.merkle import Frontier, ProofError, leaf_hashes, verify_consistency
from parley.record.note import NoteError

MAX_BODY = 2_400_000
MAX_ATTACHMENT = 27_000_000
MAX_BATCH = 4_096


class Verifiers:
    """The public keys of every member: those of the charter in force, so that nobody changes another's by proposing."""

    def __init__(self) -> None:
        self._charters: tuple[str | None, ...] = ()
        self._logs: dict[str, RoleVerifier] = {}
        self._cosigners: dict[str, list[RoleVerifier]] = {}

    def of(self, ledger: Ledger, origin: str) -> tuple[RoleVerifier, list[RoleVerifier]] | None:
        """Return the verifier of a log and those of its cosigners, None for a stranger's log."""
        known = (ledger.current.digest if ledger.current else None, *ledger.history.versions)
        if known != self._charters:
            self._load(ledger)
            self._charters = known
        if origin not in self._logs:
            return None
        return self._logs[origin], self._cosigners[origin]

    def _load(self, ledger: Ledger) -> None:
        members = ledger.members()
        self._logs = {o: m.keys.verifier(LOG, origin=o) for o, m in members.items()}
        self._cosigners = {
            origin: [
                m.keys.verifier(role, origin=other)
                for other, m in members.items()
                if other != origin
                for role in (MIRROR, WITNESS)
            ]
            for origin in members
        }


def take(ledger: Ledger, batch: PeerBatch, *, verifiers: Verifiers) -> Taken | Refusal:
    """Store what of `batch` is new and proven, and judge it; a Refusal names what does not hold."""
    opened = _open_note(ledger, batch.log, batch.checkpoint, verifiers)
    if isinstance(opened, Refusal):
        return opened
    log = ledger.log_id(batch.log)
    head = logs.head(ledger.conn, batch.log)
    assert head is not None
    refusal = _refuse_form(batch, size=head.size, noted=opened.checkpoint.size)
    refusal = refusal or _refuse_beyond(ledger, batch, size=head.size, frozen=ledger.cursor(log).frozen_at)
    if refusal is not None:
        return refusal
    hashes = leaf_hashes(batch.leaves)
    known = min(head.size - batch.start, len(hashes))
    if hashes[:known] != logs.leaf_hashes(ledger.conn, log, batch.start, batch.start + known):
        return Refusal("fork_suspected", "R-4", {"log": batch.log})
    if known == len(hashes) and opened.checkpoint.size > head.size:
        return _refuse_other_end(ledger, log, batch, cp=opened.checkpoint) or Taken(batch.log, head.size, 0)
    fresh = _verify_and_store(ledger, log, batch, hashes=hashes, known=known, cp=opened.checkpoint)
    if isinstance(fresh, Refusal):
        return fresh
    size = head.size + fresh
    _keep_note(ledger, log, opened, size=size)
    if fresh:
        settle(ledger)
        at = ledger.cursor(log)
        if at.processed < size and at.frozen_at is None:
            peek(ledger, log, start=max(at.processed, size - fresh), end=size)
        ledger.fresh_bodies.clear()
    ledger.topics.add(f"log:{batch.log}")
    return Taken(batch.log, size, fresh)


def take_note(ledger: Ledger, origin: str, note: bytes, *, verifiers: Verifiers) -> Taken | Refusal:
    """Take the cosignatures of a note over a tree that we hold; one of another history is a suspected fork."""
    opened = _open_note(ledger, origin, note, verifiers)
    if isinstance(opened, Refusal):
        return opened
    head = logs.head(ledger.conn, origin)
    held = head.size if head else 0
    cp = opened.checkpoint
    if cp.size > held:
        return Refusal("gap", "R-2", {"log": origin, "held": held, "noted": cp.size})
    log = ledger.log_id(origin)
    if StoredTree(ledger.conn, log).root_at(cp.size) != cp.root:
        return Refusal("fork_suspected", "R-4", {"log": origin})
    _keep_note(ledger, log, opened, size=held)
    return Taken(origin, held, 0)


def _open_note(ledger: Ledger, origin: str, note: bytes, verifiers: Verifiers) -> Opened | Refusal:
    known = verifiers.of(ledger, origin)
    if known is None:
        return Refusal("log_of_stranger", "R-1", {"log": origin})
    try:
        return open_cosigned(note, log=known[0], cosigners=known[1])
    except NoteError as error:
        return Refusal("checkpoint_refused", "R-1", {"log": origin, "code": error.code})


def _refuse_form(batch: PeerBatch, *, size: int, noted: int) -> Refusal | None:
    end = batch.start + len(batch.leaves)
    if batch.start > size:
        return Refusal("gap", "R-2", {"log": batch.log, "held": size, "noted": batch.start})
    if len(batch.leaves) != len(batch.bodies) or len(batch.leaves) > MAX_BATCH or end > noted or batch.start < 0:
        return Refusal("batch_malformed", "R-3", {"log": batch.log})
    if any(len(leaf) > MAX_LEAF for leaf in batch.leaves):
        return Refusal("leaf_too_long", "R-3", {"log": batch.log, "limit": MAX_LEAF})
    return None


def _refuse_beyond(ledger: Ledger, batch: PeerBatch, *, size: int, frozen: int | None) -> Refusal | None:
    # What lies before the fork is still taken, together with what came with it: all nodes must hold that part.
    if frozen is not None and size >= frozen and batch.start + len(batch.leaves) > size:
        return refuse_frozen(ledger, batch.log, at=frozen)
    return None


def _verify_and_store(
    ledger: Ledger, log: int, batch: PeerBatch, *, hashes: list[bytes], known: int, cp: Checkpoint
) -> int | Refusal:
    edge = logs.frontier(ledger.conn, log)
    if known < len(hashes):
        edge = edge.extend(hashes[known:])
    refusal = _refuse_tree(ledger, log, batch, edge, cp)
    if refusal is not None:
        return refusal
    found = _bodies_of(batch, known)
    if isinstance(found, Refusal):
        return found
    digests, sealed, attachments = found
    if known < len(hashes):
        bodies.put_bodies(ledger.conn, sealed)
        ledger.fresh_bodies = dict(sealed)
        for ref in attachments:
            bodies.begin_attachment(ledger.conn, ref.digest, size=ref.size)
        logs.append_leaves(
            ledger.conn, log, start=batch.start + known, leaves=batch.leaves[known:], hashes=hashes[known:],
            bodies=digests, edge=edge,
        )
        reach("after_store")
    return len(hashes) - known


def _refuse_other_end(ledger: Ledger, log: int, batch: PeerBatch, *, cp: Checkpoint) -> Refusal | None:
    """Refuse a repetition whose checkpoint, ahead of what is held, does not continue it. Its note is not kept."""
    end = batch.start + len(batch.leaves)
    try:
        root = StoredTree(ledger.conn, log).root_at(end)
        verify_consistency(old=end, old_root=root, new=cp.size, new_root=cp.root, path=batch.proof)
    except ProofError as error:
        return Refusal("fork_suspected", "R-4", {"log": batch.log, "code": error.code})
    return None


def _refuse_tree(ledger: Ledger, log: int, batch: PeerBatch, edge: Frontier, cp: Checkpoint) -> Refusal | None:
    """Refuse a tree that the signed checkpoint does not cover: bad bytes, or another history."""
    if edge.size >= cp.size:
        root = edge.root if edge.size == cp.size else StoredTree(ledger.conn, log).root_at(cp.size)
        return None if root == cp.root else Refusal("fork_suspected", "R-4", {"log": batch.log})
    try:
        verify_consistency(old=edge.size, old_root=edge.root, new=cp.size, new_root=cp.root, path=batch.proof)
    except ProofError as error:
        return Refusal("fork_suspected", "R-4", {"log": batch.log, "code": error.code})
    return None


Found = tuple[list[bytes | None], list[tuple[bytes, bytes]], list[AttachmentRef]]


def _bodies_of(batch: PeerBatch, known: int) -> Found | Refusal:
    """Match each new leaf with its body; every body that a leaf names must be here and be the very one."""
    digests: list[bytes | None] = []
    sealed: list[tuple[bytes, bytes]] = []
    attachments: list[AttachmentRef] = []
    for offset in range(known, len(batch.leaves)):
        leaf = _readable(batch.leaves[offset])
        body = batch.bodies[offset]
        if leaf is None or leaf.body is None or leaf.body.size > MAX_BODY:
            # Nobody is made to hold a body beyond the limit; the entry stays, and nobody can read it.
            digests.append(None)
            continue
        number = batch.start + offset
        if body is None or len(body) != leaf.body.size or sha256(body).digest() != leaf.body.digest:
            return Refusal("body_missing_or_other", "R-6", {"log": batch.log, "number": number})
        digests.append(leaf.body.digest)
        sealed.append((leaf.body.digest, body))
        attachments.extend(named_attachments(leaf))
    return digests, sealed, attachments


def named_attachments(leaf: Leaf) -> list[AttachmentRef]:
    """Return the attachments of a leaf that are fetched: nobody is made to hold one, or a body, beyond the limit."""
    if leaf.body is None or leaf.body.size > MAX_BODY:
        return []
    return [each for each in leaf.attachments if each.size <= MAX_ATTACHMENT]


def _readable(raw: bytes) -> Leaf | None:
    # An unreadable leaf was signed all the same: it stays in the tree and is void (L-1).
    try:
        return parsed(raw)
    except LeafError:
        return None


def _keep_note(ledger: Ledger, log: int, opened: Opened, *, size: int) -> None:
    cp = opened.checkpoint
    bare = Opened(cp, opened.signatures, ()).note
    if cp.size <= size:
        logs.set_checkpoint(ledger.conn, log, note=bare, size=cp.size)
    for each in opened.cosigned:
        row = cosignatures.CosignatureRow(each.name, cp.size, each.at, cp.root, bare, format_lines(each.signatures))
        if cosignatures.save(ledger.conn, log, row):
            ledger.topics.update((f"note:{cp.origin}", "links"))

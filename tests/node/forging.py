"""What a hostile member does with its own keys: signs what no judge allowed, seals garbage, keeps two histories."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

from parley.node import serving
from parley.node.ledger import Ledger
from parley.node.running import Node
from parley.node.sealingout import next_point, recipients
from parley.node.settling import settle
from parley.node.store import bodies, logs
from parley.node.tree import StoredTree
from parley.record import strictjson
from parley.record.body import Payload, encode_payload
from parley.record.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from parley.record.fork import Branch, ForkEvidence, bare_note, encode_fork, first_difference
from parley.record.keys import LOG
from parley.record.leaf import ENC, BodyRef, Leaf, encode_leaf
from parley.record.merkle import inclusion_path, leaf_hash
from parley.record.sealing import seal
from tests.node.mechanism import Mechanism

Change = Callable[[Leaf], Leaf | bytes]


def sign_raw(node: Node, raw: bytes, *, body: bytes | None = None, digest: bytes | None = None) -> str:
    """Append any bytes as the next leaf of the node's log and sign them; return the entry's id."""
    return node.writer.call(lambda ledger: _append(ledger, raw, body=body, digest=digest, node=node)).result()


def _append(ledger: Ledger, raw: bytes, *, body: bytes | None, digest: bytes | None, node: Node) -> str:
    head = logs.head(ledger.conn, ledger.origin)
    assert head is not None
    edge = logs.frontier(ledger.conn, head.id).extend([leaf_hash(raw)])
    if body is not None:
        bodies.put_bodies(ledger.conn, [(sha256(body).digest(), body)])
        digest = sha256(body).digest()
    logs.append_leaves(
        ledger.conn, head.id, start=head.size, leaves=[raw], hashes=[leaf_hash(raw)], bodies=[digest], edge=edge
    )
    cp = Checkpoint(ledger.origin, edge.size, edge.root)
    note = sign_checkpoint(cp, keys=ledger.secrets.log, at=node.clock.now_ms() // 1000)
    logs.set_own_checkpoint(ledger.conn, head.id, note=note, size=cp.size)
    settle(ledger)
    ledger.topics.add(f"log:{ledger.origin}")
    return f"{ledger.member}/{head.size}"


def payload_of(node: Node, kind: str, content: dict[str, Any], *, to: tuple[str, ...], matter: str | None) -> Payload:
    """Return the payload that the node's next entry would have."""
    number = logs.head(node.ledger.conn, node.ledger.origin)
    assert number is not None
    addressed = tuple(sorted({*to, node.member}))
    return Payload(node.member, node.ledger.origin, number.size, addressed, kind, matter, content)


def say(
    node: Node,
    kind: str,
    content: dict[str, Any],
    *,
    to: tuple[str, ...] = ("IL", "SY", "US"),
    matter: str | None = None,
    unreadable_for: tuple[str, ...] = (),
    payload: bytes | None = None,
    change: Change = lambda leaf: leaf,
) -> str:
    """Sign an entry that nobody judged; return its id.

    `payload` are other bytes to seal than the honest ones, `unreadable_for` get a stanza that does not
    open, `change` alters the leaf.
    """

    def act(ledger: Ledger) -> str:
        said = payload_of(node, kind, content, to=to, matter=matter)
        raw = encode_payload(said) if payload is None else payload
        point, seen = next_point(ledger, at_ms=node.clock.now_ms())
        charter = ledger.charter_at(point) or ledger.founding
        readers = tuple(code for code in said.to if code not in unreadable_for)
        random = ledger.secrets.random
        sealed = seal(
            raw, recipients=recipients(ledger, readers, charter), file_key=random(16), salt=random(32), nonce=random(16)
        )
        body = BodyRef(sha256(sealed.file).digest(), len(sealed.file), ENC, sealed.commitment)
        changed = change(Leaf(point.log, point.number, point.at_ms, seen, body))
        leaf = changed if isinstance(changed, bytes) else encode_leaf(changed)
        return _append(ledger, leaf, body=sealed.file, digest=None, node=node)

    return node.writer.call(act).result()


def altered(payload: Payload, **changes: Any) -> bytes:
    """Return the bytes of a payload with fields of any value, sound or not."""
    value = strictjson.parse(encode_payload(payload), limit=1 << 20)
    return strictjson.encode({**value, **changes})


def with_seen(leaf: Leaf, **changes: Any) -> Leaf:
    """Return the leaf with its first `seen` changed."""
    return replace(leaf, seen=(replace(leaf.seen[0], **changes), *leaf.seen[1:]))


def clone(mechanism: Mechanism, code: str) -> str:
    """Copy a member's home and open a second node on it, with the same keys; return the second's name."""
    name = f"{code}-2"
    mechanism.close(code)
    shutil.copytree(mechanism.home(code).path, mechanism.home(name).path)
    mechanism.open(code)
    mechanism.open(name)
    return name


def evidence_of(one: Node, other: Node, origin: str) -> bytes | None:
    """Return the evidence that two nodes hold two histories of a log, None where they do not."""
    held = [serving.heads(node.reader())[origin] for node in (one, other)]
    if any(head.checkpoint is None for head in held):
        return None
    trees = [StoredTree(node.reader(), head.id) for node, head in zip((one, other), held, strict=True)]
    sizes = [head.checkpoint_size for head in held]
    number = first_difference(min(sizes), ours=trees[0], theirs=trees[1])
    if number is None:
        return None
    branches = []
    for node, head, tree, size in zip((one, other), held, trees, sizes, strict=True):
        leaf = logs.raw_leaves(node.reader(), head.id, number, number + 1)[0]
        path = tuple(inclusion_path(number, size, hashes=tree))
        branches.append(Branch(bare_note(head.checkpoint or b"", log=origin), leaf, path))
    verifier = one.founding.member_of_log(origin)
    assert verifier is not None
    for branch in branches:
        open_checkpoint(branch.note, log=verifier.keys.verifier(LOG, origin=origin))
    return encode_fork(ForkEvidence(origin, number, (branches[0], branches[1])))

"""Tells the whole way of an entry: written knowing what, sealed, stored, seen by whom, judged how, by which charter."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from parley.matters.entry import Point
from parley.node import reading
from parley.node.running import Node
from parley.node.store import bodies, logs
from parley.node.why.states import why_state
from parley.record.assertion import read_assertion
from parley.record.leaf import Leaf


def explain(node: Node, entry_id: str) -> dict[str, Any]:
    """Return the steps of an entry as this node knows them, or {"outcome": "unknown"}."""
    found = reading.find_entry(node, entry_id)
    if found is None:
        return {"outcome": "unknown", "id": entry_id}
    log, row = found
    conn = node.reader()
    origins = {head.id: origin for origin, head in logs.heads(conn).items()}
    leaf = reading.read_leaf(node, log, row.number)
    said = reading.opened_payload(node, log, row.number)
    got = reading.transport(node, log, row.number)
    return {
        "id": entry_id,
        "log": origins[log],
        "number": row.number,
        "written_at_ms": row.at_ms,
        "depth": row.depth,
        "leaf_hash": logs.leaf_hashes(conn, log, row.number, row.number + 1)[0].hex(),
        "seen": _seen(node, leaf),
        "sealed": _sealed(node, leaf),
        "opened_here": said is not None,
        "kind": row.kind,
        "matter": row.matter,
        "to": said["to"] if said else None,
        "signed_by": _signed_by(said),
        "key_entry": str(said["content"].get("key_entry") or "") if said else "",
        "charter": _charter(node, leaf, depth=row.depth),
        "exercise": node.founding.mechanism.exercise,
        "void": json.loads(row.verdict) if row.verdict else None,
        "mirrored_by": list(got.mirrored_by),
        "cosigned_by": list(got.cosigned_by),
        "read_by": dict(got.read),
        "opened_by": dict(got.opened),
        "why": [step.as_json() for step in (why_state(node, row.matter) if row.matter else ())],
        "routes": [sighting_json(s) for s in node.board.routes_of(origins[log], row.number + 1)],
    }


def sighting_json(sighting: Any) -> dict[str, Any]:
    """Return over which route and when a checkpoint that covers the entry was first seen here."""
    return {name: getattr(sighting, name) for name in sighting.__dataclass_fields__}


def _signed_by(said: Any) -> str | None:
    """Return the fingerprint of the passkey whose signature the act carries; None where it carries none."""
    assertion = read_assertion(said["content"].get("signature")) if said else None
    return sha256(assertion.key.encode()).hexdigest()[:16] if assertion else None


def _charter(node: Node, leaf: Leaf | None, *, depth: int) -> str | None:
    """Return the digest of the charter by which the entry is judged; None before any was in force for its author."""
    if leaf is None:
        return None
    point = Point(leaf.log, leaf.number, leaf.at_ms, depth, {s.log: s.size for s in leaf.seen})
    found = node.ledger.history.in_force(point)
    return found.digest if found else None


def _seen(node: Node, leaf: Leaf | None) -> list[dict[str, Any]]:
    """Return how far the author had read each other log, and what the last entry it read there had itself read."""
    if leaf is None:
        return []
    return [
        {
            "member": reading.code_of(node, s.log),
            "last": f"{reading.name_of(node, s.log)}/{s.size - 1}",
            "size": s.size,
            "root": s.root.hex(),
            "had_read": _had_read(node, s.log, s.size - 1),
        }
        for s in leaf.seen
    ]


def _had_read(node: Node, origin: str, number: int) -> list[str]:
    head = logs.head(node.reader(), origin)
    leaf = reading.read_leaf(node, head.id, number) if head and number >= 0 else None
    return [f"{reading.name_of(node, s.log)}/{s.size - 1}" for s in leaf.seen] if leaf else []


def _sealed(node: Node, leaf: Leaf | None) -> dict[str, Any] | None:
    if leaf is None or leaf.body is None:
        return None
    return {
        "sha256": leaf.body.digest.hex(),
        "size": leaf.body.size,
        "suite": leaf.body.enc,
        "held": bodies.body(node.reader(), leaf.body.digest) is not None,
        "attachments": [
            {"sha256": a.digest.hex(), "size": a.size, "held": bodies.attachment_whole(node.reader(), a.digest)}
            for a in leaf.attachments
        ],
    }

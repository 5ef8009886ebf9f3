"""How a node is: its log, its links, what waits, what is wrong. Plain JSON values for `parley status`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parley.charter.model import Charter
from parley.node import reading, retiring
from parley.node.running import OVERLAP_INDEX, Node
from parley.node.store import cosignatures, cursors, logs


def status(node: Node) -> dict[str, Any]:
    """Return everything an operator asks first, from the database and the link board."""
    conn = node.reader()
    charter = node.charter()
    return {
        "member": node.member,
        "name": node.ledger.name,
        "mechanism": charter.mechanism.id,
        "exercise": charter.mechanism.exercise,
        "charter": charter.digest,
        "charter_in_force": node.in_force(),
        "membership": membership(node),
        "charter_missing": [
            {"charter": digest, "members": list(version.missing)}
            for digest, version in node.ledger.history.versions.items()
            if version.missing
        ],
        "may_sign": node.writer.may_sign.is_set(),
        "mark_fault": node.writer.mark_fault,
        "old_sealing_keys": [
            {"recipient": key.recipient, "waits_for": list(key.waits_for), "since_ms": key.since_ms}
            for key in node.writer.call(retiring.old_keys).result()
        ],
        "old_sealing_keys_days": node.settings.old_sealing_keys_days,
        "queued": reading.queued(conn),
        "overlap_index": _overlap_index(node),
        "logs": [_log(node, origin, head) for origin, head in logs.heads(conn).items()],
        "links": node.board.as_json(),
        "pending": [vars_of_pending(p) for p in reading.pending(node)],
        "voids": len(reading.voids(node, limit=1000)),
        "forks": [{"log": f.log, "member": f.member, "frozen_at": f.frozen_at} for f in reading.forks(node)],
    }


def _overlap_index(node: Node) -> dict[str, Any]:
    """Return where the index of overlaps is; without looking for it, which would load what is not needed yet."""
    database = node.kept.get(OVERLAP_INDEX)
    return dict(database.as_json()) if database is not None else {"where": "memory", "fault": None}


def membership(node: Node) -> str:
    """Return how this node stands to the charter in force: "member", "joins", "left", or "succeeded" by a new log."""
    current = node.ledger.current
    if node.ledger.origin in (node.ledger.closed or {}):
        return "succeeded"
    if current is None or node.in_force():
        return "joins" if node.ledger.joining is not None and current is None else "member"
    joining = node.ledger.joining
    waits = joining is not None and joining.version.digest not in (current.digest, *_earlier(node, current))
    return "joins" if waits else "left"


def _earlier(node: Node, charter: Charter) -> Iterator[str]:
    """Yield the digests of the versions before one."""
    while charter.predecessor is not None:
        yield charter.predecessor
        charter = node.ledger.history.versions[charter.predecessor].charter


def vars_of_pending(pending: reading.Pending) -> dict[str, Any]:
    """Return a waiting log as JSON."""
    return {
        "log": pending.log, "member": pending.member, "number": pending.number, "waits_for": pending.waits_for,
        "waiting": pending.waiting,
    }


def _log(node: Node, origin: str, head: logs.Head) -> dict[str, Any]:
    conn = node.reader()
    at = cursors.cursor(conn, head.id)
    return {
        "member": reading.code_of(node, origin),
        "name": reading.name_of(node, origin),
        "log": origin,
        "size": head.size,
        "checkpoint": head.checkpoint_size,
        "judged": at.processed,
        "root": at.edge.root.hex(),
        "frozen_at": at.frozen_at,
        "closed": origin in (node.ledger.closed or {}),
        "cosigned": {row.cosigner: row.size for row in cosignatures.of_log(conn, head.id)},
    }

"""Drafts kept unsigned while this node must not sign; they are filed by themselves afterwards, in their order."""

from __future__ import annotations

import json
from typing import Any

from parley.node.drafts import Draft, Prepared
from parley.node.ledger import Ledger
from parley.record.leaf import AttachmentRef


def put(ledger: Ledger, draft: Draft, *, at_ms: int) -> None:
    """Keep a draft on disk under the local key; its attachments were sealed and stored before."""
    plain = json.dumps(
        {"kind": draft.kind, "to": list(draft.to), "content": dict(draft.content), "matter": draft.matter,
         "role": draft.role, "officer": draft.officer, "once": draft.once, "prepared": prepared_as_json(draft.prepared)}
    ).encode()
    ledger.conn.execute(
        "INSERT INTO queued (at_ms, locked) VALUES (?, ?)", (at_ms, ledger.box.lock(plain, place="queued"))
    )
    ledger.topics.add("queued")


def prepared_as_json(prepared: Prepared | None) -> dict[str, Any] | None:
    """Return attachments that are sealed and stored as plain JSON values; None for none. It holds a key: lock it."""
    if prepared is None:
        return None
    refs = [[ref.digest.hex(), ref.size] for ref in prepared.refs]
    named = [dict(each) for each in prepared.named]
    return {"charter": prepared.charter, "file_key": prepared.file_key.hex(), "refs": refs, "named": named}


def prepared_of_json(value: dict[str, Any] | None) -> Prepared | None:
    """Return what `prepared_as_json` gave."""
    if value is None:
        return None
    refs = tuple(AttachmentRef(bytes.fromhex(digest), size) for digest, size in value["refs"])
    return Prepared(value["charter"], bytes.fromhex(value["file_key"]), refs, tuple(value["named"]))


def take_all(ledger: Ledger) -> list[tuple[int, Draft, int]]:
    """Return what waits, oldest first, as (id, draft, when it was written)."""
    found = []
    for row_id, at_ms, locked in ledger.conn.execute("SELECT id, at_ms, locked FROM queued ORDER BY id").fetchall():
        value = json.loads(ledger.box.unlock(locked, place="queued"))
        value |= {"to": tuple(value["to"]), "prepared": prepared_of_json(value.get("prepared"))}
        found.append((int(row_id), Draft(**value), int(at_ms)))
    return found


def drop(ledger: Ledger, row_id: int) -> None:
    """Forget a draft that was filed or refused."""
    ledger.conn.execute("DELETE FROM queued WHERE id = ?", (row_id,))
    ledger.topics.add("queued")

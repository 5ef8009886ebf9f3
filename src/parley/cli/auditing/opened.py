"""What a member has opened, in the clear, one JSON line an entry: only for this member's own eyes."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from parley.charter.model import Charter
from parley.cli.auditing.trust import name_of_log
from parley.node.box import Box
from parley.node.store import bodies, logs
from parley.node.store.connection import open_reader
from parley.record import strictjson
from parley.record.body import MAX_PAYLOAD
from parley.record.leaf import LeafError, parse_leaf

# What the node keeps of an opened entry: the file key, the salt, the payload.
FILE_KEY, SALT = 16, 32
STEP = 256


def opened_lines(database: Path, *, local: bytes, charter: Charter) -> Iterator[bytes]:
    """Yield a line for each entry that was opened here, log by log, in their order.

    SHA-256("parley/commitment/v1\\n" || salt || canonical payload) is the commitment in the leaf: with `salt`
    and `payload` anybody can be shown that this is what the entry says.
    """
    conn, box = open_reader(database), Box(local)
    for origin, head in logs.heads(conn).items():
        name = name_of_log(charter, origin)
        for first in range(0, head.size, STEP):
            leaves = logs.raw_leaves(conn, head.id, first, min(first + STEP, head.size))
            for number, raw in enumerate(leaves, first):
                locked = bodies.plaintext(conn, head.id, number)
                if locked is not None:
                    plain = box.unlock(locked, place=f"{head.id}/{number}")
                    yield strictjson.encode(_line(plain, raw=raw, entry=f"{name}/{number}", log=origin)) + b"\n"


def _line(plain: bytes, *, raw: bytes, entry: str, log: str) -> dict[str, Any]:
    salt, payload = plain[FILE_KEY : FILE_KEY + SALT], plain[FILE_KEY + SALT :]
    try:
        at_ms = parse_leaf(raw).at_ms
    except LeafError:
        at_ms = None
    return {
        "at": at_ms,
        "id": entry,
        "leaf": sha256(b"\x00" + raw).hexdigest(),
        "log": log,
        "payload": strictjson.parse(payload, limit=MAX_PAYLOAD),
        "salt": salt.hex(),
    }

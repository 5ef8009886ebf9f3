"""Attachments on their way to an officer: found by entry and place, opened piece by piece, checked to the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from parley.node import reading
from parley.node.held import FILE_KEY
from parley.node.running import Node
from parley.node.store import bodies
from parley.record.attachment import attachment_key, open_attachment


@dataclass(frozen=True, slots=True)
class OpenedAttachment:
    """A file as its author named it. `chunks` raises a SealingError where the sealed bytes are not what was sealed."""

    name: str
    media_type: str
    size: int
    chunks: Iterator[bytes]


def open_attached(entry_id: str, *, place: int, node: Node) -> OpenedAttachment | None:
    """Return one attachment of an entry; None where there is none, it is not ours to read, or not all here yet."""
    found = reading.find_entry(node, entry_id)
    if found is None:
        return None
    log, row = found
    connection = node.reader()
    locked, leaf = bodies.plaintext(connection, log, row.number), reading.read_leaf(node, log, row.number)
    if locked is None or leaf is None or place >= len(leaf.attachments):
        return None
    file_key = node.box.unlock(locked, place=f"{log}/{row.number}")[:FILE_KEY]
    digest = leaf.attachments[place].digest
    named: Any = (reading.opened_payload(node, log, row.number) or {}).get("content", {}).get("attachments", ())
    if place >= len(named) or not bodies.attachment_whole(connection, digest):
        return None
    chunks = open_attachment(
        bodies.attachment_chunks(connection, digest), file_key=attachment_key(file_key, place=place)
    )
    said = named[place]
    return OpenedAttachment(said["name"], said["media_type"], said["size"], chunks)

"""What a node and its keywork process say to each other over two pipes: kind, list of recipients, length, content."""

from __future__ import annotations

from struct import Struct

RECIPIENTS, IDENTITIES, WRAP, UNWRAP = range(1, 5)
KEY, SEED, RECIPIENT = 16, 32, 1216
HEAD = Struct(">BII")
MAX_CONTENT = 1 << 20
"""No message is longer; one that says it is was not sent by the other end."""

NOT_FOUND = bytes(1 + KEY)


def encode(kind: int, content: bytes, *, place: int = 0) -> bytes:
    """Return a message; `place` numbers the list of recipients that it is about."""
    return HEAD.pack(kind, place, len(content)) + content


def cut(content: bytes, *, size: int) -> list[bytes]:
    """Return the pieces of equal size that make up a content; ValueError where it is no whole number of them."""
    if len(content) % size:
        raise ValueError("a content of another length")
    return [content[at : at + size] for at in range(0, len(content), size)]

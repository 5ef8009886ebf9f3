"""The logs as static files (tlog-tiles), and the sealed blobs beside them by their SHA-256."""

from __future__ import annotations

import re
from hashlib import sha256

from parley.charter.model import Charter
from parley.record.tiles import TileError, parse_tile_path
from parley.wire.answer import BINARY, FOR_EVER, TEXT, Scope, Send, answer, begin, end, refuse, write
from parley.wire.holdings import Holdings
from parley.wire.reading import Reading

CHUNK = 262_144
_DIGEST = re.compile(r"[0-9a-f]{64}")
_RANGE = re.compile(rb"bytes=(\d{1,12})-(\d{0,12})")


def log_of(name: str, *, holdings: Holdings) -> str | None:
    """Return the origin that a first path segment names: a member's code, or hex SHA-256 of an origin held."""
    charter: Charter = holdings.charter()
    if name in charter.codes:
        return charter.member(name).origin
    if _DIGEST.fullmatch(name):
        return next((log for log in holdings.held() if sha256(log.encode()).hexdigest() == name), None)
    return None


async def send_log_file(send: Send, name: str, rest: str, *, holdings: Holdings, reading: Reading) -> None:
    """Answer with a log's checkpoint, which is never cached, or with one of its tiles, which never change."""
    log = await reading(log_of, name, holdings=holdings)
    if log is None:
        await refuse(send, 404, code="log_unknown")
    elif rest == "checkpoint":
        await _send_checkpoint(send, log, holdings=holdings, reading=reading)
    else:
        await _send_tile(send, log, rest, holdings=holdings, reading=reading)


async def _send_checkpoint(send: Send, log: str, *, holdings: Holdings, reading: Reading) -> None:
    note = await reading(holdings.checkpoint, log)
    if note is None:
        await refuse(send, 404, code="checkpoint_unknown")
    else:
        await answer(send, 200, body=note, content_type=TEXT)


async def _send_tile(send: Send, log: str, path: str, *, holdings: Holdings, reading: Reading) -> None:
    try:
        place = parse_tile_path(path)
    except TileError:
        await refuse(send, 404, code="path_unknown")
        return
    if place.level is None:
        raw = await reading(holdings.bundle, log, index=place.index, width=place.width)
    else:
        raw = await reading(holdings.tile, log, level=place.level, index=place.index, width=place.width)
    if raw is None:
        await refuse(send, 404, code="tile_unknown")
    else:
        await answer(send, 200, body=raw, cache=FOR_EVER)


async def send_body(send: Send, name: str, *, holdings: Holdings, reading: Reading) -> None:
    """Answer with the sealed body of this SHA-256."""
    body = await reading(holdings.body, bytes.fromhex(name)) if _DIGEST.fullmatch(name) else None
    if body is None:
        await refuse(send, 404, code="body_unknown")
    else:
        await answer(send, 200, body=body, cache=FOR_EVER)


async def send_attachment(scope: Scope, send: Send, name: str, *, holdings: Holdings, reading: Reading) -> None:
    """Answer with a sealed attachment, from any byte on (`Range: bytes=N-`), read as fast as the peer takes it."""
    digest = bytes.fromhex(name) if _DIGEST.fullmatch(name) else b""
    size = await reading(holdings.attachment_size, digest) if digest else None
    if size is None:
        await refuse(send, 404, code="attachment_unknown")
        return
    asked = read_range(scope, size=size)
    if asked is not None and asked[0] >= size:
        await refuse(send, 416, code="range_unknown")
        return
    first, last = asked if asked is not None else (0, size - 1)
    headers = [
        (b"content-type", BINARY),
        (b"cache-control", FOR_EVER),
        (b"accept-ranges", b"bytes"),
        (b"content-length", str(last - first + 1).encode()),
    ]
    if asked is not None:
        headers.append((b"content-range", f"bytes {first}-{last}/{size}".encode()))
    await begin(send, 200 if asked is None else 206, headers=headers)
    for offset in range(first, last + 1, CHUNK):
        length = min(CHUNK, last + 1 - offset)
        await write(send, await reading(holdings.attachment_bytes, digest, offset=offset, length=length))
    await end(send)


def read_range(scope: Scope, *, size: int) -> tuple[int, int] | None:
    """Return first and last byte of the one range asked for; None where none is, or in another form (RFC 9110 14.2)."""
    found = [value for name, value in scope["headers"] if name == b"range"]
    matched = _RANGE.fullmatch(found[0]) if len(found) == 1 else None
    if matched is None:
        return None
    first = int(matched[1])
    last = int(matched[2]) if matched[2] else size - 1
    return None if last < first < size else (first, min(last, size - 1))

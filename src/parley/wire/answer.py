"""Small answers over ASGI, and the bound on how long a peer may leave one unread."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

STALL_S = 30.0
SLICE = 65_536

FOR_EVER = b"public, max-age=31536000, immutable"
NO_STORE = b"no-store"
BINARY = b"application/octet-stream"
TEXT = b"text/plain; charset=utf-8"


class Stalled(Exception):
    """The peer took nothing of an answer for `STALL_S` seconds; its connection is cut."""


async def begin(send: Send, status: int, *, headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Send status and headers."""
    async with _limit():
        await send({"type": "http.response.start", "status": status, "headers": list(headers)})


async def write(send: Send, body: bytes) -> None:
    """Write a part of a body slice by slice, each within `STALL_S`; raise Stalled where the peer does not read.

    In slices, because a slow line may need minutes for a large frame and still be alive.
    """
    view = memoryview(body)
    for at in range(0, len(body), SLICE):
        async with _limit():
            await send({"type": "http.response.body", "body": bytes(view[at : at + SLICE]), "more_body": True})


async def end(send: Send) -> None:
    """End a body."""
    async with _limit():
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def answer(
    send: Send, status: int, *, body: bytes, content_type: bytes = BINARY, cache: bytes = NO_STORE
) -> None:
    """Send a whole answer."""
    length = str(len(body)).encode()
    headers = [(b"content-type", content_type), (b"cache-control", cache), (b"content-length", length)]
    await begin(send, status, headers=headers)
    await write(send, body)
    await end(send)


async def refuse(send: Send, status: int, *, code: str) -> None:
    """Answer with a code and nothing else: peers are software."""
    reason = HTTPStatus(status).phrase
    await answer(send, status, body=f"{code} ({reason})\n".encode(), content_type=TEXT)


async def read_body(receive: Receive, *, limit: int) -> bytes | None:
    """Return the body of a request, None where it is longer than `limit` or was cut short."""
    body = bytearray()
    async with asyncio.timeout(STALL_S):
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return None
            body += message.get("body", b"")
            if len(body) > limit:
                return None
            if not message.get("more_body", False):
                return bytes(body)


@asynccontextmanager
async def _limit() -> AsyncIterator[None]:
    """Bound one write in time."""
    try:
        async with asyncio.timeout(STALL_S):
            yield
    except TimeoutError:
        raise Stalled from None

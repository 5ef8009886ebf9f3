"""The public door: what stands below /public/, for everybody, without session, cookie or script.

On the desk's listener it stands beside the desk and is no part of it; with the setting `public_port` it has a listener
of its own, on which there is nothing else. It only reads what the node has released.
"""

from __future__ import annotations

import asyncio
from hashlib import sha256
from typing import Any

from parley.node.running import Node
from parley.node.statements.public import PublicFile, public_file

BELOW = "/public/"
AT_ONCE = 2
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'none'; script-src 'none'; connect-src 'none'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
# What was released may be withdrawn by somebody whose word comes late: no cache keeps it longer than this.
KEPT, NOT_KEPT = (b"cache-control", b"public, max-age=60"), (b"cache-control", b"no-store")


def with_public(application: Any, *, node: Node) -> Any:
    """Return an ASGI application that serves the public pages below /public/, and everything else as before."""
    door = public_app(node)

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        is_public = scope["type"] == "http" and (scope["path"] + "/").startswith(BELOW)
        await (door if is_public else application)(scope, receive, send)

    return serve


def public_app(node: Node) -> Any:
    """Return an ASGI application that serves the public pages below /public/ and nothing else."""
    # Few at once: officers at the desk come first.
    turn = asyncio.Semaphore(AT_ONCE)

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        if scope["method"] not in ("GET", "HEAD"):
            await _answer(scope, send, 405, b"", ((b"allow", b"GET, HEAD"), NOT_KEPT))
            return
        if scope["path"] in ("/", "/public"):
            await _answer(scope, send, 308, b"", ((b"location", BELOW.encode()), NOT_KEPT))
            return
        async with turn:
            found = await asyncio.to_thread(_found, scope["path"], node)
        await _give(scope, send, found)

    return serve


def _found(path: str, node: Node) -> PublicFile | None:
    return public_file(path.removeprefix(BELOW), node=node) if path.startswith(BELOW) else None


async def _give(scope: Any, send: Any, found: PublicFile | None) -> None:
    if found is None:
        await _answer(scope, send, 404, b"404\n", ((b"content-type", b"text/plain; charset=utf-8"), NOT_KEPT))
        return
    tag = f'"{sha256(found.body).hexdigest()[:32]}"'.encode()
    headers = ((b"content-type", found.kind.encode()), (b"etag", tag), KEPT)
    known = dict(scope["headers"]).get(b"if-none-match", b"")
    if tag in known:
        await _answer(scope, send, 304, b"", headers)
    else:
        await _answer(scope, send, 200, found.body, headers)


async def _answer(scope: Any, send: Any, status: int, body: bytes, headers: tuple[tuple[bytes, bytes], ...]) -> None:
    length = () if status == 304 else ((b"content-length", str(len(body)).encode()),)
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length, *ALWAYS]})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

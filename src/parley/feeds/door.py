"""The door of feeds: what stands below /feeds/ on the desk's listener, opened by a token, without session or cookie.

It is no part of the desk, and nothing of a browser's session opens it. A token comes in a header, or in the path where
a client has no other place for it; no token is ever written to a log.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from base64 import b64decode
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from parley.feeds.answers import Answer, Asked, answer
from parley.feeds.limits import Limits
from parley.node.feeds.alert import Watched
from parley.node.feeds.kept import Feed, count_use, opened_by
from parley.node.running import Node

BELOW, BY_PATH = "/feeds/", "t"
# Tokens that open nothing are answered so often a minute to one address. A right one is never held up by them: nobody
# guesses 32 random bytes, and whoever tries from the address of others must not shut them out.
WRONG_A_MINUTE = 20
AT_ONCE, PATIENCE_S = 2, 20.0
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
ALWAYS = (
    (b"cache-control", b"private, no-store"),
    (b"vary", b"authorization"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
CHALLENGE = ((b"www-authenticate", b'Bearer realm="feeds"'), (b"www-authenticate", b'Basic realm="feeds"'))


def with_feeds(application: Any, *, node: Node, clock: Callable[[], float] = time.monotonic) -> Any:
    """Return an ASGI application that serves the feeds of a node below /feeds/, and everything else as before."""
    door = _Door(node, clock)

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].startswith(BELOW):
            await door(scope, send)
        else:
            await application(scope, receive, send)

    return serve


class _Door:
    def __init__(self, node: Node, clock: Callable[[], float]) -> None:
        self._node, self._clock = node, clock
        self._watched = Watched(node)
        self._uses, self._wrong = Limits(), Limits()
        # Few at once: officers at the desk come first.
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, scope: Any, send: Any) -> None:
        found = await self._found(scope)
        headers = [(b"content-type", found.kind.encode()), (b"content-length", str(len(found.body)).encode())]
        start = {"type": "http.response.start", "status": found.status, "headers": [*headers, *ALWAYS, *found.headers]}
        await send(start)
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else found.body})

    async def _found(self, scope: Any) -> Answer:
        if scope["method"] not in ("GET", "HEAD"):
            return Answer.words(405, "Feeds are read, and nothing is written by them.", ((b"allow", b"GET, HEAD"),))
        host = _header(scope, b"host")
        if _name_of(host) not in (*LOOPBACK, *self._node.settings.desk_names):
            return Answer.words(400, "This desk has no such name.")
        address, now_s = (scope.get("client") or ("",))[0], self._clock()
        token, path, base = _token_and_path(scope)
        feed = await asyncio.to_thread(lambda: opened_by(self._node.reader(), token))
        if feed is None:
            if wait_s := self._wrong.wait_s(address, most=WRONG_A_MINUTE, now_s=now_s):
                return _too_many(wait_s)
            self._wrong.count(address, now_s=now_s)
            return Answer.words(401, "This needs the token of an open feed.", CHALLENGE)
        if wait_s := self._uses.wait_s(feed.name, most=feed.terms.per_minute, now_s=now_s):
            return _too_many(wait_s)
        self._uses.count(feed.name, now_s=now_s)
        is_tls = scope.get("scheme") == "https" or self._node.settings.desk_behind_tls
        asked = Asked(path, _query(scope), f"{'https' if is_tls else 'http'}://{host}{base}")
        return await self._answer(feed, asked)

    async def _answer(self, feed: Feed, asked: Asked) -> Answer:
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._turn.acquire()
                working = asyncio.ensure_future(self._worked(feed, asked))
                working.add_done_callback(self._next)
                # No thread can be stopped: whoever is told to come again must not begin another beside it.
                return await asyncio.shield(working)
        except (TimeoutError, sqlite3.Error, OSError):
            return Answer.words(503, "The node is busy. Ask again.", ((b"retry-after", b"30"),))

    async def _worked(self, feed: Feed, asked: Asked) -> Answer:
        node, at_ms = self._node, self._node.clock.now_ms()
        # Counted first: what cannot be counted does not leave.
        counting = node.writer.call(lambda ledger: count_use(ledger.conn, feed.name, at_ms=at_ms))
        await asyncio.wrap_future(counting)
        told = partial(answer, node, feed.terms, asked, watched=self._watched, at_ms=at_ms)
        return await asyncio.to_thread(told)

    def _next(self, working: asyncio.Future[Answer]) -> None:
        self._turn.release()
        if not working.cancelled():
            working.exception()


def _too_many(wait_s: float) -> Answer:
    return Answer.words(429, "Too often. Ask again later.", ((b"retry-after", str(int(wait_s) + 1).encode()),))


def _token_and_path(scope: Any) -> tuple[str, str, str]:
    """Return the token, the path below where the feed stands, and the path of that place, for links."""
    parts = scope["path"].removeprefix(BELOW).split("/")
    if parts[0] == BY_PATH and len(parts) > 1:
        return parts[1], "/".join(parts[2:]), f"{BELOW}{BY_PATH}/{parts[1]}"
    return _told_token(_header(scope, b"authorization")), "/".join(parts), BELOW.rstrip("/")


def _told_token(told: str) -> str:
    """Return the token of an Authorization header: a bearer's, or the password of Basic, under any user name."""
    way, _, value = told.partition(" ")
    if way.lower() == "bearer":
        return value.strip()
    if way.lower() != "basic":
        return ""
    try:
        return b64decode(value.strip(), validate=True).decode().partition(":")[2]
    except ValueError:
        return ""


def _header(scope: Any, name: bytes) -> str:
    return str(next((value for key, value in scope["headers"] if key == name), b"").decode("latin1"))


def _name_of(host: str) -> str:
    """Return the name of a Host header without its port."""
    return host.rpartition(":")[0] if ":" in host and not host.endswith("]") else host


def _query(scope: Any) -> dict[str, str]:
    return dict(parse_qsl(scope.get("query_string", b"").decode("latin1"), keep_blank_values=True))

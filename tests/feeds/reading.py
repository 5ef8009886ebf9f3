"""A reader of feeds: asks the door as a server would, without a socket, and keeps what came back."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from parley.feeds.door import with_feeds
from parley.node.feeds import kept
from parley.node.feeds.kept import Terms
from parley.node.running import Node


@dataclass(frozen=True)
class Got:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


async def nothing(scope: Any, receive: Any, send: Any) -> None:
    """Answer in place of the desk."""
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"the desk"})


@dataclass
class Reader:
    """One client of the feeds of a node; `now_s` is the clock of the limits."""

    node: Node
    now_s: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)
    address: str = "10.0.0.9"

    def __post_init__(self) -> None:
        self.app = with_feeds(nothing, node=self.node, clock=lambda: self.now_s)

    def get(self, address: str, *, method: str = "GET", **headers: str) -> Got:
        """Ask for a path or a whole address."""
        return asyncio.run(self.ask(address, method=method, **headers))

    async def ask(self, address: str, *, method: str = "GET", **headers: str) -> Got:
        """Ask within a loop that runs."""
        parts = urlsplit(address)
        told = {"host": parts.netloc or "localhost:8000", **self.headers, **headers}
        scope = {
            "type": "http", "method": method, "path": parts.path, "query_string": parts.query.encode(),
            "scheme": "http", "client": (self.address, 1), "headers": [(k.lower().encode(), v.encode())
                                                                        for k, v in told.items()],
        }  # fmt: skip
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, None, send)
        headers = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
        return Got(sent[0]["status"], headers, b"".join(each.get("body", b"") for each in sent[1:]))

    def with_token(self, token: str) -> Reader:
        """Return this client with a token in its header."""
        return Reader(self.node, self.now_s, {**self.headers, "Authorization": f"Bearer {token}"}, self.address)


def basic(token: str, user: str = "any") -> dict[str, str]:
    """Return the header of a client that knows user names and passwords only."""
    return {"Authorization": "Basic " + b64encode(f"{user}:{token}".encode()).decode()}


_NUMBERS = count(1)


def feed(node: Node, **terms: Any) -> str:
    """Add a feed under a name of its own and return its token."""
    name = f"feed-{next(_NUMBERS)}"
    told = Terms(**{"formats": ("map", "calendar", "alerts"), **terms})
    charter = node.charter()
    made = node.writer.call(
        lambda ledger: kept.add(
            ledger.conn, name, told, charter=charter, random=name.encode().ljust(32, b"."), at_ms=node.clock.now_ms()
        )
    ).result()
    assert isinstance(made, str), made
    return made


def reader(node: Node, **terms: Any) -> Reader:
    """Add a feed and return a client of it."""
    return Reader(node).with_token(feed(node, **terms))

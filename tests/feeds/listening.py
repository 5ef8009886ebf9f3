"""A receiver of Cursor-on-Target, as a TAK server is one, and a node that pushes a feed to it."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from parley.feeds.pushing import push_feeds
from parley.node.feeds import kept
from parley.node.feeds.kept import Push
from parley.node.feeds.sent import forget_sent, sent
from parley.node.running import Node
from tests.feeds.reading import feed


class Listener:
    """A receiver of Cursor-on-Target, as a TAK server is one: keeps every event that comes, by any connection."""

    def __init__(self) -> None:
        self.events: asyncio.Queue[ElementTree.Element] = asyncio.Queue()
        self.writers: list[asyncio.StreamWriter] = []
        self.uids: list[str] = []

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take events until the line ends."""
        self.writers.append(writer)
        with suppress(OSError, asyncio.IncompleteReadError):
            while raw := await reader.readuntil(b"</event>\n"):
                event = ElementTree.fromstring(raw)
                self.uids.append(str(event.get("uid")))
                self.events.put_nowait(event)
        writer.close()

    async def next(self, kind: str, name: str) -> ElementTree.Element:
        """Return the next event of this type that names this."""
        async with asyncio.timeout(60):
            while True:
                event = await self.events.get()
                if event.get("type") == kind and name in ElementTree.tostring(event).decode():
                    return event


@dataclass
class Pushing:
    """The part of a node that sends feeds: it can be ended and begun again, as a start of the node does."""

    node: Node
    task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Begin to send."""
        self.task = asyncio.create_task(push_feeds(self.node))

    async def end(self) -> None:
        """End it at once; nothing that was kept in memory is left."""
        assert self.task is not None
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task


async def listening(node: Node, tls: ssl.SSLContext | None, push: Push,
                    act: Callable[[Listener, Pushing], Awaitable[None]]) -> kept.Feed:  # fmt: skip
    """Let a node push a feed to a listener while `act` runs; return the feed with its uses."""
    listener, pushing = Listener(), Pushing(node)
    server = await asyncio.start_server(listener.hear, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    token = await asyncio.to_thread(lambda: feed(node, formats=("cot",), push=replace(push, port=port)))
    pushing.begin()
    try:
        await act(listener, pushing)
    finally:
        await pushing.end()
        server.close()
    found = kept.named(node.reader(), token.partition(".")[0])
    assert found is not None
    if found.is_open:
        node.writer.call(lambda ledger: revoke(ledger, found.name)).result()
    # This receiver is gone for good: no other test is to wait for it.
    node.writer.call(lambda ledger: forget_sent(ledger.conn, found.name, sent(ledger.conn, found.name))).result()
    return found


def revoke(ledger: Any, name: str) -> None:
    """Close a feed, as `parley feed revoke` does."""
    ledger.topics.add("feeds")
    assert kept.revoke(ledger.conn, name, at_ms=1) is None


def certificate(folder: Path, name: str) -> Path:
    """Write a certificate that signs itself, with its key, and return the file."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from cryptography.x509 import load_der_x509_certificate

    from parley.node.keys import self_signed

    key = Ed25519PrivateKey.generate()
    shown = load_der_x509_certificate(self_signed(key, origin=name)).public_bytes(Encoding.PEM)
    file = folder / f"{name}.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + shown)
    return file



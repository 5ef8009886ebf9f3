"""A member whose listener has the right certificate and says whatever the test makes it say."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from parley.charter.model import Charter
from parley.node.link.certificates import certificates_of
from parley.node.link.tls import TlsIdentity, listener_context
from tests.link.cast import player

Say = Callable[[asyncio.StreamWriter], Awaitable[None]]


class Rogue:
    """Counts the streams that were opened at it; `say` writes what follows the head of a stream's answer."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.opened = 0
        self.queries: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                path = head.split(" ")[1]
                if path.startswith("/stream"):
                    self.opened += 1
                    self.queries.append(path)
                    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
                    await self.say(writer)
                    writer.close()
                    return
                body = json.dumps({"at": int(time.time() * 1000)}).encode() if path == "/clock" else b""
                status = b"200 OK" if body else b"404 Not Found"
                writer.write(b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body))


@asynccontextmanager
async def rogue(code: str, say: Say, *, charter: Charter, identity: TlsIdentity | None = None) -> AsyncIterator[Rogue]:
    """Listen at the member's address in its name."""
    host, port = charter.member(code).address.split(":")
    made = Rogue(say)
    context = listener_context(identity or player(code).tls, trusted=certificates_of(charter))
    server = await asyncio.start_server(made.serve, host, int(port), ssl=context)
    try:
        yield made
    finally:
        server.close()


async def for_ever() -> None:
    """Never return."""
    await asyncio.Event().wait()

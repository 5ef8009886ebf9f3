"""A raw TLS client for the door's tests: it says what it likes, byte for byte."""

from __future__ import annotations

import asyncio
import ssl

from parley.node.link.tls import TlsIdentity, dial_context
from tests.link.cell import Cell


class RawClient:
    """One connection, in bytes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def to(cls, cell: Cell, *, identity: TlsIdentity, context: ssl.SSLContext | None = None) -> RawClient:
        host, port = cell.charter.member(cell.code).address.split(":")
        used = context or dial_context(identity, peer=cell.node.identity().certificate)
        return cls(*await asyncio.open_connection(host, int(port), ssl=used, server_hostname=""))

    async def ask(
        self, path: str, *, method: str = "GET", headers: str = "", body: bytes = b""
    ) -> tuple[int, dict[str, str], bytes]:
        """Send one request and return status, headers and body."""
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        self.writer.write(f"{method} {path} HTTP/1.1\r\nHost: x\r\n{length}{headers}\r\n".encode() + body)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        told = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        content = await self.reader.readexactly(int(told.get("content-length", "0")))
        return int(head[0].split()[1]), told, content

    async def ended(self, *, within_s: float = 5.0) -> bytes:
        """Return all that still comes until the other end closes."""
        try:
            async with asyncio.timeout(within_s):
                return await self.reader.read()
        except (ConnectionError, ssl.SSLError):
            return b""

    def close(self) -> None:
        self.writer.transport.abort()

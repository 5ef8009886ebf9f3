"""The peers' application: who asks is known by the certificate; what is asked is routed to its file."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable
from hashlib import sha256

from parley.charter.model import Charter
from parley.node.link.certificates import member_of_certificate
from parley.record.witness import MAX_REQUEST_SIZE
from parley.wire.answer import TEXT, Receive, Scope, Send, Stalled, answer, read_body, refuse
from parley.wire.files import send_attachment, send_body, send_log_file
from parley.wire.holdings import Holdings
from parley.wire.reading import Reading
from parley.wire.stream import Streams, stream

MAX_REQUESTS = 16
logger = logging.getLogger(__name__)


class PeerApp:
    """An ASGI application over one node's holdings. It answers members of the charter in force, and nobody else.

    `called` is told the member each time one opens a stream.
    """

    def __init__(self, holdings: Holdings, *, called: Callable[[str], None]) -> None:
        self._holdings = holdings
        self._called = called
        self._reading = Reading()
        self._streams = Streams()
        self._running: Counter[str] = Counter()

    def close(self) -> None:
        """End the threads that read for peers."""
        self._reading.close()

    def streams_of(self, peer: str) -> int:
        """Return how many streams a member has open."""
        return self._streams.count(peer)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a peer that stops reading is dropped without a word."""
        peer = peer_of(scope, charter=self._holdings.charter())
        if peer is None or peer == self._holdings.member:
            await refuse(send, 403, code="certificate_not_in_charter")
            return
        if self._running[peer] >= MAX_REQUESTS:
            await refuse(send, 429, code="too_many_requests")
            return
        self._running[peer] += 1
        try:
            await self._route(scope, receive, send, peer=peer)
        except Stalled:
            scope["state"]["cut"]()
            logger.info("peer %s stopped reading; its connection is cut", peer)
        finally:
            self._running[peer] -= 1

    async def _route(self, scope: Scope, receive: Receive, send: Send, *, peer: str) -> None:
        method, path = scope["method"], scope["path"]
        if path == "/add-checkpoint":
            await self._add_checkpoint(receive, send, method=method)
        elif method != "GET":
            await refuse(send, 405, code="method_unknown")
        elif path == "/stream":
            self._called(peer)
            await stream(
                scope, receive, send, holdings=self._holdings, reading=self._reading, streams=self._streams, peer=peer
            )
        else:
            await self._get(scope, send, path=path)

    async def _get(self, scope: Scope, send: Send, *, path: str) -> None:
        match path.removeprefix("/").split("/", 1):
            case ["charter"]:
                await answer(send, 200, body=await self._reading(self._holdings.charter_text))
            case ["clock"]:
                told = json.dumps({"at": self._holdings.now_ms()}).encode()
                await answer(send, 200, body=told, content_type=b"application/json")
            case ["body", name]:
                await send_body(send, name, holdings=self._holdings, reading=self._reading)
            case ["attachment", name]:
                await send_attachment(scope, send, name, holdings=self._holdings, reading=self._reading)
            case [name, rest]:
                await send_log_file(send, name, rest, holdings=self._holdings, reading=self._reading)
            case _:
                await refuse(send, 404, code="path_unknown")

    async def _add_checkpoint(self, receive: Receive, send: Send, *, method: str) -> None:
        """Answer as a witness (tlog-witness); the node decides and persists."""
        if method != "POST":
            await refuse(send, 405, code="method_unknown")
            return
        request = await read_body(receive, limit=MAX_REQUEST_SIZE)
        if request is None:
            await refuse(send, 413, code="request_too_large")
            return
        told = await self._reading(self._holdings.witness, request)
        await answer(send, told.status, body=told.body, content_type=told.content_type.encode() or TEXT)


def peer_of(scope: Scope, *, charter: Charter) -> str | None:
    """Return the code of the member whose certificate the connection was opened with, None for nobody's."""
    shown: bytes | None = scope.get("state", {}).get("peer_certificate")
    return member_of_certificate(sha256(shown).digest(), charter=charter) if shown else None

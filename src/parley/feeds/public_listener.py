"""The connections of the public pages: few at a time, each with seconds to ask and to be answered. Strangers come here.

uvicorn bounds neither how long a request may take to arrive nor how long its head may be; who sends nothing would hold
a place for ever, and some dozens of those would shut the page to everybody.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# A page is some dozens of kilobytes: whoever has not fetched it by then asks again.
HEAD_S, LIVES_S = 5.0, 60.0
MAX_HEAD = 16_384
MOST_PUBLIC = 256


class PublicProtocol(HttpToolsProtocol):
    """uvicorn's protocol with bounds on the time and size of a request's head, and on the life of a connection."""

    _head_bytes = 0
    _head: asyncio.TimerHandle | None = None
    _life: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Refuse one connection too many, and let no other last."""
        super().connection_made(transport)
        if len(self.connections) > MOST_PUBLIC:
            transport.abort()
            return
        self._life = self.loop.call_later(LIVES_S, transport.abort)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the deadlines with the connection."""
        self._head_arrived()
        if self._life is not None:
            self._life.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Pass on what came; cut a head that has grown beyond its bound."""
        if self._head is not None:
            self._head_bytes += len(data)
            if self._head_bytes > MAX_HEAD:
                self.transport.abort()
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """Begin the time of a further request."""
        super().on_message_begin()
        if self._head is None:
            self._await_head()

    def on_headers_complete(self) -> None:
        """End the time of the head."""
        self._head_arrived()
        super().on_headers_complete()

    def _await_head(self) -> None:
        self._head_bytes = 0
        self._head = self.loop.call_later(HEAD_S, self.transport.abort)

    def _head_arrived(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

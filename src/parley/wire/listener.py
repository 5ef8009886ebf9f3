"""The peers' listener: mutual TLS pinned to the charter, uvicorn's HTTP/1.1 behind it.

uvicorn does not tell the application which certificate the other end showed. `PeerProtocol` puts it
(DER) into `scope["state"]["peer_certificate"]`; the application maps it to a member. It also puts
there `cut`, which ends the connection at once: ASGI has no word for that.

The listener opens its sockets itself instead of through `uvicorn.Server`: two servers in one process
would fight over signals, and only so can a handshake that hangs be cut after a few seconds.
"""

from __future__ import annotations

import asyncio
import ssl
from asyncio.base_events import Server
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from parley.node.link.tls import TlsIdentity, listener_context, replace_by

HANDSHAKE_S = 5.0
REQUEST_S = 10.0
KEEP_ALIVE_S = 30
MAX_REQUEST_HEAD = 16_384
MAX_CONNECTIONS = 512
GRACE_S = 3.0


class PeerProtocol(HttpToolsProtocol):
    """uvicorn's protocol with the peer's certificate in the scope, and bounds on time and size of a request's head."""

    _head_bytes = 0
    _deadline: asyncio.TimerHandle | None = None
    _certificate: bytes | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Keep the certificate that the finished handshake proved; refuse one connection too many."""
        super().connection_made(transport)
        tls = transport.get_extra_info("ssl_object")
        self._certificate = tls.getpeercert(binary_form=True) if tls is not None else None
        if len(self.connections) > MAX_CONNECTIONS:
            transport.abort()
            return
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the deadline with the connection."""
        self._head_arrived()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Pass on what came; cut a head that has grown beyond its bound (the parser itself has none)."""
        if self._deadline is not None:
            self._head_bytes += len(data)
            if self._head_bytes > MAX_REQUEST_HEAD:
                self.transport.abort()
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """Give each request the certificate of its connection."""
        super().on_message_begin()
        self.scope["state"]["peer_certificate"] = self._certificate
        self.scope["state"]["cut"] = self.transport.abort
        if self._deadline is None:
            self._await_head()

    def on_headers_complete(self) -> None:
        """End the deadline of the head."""
        self._head_arrived()
        super().on_headers_complete()

    def _await_head(self) -> None:
        self._head_bytes = 0
        self._deadline = self.loop.call_later(REQUEST_S, self.transport.abort)

    def _head_arrived(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class PeerListener:
    """One listening socket for peers. `start` binds it, `stop` ends it and every connection."""

    def __init__(self, app: Any, *, identity: TlsIdentity, trusted: list[bytes]) -> None:
        self._identity = identity
        self._tls: ssl.SSLContext = listener_context(identity, trusted=trusted)
        self._state = ServerState()
        self._config = Config(
            app,
            http=PeerProtocol,
            ws="none",
            lifespan="off",
            interface="asgi3",
            access_log=False,
            log_config=None,
            proxy_headers=False,
            timeout_keep_alive=KEEP_ALIVE_S,
        )
        self._server: Server | None = None

    def trust_only(self, certificates: list[bytes]) -> None:
        """Take these certificates (DER), and no other, from the next handshake on."""
        replace_by(self._tls, fresh=listener_context(self._identity, trusted=certificates))

    async def start(self, *, host: str, port: int) -> int:
        """Bind and listen; return the port, which the system chose where `port` is 0. OSError where it is taken."""
        self._config.load()
        self._server = await asyncio.get_running_loop().create_server(
            self._protocol, host, port, ssl=self._tls, ssl_handshake_timeout=HANDSHAKE_S
        )
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Stop listening and cut every connection; what was being sent is asked for again."""
        if self._server is None:
            return
        self._server.close()
        for connection in list(self._state.connections):
            connection.transport.abort()
        tasks = list(self._state.tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=GRACE_S)

    def _protocol(self) -> asyncio.Protocol:
        return PeerProtocol(config=self._config, server_state=self._state, app_state={})

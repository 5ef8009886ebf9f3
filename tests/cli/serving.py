"""The peers' listener of a node of a test, on a thread of its own, over real TLS."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from parley.node.link.certificates import certificate_of
from parley.node.link.tls import TlsIdentity
from parley.node.running import Node
from parley.wire.app import PeerApp
from parley.wire.listener import PeerListener
from parley.wire.nodeholdings import NodeHoldings


@contextmanager
def peers_listener(node: Node, identity: TlsIdentity | None = None) -> Iterator[int]:
    """Serve the logs of a node to the other members, under its own certificate or another; gives the port."""
    app = PeerApp(NodeHoldings(node), called=lambda code: None)
    identity = identity or TlsIdentity(node.keys.tls_certificate, node.keys.tls_key)
    trusted = [certificate_of(member) for member in node.charter().members if member.code != node.member]
    listener = PeerListener(app, identity=identity, trusted=trusted)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield asyncio.run_coroutine_threadsafe(listener.start(host="127.0.0.1", port=0), loop).result(10)
        asyncio.run_coroutine_threadsafe(listener.stop(), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
        app.close()

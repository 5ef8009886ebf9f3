"""A member with valid keys that means harm: the others find it out, name it, and go on without pause."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from parley.node.home import Home
from parley.node.keys import open_keys
from parley.node.link.certificates import certificate_of, certificates_of
from parley.node.link.tls import TlsIdentity, dial_context, listener_context
from tests.stories.nodes import Mechanism, until

pytestmark = [pytest.mark.story, pytest.mark.timeout(90)]

HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"


async def garbage(writer: asyncio.StreamWriter) -> None:
    """Send what is no frame, for ever."""
    writer.write(HEAD)
    while True:
        writer.write(b"\xff" * 65_536)
        await writer.drain()
        await asyncio.sleep(0)  # drain alone does not yield to whoever wants to stop this


async def nothing(writer: asyncio.StreamWriter) -> None:
    """Accept everything and answer nothing, for ever."""
    await asyncio.Event().wait()


async def requests_without_end(mechanism: Mechanism, identity: TlsIdentity, code: str) -> None:
    """Dial a member with the right certificate and send one endless head of a request after the other."""
    member = mechanism.charter.member(code)
    while True:
        with suppress(OSError, asyncio.IncompleteReadError):
            context = dial_context(identity, peer=certificate_of(member))
            _, writer = await asyncio.open_connection("127.0.0.1", mechanism.posts[code].port, ssl=context)
            writer.write(b"GET /stream?from=" + b"a" * 100_000)
            for _ in range(200):
                writer.write(b"b" * 65_536)
                await writer.drain()
                await asyncio.sleep(0)
        await asyncio.sleep(0.05)


@contextmanager
def rogue(mechanism: Mechanism, code: str, *, say: Callable[[asyncio.StreamWriter], Awaitable[None]]) -> Iterator[None]:
    """Be this member, with its own keys: answer every stream by `say`, and flood the others' doors."""
    keys = open_keys(Home(mechanism.posts[code].home), passphrase=None)
    identity = TlsIdentity(keys.tls_certificate, keys.tls_key)
    stop, ready = threading.Event(), threading.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await reader.readuntil(b"\r\n\r\n")
            await say(writer)

    async def run() -> None:
        context = listener_context(identity, trusted=certificates_of(mechanism.charter))
        server = await asyncio.start_server(serve, "127.0.0.1", mechanism.posts[code].port, ssl=context)
        for other in mechanism.codes:
            if other != code:
                flooding.append(asyncio.create_task(requests_without_end(mechanism, identity, other)))
        ready.set()
        while not stop.is_set():
            await asyncio.sleep(0.05)
        server.close()

    flooding: list[asyncio.Task[None]] = []
    thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield
        assert not any(task.done() for task in flooding), "the flood ended by itself"
    finally:
        # asyncio.run cancels what still runs and closes every socket before the thread ends.
        stop.set()
        thread.join(20)
        assert not thread.is_alive()


@pytest.mark.parametrize("say", [garbage, nothing], ids=["sends for ever", "never answers"])
def test_a_hostile_member_stops_nobody_else(
    paris: Mechanism, say: Callable[[asyncio.StreamWriter], Awaitable[None]]
) -> None:
    """While US floods with its own valid keys, SY and IL speak as before, and forget nothing that US had said."""
    before = paris.say("US", "While still honest.")
    paris.reads("SY", before)
    paris.reads("IL", before)
    paris.stop("US")
    with rogue(paris, "US", say=say):
        for n in range(5):
            said = paris.say("SY", f"Through the noise {n}.", to=("SY", "IL"))
            paris.reads("IL", said, within_s=25)
            answer = paris.say("IL", f"Heard {n}.", to=("SY", "IL"))
            paris.reads("SY", answer, within_s=25)
        until(lambda: states(paris, "SY")["US"] != "up" or say is nothing, what="US is shown as not connected")
        assert states(paris, "SY")["IL"] == "up"
        assert paris.opened("SY", before)["void"] is None
    paris.start("US")
    until(lambda: states(paris, "SY")["US"] == "up", what="US comes back as soon as it behaves", within_s=90)
    paris.agree(within_s=90)


def states(mechanism: Mechanism, name: str) -> dict[str, str]:
    """Return by peer the state of a node's links."""
    return {link["peer"]: link["state"] for link in mechanism.status(name)["links"]["peers"]}

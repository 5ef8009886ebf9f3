"""Peers that mean harm, at the door: each harms itself only."""

from __future__ import annotations

import asyncio

import pytest

from parley.wire import answer, app, listener
from parley.wire.stream import MAX_STREAMS
from tests.link.cast import mechanism, player
from tests.link.cell import Cell, listening, until
from tests.wire.client import RawClient


async def still_serves(cell: Cell, code: str = "US") -> bool:
    """Return whether another member is answered at once."""
    client = await RawClient.to(cell, identity=player(code).tls)
    async with asyncio.timeout(2):
        status, _, _ = await client.ask("/clock")
    client.close()
    return status == 200


def test_an_endless_head_is_cut() -> None:
    """Headers without end are cut at their bound."""

    async def story() -> None:
        async with listening("SY", charter=mechanism("SY", "IL", "US")) as sy:
            client = await RawClient.to(sy, identity=player("IL").tls)
            client.writer.write(b"GET / HTTP/1.1\r\n")
            with pytest.raises(ConnectionError):
                while True:
                    client.writer.write(b"x-more: " + b"y" * 1000 + b"\r\n")
                    await client.writer.drain()
                    await asyncio.sleep(0.001)
            assert await still_serves(sy)

    asyncio.run(story())


def test_a_head_that_never_ends_is_cut_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who begins a request and does not finish its head is cut, and so is who begins none."""
    monkeypatch.setattr(listener, "REQUEST_S", 0.2)

    async def story() -> None:
        async with listening("SY", charter=mechanism("SY", "IL", "US")) as sy:
            for said in (b"", b"GET /charter HT"):
                client = await RawClient.to(sy, identity=player("IL").tls)
                client.writer.write(said)
                assert await client.ended(within_s=3) == b""

    asyncio.run(story())


def test_an_endless_body_is_refused() -> None:
    """A request body beyond its bound is refused before it is all there."""

    async def story() -> None:
        async with listening("SY", charter=mechanism("SY", "IL", "US")) as sy:
            client = await RawClient.to(sy, identity=player("IL").tls)
            client.writer.write(b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999\r\n\r\n")

            async def pour() -> None:
                while True:
                    client.writer.write(bytes(65_536))
                    await client.writer.drain()

            pouring = asyncio.create_task(pour())
            async with asyncio.timeout(5):
                assert b" 413 " in await client.reader.readline()
            pouring.cancel()
            client.close()
            assert sy.node.witnessed == []
            assert await still_serves(sy)

    asyncio.run(story())


def test_garbage_is_refused() -> None:
    """What is not HTTP is answered with 400 and the connection is closed."""

    async def story() -> None:
        async with listening("SY", charter=mechanism("SY", "IL", "US")) as sy:
            client = await RawClient.to(sy, identity=player("IL").tls)
            client.writer.write(bytes(range(256)) * 8)
            assert (await client.ended()).startswith(b"HTTP/1.1 400 ")

    asyncio.run(story())


@pytest.mark.parametrize("query", ["from=SY", "from=SY:-1", "from=SY:1:x", "from=SY:" + "9" * 19, "other=1", "from"])
def test_a_stream_query_out_of_grammar_is_refused(query: str) -> None:
    """Positions are decimals by name, and nothing else may be asked."""

    async def story() -> None:
        async with listening("SY", charter=mechanism("SY", "IL", "US")) as sy:
            client = await RawClient.to(sy, identity=player("IL").tls)
            assert (await client.ask(f"/stream?{query}"))[0] == 400
            client.close()

    asyncio.run(story())


def test_a_peer_that_does_not_read_is_cut_and_never_read_ahead_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream that nobody reads costs a bounded number of reads, is cut after a while, and holds up no other."""
    monkeypatch.setattr(answer, "STALL_S", 0.5)

    async def story() -> None:
        async with listening("SY", charter=mechanism("SY", "IL", "US")) as sy:
            sy.node.file(*(bytes([n]) * 1_000_000 for n in range(100)))
            client = await RawClient.to(sy, identity=player("IL").tls)
            client.writer.transport.pause_reading()
            client.writer.write(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
            await until(lambda: sy.app.streams_of("IL") == 1)
            assert await still_serves(sy)
            await until(lambda: sy.app.streams_of("IL") == 0)
            assert sy.node.runs <= 3
            client.close()

    asyncio.run(story())


def test_the_newest_streams_of_a_peer_live() -> None:
    """A member that opens more streams than allowed loses its oldest."""

    async def story() -> None:
        async with listening("SY", charter=mechanism("SY", "IL", "US")) as sy:
            clients = [await RawClient.to(sy, identity=player("IL").tls) for _ in range(MAX_STREAMS + 2)]
            for client in clients:
                client.writer.write(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
                await client.reader.readuntil(b"\r\n\r\n")
            await clients[0].ended()
            await clients[1].ended()
            assert sy.app.streams_of("IL") == MAX_STREAMS
            for client in clients:
                client.close()
            await until(lambda: sy.app.streams_of("IL") == 0)

    asyncio.run(story())


def test_too_many_requests_at_once_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """One member's requests beyond the bound are refused, another's are not."""
    monkeypatch.setattr(app, "MAX_REQUESTS", 1)

    async def story() -> None:
        async with listening("SY", charter=mechanism("SY", "IL", "US")) as sy:
            client = await RawClient.to(sy, identity=player("IL").tls)
            client.writer.write(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
            await client.reader.readuntil(b"\r\n\r\n")
            second = await RawClient.to(sy, identity=player("IL").tls)
            assert (await second.ask("/clock"))[0] == 429
            assert await still_serves(sy)
            client.close()
            second.close()

    asyncio.run(story())

"""The logs as static files, and the blobs beside them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256

import pytest

from parley.record.merkle import root_of
from parley.record.tiles import decode_bundle, split_tile
from parley.wire.files import read_range
from tests.link.cast import mechanism, player
from tests.link.cell import Cell, listening
from tests.wire.client import RawClient


@asynccontextmanager
async def asking() -> AsyncIterator[tuple[Cell, RawClient]]:
    """Yield a cell with 300 entries and a member's connection to it."""
    async with listening("SY", charter=mechanism("SY", "IL")) as sy:
        sy.node.file(*(f"body {n}".encode() for n in range(300)))
        sy.node.attachments[sha256(bytes(100_000)).digest()] = bytes(100_000)
        client = await RawClient.to(sy, identity=player("IL").tls)
        yield sy, client
        client.close()


def test_a_checkpoint_is_never_cached() -> None:
    """The checkpoint is served as it is held, under the member's code and under the hash of its origin alike."""

    async def story() -> None:
        async with asking() as (sy, client):
            status, headers, note = await client.ask("/SY/checkpoint")
            assert (status, headers["cache-control"], note) == (200, "no-store", sy.node.checkpoint(sy.origin))
            hashed = sha256(sy.origin.encode()).hexdigest()
            assert (await client.ask(f"/{hashed}/checkpoint"))[2] == note

    asyncio.run(story())


def test_tiles_and_bundles_are_immutable_files() -> None:
    """Tiles lead to the root and bundles to the leaves; both may be cached for ever."""

    async def story() -> None:
        async with asking() as (sy, client):
            full = await client.ask("/SY/tile/0/000")
            part = await client.ask("/SY/tile/0/001.p/44")
            hashes = split_tile(full[2], width=256) + split_tile(part[2], width=44)
            assert root_of(hashes) == root_of(sy.node.logs[sy.origin].hashes)
            status, headers, bundle = await client.ask("/SY/tile/entries/001.p/44")
            assert status == 200 and "immutable" in headers["cache-control"]
            assert decode_bundle(bundle, width=44) == sy.node.logs[sy.origin].leaves[256:]

    asyncio.run(story())


@pytest.mark.parametrize(
    "path",
    [
        "/", "/XX/checkpoint", "/SY", "/SY/", "/SY/tile/0/0", "/SY/tile/0/002", "/SY/tile/0/001.p/45", "/SY/tile/9/000",
        "/SY/../charter", "/SY/tile/entries/001", "/body/00", "/attachment/zz", "/" + "0" * 64 + "/checkpoint",
    ],
)  # fmt: skip
def test_what_is_not_held_or_spelt_otherwise_is_not_found(path: str) -> None:
    """One file has one path, and nothing else has any."""

    async def story() -> None:
        async with asking() as (_, client):
            assert (await client.ask(path))[0] == 404

    asyncio.run(story())


def test_a_body_is_found_by_its_digest() -> None:
    """A sealed body is served under its SHA-256."""

    async def story() -> None:
        async with asking() as (_, client):
            assert (await client.ask(f"/body/{sha256(b'body 7').hexdigest()}"))[2] == b"body 7"

    asyncio.run(story())


def test_an_attachment_goes_on_from_any_byte() -> None:
    """A range is answered with exactly that part and the size of the whole."""

    async def story() -> None:
        async with asking() as (_, client):
            path = f"/attachment/{sha256(bytes(100_000)).hexdigest()}"
            status, headers, part = await client.ask(path, headers="Range: bytes=99990-\r\n")
            assert (status, part, headers["content-range"]) == (206, bytes(10), "bytes 99990-99999/100000")
            assert (await client.ask(path))[0] == 200
            assert (await client.ask(path, headers="Range: bytes=100000-\r\n"))[0] == 416

    asyncio.run(story())


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"bytes=0-", (0, 99)), (b"bytes=5-9", (5, 9)), (b"bytes=5-500", (5, 99)), (b"bytes=9-5", None),
        (b"bytes=-5", None), (b"bytes=0-1,4-5", None), (b"lines=0-", None), (b"bytes=100-", (100, 99)),
    ],
)  # fmt: skip
def test_a_range_is_one_range_of_bytes(value: bytes, expected: tuple[int, int] | None) -> None:
    """Any other form of a range is as if none had been asked for."""
    assert read_range({"headers": [(b"range", value)]}, size=100) == expected


def test_only_reading_and_witnessing_are_known() -> None:
    """No method changes anything but add-checkpoint, which takes only POST."""

    async def story() -> None:
        async with asking() as (_, client):
            assert (await client.ask("/SY/checkpoint", method="DELETE"))[0] == 405
            assert (await client.ask("/add-checkpoint"))[0] == 405

    asyncio.run(story())


def test_an_add_checkpoint_request_reaches_the_witness_whole() -> None:
    """The witness gets the body byte for byte, and its answer is passed on."""

    async def story() -> None:
        async with asking() as (sy, client):
            status, _, lines = await client.ask("/add-checkpoint", method="POST", body=b"old 0\n\nnote")
            assert (status, lines, sy.node.witnessed) == (200, b"lines\n", [b"old 0\n\nnote"])

    asyncio.run(story())

"""Attachments are fetched in parts, from whoever has them, and checked before they are kept."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import Future
from hashlib import sha256

import pytest

from parley.node.link import attachments
from tests.link.cast import mechanism
from tests.link.cell import cells, until

CONTENT = bytes(range(256)) * 4000
DIGEST = sha256(CONTENT).digest()


@pytest.fixture(autouse=True)
def _looking_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "LOOK_EVERY_S", 0.05)


def test_a_missing_attachment_is_fetched() -> None:
    """What a leaf names and a peer holds comes by itself."""

    async def story() -> None:
        async with cells("SY", "IL", charter=mechanism("SY", "IL")) as (sy, il):
            sy.node.attachments[DIGEST] = CONTENT
            il.node.wanted[DIGEST] = len(CONTENT)
            await until(lambda: il.node.attachments.get(DIGEST) == CONTENT)

    asyncio.run(story())


def test_a_transfer_goes_on_where_it_stopped() -> None:
    """Only the bytes that are not held yet are asked for."""

    async def story() -> None:
        async with cells("SY", "IL", charter=mechanism("SY", "IL")) as (sy, il):
            asked: list[int] = []
            whole = sy.node.attachment_bytes

            def counted(digest: bytes, *, offset: int, length: int) -> bytes:
                asked.append(offset)
                return whole(digest, offset=offset, length=length)

            sy.node.attachment_bytes = counted  # type: ignore[method-assign]
            sy.node.attachments[DIGEST] = CONTENT
            il.node.parts[DIGEST] = bytearray(CONTENT[:700_001])
            il.node.wanted[DIGEST] = len(CONTENT)
            await until(lambda: il.node.attachments.get(DIGEST) == CONTENT)
            assert min(asked) == 700_001

    asyncio.run(story())


def test_wrong_bytes_are_dropped_and_another_peer_is_asked() -> None:
    """A peer whose bytes do not have the digest is not asked for them again; an honest one gives them."""

    async def story() -> None:
        async with cells("SY", "IL", "US", charter=mechanism("SY", "IL", "US")) as (sy, il, us):
            sy.node.attachments[DIGEST] = bytes(len(CONTENT))
            il.node.wanted[DIGEST] = len(CONTENT)
            await until(lambda: any(peer == "SY" for peer, _ in il.links.fetcher.refused))
            assert DIGEST not in il.node.attachments
            us.node.attachments[DIGEST] = CONTENT
            await until(lambda: il.node.attachments.get(DIGEST) == CONTENT)

    asyncio.run(story())


def test_more_than_the_leaf_names_is_not_taken() -> None:
    """A peer that sends on beyond the named size is stopped, and nothing is kept as whole."""

    async def story() -> None:
        async with cells("SY", "IL", charter=mechanism("SY", "IL")) as (sy, il):
            sy.node.attachments[DIGEST] = CONTENT
            il.node.wanted[DIGEST] = 1000
            await until(lambda: il.board.is_up("SY"))
            await asyncio.sleep(0.3)
            assert DIGEST not in il.node.attachments and len(il.node.parts.get(DIGEST, b"")) <= 1000

    asyncio.run(story())


def test_what_nobody_has_does_not_hold_up_what_was_named_later() -> None:
    """However many attachments are named that nobody has, one that a peer has comes all the same."""

    async def story() -> None:
        async with cells("SY", "IL", charter=mechanism("SY", "IL")) as (sy, il):
            for number in range(100):
                il.node.wanted[sha256(b"nobody has %d" % number).digest()] = 1000
            await until(lambda: len(il.links.fetcher._stories) >= 100)
            sy.node.attachments[DIGEST] = CONTENT
            il.node.wanted[DIGEST] = len(CONTENT)
            await until(lambda: il.node.attachments.get(DIGEST) == CONTENT)

    asyncio.run(story())


def dripping(asked: list[bytes], *, piece: bytes):  # type: ignore[no-untyped-def]
    """Return a peer's way of giving attachments that sends a byte now and then and never ends."""

    async def attachment(digest: bytes, *, offset: int):  # type: ignore[no-untyped-def]
        asked.append(digest)
        while True:
            yield piece
            await asyncio.sleep(0.01)

    return attachment


def others(count: int) -> dict[bytes, bytes]:
    """Return some small attachments by their digests."""
    return {sha256(content).digest(): content for content in (b"attachment %d" % n for n in range(count))}


def test_a_peer_that_drips_holds_up_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """While one peer sends byte after byte of two attachments for ever, the others come from another peer."""

    async def story() -> None:
        async with cells("SY", "IL", "US", charter=mechanism("SY", "IL", "US")) as (_, il, us):
            us.node.attachments.update(others(5))
            il.node.wanted.update({sha256(b"slow %d" % n).digest(): 27_000_000 for n in range(20)})
            await until(lambda: il.board.is_up("SY") and il.board.is_up("US"))
            clients = dict(il.links.clients())
            asked: list[bytes] = []
            monkeypatch.setattr(clients["SY"], "attachment", dripping(asked, piece=b"x"))
            await until(lambda: len(asked) >= attachments.PER_PEER)
            il.node.wanted.update({digest: len(content) for digest, content in others(5).items()})
            await until(lambda: others(5).items() <= il.node.attachments.items())
            assert il.links.fetcher._load["SY"] <= attachments.PER_PEER
            assert il.node.puts <= 5 + len(asked)

    asyncio.run(story())


def test_bytes_of_a_peer_that_were_wrong_are_not_laid_on_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """A peer that begins an attachment wrongly and stops spoils it once: then the honest one gives all of it."""
    monkeypatch.setattr(attachments, "TURN_S", 0.1)

    async def story() -> None:
        async with cells("SY", "IL", "US", charter=mechanism("SY", "IL", "US")) as (_, il, us):
            await until(lambda: il.board.is_up("SY") and il.board.is_up("US"))
            clients = dict(il.links.clients())
            asked: list[bytes] = []
            monkeypatch.setattr(clients["SY"], "attachment", dripping(asked, piece=b"\xff"))
            il.node.wanted[DIGEST] = len(CONTENT)
            # Only then has the honest one anything to give: whoever is asked first, the other has spoilt it before.
            await until(lambda: bool(asked))
            us.node.attachments[DIGEST] = CONTENT
            await until(lambda: il.node.attachments.get(DIGEST) == CONTENT)
            assert asked and ("US", DIGEST) not in il.links.fetcher.refused

    asyncio.run(story())


def test_pieces_are_gathered_before_they_are_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """An attachment that comes in many small pieces is stored in few parts."""

    async def story() -> None:
        async with cells("SY", "IL", charter=mechanism("SY", "IL")) as (_, il):
            await until(lambda: il.board.is_up("SY"))

            async def attachment(digest: bytes, *, offset: int):  # type: ignore[no-untyped-def]
                for at in range(offset, len(CONTENT), 500):
                    yield CONTENT[at : at + 500]

            monkeypatch.setattr(dict(il.links.clients())["SY"], "attachment", attachment)
            il.node.wanted[DIGEST] = len(CONTENT)
            await until(lambda: il.node.attachments.get(DIGEST) == CONTENT)
            assert il.node.puts == 4

    asyncio.run(story())


def test_an_honest_peer_is_asked_again_when_the_true_size_is_named() -> None:
    """Whoever names a false size first keeps nobody from the attachment: the true size brings it."""

    async def story() -> None:
        async with cells("SY", "IL", charter=mechanism("SY", "IL")) as (sy, il):
            sy.node.attachments[DIGEST] = CONTENT
            il.node.wanted[DIGEST] = 1000
            await until(lambda: ("SY", DIGEST) in il.links.fetcher.refused)
            il.node.wanted[DIGEST] = len(CONTENT)
            await until(lambda: il.node.attachments.get(DIGEST) == CONTENT)

    asyncio.run(story())


def test_a_disk_that_is_full_does_not_end_the_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be stored is asked for again when there is room, and the node lives on."""

    async def story() -> None:
        async with cells("SY", "IL", charter=mechanism("SY", "IL")) as (sy, il):
            put, full = il.node.put_part, [True, True]

            def put_part(digest: bytes, *, offset: int, part: bytes) -> Future[int]:
                if not full:
                    return put(digest, offset=offset, part=part)
                full.pop()
                failed: Future[int] = Future()
                failed.set_exception(sqlite3.OperationalError("database or disk is full"))
                return failed

            monkeypatch.setattr(il.node, "put_part", put_part)
            sy.node.attachments[DIGEST] = CONTENT
            il.node.wanted[DIGEST] = len(CONTENT)
            await until(lambda: il.node.attachments.get(DIGEST) == CONTENT)
            assert not full

    asyncio.run(story())

"""Attachments are fetched in parts, from whoever has them, and checked before they are kept."""

from __future__ import annotations

import asyncio
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

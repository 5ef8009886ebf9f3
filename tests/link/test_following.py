"""Nodes follow each other over real sockets and real TLS."""

from __future__ import annotations

import asyncio

from tests.link.cast import mechanism
from tests.link.cell import cells, until
from tests.link.memory import root_at


def test_what_one_member_files_reaches_the_others() -> None:
    """Entries filed before and after the others connect are held by all, under the same root."""

    async def story() -> None:
        async with cells("SY", "IL", "US", charter=mechanism("SY", "IL", "US")) as (sy, il, us):
            sy.node.file(b"early")
            await until(lambda: il.size(sy) == us.size(sy) == 1)
            sy.node.file(b"a", b"b", b"c")
            il.node.file(b"d")
            await until(lambda: il.size(sy) == us.size(sy) == 4 and sy.size(il) == us.size(il) == 1)
            assert root_at(il.node.logs[sy.origin]) == root_at(sy.node.logs[sy.origin])

    asyncio.run(story())

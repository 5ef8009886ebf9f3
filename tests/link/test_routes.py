"""Relays, routes, returns after a cut, and the state of it all on the board."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from parley.node.link.own import largest_known_of_ours
from parley.node.links import DIRECT, via
from tests.link.cast import mechanism, player
from tests.link.cell import Cell, cells, until
from tests.link.rogue import rogue


async def cut(one: Cell, other: Cell) -> None:
    """Cut the line between two members for good: each finds nobody at the other's address."""
    for cell, gone in ((one, other), (other, one)):
        charter = cell.node.charter()
        astray = mechanism(*charter.codes)
        members = tuple(astray.member(m.code) if m.code == gone.code else m for m in charter.members)
        cell.node.change_charter(replace(charter, members=members))


def test_two_who_cannot_reach_each_other_lose_nothing() -> None:
    """With the line between SY and IL cut, US relays each other's entries, and the route says so."""

    async def story() -> None:
        async with cells("SY", "IL", "US", charter=mechanism("SY", "IL", "US")) as (sy, il, us):
            await cut(sy, il)
            await until(lambda: not sy.board.is_up("IL") and not il.board.is_up("SY"))
            sy.node.file(b"one", b"two")
            il.node.file(b"three")
            await until(lambda: il.size(sy) == us.size(sy) == 2 and sy.size(il) == 1)
            await until(lambda: bool(il.board.routes_of(sy.origin, 2)))
            assert [seen.route for seen in il.board.routes_of(sy.origin, 2)] == [via("US")]
            alive = il.board.alive("SY")
            assert alive is not None and (alive.size, alive.route) == (2, via("US"))

    asyncio.run(story())


def test_both_routes_of_an_entry_are_seen() -> None:
    """A checkpoint that comes directly and over the relay is shown under both routes."""

    async def story() -> None:
        async with cells("SY", "IL", "US", charter=mechanism("SY", "IL", "US")) as (sy, il, _):
            sy.node.file(b"line check")
            await until(lambda: len(il.board.routes_of(sy.origin, 1)) == 2)
            assert {seen.route for seen in il.board.routes_of(sy.origin, 1)} == {DIRECT, via("US")}
            assert il.board.routes_of(sy.origin, 2) == ()

    asyncio.run(story())


def test_a_cosignature_reaches_the_author() -> None:
    """The author of an entry comes to hold every other member's mirror cosignature over it."""

    async def story() -> None:
        async with cells("SY", "IL", "US", charter=mechanism("SY", "IL", "US")) as (sy, _, __):
            sy.node.file(b"one")
            await until(lambda: sy.node.mirrored(sy.origin, by="IL") == sy.node.mirrored(sy.origin, by="US") == 1)

    asyncio.run(story())


def test_a_link_comes_back_by_itself_and_catches_up() -> None:
    """After a listener is gone and back, what was filed meanwhile arrives."""

    async def story() -> None:
        async with cells("SY", "IL", charter=mechanism("SY", "IL")) as (sy, il):
            await until(lambda: il.board.is_up("SY"))
            await sy.deafen()
            await until(lambda: not il.board.is_up("SY"))
            sy.node.file(*(b"%d" % n for n in range(3000)))
            await sy.listen()
            await until(lambda: il.size(sy) == 3000, within_s=60)

    asyncio.run(story())


def test_a_sign_of_life_ends_the_pause() -> None:
    """A peer that calls is called back at once, not after the pause that its absence had earned."""

    async def story() -> None:
        charter = mechanism("SY", "IL")
        async with cells("IL", charter=charter) as (il,):
            await until(lambda: (link := il.board.peer("SY")) is not None and link.state == "down")
            il.links._followers["SY"]._failures = 30
            tries = il.board.peer("SY").tries  # type: ignore[union-attr]
            await until(lambda: il.board.peer("SY").tries > tries)  # type: ignore[union-attr]
            async with cells("SY", charter=charter):
                await until(lambda: il.board.is_up("SY"), within_s=60)

    asyncio.run(story())


def test_a_member_is_told_what_it_lost_of_its_own_log() -> None:
    """A member whose own log is shorter than what others hold gets it back over the stream."""

    async def story() -> None:
        charter = mechanism("SY", "IL")
        async with cells("IL", charter=charter) as (il,):
            lost = Cell("SY", charter=charter)
            lost.node.file(b"a", b"b")
            own, held = lost.node.logs[lost.origin], il.node.logs[lost.origin]
            held.leaves, held.bodies, held.hashes = list(own.leaves), list(own.bodies), list(own.hashes)
            held.note, held.noted = own.note, own.noted
            async with cells("SY", charter=charter) as (sy,):
                await until(lambda: sy.size(sy) == 2)

    asyncio.run(story())


def test_own_log_is_not_echoed() -> None:
    """A peer does not send a member's live entries back to it."""

    async def story() -> None:
        async with cells("SY", "IL", charter=mechanism("SY", "IL")) as (sy, il):
            await until(lambda: sy.board.is_up("IL"))
            sy.node.file(b"one")
            await until(lambda: sy.node.mirrored(sy.origin, by="IL") == 1)
            assert [batch for batch in sy.node.batches if batch.log == sy.origin] == []
            assert il.size(sy) == 1

    asyncio.run(story())


def test_every_peer_is_asked_for_our_own_checkpoint() -> None:
    """Each peer's answer counts only under our own signature; silence and absence are told apart."""

    async def story() -> None:
        charter = mechanism("SY", "IL", "US", "LB")
        async with cells("SY", "IL", charter=charter) as (sy, il):
            sy.node.file(b"one", b"two")
            await until(lambda: il.size(sy) == 2)

            async def nothing(_: asyncio.StreamWriter) -> None:
                return

            async with rogue("US", nothing, charter=charter):
                answers = await largest_known_of_ours(charter, member="SY", identity=player("SY").tls)
        assert [(answer.peer, answer.code) for answer in answers] == [
            ("IL", None), ("US", None), ("LB", "link.unreachable"),
        ]  # fmt: skip
        assert answers[0].checkpoint is not None and answers[0].checkpoint.size == 2
        assert answers[1].checkpoint is None

    asyncio.run(story())


def test_a_wrong_clock_is_shown_and_not_believed() -> None:
    """The skew of a peer's clock is measured within half a round trip."""

    async def story() -> None:
        async with cells("SY", "IL", charter=mechanism("SY", "IL")) as (sy, il):
            right = il.node.now_ms
            il.node.now_ms = lambda: right() + 3_600_000  # type: ignore[method-assign]
            await sy.deafen()
            await il.deafen()
            await il.listen()
            await until(lambda: (link := sy.board.peer("IL")) is not None and (link.skew_ms or 0) > 3_000_000)
            link = sy.board.peer("IL")
            assert link is not None and link.skew_ms is not None and link.skew_within_ms is not None
            assert abs(link.skew_ms - 3_600_000) <= link.skew_within_ms + 5

    asyncio.run(story())


def test_at_the_start_every_line_is_taken_to_be_up_and_nothing_comes_twice() -> None:
    """Each peer is asked at once for its own log alone; what a line that stays down would bring is relayed."""

    async def story() -> None:
        async with cells("SY", "IL", "US", charter=mechanism("SY", "IL", "US")) as (sy, il, us):
            followers = us.links._followers
            await until(lambda: len(followers) == 2)
            assert followers["SY"].direct == {il.origin} and followers["IL"].direct == {sy.origin}
            await until(lambda: us.board.is_up("SY") and us.board.is_up("IL"))
            await cut(us, sy)
            await until(lambda: not us.board.is_up("SY"))
            sy.node.file(b"one")
            await until(lambda: us.size(sy) == 1)
            await until(lambda: followers["IL"].direct == frozenset())

    asyncio.run(story())

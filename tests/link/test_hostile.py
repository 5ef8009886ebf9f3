"""Peers that mean harm, on the link: each is found out, named on the board, and harms nobody else."""

from __future__ import annotations

import asyncio
import struct

import pytest

from parley.node.link import follow, reader
from parley.node.link.frames import HEADER, EntriesFrame, HeartbeatFrame, NoteFrame, encode_frame
from tests.link.cast import identity, mechanism, player
from tests.link.cell import Cell, cells, until
from tests.link.memory import MemoryNode
from tests.link.rogue import Say, for_ever, rogue


def says(*raw: bytes, then_hold: float = 0.0) -> Say:
    """Return a speaker of exactly these bytes."""

    async def say(writer: asyncio.StreamWriter) -> None:
        for part in raw:
            writer.write(part)
            await writer.drain()
        await asyncio.sleep(then_hold)

    return say


async def ends_with(code: str, say: Say) -> None:
    """Check that SY's link to a rogue US ends with this code while IL's entries still arrive."""
    charter = mechanism("SY", "IL", "US")
    async with rogue("US", say, charter=charter), cells("SY", "IL", charter=charter) as (sy, il):
        await until(lambda: said(sy) == code)
        il.node.file(b"still here")
        await until(lambda: sy.size(il) == 1)


def said(cell: Cell, peer: str = "US") -> str | None:
    """Return the code with which the board shows a link."""
    link = cell.board.peer(peer)
    return link.code if link else None


HEARTBEAT = encode_frame(HeartbeatFrame(1, {}))


@pytest.mark.parametrize(
    ("code", "raw"),
    [
        ("link.frame_unknown", b"\x09\x00\x00\x00\x01x"),
        ("link.frame_unknown", b"garbage without end" * 1000),
        ("link.frame_too_large", HEADER.pack(1, 2**32 - 1)),
        ("link.frame_too_large", HEADER.pack(3, 2**20 * 8)),
        ("link.frame_malformed", HEADER.pack(1, 3) + b"\x01ab"),
        ("link.frame_lengths", HEADER.pack(3, 11) + struct.pack(">QH", 5, 0) + b"x"),
        ("link.truncated", HEADER.pack(1, 500) + b"half"),
        ("link.lost", HEARTBEAT),
        ("link.lost", b"\x01\x00"),
    ],
)
def test_bytes_out_of_grammar_end_the_connection(code: str, raw: bytes) -> None:
    """Garbage, oversize, cut and malformed frames are each named, and others are not harmed."""
    asyncio.run(ends_with(code, says(raw)))


def test_a_peer_that_never_answers_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A peer that opens a stream and says nothing is given up, and shown as silent."""
    monkeypatch.setattr(reader, "IDLE_S", 0.3)
    asyncio.run(ends_with("link.silent", says(HEARTBEAT, then_hold=60)))


def test_a_peer_that_drips_a_frame_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A frame that comes a byte at a time is given up when the slowest line would have brought it."""
    monkeypatch.setattr(reader, "IDLE_S", 0.3)
    monkeypatch.setattr(reader, "SLOWEST_LINE", 1_000_000)

    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(HEADER.pack(1, 100_000))
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.01)

    asyncio.run(ends_with("link.silent", say))


def test_a_peer_that_sends_for_ever_is_cut_off() -> None:
    """Heartbeats without pause end the link, and entries of others arrive meanwhile."""

    async def say(writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(HEARTBEAT * 100)
            await writer.drain()
            await asyncio.sleep(0)

    asyncio.run(ends_with("link.flood", say))


def test_another_certificate_is_not_the_peer() -> None:
    """A listener that shows a certificate other than the charter's is not spoken to."""

    async def story() -> None:
        charter = mechanism("SY", "US")
        impostor = rogue("US", says(), charter=charter, identity=identity("stranger"))
        async with impostor as us, cells("SY", charter=charter) as (sy,):
            await until(lambda: said(sy) == "link.certificate")
            assert us.opened == 0

    asyncio.run(story())


def test_a_peer_that_is_not_there_is_unreachable() -> None:
    """Where nobody listens the board says so, and attempts go on."""

    async def story() -> None:
        async with cells("SY", charter=mechanism("SY", "US")) as (sy,):
            await until(lambda: said(sy) == "link.unreachable" and sy.board.peer("US").tries >= 2)  # type: ignore[union-attr]

    asyncio.run(story())


def test_a_peer_that_refuses_us_is_shown_as_refusing() -> None:
    """A peer under whose charter we are nobody is shown as refusing us."""

    async def story() -> None:
        charter = mechanism("SY", "IL")
        async with cells("SY", "IL", charter=charter) as (sy, il):
            await until(lambda: sy.board.is_up("IL"))
            il.node.change_charter(mechanism("IL"))
            await il.deafen()
            await il.listen()
            await until(lambda: said(sy, "IL") == "link.refused")

    asyncio.run(story())


def entries_of(node: MemoryNode, *, start: int, count: int) -> bytes:
    """Return the frame in which a node's own entries travel."""
    origin = node.player.member.origin
    run = node.run(origin, start=start, max_count=count, max_bytes=2**20)
    assert run is not None
    return encode_frame(EntriesFrame(origin, run.start, run.leaves, run.bodies, run.note, run.proof))


def filed(code: str, *, charter_of: Cell, count: int) -> MemoryNode:
    """Return a member's node with so many entries."""
    node = MemoryNode(player(code), charter=charter_of.charter)
    node.file(*(f"entry {n}".encode() for n in range(count)))
    return node


def hears(raw: list[tuple[int, int]], *, size: int, code: str | None = None, opened: int = 1) -> None:
    """Check that SY, hearing these frames (start, count) from US, comes to hold `size` of its entries."""

    async def story() -> None:
        charter = mechanism("SY", "US")
        async with cells("SY", charter=charter) as (sy,):
            us = filed("US", charter_of=sy, count=6)
            frames = [entries_of(us, start=start, count=count) for start, count in raw]

            async def say(writer: asyncio.StreamWriter) -> None:
                writer.writelines(frames)
                await for_ever()

            async with rogue("US", say, charter=charter) as spoken:
                await until(lambda: len(sy.node.logs[us.player.member.origin].leaves) == size)
                await until(lambda: said(sy) == code and spoken.opened >= opened)

    asyncio.run(story())


def test_entries_come_in_parts_each_proven_by_the_one_checkpoint() -> None:
    """Parts of a log shorter than the checkpoint are taken in as they come."""
    hears([(0, 2), (2, 1), (3, 3)], size=6)


def test_a_replayed_frame_changes_nothing() -> None:
    """The same frames again, and overlapping ones, leave the log as it is."""
    hears([(0, 3), (0, 3), (1, 3), (0, 6), (0, 6)], size=6)


def test_frames_out_of_order_make_the_link_ask_anew() -> None:
    """A frame from beyond what is held is refused as a gap, and the stream is asked for again."""
    hears([(0, 2), (4, 2)], size=2, code="link.gap", opened=2)


def test_a_changed_leaf_silences_the_peer_about_that_log_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A leaf that the signed checkpoint does not cover is not stored; that log is muted, another still flows."""
    monkeypatch.setattr(follow, "IN_FLIGHT", 1)

    async def story() -> None:
        charter = mechanism("SY", "IL", "US")
        async with cells("SY", charter=charter) as (sy,):
            us, il = filed("US", charter_of=sy, count=2), filed("IL", charter_of=sy, count=2)
            origin = us.player.member.origin
            us.logs[origin].leaves[1] = b"another"

            async def say(writer: asyncio.StreamWriter) -> None:
                writer.write(entries_of(us, start=0, count=2))
                writer.write(entries_of(il, start=0, count=2))
                await for_ever()

            async with rogue("US", say, charter=charter):
                await until(lambda: len(sy.node.logs[il.player.member.origin].leaves) == 2)
                await until(lambda: origin in sy.board.peer("US").muted)  # type: ignore[union-attr]
                assert sy.node.logs[origin].leaves == [] and sy.board.is_up("US")

    asyncio.run(story())


def test_a_checkpoint_under_a_foreign_key_is_refused() -> None:
    """A note that the log's own keys did not sign mutes the log and stores nothing."""

    async def story() -> None:
        charter = mechanism("SY", "IL", "US")
        async with cells("SY", charter=charter) as (sy,):
            us = filed("US", charter_of=sy, count=2)
            origin = us.player.member.origin
            note = us.checkpoint(origin) or b""
            forged = note.replace(origin.encode(), charter.member("IL").origin.encode(), 1)

            async def say(writer: asyncio.StreamWriter) -> None:
                writer.write(encode_frame(NoteFrame(charter.member("IL").origin, forged)))
                await for_ever()

            async with rogue("US", say, charter=charter):
                await until(lambda: charter.member("IL").origin in sy.board.peer("US").muted)  # type: ignore[union-attr]
                assert sy.board.alive("IL") is None

    asyncio.run(story())


def test_what_waits_for_the_intake_is_bounded() -> None:
    """A peer faster than the intake is read no further than a few batches ahead."""

    async def story() -> None:
        charter = mechanism("SY", "US")
        async with cells("SY", charter=charter) as (sy,):
            sy.node.delay_s = 60.0
            us = filed("US", charter_of=sy, count=60)
            frames = [entries_of(us, start=n, count=1) for n in range(60)]

            async def say(writer: asyncio.StreamWriter) -> None:
                writer.writelines(frames)
                await for_ever()

            async with rogue("US", say, charter=charter):
                await until(lambda: len(sy.node.batches) >= follow.IN_FLIGHT)
                await asyncio.sleep(0.3)
                assert len(sy.node.batches) <= follow.IN_FLIGHT + 2

    asyncio.run(story())

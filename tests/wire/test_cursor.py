"""What a stream sends next: the own log first, each entry once, cosignatures at a measured pace."""

from __future__ import annotations

from collections.abc import Iterator

from parley.node.link.frames import HEADER, EntriesFrame, Frame, NoteFrame, decode_payload, read_header
from parley.record.cosignature import cosign
from parley.record.note import parse_note
from parley.wire.cursor import COSIGNED_EVERY_MS, RELAY_AFTER_MS, RELAY_PACE, Cursor
from tests.link.cast import mechanism, player
from tests.link.memory import MemoryNode

CHARTER = mechanism("SY", "IL", "US")
SY, IL, US = (CHARTER.member(code).origin for code in ("SY", "IL", "US"))


def us_with(*, sy: int, us: int) -> MemoryNode:
    """Return US's node, holding so many entries of SY's log and of its own."""
    author = MemoryNode(player("SY"), charter=CHARTER)
    author.file(*(b"sy %d" % n for n in range(sy)))
    node = MemoryNode(player("US"), charter=CHARTER)
    node.logs[SY] = author.logs[SY]
    if us:
        node.file(*(b"us %d" % n for n in range(us)))
    return node


def drain(cursor: Cursor, *, now_ms: int) -> list[Frame]:
    """Return all frames that are to be sent now."""
    return list(_frames(cursor, now_ms=now_ms))


def _frames(cursor: Cursor, *, now_ms: int) -> Iterator[Frame]:
    while (raw := cursor.next_frame(now_ms=now_ms)) is not None:
        kind, _ = read_header(raw[: HEADER.size])
        yield decode_payload(kind, raw[HEADER.size :])


def sent(frames: list[Frame]) -> list[tuple[str, int, int]]:
    """Return log, start and end of each frame of entries."""
    return [(f.log, f.start, f.end) for f in frames if isinstance(f, EntriesFrame)]


def test_the_own_log_comes_before_those_that_are_relayed() -> None:
    """What only this node can say is sent first, then what it passes on, each from the number asked for."""
    cursor = Cursor(us_with(sy=3, us=2), peer="IL", positions={SY: 1})
    assert sent(drain(cursor, now_ms=0)) == [(US, 0, 2), (SY, 1, 3)]
    assert sent(drain(cursor, now_ms=10_000)) == []


def test_long_logs_are_sent_in_frames_of_bounded_count() -> None:
    """No frame holds more than 1,024 entries."""
    cursor = Cursor(us_with(sy=2500, us=0), peer="IL", positions={})
    assert sent(drain(cursor, now_ms=0)) == [(SY, 0, 1024), (SY, 1024, 2048), (SY, 2048, 2500)]


def test_what_the_peer_follows_directly_is_relayed_only_when_it_lacks_it_for_a_second() -> None:
    """A log that comes directly is held back; if the peer has not cosigned it after a second, it is sent."""
    node = us_with(sy=3, us=0)
    cursor = Cursor(node, peer="IL", positions={}, direct=frozenset({SY}))
    assert sent(drain(cursor, now_ms=0)) == [] and cursor.holds_back
    assert sent(drain(cursor, now_ms=RELAY_AFTER_MS)) == [(SY, 0, 3)]


def test_what_the_peer_has_cosigned_is_not_relayed() -> None:
    """The peer's own mirror cosignature says that it holds the entries: they are not sent again."""
    node = us_with(sy=3, us=0)
    cursor = Cursor(node, peer="IL", positions={}, direct=frozenset({SY}))
    drain(cursor, now_ms=0)
    node.cosigned[SY, f"{IL}/mirror"] = (3, node.checkpoint(SY) or b"")
    assert sent(drain(cursor, now_ms=RELAY_AFTER_MS)) == []


def test_what_the_peer_cosigned_before_it_lost_it_is_sent() -> None:
    """A cosignature from before the stream says nothing of a database restored since."""
    node = us_with(sy=3, us=0)
    node.cosigned[SY, f"{IL}/mirror"] = (3, node.checkpoint(SY) or b"")
    cursor = Cursor(node, peer="IL", positions={}, direct=frozenset({SY}))
    drain(cursor, now_ms=0)
    assert sent(drain(cursor, now_ms=RELAY_AFTER_MS)) == [(SY, 0, 3)]


def cosigned(node: MemoryNode, code: str) -> None:
    """Let a node hold a member's cosignature over its newest checkpoint of SY's log."""
    opened = node._open(node.checkpoint(SY) or b"")
    lines = cosign(opened.checkpoint, signer=player(code).mirror, at=5)  # type: ignore[union-attr]
    note = node.checkpoint(SY) or b""
    node.cosigned[SY, player(code).mirror.name] = (node.logs[SY].noted, note + b"".join(s.line.encode() for s in lines))


def test_a_cosignature_is_sent_once_and_never_to_who_made_it() -> None:
    """Each cosigner's newest lines go to each peer once, its own to nobody."""
    node = us_with(sy=3, us=0)
    cursor = Cursor(node, peer="IL", positions={SY: 3})
    drain(cursor, now_ms=0)
    cosigned(node, "US")
    cosigned(node, "IL")
    frames = drain(cursor, now_ms=10 * COSIGNED_EVERY_MS)
    names = [{s.name for s in parse_note(f.note).signatures} for f in frames if isinstance(f, NoteFrame)]
    assert {f"{US}/mirror", SY} in names and not any(f"{IL}/mirror" in each for each in names)
    assert not [f for f in drain(cursor, now_ms=20 * COSIGNED_EVERY_MS) if isinstance(f, NoteFrame)]


def mirrors(node: MemoryNode, size: int) -> None:
    """Let IL's mirror have cosigned so much of SY's log."""
    node.cosigned[SY, f"{IL}/mirror"] = (size, node.checkpoint(SY) or b"")


def test_nothing_is_relayed_while_the_peer_catches_up_over_its_own_line() -> None:
    """As long as it gains enough in each second, what it still lacks is on its way; it is relayed once it stands."""
    node = us_with(sy=3000, us=0)
    cursor = Cursor(node, peer="IL", positions={}, direct=frozenset({SY}))
    assert sent(drain(cursor, now_ms=0)) == []
    for second in (1, 2, 3):
        mirrors(node, second * RELAY_PACE)
        assert sent(drain(cursor, now_ms=second * RELAY_AFTER_MS)) == [] and cursor.holds_back
    assert sent(drain(cursor, now_ms=4 * RELAY_AFTER_MS))[0] == (SY, 3 * RELAY_PACE, 3 * RELAY_PACE + 1024)


def test_an_author_who_lets_entries_drip_is_relayed_all_the_same() -> None:
    """A few entries a second are no line that works: the rest comes over the relay."""
    node = us_with(sy=3000, us=0)
    cursor = Cursor(node, peer="IL", positions={}, direct=frozenset({SY}))
    drain(cursor, now_ms=0)
    mirrors(node, RELAY_PACE - 1)
    assert sent(drain(cursor, now_ms=RELAY_AFTER_MS))[0] == (SY, RELAY_PACE - 1, RELAY_PACE - 1 + 1024)

"""Frames: what is written is read back, and nothing else is read at all."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.node.link.frames import (
    HEADER,
    MAX_BATCH,
    MAX_ENTRIES,
    EntriesFrame,
    Frame,
    FrameError,
    HeartbeatFrame,
    NoteFrame,
    decode_payload,
    encode_frame,
    read_header,
)

ORIGINS = st.text("abcdefgh.-/0", min_size=1, max_size=40)
LEAVES = st.lists(st.tuples(st.binary(min_size=1, max_size=300), st.none() | st.binary(min_size=1)), min_size=1)
HASHES = st.lists(st.binary(min_size=32, max_size=32), max_size=64)


def read(raw: bytes) -> Frame:
    """Return the one frame that these bytes are."""
    kind, length = read_header(raw[: HEADER.size])
    assert length == len(raw) - HEADER.size
    return decode_payload(kind, raw[HEADER.size :])


@given(ORIGINS, st.integers(0, 2**62), LEAVES, st.binary(max_size=5000), HASHES)
def test_entries_are_read_back(
    log: str, start: int, entries: list[tuple[bytes, bytes | None]], note: bytes, proof: list[bytes]
) -> None:
    """A frame of entries says the same after the wire."""
    frame = EntriesFrame(log, start, [leaf for leaf, _ in entries], [body for _, body in entries], note, proof)
    assert read(encode_frame(frame)) == frame


@given(ORIGINS, st.binary(min_size=1, max_size=5000))
def test_a_note_is_read_back(log: str, note: bytes) -> None:
    """A frame with a note says the same after the wire."""
    assert read(encode_frame(NoteFrame(log, note))) == NoteFrame(log, note)


@given(st.integers(0, 2**53), st.dictionaries(ORIGINS, st.integers(0, 2**63)))
def test_a_heartbeat_is_read_back(at_ms: int, sizes: dict[str, int]) -> None:
    """A heartbeat says the same after the wire."""
    assert read(encode_frame(HeartbeatFrame(at_ms, sizes))) == HeartbeatFrame(at_ms, sizes)


@given(st.integers(0, 255), st.binary(max_size=400))
def test_any_other_bytes_are_a_frame_error_or_a_frame(kind: int, payload: bytes) -> None:
    """Whatever comes, the reader raises nothing but FrameError."""
    try:
        decode_payload(kind, payload)
    except FrameError as error:
        assert error.code.startswith("frame_")


@given(ORIGINS, LEAVES, st.data())
def test_a_cut_or_lengthened_frame_is_refused(
    log: str, entries: list[tuple[bytes, bytes | None]], data: st.DataObject
) -> None:
    """A payload of another length than its parts add up to is no frame."""
    whole = encode_frame(EntriesFrame(log, 0, [leaf for leaf, _ in entries], [body for _, body in entries], b"n"))
    payload = whole[HEADER.size :]
    cut = data.draw(st.integers(0, len(payload) - 1))
    for wrong in (payload[:cut], payload + b"x"):
        with pytest.raises(FrameError):
            decode_payload(1, wrong)


def entries_payload(*, count: int = 1, note: int = 0, proof: int = 0, leaf: int = 1, body: int = 0) -> bytes:
    """Return a payload whose lengths say these figures, whatever follows."""
    head = b"\x01a" + struct.pack(">QHIB", 0, count, note, proof)
    return head + struct.pack(f">{count}H{count}I", *[leaf] * count, *[body] * count) + b"x" * (leaf * count)


@pytest.mark.parametrize(
    "payload",
    [
        entries_payload(count=0),
        entries_payload(count=MAX_ENTRIES + 1),
        entries_payload(note=2**18 + 1),
        entries_payload(proof=65),
        entries_payload(leaf=0),
        entries_payload(body=2**32 - 1),
        b"\x00" + entries_payload()[2:],
        b"\x01 " + entries_payload()[2:],
        b"\x01\xff" + entries_payload()[2:],
    ],
)
def test_figures_beyond_their_bounds_are_refused(payload: bytes) -> None:
    """No count, length or origin is believed beyond its bound."""
    with pytest.raises(FrameError):
        decode_payload(1, payload)


def test_a_frame_that_no_reader_would_take_is_not_written() -> None:
    """The writer refuses what the reader would."""
    with pytest.raises(FrameError, match="frame_too_large"):
        encode_frame(EntriesFrame("a", 0, [b"x"], [bytes(2 * MAX_BATCH)], b"n"))
    with pytest.raises(FrameError, match="frame_count"):
        encode_frame(EntriesFrame("a", 0, [], [], b"n"))

"""The frames of a peer stream: entries, notes and heartbeats, each behind its length (docs/link.md). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from struct import Struct, unpack_from
from struct import error as StructError
from struct import pack as pack_values

ENTRIES, NOTE, HEARTBEAT = 1, 2, 3

MAX_ENTRIES = 1024
MAX_BATCH = 8 * 2**20
MAX_NOTE = 2**18
MAX_PROOF = 64
MAX_LEAF = 65_535
MAX_ORIGIN = 255
MAX_HEADS = 1024
# Beside leaves and bodies a frame holds the origin, the note, the proof and two lengths an entry.
MAX_PAYLOAD = MAX_BATCH + MAX_NOTE + 2**14

HEADER = Struct(">BI")
_FIXED = Struct(">QHIB")
_LARGEST = {ENTRIES: MAX_PAYLOAD, NOTE: MAX_NOTE + MAX_ORIGIN + 1, HEARTBEAT: 10 + MAX_HEADS * (MAX_ORIGIN + 9)}


class FrameError(ValueError):
    """A frame out of grammar or bounds; `code` says which. The connection that brought it is closed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class EntriesFrame:
    """Consecutive entries of one log from `start`, the newest checkpoint, and the proof from their end to it.

    `bodies` has the length of `leaves`; None stands where the leaf names no body.
    """

    log: str
    start: int
    leaves: list[bytes]
    bodies: list[bytes | None]
    note: bytes
    proof: list[bytes] = field(default_factory=list)

    @property
    def end(self) -> int:
        """Return the number that follows the last entry of the frame."""
        return self.start + len(self.leaves)


@dataclass(frozen=True, slots=True)
class NoteFrame:
    """A checkpoint of one log with the cosignature lines that were not sent before."""

    log: str
    note: bytes


@dataclass(frozen=True, slots=True)
class HeartbeatFrame:
    """The sender's clock, and how many entries of each log it holds."""

    at_ms: int
    sizes: Mapping[str, int]


Frame = EntriesFrame | NoteFrame | HeartbeatFrame


def encode_frame(frame: Frame) -> bytes:
    """Return the bytes of a frame; FrameError where it is larger than any reader would take."""
    match frame:
        case EntriesFrame():
            kind, payload = ENTRIES, _encode_entries(frame)
        case NoteFrame():
            kind, payload = NOTE, _encode_origin(frame.log) + frame.note
        case HeartbeatFrame():
            kind, payload = HEARTBEAT, _encode_heartbeat(frame)
    if len(payload) > _LARGEST[kind]:
        raise FrameError("frame_too_large")
    return HEADER.pack(kind, len(payload)) + payload


def read_header(raw: bytes) -> tuple[int, int]:
    """Return type and length of the frame whose five first bytes these are; FrameError where no such frame is taken."""
    kind, length = HEADER.unpack(raw)
    if kind not in _LARGEST:
        raise FrameError("frame_unknown")
    if length > _LARGEST[kind]:
        raise FrameError("frame_too_large")
    return kind, length


def decode_payload(kind: int, payload: bytes) -> Frame:
    """Return the frame of this type; FrameError where the payload is not exactly one, within every bound."""
    try:
        match kind:
            case 1:
                return _decode_entries(payload)
            case 2:
                return _decode_note(payload)
            case 3:
                return _decode_heartbeat(payload)
            case _:
                raise FrameError("frame_unknown")
    except (IndexError, UnicodeDecodeError, ValueError) as error:
        raise error if isinstance(error, FrameError) else FrameError("frame_malformed") from error
    except StructError as error:
        raise FrameError("frame_malformed") from error


def _encode_origin(log: str) -> bytes:
    raw = log.encode("ascii")
    if not 0 < len(raw) <= MAX_ORIGIN:
        raise FrameError("frame_origin")
    return bytes([len(raw)]) + raw


def _decode_origin(payload: bytes, at: int) -> tuple[str, int]:
    """Return the origin that stands at `at` and the place behind it."""
    end = at + 1 + payload[at]
    if end == at + 1 or end > len(payload):
        raise FrameError("frame_origin")
    origin = payload[at + 1 : end].decode("ascii")
    if not origin.isprintable() or " " in origin or "+" in origin:
        raise FrameError("frame_origin")
    return origin, end


def _encode_entries(frame: EntriesFrame) -> bytes:
    count = len(frame.leaves)
    bodies = [body or b"" for body in frame.bodies]
    if not 0 < count <= MAX_ENTRIES or len(bodies) != count or len(frame.proof) > MAX_PROOF:
        raise FrameError("frame_count")
    return b"".join(
        (
            _encode_origin(frame.log),
            _FIXED.pack(frame.start, count, len(frame.note), len(frame.proof)),
            pack_values(f">{count}H{count}I", *map(len, frame.leaves), *map(len, bodies)),
            frame.note,
            *frame.proof,
            *frame.leaves,
            *bodies,
        )
    )


def _decode_entries(payload: bytes) -> EntriesFrame:
    log, at = _decode_origin(payload, 0)
    start, count, note_size, proof_size = _FIXED.unpack_from(payload, at)
    at += _FIXED.size
    if not 0 < count <= MAX_ENTRIES or proof_size > MAX_PROOF or note_size > MAX_NOTE or start > 2**62:
        raise FrameError("frame_count")
    lengths = unpack_from(f">{count}H{count}I", payload, at)
    at += 6 * count
    note = payload[at : at + note_size]
    at += note_size
    proof = [payload[at + 32 * i : at + 32 * i + 32] for i in range(proof_size)]
    at += 32 * proof_size
    places = list(accumulate(lengths, initial=at))
    if places[-1] != len(payload) or places[-1] - at > MAX_BATCH or 0 in lengths[:count]:
        raise FrameError("frame_lengths")
    parts = [payload[left:right] for left, right in pairwise(places)]
    bodies: list[bytes | None] = [body or None for body in parts[count:]]
    return EntriesFrame(log, start, parts[:count], bodies, note, proof)


def _decode_note(payload: bytes) -> NoteFrame:
    log, at = _decode_origin(payload, 0)
    if not 0 < len(payload) - at <= MAX_NOTE:
        raise FrameError("frame_lengths")
    return NoteFrame(log, payload[at:])


def _encode_heartbeat(frame: HeartbeatFrame) -> bytes:
    heads = b"".join(_encode_origin(log) + pack_values(">Q", size) for log, size in sorted(frame.sizes.items()))
    return pack_values(">QH", frame.at_ms, len(frame.sizes)) + heads


def _decode_heartbeat(payload: bytes) -> HeartbeatFrame:
    at_ms, count = unpack_from(">QH", payload)
    if count > MAX_HEADS or at_ms > 2**53:
        raise FrameError("frame_count")
    sizes: dict[str, int] = {}
    at = 10
    for _ in range(count):
        origin, at = _decode_origin(payload, at)
        sizes[origin] = unpack_from(">Q", payload, at)[0]
        at += 8
    if at != len(payload) or len(sizes) != count:
        raise FrameError("frame_lengths")
    return HeartbeatFrame(at_ms, sizes)

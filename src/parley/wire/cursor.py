"""What one peer was already sent, and which frame it gets next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from parley.node.link.frames import MAX_BATCH, MAX_ENTRIES, EntriesFrame, HeartbeatFrame, NoteFrame, encode_frame
from parley.record.note import Note, only_lines, parse_note
from parley.wire.holdings import Held, Holdings

COSIGNED_EVERY_MS = 200
LOOK_EVERY_MS = 30
NOTE_EVERY_MS = 1000
RELAY_AFTER_MS = 1000
# Who gains so many entries in that time has a line that works; an author who lets them drip is relayed all the same.
RELAY_PACE = 256
AS_FAR_AS_HELD = 2**63


@dataclass(slots=True)
class LogCursor:
    """How far one log was sent, and which signature lines of which checkpoint.

    `limit` bounds what is ever sent. `text` is the newest checkpoint that was sent, `told` the
    checkpoint under which each cosigner's line was sent last, `pending` the notes to be sent next.
    `aside` is how far the log reached at `aside_ms`, for logs that the peer follows directly (see
    `Cursor._released`); `baseline` is what the peer had cosigned before this stream, which says
    nothing of what it holds now. Notes are looked for from `look_ms` on; `looked` is the state of
    checkpoint and cosignatures of which the peer lacks nothing.
    """

    sent: int = 0
    limit: int = AS_FAR_AS_HELD
    text: str = ""
    told: dict[tuple[str, bytes], str] = field(default_factory=dict)
    pending: list[bytes] = field(default_factory=list)
    look_ms: int = 0
    newest_ms: int = -NOTE_EVERY_MS
    aside: int = 0
    aside_ms: int = 0
    baseline: int = 0
    looked: tuple[int, int | None] = (0, None)


class Cursor:
    """The place of one stream. One thread at a time.

    It never reads ahead: a frame is read when the one before it has been written. The node's own
    log comes before those it relays; a log that the peer follows directly (`direct`, origins) is
    relayed only where the peer has not cosigned it after a second, so that each entry crosses the
    network once. `holds_back` says after each look whether something waits for its time only.

    A member's own log is sent back to it as far as it was held when the stream began: that is for one
    that has lost entries, and would be an echo otherwise.
    """

    def __init__(
        self, holdings: Holdings, *, peer: str, positions: Mapping[str, int], direct: frozenset[str] = frozenset()
    ) -> None:
        charter = holdings.charter()
        self._holdings = holdings
        self._own = charter.member(holdings.member).origin
        self._peer, self._peer_log = peer, charter.member(peer).origin
        self._direct = direct - {self._own}
        self.holds_back = False
        self._logs = {log: LogCursor(sent=size) for log, size in positions.items()}
        held = holdings.held()
        self._of(self._peer_log).limit = held[self._peer_log].size if self._peer_log in held else 0
        for log in self._direct:
            self._of(log).baseline = holdings.mirrored(log, by=peer)

    def next_frame(self, *, now_ms: int) -> bytes | None:
        """Return the next frame for this peer, None where it has been sent all there is for now."""
        held = self._holdings.held()
        self.holds_back = False
        for log in sorted(held, key=lambda origin: (origin != self._own, origin)):
            frame = self._entries(log, held[log], now_ms=now_ms) or self._note(log, held[log], now_ms=now_ms)
            if frame is not None:
                return frame
        return None

    def heartbeat(self, *, now_ms: int) -> bytes:
        """Return a heartbeat: the clock, and what is held now."""
        return encode_frame(HeartbeatFrame(now_ms, {log: held.size for log, held in self._holdings.held().items()}))

    def _of(self, log: str) -> LogCursor:
        return self._logs.setdefault(log, LogCursor())

    def _entries(self, log: str, held: Held, *, now_ms: int) -> bytes | None:
        place = self._of(log)
        until = min(held.size, held.checkpoint_size, place.limit)
        if log in self._direct:
            until = min(until, self._released(log, place, held, now_ms=now_ms))
        if place.sent >= until:
            return None
        room = min(MAX_ENTRIES, until - place.sent)
        run = self._holdings.run(log, start=place.sent, max_count=room, max_bytes=MAX_BATCH)
        if run is None or not run.leaves:
            return None
        place.sent = run.start + len(run.leaves)
        place.text = parse_note(run.note).text
        note = self._trimmed(place, run.note) or own_lines(run.note)
        return encode_frame(EntriesFrame(log, run.start, run.leaves, run.bodies, note, run.proof))

    def _released(self, log: str, place: LogCursor, held: Held, *, now_ms: int) -> int:
        """Return how far a log that the peer follows directly is relayed: what it lacked for a second already.

        But not while it is catching up over its own line: that would send everything twice.
        """
        if place.aside > place.sent and now_ms - place.aside_ms < RELAY_AFTER_MS:
            self.holds_back = True
            return 0
        mirrored, before = self._holdings.mirrored(log, by=self._peer), place.sent
        if mirrored > place.baseline:
            place.sent = max(place.sent, min(mirrored, held.size))
        gains = place.sent - before >= RELAY_PACE
        released = place.aside if place.aside > place.sent and not gains else 0
        place.aside, place.aside_ms = held.size, now_ms
        self.holds_back |= place.aside > place.sent
        return released

    def _note(self, log: str, held: Held, *, now_ms: int) -> bytes | None:
        """Return a note with cosignatures that the peer lacks, else the newest where none was sent for a second."""
        place = self._of(log)
        state = (held.checkpoint_size, held.cosigned)
        if not place.pending:
            if held.cosigned is not None and place.looked == state:
                return None
            if now_ms < place.look_ms:
                self.holds_back = True
                return None
            notes = [self._trimmed(place, raw) for raw in self._holdings.cosigned_notes(log)]
            place.pending = [note for note in notes if note is not None]
            place.look_ms = now_ms + (COSIGNED_EVERY_MS if place.pending else LOOK_EVERY_MS)
            if not place.pending:
                return self._newest(log, place, state, now_ms=now_ms)
        return encode_frame(NoteFrame(log, place.pending.pop(0)))

    def _newest(self, log: str, place: LogCursor, state: tuple[int, int | None], *, now_ms: int) -> bytes | None:
        """Return the newest checkpoint for its own sake: that it came over this route is worth knowing."""
        if now_ms - place.newest_ms < NOTE_EVERY_MS:
            self.holds_back = True
            return None
        raw = self._holdings.checkpoint(log)
        if raw is None or raw.partition(b"\n\n")[0].decode() + "\n" == place.text:
            place.looked = state
            return None
        place.text, place.newest_ms = parse_note(raw).text, now_ms
        return encode_frame(NoteFrame(log, own_lines(raw)))

    def _trimmed(self, place: LogCursor, raw: bytes) -> bytes | None:
        """Return the note with the cosignatures that the peer neither made nor was sent, None where there is none."""
        note = parse_note(raw)
        origin = note.text.partition("\n")[0]
        news = [
            number
            for number, line in enumerate(note.signatures)
            if line.name != origin
            and place.told.get((line.name, line.key)) != note.text
            and not line.name.startswith(self._peer_log + "/")
        ]
        if not news:
            return None
        place.told |= {(line.name, line.key): note.text for line in (note.signatures[number] for number in news)}
        return only_lines(raw, [*_own_places(note), *news])


def own_lines(raw: bytes) -> bytes:
    """Return a note with the lines of the log itself only."""
    return only_lines(raw, _own_places(parse_note(raw)))


def _own_places(note: Note) -> list[int]:
    origin = note.text.partition("\n")[0]
    return [number for number, line in enumerate(note.signatures) if line.name == origin]

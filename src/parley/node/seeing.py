"""A verified checkpoint that came here, by a link or on a stick: the route it took, and the life that it proves."""

from __future__ import annotations

from parley.node.link.port import LinkPort
from parley.node.links import Alive, LinkBoard
from parley.record.checkpoint import parse_checkpoint_text, signed_at
from parley.record.note import MLDSA44, SIGNATURE_SIZES, NoteError, parse_note


def note_seen(board: LinkBoard, log: str, note: bytes, *, route: str, port: LinkPort) -> None:
    """Record the route of a checkpoint that the intake has accepted, and the life that it proves."""
    try:
        parsed = parse_note(note)
        cp = parse_checkpoint_text(parsed.text)
        stamped = [s for s in parsed.signatures if s.name == log and len(s.value) == SIGNATURE_SIZES[MLDSA44]]
        at_s = signed_at(stamped[0]) if stamped else None
    except NoteError:
        return
    now_ms = port.now_ms()
    board.saw(log, size=cp.size, route=route, now_ms=now_ms)
    member = port.charter().member_of_log(log)
    if member is not None and member.code != port.member:
        board.proved_alive(Alive(member.code, cp.size, at_s, now_ms, route))

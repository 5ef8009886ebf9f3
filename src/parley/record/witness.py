"""The rules of a witness (c2sp.org/tlog-witness, `add-checkpoint`), as one pure decision.

A witness cosigns only what extends the tree that it cosigned last. Who calls holds a lock on the
log's state around `decide` and the storing of what it accepts, stores **before** signing, and
signs nothing where storing failed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from parley.record.checkpoint import Checkpoint, LogVerifier, open_parsed, parse_checkpoint_text, parse_size
from parley.record.cosignature import format_lines
from parley.record.merkle import EMPTY_ROOT, HASH_SIZE, ProofError, verify_consistency
from parley.record.note import (
    MAX_NOTE_SIZE,
    Note,
    NoteError,
    Signature,
    format_note,
    from_base64,
    parse_note,
    to_base64,
)

MAX_PROOF_LINES = 63
MAX_REQUEST_SIZE = MAX_NOTE_SIZE
SIZE_TYPE = "text/x.tlog.size"
PLAIN_TYPE = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Head:
    """The largest tree that this witness cosigned of a log; of none yet, the empty one."""

    size: int = 0
    root: bytes = EMPTY_ROOT


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A request as parsed, with nothing of it verified."""

    old: int
    path: tuple[bytes, ...]
    note: Note
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class Accept:
    """Store `checkpoint` (and `note`, which holds only verified lines), then cosign it and answer 200."""

    checkpoint: Checkpoint
    note: bytes


@dataclass(frozen=True, slots=True)
class Decline:
    """Answer with this status and body.

    `evidence` is a validly signed checkpoint that contradicts what was cosigned: None, or the
    verified note, to be kept and shown to all.
    """

    status: int
    code: str
    body: bytes = b""
    content_type: str = PLAIN_TYPE
    evidence: bytes | None = None


def format_request(*, old: int, path: tuple[bytes, ...], note: bytes) -> bytes:
    """Return the body of an `add-checkpoint` request."""
    lines = [f"old {old}", *(to_base64(each) for each in path)]
    return ("\n".join(lines) + "\n\n").encode() + note


def parse_request(raw: bytes) -> AddCheckpoint:
    """Return the request; NoteError for anything malformed (status 400)."""
    if len(raw) > MAX_REQUEST_SIZE:
        raise NoteError("note.size")
    head, found, rest = raw.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise NoteError("witness.request_form") from None
    if not found or not lines[0].startswith("old ") or len(lines) - 1 > MAX_PROOF_LINES:
        raise NoteError("witness.request_form")
    old = parse_size(lines[0].removeprefix("old "), where="old")
    path = tuple(from_base64(line, where="path") for line in lines[1:])
    if any(len(each) != HASH_SIZE for each in path):
        raise NoteError("witness.request_form", "path")
    note = parse_note(rest)
    return AddCheckpoint(old, path, note, parse_checkpoint_text(note.text))


def decide(
    raw: bytes, *, find: Callable[[str], LogVerifier | None], last: Callable[[str], Head]
) -> Accept | Decline:
    """Return what to do with the body of a request.

    `find` gives the keys trusted for an origin, `last` what was cosigned of it; both are asked only
    for what the request names. The order of the checks is that of the specification: 400 for the
    form, 404 origin, 403 signature, 400 and 409 old size, 422 proof.
    """
    try:
        request = parse_request(raw)
    except NoteError as fault:
        return Decline(400, fault.code)
    log = find(request.checkpoint.origin)
    if log is None:
        return Decline(404, "checkpoint.unknown_origin")
    try:
        _, lines = open_parsed(request.note, log=log)
    except NoteError as fault:
        return Decline(403, fault.code)
    return _extension(request, lines=lines, head=last(request.checkpoint.origin))


def _extension(request: AddCheckpoint, *, lines: tuple[Signature, ...], head: Head) -> Accept | Decline:
    """Decide over a request whose checkpoint the log has signed."""
    cp = request.checkpoint
    note = format_note(cp.text, signatures=lines)
    # A second root of one size needs no proof to be a fork: it is kept whatever else is wrong with the request.
    forked = note if (cp.size == head.size and cp.root != head.root) or _false_empty(cp) else None
    if request.old > cp.size:
        return Decline(400, "witness.old_size", evidence=forked)
    if request.old != head.size:
        return Decline(409, "witness.stale", f"{head.size}\n".encode(), SIZE_TYPE, evidence=forked)
    if _false_empty(cp):
        return Decline(422, "tree.wrong_root", evidence=forked)
    try:
        verify_consistency(old=head.size, old_root=head.root, new=cp.size, new_root=cp.root, path=request.path)
    except ProofError as fault:
        return Decline(422, fault.code, evidence=forked)
    return Accept(cp, note)


def _false_empty(cp: Checkpoint) -> bool:
    return cp.size == 0 and cp.root != EMPTY_ROOT


def answer(signatures: tuple[Signature, ...]) -> bytes:
    """Return the body of the 200 answer: the cosignature lines of an accepted checkpoint."""
    return format_lines(signatures)

"""Offline proofs (c2sp.org/tlog-proof@v1): that an entry stands in a log, with no need to ask anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parley.record.checkpoint import LogVerifier, parse_size
from parley.record.cosignature import Opened, open_cosigned
from parley.record.keys import RoleVerifier
from parley.record.merkle import HASH_SIZE, leaf_hash, verify_inclusion
from parley.record.note import MAX_NOTE_SIZE, NoteError, from_base64, parse_note, to_base64

HEADER = "c2sp.org/tlog-proof@v1"
MAX_PATH = 63
MAX_EXTRA_SIZE = 1 << 16


@dataclass(frozen=True, slots=True)
class TlogProof:
    """The place of an entry, its audit path and the signed checkpoint; `extra` is authenticated by nothing."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None


def format_proof(proof: TlogProof) -> bytes:
    """Return the text of a proof; the checkpoint stands in it byte for byte."""
    lines = [HEADER]
    if proof.extra is not None:
        lines.append(f"extra {to_base64(proof.extra)}")
    lines.append(f"index {proof.index}")
    lines.extend(to_base64(each) for each in proof.path)
    return ("\n".join(lines) + "\n\n").encode() + proof.checkpoint


def parse_proof(raw: bytes) -> TlogProof:
    """Return what a proof says, with nothing of it verified; NoteError for any other form."""
    if len(raw) > MAX_NOTE_SIZE + 2 * MAX_EXTRA_SIZE:
        raise NoteError("note.size")
    head, found, checkpoint = raw.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise NoteError("proof.form") from None
    if not found or lines.pop(0) != HEADER:
        raise NoteError("proof.form")
    extra = _extra(lines)
    if not lines or not lines[0].startswith("index "):
        raise NoteError("proof.form", "index")
    index = parse_size(lines.pop(0).removeprefix("index "), where="index")
    if len(lines) > MAX_PATH:
        raise NoteError("proof.form", "path")
    parse_note(checkpoint)
    return TlogProof(index, tuple(_hash(line) for line in lines), checkpoint, extra)


def _extra(lines: list[str]) -> bytes | None:
    if not lines or not lines[0].startswith("extra "):
        return None
    extra = from_base64(lines.pop(0).removeprefix("extra "), where="extra")
    if len(extra) > MAX_EXTRA_SIZE:
        raise NoteError("proof.form", "extra")
    return extra


def _hash(line: str) -> bytes:
    value = from_base64(line, where="path")
    if len(value) != HASH_SIZE:
        raise NoteError("proof.form", "path")
    return value


def verify_proof(
    proof: TlogProof, *, entry: bytes, log: LogVerifier, cosigners: Sequence[RoleVerifier] = ()
) -> Opened:
    """Return the verified checkpoint and its cosigners where `entry` stands in the log at the proof's index.

    NoteError where the checkpoint does not hold, ProofError where the entry is not under its root.
    How many cosigners are enough is for who calls.
    """
    opened = open_cosigned(proof.checkpoint, log=log, cosigners=cosigners)
    cp = opened.checkpoint
    verify_inclusion(leaf_hash(entry), number=proof.index, size=cp.size, root=cp.root, path=proof.path)
    return opened

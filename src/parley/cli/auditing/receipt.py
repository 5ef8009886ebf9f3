"""Checks a receipt: an offline proof that carries the leaf it proves."""

from __future__ import annotations

from pathlib import Path

from parley.cli.auditing.folder import open_plain
from parley.cli.auditing.trust import Trust
from parley.record.audit import trusted_keys
from parley.record.checkpoint import parse_checkpoint_text
from parley.record.cosignature import Opened
from parley.record.note import MAX_NOTE_SIZE, parse_note
from parley.record.proof import HEADER, MAX_EXTRA_SIZE, TlogProof, parse_proof, verify_proof

MAX_SIZE = MAX_NOTE_SIZE + 2 * MAX_EXTRA_SIZE


def read_receipt(path: Path) -> bytes | None:
    """Return the bytes of a file that begins as a tlog-proof does; None for any other."""
    file = open_plain(str(path))
    if file is None:
        return None
    with file:
        if file.read(len(HEADER)) != HEADER.encode():
            return None
        file.seek(0)
        return file.read(MAX_SIZE + 1)


class NoLeaf(Exception):
    """The receipt carries no leaf, so that there is nothing to prove."""


def check_receipt(raw: bytes, *, trust: Trust) -> tuple[TlogProof, Opened]:
    """Return proof and verified checkpoint; NoteError or ProofError where it does not hold, NoLeaf without one."""
    proof = parse_proof(raw)
    if proof.extra is None:
        raise NoLeaf
    origin = parse_checkpoint_text(parse_note(proof.checkpoint).text).origin
    keys = trusted_keys(trust.lines(origin), origin=origin)
    return proof, verify_proof(proof, entry=proof.extra, log=keys.log, cosigners=keys.cosigners)

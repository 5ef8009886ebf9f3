"""Cosignatures (c2sp.org/tlog-cosignature): what mirrors and witnesses put under a log's checkpoint.

A witness says "the largest consistent tree I have seen", a mirror "I durably stored it": two
cosigners with different names and keys. Each signs with Ed25519 (0x04) and ML-DSA-44 (0x06).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parley.record.checkpoint import Checkpoint, LogVerifier, open_parsed, signed_at, subtree_message
from parley.record.keys import RoleSigner, RoleVerifier
from parley.record.note import (
    ED25519_COSIGNATURE,
    MAX_NOTE_SIZE,
    MLDSA44,
    SIGNATURE_SIZES,
    NoteError,
    Signature,
    format_note,
    parse_note,
    parse_signatures,
)


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A cosigner's word that holds in both algorithms: its name, the earlier of the two times, its two lines."""

    name: str
    at: int
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A note of which everything that is kept was verified: the checkpoint, the log's lines, the cosigners."""

    checkpoint: Checkpoint
    signatures: tuple[Signature, ...]
    cosigned: tuple[Cosigned, ...]

    @property
    def note(self) -> bytes:
        """Return the note written anew from what was verified, and nothing else."""
        lines = [*self.signatures, *(line for each in self.cosigned for line in each.signatures)]
        return format_note(self.checkpoint.text, signatures=lines)


def classical_message(cp: Checkpoint, *, at: int) -> bytes:
    """Return what an Ed25519 cosigner signs: a header, the time in seconds and the whole note text."""
    return f"cosignature/v1\ntime {at}\n{cp.text}".encode()


def cosign(cp: Checkpoint, *, signer: RoleSigner, at: int) -> tuple[Signature, Signature]:
    """Return the two lines of a cosigner; `at` is in seconds.

    It signs what it is given: that the tree is consistent (or stored) and recorded on disk is the
    duty of who calls.
    """
    if signer.name == cp.origin:
        raise NoteError("key.name", signer.name)
    classical, hybrid = signer.cosigner_keys
    stamp = at.to_bytes(8, "big")
    return (
        Signature(signer.name, classical.id, stamp + signer.sign_ed25519(classical_message(cp, at=at))),
        Signature(signer.name, hybrid.id, stamp + signer.sign_mldsa(subtree_message(cp, cosigner=signer.name, at=at))),
    )


def verify_cosignatures(
    signatures: Iterable[Signature], *, cp: Checkpoint, cosigners: Sequence[RoleVerifier]
) -> tuple[Cosigned, ...]:
    """Return who cosigned `cp` in both algorithms, in the order of `cosigners`.

    Lines of unknown keys are ignored; a bad or repeated line of a known key raises NoteError. A cosigner of
    whom only one algorithm is there does not count.
    """
    lines = tuple(signatures)
    found = (_verify_one(lines, cp=cp, cosigner=cosigner) for cosigner in cosigners)
    return tuple(each for each in found if each is not None)


def _verify_one(lines: tuple[Signature, ...], *, cp: Checkpoint, cosigner: RoleVerifier) -> Cosigned | None:
    held: dict[bytes, Signature] = {}
    algorithms: set[int] = set()
    for line in lines:
        algorithm = cosigner.algorithm(line)
        if algorithm is None:
            continue
        if line.key in held:
            raise NoteError("note.repeated_signature", line.name)
        _check_line(line, algorithm=algorithm, cp=cp, cosigner=cosigner)
        held[line.key] = line
        algorithms.add(algorithm)
    if algorithms != {ED25519_COSIGNATURE, MLDSA44}:
        return None
    return Cosigned(cosigner.name, min(signed_at(line) for line in held.values()), tuple(held.values()))


def _check_line(line: Signature, *, algorithm: int, cp: Checkpoint, cosigner: RoleVerifier) -> None:
    if algorithm not in (ED25519_COSIGNATURE, MLDSA44) or len(line.value) != SIGNATURE_SIZES[algorithm]:
        raise NoteError("note.bad_signature", f"{line.name}+{line.key.hex()}")
    at = signed_at(line)
    if algorithm == MLDSA44:
        message = subtree_message(cp, cosigner=cosigner.name, at=at)
    else:
        message = classical_message(cp, at=at)
    cosigner.check(line, value=line.value[8:], message=message)


def open_cosigned(raw: bytes, *, log: LogVerifier, cosigners: Sequence[RoleVerifier]) -> Opened:
    """Return everything that holds in a note; NoteError as `open_checkpoint` and `verify_cosignatures` raise it."""
    note = parse_note(raw)
    cp, own = open_parsed(note, log=log)
    return Opened(cp, own, verify_cosignatures(note.signatures, cp=cp, cosigners=cosigners))


def with_lines(raw: bytes, *, lines: Iterable[Signature]) -> bytes:
    """Return the note with these lines; one of a key that it already has replaces the older. Verifies nothing."""
    note = parse_note(raw)
    kept = {(line.name, line.key): line for line in (*note.signatures, *lines)}
    return format_note(note.text, signatures=kept.values())


def format_lines(signatures: Iterable[Signature]) -> bytes:
    """Return signature lines alone, as a witness answers them."""
    return "".join(signature.line for signature in signatures).encode()


def parse_lines(raw: bytes) -> tuple[Signature, ...]:
    """Return the signature lines of a witness's answer, unverified; NoteError for anything else."""
    if len(raw) > MAX_NOTE_SIZE:
        raise NoteError("note.size")
    try:
        return parse_signatures(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise NoteError("note.utf8") from None

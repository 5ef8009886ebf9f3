"""Checkpoints (c2sp.org/tlog-checkpoint): origin, size and root of a log, signed by the log with both algorithms."""

from __future__ import annotations

from dataclasses import dataclass

from parley.record.keys import MAX_NAME_SIZE, RoleSigner, RoleVerifier
from parley.record.merkle import HASH_SIZE, MAX_SIZE
from parley.record.note import (
    ED25519,
    MLDSA44,
    SIGNATURE_SIZES,
    Note,
    NoteError,
    Signature,
    format_note,
    from_base64,
    parse_note,
    to_base64,
)

MAX_TIME = 2**63 - 1

LogSigner = RoleSigner
LogVerifier = RoleVerifier


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: its first `size` entries have this root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Return the note text: three lines, never an extension line."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"


def parse_checkpoint_text(text: str) -> Checkpoint:
    """Return the checkpoint that a note's text says; NoteError for extension lines and other spellings."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop():
        raise NoteError("checkpoint.form")
    if len(lines) > 3:
        raise NoteError("checkpoint.extension_line")
    origin, size, root = lines
    if not origin or len(origin.encode()) > MAX_NAME_SIZE:
        raise NoteError("checkpoint.origin")
    return Checkpoint(origin, parse_size(size, where="size"), _root(root))


def parse_size(text: str, *, where: str) -> int:
    """Return an ASCII decimal without leading zeroes, up to 2^63 - 1; NoteError otherwise."""
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or (text[0] == "0" and text != "0"):
        raise NoteError("note.decimal", where)
    if int(text) > MAX_SIZE:
        raise NoteError("note.decimal", where)
    return int(text)


def _root(text: str) -> bytes:
    root = from_base64(text, where="root")
    if len(root) != HASH_SIZE:
        raise NoteError("checkpoint.root_size")
    return root


def subtree_message(cp: Checkpoint, *, cosigner: str, at: int) -> bytes:
    """Return what ML-DSA-44 signs of a checkpoint (tlog-cosignature, `cosigned_message`); `at` is in seconds."""
    name, origin = cosigner.encode(), cp.origin.encode()
    return b"".join(
        (
            b"subtree/v1\n\0",
            bytes([len(name)]) + name,
            at.to_bytes(8, "big"),
            bytes([len(origin)]) + origin,
            (0).to_bytes(8, "big"),
            cp.size.to_bytes(8, "big"),
            cp.root,
        )
    )


def sign_checkpoint(cp: Checkpoint, *, keys: LogSigner, at: int) -> bytes:
    """Return the signed note with both lines of the log; `at` is the time in seconds that the second one carries.

    It signs what it is given: that the tree is on disk and larger than the last one is the duty of
    who calls.
    """
    if keys.name != cp.origin:
        raise NoteError("key.name", keys.name)
    if parse_checkpoint_text(cp.text) != cp:
        raise NoteError("checkpoint.form")
    classical, hybrid = keys.log_keys
    later = keys.sign_mldsa(subtree_message(cp, cosigner=keys.name, at=at))
    signatures = (
        Signature(keys.name, classical.id, keys.sign_ed25519(cp.text.encode())),
        Signature(keys.name, hybrid.id, at.to_bytes(8, "big") + later),
    )
    return format_note(cp.text, signatures=signatures)


def open_checkpoint(raw: bytes, *, log: LogVerifier) -> Checkpoint:
    """Return the checkpoint of a note that the log signed with both algorithms; otherwise raise NoteError.

    `checkpoint.unknown_origin` where it is another log's, `note.bad_signature` where one line of a known key does
    not hold, `checkpoint.unsigned` where either algorithm has no line. Lines of unknown keys are ignored.
    """
    return open_parsed(parse_note(raw), log=log)[0]


def open_parsed(note: Note, *, log: LogVerifier) -> tuple[Checkpoint, tuple[Signature, ...]]:
    """Return the checkpoint of a parsed note and the log's own lines, verified; errors as `open_checkpoint`."""
    cp = parse_checkpoint_text(note.text)
    if cp.origin != log.name:
        raise NoteError("checkpoint.unknown_origin", cp.origin)
    held: dict[bytes, Signature] = {}
    algorithms: set[int] = set()
    for signature in note.signatures:
        algorithm = log.algorithm(signature)
        if algorithm is None:
            continue
        if signature.key in held:
            raise NoteError("note.repeated_signature", signature.name)
        _check_log_line(cp, signature, algorithm=algorithm, log=log)
        held[signature.key] = signature
        algorithms.add(algorithm)
    if algorithms != {ED25519, MLDSA44}:
        raise NoteError("checkpoint.unsigned", cp.origin)
    return cp, tuple(held.values())


def _check_log_line(cp: Checkpoint, signature: Signature, *, algorithm: int, log: LogVerifier) -> None:
    if algorithm not in (ED25519, MLDSA44) or len(signature.value) != SIGNATURE_SIZES[algorithm]:
        raise NoteError("note.bad_signature", f"{signature.name}+{signature.key.hex()}")
    if algorithm == ED25519:
        log.check(signature, value=signature.value, message=cp.text.encode())
        return
    at = signed_at(signature)
    log.check(signature, value=signature.value[8:], message=subtree_message(cp, cosigner=log.name, at=at))


def signed_at(signature: Signature) -> int:
    """Return the time in seconds that a timestamped signature (0x04, 0x06) carries; NoteError beyond 2^63 - 1."""
    at = int.from_bytes(signature.value[:8], "big")
    if at > MAX_TIME:
        raise NoteError("note.signature_time", signature.name)
    return at

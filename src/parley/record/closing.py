"""The statement by which a member closes a log that it lost or forked: a note under its offline succession key. Pure.

It names the version of the charter that brings the new log, so that it serves for that one and for no other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from parley.record.formerror import FormError
from parley.record.keys import SuccessionSigner
from parley.record.merkle import HASH_SIZE
from parley.record.note import ED25519, NoteError, format_note, from_base64, parse_note, parse_verifier_key, to_base64

FORMAT = "parley/succession/v1"
MAX_CLOSING = 4_096
SIZE = re.compile(r"0|[1-9][0-9]{0,15}")


class ClosingError(FormError):
    """No closing statement, or none that this key signed: closing.form, closing.not_signed."""


@dataclass(frozen=True, slots=True)
class Closing:
    """What is closed and for what: the log of a member at a size with a root, for the version `charter` (a digest)."""

    mechanism: str
    member: str
    log: str
    size: int
    root: bytes
    charter: str


def closing_text(closing: Closing) -> str:
    """Return the lines that are signed."""
    lines = (
        FORMAT, closing.mechanism, closing.member, closing.log, str(closing.size), to_base64(closing.root),
        closing.charter,
    )  # fmt: skip
    return "".join(f"{line}\n" for line in lines)


def sign_closing(closing: Closing, *, key: SuccessionSigner) -> bytes:
    """Return the statement as a signed note."""
    text = closing_text(closing)
    return format_note(text, signatures=[key.sign(text)])


def parse_closing(raw: bytes) -> Closing:
    """Return what a statement says, whoever signed it; ClosingError for any other form."""
    try:
        lines = parse_note(raw).text.split("\n")
        _, mechanism, member, log, size, root, charter, _ = lines
        closing = Closing(mechanism, member, log, int(size), from_base64(root, where="root"), charter)
    except (NoteError, ValueError):
        raise ClosingError("closing.form") from None
    sound = SIZE.fullmatch(size) and len(closing.root) == HASH_SIZE
    if not sound or len(raw) > MAX_CLOSING or closing_text(closing) != "\n".join(lines):
        raise ClosingError("closing.form")
    return closing


def open_closing(raw: bytes, *, key: str) -> Closing:
    """Return what a statement says that `key`, a verifier key line, signed; ClosingError where it did not."""
    closing, note, verifier = parse_closing(raw), parse_note(raw), parse_verifier_key(key)
    signed = [line for line in note.signatures if (line.name, line.key) == (verifier.name, verifier.id)]
    if len(signed) != 1 or verifier.algorithm != ED25519:
        raise ClosingError("closing.not_signed", verifier.name)
    try:
        Ed25519PublicKey.from_public_bytes(verifier.public).verify(signed[0].value, note.text.encode())
    except InvalidSignature:
        raise ClosingError("closing.not_signed", verifier.name) from None
    return closing

"""Signed notes and verifier keys (c2sp.org/signed-note): their text form, strictly read."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from parley.record.formerror import FormError

ED25519 = 0x01
ED25519_COSIGNATURE = 0x04
MLDSA44 = 0x06
PUBLIC_KEY_SIZES = {ED25519: 32, ED25519_COSIGNATURE: 32, MLDSA44: 1312}
SIGNATURE_SIZES = {ED25519: 64, ED25519_COSIGNATURE: 8 + 64, MLDSA44: 8 + 2420}

# Sixteen must be accepted (signed-note). A member's log has 2 lines of its own and up to 4 of each
# other member; 256 leaves room for a large mechanism, and the bound on bytes for foreign lines.
MAX_SIGNATURES = 256
MAX_NOTE_SIZE = 1 << 20
# So many notes, none larger, are remembered as they came and as they were read: eight megabytes at the most.
REMEMBERED, MAX_REMEMBERED_SIZE = 64, 1 << 16

# A note is read several times on its way; character by character that was its largest cost.
_CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f]")
_NOT_IN_A_NAME = re.compile(r"[+\s\x00-\x1f]")


class NoteError(FormError):
    """A note, key, checkpoint or proof that is refused; `where` names the line or the key."""


def key_id(name: str, algorithm: int, public: bytes) -> bytes:
    """Return the four bytes by which signature lines name a key."""
    return sha256(name.encode() + b"\n" + bytes([algorithm]) + public).digest()[:4]


def from_base64(text: str, *, where: str) -> bytes:
    """Return the bytes of standard padded base64; NoteError for any other spelling of them."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError("note.base64", where) from None
    # One value, one spelling: stray bits in the last digit would let two notes differ and mean the same.
    if base64.b64encode(raw).decode() != text:
        raise NoteError("note.base64", where)
    return raw


def to_base64(raw: bytes) -> str:
    """Return standard padded base64."""
    return base64.b64encode(raw).decode()


def check_key_name(name: str, *, where: str) -> None:
    """Refuse a key name that is empty or holds a plus, a space of any kind or a control character."""
    if not name or _NOT_IN_A_NAME.search(name):
        raise NoteError("key.name", where)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: the key's name, its four-byte id and what it signed with, unverified."""

    name: str
    key: bytes
    value: bytes

    @property
    def line(self) -> str:
        """Return the line as it stands in a note, its newline included."""
        return f"\u2014 {self.name} {to_base64(self.key + self.value)}\n"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under its name and algorithm; `text` is the form that every such tool reads."""

    name: str
    algorithm: int
    public: bytes

    @property
    def id(self) -> bytes:
        """Return the four-byte key id."""
        return key_id(self.name, self.algorithm, self.public)

    @property
    def text(self) -> str:
        """Return `name+hex(id)+base64(algorithm || public key)`."""
        return f"{self.name}+{self.id.hex()}+{to_base64(bytes([self.algorithm]) + self.public)}"


def parse_verifier_key(text: str) -> VerifierKey:
    """Return the key; NoteError where the id is not its own, or the algorithm or the length is unknown."""
    parts = text.split("+", 2)
    if len(parts) != 3:
        raise NoteError("key.form", text[:80])
    name, named_id, encoded = parts
    check_key_name(name, where=name[:80])
    raw = from_base64(encoded, where=name)
    if len(raw) < 2 or len(raw) - 1 != PUBLIC_KEY_SIZES.get(raw[0]):
        raise NoteError("key.algorithm", name)
    key = VerifierKey(name, raw[0], raw[1:])
    if key.id.hex() != named_id:
        raise NoteError("key.id", name)
    return key


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a newline, and the signature lines under it, in their order, unverified."""

    text: str
    signatures: tuple[Signature, ...]


def parse_note(raw: bytes) -> Note:
    """Return text and signatures; NoteError for anything that is not exactly a signed note within the limits.

    The same bytes say the same to everybody: the notes that were read last are not read again.
    """
    return _read_before(raw) if len(raw) <= MAX_REMEMBERED_SIZE else _read(raw)


def _read(raw: bytes) -> Note:
    if len(raw) > MAX_NOTE_SIZE:
        raise NoteError("note.size")
    try:
        whole = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise NoteError("note.utf8") from None
    if _CONTROL.search(raw):
        raise NoteError("note.control_character")
    text, found, rest = whole.rpartition("\n\n")
    if not found or not text:
        raise NoteError("note.form")
    return Note(text + "\n", parse_signatures(rest))


_read_before = lru_cache(maxsize=REMEMBERED)(_read)


def only_lines(raw: bytes, places: Iterable[int]) -> bytes:
    """Return a note that can be read (`parse_note`) with only these of its signature lines, in this order.

    Lines count from 0. Nothing is read or written anew: they stay the bytes that they are.
    """
    text, _, lines = raw.rpartition(b"\n\n")
    each = lines.split(b"\n")
    return b"".join((text, b"\n\n", *(each[place] + b"\n" for place in places)))


def parse_signatures(lines: str) -> tuple[Signature, ...]:
    """Return the signature lines of a text that holds nothing else, unverified; NoteError otherwise."""
    if not lines.endswith("\n"):
        raise NoteError("note.form")
    each = lines[:-1].split("\n")
    if len(each) > MAX_SIGNATURES:
        raise NoteError("note.too_many_signatures")
    return tuple(parse_signature(line, where=f"signature {number}") for number, line in enumerate(each, 1))


def parse_signature(line: str, *, where: str) -> Signature:
    """Return one signature line (without its newline), unverified."""
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\u2014":
        raise NoteError("note.signature_form", where)
    check_key_name(parts[1], where=where)
    raw = from_base64(parts[2], where=where)
    if len(raw) < 5:
        raise NoteError("note.signature_form", where)
    return Signature(parts[1], raw[:4], raw[4:])


def format_note(text: str, *, signatures: Iterable[Signature]) -> bytes:
    """Return the bytes of a signed note; NoteError where they would not be read back as the same."""
    note = Note(text, tuple(signatures))
    raw = (note.text + "\n" + "".join(signature.line for signature in note.signatures)).encode()
    if parse_note(raw) != note:
        raise NoteError("note.form")
    return raw

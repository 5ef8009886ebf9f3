"""Sealing the body of an entry: an age file whose plaintext is framed, padded and committed to.

The frame is salt (32 bytes), length of the payload (4 bytes, big endian), payload, zeros up to a size class. The
classes are 1 KiB and its doublings up to 2 MiB: who carries a body learns the class of its size and no more. The
commitment is SHA-256("parley/commitment/v1\\n", salt, payload) and stands in the leaf, so that what was said can later
be proven to a third person without any key.

There is one stanza for every member in charter order, to a throw-away recipient where one is not addressed. A stanza
that fails ("sealing.stanza", "sealing.mac" in `open_stanza`) wrongs its one addressee, who asks another for the file
key. Every other refusal ("sealing.header", "sealing.payload", "sealing.frame", "sealing.commitment") is the same for
all who hold the file key, and shows that the author wrote no proper body.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from parley.record import age
from parley.record.attachment import attachment_key, open_attachment, seal_attachment, sealed_attachment_size
from parley.record.sealingkeys import SealingError, SealingIdentity, SealingRecipient, throw_away

MAX_PAYLOAD = 1024 * 1024
SALT_SIZE = 32
SIZE_CLASSES = tuple(1024 << doubling for doubling in range(12))
MAX_FILE = age.MAX_HEADER + age.payload_size(SIZE_CLASSES[-1])

_HEAD = SALT_SIZE + 4
_COMMITMENT = b"parley/commitment/v1\n"

__all__ = [
    "MAX_FILE",
    "MAX_PAYLOAD",
    "SALT_SIZE",
    "SIZE_CLASSES",
    "Heading",
    "Opened",
    "Sealed",
    "SealedFile",
    "SealingError",
    "SealingIdentity",
    "SealingRecipient",
    "attachment_key",
    "check_commitment",
    "check_heading",
    "commitment_of",
    "open_attachment",
    "open_stanza",
    "open_with_file_key",
    "read_sealed",
    "seal",
    "seal_attachment",
    "seal_under",
    "sealed_attachment_size",
    "stanza_count",
    "throw_away",
    "write_heading",
]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed body, and the commitment to its payload for the leaf."""

    file: bytes
    commitment: bytes


@dataclass(frozen=True, slots=True)
class Heading:
    """A file key with the header that wraps it for some recipients, for one body and never for a second.

    It depends on nothing that the body says, and so can be made before anybody says it.
    """

    header: bytes
    file_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a sealed body held, with the file key, by which it can be disclosed to somebody else."""

    payload: bytes
    salt: bytes
    file_key: bytes


def commitment_of(payload: bytes, *, salt: bytes) -> bytes:
    """Return the salted hash that a leaf carries of its payload."""
    return hashlib.sha256(b"".join((_COMMITMENT, salt, payload))).digest()


def seal(
    payload: bytes, *, recipients: Sequence[SealingRecipient], file_key: bytes, salt: bytes, nonce: bytes
) -> Sealed:
    """Return `payload` sealed to each of `recipients`, in their order.

    `file_key` (16 bytes), `salt` (32) and `nonce` (16) are random and used for this body alone. Refused with
    SealingError "sealing.too_long": a payload over MAX_PAYLOAD.
    """
    _refuse_long(payload)
    return seal_under(write_heading(file_key, recipients=recipients), payload, salt=salt, nonce=nonce)


def write_heading(file_key: bytes, *, recipients: Sequence[SealingRecipient]) -> Heading:
    """Return the heading of a body that is sealed to each of `recipients`, in their order."""
    return Heading(age.write_header(file_key, recipients=recipients), file_key)


def check_heading(heading: Heading, *, stanzas: int) -> None:
    """Refuse what was not made with the file key that it comes with, byte for byte: SealingError "sealing.mac".

    The file key is as good as the name of the recipients it was meant for: whoever hands out a key for one list of
    them only, and gets a header that this accepts, has the header for that list.
    """
    if len(heading.header) != age.header_size(stanzas):
        raise SealingError("sealing.mac")
    age.Header(heading.header, stanzas).authenticate(heading.file_key)


def seal_under(heading: Heading, payload: bytes, *, salt: bytes, nonce: bytes) -> Sealed:
    """Return `payload` sealed under a heading that was used for nothing before; refused as in `seal`."""
    _refuse_long(payload)
    if len(salt) != SALT_SIZE:
        raise ValueError("a salt has 32 bytes")
    length = len(payload)
    padding = bytes(_size_class(length) - _HEAD - length)
    frame = b"".join((salt, length.to_bytes(4, "big"), payload, padding))
    chunks = age.encrypt(age.cut(frame, size=age.CHUNK), file_key=heading.file_key, nonce=nonce)
    return Sealed(b"".join((heading.header, *chunks)), commitment_of(payload, salt=salt))


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A sealed body with its header read once. `stanzas` says to how many members it is sealed, as anybody can see."""

    file: bytes
    header: age.Header

    @property
    def stanzas(self) -> int:
        """Return how many stanzas there are."""
        return self.header.stanzas

    def open_stanza(self, index: int, *, identity: SealingIdentity) -> Opened:
        """Return what it holds, as `open_stanza` does, and refused alike."""
        _refuse_large(self.file)
        return _open(self.file, self.header, self.header.file_key(index, identity=identity))

    def open_with(self, file_key: bytes) -> Opened:
        """Return what it holds, as `open_with_file_key` does, and refused alike."""
        _refuse_large(self.file)
        self.header.authenticate(file_key)
        return _open(self.file, self.header, file_key)


def read_sealed(file: bytes) -> SealedFile:
    """Return a body with its header read; SealingError "sealing.header" if it has none of the one form."""
    return SealedFile(file, age.read_header(file))


def stanza_count(file: bytes) -> int:
    """Return how many members a body is sealed to, as anybody can see; SealingError "sealing.header" if it is none."""
    return read_sealed(file).stanzas


def open_stanza(file: bytes, *, index: int, identity: SealingIdentity) -> Opened:
    """Return what `file` holds, by stanza `index` alone.

    Other stanzas are never tried: an author who could make a reader try them could learn who holds which key. Refused
    with SealingError: "sealing.too_long", "sealing.header", "sealing.index", "sealing.stanza", "sealing.mac",
    "sealing.payload", "sealing.frame".
    """
    return _read_bounded(file).open_stanza(index, identity=identity)


def open_with_file_key(file: bytes, *, file_key: bytes) -> Opened:
    """Return what `file` holds, by a file key that somebody disclosed; the header must be made with that very key.

    Refused with SealingError: "sealing.too_long", "sealing.header", "sealing.mac", "sealing.payload", "sealing.frame".
    """
    return _read_bounded(file).open_with(file_key)


def check_commitment(opened: Opened, *, commitment: bytes) -> None:
    """Refuse a body that is not the one its leaf commits to: SealingError "sealing.commitment"."""
    if commitment_of(opened.payload, salt=opened.salt) != commitment:
        raise SealingError("sealing.commitment")


def _read_bounded(file: bytes) -> SealedFile:
    _refuse_large(file)
    return read_sealed(file)


def _refuse_large(file: bytes) -> None:
    if len(file) > MAX_FILE:
        raise SealingError("sealing.too_long", str(MAX_FILE))


def _refuse_long(payload: bytes) -> None:
    if len(payload) > MAX_PAYLOAD:
        raise SealingError("sealing.too_long", str(MAX_PAYLOAD))


def _open(file: bytes, header: age.Header, file_key: bytes) -> Opened:
    start = len(header.raw) + age.NONCE_SIZE
    pieces = age.cut(memoryview(file)[start:], size=age.SEALED_CHUNK)
    nonce = file[len(header.raw) : start]
    frame = b"".join(age.decrypt(pieces, file_key=file_key, nonce=nonce))
    length = int.from_bytes(frame[SALT_SIZE:_HEAD], "big")
    # One frame for one payload: a frame that is padded otherwise could carry a mark from its author to some reader.
    if len(frame) < _HEAD or length > MAX_PAYLOAD or len(frame) != _size_class(length):
        raise SealingError("sealing.frame")
    if frame.count(0, _HEAD + length) != len(frame) - _HEAD - length:
        raise SealingError("sealing.frame")
    return Opened(frame[_HEAD : _HEAD + length], frame[:SALT_SIZE], file_key)


def _size_class(length: int) -> int:
    return max(SIZE_CLASSES[0], 1 << (_HEAD + length - 1).bit_length())

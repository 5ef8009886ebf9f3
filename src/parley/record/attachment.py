"""Sealing attachments: plain age files with the stanzas of their entry's body, written and read piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from parley.record import age
from parley.record.sealingkeys import FILE_KEY_SIZE, SealingError, SealingIdentity, SealingRecipient

MAX_ATTACHMENT = 25 * 1024 * 1024


def attachment_key(body_key: bytes, *, place: int) -> bytes:
    """Return the file key of the attachment at `place` (from 0) in the leaf, from the file key of the body.

    So whoever is given the key of a body, late or because their stanza was garbage, can open its attachments too.
    """
    use = b"parley/attachment/v1\n" + place.to_bytes(4, "big")
    return HKDFExpand(algorithm=SHA256(), length=FILE_KEY_SIZE, info=use).derive(body_key)


def sealed_attachment_size(size: int, *, stanzas: int) -> int:
    """Return the bytes that an attachment of `size` bytes has when sealed to so many recipients."""
    return age.header_size(stanzas) + age.payload_size(size)


def seal_attachment(
    chunks: Iterable[bytes], *, size: int, recipients: Sequence[SealingRecipient], file_key: bytes, nonce: bytes
) -> Iterator[bytes]:
    """Yield the sealed file of an attachment of exactly `size` bytes, reading `chunks` as it goes.

    Refused with SealingError: "sealing.attachment_too_long" (over MAX_ATTACHMENT, before anything is read),
    "sealing.attachment_size" (more or fewer bytes came than were announced: what was yielded is to be thrown away).
    """
    if size > MAX_ATTACHMENT:
        raise SealingError("sealing.attachment_too_long", str(MAX_ATTACHMENT))
    header = age.write_header(file_key, recipients=recipients)
    pieces = age.regroup(_exactly(chunks, size), size=age.CHUNK)
    return _after(header, age.encrypt(pieces, file_key=file_key, nonce=nonce))


def open_attachment(chunks: Iterable[bytes], *, file_key: bytes) -> Iterator[bytes]:
    """Yield the plaintext of a sealed attachment; nothing of it counts before the last piece came without an error.

    Refused with SealingError: "sealing.header", "sealing.mac", "sealing.payload", "sealing.attachment_too_long".
    """
    header, rest = _split(chunks)
    header.authenticate(file_key)
    return _decrypt(rest, file_key)


def open_attachment_stanza(chunks: Iterable[bytes], *, index: int, identity: SealingIdentity) -> Iterator[bytes]:
    """Yield the plaintext of a sealed attachment by stanza `index` alone; refused as in `open_attachment`, and as in
    `age.Header.file_key`.
    """
    header, rest = _split(chunks)
    return _decrypt(rest, header.file_key(index, identity=identity))


def _split(chunks: Iterable[bytes]) -> tuple[age.Header, Iterator[bytes]]:
    """Return the header and an iterator over what follows it; reads no further than the largest header needs."""
    source = iter(chunks)
    start = bytearray()
    for chunk in source:
        start += chunk
        if len(start) >= age.MAX_HEADER:
            break
    header = age.read_header(bytes(start))
    return header, _after(bytes(start[len(header.raw) :]), source)


def _decrypt(rest: Iterator[bytes], file_key: bytes) -> Iterator[bytes]:
    start = bytearray()
    for chunk in rest:
        start += chunk
        if len(start) >= age.NONCE_SIZE:
            break
    nonce = bytes(start[: age.NONCE_SIZE])
    sealed = _after(bytes(start[age.NONCE_SIZE :]), rest)
    pieces = age.regroup(_at_most(sealed, age.payload_size(MAX_ATTACHMENT) - age.NONCE_SIZE), size=age.SEALED_CHUNK)
    yield from age.decrypt(pieces, file_key=file_key, nonce=nonce)


def _after(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _exactly(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    left = size
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            break
        yield chunk
    if left:
        raise SealingError("sealing.attachment_size", str(size))


def _at_most(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    left = limit
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise SealingError("sealing.attachment_too_long", str(MAX_ATTACHMENT))
        yield chunk

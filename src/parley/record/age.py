"""Age v1 files as far as Parley writes them: hybrid stanzas only, a header MAC, the payload in 64 KiB chunks.

The age format (C2SP age) allows other stanzas beside ours and ignores what it does not know. Here everything else is
refused: all members must judge a header alike, and a classical stanza would undo the post-quantum ones.
"""

from __future__ import annotations

import hmac
import re
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from parley.record.sealingkeys import FILE_KEY_SIZE, SealingError, SealingIdentity, SealingRecipient

CHUNK = 64 * 1024
SEALED_CHUNK = CHUNK + 16
NONCE_SIZE = 16
MAX_STANZAS = 64

_TAG = 16
_ENCAPSULATED = 1120
_VERSION = b"age-encryption.org/v1\n"
_STANZA = b"-> mlkem768x25519 "
_SHARE_TEXT = 1494
_BODY_TEXT = 43
_STANZA_SIZE = len(_STANZA) + _SHARE_TEXT + 1 + _BODY_TEXT + 1
_END_SIZE = len(b"--- ") + 43 + 1
STANZA_TEXT = _SHARE_TEXT + 1 + _BODY_TEXT
MAX_HEADER = len(_VERSION) + MAX_STANZAS * _STANZA_SIZE + _END_SIZE

# The last letter of each base64 text is among those whose unused bits are zero: one spelling for one value.
_HEADER = re.compile(
    rb"age-encryption\.org/v1\n"
    rb"((?:-> mlkem768x25519 [A-Za-z0-9+/]{1493}[AQgw]\n[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]\n){1,64})"
    rb"--- ([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048])\n"
)

_Turn = Callable[[bytes, bytes | memoryview, None], bytes]


@dataclass(frozen=True, slots=True)
class Header:
    """A header of well-formed stanzas, not yet authenticated: its bytes and how many stanzas it has."""

    raw: bytes
    stanzas: int

    def file_key(self, index: int, *, identity: SealingIdentity) -> bytes:
        """Return the file key in stanza `index`, once it authenticates this header.

        Refused with SealingError: "sealing.index" (no such stanza), "sealing.stanza" (it is not for this identity),
        "sealing.mac" (its key is not the one that the header was made with).
        """
        key = identity.unwrap(wrapped_in(self.stanza(index)))
        self.authenticate(key)
        return key

    def stanza(self, index: int) -> bytes:
        """Return the text of stanza `index`, for `wrapped_in`; SealingError "sealing.index" if there is none."""
        if not 0 <= index < self.stanzas:
            raise SealingError("sealing.index", str(index))
        return stanza_text(self.raw, index)

    def authenticate(self, file_key: bytes) -> None:
        """Refuse a file key that this header was not made with: SealingError "sealing.mac"."""
        if len(file_key) != FILE_KEY_SIZE:
            raise SealingError("sealing.mac")
        covered, line = self.raw[: 3 - _END_SIZE], self.raw[3 - _END_SIZE :]
        if not hmac.compare_digest(_mac_line(covered, file_key), line):
            raise SealingError("sealing.mac")


def stanza_text(file: bytes, index: int) -> bytes:
    """Return what stands where a file that is well formed has its stanza `index`; of any other file, anything."""
    start = len(_VERSION) + index * _STANZA_SIZE + len(_STANZA)
    return file[start : start + STANZA_TEXT]


def wrapped_in(text: bytes) -> bytes:
    """Return the wrapped file key that the text of a stanza spells; ValueError where it spells none."""
    return a2b_base64(text[:_SHARE_TEXT] + b"==") + a2b_base64(text[_SHARE_TEXT + 1 :] + b"=")


def header_size(stanzas: int) -> int:
    """Return the bytes of a header with so many stanzas."""
    return len(_VERSION) + stanzas * _STANZA_SIZE + _END_SIZE


def payload_size(size: int) -> int:
    """Return the bytes of nonce and chunks for `size` bytes of plaintext."""
    return NONCE_SIZE + size + _TAG * max(1, -(-size // CHUNK))


def write_header(file_key: bytes, *, recipients: Sequence[SealingRecipient]) -> bytes:
    """Return a header with one stanza for each recipient, in their order; 1 to MAX_STANZAS of them."""
    if len(file_key) != FILE_KEY_SIZE or not 1 <= len(recipients) <= MAX_STANZAS:
        raise ValueError("a file key has 16 bytes, a header 1 to 64 stanzas")
    parts = [_VERSION]
    for recipient in recipients:
        wrapped = recipient.wrap(file_key)
        share = b2a_base64(wrapped[:_ENCAPSULATED], newline=False)[:_SHARE_TEXT]
        body = b2a_base64(wrapped[_ENCAPSULATED:], newline=False)[:_BODY_TEXT]
        parts += (_STANZA, share, b"\n", body, b"\n")
    parts.append(b"---")
    covered = b"".join(parts)
    return covered + _mac_line(covered, file_key)


def read_header(file: bytes) -> Header:
    """Return the header at the start of `file`; SealingError "sealing.header" unless it is of the one form."""
    found = _HEADER.match(file)
    if found is None:
        raise SealingError("sealing.header")
    return Header(found.group(), (found.end(1) - found.start(1)) // _STANZA_SIZE)


def encrypt(pieces: Iterator[bytes | memoryview], *, file_key: bytes, nonce: bytes) -> Iterator[bytes]:
    """Yield the nonce and the sealed chunks of `pieces`, all CHUNK long but the last, as `cut` makes them."""
    if len(nonce) != NONCE_SIZE:
        raise ValueError("a nonce has 16 bytes")
    yield nonce
    yield from _stream(pieces, turn=_aead(file_key, nonce).encrypt)


def decrypt(pieces: Iterator[bytes | memoryview], *, file_key: bytes, nonce: bytes) -> Iterator[bytes]:
    """Yield the plaintext of sealed chunks; whoever stops before the end has read what nobody may have said.

    Refused with SealingError "sealing.payload": a changed, missing, moved or trailing byte, an empty last chunk.
    """
    if len(nonce) != NONCE_SIZE:
        raise SealingError("sealing.payload")
    try:
        for number, plain in enumerate(_stream(pieces, turn=_aead(file_key, nonce).decrypt)):
            if not plain and number:
                raise SealingError("sealing.payload")
            yield plain
    except (InvalidTag, ValueError):
        raise SealingError("sealing.payload") from None


def cut(whole: bytes | memoryview, *, size: int) -> Iterator[memoryview]:
    """Yield `whole` in pieces of `size`, the last one shorter if need be; one empty piece for nothing."""
    view = memoryview(whole)
    for start in range(0, len(view) or 1, size):
        yield view[start : start + size]


def regroup(chunks: Iterable[bytes], *, size: int) -> Iterator[bytes]:
    """Yield the bytes of `chunks`, however they come, in pieces as `cut` makes them; holds little more than a piece."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        # Strictly more: the piece that turns out to be the last is treated otherwise.
        while len(held) > size:
            yield bytes(held[:size])
            del held[:size]
    yield bytes(held)


def _stream(pieces: Iterator[bytes | memoryview], *, turn: _Turn) -> Iterator[bytes]:
    number = 0
    held = next(pieces)
    for piece in pieces:
        yield turn(number.to_bytes(11, "big") + b"\x00", held, None)
        held = piece
        number += 1
    yield turn(number.to_bytes(11, "big") + b"\x01", held, None)


def _aead(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(_derive(file_key, salt=nonce, use=b"payload"))


def _mac_line(covered: bytes, file_key: bytes) -> bytes:
    mac = hmac.digest(_derive(file_key, salt=b"", use=b"header"), covered, "sha256")
    return b" " + b2a_base64(mac, newline=False)[:43] + b"\n"


def _derive(file_key: bytes, *, salt: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=use).derive(file_key)

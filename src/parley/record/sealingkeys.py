"""Sealing keys: the hybrid ML-KEM-768 + X25519 (X-Wing) pair to whose public half a body is sealed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey, Suite

from parley.record import bech32
from parley.record.formerror import FormError

FILE_KEY_SIZE = 16
WRAPPED_SIZE = 1120 + FILE_KEY_SIZE + 16

_INFO = b"age-encryption.org/mlkem768x25519"
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_PUBLIC_HRP = "age1pq"
_PRIVATE_HRP = "age-secret-key-pq-"
_MLKEM_PUBLIC_SIZE = 1184
_PROBE = X25519PrivateKey.from_private_bytes(bytes([64]) * 32)


class SealingError(FormError):
    """A key, a sealed file or a payload that cannot be sealed or opened; every code begins "sealing."."""


@dataclass(frozen=True, slots=True)
class SealingRecipient:
    """The public half, 1,216 bytes: ML-KEM-768 encapsulation key, then X25519 key. The parsed key is kept with it."""

    raw: bytes
    _key: MLKEM768X25519PublicKey = field(repr=False, compare=False)

    @classmethod
    def from_raw(cls, raw: bytes) -> Self:
        """Return the recipient of these 1,216 bytes; SealingError "sealing.recipient" if they are no such key."""
        try:
            mlkem = MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_PUBLIC_SIZE])
            x25519 = X25519PublicKey.from_public_bytes(raw[_MLKEM_PUBLIC_SIZE:])
            # Fails for a point of low order, which would else be found out only by whoever seals to it first.
            _PROBE.exchange(x25519)
        except ValueError:
            raise SealingError("sealing.recipient") from None
        return cls(raw, MLKEM768X25519PublicKey(mlkem, x25519))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the recipient written "age1pq1..."; SealingError "sealing.recipient" if it is none."""
        try:
            raw = bech32.decode(text, hrp=_PUBLIC_HRP)
        except ValueError:
            raise SealingError("sealing.recipient") from None
        return cls.from_raw(raw)

    def __str__(self) -> str:
        return bech32.encode(_PUBLIC_HRP, payload=self.raw)

    def wrap(self, file_key: bytes) -> bytes:
        """Return the encapsulated key (1,120 bytes) and the sealed file key; each call uses fresh randomness."""
        return _SUITE.encrypt(file_key, self._key, _INFO)


@dataclass(frozen=True, slots=True)
class SealingIdentity:
    """The private half, a seed of 32 bytes, with its recipient. It never shows the seed in its repr."""

    seed: bytes = field(repr=False)
    recipient: SealingRecipient
    _key: MLKEM768X25519PrivateKey = field(repr=False, compare=False)

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """Return the identity of this seed; SealingError "sealing.identity" unless it has 32 bytes."""
        if len(seed) != 32:
            raise SealingError("sealing.identity")
        expanded = hashlib.shake_256(seed).digest(96)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
        x25519 = X25519PrivateKey.from_private_bytes(expanded[64:])
        raw = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
        return cls(seed, SealingRecipient.from_raw(raw), MLKEM768X25519PrivateKey(mlkem, x25519))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the identity written "AGE-SECRET-KEY-PQ-1..."; SealingError "sealing.identity" if it is none."""
        try:
            return cls.from_seed(bech32.decode(text, hrp=_PRIVATE_HRP))
        except ValueError:
            raise SealingError("sealing.identity") from None

    def to_text(self) -> str:
        """Return the private key as text. Not str(): a secret must not slip into a message by formatting."""
        return bech32.encode(_PRIVATE_HRP, payload=self.seed).upper()

    def unwrap(self, wrapped: bytes) -> bytes:
        """Return the file key in what `wrap` made for this identity; SealingError "sealing.stanza" for any other."""
        # The size first: an AEAD that takes any length lets a sender probe several keys with one ciphertext.
        if len(wrapped) != WRAPPED_SIZE:
            raise SealingError("sealing.stanza")
        try:
            return _SUITE.decrypt(wrapped, self._key, _INFO)
        except (InvalidTag, ValueError):
            raise SealingError("sealing.stanza") from None


def throw_away(seed: bytes) -> SealingRecipient:
    """Return a recipient whom nobody can be, from 32 random bytes that the caller forgets.

    One may serve many entries: stanzas do not show to whom they are, nor that two are to the same.
    """
    return SealingIdentity.from_seed(seed).recipient

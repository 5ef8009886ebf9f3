"""The node's local key: what was opened, and the states made of it, lie in the database only under it."""

from __future__ import annotations

import os
import threading

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

NONCE = 12
# Asked for together: a call of the system for each costs more than the locking itself.
NONCES_AT_ONCE = 256


class Box:
    """Locks and unlocks with the local key. A row is bound to its place, so that rows cannot be exchanged."""

    def __init__(self, key: bytes) -> None:
        self._cipher = ChaCha20Poly1305(key)
        # For each thread its own: none is ever given twice.
        self._nonces = threading.local()

    def lock(self, plain: bytes, *, place: str) -> bytes:
        """Return nonce and ciphertext of `plain`, bound to `place`."""
        nonce = self._nonce()
        return nonce + self._cipher.encrypt(nonce, plain, place.encode())

    def unlock(self, locked: bytes, *, place: str) -> bytes:
        """Return what was locked at `place`; cryptography's InvalidTag where key or place is another."""
        return self._cipher.decrypt(locked[:NONCE], locked[NONCE:], place.encode())

    def _nonce(self) -> bytes:
        left: list[bytes] = self._nonces.__dict__.setdefault("left", [])
        if not left:
            some = os.urandom(NONCE * NONCES_AT_ONCE)
            left += [some[at : at + NONCE] for at in range(0, len(some), NONCE)]
        return left.pop()

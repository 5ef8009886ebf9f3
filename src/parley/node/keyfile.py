"""One private key in one file, openly or under a passphrase (scrypt, ChaCha20-Poly1305)."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from parley.node.home import write_new

FORMAT = "parley-key-v1"
# 64 MiB and a fifth of a second for each guess; the start of a node pays it once for all its keys.
SCRYPT_N, SCRYPT_R, SCRYPT_P = 1 << 16, 8, 1
SALT, NONCE = 16, 12
LIMIT_BYTES = 64 * 1024


class KeyFileError(Exception):
    """A key file that cannot be used; `code` says why (texts/enrolment.json has what to do), `path` says which."""

    def __init__(self, code: str, path: Path) -> None:
        super().__init__(f"{code} {path}")
        self.code, self.path = code, path


@dataclass(frozen=True, slots=True)
class Secret:
    """A role's private bytes with the log that they belong to, and what must be kept beside them (the certificate)."""

    role: str
    origin: str
    value: bytes
    beside: bytes = b""


@dataclass(frozen=True, slots=True)
class Lock:
    """The passphrase of a home folder with its salt: one salt for all files, so that one derivation opens them all."""

    passphrase: bytes
    salt: bytes

    @classmethod
    def fresh(cls, passphrase: bytes) -> Lock:
        """Return a lock with a new salt."""
        return cls(passphrase, os.urandom(SALT))


def write_secret(path: Path, *, secret: Secret, lock: Lock | None) -> None:
    """Write a new key file that only its owner may read, under the lock if there is one; it never replaces another."""
    stated: dict[str, Any] = {
        "format": FORMAT,
        "role": secret.role,
        "origin": secret.origin,
        "beside": secret.beside.hex(),
    }
    if lock is None:
        stated["secret"] = secret.value.hex()
    else:
        nonce = os.urandom(NONCE)
        box = _cipher(lock, (SCRYPT_N, SCRYPT_R, SCRYPT_P)).encrypt(nonce, secret.value, _bound(stated))
        stated["locked"] = {
            "scrypt": [SCRYPT_N, SCRYPT_R, SCRYPT_P],
            "salt": lock.salt.hex(),
            "nonce": nonce.hex(),
            "box": box.hex(),
        }
    write_new(path, content=(json.dumps(stated, indent=1) + "\n").encode())


def read_secret(path: Path, *, role: str, passphrase: bytes | None) -> Secret:
    """Return the secret in a key file. KeyFileError codes: key_file.missing, .open_to_others, .malformed, .other_role,
    .passphrase_needed, .passphrase_wrong.
    """
    try:
        found = path.stat()
        raw = path.read_bytes()
    except FileNotFoundError:
        raise KeyFileError("key_file.missing", path) from None
    if found.st_mode & 0o077:
        raise KeyFileError("key_file.open_to_others", path)
    try:
        secret = _opened(json.loads(raw[:LIMIT_BYTES]), path=path, passphrase=passphrase)
    except (ValueError, KeyError, TypeError):
        raise KeyFileError("key_file.malformed", path) from None
    if secret.role != role:
        raise KeyFileError("key_file.other_role", path)
    return secret


def is_locked(path: Path) -> bool:
    """Return whether a key file needs a passphrase; what is no key file needs none, and is refused when it is read."""
    try:
        return "locked" in json.loads(path.read_bytes()[:LIMIT_BYTES])
    except (FileNotFoundError, ValueError, TypeError):
        return False


def _opened(stated: dict[str, Any], *, path: Path, passphrase: bytes | None) -> Secret:
    if stated["format"] != FORMAT:
        raise ValueError(stated["format"])
    role, origin, beside = str(stated["role"]), str(stated["origin"]), bytes.fromhex(stated["beside"])
    if "locked" not in stated:
        return Secret(role, origin, bytes.fromhex(stated["secret"]), beside)
    if passphrase is None:
        raise KeyFileError("key_file.passphrase_needed", path)
    locked = stated["locked"]
    n, r, p = (int(figure) for figure in locked["scrypt"])
    if n > 1 << 20 or r > 16 or p > 4:
        raise ValueError("scrypt")
    cipher = _cipher(Lock(passphrase, bytes.fromhex(locked["salt"])), (n, r, p))
    bound = _bound({key: stated[key] for key in ("format", "role", "origin", "beside")})
    try:
        value = cipher.decrypt(bytes.fromhex(locked["nonce"]), bytes.fromhex(locked["box"]), bound)
    except InvalidTag:
        raise KeyFileError("key_file.passphrase_wrong", path) from None
    return Secret(role, origin, value, beside)


def _bound(stated: dict[str, Any]) -> bytes:
    """Return what the box is bound to: a key cannot be given another role by exchanging files."""
    return json.dumps(stated, sort_keys=True).encode()


def read_passphrase(path: Path) -> bytes:
    """Return the first line of a file; KeyFileError key_file.missing, .open_to_others or .malformed (it is empty)."""
    try:
        if path.stat().st_mode & 0o077:
            raise KeyFileError("key_file.open_to_others", path)
        passphrase = path.read_bytes().partition(b"\n")[0].rstrip(b"\r")
    except FileNotFoundError:
        raise KeyFileError("key_file.missing", path) from None
    if not passphrase:
        raise KeyFileError("key_file.malformed", path)
    return passphrase


def forget_passphrase() -> None:
    """Drop the derived key that was kept while the files of one home folder were opened."""
    _cipher.cache_clear()


@lru_cache(maxsize=1)
def _cipher(lock: Lock, figures: tuple[int, int, int]) -> ChaCha20Poly1305:
    n, r, p = figures
    return ChaCha20Poly1305(Scrypt(salt=lock.salt, length=32, n=n, r=r, p=p).derive(lock.passphrase))

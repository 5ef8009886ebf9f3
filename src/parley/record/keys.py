"""Keys of a member: private signers of its roles, public keys as the charter lists them, their fingerprint.

Every role of a log (the log itself, mirror, witness) signs with Ed25519, which every tool
verifies, and with ML-DSA-44, which stays safe against quantum computers. No key serves two roles.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from parley.record.note import (
    ED25519,
    ED25519_COSIGNATURE,
    MLDSA44,
    NoteError,
    Signature,
    VerifierKey,
    check_key_name,
    parse_verifier_key,
)

LOG, MIRROR, WITNESS, SUCCESSION = "log", "mirror", "witness", "succession"
SEED_SIZE = 32
MAX_NAME_SIZE = 255


def role_name(origin: str, *, role: str) -> str:
    """Return the key name of a role of the member whose log is `origin`; the log's own is the origin itself."""
    return origin if role == LOG else f"{origin}/{role}"


def _check_role_name(name: str) -> None:
    check_key_name(name, where=name[:80])
    # What ML-DSA-44 signs gives the length of the name in one byte.
    if len(name.encode()) > MAX_NAME_SIZE:
        raise NoteError("key.name", name[:80])


class RoleSigner:
    """The two private keys of one role under one name.

    `RoleSigner(name, ed25519, mldsa)` takes two seeds of 32 bytes. It signs whatever it is given:
    what may be signed is decided by who calls.
    """

    def __init__(self, name: str, ed25519: bytes, mldsa: bytes) -> None:
        _check_role_name(name)
        self.name = name
        self._ed25519 = Ed25519PrivateKey.from_private_bytes(ed25519)
        self._mldsa = MLDSA44PrivateKey.from_seed_bytes(mldsa)

    @cached_property
    def log_keys(self) -> tuple[VerifierKey, VerifierKey]:
        """Return the verifier keys of a log: types 0x01 and 0x06."""
        return self._public(ED25519)

    @cached_property
    def cosigner_keys(self) -> tuple[VerifierKey, VerifierKey]:
        """Return the verifier keys of a mirror or witness: types 0x04 and 0x06."""
        return self._public(ED25519_COSIGNATURE)

    def _public(self, algorithm: int) -> tuple[VerifierKey, VerifierKey]:
        return (
            VerifierKey(self.name, algorithm, self._ed25519.public_key().public_bytes_raw()),
            VerifierKey(self.name, MLDSA44, self._mldsa.public_key().public_bytes_raw()),
        )

    def sign_ed25519(self, message: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature."""
        return self._ed25519.sign(message)

    def sign_mldsa(self, message: bytes) -> bytes:
        """Return the 2420-byte pure ML-DSA-44 signature with empty context."""
        return self._mldsa.sign(message)


class SuccessionSigner:
    """The offline Ed25519 key with which a member hands its log over to a new one."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = VerifierKey(name, ED25519, self._key.public_key().public_bytes_raw())

    def sign(self, text: str) -> Signature:
        """Return the signature line over a note's text."""
        return Signature(self.key.name, self.key.id, self._key.sign(text.encode()))


@dataclass(frozen=True)
class RoleVerifier:
    """The public keys trusted for one name: one or more of each of the two algorithms.

    More than one of an algorithm is an overlap at rotation. NoteError `key.missing` where an
    algorithm is absent, `key.name` where a key has another name.
    """

    name: str
    keys: tuple[VerifierKey, ...]
    _by_id: dict[bytes, tuple[int, Ed25519PublicKey | MLDSA44PublicKey]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        _check_role_name(self.name)
        for key in self.keys:
            if key.name != self.name:
                raise NoteError("key.name", key.name)
            self._by_id[key.id] = (key.algorithm, _loaded(key))
        algorithms = {key.algorithm for key in self.keys}
        if MLDSA44 not in algorithms or not algorithms & {ED25519, ED25519_COSIGNATURE}:
            raise NoteError("key.missing", self.name)

    def algorithm(self, signature: Signature) -> int | None:
        """Return the algorithm of the key that this line names, or None where the key is unknown."""
        known = self._by_id.get(signature.key) if signature.name == self.name else None
        return known[0] if known else None

    def check(self, signature: Signature, *, value: bytes, message: bytes) -> None:
        """Return where the key named by `signature` made `value` over `message`, else raise `note.bad_signature`."""
        try:
            self._by_id[signature.key][1].verify(value, message)
        except InvalidSignature:
            raise NoteError("note.bad_signature", f"{signature.name}+{signature.key.hex()}") from None


def _loaded(key: VerifierKey) -> Ed25519PublicKey | MLDSA44PublicKey:
    try:
        if key.algorithm == MLDSA44:
            return MLDSA44PublicKey.from_public_bytes(key.public)
        return Ed25519PublicKey.from_public_bytes(key.public)
    except ValueError:
        raise NoteError("key.value", key.name) from None


@dataclass(frozen=True, slots=True)
class MemberKeys:
    """The public keys of a member as the charter lists them, each in its text form.

    `log`, `mirror` and `witness` hold verifier key lines, Ed25519 before ML-DSA-44; `sealing` an
    "age1pq1..." recipient; `tls` the base64 DER of the pinned certificate; `succession` one
    Ed25519 verifier key line.
    """

    log: tuple[str, ...]
    mirror: tuple[str, ...]
    witness: tuple[str, ...]
    sealing: str
    tls: str
    succession: str

    def verifier(self, role: str, *, origin: str) -> RoleVerifier:
        """Return the verifier of `role` (log, mirror, witness) of the member whose log is `origin`."""
        lines: dict[str, tuple[str, ...]] = {LOG: self.log, MIRROR: self.mirror, WITNESS: self.witness}
        return RoleVerifier(role_name(origin, role=role), tuple(parse_verifier_key(line) for line in lines[role]))

    def lines(self) -> Iterable[tuple[str, str]]:
        """Yield each key with its role, in the fixed order in which the fingerprint takes them."""
        for role, keys in ((LOG, self.log), (MIRROR, self.mirror), (WITNESS, self.witness)):
            for key in keys:
                yield role, key
        yield "sealing", self.sealing
        yield "tls", self.tls
        yield SUCCESSION, self.succession


def faults_of(keys: MemberKeys, *, origin: str) -> list[NoteError]:
    """Return every fault of a member's signing keys at once: form, name, algorithm, a key used twice."""
    faults: list[NoteError] = []
    used: dict[bytes, str] = {}
    for role, line in keys.lines():
        if role in ("sealing", "tls"):
            continue
        try:
            key = parse_verifier_key(line)
            _check_place(key, role=role, origin=origin)
            _loaded(key)
        except NoteError as fault:
            faults.append(NoteError(fault.code, role))
            continue
        if key.public in used:
            faults.append(NoteError("key.reused", f"{used[key.public]} {role}"))
        used[key.public] = role
    if not faults:
        faults.extend(_missing(keys, origin=origin))
    return faults


def _check_place(key: VerifierKey, *, role: str, origin: str) -> None:
    if key.name != role_name(origin, role=role):
        raise NoteError("key.name", role)
    classical = ED25519_COSIGNATURE if role in (MIRROR, WITNESS) else ED25519
    if key.algorithm != classical and (role == SUCCESSION or key.algorithm != MLDSA44):
        raise NoteError("key.algorithm", role)


def _missing(keys: MemberKeys, *, origin: str) -> Iterable[NoteError]:
    for role in (LOG, MIRROR, WITNESS):
        try:
            keys.verifier(role, origin=origin)
        except NoteError as fault:
            yield NoteError(fault.code, role)


def fingerprint(keys: MemberKeys, *, origin: str) -> tuple[str, ...]:
    """Return eight groups of five digits that stand for all keys of a member, to be read aloud.

    Digits, because they are the same in every language. 40 digits are 132 bits of SHA-256: nobody
    makes other keys with the same digits.
    """
    told = "".join(f"{role} {key}\n" for role, key in keys.lines())
    number = int.from_bytes(sha256(f"parley/member-keys/v1\n{origin}\n{told}".encode()).digest(), "big") % 10**40
    digits = f"{number:040d}"
    return tuple(digits[at : at + 5] for at in range(0, 40, 5))

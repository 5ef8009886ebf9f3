"""The private keys of a node: made on the spot, one file a role, never written over."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from parley.node.home import Home, make_folder
from parley.node.keyfile import KeyFileError, Lock, Secret, forget_passphrase, read_secret, write_secret
from parley.record.keys import LOG, MIRROR, SEED_SIZE, SUCCESSION, WITNESS, MemberKeys, RoleSigner, SuccessionSigner
from parley.record.keys import role_name as name_of
from parley.record.sealingkeys import SealingIdentity

SEALING, TLS, LOCAL = "sealing", "tls", "local"
SIGNING_ROLES = (LOG, MIRROR, WITNESS)
# Pinned by the charter whole, so that dates say nothing; RFC 5280's "no well-defined expiration".
VALID_FROM, VALID_TO = datetime(2000, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NodeKeys:
    """The opened keys of a running node; none of them shows itself. The succession key is not among them.

    `sealing` holds one identity an epoch, the oldest first: the newest one is announced to the
    others, older ones open what was sealed before; `sealing_files` says by
    recipient where each lies. `local` is the 32-byte key of what was opened.
    """

    origin: str
    log: RoleSigner = field(repr=False)
    mirror: RoleSigner = field(repr=False)
    witness: RoleSigner = field(repr=False)
    sealing: tuple[SealingIdentity, ...] = field(repr=False)
    sealing_files: Mapping[str, Path] = field(repr=False)
    tls_key: Ed25519PrivateKey = field(repr=False)
    tls_certificate: bytes = field(repr=False)
    local: bytes = field(repr=False)


def make_keys(home: Home, *, origin: str, passphrase: bytes | None) -> MemberKeys:
    """Make every key of a new member, write the files, and return the public half.

    The succession key goes to the folder of what is to be locked away, under the same passphrase.
    FileExistsError where a key is there already.
    """
    make_folder(home.keys)
    make_folder(home.offline)
    lock = Lock.fresh(passphrase) if passphrase is not None else None
    write = partial(_write, home=home, origin=origin, lock=lock)
    signers = {role: write(role, 2 * SEED_SIZE) for role in SIGNING_ROLES}
    sealing = SealingIdentity.from_seed(write(SEALING, SEED_SIZE))
    write(LOCAL, SEED_SIZE)
    certificate = _write_tls(home, origin=origin, lock=lock)
    succession = os.urandom(SEED_SIZE)
    secret = Secret(SUCCESSION, origin, succession)
    write_secret(home.offline / f"{SUCCESSION}.key", secret=secret, lock=lock)
    log, mirror, witness = (_signer(origin, role=role, seeds=signers[role]) for role in SIGNING_ROLES)
    return MemberKeys(
        log=tuple(key.text for key in log.log_keys),
        mirror=tuple(key.text for key in mirror.cosigner_keys),
        witness=tuple(key.text for key in witness.cosigner_keys),
        sealing=str(sealing.recipient),
        tls=base64.b64encode(certificate).decode(),
        succession=str(SuccessionSigner(name_of(origin, role=SUCCESSION), succession).key.text),
    )


def _write(role: str, size: int, *, home: Home, origin: str, lock: Lock | None) -> bytes:
    value = os.urandom(size)
    write_secret(home.keys / f"{role}.key", secret=Secret(role, origin, value), lock=lock)
    return value


def _write_tls(home: Home, *, origin: str, lock: Lock | None) -> bytes:
    seed = os.urandom(SEED_SIZE)
    certificate = self_signed(Ed25519PrivateKey.from_private_bytes(seed), origin=origin)
    secret = Secret(TLS, origin, seed, beside=certificate)
    write_secret(home.keys / f"{TLS}.key", secret=secret, lock=lock)
    return certificate


def self_signed(key: Ed25519PrivateKey, *, origin: str) -> bytes:
    """Return the certificate (DER) of a peer listener; the member's code and log name it, and nothing else is in it."""
    # X.520 bounds a common name to 64 characters.
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, origin[-64:])])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_TO)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    )
    return made.sign(key, algorithm=None).public_bytes(Encoding.DER)


def open_keys(home: Home, *, passphrase: bytes | None) -> NodeKeys:
    """Return the keys of this home folder; KeyFileError for the first file that cannot be used."""
    read = partial(_read, home=home, passphrase=passphrase)
    log = read(LOG)
    signers = [_signer(log.origin, role=role, seeds=read(role).value) for role in SIGNING_ROLES]
    tls, local, sealing = read(TLS), read(LOCAL), _sealing_epochs(home, passphrase=passphrase)
    forget_passphrase()
    return NodeKeys(
        origin=log.origin,
        log=signers[0],
        mirror=signers[1],
        witness=signers[2],
        sealing=tuple(sealing.values()),
        sealing_files={str(identity.recipient): path for path, identity in sealing.items()},
        tls_key=Ed25519PrivateKey.from_private_bytes(tls.value),
        tls_certificate=tls.beside,
        local=local.value,
    )


def open_succession(path: Path, *, passphrase: bytes | None) -> SuccessionSigner:
    """Return the offline key in this file; KeyFileError where it is none or the passphrase is another."""
    secret = read_secret(path, role=SUCCESSION, passphrase=passphrase)
    return SuccessionSigner(name_of(secret.origin, role=SUCCESSION), secret.value)


def _read(role: str, *, home: Home, passphrase: bytes | None) -> Secret:
    return read_secret(home.keys / f"{role}.key", role=role, passphrase=passphrase)


def _signer(origin: str, *, role: str, seeds: bytes) -> RoleSigner:
    return RoleSigner(name_of(origin, role=role), seeds[:SEED_SIZE], seeds[SEED_SIZE:])


def _sealing_epochs(home: Home, *, passphrase: bytes | None) -> dict[Path, SealingIdentity]:
    """Return the sealing identities by their files, the oldest first; those that were destroyed are not there."""
    names = sorted(
        (path for path in home.keys.glob(f"{SEALING}*.key")), key=lambda path: int(path.stem.partition("-")[2] or 0)
    )
    if not names:
        raise KeyFileError("key_file.missing", home.keys / f"{SEALING}.key")
    secrets = [read_secret(path, role=SEALING, passphrase=passphrase) for path in names]
    return {
        path: SealingIdentity.from_seed(secret.value) for path, secret in zip(names, secrets, strict=True)
    }


def make_sealing_epoch(home: Home, *, epoch: int, passphrase: bytes | None) -> SealingIdentity:
    """Make the sealing key of a later epoch (1, 2, ...); it counts once an entry announces its recipient.

    The passphrase is that of the other keys: KeyFileError key_file.passphrase_wrong where it is another.
    """
    origin = _read(LOG, home=home, passphrase=passphrase).origin
    value = os.urandom(SEED_SIZE)
    lock = Lock.fresh(passphrase) if passphrase is not None else None
    write_secret(home.keys / f"{SEALING}-{epoch}.key", secret=Secret(SEALING, origin, value), lock=lock)
    return SealingIdentity.from_seed(value)

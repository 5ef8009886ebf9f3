"""Signers with fixed seeds for tests: a log, and the mirror and the witness of another member."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from parley.record.checkpoint import Checkpoint, sign_checkpoint
from parley.record.cosignature import cosign
from parley.record.keys import RoleSigner, RoleVerifier
from parley.record.merkle import Frontier, leaf_hashes
from parley.record.note import Signature

ORIGIN = "paris-2026.parley.example/sy"
OTHER = "paris-2026.parley.example/il"
AT = 1_767_700_800


def seed(words: str) -> bytes:
    """Return the 32-byte seed of a name."""
    return sha256(b"parley test seed " + words.encode()).digest()


@cache
def signer(name: str) -> RoleSigner:
    """Return the signer of a key name."""
    return RoleSigner(name, seed(f"ed25519 {name}"), seed(f"mldsa {name}"))


LOG, MIRROR, WITNESS = signer(ORIGIN), signer(f"{OTHER}/mirror"), signer(f"{OTHER}/witness")
LOG_VERIFIER = RoleVerifier(LOG.name, LOG.log_keys)
MIRROR_VERIFIER = RoleVerifier(MIRROR.name, MIRROR.cosigner_keys)
WITNESS_VERIFIER = RoleVerifier(WITNESS.name, WITNESS.cosigner_keys)


def entries(size: int) -> list[bytes]:
    """Return `size` entries, all different."""
    return [b"entry %d" % number for number in range(size)]


def checkpoint(size: int) -> Checkpoint:
    """Return the checkpoint of the log that holds `entries(size)`."""
    return Checkpoint(ORIGIN, size, Frontier().extend(leaf_hashes(entries(size))).root)


@cache
def signed(size: int) -> bytes:
    """Return that checkpoint, signed by the log."""
    return sign_checkpoint(checkpoint(size), keys=LOG, at=AT)


@cache
def cosigned(size: int, name: str) -> tuple[Signature, Signature]:
    """Return the two lines of a cosigner under that checkpoint."""
    return cosign(checkpoint(size), signer=signer(name), at=AT + 1)

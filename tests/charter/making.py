"""Templates and charters for tests: real key cards, made once for each template."""

from __future__ import annotations

import base64
from functools import cache
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parley.charter.assembly import assemble
from parley.charter.card import KeyCard
from parley.charter.model import Charter
from parley.charter.reading import read_charter, read_template
from parley.node.keys import self_signed
from parley.record.keys import MemberKeys, RoleSigner, SuccessionSigner, role_name
from parley.record.sealingkeys import SealingIdentity

CHARTERS = Path(__file__).parents[2] / "charters"
PARIS = (CHARTERS / "paris-2026.yaml").read_bytes()
FIVE = (CHARTERS / "five-parties.yaml").read_bytes()


def seed(*words: str) -> bytes:
    """Return 32 bytes that are the same for the same words."""
    return sha256(" ".join(words).encode()).digest()


def keys_of(origin: str, *, of: str = "") -> MemberKeys:
    """Return public keys for a log, the same at every call; another `of` gives other keys for the same log."""
    return _keys_of(origin, of)


@cache
def _keys_of(origin: str, of: str) -> MemberKeys:
    def signer(role: str) -> RoleSigner:
        return RoleSigner(role_name(origin, role=role), seed(origin, role, of, "e"), seed(origin, role, of, "m"))

    tls = self_signed(Ed25519PrivateKey.from_private_bytes(seed(origin, "tls", of)), origin=origin)
    succession = SuccessionSigner(role_name(origin, role="succession"), seed(origin, "succession", of))
    return MemberKeys(
        log=tuple(key.text for key in signer("log").log_keys),
        mirror=tuple(key.text for key in signer("mirror").cosigner_keys),
        witness=tuple(key.text for key in signer("witness").cosigner_keys),
        sealing=str(SealingIdentity.from_seed(seed(origin, "sealing", of)).recipient),
        tls=base64.b64encode(tls).decode(),
        succession=succession.key.text,
    )


@cache
def cards_for(template: bytes, *, of: str = "") -> tuple[KeyCard, ...]:
    """Return a key card for each member of a template."""
    charter = read_template(template)
    return tuple(
        KeyCard(charter.mechanism.id, m.code, m.origin, f"{m.code.lower()}.example:7443", keys_of(m.origin, of=of))
        for m in charter.members
    )


@cache
def assembled(template: bytes) -> bytes:
    """Return the charter that the members of a template assemble."""
    return assemble(template, cards=cards_for(template))


@cache
def charter_of(template: bytes) -> Charter:
    """Return the same, read."""
    return read_charter(assembled(template))


def changed(raw: bytes, *changes: tuple[str, str]) -> bytes:
    """Return the bytes with each old text, which must stand there exactly once, replaced."""
    text = raw.decode()
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text.encode()

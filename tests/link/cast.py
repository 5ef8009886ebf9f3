"""The cast of the link's tests: members with real keys and certificates, under a charter of their own."""

from __future__ import annotations

import socket
from base64 import b64encode
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from parley.charter.model import Charter, Mechanism, Member, Provenance
from parley.node.link.tls import TlsIdentity
from parley.record.keys import LOG, MIRROR, WITNESS, MemberKeys, RoleSigner, SuccessionSigner, role_name

STATED = Provenance("test", date(2026, 1, 1), "agreed")


@dataclass(frozen=True)
class Player:
    """A member with its private keys."""

    member: Member
    log: RoleSigner
    mirror: RoleSigner
    witness: RoleSigner
    tls: TlsIdentity


def seed(*words: str) -> bytes:
    """Return 32 bytes that stand for these words."""
    return sha256("/".join(words).encode()).digest()


@cache
def identity(name: str) -> TlsIdentity:
    """Return a self-signed certificate with its key."""
    key = Ed25519PrivateKey.from_private_bytes(seed(name, "tls"))
    named = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(9999, 12, 31, tzinfo=UTC))
        .sign(key, None)
    )
    return TlsIdentity(certificate.public_bytes(Encoding.DER), key)


@cache
def player(code: str) -> Player:
    """Return a member with keys that depend on its code only; its address is set by `mechanism`."""
    origin = f"test.parley.example/{code.lower()}"
    roles = {
        role: RoleSigner(role_name(origin, role=role), seed(code, role, "e"), seed(code, role, "m"))
        for role in (LOG, MIRROR, WITNESS)
    }
    tls = identity(code)
    keys = MemberKeys(
        log=tuple(key.text for key in roles[LOG].log_keys),
        mirror=tuple(key.text for key in roles[MIRROR].cosigner_keys),
        witness=tuple(key.text for key in roles[WITNESS].cosigner_keys),
        sealing="",
        tls=b64encode(tls.certificate).decode(),
        succession=SuccessionSigner(f"{origin}/succession", seed(code, "s")).key.text,
    )
    member = Member(code, "party", {"en": code}, origin, keys, "127.0.0.1:1", STATED)
    return Player(member, roles[LOG], roles[MIRROR], roles[WITNESS], tls)


def free_port() -> int:
    """Return a port of this machine that nobody listens on now."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def mechanism(*codes: str) -> Charter:
    """Return a charter of these members, each with an address of its own."""
    members = tuple(replace(player(code).member, address=f"127.0.0.1:{free_port()}") for code in codes)
    named = Mechanism("test", {"en": "Test"}, True, STATED)
    digest = sha256(repr(members).encode()).hexdigest()
    stated = {"digest": digest, "predecessor": None, "mechanism": named, "languages": ("en",), "members": members}
    # The link asks for members only; whatever else a charter says stays unsaid here.
    return Charter(**{field.name: stated.get(field.name, {}) for field in fields(Charter) if field.init})  # type: ignore[arg-type]

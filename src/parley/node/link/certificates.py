"""Which certificate belongs to which member, by the charter."""

from __future__ import annotations

from base64 import b64decode
from hashlib import sha256

from parley.charter.model import Charter, Member


def certificate_of(member: Member) -> bytes:
    """Return the pinned certificate (DER) of a member."""
    return b64decode(member.keys.tls, validate=True)


def certificates_of(charter: Charter) -> list[bytes]:
    """Return the pinned certificates (DER) of all members."""
    return [certificate_of(member) for member in charter.members]


def member_of_certificate(fingerprint: bytes, *, charter: Charter) -> str | None:
    """Return the code of the member whose certificate has this SHA-256, None where no member's has."""
    found = (m.code for m in charter.members if sha256(certificate_of(m)).digest() == fingerprint)
    return next(found, None)

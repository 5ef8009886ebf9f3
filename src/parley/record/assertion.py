"""An officer's passkey over given bytes: what an authenticator signs for a browser (WebAuthn). Pure.

What is signed is the authenticator's own statement and the digest of the browser's; the browser's statement holds the
challenge, which is the digest of the bytes in question. So the signature is over those bytes, with a person present.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass, fields
from hashlib import sha256

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import load_der_public_key

PRESENT, VERIFIED = 0x01, 0x04
HEAD = 37
LONGEST = 4096
BASE64URL = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Assertion:
    """What an act carries: each field in base64url without padding.

    `key` is the officer's public key (SubjectPublicKeyInfo; P-256 or Ed25519) as the node registered it, `credential`
    the number of the passkey, `authenticator` and `client` what was signed, `signature` the signature.
    """

    key: str
    credential: str
    authenticator: str
    client: str
    signature: str


FIELDS = tuple(each.name for each in fields(Assertion))


def read_assertion(value: object) -> Assertion | None:
    """Return the assertion that a JSON object holds, exactly its five fields; None for anything else."""
    if not isinstance(value, dict) or set(value) != set(FIELDS):
        return None
    if not all(isinstance(text, str) and len(text) <= LONGEST and BASE64URL.fullmatch(text) for text in value.values()):
        return None
    return Assertion(**value)


def signs(assertion: Assertion, *, over: bytes) -> bool:
    """Return whether the passkey signed `over`, with its user present and verified, by its own key."""
    try:
        said, client = decode(assertion.authenticator), decode(assertion.client)
        key, signature = load_der_public_key(decode(assertion.key)), decode(assertion.signature)
    except (ValueError, UnsupportedAlgorithm):
        return False
    if len(said) < HEAD or said[32] & (PRESENT | VERIFIED) != PRESENT | VERIFIED:
        return False
    return _asked_for(client, over=over) and _is_signed(key, signature, said + sha256(client).digest())


def decode(text: str) -> bytes:
    """Return the bytes of base64url without padding; ValueError for anything else, other spellings included."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError(text) from error
    if encode(raw) != text:
        raise ValueError(text)
    return raw


def encode(raw: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _asked_for(client: bytes, *, over: bytes) -> bool:
    """Return whether the browser says that it asked to sign the digest of `over`, in a page of the desk itself."""
    try:
        told = json.loads(client)
    except (ValueError, RecursionError):
        return False
    if not isinstance(told, dict) or told.get("type") != "webauthn.get" or told.get("crossOrigin", False) is not False:
        return False
    return told.get("challenge") == encode(sha256(over).digest())


def _is_signed(key: object, signature: bytes, signed: bytes) -> bool:
    try:
        if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
            key.verify(signature, signed, ec.ECDSA(hashes.SHA256()))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, signed)
        else:
            return False
    except InvalidSignature:
        return False
    return True

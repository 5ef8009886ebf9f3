"""A passkey in a few lines: makes the assertions that a browser's authenticator would make."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from parley.record.assertion import encode


@dataclass
class Passkey:
    """One key pair for one host name."""

    host: str = "desk.sy.example"
    secret: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def sign(
        self, over: bytes, *, flags: int = 0x05, type_: str = "webauthn.get", is_crossing: bool = False
    ) -> dict[str, str]:
        """Return what an entry carries: the assertion over these bytes."""
        challenge = encode(sha256(over).digest())
        told = {"type": type_, "challenge": challenge, "origin": f"https://{self.host}", "crossOrigin": is_crossing}
        client = json.dumps(told).encode()
        said = sha256(self.host.encode()).digest() + bytes([flags]) + (7).to_bytes(4, "big")
        signature = self.secret.sign(said + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        key = self.secret.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return {
            "key": encode(key),
            "credential": encode(b"passkey one"),
            "authenticator": encode(said),
            "client": encode(client),
            "signature": encode(signature),
        }

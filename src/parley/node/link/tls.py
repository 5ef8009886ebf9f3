"""TLS between members: each end shows the one certificate that the charter names for it, and trusts no other."""

from __future__ import annotations

import secrets
import ssl
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat


@dataclass(frozen=True, slots=True)
class TlsIdentity:
    """What a node shows to its peers: its self-signed certificate (DER, as pinned by the charter) and its key."""

    certificate: bytes
    key: Ed25519PrivateKey


def listener_context(identity: TlsIdentity, *, trusted: Iterable[bytes]) -> ssl.SSLContext:
    """Return the context of a peer listener: TLS 1.3 only, and nobody without one of these certificates (DER)."""
    context = _context(ssl.PROTOCOL_TLS_SERVER, identity)
    # A resumed session would skip the certificate; peers connect for hours, so nothing is lost.
    context.num_tickets = 0
    trust(context, certificates=trusted)
    return context


def dial_context(identity: TlsIdentity, *, peer: bytes) -> ssl.SSLContext:
    """Return the context for dialling one peer: TLS 1.3 only, and exactly that peer's certificate (DER) is trusted.

    The name in the certificate is not looked at: the certificate itself is the name.
    """
    context = _context(ssl.PROTOCOL_TLS_CLIENT, identity)
    trust(context, certificates=[peer])
    return context


def trust(context: ssl.SSLContext, *, certificates: Iterable[bytes]) -> None:
    """Let the context accept these certificates (DER) from the next handshake on, beside those it accepts already."""
    pinned = b"".join(certificates)
    if pinned:
        context.load_verify_locations(cadata=pinned)


def replace_by(context: ssl.SSLContext, *, fresh: ssl.SSLContext) -> None:
    """Let a listener's context hand every handshake from now on to `fresh`, which alone decides whom it trusts.

    A context never forgets a certificate, and OpenSSL looks trusted ones up by their name: a member's
    new certificate would be held against its old one, which has the same name, and be refused.
    """

    def hand_over(tls: ssl.SSLSocket | ssl.SSLObject, name: str | None, before: ssl.SSLContext) -> None:
        tls.context = fresh

    # OpenSSL calls this at every handshake, also where the other end names no server.
    context.sni_callback = hand_over


def _context(protocol: int, identity: TlsIdentity) -> ssl.SSLContext:
    context = ssl.SSLContext(protocol)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_3
    context.options |= ssl.OP_NO_TICKET | ssl.OP_NO_COMPRESSION
    _load_identity(context, identity)
    return context


def _load_identity(context: ssl.SSLContext, identity: TlsIdentity) -> None:
    """Give key and certificate to OpenSSL, which reads only files: it gets one locked by a throw-away word."""
    word = secrets.token_bytes(32).hex().encode()
    locked = identity.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(word))
    shown = x509.load_der_x509_certificate(identity.certificate).public_bytes(Encoding.PEM)
    with tempfile.NamedTemporaryFile(prefix="parley-tls-") as file:
        file.write(locked + shown)
        file.flush()
        context.load_cert_chain(file.name, password=word)

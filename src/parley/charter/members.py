"""Reads a charter's members with their keys and addresses, and the same lines of a key card. Pure."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from parley.charter.form import Form
from parley.charter.model import MEMBER_KINDS, NO_KEYS, Member
from parley.charter.terms import Bases, read_names
from parley.record.formerror import FormError
from parley.record.keys import MemberKeys, faults_of
from parley.record.note import NoteError, parse_verifier_key
from parley.record.sealingkeys import SealingRecipient

FROM_CARD = "from_card"
CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")
ORIGIN = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(/[a-z0-9]([a-z0-9._-]*[a-z0-9])?)+")
ADDRESS = re.compile(r"([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:.]+\]):([1-9][0-9]{0,4})")
LONGEST_KEY = 4000
LINE = re.compile(r"[!-~]+")
KEY_FIELDS = ("log", "mirror", "witness", "sealing", "tls", "succession")
MEMBER_FIELDS = ("code", "kind", "names", "origin", "basis", "address", "keys")


def read_members(form: Form, *, languages: tuple[str, ...], bases: Bases) -> tuple[Member, ...]:
    """Return the members in the order of the file. Those that still say `from_card` come without keys."""
    members = []
    for item in form.forms("members", required=MEMBER_FIELDS):
        origin = item.text("origin", like=ORIGIN, longest=200)
        waits = item.is_text("keys") and item.text("keys") == FROM_CARD
        if waits != (item.text("address") == FROM_CARD):
            item.note("charter.half_from_card", "address")
        members.append(
            Member(
                code=item.text("code", like=CODE),
                kind=item.word("kind", among=MEMBER_KINDS),
                names=read_names(item, languages=languages),
                origin=origin,
                keys=NO_KEYS if waits else read_keys(item, origin=origin),
                address="" if waits else read_address(item),
                provenance=bases.of(item),
            )
        )
    return tuple(members)


def read_address(form: Form) -> str:
    """Return the peer listener's "host:port"; a port above 65535 is a problem."""
    address = form.text("address", like=ADDRESS, longest=260)
    if address and not is_address(address):
        form.note("charter.port", "address", value=address)
    return address


def is_address(text: str) -> bool:
    """Return whether a text is "host:port" as a charter takes it."""
    return ADDRESS.fullmatch(text) is not None and int(text.rpartition(":")[2]) <= 65535


def read_keys(form: Form, *, origin: str) -> MemberKeys:
    """Return the public keys under `keys`; each that is malformed, misnamed, missing or used twice is a problem."""
    fields = form.form("keys", required=KEY_FIELDS)
    keys = MemberKeys(
        log=fields.texts("log", like=LINE, longest=LONGEST_KEY),
        mirror=fields.texts("mirror", like=LINE, longest=LONGEST_KEY),
        witness=fields.texts("witness", like=LINE, longest=LONGEST_KEY),
        sealing=fields.text("sealing", like=LINE, longest=LONGEST_KEY),
        tls=fields.text("tls", like=LINE, longest=LONGEST_KEY),
        succession=fields.text("succession", like=LINE),
    )
    for fault in faults_of(keys, origin=origin):
        # A value that two roles share is noted at the second of them; what is not there was noted before.
        role = fault.where.split()[-1]
        if getattr(keys, role):
            fields.note(_KEY_CODES.get(fault.code, "charter.key_form"), role)
    if keys.sealing:
        _check_sealing(fields, keys.sealing)
    if keys.tls and certificate_key(keys.tls) is None:
        fields.note("charter.certificate", "tls")
    return keys


_KEY_CODES = {
    "key.name": "charter.key_name",
    "key.algorithm": "charter.key_algorithm",
    "key.missing": "charter.key_missing",
    "key.reused": "charter.key_reused",
}


def _check_sealing(fields: Form, text: str) -> None:
    try:
        SealingRecipient.from_text(text)
    except FormError:
        fields.note("charter.sealing_key", "sealing")


def certificate_key(text: str) -> bytes | None:
    """Return the raw Ed25519 key of a certificate in base64 DER, or None where it is no such certificate."""
    try:
        key = x509.load_der_x509_certificate(base64.b64decode(text, validate=True)).public_key()
    except (ValueError, binascii.Error, x509.InvalidVersion):
        return None
    if not isinstance(key, Ed25519PublicKey):
        return None
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def public_values(keys: MemberKeys) -> Iterator[tuple[str, bytes]]:
    """Yield the raw value of each key that can be read, with its role, so that one value used twice is found."""
    for role, line in keys.lines():
        if role == "tls":
            value = certificate_key(line)
        elif role == "sealing":
            value = line.encode()
        else:
            value = _verifier_value(line)
        if value:
            yield role, value


def _verifier_value(line: str) -> bytes | None:
    try:
        return parse_verifier_key(line).public
    except NoteError:
        return None

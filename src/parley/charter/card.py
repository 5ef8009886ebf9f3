"""A member's key card: the public keys and the address that its node made, for the charter. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass

from parley.charter.form import Form, Notes
from parley.charter.members import CODE, ORIGIN, read_address, read_keys
from parley.charter.problem import CharterError
from parley.charter.source import Mapping, Scalar, read_source
from parley.charter.terms import MECHANISM_ID
from parley.record.keys import MemberKeys, fingerprint

FORMAT = "parley-key-card-v1"
FIELDS = ("format", "mechanism", "code", "origin", "address", "keys")


@dataclass(frozen=True, slots=True)
class KeyCard:
    """What one member contributes to a charter. Nothing in it is secret."""

    mechanism: str
    code: str
    origin: str
    address: str
    keys: MemberKeys

    @property
    def fingerprint(self) -> tuple[str, ...]:
        """Return the eight groups of digits that stand for the origin and all keys; the address is not among them."""
        return fingerprint(self.keys, origin=self.origin)


def write_card(card: KeyCard) -> bytes:
    """Return the card as the file that is handed to the other members."""
    lines = [
        "# Public keys of one member. Compare the digits of its fingerprint sheet before you put it into a charter.",
        f"format: {FORMAT}",
        f"mechanism: {card.mechanism}",
        f"code: {card.code}",
        f"origin: {card.origin}",
        f"address: {quoted(card.address)}",
        f"keys: {keys_block(card.keys, indent=2)}",
    ]
    return ("\n".join(lines) + "\n").encode()


def read_card(raw: bytes) -> KeyCard:
    """Return the card in these bytes; CharterError with every problem at once where they are none."""
    root, problems = read_source(raw)
    notes = Notes(list(problems))
    card = None
    if root is not None:
        form = Form(root, where="", notes=notes, required=FIELDS)
        card = _card(form) if isinstance(root, Mapping) else None
    if card is None or notes.problems:
        raise CharterError(notes.problems)
    return card


def is_card(raw: bytes) -> bool:
    """Return whether a file calls itself a key card; what it says may still be wrong."""
    root, _ = read_source(raw)
    entries = root.entries if isinstance(root, Mapping) else ()
    return any(key.text == "format" and isinstance(value, Scalar) and value.text == FORMAT for key, value in entries)


def _card(form: Form) -> KeyCard:
    form.word("format", among=(FORMAT,))
    origin = form.text("origin", like=ORIGIN, longest=200)
    return KeyCard(
        mechanism=form.text("mechanism", like=MECHANISM_ID),
        code=form.text("code", like=CODE),
        origin=origin,
        address=read_address(form),
        keys=read_keys(form, origin=origin),
    )


def quoted(text: str) -> str:
    """Return a text in double quotes, as YAML and JSON both read it."""
    return json.dumps(text, ensure_ascii=True)


def keys_block(keys: MemberKeys, *, indent: int) -> str:
    """Return the keys in YAML's bracketed form, which is right at any place; one spelling for one set of keys."""
    margin = " " * indent
    lists = [
        f"{margin}{role}: [\n" + ",\n".join(f"{margin}  {quoted(line)}" for line in lines) + "]"
        for role, lines in (("log", keys.log), ("mirror", keys.mirror), ("witness", keys.witness))
    ]
    singles = [
        f"{margin}{role}: {quoted(line)}"
        for role, line in (("sealing", keys.sealing), ("tls", keys.tls), ("succession", keys.succession))
    ]
    return "{\n" + ",\n".join([*lists, *singles]) + "}"

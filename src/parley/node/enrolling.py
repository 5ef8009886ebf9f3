"""Enrolment: a home folder with its keys and key card, and later the charter that all members assembled."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from parley.charter.card import KeyCard, read_card, write_card
from parley.charter.members import is_address
from parley.charter.model import Charter, Member
from parley.charter.reading import read_charter, read_template
from parley.charter.verdict import Refusal
from parley.matters.accession import AccessionError, Joining, parse_accession, prove
from parley.node.home import Home, make_folder, write_new
from parley.node.keys import make_keys
from parley.node.settings import Settings, write_settings
from parley.node.sheet import Sheet, sheet_html, sheet_text


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a member needs to make its node: its code, its peer address and this machine's settings."""

    code: str
    address: str
    settings: Settings
    passphrase: bytes | None = None


def make_home(path: Path, *, template: bytes, enrolment: Enrolment) -> KeyCard | Refusal:
    """Make a home folder with new keys, settings, key card and fingerprint sheets, and return the card.

    Refused, with nothing written, where a node was made here before, the template has no such
    member or the address is none. CharterError where the template is none.
    """
    home, code = Home(path), enrolment.code
    charter = read_template(template)
    if home.exists or home.keys.exists():
        return Refusal("init.home_taken", "E-1", {"home": str(path)})
    if code not in charter.codes:
        return Refusal("init.not_a_member", "E-2", {"code": code, "codes": ", ".join(charter.codes)})
    if not is_address(enrolment.address):
        return Refusal("init.address", "E-6", {"address": enrolment.address})
    member = charter.member(code)
    make_folder(path)
    keys = make_keys(home, origin=member.origin, passphrase=enrolment.passphrase)
    raw = write_card(KeyCard(charter.mechanism.id, code, member.origin, enrolment.address, keys))
    card = read_card(raw)
    write_new(home.card(code), content=raw, mode=0o644)
    sheet = Sheet(member.names, code, charter.mechanism.id, charter.mechanism.exercise, card.fingerprint)
    write_new(home.sheet(code, ending="txt"), content=sheet_text(sheet).encode(), mode=0o644)
    write_new(home.sheet(code, ending="html"), content=sheet_html(sheet).encode(), mode=0o644)
    # Last: its presence says that all of the above is there.
    write_new(home.settings, content=write_settings(enrolment.settings))
    return card


def take_charter(path: Path, *, raw: bytes, code: str) -> Charter | Refusal:
    """Put the founding charter into the home folder, byte for byte, and return it.

    Refused where it names other keys for this member than were made here, where another charter
    lies here already, or where `code` is no member. CharterError where the bytes are no charter.
    """
    home = Home(path)
    charter = read_charter(raw)
    if code not in charter.codes:
        return Refusal("init.not_a_member", "E-2", {"code": code, "codes": ", ".join(charter.codes)})
    if not _has_keys_of(charter.member(code), card=read_card(home.card(code).read_bytes())):
        return Refusal("init.other_keys", "E-3", {"code": code})
    if home.charter.exists():
        same = home.charter.read_bytes() == raw
        return charter if same else Refusal("init.charter_taken", "E-4", {"home": str(path)})
    write_new(home.charter, content=raw)
    return charter


def take_accession(path: Path, *, raw: bytes, code: str) -> Joining | Refusal:
    """Put the founding charter and the accession file into the home of a member that joins; return what it proves.

    Refused, with nothing written, where anything in it does not hold (E-7 to E-10), where the version by which the
    member joins names other keys than were made here, and where another charter lies here already.
    """
    home = Home(path)
    joining = proven(raw)
    if isinstance(joining, Refusal):
        return joining
    charter = joining.version
    if code not in charter.codes:
        return Refusal("init.not_a_member", "E-2", {"code": code, "codes": ", ".join(charter.codes)})
    if not _has_keys_of(charter.member(code), card=read_card(home.card(code).read_bytes())):
        return Refusal("init.other_keys", "E-3", {"code": code})
    founding = parse_accession(raw).charters[0]
    if home.charter.exists() and home.charter.read_bytes() != founding:
        return Refusal("init.charter_taken", "E-4", {"home": str(path)})
    # A later one may replace an earlier: what they prove is in the record as soon as the node has run.
    home.accession.unlink(missing_ok=True)
    write_new(home.accession, content=raw)
    if not home.charter.exists():
        write_new(home.charter, content=founding)
    return joining


def proven(raw: bytes) -> Joining | Refusal:
    """Return what an accession file proves, or why it proves nothing."""
    try:
        return prove(parse_accession(raw))
    except AccessionError as error:
        return Refusal(error.code, "E-7", {"where": error.where})


def read_joining(home: Home) -> Joining | None:
    """Return what the accession file in a home folder proves, None where none is; ValueError where it is broken."""
    if not home.accession.exists():
        return None
    joining = proven(home.accession.read_bytes())
    if isinstance(joining, Refusal):
        raise ValueError(f"{home.accession}: {joining.code} ({joining.clause}). Take the accession file in again.")
    return joining


def _has_keys_of(member: Member, *, card: KeyCard) -> bool:
    return (member.origin, member.keys) == (card.origin, card.keys)

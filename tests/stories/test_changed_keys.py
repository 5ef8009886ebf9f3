"""A member changes every one of its keys by an amendment, on a live mechanism, and the talk goes on."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from parley.charter.card import read_card
from parley.record.keys import MemberKeys
from tests.stories.nodes import CHARTERS, Mechanism, until

pytestmark = [pytest.mark.story, pytest.mark.timeout(90)]


def new_keys(paris: Mechanism, code: str) -> tuple[Path, MemberKeys]:
    """Make other keys with the operators' own command, in a home beside; return the folder of keys and their card."""
    home = paris.folder / "new"
    template = str(CHARTERS / "paris-2026.yaml")
    address = paris.charter.member(code).address
    paris.verb("init", "--home", str(home), "--code", code, "--template", template, "--address", address)
    return home / "keys", read_card((home / f"{code}.card.yaml").read_bytes()).keys


def amendment(paris: Mechanism, code: str, after: MemberKeys) -> Path:
    """Return the file of an amendment that adds the new signing keys to the old and has the new ones for the rest."""
    raw, before = paris.charter_file.read_text(encoding="utf-8"), paris.charter.member(code).keys
    head = "format: parley-charter-v1\n"
    text = raw.replace(head, f"{head}predecessor: {sha256(raw.encode()).hexdigest()}\n")
    for role in ("log", "mirror", "witness"):
        # Overlap: what was signed with the old keys and is still on its way is taken too.
        text = _beside(text, old=getattr(before, role)[-1], new=getattr(after, role))
    text = text.replace(before.tls, after.tls).replace(before.sealing, after.sealing)
    file = paris.folder / "keys.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def _beside(text: str, *, old: str, new: tuple[str, ...]) -> str:
    """Add these keys to a list after an old one."""
    assert text.count(f'"{old}"') == 1
    return text.replace(f'"{old}"', ", ".join(f'"{key}"' for key in (old, *new)))


def adopt(paris: Mechanism, file: Path, *, by: str) -> None:
    """Have an amendment proposed by one member and signed by all, the proposer last."""
    digest = sha256(file.read_bytes()).hexdigest()
    paris.verb("charter", "propose", str(file), name=by)
    for name in sorted(paris.posts, key=lambda name: name == by):
        until(
            lambda n=name: digest in str(paris.ask(n, {"op": "charter_versions"})), what=f"{name} knows the amendment"
        )
        paris.verb("charter", "sign", "--charter", digest, name=name)
    for name in paris.posts:
        until(lambda n=name: paris.status(n)["charter"] == digest, what=f"in force at {name}")


def test_a_member_changes_all_its_keys_and_the_talk_goes_on(paris: Mechanism) -> None:
    """IL starts with the keys that the amendment names; all read each other, sealed to the new key, and agree."""
    before = paris.say("SY", "Sealed to the old key.")
    paris.reads("IL", before)
    keys, after = new_keys(paris, "IL")
    adopt(paris, amendment(paris, "IL", after), by="IL")
    paris.stop("IL")
    home = paris.posts["IL"].home / "keys"
    for role in ("log", "mirror", "witness", "tls"):
        shutil.copy(keys / f"{role}.key", home / f"{role}.key")
    shutil.copy(keys / "sealing.key", home / "sealing-1.key")
    aside = shutil.move(home / "sealing.key", paris.folder / "old-sealing.key")
    paris.start("IL")
    said, heard = paris.say("IL", "Signed with the new key."), paris.say("SY", "Sealed to the new key.")
    for name, entry in (("SY", said), ("US", said), ("IL", heard)):
        paris.reads(name, entry)
    paris.reads("IL", before)
    shutil.copy(aside, home / "sealing.key")
    paris.agree()

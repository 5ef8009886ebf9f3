"""Keys under a passphrase: every verb that opens them takes it from its file, or asks for it."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest

from parley.charter.assembly import assemble
from parley.charter.card import read_card
from parley.cli.main import main
from parley.cli.placing import passphrase_of, place_at
from parley.cli.run import open_place
from parley.node.home import Home
from parley.node.keyfile import KeyFileError
from parley.node.running import close_node
from tests.charter.making import PARIS, cards_for
from tests.house.tree import ROOT

SAID = "a long passphrase"
TEMPLATE = str(ROOT / "charters" / "paris-2026.yaml")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An enrolled node of SY whose keys are under a passphrase that stands in a file."""
    (tmp_path / "passphrase").write_text(f"{SAID}\n")
    (tmp_path / "passphrase").chmod(0o600)
    found = Home(tmp_path / "sy")
    named = ["init", "--home", str(found.path), "--code", "SY"]
    made = [*named, "--template", TEMPLATE, "--address", "sy.example:7443"]
    assert main([*made, "--passphrase-file", str(tmp_path / "passphrase")]) == 0
    others = [card for card in cards_for(PARIS) if card.code != "SY"]
    charter = tmp_path / "charter.yaml"
    charter.write_bytes(assemble(PARIS, cards=[read_card(found.card("SY").read_bytes()), *others]))
    assert main([*named, "--charter", str(charter)]) == 0
    return found


def asked_for(home: Home) -> None:
    """Let the settings name no file, so that the passphrase is asked for."""
    lines = home.settings.read_text().splitlines()
    kept = [line for line in lines if not line.startswith("passphrase_file")]
    home.settings.write_text("\n".join(kept) + "\n")


def test_a_node_opens_with_the_passphrase_of_its_file(home: Home) -> None:
    """`parley run` finds the file in the settings, and nobody is asked."""
    node = open_place(place_at(home.path))
    node.writer.start()
    assert node.member == "SY"
    close_node(node)


def test_a_passphrase_without_a_file_is_asked_for(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed opens the keys; what is mistyped is told as such."""
    asked_for(home)
    monkeypatch.setattr(getpass, "getpass", lambda question: SAID)
    assert passphrase_of(place_at(home.path)) == SAID.encode()
    monkeypatch.setattr(getpass, "getpass", lambda question: "another")
    with pytest.raises(KeyFileError, match=r"key_file\.passphrase_wrong|passphrase"):
        open_place(place_at(home.path))


def test_keys_without_a_passphrase_ask_for_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unlocked home opens without a question."""
    monkeypatch.setattr(getpass, "getpass", lambda question: pytest.fail("nobody is asked"))
    made = ["init", "--home", str(tmp_path / "sy"), "--code", "SY", "--template", TEMPLATE, "--address", "sy:7443"]
    assert main(made) == 0
    assert passphrase_of(place_at(tmp_path / "sy")) is None


def test_where_nobody_can_be_asked_the_way_out_is_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start without a person and without a file of the passphrase says so, and shows no traceback."""

    def nobody(prompt: str = "") -> str:
        raise EOFError

    (home.path / "node.toml").write_text('member = "SY"\n', encoding="utf-8")
    monkeypatch.setattr(getpass, "getpass", nobody)
    with pytest.raises(KeyFileError) as refused:
        passphrase_of(place_at(home.path))
    assert refused.value.code == "key_file.passphrase_needed"
    monkeypatch.setattr("parley.cli.init.getpass", nobody)
    words = ["init", "--home", str(home.path.with_name("other")), "--code", "SY", "--template", TEMPLATE]
    assert main([*words, "--address", "sy.example:7443", "--passphrase"]) == 1
    assert not home.path.with_name("other").exists()

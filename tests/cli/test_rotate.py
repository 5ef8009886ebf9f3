"""`parley rotate`: the next sealing key of a node."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from parley.cli.main import main
from parley.node.home import Home
from parley.node.keys import open_keys
from parley.texts import LANGUAGES
from tests.charter.making import CHARTERS

PARIS = str(CHARTERS / "paris-2026.yaml")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A node that was made and has not run yet, its keys under a passphrase."""
    (tmp_path / "passphrase").write_text("a long passphrase\n")
    (tmp_path / "passphrase").chmod(0o600)
    made = ["init", "--home", str(tmp_path / "sy"), "--code", "SY", "--template", PARIS, "--address", "sy.example:7443"]
    assert main([*made, "--passphrase-file", str(tmp_path / "passphrase")]) == 0
    return Home(tmp_path / "sy")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_is_made_beside_the_older_ones(home: Home, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Its file is the owner's alone, under the same passphrase, and the answer says what comes next."""
    capsys.readouterr()
    for number in (1, 2):
        assert main(["rotate", "--home", str(home.path), "--language", language]) == 0
        file = home.keys / f"sealing-{number}.key"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert str(number) in capsys.readouterr().out
    assert len(open_keys(home, passphrase=b"a long passphrase").sealing) == 3


def test_another_passphrase_makes_no_key(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Keys of one node are never under two passphrases."""
    (tmp_path / "passphrase").write_text("another one\n")
    assert main(["rotate", "--home", str(home.path)]) == 1
    assert capsys.readouterr().err
    assert not (home.keys / "sealing-1.key").exists()


def test_a_folder_without_a_node_is_told(tmp_path: Path) -> None:
    """Where no node was made there is no key to follow."""
    assert main(["rotate", "--home", str(tmp_path / "nowhere")]) == 2

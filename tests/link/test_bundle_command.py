"""`parley bundle`: out of one node's home folder and into another's, without a link."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.cli.main import main
from parley.node import serving
from parley.node.settings import Settings, write_settings
from tests.link.test_real_nodes import message
from tests.node.mechanism import Mechanism

pytestmark = pytest.mark.story


@pytest.fixture
def homes(tmp_path: Path) -> Mechanism:
    """Two stopped nodes' homes; SY has said something that IL does not hold."""
    mechanism = Mechanism(tmp_path).make()
    message(mechanism.nodes["SY"], "over a stick")
    mechanism.close_all()
    for code in ("SY", "IL"):
        mechanism.home(code).settings.write_bytes(write_settings(Settings(member=code)))
    return mechanism


def test_a_stick_carries_a_log_from_home_to_home(
    homes: Mechanism, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Export tells what was written, import what is new; the second import brings nothing."""
    stick = str(tmp_path / "stick")
    assert main(["bundle", "export", "--home", str(homes.home("SY").path), stick]) == 0
    assert main(["bundle", "import", "--home", str(homes.home("IL").path), stick]) == 0
    assert "SY: 1 new entries" in capsys.readouterr().out
    assert main(["bundle", "import", "--home", str(homes.home("IL").path), stick]) == 0
    assert "SY: 0 new entries" in capsys.readouterr().out
    il = homes.open("IL")
    origin = il.founding.member("SY").origin
    assert serving.heads(il.reader())[origin].size >= 2
    homes.close_all()


def test_a_bundle_is_never_written_over(homes: Mechanism, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is there already stays as it is, and the operator is told."""
    stick = tmp_path / "stick"
    stick.write_bytes(b"something else")
    for language, word in (("en", "already"), ("ar", "موجود من قبل"), ("he", "כבר קיים")):
        words = ["bundle", "export", "--home", str(homes.home("SY").path), "--language", language, str(stick)]
        assert main(words) == 2
        told = capsys.readouterr().err
        assert stick.read_bytes() == b"something else" and "stick" in told and word in told


def test_a_broken_bundle_is_named_in_the_language_asked_for(
    homes: Mechanism, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is wrong with a file is told as a sentence, and nothing is taken in."""
    stick = tmp_path / "stick"
    stick.write_bytes(b"\x01" * 2048)
    for language, word in (("en", "not a bundle"), ("ar", "ليس حزمة"), ("he", "אינו חבילה")):
        words = ["bundle", "import", "--home", str(homes.home("IL").path), "--language", language, str(stick)]
        assert main(words) == 1
        assert word in capsys.readouterr().err


def test_positions_out_of_form_are_refused(
    homes: Mechanism, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is no position is named, with how one is written; no file is left."""
    words = ["bundle", "export", "--home", str(homes.home("SY").path), "--since", "XX:5", str(tmp_path / "stick")]
    assert main(words) == 2
    assert "XX:5" in capsys.readouterr().err and not (tmp_path / "stick").exists()

"""`parley charter cases`: what it says, where it says it, and how it ends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from parley.cli.main import main
from parley.texts import LANGUAGES, sentence
from tests.charter.making import CHARTERS, PARIS
from tests.node.cases.telling import SOUND, changed

Screen = pytest.CaptureFixture[str]


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """Return a file of cases in a folder, beside the folder's charter."""
    (tmp_path / "paris-2026.yaml").write_bytes(PARIS)
    (tmp_path / "cases").mkdir()
    file = tmp_path / "cases" / "sound.yaml"
    file.write_text(SOUND, encoding="utf-8")
    return file


def test_shipped_cases_hold_and_it_ends_with_0(capsys: Screen) -> None:
    """Each file has one line, and the charter is found from the file, whatever folder the verb is called in."""
    file = CHARTERS / "cases" / "hotline.yaml"
    assert main(["charter", "cases", str(file)]) == 0
    screen = capsys.readouterr()
    assert screen.out.startswith(f"{file}: all cases hold") and screen.err == ""


def test_a_case_that_does_not_hold_is_told_at_its_line_and_it_ends_with_1(sound: Path, capsys: Screen) -> None:
    """FILE:LINE:COLUMN, the code, the name of the case, what there is and what it asks; and how many do not hold."""
    sound.write_text(changed(("{name: sent}", "{name: closed}")), encoding="utf-8")
    assert main(["charter", "cases", str(sound)]) == 1
    screen = capsys.readouterr()
    assert f"{sound}:16:17: cases.value_differs (A message): At 2027-01-10T06:03Z, name is sent" in screen.err
    assert screen.out == f"{sound}: 1 of 1 cases do not hold.\n"


def test_every_file_is_run_whatever_happens_in_the_others(sound: Path, capsys: Screen) -> None:
    """A file that is not there and one that is malformed are told, and the sound one is run all the same."""
    broken = sound.with_name("broken.yaml")
    broken.write_text(changed(("format: parley-cases-v1", "format: x")), encoding="utf-8")
    away, pipe = sound.with_name("away.yaml"), sound.with_name("pipe.yaml")
    os.mkfifo(pipe)
    assert main(["charter", "cases", str(away), str(pipe), str(broken), str(sound.parent), str(sound)]) == 1
    screen = capsys.readouterr()
    assert all(f"The file {path} cannot be read" in screen.err for path in (away, pipe, sound.parent))
    assert f"{broken}:1:9: charter.not_among (format)" in screen.err
    assert screen.out == f"{sound}: all cases hold (1).\n"


def test_another_charter_may_be_asked(sound: Path, capsys: Screen) -> None:
    """With --charter the cases tell what an amendment would change; one that is none is told at its own place."""
    other = sound.with_name("other.yaml")
    other.write_bytes(PARIS.replace(b"handling_minutes: 10,", b"handling_minutes: 20,"))
    assert main(["charter", "cases", str(sound), "--charter", str(other)]) == 1
    assert "due is 2027-01-10T06:22Z" in capsys.readouterr().err
    other.write_text("format: x\n", encoding="utf-8")
    assert main(["charter", "cases", str(sound), "--charter", str(other)]) == 1
    assert f"{other}:1:" in capsys.readouterr().err


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_answers_in_the_language_that_is_asked(sound: Path, language: str, capsys: Screen) -> None:
    """What holds is said in each language."""
    assert main(["charter", "cases", str(sound), "--language", language]) == 0
    figures = {"file": str(sound), "cases": 1, "count": 0}
    assert capsys.readouterr().out == sentence("cases.hold", language=language, data=figures) + "\n"

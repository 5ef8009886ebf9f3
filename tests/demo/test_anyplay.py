"""A play for any charter: made from what the charter says, or refused before anything is started."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.charter.model import Charter
from parley.charter.reading import read_template
from parley.cli.main import main
from parley.demo.anyplay import script_for
from parley.demo.homes import exercise_template
from parley.demo.script import Played, filled, the_exercise
from parley.tracks.hotline.entries import KINDS
from tests.house.tree import ROOT

FIVE = ROOT / "charters" / "five-parties.yaml"
NOW_S = 1_767_700_000
Screen = pytest.CaptureFixture[str]


def five() -> Charter:
    """Return the charter of five parties, a chair and an observer."""
    return read_template(exercise_template(FIVE.read_bytes()))


def test_the_members_of_the_written_exercise_play_it() -> None:
    """The Paris charter gets the exercise that was written for it."""
    paris = read_template((ROOT / "charters" / "paris-2026.yaml").read_bytes())
    assert script_for(paris) == the_exercise()


def test_every_member_of_another_charter_gets_its_officers_and_speaks() -> None:
    """Five parties, a chair and an observer each have an officer on duty and a chief, and each acknowledges or asks."""
    script, charter = script_for(five()), five()
    assert {officer.member for officer in script.officers if officer.role == "chief"} == set(charter.codes)
    assert {step.by for step in script.steps if step.kind.startswith("message_")} == set(charter.codes)


def test_every_draft_of_the_play_has_the_form_of_its_kind() -> None:
    """The content of each step passes the check of its kind, and says that it is an exercise."""
    played: dict[str, Played] = {}
    for number, step in enumerate(script_for(five()).steps):
        content = filled(dict(step.content), played=played, now_s=NOW_S)
        assert KINDS[step.kind].check(content) == (), step.label
        assert "text" not in content or "EXERCISE" in content["text"]
        played[step.label] = Played(f"{step.by}/{number}", NOW_S)


def test_a_template_that_is_an_exercise_already_stays_as_it_is() -> None:
    """Nothing is marked twice."""
    assert exercise_template(FIVE.read_bytes()) == FIVE.read_bytes()


BAD = {
    "not a charter": b"format: something\n",
    "real and not to be marked": FIVE.read_bytes().replace(b"  exercise: true\n", b"  exercise:  false\n"),
    "nobody who may sign": FIVE.read_bytes().replace(b"chief", b"head_of_cell"),
}


@pytest.mark.parametrize("why", BAD)
def test_a_template_that_cannot_be_played_is_refused_before_anything_is_made(
    why: str, tmp_path: Path, capsys: Screen
) -> None:
    """`parley demo` says in a sentence what is wrong with the template, and leaves no folder behind."""
    template, home = tmp_path / "template.yaml", tmp_path / "home"
    template.write_bytes(BAD[why])
    assert main(["demo", "--check", "--template", str(template), "--home", str(home)]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"No exercise can be made of {template}: ") and "--template" in told
    assert not home.exists()


@pytest.mark.parametrize(("language", "word"), [("ar", "لا يوجد قالب"), ("he", "אין תבנית")])
def test_what_is_wrong_is_told_in_the_language_asked_for(
    language: str, word: str, tmp_path: Path, capsys: Screen
) -> None:
    """The demo's own sentences stand in all three languages."""
    words = ["demo", "--check", "--language", language, "--template", str(tmp_path / "none.yaml")]
    assert main(words) == 1
    assert word in capsys.readouterr().err


def test_a_template_that_is_not_there_is_told(tmp_path: Path, capsys: Screen) -> None:
    """A file that is missing is named."""
    missing = str(tmp_path / "none.yaml")
    assert main(["demo", "--check", "--template", missing]) == 1
    assert missing in capsys.readouterr().err

"""A step that waits for another is tried just before it; where its node does not refuse it, the exercise ends."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from parley.charter.reading import read_template
from parley.demo.homes import Post
from parley.demo.playing import PlayFailed, Stage, play
from parley.demo.script import Step, read_script, the_exercise
from parley.texts import LANGUAGES, sentence
from tests.house.tree import ROOT

CERTIFIED = "{by: US, as: certified, kind: step_certified, content: {}}"
SITTING = "{by: US, as: sitting, kind: sitting_opened, waits: {step: certified, clause: TA-8, code: shut}, content: {}}"
SHUT = {"outcome": "refused", "clause": "TA-8", "code": "shut", "data": {}}
FILED = {"outcome": "filed", "id": "US/1"}


def steps_of(*days: str) -> tuple[Step, ...]:
    """Return the steps of a script of these days."""
    return read_script(*(f"steps: [{day}]" for day in days)).steps


def tried(answers: list[Mapping[str, Any]], *, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Play both steps at a node that gives these answers in turn; return what was told and what was handed in."""
    left, seen = list(answers), []

    def ask(path: Path, request: Mapping[str, Any]) -> Mapping[str, Any]:
        seen.append(f"{request['draft']['kind']}?")
        return left.pop(0)

    monkeypatch.setattr("parley.demo.playing.ask", ask)
    monkeypatch.setattr("parley.demo.playing.hold", lambda stage, post, entry: None)
    charter = read_template((ROOT / "charters" / "paris-2026.yaml").read_bytes())
    stage = Stage(folder, {code: Post(code, folder / code, 1, 2) for code in charter.codes}, charter)
    steps = steps_of(f"{CERTIFIED}, {SITTING}")
    play(stage, steps, pause=lambda seconds: None, tell=lambda code, **data: seen.append(code))
    return seen


def test_it_is_tried_just_before_and_filed_in_its_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused by its clause, which is told; then the step for which it waits is filed, then itself."""
    told = tried([SHUT, FILED, FILED], folder=tmp_path, monkeypatch=monkeypatch)
    expected = ["sitting_opened?", "demo.waited", "step_certified?", "demo.step", "sitting_opened?", "demo.step"]
    assert told == expected


OTHERWISE: dict[str, Mapping[str, Any]] = {
    "filed": FILED, "another clause": {**SHUT, "clause": "TA-7"}, "another reason": {**SHUT, "code": "over"},
}  # fmt: skip


@pytest.mark.parametrize("how", OTHERWISE)
def test_what_does_not_wait_ends_the_exercise(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Filed before its time, or refused for another reason: the exercise says which step did not wait."""
    with pytest.raises(PlayFailed, match="sitting did not wait at US"):
        tried([OTHERWISE[how], FILED, FILED], folder=tmp_path, monkeypatch=monkeypatch)


@pytest.mark.parametrize("days", [(f"{SITTING}, {CERTIFIED}",), (CERTIFIED, SITTING), (SITTING,)])
def test_a_script_in_which_it_cannot_be_tried_is_refused(days: tuple[str, ...]) -> None:
    """What a step waits for comes before it, on the same day."""
    with pytest.raises(ValueError, match="sitting waits for certified"):
        steps_of(*days)


def test_the_sitting_waits_for_the_step_that_the_file_names() -> None:
    """In the exercise it is the file of talks, whose gate is the step of the arrangement that is certified."""
    (sitting,) = (step for step in the_exercise().steps if step.waits is not None)
    by_label = {step.label: step for step in the_exercise().steps}
    (gate,) = by_label["file"].content["gates"]
    assert sitting.waits is not None and sitting.content["files"] == ["$entry:file"]
    certified = by_label[sitting.waits.step]
    assert (certified.kind, certified.content["step"]) == ("step_certified", gate["step"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_it_waited_is_told_in_each_language(language: str) -> None:
    """With who tried it, what it was and by which clause it was refused."""
    told = {"member": "US", "kind": "sitting_opened", "clause": "TA-8"}
    said = sentence("demo.waited", language=language, data=told)
    assert all(value in said for value in told.values())

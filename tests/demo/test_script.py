"""The script of the exercise: it reads, it can be filled, and each draft has the form its kind asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import resources
from typing import Any

import pytest

from parley.demo.script import DAYS, Played, asked_in, filled, read_script, the_exercise
from parley.matters.acting import content_of
from parley.node.tracked import TRACKS

NOW_S = 1_767_700_000
# What only a node or the charter knows.
PACK = {
    "until_s": NOW_S, "charter": "0" * 64, "digest": "0" * 64, "positions": [],
    "sections": [{"name": "incidents", "digest": "0" * 64}],
}  # fmt: skip
KNOWN = {
    "slot": NOW_S, "finding": "SY/1", "digest": "0" * 64, "digests": [{"lang": "en", "sha256": "0" * 64}],
    "freeze": "0" * 64,
}  # fmt: skip
FOUND: dict[str, Any] = {
    name: PACK[of] if what == "pack" else KNOWN[what]
    for step in the_exercise().steps
    for name, what, of in asked_in(step.content)
}
KINDS = {name: kind for track in TRACKS for name, kind in track.kinds.items()}


def drafts() -> list[tuple[str, str, dict[str, object]]]:
    """Return label, kind and filled content of every step, with made-up ids for what came before."""
    played: dict[str, Played] = {}
    found = []
    for number, step in enumerate(the_exercise().steps):
        found.append((step.label, step.kind, filled(dict(step.content), played=played, now_s=NOW_S, found=FOUND)))
        played[step.label] = Played(f"{step.by}/{number}", NOW_S)
    return found


@pytest.mark.parametrize(("label", "kind", "content"), drafts(), ids=[label for label, _, _ in drafts()])
def test_every_draft_has_the_form_of_its_kind(label: str, kind: str, content: dict[str, object]) -> None:
    """The content of each step passes the check of its kind."""
    assert KINDS[kind].check(content_of(content)) == ()


def test_only_steps_that_open_a_matter_stand_alone() -> None:
    """A step stands in the matter of an earlier step exactly where its kind does not open one."""
    stands_alone = {step.label for step in the_exercise().steps if step.opening is None}
    assert all(KINDS[step.kind].opens for step in the_exercise().steps if step.label in stands_alone)


def test_the_exercise_is_told_in_three_languages() -> None:
    """Messages, answers and calls of the exercise are in Arabic, Hebrew and English."""
    assert {content["lang"] for _, _, content in drafts() if "lang" in content} == {"ar", "he", "en"}


def test_every_text_of_the_exercise_says_that_it_is_one() -> None:
    """Every free text says EXERCISE in its language, unless it is a fixed phrase of a template."""
    marks = re.compile("EXERCISE|تمرين|תרגיל")
    raw = {step.label: step for step in the_exercise().steps}
    unmarked = [
        label
        for label, _, content in drafts()
        for field in ("text", "summary", "authority")
        if field in content and not str(raw[label].content[field]).startswith(("$phrase", "$reply"))
        if not marks.search(str(content[field]))
    ]
    assert unmarked == []


def test_a_step_that_names_a_later_one_is_refused() -> None:
    """A script in which a step speaks of one that comes after it cannot be read."""
    steps = ["{by: SY, as: one, kind: k, content: {of: '$entry:two'}}", "{by: SY, as: two, kind: k, content: {}}"]
    text = "steps:\n" + "".join(f"- {step}\n" for step in steps)
    with pytest.raises(ValueError, match="needs"):
        read_script(text)


def test_times_are_said_to_the_full_minute() -> None:
    """A time of the script is counted from now and cut to its minute."""
    assert filled({"at": ["$now:-30"]}, played={}, now_s=600_010) == {"at": [599_940]}


def test_numbers_are_written_in_the_digits_that_are_read_back() -> None:
    """No text of the exercise holds digits of another script: a seven that looks like a V is misread."""
    folder = resources.files("parley.demo")
    text = "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ("exercise.yaml", *DAYS))
    assert [each for each in text if each.isdecimal() and not each.isascii()] == []


def test_a_flash_and_a_conflict_are_left_for_the_visitor() -> None:
    """The exercise ends with a FLASH that nobody acknowledges, and with a notice of each side that meets the other."""
    steps = the_exercise().steps
    (last,) = [step for step in steps[-1:] if step.content.get("precedence") == "flash"]
    assert not any(step.opening == last.label for step in steps)
    plans = [content["volumes"] for _, kind, content in drafts() if kind == "activity_notified"][-2:]
    first, second = (_extent(volumes[0]) for volumes in plans)  # type: ignore[index]
    pairs = zip(first, second, strict=True)
    assert all(one[0] < other[1] and other[0] < one[1] for one, other in pairs)
    assert [step.by for step in steps if step.kind == "activity_notified"][-2:] == ["SY", "IL"]


def _extent(volume: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Return from where to where a volume goes, east, north and in time."""
    (ring,), ((begins_s, ends_s),) = volume["area"][0], volume["windows"]
    east, north = zip(*ring, strict=True)
    return [(min(east), max(east)), (min(north), max(north)), (begins_s, ends_s)]


def test_it_lasts_two_days_and_ends_now() -> None:
    """The clocks of the first day stand so far behind that a night lies between; those of the last are right."""
    script = the_exercise()
    assert [step.day for step in script.steps] == sorted(step.day for step in script.steps)
    assert script.days == 2 and script.ahead_s(1) < -24 * 3_600 and script.ahead_s(2) == 0


def test_every_text_of_an_instrument_says_that_it_is_an_exercise() -> None:
    """What is signed or shown in several languages says so in each."""
    marks = {"en": "EXERCISE", "ar": "تمرين", "he": "תרגיל"}
    said = [text for _, _, content in drafts() for text in content.get("texts", ())]  # type: ignore[attr-defined]
    assert said and [text for text in said if marks[text["lang"]] not in text["text"]] == []

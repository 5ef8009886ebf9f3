"""The homes of an exercise: never those of the real mechanism."""

from __future__ import annotations

import pytest

from parley.charter.reading import read_template
from parley.demo.homes import exercise_template
from tests.house.tree import ROOT

TEMPLATE = (ROOT / "charters" / "paris-2026.yaml").read_bytes()


def test_an_exercise_shares_no_log_with_the_real_mechanism() -> None:
    """The exercise has another name, is marked as one, and every log has another origin."""
    real, exercise = read_template(TEMPLATE), read_template(exercise_template(TEMPLATE))
    assert (real.mechanism.exercise, exercise.mechanism.exercise) == (False, True)
    assert real.mechanism.id != exercise.mechanism.id
    assert not {member.origin for member in real.members} & {member.origin for member in exercise.members}


def test_a_template_that_cannot_be_marked_is_refused() -> None:
    """A template in which the mark cannot be set makes no exercise."""
    with pytest.raises(ValueError, match="exercise"):
        exercise_template(TEMPLATE.replace(b"  exercise: false\n", b"  exercise:  false\n"))

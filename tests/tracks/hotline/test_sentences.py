"""Every refusal of the hotline has its sentence in three languages, with the figures that it is given."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from parley.texts import catalogue, sentence
from parley.tracks.hotline import refusing
from parley.tracks.hotline.annexes import DUTIES

FOLDER = Path(refusing.__file__).parent


def refusals() -> list[tuple[str, frozenset[str], str]]:
    """Return code, names of the figures and clause of every call of `refuse`."""
    calls = [
        node
        for path in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "refuse"
    ]
    return [
        (ast.literal_eval(c.args[0]), frozenset(k.arg or "" for k in c.keywords), ast.literal_eval(c.args[1]))
        for c in calls
    ]


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_every_refusal_has_a_sentence_with_its_figures(language: str) -> None:
    """No refusal shows as a bare code, and no sentence asks for a figure that it does not get."""
    assert len(refusals()) > 40
    for code, figures, _ in refusals():
        known = catalogue()["hotline." + code][language]
        assert set(re.findall(r"%\((\w+)\)s", known)) <= figures, code
        sentence("hotline." + code, language=language, data=dict.fromkeys(figures, "x"))


def test_every_clause_is_listed_once() -> None:
    """The clauses H-1 and on stand in the table of refusing.py and nowhere else."""
    listed = re.findall(r"^\| (H-\d+) \|", refusing.__doc__ or "", re.MULTILINE)
    assert listed == [f"H-{n}" for n in range(1, len(listed) + 1)]
    assert {clause for _, _, clause in refusals()} <= set(listed)


def test_every_duty_has_its_sentence() -> None:
    """The watch list names each duty in whole words."""
    for what in (*DUTIES, "send_line_check", "renew_watch"):
        assert set(catalogue()[f"duty_{what}"]) == {"en", "ar", "he"}


def test_no_other_area_uses_these_codes() -> None:
    """A code stands in one file of texts only."""
    files = (FOLDER.parents[1] / "texts").glob("*.json")
    codes = [
        code for path in files for code in re.findall(r'^ {1,2}"([^"]+)": \{', path.read_text("utf-8"), re.MULTILINE)
    ]
    assert sorted(codes) == sorted(set(codes))

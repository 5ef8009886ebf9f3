"""Files of cases whose words are swapped, dropped and doubled at random: told or run, and never a crash."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random

import pytest

from parley.charter.problem import CharterError
from parley.node.cases.reading import read_cases
from parley.node.cases.running import Charters, run_case
from parley.texts import LANGUAGES, sentence
from tests.charter.making import CHARTERS

FILES = sorted((CHARTERS / "cases").glob("*.yaml"))
TOKEN = re.compile(r"[A-Za-z_$][\w$.:/-]*|\d[\w.:+/-]*|[\[\]{},:]")


@cache
def charters(name: str) -> Charters:
    """Return the charter that a file names, read once."""
    return Charters((CHARTERS / "cases" / name).read_bytes())


def mangled(text: str, *, seed: int) -> str:
    """Return a file in which a few words are replaced by others of it, left out or said twice."""
    rng = Random(seed)
    found = list(TOKEN.finditer(text))
    words = [match[0] for match in found]
    for match in sorted(rng.sample(found, rng.randint(1, 4)), key=lambda each: -each.start()):
        new = rng.choice([rng.choice(words), "", match[0] * 2, "null", "[]", "{}", "-1", "D+1d", "$call", '"x"'])
        text = text[: match.start()] + new + text[match.end() :]
    return text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_mangled_file_is_told_or_run(path: Path) -> None:
    """Whatever a slip of the hand makes of a file, every problem has a place and a sentence in each language."""
    text = path.read_text(encoding="utf-8")
    sound = read_cases(text.encode())
    for seed in range(10):
        try:
            file = read_cases(mangled(text, seed=seed).encode())
            by = charters(sound.charter)
            found = [problem for case in file.cases for problem in run_case(case, by, language="en")]
        except CharterError as error:
            found = list(error.problems)
        for problem in found:
            assert problem.mark.line >= 1
            assert all(sentence(problem.code, language=each, data=problem.data) for each in LANGUAGES)

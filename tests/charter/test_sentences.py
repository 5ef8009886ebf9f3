"""Every code of a charter's problems has its sentence, with the figures that are given where it is noted."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from parley.charter.assembly import assemble
from parley.charter.problem import Problem
from parley.charter.reading import read_charter
from parley.charter.source import read_source
from parley.texts import catalogue
from tests.charter.making import FIVE, PARIS, cards_for
from tests.charter.test_assembly import WRONG as WRONG_CARDS
from tests.charter.test_source import SURPRISES
from tests.charter.told import all_are_told, problems_of
from tests.charter.wrong import KEYS, WRONG

SOURCE = Path(__file__).parents[2] / "src" / "parley" / "charter"


@cache
def quick_problems() -> list[Problem]:
    """Return each problem that the tables of wrong cards and texts bring about, and what a template lacks."""
    found = [problem for raw, *_ in SURPRISES for problem in read_source(raw)[1]]
    found += problems_of(lambda: read_charter(PARIS, kinds=set()))
    for cards, _ in WRONG_CARDS:
        found += problems_of(lambda cards=cards: assemble(PARIS, cards=cards))  # type: ignore[misc]
    return found


def test_every_problem_has_its_sentence_in_every_language() -> None:
    """Each of them can be told whole; the readings of the tables of wrong charters and keys ask the same of theirs."""
    assert {problem.code for problem in quick_problems()} > {"charter.keys_to_come", "charter.unknown_kind"}
    all_are_told(quick_problems())


def test_every_code_in_the_source_has_its_sentence_and_every_sentence_its_code() -> None:
    """No code of the charter layer lacks a sentence, and no sentence is left over."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*.py"))
    codes = set(re.findall(r'"((?:charter|amendment)\.[a-z0-9_]+)"', source))
    told = {code for code in catalogue() if code.startswith(("charter.", "amendment."))}
    assert codes == told


def test_every_problem_that_can_be_noted_is_brought_about_by_a_test() -> None:
    """The tables leave out no code that a reading or an assembly can note; each row's code is proven by its reading."""
    refusals = {
        "not_a_member",
        "track_closed",
        "role_missing",
        "role_unknown",
        "role_not_on_track",
        "role_not_of_member",
    }
    refusals |= {
        "kind_not_for_role",
        "addressee_unknown",
        "addressee_twice",
        "author_not_addressed",
        "no_such_audience",
        "not_released",
    }
    noted = {code.removeprefix("charter.") for code in catalogue() if code.startswith("charter.")} - refusals
    proven = [code for _, _, code, _ in (*WRONG, *KEYS)] + [problem.code for problem in quick_problems()]
    seen = {code.removeprefix("charter.") for code in proven}
    assert cards_for(FIVE)
    assert noted - seen == {"from_card_quoted"}

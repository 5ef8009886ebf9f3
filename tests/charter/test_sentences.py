"""Every code of a charter's problems has its sentence, with the figures that are given where it is noted."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from parley.charter.assembly import assemble
from parley.charter.problem import CharterError, Problem
from parley.charter.reading import read_charter
from parley.charter.source import read_source
from parley.texts import LANGUAGES, catalogue, sentence
from tests.charter.making import FIVE, PARIS, assembled, cards_for, changed
from tests.charter.test_assembly import WRONG as WRONG_CARDS
from tests.charter.test_source import SURPRISES
from tests.charter.wrong import KEYS, WRONG

SOURCE = Path(__file__).parents[2] / "src" / "parley" / "charter"


@cache
def every_problem() -> list[Problem]:
    """Return each problem that the tables of wrong charters, keys, cards and texts bring about."""
    found = [problem for raw, *_ in SURPRISES for problem in read_source(raw)[1]]
    wrong = [changed(PARIS, (old, new)) for old, new, *_ in WRONG]
    wrong += [changed(assembled(PARIS), (old, new)) for old, new, *_ in KEYS]
    for raw in wrong:
        found += _problems(lambda raw=raw: read_charter(raw, kinds=set()))  # type: ignore[misc]
    for cards, _ in WRONG_CARDS:
        found += _problems(lambda cards=cards: assemble(PARIS, cards=cards))  # type: ignore[misc]
    return found


def _problems(act) -> tuple[Problem, ...]:  # type: ignore[no-untyped-def]
    try:
        act()
    except CharterError as error:
        return error.problems
    return ()


def test_every_problem_has_its_sentence_in_every_language() -> None:
    """Each problem that the tests bring about can be told whole, with all its figures, in three languages."""
    for problem in every_problem():
        assert problem.code in catalogue(), problem.code
        for language in LANGUAGES:
            assert "%(" not in sentence(problem.code, language=language, data=problem.data)


def test_every_code_in_the_source_has_its_sentence_and_every_sentence_its_code() -> None:
    """No code of the charter layer lacks a sentence, and no sentence is left over."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*.py"))
    codes = set(re.findall(r'"((?:charter|amendment)\.[a-z0-9_]+)"', source))
    told = {code for code in catalogue() if code.startswith(("charter.", "amendment."))}
    assert codes == told


def test_every_problem_that_can_be_noted_is_brought_about_by_a_test() -> None:
    """The tables leave out no code that a reading or an assembly can note."""
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
    seen = {problem.code.removeprefix("charter.") for problem in every_problem()}
    assert cards_for(FIVE)
    assert noted - seen == {"from_card_quoted"}

"""What a wrong charter is refused with, and that each problem of it can be told to people."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from parley.charter.problem import CharterError, Problem
from parley.texts import LANGUAGES, catalogue, sentence


def problems_of(act: Callable[[], object]) -> tuple[Problem, ...]:
    """Return the problems with which an act is refused; none where it is not."""
    try:
        act()
    except CharterError as error:
        return error.problems
    return ()


def all_are_told(problems: Iterable[Problem]) -> None:
    """Check that each has its sentence with all its figures, in three languages."""
    for problem in problems:
        assert problem.code in catalogue(), problem.code
        for language in LANGUAGES:
            assert "%(" not in sentence(problem.code, language=language, data=problem.data)

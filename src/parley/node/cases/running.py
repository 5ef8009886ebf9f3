"""Runs the cases of a file by a charter: what is said is judged and folded, and what must follow is looked for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256

from parley.charter.changed import names_of_bases, with_agreed, with_sections
from parley.charter.model import Charter
from parley.charter.problem import CharterError, Problem
from parley.charter.reading import read_template, read_tree
from parley.charter.source import Mapping, read_source
from parley.node.cases.happening import CannotHappen, happen
from parley.node.cases.looking import shortfalls
from parley.node.cases.plans import short_of
from parley.node.cases.told import Case, CasesFile, CharterChange


def run_cases(file: CasesFile, charter_raw: bytes, *, language: str) -> tuple[Problem, ...]:
    """Return all that does not follow as the cases ask; nothing where every case holds.

    CharterError where the bytes are no charter or template.
    """
    charters = Charters(charter_raw)
    found = (problem for case in file.cases for problem in run_case(case, charters, language=language))
    return tuple(sorted(found, key=lambda problem: problem.mark))


def run_case(case: Case, charters: Charters, *, language: str) -> Iterator[Problem]:
    """Yield all that does not follow in one case."""
    if case.refused:
        yield from _refused(case, charters)
        return
    try:
        charter = charters.of(case.charter)
        if case.plan is not None or case.day is not None:
            yield from short_of(case, charter)
            return
        yield from shortfalls(case, happen(case.said, charter=charter), language=language)
    except CannotHappen as cannot:
        problem = cannot.problem
        yield Problem(problem.code, problem.mark, case.name, problem.data)


def _refused(case: Case, charters: Charters) -> Iterator[Problem]:
    """Yield that a changed charter is none the worse, or is refused otherwise than the case asks."""
    try:
        charters.of(case.charter)
        found = "-"
    except CannotHappen as cannot:
        found = cannot.problem.code
    if found != case.refused:
        yield Problem("cases.not_refused", case.mark, case.name, {"asked": case.refused, "found": found})


class Charters:
    """The charter of a file of cases, and what its cases make of it; each is read once."""

    def __init__(self, raw: bytes) -> None:
        """Read the charter as it is; CharterError where the bytes are none."""
        self._plain, self._root = read_template(raw), _tree(raw)
        self._known: dict[CharterChange, Charter] = {}

    def of(self, change: CharterChange) -> Charter:
        """Return the charter of a case; CannotHappen where what the case changes makes none."""
        if not change.agreed_too and not change.sections:
            return self._plain
        known = next((each for change_, each in self._known.items() if _is_alike(change_, change)), None)
        if known is None:
            known = self._known[change] = self._changed(change)
        return known

    def _changed(self, change: CharterChange) -> Charter:
        root = with_sections(self._root, change.sections)
        strangers = [name for name in change.agreed_too if name not in names_of_bases(root)]
        if strangers:
            known = ", ".join(names_of_bases(root))
            raise CannotHappen(Problem("cases.basis_unknown", change.mark, "", {"name": strangers[0], "known": known}))
        tree = with_agreed(root, change.agreed_too)
        try:
            return read_tree(tree, digest=sha256(repr(tree).encode()).hexdigest())
        except CharterError as error:
            raise CannotHappen(_breaks(change, error)) from None


@lru_cache(maxsize=4)
def _tree(raw: bytes) -> Mapping:
    root, _ = read_source(raw)
    assert isinstance(root, Mapping)  # it was read as a charter
    return root


def _is_alike(one: CharterChange, other: CharterChange) -> bool:
    return (one.agreed_too, one.sections) == (other.agreed_too, other.sections)


def _breaks(change: CharterChange, error: CharterError) -> Problem:
    """Return the first problem of a changed charter: at its place, where that lies in what the case itself writes."""
    ours = {key.text for key, _ in change.sections}
    for problem in error.problems:
        if problem.where.partition(".")[0] in ours:
            return problem
    first = error.problems[0]
    return Problem("cases.charter_breaks", change.mark, "", {"where": first.where, "code": first.code})

"""The cases beside the charters, which a lawyer can read, hold for the charters that they name."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import pytest

from parley.matters.fold import EMPTY, extend
from parley.node.cases.happening import BY_KIND, Happened, happen
from parley.node.cases.reading import read_cases
from parley.node.cases.running import Charters, run_case
from parley.node.cases.told import Case, CasesFile
from tests.charter.making import CHARTERS

FILES = sorted((CHARTERS / "cases").glob("*.yaml"))
EVERY = [(path, number) for path in FILES for number in range(len(read_cases(path.read_bytes()).cases))]


@cache
def told(path: Path) -> tuple[CasesFile, Charters]:
    """Return a shipped file of cases with the charter that it names."""
    file = read_cases(path.read_bytes())
    return file, Charters((path.parent / file.charter).read_bytes())


def named(value: object) -> str:
    """Return the name of a file, or the number of a case, for the list of tests."""
    return value.stem if isinstance(value, Path) else str(value)


@pytest.mark.parametrize(("path", "number"), EVERY, ids=named)
def test_a_shipped_case_holds(path: Path, number: int) -> None:
    """Everything that the case asks follows, and every entry that it does not call void stands."""
    file, charters = told(path)
    found = list(run_case(file.cases[number], charters, language="en"))
    assert [(problem.mark, problem.code, dict(problem.data)) for problem in found] == []


@pytest.mark.parametrize("path", FILES, ids=named)
def test_what_happens_in_a_shipped_case_is_folded_alike_in_any_order_of_arrival(path: Path) -> None:
    """Taken one by one as they may arrive, the entries of each matter give the state and verdicts of the whole."""
    file, charters = told(path)
    for case in file.cases:
        happened = happen(case.said, charter=charters.of(case.charter))
        for matter in happened.matters():
            assert_folded_alike(happened, matter, case)


def assert_folded_alike(happened: Happened, matter: str, case: Case) -> None:
    """Fail where two shuffled orders of arrival give another state or another verdict than the whole."""
    whole = happened.folded(matter)
    for seed in (1, 2):
        entries = [entry for entry in happened.entries if entry.matter == matter]
        Random(seed).shuffle(entries)
        live = EMPTY
        for entry in entries:
            live = extend(
                live, entry, track_of=BY_KIND.get, charter_at=lambda _: happened.charter,
                fold_of=happened.entries_beside,
            )  # fmt: skip
        assert (live.state, live.verdicts) == (whole.state, whole.verdicts), case.name

"""The cases beside the charters, which a lawyer can read, hold for the charters that they name."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random

import pytest

from parley.matters.fold import EMPTY, extend
from parley.node.cases.happening import BY_KIND, Happened, happen
from parley.node.cases.reading import read_cases
from parley.node.cases.running import Charters, run_case
from parley.node.cases.told import Case, CasesFile
from parley.tracks.commerce.track import TRACK as COMMERCE
from parley.tracks.commitments.track import TRACK as COMMITMENTS
from parley.tracks.disputes.track import TRACK as DISPUTES
from parley.tracks.incidents.track import TRACK as INCIDENTS
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
    for case in (each for each in file.cases if each.said):
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


PROVISIONS = (
    "P-A", "P-B1", "P-B2", "P-B3", "P-B4", "P-B5", "P-B6", "P-C", "P-D1", "P-D2", "P-D3", "P-D4", "P-E", "P-F1", "P-F2",
    "P-G", "P-H", "P-US1", "P-US2a", "P-US2b", "P-US2c", "P-US3", "P-US4", "P-US5", "P-PR1", "P-PR2", "P-PR3", "P-PR4",
)  # fmt: skip
# About so many persons, of a force that is no member here: nothing could be held against it, and its file says so.
WITHOUT_CASE = {"P-PR3"}


def test_every_provision_of_1974_has_a_case() -> None:
    """Each of the 28 provisions stands in the source of a case, but for one of which the file says why it has none."""
    sources = " ".join(re.findall(r"^    source: (.*)$", "\n".join(p.read_text("utf-8") for p in FILES), re.MULTILINE))
    named = set(re.findall(r"P-[A-Z]+[0-9]?[a-c]?", sources))
    assert named == set(PROVISIONS) - WITHOUT_CASE
    head = (CHARTERS / "cases" / "provisions-1974.yaml").read_text("utf-8").split("format:")[0]
    assert all(name in head for name in WITHOUT_CASE)


OUTCOMES = {
    "timetables-disengagement-1974": "met_on_time", "timetables-sinai-i-1974": "met_early",
    "timetables-sinai-1979": "met_early", "timetables-lebanon-2024": "amended", "timetables-hudaydah-2018": "disputed",
    "timetables-colombia-2016": "partial", "timetables-libya-2020": "missed",
}  # fmt: skip


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_timetable_is_told_with_its_outcome(name: str) -> None:
    """Each of the seven asks for the state in which it really ended, or was at its turning point."""
    text = (CHARTERS / "cases" / f"{name}.yaml").read_text("utf-8")
    assert OUTCOMES[name] in text.partition("    then:")[2]


# Tracks whose every kind of entry a lawyer finds in some case.
TOLD_WHOLE = {"incidents": INCIDENTS, "disputes": DISPUTES, "commitments": COMMITMENTS, "commerce": COMMERCE}


@pytest.mark.parametrize("track", TOLD_WHOLE)
def test_every_kind_of_these_tracks_stands_in_a_case(track: str) -> None:
    """Somebody says it in a shipped case, and it stands there: a case in which it is only void shows nothing of it."""
    stands = {
        said.kind for path in FILES for case in told(path)[0].cases for said in case.said if said.void is None
    }
    assert sorted(set(TOLD_WHOLE[track].kinds) - stands) == []

"""Nothing that a shipped case asks is asked in vain: where one value of it is another, the case does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from parley.node.cases.reading import read_cases
from parley.node.cases.running import Charters, run_case
from parley.node.cases.told import Asked, Case, Look, Void
from tests.charter.making import CHARTERS

FILES = sorted((CHARTERS / "cases").glob("*.yaml"))
TRIED = 10
BY_PATH = ("state", "steps", "slip", "limits", "line_on")
LISTED = ("meets", "overlaps", "held_by", "measures_met_by", "ladder", "calendar", "line_use", "suspended_by",
          "decided_while")  # fmt: skip


def other(value: Any) -> Any:
    """Return a value that nothing is; of a mapping each of its values."""
    if isinstance(value, dict):
        return {name: each if name == "to_s" else other(each) for name, each in value.items()} or {"zz": "zz"}
    return [*value, "zz"] if isinstance(value, list) else "zz"


def otherwise(look: Look) -> Iterator[Look]:
    """Yield a look with each thing that it asks changed, one at a time."""
    for name in BY_PATH:
        asked: tuple[Asked, ...] = getattr(look, name) or ()
        for n, each in enumerate(asked):
            yield replace(look, **{name: (*asked[:n], replace(each, value=other(each.value)), *asked[n + 1 :])})
    for name in LISTED:
        listed = getattr(look, name)
        if listed is not None:
            more = "zz" if name.endswith("by") or name == "overlaps" else {"zz": "zz"}
            yield replace(look, **{name: (*listed, more)})
    for n, owed in enumerate(look.duties or ()):
        fields = tuple(each if each.path == "of" else replace(each, value="zz") for each in owed.fields)
        yield replace(look, duties=(*look.duties[:n], replace(owed, fields=fields), *look.duties[n + 1 :]))  # type: ignore[index]


def changed(case: Case) -> Iterator[Case]:
    """Yield a case with each thing that it asks changed, one at a time: looks, and what must be void."""
    for n, look in enumerate(case.looks):
        for each in otherwise(look):
            yield replace(case, looks=(*case.looks[:n], each, *case.looks[n + 1 :]))
    for n, said in enumerate(case.said):
        if said.void is not None:
            yield replace(case, said=(*case.said[:n], replace(said, void=Void("ZZ-9", "", "")), *case.said[n + 1 :]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_case_that_asks_otherwise_does_not_hold(path: Path) -> None:
    """Of each file a few of the changes, others in each; a case that would hold all the same asks nothing."""
    file = read_cases(path.read_bytes())
    charters = Charters((path.parent / file.charter).read_bytes())
    every = [each for case in file.cases for each in changed(case)]
    for case in Random(path.stem).sample(every, min(TRIED, len(every))):
        assert list(run_case(case, charters, language="en")), case.name

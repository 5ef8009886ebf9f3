"""docs/cases.md is true: its example runs, its limits are those of the program, and it names every file and key."""

from __future__ import annotations

import re

import pytest

from parley.charter.source import LIMIT_BYTES, LIMIT_DEPTH, LIMIT_VALUES
from parley.node.cases import followed, reading, saying
from parley.node.cases.running import run_cases
from tests.charter.making import CHARTERS
from tests.house.tree import ROOT

PAGE = (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")


EXAMPLES = re.findall(r"```cases\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=["a notice", "a timetable"])
def test_an_example_of_the_page_holds(example: str) -> None:
    """What a reader copies runs, and names a charter that is there."""
    file = reading.read_cases(example.encode())
    charter = (ROOT / "docs" / file.charter).read_bytes()
    assert run_cases(file, charter, language="en") == ()


def test_the_example_fails_where_the_charter_is_another() -> None:
    """The example asks something: with another handling time it does not hold."""
    charter = (CHARTERS / "paris-2026.yaml").read_text(encoding="utf-8")
    assert "handling_minutes: 180" in charter
    other = charter.replace("handling_minutes: 180", "handling_minutes: 240").encode()
    found = run_cases(reading.read_cases(EXAMPLES[0].encode()), other, language="en")
    assert [problem.code for problem in found] == ["cases.duty_differs"]


def test_the_page_names_every_key_and_file() -> None:
    """Nothing can be written in a case of which the page does not tell, and every shipped file stands in its table."""
    keys = {*reading.TOP, *reading.OF_CHARTER, *saying.FIELDS, *followed.FOLLOWS, *followed.DUTY_FIELDS, *reading.PLAN}
    assert sorted(key for key in keys if f"`{key}`" not in PAGE) == []
    files = [f"charters/cases/{path.name}" for path in (CHARTERS / "cases").glob("*.yaml")]
    assert sorted(file for file in files if f"`{file}`" not in PAGE) == []


def test_the_limits_of_the_page_are_those_of_the_program() -> None:
    """Each limit that the page states is the one that is enforced."""
    assert LIMIT_BYTES == 1 << 20
    for limit in (f"{LIMIT_VALUES:,} values", f"{LIMIT_DEPTH} levels", f"{reading.MOST_CASES} cases"):
        assert limit in PAGE.replace("\n", " ")
    assert f"at most {reading.MOST_SAID} things" in PAGE
    assert f"{reading.MOST_LOOKS} instants" in PAGE

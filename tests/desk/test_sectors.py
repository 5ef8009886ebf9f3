"""The watch over the sectors on the desk: raised with its figures and its report, noted from a form, or quiet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from parley.node.verifying import watched
from parley.tracks.incidents.warning.sectors import sector_at
from tests.desk.cell import Cell, watch_list
from tests.desk.test_standstills import filed
from tests.desk.visitor import Visitor
from tests.tracks.incidents.reports import HERE, account

NOW = datetime.now(UTC)
DAY_MS = 86_400_000


@pytest.fixture
def long_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    """The charter has been in force for half a year: the tests' cell has only just been signed."""
    since_ms = int((NOW - timedelta(days=180)).timestamp() * 1000)
    monkeypatch.setattr(watched, "in_force_since", lambda node: since_ms)


def burst(cell: Cell, number: int, *, lat_e7: int, lon_e7: int = 367_000_000) -> tuple[str, list[str]]:
    """Let both sides report so many incidents of the last hours in a sector of their own; return its name and them."""
    place = {**HERE, "lat_e7": lat_e7, "lon_e7": lon_e7}
    at_s = int((NOW - timedelta(minutes=30)).timestamp())
    when = {"from_s": at_s, "until_s": at_s + 60, "precision": "minute"}
    reports = [
        cell.says(("SY", "IL")[n % 2], "incident_reported", account(place=place, time=when, subject=f"EXERCISE {n}"))
        for n in range(number)
    ]
    return sector_at(lat_e7, lon_e7, size_e7=2_500_000).name, reports


def section_of(page: str, sector: str) -> str:
    """Return what the page says of one sector."""
    return page.partition(f'id="{sector}"')[2].partition("</section>")[0]


def test_before_there_is_a_past_the_page_says_from_when_on(cell: Cell, visitor: Visitor) -> None:
    """A charter that was signed today raises nothing, and names the day."""
    assert "There is no past to compare with yet: nothing is raised before" in visitor.get("/sectors").text


@pytest.mark.usefixtures("long_in_force")
def test_a_raised_sector_shows_its_counts_its_expectation_and_the_report_that_sufficed(
    cell: Cell, visitor: Visitor
) -> None:
    """By whom they were reported too; it stands on the list of incidents and on the watch list."""
    sector, reports = burst(cell, 5, lat_e7=323_500_000)
    said = section_of(visitor.get("/sectors").text, sector)
    assert "Raised" in said and reports[3] in said and "5</bdi> incidents in 14 days" in said
    assert "Syria: 3" in said and "Israel: 2" in said and "1000" in said
    assert f"#{sector}" in visitor.get("/incidents").text
    assert "Look at a sector with more incidents than expected" in watch_list(visitor)


@pytest.mark.usefixtures("long_in_force")
def test_what_is_made_of_it_is_said_to_all_with_the_figures(cell: Cell, visitor: Visitor) -> None:
    """Looked over with the figures that were seen; then it stands beside the chart."""
    sector, reports = burst(cell, 5, lat_e7=325_500_000)
    fields = {"sector": sector, "how": "watches", "lang": "en", "text": "EXERCISE. Both were called.", "step": "look"}
    looked = visitor.post("/sectors/note", fields).text
    assert "sum" in looked and reports[0] in looked and "Raised since" in looked
    filed(visitor, "/sectors/note", fields)
    assert "EXERCISE. Both were called." in section_of(visitor.get("/sectors").text, sector)


@pytest.mark.usefixtures("long_in_force")
def test_a_quiet_sector_is_not_noted(cell: Cell, visitor: Visitor) -> None:
    """Two incidents raise nothing; a note that is sent all the same is refused."""
    sector, _ = burst(cell, 2, lat_e7=328_000_000)
    page = visitor.get("/sectors").text
    assert "Quiet" in section_of(page, sector) and "Say what is made of it" not in section_of(page, sector)
    refused = visitor.post("/sectors/note", {"sector": sector, "how": "acts", "lang": "en", "text": "EXERCISE."})
    assert refused.status == 422 and "IW-5" in refused.text

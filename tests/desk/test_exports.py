"""What every list and matter of incidents, warnings, de-escalation, disputes and commitments gives to keep."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from tests.desk.cell import Cell
from tests.desk.in_role import assert_shut, delegate_at, in_role
from tests.desk.test_de_escalation import received
from tests.desk.test_sectors import burst, long_in_force
from tests.desk.visitor import Visitor
from tests.tracks.disputes.claims import claim
from tests.tracks.incidents.reports import account

__all__ = ["long_in_force"]
HOSTILE = "=HYPERLINK(1)", "\uff1d1+1", "\u202e=cmd", " +1", "@SUM(1)"


def table(answer: Any) -> list[dict[str, str]]:
    """Return the rows of a table by their columns."""
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


@pytest.mark.usefixtures("long_in_force")
def test_sectors_are_kept_with_counts_sums_and_the_report_that_raised_them(cell: Cell, visitor: Visitor) -> None:
    """A row a sector; the days, the raisings and what was said of it in JSON; the page leads there."""
    sector, reports = burst(cell, 5, lat_e7=321_000_000)
    assert "/sectors/table.csv" in visitor.get("/sectors").text
    (row,) = (each for each in table(visitor.get("/sectors/table.csv")) if each["sector"] == sector)
    assert (row["raised"], row["by"], row["counted"]) == ("True", reports[3], "5")
    assert set(row["incidents"].split()) == set(reports) and "Without prejudice" in row["note"]
    told = json.loads(visitor.get("/sectors/table.json").text)
    (found,) = (each for each in told["sectors"] if each["sector"] == sector)
    assert sum(found["counts"]) == 5 and found["raisings"][-1]["by"] == reports[3]
    assert visitor.get("/sectors/table.xml").status == 404


def test_requests_of_de_escalation_are_kept_step_by_step(cell: Cell, visitor: Visitor) -> None:
    """What was called and what is owed of each member, with entry, due time and clause; one file or the other."""
    matter = received(cell)
    rows = [each for each in table(visitor.get("/de-escalation/table.csv")) if each["request"] == matter]
    ours = [each for each in rows if each["member"] == "Syria"]
    assert [each["step"] for each in ours] == ["called", "delivered", "received", "read_back", "answered", "done"]
    assert ours[0]["entry"] == matter and ours[2]["due"].endswith("Z") and ours[2]["clause"]
    told = json.loads(visitor.get("/de-escalation/table.json").text)
    (found,) = (each for each in told["requests"] if each["request"] == matter)
    assert found["members"][0]["steps"]["called"]["entry"] == matter
    assert visitor.get("/de-escalation/table.xlsx").status == 404


def test_more_requests_than_are_given_are_refused_with_words(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of an export is left out without a word."""
    from parley.desk.de_escalation import keeping

    received(cell)
    monkeypatch.setattr(keeping, "MOST_EXPORTED", 0)
    refused = visitor.get("/de-escalation/table.csv")
    assert refused.status == 422 and "DESK-91" in refused.text


def test_one_matter_of_any_track_is_kept_with_state_duties_and_entries(cell: Cell, visitor: Visitor) -> None:
    """Its page leads there; what is not there, and what is off the role's tracks, is not given."""
    incident = cell.says("IL", "incident_reported", account(subject="=EXERCISE()"))
    answered = visitor.get(f"/details/{incident}.json")
    told = json.loads(answered.text)
    assert told["matter"] == incident and told["entries"][0]["content"]["subject"] == "=EXERCISE()"
    assert f"incident-{incident.replace('/', '-')}.json" in answered.headers["content-disposition"]
    assert f"/details/{incident}.json" in visitor.get(f"/details/{incident}").text
    dispute = cell.says("SY", "dispute_claimed", claim(subject="EXERCISE kept"))
    told = json.loads(visitor.get(f"/details/{dispute}.json").text)
    assert {each["clause"] for each in told["duties"]} and told["state"]["id"] == dispute
    assert visitor.get("/details/IL/99999999.json").status == 404
    with delegate_at(cell) as elsewhere:
        assert_shut(elsewhere, f"/details/{incident}.json", "/sectors/table.csv")


def test_limits_are_kept_as_of_the_day_that_is_asked_for(cell: Cell) -> None:
    """Allowed, declared, counted and over, each with the matter that it stands in."""
    with in_role(cell, "chief") as chief:
        rows = table(chief.get("/commitments/forces/table.csv?at=2026-05-31"))
        assert {each["at"] for each in rows} == {"2026-05-31 12:00:00Z"} and all(each["zone"] for each in rows)
        told = json.loads(chief.get("/commitments/forces/table.json").text)
        assert len(told["limits"]) == len(rows) and told["limits"][0]["at_most"] >= 0
        assert "/commitments/forces/table.csv" in chief.get("/commitments/forces").text


@pytest.mark.parametrize("words", HOSTILE)
def test_no_cell_of_a_table_is_a_formula(cell: Cell, visitor: Visitor, words: str) -> None:
    """Wide forms, blanks and marks of direction in front are seen through."""
    from parley.desk.given import cell_of

    assert cell_of(words) == f"'{words}" and cell_of(-3) == "-3" and cell_of("3") == "3"
    if words.startswith("="):
        dispute = cell.says("SY", "dispute_claimed", claim(subject=words))
        (row,) = (each for each in table(visitor.get("/disputes.csv")) if each["dispute"] == dispute)
        assert row["subject"] == f"'{words}"

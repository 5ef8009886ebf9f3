"""Inspections on the desk: asked for from a form, reported limit by limit, answered by both sides, kept as tables."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from parley.charter.reading import read_template
from parley.desk.standstill.typed import Form
from parley.desk.verifying.typed import report_typed
from parley.node import reading
from parley.tracks.incidents.entries import KINDS
from tests.desk.cell import Cell, watch_list
from tests.desk.in_role import assert_shut, delegate_at
from tests.desk.test_standstills import filed
from tests.desk.visitor import Visitor
from tests.node.mechanism import TEMPLATES
from tests.tracks.incidents.inspections import WEST, ZONE, count, report, request, restriction

NOW = datetime.now(UTC).replace(microsecond=0, second=0)


def form(**changes: Any) -> dict[str, Any]:
    """Return the form of a request for verification."""
    return {
        "subject": "EXERCISE check of the west", "text": "EXERCISE. Tanks were heard.", "lang": "en", "to": "SY,IL,US",
        "verifier": "US", "zone": [WEST], "place": "33.0500 N, 35.7800 E", "radius_m": "800", "about": "",
        "step": "look", **changes,
    }  # fmt: skip


def ago(hours: int) -> int:
    """Return an instant some hours ago."""
    return int((NOW - timedelta(hours=hours)).timestamp())


def reported(cell: Cell, matter: str | None, **changes: Any) -> str:
    """Let the supervisor report an inspection."""
    of = {"of": matter} if matter else {}
    content = report(**{"from_s": ago(3), "until_s": ago(2), **of, **changes})
    return cell.says("US", "inspection_made", content, matter=matter)


def test_verification_is_asked_for_from_a_form_and_owed_by_the_verifier(cell: Cell, visitor: Visitor) -> None:
    """Looked over with every field in words, filed, on its page and on the watch list."""
    fields = form()
    looked = visitor.post("/inspections/new/request", fields).text
    assert "United States" in looked and "0-10 km west of Line A" in looked and "within 800 m" in looked
    matter = filed(visitor, "/inspections/new/request", fields).rpartition("#")[2]
    cell.carry()
    page = visitor.get(f"/inspections/{matter}").text
    assert "EXERCISE check of the west" in page and "Withdraw the request" in page
    assert matter in visitor.get("/inspections").text
    assert "Inspect, as was asked" in watch_list(visitor)


def test_a_report_is_shown_limit_by_limit_and_answered(cell: Cell, visitor: Visitor) -> None:
    """Counted, allowed with whose figure it is, could not be counted with why; then this side's answer below it."""
    matter = cell.says("SY", "verification_requested", request(zones=[WEST]))
    kept = count("brigades", counted=None, could_not_count="denied", why="EXERCISE. A closed gate")
    counts = [count(counted=80), kept]
    made = reported(cell, matter, counts=counts)
    page = visitor.get(f"/inspections/{matter}").text
    assert "above a figure that is not agreed" in page and '<bdi dir="ltr">+5</bdi>' in page
    assert 'a figure of <bdi dir="auto">United States</bdi>, not agreed' in page
    assert "access denied: EXERCISE. A closed gate" in page
    assert "over the limit" not in page
    answer = {"to": "SY,IL,US", "of": made, "how": "disputes", "lang": "en", "text": "EXERCISE. Counted twice.",
              "step": "look"}  # fmt: skip
    filed(visitor, f"/inspections/{matter}/answer", answer)
    answered = visitor.get(f"/inspections/{matter}").text
    assert "Disputes the report" in answered and "EXERCISE. Counted twice." in answered


def test_what_kept_the_monitors_is_told_from_a_form(cell: Cell, visitor: Visitor) -> None:
    """A restriction of its own matter, with who and when; a time that cannot be read is named at its field."""
    begins = f"{NOW - timedelta(hours=2):%Y-%m-%d %H:%MZ}"
    fields = {**form(), "how": "delayed", "by": "IL", "begins": begins, "ends": ""}
    wrong = visitor.post("/inspections/new/restriction", {**fields, "begins": "yesterday"})
    assert wrong.status == 422 and "EXERCISE check of the west" in wrong.text
    matter = filed(visitor, "/inspections/new/restriction", fields).rpartition("#")[2]
    page = visitor.get(f"/inspections/{matter}").text
    assert "Movement delayed" in page and "Israel" in page


def test_only_a_verifier_reports_and_the_form_says_so(cell: Cell, visitor: Visitor) -> None:
    """The desk of a party offers no report; one that is sent all the same is refused with its clause."""
    assert "Report an inspection" not in visitor.get("/inspections").text
    fields = {**form(), "begins": f"{NOW - timedelta(hours=2):%Y-%m-%d %H:%MZ}",
              "ends": f"{NOW - timedelta(hours=1):%Y-%m-%d %H:%MZ}", f"c.{WEST}.tanks.": "60"}  # fmt: skip
    refused = visitor.post("/inspections/new/report", {**fields, "step": "send"})
    assert refused.status == 422 and "II-3" in refused.text and 'value="60"' in refused.text
    wrong = visitor.post("/inspections/new/report", {**fields, f"c.{WEST}.tanks.": "many"})
    assert wrong.status == 422


def test_the_calendar_names_every_area_and_its_slots(cell: Cell, visitor: Visitor) -> None:
    """Of each area of the charter the slots that come next; whoever does not read incidents sees nothing of it."""
    page = visitor.get("/inspections/calendar").text
    assert page.count("area_of_limitation_east_0_10-US@") >= 1 and "To come" in page
    with delegate_at(cell) as elsewhere:
        assert_shut(elsewhere, "/inspections", "/inspections/calendar", "/inspections/table.csv", "/sectors")


def test_inspections_are_kept_as_tables(cell: Cell, visitor: Visitor) -> None:
    """CSV with a row a limit; JSON with the calendar; another form is no page."""
    made = reported(cell, None, counts=[count(counted=12)], subject="=EXERCISE sum")
    rows = list(csv.DictReader(io.StringIO(visitor.get("/inspections/table.csv").text)))
    assert [(each["counted"], each["result"]) for each in rows if each["entry"] == made] == [("12", "within")]
    whole = json.loads(visitor.get("/inspections/table.json").text)
    assert made in [visit["entry"] for each in whole["inspections"] for visit in each["visits"]]
    assert visitor.get("/inspections/table.xml").status == 404


@pytest.mark.parametrize("language", ["ar", "he"])
def test_the_pages_are_said_in_each_language(cell: Cell, visitor: Visitor, language: str) -> None:
    """List, calendar, forms, page and sectors: nothing of the desk's own English is left."""
    matter = cell.says("SY", "verification_requested", request(zones=[ZONE]))
    cell.says("US", "movement_restricted", restriction(from_s=ago(5), of=matter), matter=matter)
    visitor.speak(language)
    for address in ("/inspections", "/inspections/calendar", "/inspections/new/request", "/inspections/new/report",
                    "/inspections/new/restriction", f"/inspections/{matter}", "/sectors"):  # fmt: skip
        page = visitor.get(address)
        assert page.status == 200 and not re.search(r"Inspection|Verification|Restriction|Early warning", page.text)


def test_an_inspection_is_found_by_what_it_says(cell: Cell) -> None:
    """Its row carries form, name and subject, as every list shows them."""
    matter = cell.says("SY", "verification_requested", request(subject="EXERCISE zephyr"))
    row = reading.matter(cell.mechanism.nodes["IL"], matter)
    assert row is not None and (row.form, row.state["name"], row.state["subject"]) == (
        "inspection", "asked", "EXERCISE zephyr",
    )  # fmt: skip


def test_a_lapse_of_a_request_is_cited_in_one_step(cell: Cell, visitor: Visitor) -> None:
    """By the address that every list offers; it stands in the inspection as its clause says."""
    matter = cell.says("SY", "verification_requested", request(zones=[ZONE]))
    fields = {"to": "SY,IL,US", "duty": f"{matter}:make_inspection:US", "due_at_ms": str(ago(1) * 1000), "level": "1"}
    cited = visitor.post(f"/hotline/{matter}/cite", {**fields, "step": "send"})
    assert cited.status == 303 and cited.location.startswith(f"/inspections/{matter}")
    row = reading.matter(cell.mechanism.nodes["SY"], matter)
    assert row is not None and [each["duty"] for each in row.state["lapses"]] == [fields["duty"]]


def test_the_form_of_a_report_reads_each_limit_that_was_filled_in() -> None:
    """Counted or not, of each member where a limit binds several; a zone of which something was counted is named."""
    charter = read_template((TEMPLATES / "paris-2026.yaml").read_bytes())
    one = {**form(zone=[]), "begins": "2026-03-01 08:00Z", "ends": "2026-03-01 10:00Z", "of": "SY/7",
           f"c.{WEST}.tanks.": "60", f"n.{WEST}.brigades.": "denied", f"w.{WEST}.brigades.": "EXERCISE. A gate",
           f"c.{ZONE}.military_personnel.IL": "4"}  # fmt: skip
    typed = report_typed(Form(one, lambda name: []), charter=charter)
    assert typed.faults == () and typed.content["zones"] == [ZONE, WEST] and typed.content["of"] == "SY/7"
    assert typed.content["counts"] == [
        {"zone": ZONE, "limit": "military_personnel", "member": "IL", "counted": 4},
        {"zone": WEST, "limit": "brigades", "could_not_count": "denied", "why": "EXERCISE. A gate"},
        {"zone": WEST, "limit": "tanks", "counted": 60},
    ]
    assert KINDS["inspection_made"].check({**typed.content, "role": "duty_officer"}) == ()
    wrong = report_typed(Form({**one, f"c.{WEST}.tanks.": "-1", "place": "nowhere"}, lambda name: []), charter=charter)
    assert {each.where for each in wrong.faults} == {f"c.{WEST}.tanks.", "place"}

"""The pages of figures: a table of all members, the entries behind each figure, and both to keep."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from tests.desk.cell import Cell, message
from tests.desk.visitor import Visitor


def a_flash(cell: Cell) -> str:
    """Let IL send a FLASH of free words without a reason, and SY acknowledge it."""
    matter = cell.says("IL", "message_sent", message(precedence="flash"))
    cell.says("SY", "message_acknowledged", {"how": "received"}, matter=matter)
    return matter


def listed(visitor: Visitor, address: str) -> str:
    """Return the list of what a figure was counted from, empty where there is none."""
    found = re.search(r'<table class="sheet figures-items">.*?</table>', visitor.get(address).text, re.DOTALL)
    return found[0] if found else ""


def test_a_figure_leads_to_its_entries(cell: Cell, visitor: Visitor) -> None:
    """The answer that SY gave is behind the figure of its answer times, with what met it."""
    matter = a_flash(cell)
    page = visitor.get("/figures?span=day")
    assert page.status == 200
    row = re.search(r'data-figure="answers.flash".*?</tr>', page.text, re.DOTALL)
    assert row is not None
    why = re.search(r'href="(/figures/why\?[^"]*of=SY)"', row[0].replace("&amp;", "&"))
    assert why is not None
    told = listed(visitor, why[1])
    assert f'/{matter}"' in told
    assert "D-1" in told


def test_a_flash_without_reason_is_outside_the_charters_rule(cell: Cell, visitor: Visitor) -> None:
    """Its page lists it, and that of the other side does not."""
    matter = a_flash(cell)
    assert f'/{matter}"' in listed(visitor, "/figures/why?span=day&figure=flash_outside&of=IL")
    theirs = "/figures/why?span=day&figure=flash_outside&of=US"
    assert listed(visitor, theirs) == ""
    assert "There was nothing to count." in visitor.get(theirs).text


@pytest.mark.parametrize(("language", "none"), [("en", "none"), ("ar", "لا شيء"), ("he", "אין")])
def test_every_member_has_its_column(cell: Cell, visitor: Visitor, language: str, none: str) -> None:
    """All three members, the supervisor too, in every language; nothing to count is said in words."""
    a_flash(cell)
    visitor.speak(language)
    page = visitor.get("/figures?span=week").text
    head = re.search(r"<thead>.*?</thead>", page, re.DOTALL)
    assert head is not None
    assert head[0].count('scope="col"') == 4
    assert f">{none}</span>" in page


def test_what_is_no_span_is_refused_with_its_clause(visitor: Visitor) -> None:
    """A day that is none: 422, the clause, and the form still there."""
    answer = visitor.get("/figures?from=soon&until=2026-01-01")
    assert answer.status == 422
    assert "FIG-1" in answer.text
    assert 'name="from"' in answer.text
    assert visitor.get("/figures/table?from=soon").status == 422


def test_an_unknown_figure_is_not_there(visitor: Visitor) -> None:
    """Neither a figure nor a member that there is none of."""
    assert visitor.get("/figures/why?figure=nonsense&of=SY").status == 404
    assert visitor.get("/figures/why?figure=flash_share&of=XX").status == 404


def test_table_and_json_hold_every_figure_with_its_entries(cell: Cell, visitor: Visitor) -> None:
    """Both name the entry; the JSON says format, span, scope and charter."""
    matter = a_flash(cell)
    told = json.loads(visitor.get("/figures/json?span=day").body)
    assert told["format"] == "parley-figures-v1"
    assert told["charter"] == cell.mechanism.nodes["SY"].charter().digest
    rows = {f"{row['figure']}.{row['of']}".strip("."): row["values"] for row in told["figures"]}
    assert matter in [entry["entry"] for entry in rows["flash_share"]["IL"]["entries"]]
    answer = visitor.get("/figures/table?span=day")
    assert "figures" in answer.headers["content-disposition"]
    table = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))
    assert any(matter in row[-1].split() for row in table[1:])
    assert all(len(row) == len(table[0]) for row in table)

"""Commerce on the desk: asked from a form, its slot taken by the node, permitted by the other side, given to keep."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from parley.desk.hotline.saying import instant
from parley.node import reading
from tests.desk.cell import Cell
from tests.desk.committing import agreement, chief_says, done, obligation
from tests.desk.in_role import assert_shut, in_role
from tests.desk.trading import asked, book, route, slot_to_come
from tests.desk.visitor import Visitor


@pytest.fixture
def chief(cell: Cell) -> Iterator[Visitor]:
    """A visitor in the role of a chief, which reads commerce."""
    with in_role(cell, "chief") as visitor:
        yield visitor


def form(by: str, slot_s: int, **changes: Any) -> dict[str, Any]:
    """Return the form of a crossing of goods."""
    return {
        "subject": "EXERCISE water", "point": "quneitra", "towards": "IL", "what": "goods", "slot": instant(slot_s),
        "vehicles": "2", "persons": "4", "goods-1-what": "EXERCISE drinking water", "goods-1-quantity": "20",
        "goods-1-unit": "tonne", "route": by, "contact": "line 2", "lang": "en", "step": "look", **changes,
    }  # fmt: skip


def filed(visitor: Visitor, address: str, fields: dict[str, Any]) -> str:
    """Look a form over, send it and return where it leads."""
    looked = visitor.post(address, fields)
    assert looked.status == 200, looked.text
    sent = visitor.post(address, {**fields, "step": "send"})
    assert sent.status == 303, sent.text
    return sent.location


def matter_of(way: str) -> str:
    """Return the matter to which an address leads."""
    return "/".join(way.partition("#")[0].split("/")[-2:])


def test_a_crossing_is_asked_from_a_form_and_its_node_takes_the_slot(cell: Cell, chief: Visitor) -> None:
    """Looked over with every field; it stands in the list with its slot, and the page shows permit and queue."""
    slot_s = slot_to_come(cell, days=9)
    fields = form(route(cell, slot_s), slot_s, humanitarian="yes", **{"papers-1-what": "EXERCISE manifest",
                  "papers-1-sha256": "ab" * 32})  # fmt: skip
    looked = chief.post("/crossings/new", fields).text
    for words in ("EXERCISE water", "20 tonnes", "Quneitra crossing point", "ab" * 32, "Notice of the route"):
        assert words in looked, words
    matter = matter_of(filed(chief, "/crossings/new", fields))
    page = chief.get(f"/crossings/{matter}").text
    assert "no slot yet" in page and "permit asked for" in page
    book(cell)
    page = chief.get(f"/crossings/{matter}").text
    for words in ("has its place in the slot", "never asked to move", "has not decided yet", "EXERCISE route"):
        assert words in page, words
    row = f'<tr data-matter="{matter}">'
    assert row in chief.get("/crossings").text
    assert f"{slot_s // 86_400}" in (slots := chief.get("/crossings/slots").text) or "/slots/" in slots
    day = chief.get(f"/slots/quneitra.slots/{slot_s // 86_400}").text
    assert "EXERCISE water" in day and "has its place" in day


def test_the_other_side_refuses_with_reasons_and_gives_after_a_change(cell: Cell, chief: Visitor) -> None:
    """The reasons stand on the page; a change is decided anew, and what was withdrawn leaves its slot."""
    slot_s = slot_to_come(cell, days=16)
    matter = asked(cell, slot_s=slot_s, subject="EXERCISE cement")
    reasons = {"of": matter, "text": "EXERCISE. The scanner is broken.", "lang": "en"}
    chief_says(cell, "IL", "permit_refused", reasons, matter=matter)
    page = chief.get(f"/crossings/{matter}").text
    assert "The scanner is broken." in page and "permit refused" in page
    later = slot_to_come(cell, days=17)
    by = route(cell, later)
    fields = {"matter": matter, "of": matter, "to": "IL,SY,US", "slot": instant(later), "route": by,
              "why": "EXERCISE scanner", "step": "look"}  # fmt: skip
    assert filed(chief, "/crossings/new", fields) == f"/crossings/{matter}"
    book(cell)
    page = chief.get(f"/crossings/{matter}").text
    assert "permit asked for" in page and "EXERCISE scanner" in page and "has its place" in page
    row = reading.matter(cell.mechanism.nodes["SY"], matter)
    assert row is not None
    chief_says(cell, "IL", "permit_given", {"of": row.state["version"]}, matter=matter)
    assert "permit given" in chief.get(f"/crossings/{matter}").text
    gone = {"of": row.state["version"], "why": "EXERCISE not needed", "to": "IL,SY,US", "step": "send"}
    assert chief.post(f"/crossings/{matter}/withdraw", gone).status == 303
    book(cell)
    day = reading.matter(cell.mechanism.nodes["IL"], f"quneitra.slots/{later // 86_400}")
    assert day is not None and all(each["crossing"] != row.state["version"] for slot in day.state["slots"]
                                   for each in slot["asked"])  # fmt: skip


def test_the_desk_of_who_decides_offers_it_and_says_by_when(cell: Cell, chief: Visitor) -> None:
    """What the other side asks for is owed here, with its clause; refused without reasons it is named at its field."""
    slot_s = slot_to_come(cell, days=23)
    matter = asked(cell, "IL", slot_s=slot_s, towards="SY", subject="EXERCISE cattle")
    page = chief.get(f"/crossings/{matter}").text
    assert "Give the permit" in page and "CMD-1" in page and "Decide on the permit" in page
    bare = {"of": matter, "text": "", "lang": "en", "to": "IL,SY,US", "step": "send"}
    assert chief.post(f"/crossings/{matter}/refuse", bare).status == 422
    given = {"of": matter, "text": "", "lang": "en", "to": "IL,SY,US", "step": "send"}
    assert chief.post(f"/crossings/{matter}/give", given).status == 303
    assert "Give the permit" not in chief.get(f"/crossings/{matter}").text


def test_the_list_is_given_to_keep_as_a_table_and_as_json(cell: Cell, chief: Visitor) -> None:
    """Each crossing is a line with its slot and its place in the queue, or its state; a formula is shown as text."""
    matter = asked(cell, slot_s=slot_to_come(cell, days=30), subject="=EXERCISE")
    table = chief.get("/crossings/export/csv?show=all").text
    line = next(each for each in table.splitlines() if each.startswith(matter))
    assert "'=EXERCISE" in line and "quneitra" in line and ",0," in line
    told = json.loads(chief.get("/crossings/export/json?show=all").text)
    assert matter in {each["id"] for each in told["crossings"]}
    assert chief.get("/crossings/export/xml").status == 404


def test_roles_off_the_track_read_nothing_of_it(cell: Cell, visitor: Visitor) -> None:
    """A duty officer is refused each page of commerce with the clause."""
    matter = asked(cell, slot_s=slot_to_come(cell, days=37), subject="EXERCISE closed")
    assert_shut(visitor, "/crossings", "/crossings/new", "/crossings/slots", f"/crossings/{matter}")


def test_a_crossing_that_waits_for_a_step_is_permitted_once_that_is_told(cell: Cell, chief: Visitor) -> None:
    """Asked from the form; no permit is offered before the step is certified and that is told by one press."""
    instrument, slot_s = agreement(cell, obligation("clears", by="D+30")), slot_to_come(cell, days=44)
    listed = chief.get("/crossings/new").text
    assert f'value="{instrument} clears"' in listed
    fields = form(route(cell, slot_s), slot_s, waits_for=f"{instrument} clears", subject="EXERCISE after the mines")
    assert f"clears of {instrument}" in chief.post("/crossings/new", fields).text
    wrong = chief.post("/crossings/new", {**fields, "waits_for": f"{instrument} nowhere", "step": "send"})
    assert wrong.status == 422 and "CM-21" in wrong.text
    matter = matter_of(filed(chief, "/crossings/new", fields))
    cell.carry()
    theirs = asked(cell, "IL", slot_s=slot_s, towards="SY", waits_for={"commitment": instrument, "step": "clears"})
    for each in (matter, theirs):
        page = chief.get(f"/crossings/{each}").text
        assert f'href="/commitments/{instrument}"' in page and "no permit is given" in page
        assert "Give the permit" not in page and "Tell that the step is certified" not in page
    done(cell, instrument, "clears")
    page = chief.get(f"/crossings/{theirs}").text
    assert "nobody has told so here yet" in page and "Give the permit" not in page
    gate = page.partition('name="gate" value="')[2].partition('"')[0]
    sent = {"gate": gate, "to": "IL,SY,US", "lang": "en", "step": "send"}
    assert chief.post(f"/crossings/{theirs}/open", sent).status == 303
    page = chief.get(f"/crossings/{theirs}").text
    assert "told as certified" in page and "Give the permit" in page and "Decide on the permit" in page

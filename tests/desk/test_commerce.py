"""Commerce on the desk: asked from a form, its slot taken by the node, permitted by the other side, given to keep."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from parley.desk.hotline.saying import instant
from parley.node import reading
from parley.node.commerce.suspending import suspended_by
from parley.tracks.supervision.standing import Held
from tests.desk.cell import Cell
from tests.desk.committing import agreement, chief_says, done, obligation
from tests.desk.in_role import assert_shut, in_role
from tests.desk.test_hostile_words import FIELD, INVISIBLE, TURNED
from tests.desk.test_search_pages import hits
from tests.desk.test_standstills import ended, released
from tests.desk.trading import asked, book, route, slot_to_come
from tests.desk.visitor import Visitor
from tests.tracks.deconfliction.standstills import standstill


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


def line_of(table: str, matter: str) -> str:
    """Return the line of a table that tells of a matter."""
    return next(each for each in table.splitlines() if each.startswith(f'"{matter}"'))


def matter_of(way: str) -> str:
    """Return the matter to which an address leads."""
    return "/".join(way.partition("#")[0].split("/")[-2:])


def test_a_crossing_is_asked_from_a_form_and_its_node_takes_the_slot(cell: Cell, chief: Visitor) -> None:
    """Looked over with every field; it stands in the list with its slot, and the page shows permit and queue."""
    slot_s = slot_to_come(cell, days=9)
    fields = form(route(cell, slot_s), slot_s, humanitarian="yes", **{"papers-1-what": "EXERCISE manifest",
                  "papers-1-sha256": "ab" * 32})  # fmt: skip
    # A list that does not belong to what crosses is refused, and not dropped.
    drivers = {"people-1-role": "driver", "people-1-count": "2"}
    for both in (drivers, {**drivers, "what": "persons"}):
        refused = chief.post("/crossings/new", {**fields, **both})
        assert refused.status == 422 and "has no list of" in refused.text and "EXERCISE drinking water" in refused.text
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
    colleague = re.search(r'name="stood" value="([^"]*)"', page)
    assert colleague is not None
    bare = {"of": matter, "text": "", "lang": "en", "to": "IL,SY,US", "step": "send"}
    assert chief.post(f"/crossings/{matter}/refuse", bare).status == 422
    given = {"of": matter, "text": "", "lang": "en", "to": "IL,SY,US", "step": "send"}
    assert chief.post(f"/crossings/{matter}/give", given).status == 303
    assert "Give the permit" not in chief.get(f"/crossings/{matter}").text
    # A colleague whose page is older turns it only after having read it.
    refuses = {**bare, "text": "EXERCISE. No lane.", "stood": colleague[1]}
    held = chief.post(f"/crossings/{matter}/refuse", refuses)
    assert held.status == 422 and "DESK-26" in held.text and ">EXERCISE. No lane.</textarea>" in held.text
    assert "permit given" in chief.get(f"/crossings/{matter}").text
    stood = re.search(r'name="stood" value="([^"]*)"', held.text)
    assert stood is not None
    assert chief.post(f"/crossings/{matter}/refuse", {**refuses, "stood": stood[1]}).status == 303


def test_the_list_is_given_to_keep_as_a_table_and_as_json(cell: Cell, chief: Visitor) -> None:
    """Each crossing is a line with its slot and its place in the queue, or its state; a formula is shown as text."""
    matter = asked(cell, slot_s=slot_to_come(cell, days=30), subject="=EXERCISE")
    table = chief.get("/crossings/export/csv?show=all").text
    line = line_of(table, matter)
    assert "'=EXERCISE" in line and "quneitra" in line and '"0"' in line and "Without prejudice" in line
    told = json.loads(chief.get("/crossings/export/json?show=all").text)
    (found,) = (each for each in told["crossings"] if each["id"] == matter)
    assert (found["suspended_by"], found["decided_while"], told["exercise"]) == (None, {}, False)
    assert chief.get("/crossings/export/xml").status == 404


def test_the_list_shows_what_is_asked_for_and_gives_the_same(cell: Cell, chief: Visitor) -> None:
    """By words, state, member, what crosses and humanitarian alone; the table holds what the list shows."""
    slot_s = slot_to_come(cell, days=74)
    ours = asked(cell, slot_s=slot_s, subject="EXERCISE Quince trees", humanitarian=True)
    theirs = asked(cell, "IL", slot_s=slot_s, towards="SY", subject="EXERCISE quince jam")
    for query, found in (
        ("words=QUINCE", {ours, theirs}), ("words=quince+jam", {theirs}), ("words=quince&member=SY", {ours}),
        ("words=quince&urgent=yes", {ours}), ("words=quince&state=refused", set()),
        ("words=quince&what=persons", set()),
        ("words=quince&state=asked&point=quneitra", {ours, theirs}), ("words=quince&point=nowhere", set()),
        ("words=" + "q" * 900, set()), ("words=quince&state=%00&start=-1", set()),
    ):  # fmt: skip
        page, table = chief.get(f"/crossings?{query}"), chief.get(f"/crossings/export/csv?{query}")
        assert (page.status, table.status) == (200, 200), query
        assert {each for each in (ours, theirs) if f'<tr data-matter="{each}"' in page.text} == found, query
        assert {each for each in (ours, theirs) if f'"{each}"' in table.text} == found, query
    assert chief.get("/opportunities?words=nothing&sector=water&state=expired").status == 200
    assert chief.get("/projects?words=nothing&sector=water&member=IL&show=all").status == 200


def test_roles_off_the_track_read_nothing_of_it(cell: Cell, chief: Visitor, visitor: Visitor) -> None:
    """A duty officer is refused each page of commerce with the clause, and finds nothing of it that a chief finds."""
    matter = asked(cell, slot_s=slot_to_come(cell, days=37), subject="EXERCISE Medlarwood closed")
    (found,) = hits(chief.get("/search?q=Medlarwood").text)
    assert chief.get(found.partition("#")[0]).location == f"/crossings/{matter}"
    assert_shut(visitor, "/crossings", "/crossings/new", "/crossings/slots", f"/crossings/{matter}",
                "/crossings/export/csv", f"/details/{matter}.json")  # fmt: skip
    assert hits(visitor.get("/search?q=Medlarwood").text) == []


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


def test_a_permit_whose_route_falls_into_a_standstill_is_suspended_alike_everywhere(
    cell: Cell, chief: Visitor
) -> None:
    """Once all have signed it, at every node; it comes back with a variance that all sign, and is told as given."""
    slot_s = slot_to_come(cell, days=51)
    matter = asked(cell, slot_s=slot_s, subject="EXERCISE through the quiet")
    chief_says(cell, "IL", "permit_given", {"of": matter}, matter=matter)
    times = {"from_s": slot_s - 7200, "until_s": slot_s + 86_400}
    halt = cell.says("US", "standstill_proposed", standstill(subject="EXERCISE halt", **times))

    def found() -> list[str | None]:
        states = {code: reading.matter(node, matter) for code, node in cell.mechanism.nodes.items()}
        told = [suspended_by(cell.mechanism.nodes[code], row.state) for code, row in states.items() if row is not None]
        return [each.standstill if each is not None else None for each in told]

    assert found() == [None] * 3
    for member in ("SY", "IL"):
        cell.says(member, "instrument_signed", released(cell, halt), matter=halt)
    assert found() == [halt] * 3
    page = chief.get(f"/crossings/{matter}").text
    assert "Suspended: the route falls into a standstill" in page and "CM-22" in page and "permit given" in page
    assert "suspended by a standstill" in chief.get("/crossings").text
    assert "suspended by a standstill" in chief.get(f"/calendar?days=7&from={instant(slot_s)[:10]}").text
    assert f"falls into a standstill: {halt}" in chief.get("/crossings/new").text
    assert f'"{halt}"' in line_of(chief.get("/crossings/export/csv").text, matter)
    (kept,) = (each for each in json.loads(chief.get("/crossings/export/json").text)["crossings"]
               if each["id"] == matter)  # fmt: skip
    assert (kept["suspended_by"]["standstill"], kept["name"]) == (halt, "given")
    assert json.loads(chief.get(f"/details/{matter}.json").text)["follows"]["suspended_by"]["standstill"] == halt
    row = reading.matter(cell.mechanism.nodes["SY"], matter)
    assert row is not None
    excepts = {"of": halt, "texts": standstill()["texts"], "notice": row.state["route"], **times}
    other = cell.says("US", "variance_proposed", excepts, matter=halt)
    for member in ("SY", "IL"):
        cell.says(member, "instrument_signed", released(cell, halt, other), matter=halt)
    assert found() == [None] * 3
    assert "Suspended:" not in chief.get(f"/crossings/{matter}").text
    ended(cell, halt)


def test_what_was_decided_while_the_mechanism_was_not_active_is_marked(
    cell: Cell, chief: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the decision with the change and its clause, and in what is given to keep; the permit stands."""
    matter = asked(cell, slot_s=slot_to_come(cell, days=81), subject="EXERCISE meanwhile")
    chief_says(cell, "IL", "permit_given", {"of": matter}, matter=matter)
    said = "said while the mechanism was not active"
    assert said not in chief.get(f"/crossings/{matter}").text
    # Here, because the desk's settings are known once its cell stands.
    from parley.desk.commerce import crossing_pages, exporting, following

    for module in (crossing_pages, exporting, following):
        monkeypatch.setattr(module, "mechanism_over_time", lambda node: (Held("suspended", None, None, "US/1"),))
    page = chief.get(f"/crossings/{matter}").text
    assert said in page and "SU-11" in page and "permit given" in page and 'href="/mechanism/US/1"' in page
    assert '"suspended"' in line_of(chief.get("/crossings/export/csv").text, matter)
    (kept,) = (each for each in json.loads(chief.get("/crossings/export/json").text)["crossings"]
               if each["id"] == matter)  # fmt: skip
    assert [each["mechanism"] for each in kept["decided_while"].values()] == ["suspended"]


def test_a_humanitarian_crossing_goes_before_others_on_every_page(cell: Cell, chief: Visitor) -> None:
    """First in the queue of its slot though it came last, decided in 12 hours in place of 48, and so it is told."""
    slot_s = slot_to_come(cell, days=88)
    first = asked(cell, "IL", slot_s=slot_s, towards="SY", vehicles=8, subject="EXERCISE timber")
    urgent = asked(cell, "IL", slot_s=slot_s, towards="SY", vehicles=9, humanitarian=True, subject="EXERCISE serum")
    day = chief.get(f"/slots/quneitra.slots/{slot_s // 86_400}").text
    assert day.index("EXERCISE serum") < day.index("EXERCISE timber")
    assert "waits in the queue as number 1" in chief.get(f"/crossings/{first}").text
    assert "before others, and never asked to move" in chief.get(f"/crossings/{urgent}").text
    node = cell.mechanism.nodes["SY"]
    hours = {}
    for each in (first, urgent):
        (owed,) = reading.duties_of(node, each, now_ms=node.clock.now_ms())
        assert owed.course is not None and owed.course.read is not None and owed.due_at_ms is not None
        hours[each] = round((owed.due_at_ms - owed.course.read.at_ms) / 3_600_000)
    assert hours == {first: 48, urgent: 12}
    watch = chief.get("/waiting").text
    assert watch.index("EXERCISE serum") < watch.index("EXERCISE timber")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_hostile_words_of_what_crosses_are_marked_on_every_page(cell: Cell, chief: Visitor, language: str) -> None:
    """Subject, goods, reasons, contact and words with characters that turn them around: none is passed on as it is."""
    slot_s, turned = slot_to_come(cell, days=102), TURNED[:60]
    goods = [{"what": turned, "quantity": 1, "unit": "tonne"}]
    papers = [{"what": turned, "sha256": "ab" * 32}]
    beside = {"text": TURNED, "contact": turned, "documents": papers, "goods": goods}
    matter = asked(cell, "IL", slot_s=slot_s, towards="SY", subject=turned, **beside)
    gone = asked(cell, "IL", slot_s=slot_s, towards="SY", subject=turned)
    chief_says(cell, "IL", "permit_withdrawn", {"of": gone, "why": turned}, matter=gone)
    ours = asked(cell, slot_s=slot_s, subject=turned)
    chief_says(cell, "IL", "permit_refused", {"of": ours, "text": TURNED, "lang": "en"}, matter=ours)
    chief.speak(language)
    day = f"/slots/quneitra.slots/{slot_s // 86_400}"
    for path in (
        "/crossings?show=all", "/crossings?show=all&words=" + quote(turned[:20]), f"/crossings/{matter}", day,
        f"/crossings/{gone}", f"/crossings/{ours}", f"/timeline?line=12,{(slot_s - 3600) * 1000}", "/calendar?days=120",
        f"/details/{matter}", "/waiting", "/search?q=misleading&kind=permit_asked",
    ):  # fmt: skip
        answer = chief.get(path)
        assert answer.status == 200, path
        found = [line for line in FIELD.sub("", answer.text).splitlines() if INVISIBLE.search(line)]
        assert (path, found) == (path, []) and "<script>alert" not in answer.text


def test_slots_stand_on_the_calendar_and_points_on_the_map(cell: Cell, chief: Visitor, visitor: Visitor) -> None:
    """For roles that read commerce, and for no other."""
    slot_s = slot_to_come(cell, days=3)
    matter = asked(cell, slot_s=slot_s, subject="EXERCISE on the calendar")
    told = chief.get("/calendar/json?days=31").text
    assert matter in told and "EXERCISE on the calendar" in told
    line = f"/timeline?line=12,{(slot_s - 3600) * 1000}"
    drawn = chief.get(line).text
    assert f'data-matter="{matter}"' in drawn and "EXERCISE on the calendar" in drawn
    assert matter not in visitor.get(line).text
    assert "Quneitra crossing point" in chief.get("/map").text
    assert matter not in visitor.get("/calendar/json?days=31").text
    assert "Quneitra crossing point" not in visitor.get("/map").text

"""Commerce on the desk: asked from a form, its slot taken by the node, permitted by the other side, given to keep."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from parley.desk.hotline.saying import instant
from parley.node import reading
from parley.node.commerce.suspending import suspended_by
from tests.desk.cell import Cell
from tests.desk.committing import agreement, chief_says, done, obligation
from tests.desk.in_role import assert_shut, in_role
from tests.desk.test_standstills import ended, released
from tests.desk.trading import asked, book, match, route, says_alone, slot_to_come
from tests.desk.visitor import Visitor
from tests.tracks.commerce.offers import offer as offer_of
from tests.tracks.deconfliction.standstills import standstill

# What differs from one minute to the next, or from form to form.
# What the page is about: around it stand counts of what else is owed, which other tests leave behind.
MAIN = re.compile(r'.*?(<div class="stage.*?)<aside class="side".*', re.DOTALL)
VARIES = re.compile(
    r'name="(csrfmiddlewaretoken|once)" value="[^"]*"|<time[^>]*>[^<]*</time>|data-(now|at|ago|place)[-a-z]*="[^"]*"'
    r"|\d+:\d\d:\d\d|\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?Z?|nonce=\"[^\"]*\""
)


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


def offer(**changes: Any) -> dict[str, Any]:
    """Return the content of an opportunity."""
    return {name: value for name, value in offer_of(**changes).items() if name != "role"}


def says(cell: Cell, member: str, kind: str, content: dict[str, Any]) -> str:
    """Let a member say something to the supervisor alone."""
    return says_alone(cell, member, kind, content)


def filed_(visitor: Visitor, address: str, fields: dict[str, Any]) -> None:
    """Send a form that needs no look."""
    sent = visitor.post(address, {**fields, "step": "send"})
    assert sent.status == 303, sent.text


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


def seen(chief: Visitor, matter: str) -> list[str]:
    """Return what the desk answers about opportunities on every way, but for minutes and how long each log is."""
    name = matter.replace("/", ".")
    ways = (
        "/opportunities?show=all", f"/opportunities/{matter}", "/opportunities/export/csv?show=all", "/calendar",
        "/opportunities/export/json?show=all", "/search?q=EXERCISE+pumps", f"/interest/{name}.interest-IL/0",
        f"/matches/{name}.match-IL-SY/0", "/calendar/json",
    )  # fmt: skip
    answers = (chief.get(way) for way in ways)
    return [f"{each.status} " + VARIES.sub("", MAIN.sub(r"\1", each.text)) for each in answers]


def watched(cell: Cell) -> int:
    """Return how many matters of commerce this desk's node holds."""
    node = cell.mechanism.nodes["SY"]
    return sum(len(reading.of_form(node, form, from_ms=0)) for form in ("opportunity", "interest", "match"))


def test_one_sided_interest_changes_nothing_that_others_see(cell: Cell, chief: Visitor) -> None:
    """Whether the other side is interested or not, took it back or never said it: every answer here is the same."""
    until_s = slot_to_come(cell, days=20)
    matter = chief_says(cell, "US", "opportunity_offered", offer(expires_s=until_s))
    for _ in range(3):
        cell.carry()
    before, owed = seen(chief, matter), watched(cell)
    says(cell, "IL", "interest_declared", {"opportunity": matter, "member": "IL"})
    match(cell)
    assert (seen(chief, matter), watched(cell)) == (before, owed)
    word = reading.matter(cell.mechanism.nodes["US"], f"{matter.replace('/', '.')}.interest-IL/0")
    assert word is not None and word.state["name"] == "declared"
    says(cell, "IL", "interest_withdrawn", {"opportunity": matter, "member": "IL", "of": word.state["word"]})
    match(cell)
    assert (seen(chief, matter), watched(cell)) == (before, owed)
    # And what is interested here alone is told to nobody: the other side's node holds no matter of it.
    filed_(chief, f"/opportunities/{matter}/want", {"lang": "en"})
    cell.carry()
    match(cell)
    assert "We declared our interest" in chief.get(f"/opportunities/{matter}").text
    names = {f"{matter.replace('/', '.')}.interest-SY/0", f"{matter.replace('/', '.')}.match-IL-SY/0"}
    assert not any(reading.matter(cell.mechanism.nodes["IL"], name) for name in names)


def test_two_who_are_interested_are_told_and_answer(cell: Cell, chief: Visitor) -> None:
    """The supervisor's node tells both, once; the page of the match offers to say that it was received."""
    matter = chief_says(cell, "US", "opportunity_offered", offer(subject="EXERCISE road", expires_s=slot_to_come(cell)))
    filed_(chief, f"/opportunities/{matter}/want", {"lang": "en", "text": "EXERCISE. Quietly."})
    cell.carry()
    says(cell, "IL", "interest_declared", {"opportunity": matter, "member": "IL"})
    match(cell)
    found = f"{matter.replace('/', '.')}.match-IL-SY/0"
    assert found in chief.get("/opportunities").text
    page = chief.get(f"/matches/{found}").text
    assert "Both are interested." in page and "CMD-3" in page and "Quietly" not in page
    filed_(chief, f"/matches/{found}/receive", {"how": "received", "contact": "line 2", "to": "IL,SY,US", "lang": "en"})
    cell.carry()
    assert "line 2" in chief.get(f"/matches/{found}").text
    state = reading.matter(cell.mechanism.nodes["IL"], found)
    assert state is not None and state.state["name"] == "received_by_one"
    match(cell)
    again = reading.matter(cell.mechanism.nodes["IL"], found)
    assert again is not None and len(again.state["tellings"]) == 1


def test_a_project_rests_on_steps_and_waits_for_their_certificates(cell: Cell, chief: Visitor) -> None:
    """Opened from a form, approved by the other side; a milestone is offered once its step is certified."""
    instrument = agreement(cell, obligation("one"), obligation("two"))
    fields = {
        "subject": "EXERCISE line", "sector": "water", "text": "EXERCISE pipes.", "lang": "en", "to": "SY,IL,US",
        "parties": ["IL", "SY"], "mile-1-what": "EXERCISE pipes laid", "mile-1-id": "pipes",
        "mile-1-step": f"{instrument} one", "mile-2-what": "EXERCISE pumps", "mile-2-id": "pumps",
        "mile-2-step": f"{instrument} two", "mile-2-gate": f"{instrument} one", "step": "look",
    }  # fmt: skip
    matter = matter_of(filed(chief, "/projects/new", fields))
    cell.carry()
    reasons = {"how": "approved", "text": "EXERCISE. Useful.", "lang": "en"}
    chief_says(cell, "IL", "project_decided", reasons, matter=matter)
    page = chief.get(f"/projects/{matter}").text
    assert "approved by all" in page and "EXERCISE. Useful." in page and "Say that it was reached:" not in page
    done(cell, instrument, "one")
    certificate = re.search(r'name="certificate" value="([^"]+)"', chief.get(f"/projects/{matter}").text)
    assert certificate is not None
    reached = {"milestone": "pipes", "certificate": certificate[1], "gate": "", "to": "IL,SY,US"}
    filed_(chief, f"/projects/{matter}/reach", reached)
    page = chief.get(f"/projects/{matter}").text
    assert "1 of 2 reached" in re.sub(r"<[^>]+>", "", chief.get("/projects").text) and certificate[1] in page
    filed_(chief, f"/projects/{matter}/suspend", {"why": "EXERCISE flood", "to": "IL,SY,US"})
    assert "EXERCISE flood" in chief.get(f"/projects/{matter}").text
    assert matter in chief.get("/projects/export/csv").text


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
    line = next(each for each in chief.get("/crossings/export/csv").text.splitlines() if each.startswith(matter))
    assert f",{halt}" in line
    row = reading.matter(cell.mechanism.nodes["SY"], matter)
    assert row is not None
    excepts = {"of": halt, "texts": standstill()["texts"], "notice": row.state["route"], **times}
    other = cell.says("US", "variance_proposed", excepts, matter=halt)
    for member in ("SY", "IL"):
        cell.says(member, "instrument_signed", released(cell, halt, other), matter=halt)
    assert found() == [None] * 3
    assert "Suspended:" not in chief.get(f"/crossings/{matter}").text
    ended(cell, halt)


def test_slots_stand_on_the_calendar_and_points_on_the_map(cell: Cell, chief: Visitor, visitor: Visitor) -> None:
    """For roles that read commerce, and for no other."""
    slot_s = slot_to_come(cell, days=3)
    matter = asked(cell, slot_s=slot_s, subject="EXERCISE on the calendar")
    told = chief.get("/calendar/json?days=31").text
    assert matter in told and "EXERCISE on the calendar" in told
    assert "Quneitra crossing point" in chief.get("/map").text
    assert matter not in visitor.get("/calendar/json?days=31").text
    assert "Quneitra crossing point" not in visitor.get("/map").text

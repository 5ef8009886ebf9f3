"""Commitments on the desk: proposed in a form, signed as shown, each step with by when and why; forces by zone."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest

from parley.node import reading
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from tests.desk.cell import ALL, Cell
from tests.desk.in_role import assert_shut, in_role
from tests.desk.visitor import Answer, Visitor
from tests.tracks.commitments.instruments import TEXTS, step, terms

NOW = datetime.now(UTC).replace(second=0, microsecond=0)
NOW_S = int(NOW.timestamp())


@pytest.fixture
def chief(cell: Cell) -> Iterator[Visitor]:
    """A visitor in the role of a chief, who reads and files commitments."""
    with in_role(cell, "chief") as visitor:
        yield visitor


def plain(answer: Answer) -> str:
    """Return the words of a page as they are read: without elements, marks of direction and line ends."""
    words = re.sub(r"<[^>]*>", "", answer.text.partition("<main")[2].partition("</main>")[0])
    return re.sub(r"\s+", " ", re.sub("[\u2066-\u2069\u200e\u200f]", "", unescape(words)))


def says(cell: Cell, member: str, kind: str, content: dict[str, Any], *, matter: str | None = None) -> str:
    """Let the chief of a member file an entry and carry it everywhere."""
    said: dict[str, Any] = {name: value for name, value in content.items() if name != "role"}
    outcome = file(Draft(kind, ALL, said, matter, role="chief"), node=cell.mechanism.nodes[member])
    assert isinstance(outcome, Filed), outcome
    cell.carry()
    return outcome.id


def signs(cell: Cell, member: str, matter: str, *, of: str = "") -> None:
    """Let a member sign an instrument, released by a second officer as the charter asks."""
    row = reading.matter(cell.mechanism.nodes[member], matter)
    assert row is not None
    every = [row.state["main"], *row.state["amendments"]]
    digest = next(each["digest"] for each in every if each["entry"] == (of or matter))
    content = {"of": of or matter, "digest": digest, "released_by": "chief"}
    says(cell, member, "commitment_signed", content, matter=matter)


def in_force(cell: Cell, *steps: dict[str, Any], **changes: Any) -> str:
    """Return an instrument that both parties have signed."""
    matter = says(cell, "US", "commitment_proposed", terms(*steps, **changes))
    for member in ("SY", "IL"):
        signs(cell, member, matter)
    return matter


def form(**changes: Any) -> dict[str, Any]:
    """Return the form of an instrument with two obligations that go together."""
    return {
        "subject": "EXERCISE sectors", "sort": "agreement", "made": "here", "to": "SY,IL,US", "signatory": ["IL", "SY"],
        "text_en": "EXERCISE one leaves, the other enters.", "event-rows": "1", "step-rows": "2", "step": "look",
        "step-0-id": "leave", "step-0-what": "EXERCISE leave sector 1", "step-0-who": "SY", "step-0-to": ["IL"],
        "step-0-by": "D+30", "step-0-with": "enter", "step-0-verifier": "US",
        "step-1-id": "enter", "step-1-what": "EXERCISE enter sector 1", "step-1-who": "IL", "step-1-to": ["SY"],
        "step-1-by": "D+31", "step-1-verifier": "US", **changes,
    }  # fmt: skip


def test_an_obligation_has_an_area_of_its_own_and_keeps_it(cell: Cell, chief: Visitor) -> None:
    """Typed as a circle, read out on the page; in an amendment it stands as it was signed, or is drawn anew or left."""
    drawn = {"step-0-way": "circle", "step-0-places": "33.1256 N, 35.8246 E", "step-0-radius_m": "1000"}
    far = chief.post("/commitments/new", form(**drawn | {"step-0-places": "somewhere"}))
    assert far.status == 422 and "Places, one a line, line 1:" in plain(far) and "somewhere</textarea>" in far.text
    looked = chief.post("/commitments/new", form(**drawn))
    assert looked.status == 200 and "in an area of its own" in plain(looked) and "km²" in plain(looked), looked.text
    sent = chief.post("/commitments/new", form(**drawn, step="send"))
    matter = "/".join(sent.location.partition("#")[0].split("/")[-2:])
    cell.carry()
    for member in ("SY", "IL"):
        signs(cell, member, matter)
    page = chief.get(f"/commitments/{matter}")
    assert "km²" in plain(page)
    begun = chief.get(f"/commitments/{matter}/amend?of=leave").text
    assert '<option value="kept" selected>' in begun and 'name="step-0-signed" value="leave"' in begun
    row = reading.matter(cell.mechanism.nodes["SY"], matter)
    assert row is not None
    area = row.state["main"]["terms"]["obligations"][0]["area"]
    anew = form(of=matter, **{"step-rows": "1", "step-0-by": "D+40", "step-0-with": "", "step-0-signed": "leave"})
    for way, kept in (("kept", area), ("", None)):
        looked = chief.post(f"/commitments/{matter}/amend", anew | {"step-0-way": way, "step-1-id": ""})
        assert looked.status == 200 and ("in an area of its own" in plain(looked)) == (kept is not None), looked.text
    sent = chief.post(f"/commitments/{matter}/amend", anew | {"step-0-way": "kept", "step": "send"})
    assert sent.status == 303
    row = reading.matter(cell.mechanism.nodes["SY"], matter)
    assert row is not None and row.state["amendments"][0]["terms"]["obligations"][0]["area"] == area
    none = chief.post(f"/commitments/{matter}/amend", anew | {"step-0-way": "kept", "step-0-signed": "enter"})
    assert none.status == 422 and "Places, one a line" in plain(none)


def test_an_instrument_is_proposed_in_a_form(cell: Cell, chief: Visitor) -> None:
    """One obligation a row, looked over before it goes; then it stands on its page and in the list."""
    looked = chief.post("/commitments/new", form())
    assert looked.status == 200 and "EXERCISE leave sector 1" in looked.text and "D+30" in looked.text, looked.text
    sent = chief.post("/commitments/new", form(step="send"))
    assert sent.status == 303, sent.text
    matter = re.search(r"SY/\d+", sent.location)
    assert matter is not None
    page = chief.get(f"/commitments/{matter[0]}")
    assert "Not in force" in plain(page) and "It waits for D" in plain(page)
    assert "EXERCISE sectors" in chief.get("/commitments").text
    row = reading.matter(cell.mechanism.nodes["SY"], matter[0])
    assert row is not None and [each["with"] for each in row.state["steps"] if "with" in each] == [["enter"]]


def test_a_row_is_added_without_any_script(chief: Visitor) -> None:
    """What was typed stays, and nothing is filed."""
    more = chief.post("/commitments/new", form(step="more-step"))
    assert more.status == 200 and 'name="step-2-id"' in more.text and "EXERCISE enter sector 1" in more.text
    assert 'value="leave"' in more.text and 'name="event-1-id"' not in more.text
    assert 'name="event-1-id"' in chief.post("/commitments/new", form(step="more-event")).text


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"step-0-by": "in 5 days"}, "By when, line 1: Not understood: in 5 days"),
    ({"step-0-by": "enter+5d", "step-0-with": "", "step-1-by": "leave+5d"}, "wait for each other in a circle"),
    ({"step-1-after": "nowhere"}, "Only after, line 2: Nothing here is called nowhere"),
    ({"step-0-verifier": "SY"}, "Verified by, line 1"),
    ({"signatory": ["IL"]}, "Nobody is bound by what it does not sign"),
]


@pytest.mark.parametrize(("changes", "said"), WRONG)
def test_what_is_wrong_is_told_at_its_field(chief: Visitor, changes: dict[str, Any], said: str) -> None:
    """With its row, and what was typed is still there."""
    answer = chief.post("/commitments/new", form(**changes))
    assert answer.status == 422 and said in plain(answer), plain(answer)
    assert "EXERCISE leave sector 1" in answer.text


def test_a_step_is_reported_certified_and_disputed_on_its_page(cell: Cell, chief: Visitor) -> None:
    """Who owes it reports; the state, by when and why stand beside it, in the list of steps too."""
    matter = in_force(cell, step("phase1", by="D+30"), subject="EXERCISE one step")
    page = chief.get(f"/commitments/{matter}")
    assert "Agreed by all signatories" in plain(page) and "Report the step" in plain(page)
    assert "Certify the step" not in plain(page) and "Waive the step" not in plain(page)
    done_at = f"{NOW - timedelta(hours=1):%Y-%m-%d %H:%MZ}"
    done: dict[str, Any] = {"to": "SY,IL,US", "of_step": "phase1", "percent": "100", "done_at": done_at,
            "evidence": f"photograph {'a' * 64}", "step": "send"}  # fmt: skip
    at = f"/commitments/{matter}/report"
    wrong = {**done, "evidence": f"plan.pdf {'b' * 64}"}
    refused = chief.upload(at, wrong, name="plan.pdf", content=b"EXERCISE plan")
    assert refused.status == 422 and "plan.pdf tells another digest" in plain(refused)
    assert chief.upload(at, done, name="plan.pdf", content=b"EXERCISE plan").status == 303
    page = chief.get(f"/commitments/{matter}")
    assert "reported, not certified" in plain(page) and hashlib.sha256(b"EXERCISE plan").hexdigest() in page.text
    (file,) = re.findall(r'href="(/record/[^"]+/attachment/\d+)"', page.text)
    assert chief.get(file).text == "EXERCISE plan"
    cell.carry()
    says(cell, "US", "step_certified", {"step": "phase1", "percent": 60, "done_s": NOW_S - 60}, matter=matter)
    assert "partly done · 60 %" in plain(chief.get("/commitments/steps?show=ours"))
    why: dict[str, Any] = {"to": "SY,IL,US", "of_step": "phase1", "stands": "yes", "why": "EXERCISE all is done"}
    assert chief.post(f"/commitments/{matter}/dispute", why).status == 303
    page = chief.get(f"/commitments/{matter}")
    assert "otherwise partly done" in plain(page) and "End the dispute" in plain(page)
    future: dict[str, Any] = {**done, "done_at": "2099-01-01 00:00Z"}
    refused = chief.post(f"/commitments/{matter}/report", future)
    assert refused.status == 422 and "lies ahead" in plain(refused) and "CO-7" in refused.text


def test_a_signature_is_held_for_a_second_officer(cell: Cell, chief: Visitor) -> None:
    """Nobody binds a party alone: by the default charter it waits for its release."""
    matter = says(cell, "US", "commitment_proposed", terms(subject="EXERCISE to sign"))
    row = reading.matter(cell.mechanism.nodes["SY"], matter)
    assert row is not None
    signed: dict[str, Any] = {"to": "SY,IL,US", "of": matter, "digest": row.state["main"]["digest"], "step": "send"}
    answer = chief.post(f"/commitments/{matter}/sign", signed)
    assert answer.status == 303 and "waiting" in answer.location
    against: dict[str, Any] = {"to": "SY,IL,US", "of": matter, "why": "EXERCISE not yet"}
    assert chief.post(f"/commitments/{matter}/decline", against).status == 303
    assert "EXERCISE not yet" in chief.get(f"/commitments/{matter}").text


def test_other_terms_are_proposed_for_a_step(cell: Cell, chief: Visitor) -> None:
    """The form shows the step as it stands; what is signed by all takes its place, and what was stays told."""
    matter = in_force(cell, step("phase1", by="D+30"), subject="EXERCISE to amend")
    shown = chief.get(f"/commitments/{matter}/amend?of=phase1")
    assert 'value="D+30"' in shown.text and 'value="phase1"' in shown.text
    fields: dict[str, Any] = {
        "to": "SY,IL,US", "of": matter, "text_en": "EXERCISE later.", "event-rows": "1", "step-rows": "1",
        "step-0-id": "phase1", "step-0-what": "EXERCISE phase1", "step-0-who": "SY", "step-0-to": ["IL"],
        "step-0-by": "D+60", "step-0-verifier": "US", "step": "send",
    }  # fmt: skip
    assert chief.post(f"/commitments/{matter}/amend", fields).status == 303
    cell.carry()
    row = reading.matter(cell.mechanism.nodes["SY"], matter)
    assert row is not None
    for member in ("SY", "IL"):
        signs(cell, member, matter, of=row.state["amendments"][0]["entry"])
    page = chief.get(f"/commitments/{matter}")
    assert "Earlier terms" in plain(page) and "D+60" in plain(page)


def test_what_takes_the_place_of_an_instrument_is_recorded_there(cell: Cell, chief: Visitor) -> None:
    """The page of the old one offers it once all have signed the new."""
    old = in_force(cell, subject="EXERCISE old")
    new = in_force(cell, subject="EXERCISE new", supersedes=old)
    page = chief.get(f"/commitments/{old}")
    found = re.search(r'name="from_s" value="(\d+)"', page.text)
    assert found is not None and "Record that here" in plain(page)
    said: dict[str, Any] = {"to": "SY,IL,US", "by": new, "from_s": found[1]}
    assert chief.post(f"/commitments/{old}/supersede", said).status == 303
    page = chief.get(f"/commitments/{old}")
    assert "Superseded." in plain(page) and f'href="/commitments/{new}"' in page.text
    assert f'href="/commitments/{old}"' in chief.get(f"/commitments/{new}").text
    assert old not in re.findall(r"US/\d+", plain(chief.get("/commitments")))


def test_forces_stand_beside_the_limits(cell: Cell, chief: Visitor) -> None:
    """Declared in a form; allowed by the limit and by what a signed variance adds, as of the day that is asked for."""
    zone, limit = "area_of_limitation_west_0_10", "tanks"
    counts: list[dict[str, Any]] = [{"zone": zone, "limit": limit, "count": 80}]
    says(cell, "IL", "forces_declared", {"as_of_s": NOW_S - 3600, "counts": counts})
    content: dict[str, Any] = {
        "subject": "EXERCISE more tanks", "texts": TEXTS, "zone": zone, "limit": limit, "member": "IL", "at_most": 90,
        "from_s": NOW_S - 60, "until_s": NOW_S + 86_400,
    }  # fmt: skip
    variance = says(cell, "IL", "limit_variance_proposed", content)
    before = plain(chief.get("/commitments/forces"))
    assert "80" in before and "limit 75, variance" not in before
    for member in ("SY", "IL"):
        signs(cell, member, variance)
    assert "Agreed by all signatories" in plain(chief.get(f"/commitments/{variance}"))
    later = plain(chief.get(f"/commitments/forces?at={NOW + timedelta(days=9):%Y-%m-%d}"))
    assert "limit 75, variance" not in later
    found: list[dict[str, Any]] = [
        {"zone": zone, "limit": limit, "counted": 84},
        {"zone": zone, "limit": "personnel", "could_not_count": "denied", "why": "EXERCISE gate shut"},
    ]
    visit: dict[str, Any] = {
        "subject": "EXERCISE visit", "text": "EXERCISE.", "lang": "en", "zones": [zone], "from_s": NOW_S - 900,
        "until_s": NOW_S - 300, "counts": found,
    }  # fmt: skip
    says(cell, "US", "inspection_made", visit)
    page = plain(chief.get("/commitments/forces"))
    assert "84" in page and "could not be counted" in page and "EXERCISE gate shut" in page
    assert "the limit is not agreed: nothing is over it" in page
    declared: dict[str, Any] = {"to": "SY,IL,US", "as_of": f"{NOW - timedelta(hours=2):%Y-%m-%d %H:%MZ}",
                "count-area_of_separation/military_personnel": "12", "step": "send"}  # fmt: skip
    sent = chief.post("/commitments/forces/declare", declared)
    assert sent.status == 303, sent.text
    mine = re.search(r"SY/\d+", sent.location)
    assert mine is not None and "12" in plain(chief.get(f"/forces/{mine[0]}"))


def test_a_line_holds_once_its_step_is_certified(cell: Cell, chief: Visitor) -> None:
    """The line on any date: by the charter, and from then on by the step."""
    ends = step("withdraw", by="D+30", ends=["area_of_limitation_west_20_25"])
    matter = in_force(cell, ends, subject="EXERCISE line")
    says(cell, "US", "step_certified", {"step": "withdraw", "percent": 100, "done_s": NOW_S - 60}, matter=matter)
    ahead = f"{NOW + timedelta(days=2):%Y-%m-%d}"
    page = plain(chief.get(f"/commitments/forces?at={ahead}"))
    assert "ended when a step was certified" in page and f"{matter} withdraw" in page
    past = plain(chief.get(f"/commitments/forces?at={NOW - timedelta(days=2):%Y-%m-%d}"))
    assert "ended when a step was certified" not in past


def test_a_missed_step_is_cited_from_its_page(cell: Cell, chief: Visitor) -> None:
    """The watch list names the step, and the citation stands in the instrument."""
    matter = in_force(cell, step("phase1", by="2026-01-10", who="IL", to=["SY"]), subject="EXERCISE missed")
    assert "missed" in plain(chief.get(f"/commitments/{matter}"))
    assert "Do the step phase1" in plain(chief.get("/?show=all"))
    due = str(NOW_S * 1000 - 60_000)
    duty: dict[str, Any] = {"to": "SY,IL,US", "duty": f"{matter}:do_step.phase1:IL", "due_at_ms": due}
    answer = chief.post(f"/commitments/{matter}/cite", {**duty, "level": "1", "step": "send"})
    assert answer.status == 303 and answer.location.startswith(f"/commitments/{matter}"), answer.text
    row = reading.matter(cell.mechanism.nodes["SY"], matter)
    assert row is not None and [each["duty"] for each in row.state["lapses"]] == [duty["duty"]]


def test_instruments_are_taken_home_as_tables(cell: Cell, chief: Visitor) -> None:
    """CSV and JSON with the timetable, without prejudice; no cell begins like a formula."""
    matter = in_force(cell, step("phase1", by="D+30", what="=HYPERLINK(1)"), subject="EXERCISE export")
    table = chief.get("/commitments/export.csv").text
    line = next(each for each in csv.reader(table.splitlines()) if each[0] == matter)
    assert line[1:6] == ["EXERCISE export", "agreement", "agreed", "phase1", "'=HYPERLINK(1)"]
    assert "Without prejudice" in line[-1]
    told = json.loads(chief.get("/commitments/export.json").text)
    found = next(each for each in told["instruments"] if each["id"] == matter)
    assert found["timetable"][0]["by"] == "D+30" and told["note"].startswith("Without prejudice")


def test_a_role_off_the_track_reads_none_of_it(cell: Cell) -> None:
    """Duty officers are not on it by the default charter (C-3)."""
    matter = in_force(cell, subject="EXERCISE shut")
    visitor = cell.visitor("officer-1")
    assert_shut(
        visitor, "/commitments", "/commitments/steps", "/commitments/new", "/commitments/forces",
        f"/commitments/{matter}", "/commitments/export.csv", "/commitments/forces/declare",
        "/commitments/forces/variance",
    )  # fmt: skip

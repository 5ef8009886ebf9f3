"""Supervision on the desk: directives answered from a form, certificates contested, a mechanism that is suspended."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from parley.node import reading
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.supervision.standing import clocks_stopped, mechanism_at
from tests.desk.cell import ALL, Cell, message, watch_parts
from tests.desk.in_role import assert_shut, in_role
from tests.desk.incidents import theirs
from tests.desk.test_search_pages import hits
from tests.desk.test_standstills import filed
from tests.desk.visitor import Visitor
from tests.tracks.supervision.said import DAY, TEXTS

NOW_S = int(datetime.now(UTC).timestamp())
TO = ",".join(sorted(ALL))


@pytest.fixture
def chief(cell: Cell) -> Iterator[Visitor]:
    """A visitor of SY in the role of a chief, who reads supervision."""
    with in_role(cell, "chief") as visitor:
        yield visitor


@pytest.fixture(scope="module", autouse=True)
def resumed(cell: Cell) -> Iterator[None]:
    """Let the mechanism be active again once all is done: others read the same cell."""
    yield
    node = cell.mechanism.nodes["SY"]
    if mechanism_at(node, node.clock.now_ms() + 5_000).name == "active":
        return
    now_s = node.clock.now_ms() // 1000
    matter = says(cell, "SY", "mechanism_change_proposed", {"becomes": "active", "texts": TEXTS, "from_s": now_s})
    row = reading.matter(node, matter)
    assert row is not None
    signed = {"of": matter, "digest": row.state["main"]["digest"], "released_by": "chief"}
    for member in ("SY", "IL"):
        says(cell, member, "mechanism_change_signed", signed, matter=matter)
    assert mechanism_at(node, node.clock.now_ms() + 5_000).name == "active"


def says(cell: Cell, member: str, kind: str, content: dict[str, Any], *, matter: str | None = None) -> str:
    """Let the chief of a member, or the supervisor's staff, file an entry and carry it everywhere."""
    role = "supervisor_staff" if member == "US" else "chief"
    outcome = file(Draft(kind, ALL, content, matter, role=role), node=cell.mechanism.nodes[member])
    assert isinstance(outcome, Filed), outcome
    cell.carry()
    return outcome.id


def directive(cell: Cell, **more: Any) -> str:
    """Let the supervisor give a directive to both parties."""
    said = {"subject": "EXERCISE monitors", "texts": TEXTS, "given_to": ["IL", "SY"], **more}
    return says(cell, "US", "directive_given", said)


def minutes(delta: timedelta) -> str:
    """Return an instant so far from now as it is typed."""
    return (datetime.now(UTC) + delta).strftime("%Y-%m-%d %H:%MZ")


def test_a_directive_is_answered_and_told_done(cell: Cell, chief: Visitor) -> None:
    """A reason is asked for where it will not be done; what is answered stands on the page, and nothing before."""
    matter = directive(cell, subject="EXERCISE heronwatch monitors", by_s=NOW_S + DAY, clause="safety_of_monitors")
    page = chief.get(f"/directives/{matter}").text
    for words in ("EXERCISE heronwatch", "Has not answered:", "Safety of monitors", "given, not answered by all"):
        assert words in page, words
    here = f"/directives/{matter}"
    bare = chief.post(f"{here}/answer", {"to": TO, "answer": "will_not", "step": "look"})
    assert bare.status == 422 and "Say why it will not be done." in bare.text
    filed(chief, f"{here}/answer", {"to": TO, "answer": "will_do", "step": "look"})
    filed(chief, f"{here}/done", {"to": TO, "done": minutes(timedelta(minutes=-2)), "step": "look"})
    page = chief.get(here).text
    assert "Will do it" in page and "done at" in page
    row = f'<a href="{here}">'
    (found,) = hits(chief.get("/search?q=heronwatch").text)
    assert row in chief.get("/directives").text and chief.get(found).location == here
    assert matter in chief.get("/supervision/directive.csv").text
    assert matter in {each["id"] for each in json.loads(chief.get("/supervision/directive.json").text)["directives"]}
    assert matter in chief.get(f"/directives?words={matter}&show=all").text
    for narrowed in (f"words={matter}&state=withdrawn", f"words={matter}&member=nobody", f"words={matter}+never-said"):
        assert "Nothing is as asked for above" in chief.get(f"/directives?{narrowed}").text
        assert matter not in chief.get(f"/supervision/directive.csv?{narrowed}").text


def test_only_who_may_opens_one(cell: Cell, chief: Visitor) -> None:
    """A party is offered no directive and no certificate, and is refused where it files one all the same."""
    assert "/supervision/new/directive" not in chief.get("/directives").text
    assert "/supervision/new/certificate" not in chief.get("/certificates").text
    form = {"subject": "EXERCISE", "text_en": "EXERCISE", "given_to": ["IL"], "to": TO, "step": "look"}
    refused = chief.post("/supervision/new/directive", form)
    assert refused.status == 422 and "SU-1" in refused.text
    wrong = chief.post("/supervision/new/mechanism_change", {"becomes": "suspended", "begins": "soon", "to": TO})
    assert wrong.status == 422 and 'value="soon"' in wrong.text


def test_a_certificate_is_contested_and_stays(cell: Cell, chief: Visitor) -> None:
    """Contested from its page with a reason, and no longer by the same way."""
    about = directive(cell)
    said = {"subject": "EXERCISE calm", "texts": TEXTS, "as_of_s": NOW_S - 60, "about": [about]}
    matter = says(cell, "US", "certificate_given", {"clause": "calm_observed", **said})
    here = f"/certificates/{matter}"
    assert "A halt of military activity was observed" in chief.get(here).text
    filed(chief, f"{here}/contest", {"to": TO, "stands": "yes", "why": "EXERCISE not so", "step": "look"})
    page = chief.get(here).text
    assert "contests it" in page and "Contest it no longer" in page
    assert "certificates contested" in chief.get("/supervision").text


def test_a_suspended_mechanism_stops_the_clocks_and_not_the_line(cell: Cell, chief: Visitor) -> None:
    """Proposed in a form, signed by both parties; each page says it, and what runs in incidents stands still."""
    form = {
        "becomes": "suspended", "begins": minutes(timedelta(minutes=-5)), "ends": minutes(timedelta(days=2)),
        "text_en": "EXERCISE", "to": TO, "step": "look",
    }  # fmt: skip
    matter = "/".join(filed(chief, "/supervision/new/mechanism_change", form).partition("#")[0].split("/")[-2:])
    cell.carry()
    node = cell.mechanism.nodes["SY"]
    assert mechanism_at(node, node.clock.now_ms()).name == "active"
    assert "waits for signatures" in chief.get("/mechanism").text
    row = reading.matter(node, matter)
    assert row is not None
    signed = {"of": matter, "digest": row.state["main"]["digest"], "released_by": "chief"}
    for member in ("SY", "IL"):
        says(cell, member, "mechanism_change_signed", signed, matter=matter)
    assert mechanism_at(node, node.clock.now_ms() + 2_000).name == "suspended"
    tracks, stops = clocks_stopped(node)
    assert "incidents" in tracks and "hotline" not in tracks and len(stops) == 1
    page = chief.get("/mechanism").text
    assert "suspended: the line stays" in page and f'href="/mechanism/{matter}"' in page


def test_an_explanation_is_due_later_where_the_mechanism_was_suspended(cell: Cell, chief: Visitor) -> None:
    """The node asks for the duty as of its clock, less what of the time the mechanism stood still."""
    node = cell.mechanism.nodes["SY"]
    heard = cell.says("IL", "incident_reported", theirs("EXERCISE shots"))
    asked = {"of": heard, "asked": "SY", "text": "EXERCISE why?", "lang": "en"}
    cell.says("IL", "explanation_requested", asked, matter=heard)
    cell.says("SY", "message_sent", message(subject="EXERCISE read"))
    now_ms = node.clock.now_ms()
    owed = [each for each in reading.duties_of(node, heard, now_ms=now_ms) if each.what == "explain_incident"]
    assert len(owed) == 1 and owed[0].course is not None and owed[0].course.read is not None
    _, stops = clocks_stopped(node)
    began, until = stops[-1]
    assert until is not None and owed[0].due_at_ms is not None
    read_ms = owed[0].course.read.at_ms
    assert owed[0].due_at_ms == read_ms + 48 * 3_600_000 + until - max(began, read_ms)


def test_the_console_counts_by_member_alike(cell: Cell, chief: Visitor) -> None:
    """What is late and unread is counted; the supervisor stands in the table of figures as everybody does."""
    page = chief.get("/supervision").text
    for words in ("late", "not received, as far as", "answers that are owed", "directives not done", "Figures of each"):
        assert words in page, words
    figures = chief.get("/supervision/trend").text
    assert "United States" in figures and "Counted at" in figures
    # No link of this cell has ever been up: of both others nothing current is held, however long ago.
    tiles = re.findall(r"<li class=\"tile.*?</li>", page, re.DOTALL)
    silent = next(each for each in tiles if "members of whom nothing current is held" in each)
    assert "Israel" in silent and "is-over" in silent


def test_a_role_off_the_track_reads_none_of_it(cell: Cell, visitor: Visitor) -> None:
    """A duty officer's role is not on the track of supervision: its pages are shut, by the clause."""
    assert_shut(visitor, "/supervision", "/directives", "/certificates", "/mechanism", "/supervision/directive.csv")
    assert_shut(visitor, f"/directives/{directive(cell)}")



def test_a_clock_that_stands_still_says_so(cell: Cell, chief: Visitor) -> None:
    """While the mechanism is suspended: beside the clock, in its explanation, on the calendar and the time line."""
    says_suspended(cell)
    node = cell.mechanism.nodes["SY"]
    heard = cell.says("IL", "incident_reported", theirs("EXERCISE flares"))
    asked = {"of": heard, "asked": "SY", "text": "EXERCISE what for?", "lang": "en"}
    cell.says("IL", "explanation_requested", asked, matter=heard)
    cell.says("SY", "message_sent", message(subject="EXERCISE read"))
    shown = "".join(watch_parts(chief))
    assert "This clock stands still: the mechanism is suspended or ended." in shown
    duties = reading.duties_of(node, heard, now_ms=node.clock.now_ms())
    owed = [each for each in duties if each.what == "explain_incident"]
    page = chief.get(f"/why/duty/{owed[0].id}").text
    assert "and this clock stands still" in page and "SU-11" in page
    assert "suspended: the line stays" in chief.get("/timeline").text
    assert "suspended: the line stays" in chief.get("/calendar").text


def says_suspended(cell: Cell) -> None:
    """Let the mechanism be suspended, where it is not."""
    node = cell.mechanism.nodes["SY"]
    if mechanism_at(node, node.clock.now_ms()).name == "suspended":
        return
    now_s = int(datetime.now(UTC).timestamp())
    change = {"becomes": "suspended", "texts": TEXTS, "from_s": now_s - 60, "until_s": now_s + 2 * DAY}
    matter = says(cell, "SY", "mechanism_change_proposed", change)
    row = reading.matter(node, matter)
    assert row is not None
    signed = {"of": matter, "digest": row.state["main"]["digest"], "released_by": "chief"}
    for member in ("SY", "IL"):
        says(cell, member, "mechanism_change_signed", signed, matter=matter)


def test_the_supervisor_files_all_of_it_from_its_browser(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A directive, a certificate, a change of state and a pack; its staff reads what the console tells of."""
    from parley.desk import cell as desk

    about, supervisor = directive(cell), cell.mechanism.nodes["US"]
    texts = {"text_en": "EXERCISE", "to": TO, "step": "look"}
    with in_role(cell, "supervisor_staff") as staff:
        monkeypatch.setattr(desk, "_attached", [supervisor])
        given = {"subject": "EXERCISE road", "given_to": ["IL", "SY"], "clause": "safety_of_monitors", **texts}
        assert staff.post("/supervision/new/directive", {**given, "by": "soon"}).status == 422
        directs = filed(staff, "/supervision/new/directive", {**given, "by": minutes(timedelta(days=1))})
        said = {"subject": "EXERCISE calm", "clause": "calm_observed", "about": about, **texts}
        certifies = filed(staff, "/supervision/new/certificate", {**said, "as_of": minutes(timedelta(minutes=-2))})
        change = {"becomes": "ended", "begins": minutes(timedelta(days=5)), **texts}
        changes = filed(staff, "/supervision/new/mechanism_change", change).partition("#")[0]
        matter = "/".join(changes.split("/")[-2:])
        assert staff.post(f"/mechanism/{matter}/withdraw", {"to": TO, "of": matter, "why": "EXERCISE"}).status == 303
        here = f"/packs/day/{(datetime.now(UTC) - timedelta(hours=6)).date()}"
        assert "Issue this pack" in staff.get(here).text and staff.post(f"{here}/issue", {}).status == 303
        page = staff.get(here).text
        assert "This node counts the same" in page and "Left out, since" not in page
        assert "overlaps not cleared" in staff.get("/supervision").text
    cell.carry()
    held = cell.mechanism.nodes["SY"]
    for address in (directs, certifies, changes):
        assert reading.matter(held, "/".join(address.partition("#")[0].split("/")[-2:])) is not None, address

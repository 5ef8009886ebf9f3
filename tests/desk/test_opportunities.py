"""Opportunities and projects on the desk: interest that nobody else finds, a match that two answer, milestones."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from parley.charter.verdict import Refusal
from parley.node import reading
from tests.desk.cell import Cell, watch_parts
from tests.desk.committing import agreement, chief_says, done, obligation
from tests.desk.in_role import in_role
from tests.desk.test_commerce import filed, matter_of
from tests.desk.trading import match, says_alone, slot_to_come
from tests.desk.visitor import Visitor
from tests.tracks.commerce.offers import offer as offer_of

# What differs from one minute to the next, or from form to form.
VARIES = re.compile(
    r'name="(csrfmiddlewaretoken|once)" value="[^"]*"|<time[^>]*>[^<]*</time>|data-(now|at|ago|place)[-a-z]*="[^"]*"'
    r"|\d+:\d\d:\d\d|\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?Z?|nonce=\"[^\"]*\""
)


@pytest.fixture
def chief(cell: Cell) -> Iterator[Visitor]:
    """A visitor in the role of a chief, which reads commerce."""
    with in_role(cell, "chief") as visitor:
        yield visitor


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


def seen(chief: Visitor, matter: str) -> list[str]:
    """Return what the desk answers about opportunities on every way, but for minutes and how long each log is."""
    name = matter.replace("/", ".")
    ways = (
        "/opportunities?show=all", f"/opportunities/{matter}", "/opportunities/export/csv?show=all", "/calendar",
        "/opportunities/export/json?show=all", "/search?q=EXERCISE+pumps", f"/interest/{name}.interest-IL/0",
        f"/matches/{name}.match-IL-SY/0", "/calendar/json", "/search?q=Mulberryfold", "/search?kind=interest_declared",
        "/search?kind=interests_matched&q=EXERCISE", f"/details/{name}.interest-IL/0",
        f"/opportunities?show=all&words={name}", "/waiting", "/feeds",
    )  # fmt: skip
    answers = (chief.get(way) for way in ways)
    # Of the watch list what stands in it: its clocks run, and by them its rows change their places.
    owed = sorted(set(re.findall(r'data-matter="([^"]+)"', "".join(watch_parts(chief)))))
    return [f"{each.status} " + VARIES.sub("", stage(each.text)) for each in answers] + owed + figures(chief)


def stage(text: str) -> str:
    """Return what a page is about: around it stand counts of what else is owed, which other tests leave behind."""
    return text.partition('id="stage"')[2].partition("<aside")[0] if 'id="stage"' in text else text


def figures(chief: Visitor) -> list[str]:
    """Return the figures of all members but of silence: how long each log is everybody knows who carries it."""
    told = json.loads(chief.get("/figures/json").text)["figures"]
    return [json.dumps(row) for row in told if not row["figure"].startswith("silence")]


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
    words = {"text": "EXERCISE. Mulberryfold.", "lang": "en"}
    says(cell, "IL", "interest_declared", {"opportunity": matter, "member": "IL", **words})
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


def test_a_project_rests_on_steps_and_waits_for_their_certificates(
    cell: Cell, chief: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
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
    # It is not offered as completed while a milestone is open, nor is any act to a role that may file none.
    page = chief.get(f"/projects/{matter}").text
    assert 'value="abandoned"' in page and 'value="completed"' not in page
    places = (f"/projects/{matter}", "/projects", "/crossings", "/opportunities")
    begun = re.compile(rf'action="/projects/{matter}/|class="button primary" href="/[a-z]+/new"')
    assert all(begun.search(chief.get(each).text) for each in places)
    monkeypatch.setattr("parley.desk.role_may.may_act", lambda *_, **__: Refusal("charter.role_may_not", "C-4"))
    assert not any(begun.search(chief.get(each).text) for each in places)

"""Attacks on the pages of incidents, inspections, disputes, commitments, figures and calendar: answered plainly."""

from __future__ import annotations

import re
from urllib.parse import quote

from tests.desk.cell import Cell
from tests.desk.in_role import in_role
from tests.desk.visitor import Answer, Visitor
from tests.tracks.disputes.claims import claim
from tests.tracks.incidents.reports import account

FAR = ("99999999999999999999999", "9223372036854775808", "-1", "%D9%A1", "9" * 400)
CODES = ("..", "SY%00", "%F0%9F%92%A3", "IL%2F..", "A" * 300)
PAGES = (
    "incidents/{}", "incidents/{}/part/found", "hits/{}", "hits/{}/part/found", "inspections/{}", "disputes/{}",
    "disputes/{}.json", "disputes/{}/ladder", "details/{}", "details/{}.json", "commitments/{}",
    "commitments/{}/amend", "forces/{}", "timetables/{}", "timetables/{}/table", "timetables/{}/json", "record/{}",
    "hotline/{}", "why/entry/{}",
)  # fmt: skip
UNDONE = (400, 404, 405, 422)
ACTS = (
    "incidents/{}/counter", "incidents/{}/ask", "hits/{}/answer", "inspections/{}/answer", "disputes/{}/answer",
    "disputes/{}/sign", "disputes/{}/cite", "disputes/{}/evidence/commit", "commitments/{}/sign",
    "commitments/{}/report", "commitments/{}/cite",
)  # fmt: skip


def test_no_address_of_a_matter_that_is_none_fails(cell: Cell) -> None:
    """Numbers far beyond 64 bits, codes that climb, stray bytes: not found, or nothing to do here; never a fault."""
    with in_role(cell, "chief") as chief:
        wrong = [
            f"{path}: {answer.status}"
            for page in PAGES
            for named in [*(f"SY/{each}" for each in FAR), *(f"{each}/1" for each in CODES)]
            if (answer := chief.get(path := "/" + page.format(named))).status not in (404, 400, 302, 303)
        ]
        wrong += [
            f"POST {path}: {answer.status}"
            for page in ACTS
            for named in [*(f"SY/{each}" for each in FAR[:4]), *(f"{each}/1" for each in CODES[:5])]
            if (answer := chief.post(path := "/" + page.format(named), {"step": "send"})).status not in UNDONE
        ]
    assert not wrong, "\n".join(wrong)


QUERIES = (
    "/calendar?from={}", "/calendar?days={}", "/calendar?whose={}", "/calendar/table?from={}",
    "/figures?from={}&until={}",
    "/figures?span={}", "/figures/why?span=day&figure={}&of={}", "/figures/table?from={}", "/figures/json?scope={}",
    "/incidents?from={}&until={}", "/incidents?words={}", "/incidents?member={}", "/incidents?type={}",
    "/incidents?state={}", "/incidents/table?from={}", "/incidents/json?words={}", "/disputes?show={}",
    "/de-escalation?before={}", "/commitments?show={}", "/commitments/steps?show={}", "/commitments/forces?at={}",
    "/commitments/forces/table.csv?at={}", "/inspections/new?about={}", "/incidents/new?about={}",
    "/disputes/new?about={}", "/sectors?sector={}", "/map/features?matters={}", "/map/features?at={}", "/search?q={}",
    "/de-escalation/new?about={}",
)  # fmt: skip
VALUES = (
    "9" * 30, "10000-01-01", "\u0661\u0662", "\u202e<script>alert(1)</script>", "\x00", "x" * 6000, "2026-02-30",
)  # fmt: skip


def test_no_query_fails_and_none_is_passed_on_as_markup(cell: Cell) -> None:
    """Whatever is asked for is answered, or refused with words; and stands nowhere as an element."""
    wrong = []
    with in_role(cell, "chief") as chief:
        for query in QUERIES:
            for value in VALUES:
                path = query.replace("{}", quote(value))
                answer = chief.get(path)
                if answer.status >= 500 or b"<script>alert" in answer.body:
                    wrong.append(f"{path[:90]}: {answer.status}")
    assert not wrong, "\n".join(wrong)


SECRET = "Mulberryfold"
# What a page says anew each time: tokens, instants, and the places of the stream.
ANEW = re.compile(
    r'value="[A-Za-z0-9_-]{20,}"|\d{4}-\d\d-\d\d[T ]?[\d:.]*Z?|\b\d\d:\d\d(?::\d\d)?Z?|\b\d{10,}\b'
    r'|data-(?:now|place)="[^"]*"'
)
LISTS = (
    "/", "/incidents", "/incidents/table", "/incidents/json", "/disputes?show=all", "/disputes.csv", "/disputes.json",
    "/inspections", "/inspections/calendar", "/inspections/table.csv", "/inspections/table.json", "/sectors",
    "/sectors/table.csv", "/sectors/table.json", "/de-escalation", "/de-escalation/table.csv", "/calendar?days=31",
    "/calendar/table?days=31", "/calendar/json?days=31", "/figures", "/figures/json", "/figures/table", "/map",
    "/map/features", "/timeline", f"/search?q={SECRET}", "/part/watch", "/hotline",
)  # fmt: skip


def same(answer: Answer, matter: str) -> tuple[int, str]:
    """Return what an answer says but for what is anew each time and the id that was asked for."""
    text = answer.text
    for each in (matter, quote(matter, safe="")):
        text = re.sub(rf"{re.escape(each)}(?!\d)", "THAT", text)
    return answer.status, ANEW.sub("ANEW", text)


def test_what_this_member_may_not_read_answers_like_what_is_not_there(cell: Cell, visitor: Visitor) -> None:
    """An incident and a dispute between the others: no page, list, export, map, calendar or figure knows of them."""
    to = ("IL", "US")
    near = account(subject=f"{SECRET} subject", text=f"EXERCISE {SECRET}")
    incident = cell.says("IL", "incident_reported", near, to=to)
    asked = {"of": incident, "asked": "US", "text": f"EXERCISE {SECRET}?", "lang": "en"}
    cell.says("IL", "explanation_requested", asked, matter=incident, to=to)
    hidden = claim(subject=f"{SECRET} claim", text=f"EXERCISE {SECRET}", against=["US"])
    dispute = cell.says("IL", "dispute_claimed", hidden, to=to)
    nothing = "IL/70707"
    different = [
        page
        for matter in (incident, dispute)
        for page in PAGES
        if not page.startswith(("record", "hotline", "why", "commitments", "forces", "timetables"))
        and same(visitor.get("/" + page.format(matter)), matter)
        != same(visitor.get("/" + page.format(nothing)), nothing)
    ]
    assert not different
    for act in ("incidents/{}/counter", "inspections/{}/answer", "disputes/{}/answer", "disputes/{}/cite"):
        told = [same(visitor.post("/" + act.format(each), {"step": "send"}), each) for each in (incident, nothing)]
        assert told[0] == told[1] and told[0][0] == 404, act
    words, ids = rf"{SECRET} (?:subject|claim)|EXERCISE {SECRET}", rf"(?<![A-Z/])(?:{incident}|{dispute})(?!\d)"
    leaks = [
        f"{address}: ...{text[max(0, found.start() - 200) : found.end() + 60]}..."
        for address in LISTS
        # The figures count the stretches without an entry: that there is one, and when, is in the log that all hold.
        for said in ([words] if address.startswith("/figures") else [words, ids])
        if (found := re.search(said, text := visitor.get(address).text))
    ]
    assert not leaks, "\n".join(leaks)

"""Attacks on the pages of incidents, inspections, disputes, commitments, figures and calendar: answered plainly."""

from __future__ import annotations

from urllib.parse import quote

from tests.desk.cell import Cell
from tests.desk.in_role import in_role

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

"""A lapse that rises stands in the list of the next level, with its rung; it is cited where it is shown."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.utils.translation import override

from parley.desk.watch_list import Viewer, WatchList, owed, watch_list
from parley.node import reading
from tests.desk.cell import Cell, message
from tests.desk.test_hotline_forms import matter_of, state_of
from tests.desk.visitor import Visitor

MINUTE_MS = 60_000
LATE = "answer"


def late(cell: Cell, member: str = "IL") -> str:
    """Let a member ask for an answer by a time that is over at once, and return the matter."""
    now_s = cell.mechanism.nodes["SY"].clock.now_ms() // 1000
    asked = message(asks_answer=True, answer_by_s=now_s - 1, asked=["SY"] if member == "IL" else ["IL"])
    return cell.says(member, "message_sent", asked)


def shown(cell: Cell, *, at: str, role: str, minutes: float, show: str) -> WatchList:
    """Return the watch list of a role at a member, some minutes from now."""
    node = cell.mechanism.nodes[at]
    now_ms = node.clock.now_ms() + int(minutes * MINUTE_MS)
    with override("en"):
        return watch_list(owed(node, viewer=Viewer(str, str, role, now_ms, ("hotline",))), show=show)


def cite_forms(page: str, *, matter: str) -> list[str]:
    """Return the forms of a page that cite a lapse of this matter."""
    return re.findall(rf'<form class="cite" method="post" action="/hotline/{matter}/cite">.*?</form>', page, re.DOTALL)


@pytest.mark.parametrize(
    ("at", "role", "minutes", "levels"),
    [
        ("SY", "chief", 1, []),
        ("SY", "chief", 6, [2]),
        ("SY", "chief", 16, [2]),
        ("US", "supervisor_staff", 6, []),
        ("US", "supervisor_staff", 16, [3]),
        ("IL", "chief", 60, []),
    ],
)
def test_a_lapse_rises_to_the_roles_of_the_ladder(
    cell: Cell, monkeypatch: pytest.MonkeyPatch, at: str, role: str, minutes: float, levels: list[int]
) -> None:
    """Five minutes late it stands in the list of the late member's chief, fifteen late in that of the supervisor."""
    # Whatever other tests left open.
    monkeypatch.setattr("parley.desk.watch_list.WINDOW", 10_000)
    matter = late(cell)
    watch = shown(cell, at=at, role=role, minutes=minutes, show="mine")
    row = next(r for r in shown(cell, at=at, role=role, minutes=minutes, show="all").rows if r.matter == matter)
    assert [rung.level for rung in row.risen] == levels
    assert (matter in [r.matter for r in watch.risen]) is bool(levels)
    mine = [r.matter for band in watch.bands for r in band.rows]
    assert (matter in mine) is (at == "SY" or bool(levels))


def test_the_rung_says_why_and_when(cell: Cell) -> None:
    """It names clause, role and the minute at which the charter let it rise."""
    matter = late(cell)
    row = next(r for r in shown(cell, at="US", role="chief", minutes=16, show="desk").rows if r.matter == matter)
    rung = row.risen_here
    assert rung is not None and row.due_at_ms is not None
    assert (rung.role, rung.clause, rung.at_ms) == ("supervisor_staff", "C-10", row.due_at_ms + 15 * MINUTE_MS)


def test_what_rose_to_the_supervisor_counts_as_awaited_there(cell: Cell) -> None:
    """The desk of the supervisor lists it among its own, though another member owes it."""
    matter = late(cell)
    before, after = (shown(cell, at="US", role="duty_officer", minutes=n, show="desk") for n in (1, 16))
    assert matter not in [r.matter for band in before.bands for r in band.rows]
    assert matter in [r.matter for band in after.bands for r in band.rows]
    assert after.ours > before.ours


def test_a_rise_is_announced_and_stands_first(cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list names it in a live region, and opens with the band of what rose to this officer."""
    matter = late(cell)
    node = cell.mechanism.nodes["SY"]
    now_ms = node.clock.now_ms() + 16 * MINUTE_MS
    monkeypatch.setattr("parley.desk.frame.Frame.viewer", property(lambda self: Viewer(
        self.name_of, self.role_of, "chief", now_ms, ("hotline",)
    )))  # fmt: skip
    page = visitor.get("/part/watch?watch=mine").text
    told = re.search(r'<p class="unseen" id="risen-told" role="status">(.*?)</p>', page, re.DOTALL)
    assert told is not None and "Risen to you: " in told[1] and "Syria" in told[1]
    assert re.search(r'<h3 class="band">([^<]+?) <a ', page)[1] == "Risen to you"  # type: ignore[index]
    assert "Risen to Chief of the liaison cell, level" in page and matter in page


def test_a_lapse_is_cited_in_one_step_where_it_is_shown(cell: Cell, visitor: Visitor) -> None:
    """Watch list and matter hold the form with its clause; the entry names duty, time and level, as history does."""
    matter = late(cell, "SY")
    listed, told = (visitor.get(path).text for path in ("/part/watch?watch=all", f"/hotline/{matter}"))
    forms = cite_forms(listed, matter=matter) + cite_forms(told.partition('id="receipts"')[2], matter=matter)
    assert len(forms) == 2
    for form in forms:
        assert "H-17" in form and f'value="{matter}:{LATE}:IL"' in form
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', forms[0]))
    fields.pop("csrfmiddlewaretoken", None)
    fields.pop("once", None)
    assert matter_of(visitor.post(f"/hotline/{matter}/cite", fields)) == matter
    (lapse,) = state_of(cell, matter)["lapses"]  # type: ignore[misc]
    assert (lapse["duty"], lapse["level"]) == (f"{matter}:{LATE}:IL", 1)
    page = visitor.get(f"/hotline/{matter}").text
    assert "Answer · Israel" in page and "Lapse cited: Answer · Israel" in page
    assert cite_forms(page, matter=matter) == []
    again = visitor.post(f"/hotline/{matter}/cite", fields)
    assert again.status == 422 and "H-18" in again.text


def test_what_was_not_late_is_not_cited(cell: Cell, visitor: Visitor) -> None:
    """No form is shown for a duty in time, and one made up is refused with its clause."""
    matter = cell.says("IL", "message_sent", message())
    assert cite_forms(visitor.get(f"/hotline/{matter}").text, matter=matter) == []
    later_ms = cell.mechanism.nodes["SY"].clock.now_ms() + MINUTE_MS
    made_up = {"duty": f"{matter}:acknowledge:SY", "due_at_ms": str(later_ms), "level": "1", "to": "IL,SY,US"}
    answer = visitor.post(f"/hotline/{matter}/cite", made_up)
    assert answer.status == 422 and "H-17" in answer.text


def test_whoever_may_not_cite_is_offered_no_form(cell: Cell) -> None:
    """A translator reads of the lapse, and the list offers him nothing to file."""
    late(cell)
    watch = shown(cell, at="SY", role="translator", minutes=6, show="all")
    assert not watch.may_cite and replace(watch, may_cite=True) != watch
    assert shown(cell, at="SY", role="duty_officer", minutes=6, show="all").may_cite
    assert reading.matter(cell.mechanism.nodes["SY"], late(cell)) is not None

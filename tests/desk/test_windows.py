"""However much is open nothing is left out silently: FLASH, clocks, alarms, counts, deadlines, and the handover."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from parley.desk import watch_list, watch_part
from parley.desk.watch_list import Viewer
from tests.desk.cell import Cell, message, watch_parts
from tests.desk.officers.aside import aside
from tests.desk.visitor import Visitor
from tests.tracks.hotline.cell import CONTENTS


def first_window(cell: Cell, *, ours: bool = False) -> watch_list.WatchList:
    """Return the first window of the watch list at SY."""
    node = cell.mechanism.nodes["SY"]
    viewer = Viewer(str, str, "duty_officer", node.clock.now_ms(), ("hotline",))
    return watch_list.watch_list(watch_list.owed(node, viewer=viewer, ours=ours))


def asks(cell: Cell, count: int, **more: Any) -> list[str]:
    """Let IL ask so many questions."""
    return [cell.says("IL", "message_sent", message(asks_answer=True, **more)) for _ in range(count)]


def test_one_members_flash_messages_hide_nobody_elses(cell: Cell, visitor: Visitor) -> None:
    """Behind many from one member the one from another is shown, every one is counted and named, and listed."""
    cell.acknowledge_all()
    many = [cell.says("IL", "message_sent", message(precedence="flash")) for _ in range(4)]
    one = cell.says("US", "message_sent", message(precedence="flash"))
    panel = visitor.get("/part/flash").text
    named = re.search(r'data-count="5" data-flashes="([^"]*)"', panel)
    assert named and set(named[1].split()) == {*many, one}
    assert f'data-flash="{one}"' in panel and f'data-flash="{many[0]}"' in panel
    assert re.search(r"More FLASH messages wait:.*?3<", panel)
    listed = visitor.get("/hotline?show=flash").text
    assert all(f'data-matter="{matter}"' in listed for matter in (*many, one))
    cell.acknowledge_all()
    assert "data-flashes" not in visitor.get("/part/flash").text


def test_a_conversation_beyond_the_window_shows_its_clocks(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is owed in a conversation stands in it, whether or not the watch list reaches so far."""
    sent = asks(cell, 4)
    monkeypatch.setattr(watch_list, "WINDOW", 1)
    for matter in sent:
        assert "D-5" in visitor.get(f"/hotline/{matter}/receipts").text


def test_a_row_beyond_the_window_can_be_set_aside(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named by its duty, in whatever part of the list it stands."""
    sent = asks(cell, 3, precedence="immediate")
    # Whatever other tests left open.
    monkeypatch.setattr(watch_list, "WINDOW", 10_000)
    rows = [row.id for row in first_window(cell).rows if row.matter in sent and row.is_ours]
    monkeypatch.setattr(watch_list, "WINDOW", 1)
    assert len(rows) == 3
    for row in rows:
        assert visitor.post("/shelve", {"row": row, "minutes": "5", "why": "EXERCISE"}).status == 303
    for row in rows:
        visitor.post("/shelve/back", {"row": row})


def test_what_this_member_owes_is_counted_beyond_the_window(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five more that it owes are five more in the count of a list that shows two."""
    monkeypatch.setattr(watch_list, "WINDOW", 2)
    before = first_window(cell)
    asks(cell, 5)
    after = first_window(cell)
    assert after.ours == before.ours + 5 and after.is_part and first_window(cell, ours=True).ours == after.ours
    assert not after.is_least


def test_a_list_of_what_this_member_owes_is_filled_with_that(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    """What others owe takes no place in it."""
    for _ in range(3):
        cell.says("SY", "message_sent", message(precedence="immediate", asks_answer=True))
    asks(cell, 3)
    monkeypatch.setattr(watch_list, "WINDOW", 3)
    shown = first_window(cell, ours=True)
    assert len([row for row in shown.rows if row.is_ours and row.matter]) >= 3


def test_the_alarm_of_a_line_stands_in_the_first_window_and_in_no_other(
    cell: Cell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much else is due before it, the newest unanswered check of a direction is there."""
    check = cell.says("IL", "line_check_sent", {**CONTENTS["line_check_sent"], "to": "SY"})
    asks(cell, 3, precedence="immediate")
    monkeypatch.setattr(watch_list, "WINDOW", 1)
    node = cell.mechanism.nodes["SY"]
    viewer = Viewer(str, str, "duty_officer", node.clock.now_ms(), ("hotline",))
    seen, after = [], ""
    while True:
        found = watch_list.owed(node, viewer=viewer, after=after)
        seen.append(check in {row.matter for row in found.rows})
        after = found.older
        if not after:
            break
    assert seen[0] and not any(seen[1:]) and len(seen) > 3


def left_out(visitor: Visitor, row: str) -> tuple[int, str]:
    """Return how many a row of 72 hours does not draw, and the answer to why."""
    strip = unescape(visitor.get("/part/timeline?line=72").text)
    way = rf'class="tl-more" href="(/why/undrawn\?line=72&row={row})" data-why.*?>\+(\d+)<'
    found = re.search(way, strip, re.DOTALL)
    assert found, row
    return int(found[2]), visitor.get(found[1]).text


def test_the_time_line_says_how_many_deadlines_it_does_not_draw(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that holds more than it draws says so beside its name; why is answered, with the hours that draw them."""
    asks(cell, 3)
    monkeypatch.setattr(watch_part, "MOST_MARKS", 1)
    count, told = left_out(visitor, "deadlines")
    assert count >= 2 and "to come first" in told and "/timeline?line=24," in told and "/?watch=all" in told


def test_a_member_that_says_very_much_hides_no_other_on_the_time_line(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each member the newest are drawn, and the row of each says how many more there are in these hours."""
    said = [cell.says("IL", "message_sent", message(subject="Many")) for _ in range(4)]
    one = cell.says("US", "message_sent", message(subject="One"))
    monkeypatch.setattr("parley.desk.hotline.timed.MOST_MARKS", 2)
    monkeypatch.setattr("parley.desk.hotline.timed.LEAST_MARKS", 1)
    listed = visitor.get("/timeline?line=72").text
    assert f'data-matter="{said[-1]}"' in listed and f'data-matter="{one}"' in listed
    count, told = left_out(visitor, "by-IL")
    assert count >= 3 and "newest of each member" in told and "/search?member=IL&amp;from=" in told


def test_the_list_of_conversations_does_not_end_before_the_oldest(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much was said since on other tracks, a page of the list is full or the last."""
    first, second = (cell.says("IL", "message_sent", message(subject=f"Long ago {n}")) for n in range(2))
    for _ in range(3):
        cell.says("SY", "line_check_sent", {**CONTENTS["line_check_sent"], "to": "IL"}, to=("IL", "SY"))
    monkeypatch.setattr("parley.desk.hotline.pages.PAGE", 1)
    page = visitor.get("/hotline").text
    assert f'data-matter="{second}"' in page and (older := re.search(r'before=([^"&]+)', page))
    assert f'data-matter="{first}"' in visitor.get(f"/hotline?before={unescape(older[1])}").text


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_the_count_of_each_heading_of_the_watch_list_answers_why(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """Each says what stands under it and names the rows, with their clauses; what is set aside too."""
    # Whatever other tests left open.
    monkeypatch.setattr(watch_list, "WINDOW", 10_000)
    monkeypatch.setattr("parley.desk.why.pages.MOST_LISTED", 10_000)
    (matter,) = asks(cell, 1, precedence="immediate")
    visitor.speak(language)
    page = "".join(watch_parts(visitor, show="desk"))
    bands = re.findall(r'class="band-count" href="([^"]+)" data-why[^>]*><b><bdi dir="ltr">(\d+)<', page)
    assert bands and len(bands) == page.count('<h3 class="band">')
    answers = {unescape(address): visitor.get(unescape(address)).text for address, _ in bands}
    assert any(f"/record/{matter}" in told and 'href="/why/clause/D-1"' in told for told in answers.values())
    for address, count in bands:
        assert count in re.sub(r"<[^>]+>", "", answers[unescape(address)])
    assert visitor.get("/why/count/band/nothing?watch=desk").status == 404


def test_why_something_is_counted_says_how_much_is_not_listed(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The explanation lists some and tells how many more there are."""
    asks(cell, 2)
    monkeypatch.setattr("parley.desk.why.pages.MOST_LISTED", 1)
    assert "more rows are not listed here" in visitor.get("/why/count/waiting").text


def test_a_handover_says_how_much_more_is_open(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of more than it carries its last line tells how many matters are left."""
    asks(cell, 3)
    monkeypatch.setattr("parley.desk.handing.MOST_ITEMS", 2)
    until_s = cell.mechanism.nodes["SY"].clock.now_ms() // 1000 + 3600
    cell.says("SY", "watch_taken", {**CONTENTS["watch_taken"], "until_s": until_s})
    assert re.search(r"\d+ more matters on the watch list", visitor.get("/shift").text)


def test_who_takes_the_watch_finds_what_is_begun_here_and_told_to_nobody(cell: Cell, visitor: Visitor) -> None:
    """Acts that wait, acts that were stopped and the drafts of every officer stand on the page of the shift."""
    now_ms = cell.mechanism.nodes["SY"].clock.now_ms()

    def begin() -> None:
        from parley.desk.drafts.models import KeptDraft
        from parley.desk.models import Officer
        from parley.desk.sending.models import RELEASE, STOPPED, Waiting

        told = {"kind": "call_confirmed", "locked": b"", "by": "officer-2", "by_role": "duty_officer", "at_ms": now_ms}
        Waiting.objects.create(id="w1", token="w1", purpose=RELEASE, by_shown="Who Waits", **told)
        stopped = {**told, "state": STOPPED, "done_at_ms": now_ms}
        Waiting.objects.create(id="w2", token="w2", purpose="moment", by_shown="Who Stopped", **stopped)
        officer = Officer.objects.get(name="officer-2")
        KeptDraft.objects.create(officer=officer, form="/x", page="/x", sealed=b"", written_at_ms=now_ms)

    def end() -> None:
        from parley.desk.drafts.models import KeptDraft
        from parley.desk.sending.models import Waiting

        Waiting.objects.filter(id__in=("w1", "w2")).delete()
        KeptDraft.objects.filter(form="/x").delete()

    aside(begin)
    try:
        page = visitor.get("/shift").text
    finally:
        aside(end)
    left = re.search(r'id="left-here".*?</section>', page, re.DOTALL)
    assert left and all(each in left[0] for each in ("Who Waits", "Who Stopped", "Duty officer 2", "draft, not sent"))

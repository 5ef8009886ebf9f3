"""The page of an overlap on the desk: both notices side by side, answered by form, explained, and found again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from parley.tracks.deconfliction.overlap_entries import overlap_id
from tests.desk.cell import Cell
from tests.desk.screens import signed_in
from tests.desk.test_notices import START
from tests.desk.visitor import Visitor
from tests.node import comparing
from tests.tracks.deconfliction.plans import HOUR, plan, volume

# Each test stands on ground of its own: the cell serves them all.
GROUND = {"answers": 32.15, "right": 32.25, "cleared": 32.35, "strange": 32.45, "live": 32.65}
BEGINS_S = int(START.timestamp())


def around(latitude: float) -> list[list[list[list[int]]]]:
    """Return a square of ground."""
    e7 = round(latitude * 10_000_000)
    return [[[[361900000, e7 - 50000], [362100000, e7 - 50000], [362100000, e7 + 50000], [361900000, e7 + 50000]]]]


def colliding(cell: Cell, latitude: float, **changes: str) -> tuple[str, str, str]:
    """Let IL and SY notify what collides and SY's node tell it; return both notices and the matter."""
    at = volume(begins_s=BEGINS_S, area=around(latitude))
    theirs = cell.says("IL", "activity_notified", plan(at, subject="EXERCISE shepherds", **changes))
    mine = cell.says("SY", "activity_notified", plan(at, subject="EXERCISE water"))
    cell.tells_overlaps("SY")
    return mine, theirs, overlap_id((mine, theirs))


def fields(page: str, how: str, text: str) -> dict[str, str]:
    """Return the form of an answer as its page offers it."""
    form = page.split('id="acts"')[1]
    hidden = dict(re.findall(r'<input type="hidden" name="(to|of|lang|once)" value="([^"]*)"', form))
    return {**hidden, "how": how, "text": text, "step": "look"}


def sent_entry(part: str) -> str:
    """Return the entry of the answer that a page shows."""
    return re.findall(r'href="#(SY/[0-9]+)"', part)[0]


def test_both_notices_stand_side_by_side_and_are_answered(cell: Cell, visitor: Visitor) -> None:
    """What meets, whose, when, who is asked; the answer is looked over, sent, and stands on the page of both."""
    mine, theirs, matter = colliding(cell, GROUND["answers"])
    page = visitor.get(f"/overlaps/{matter}").text
    for said in ("EXERCISE shepherds", "EXERCISE water", "Conflict", "No answer yet", "Both are asked to make room",
                 f'href="/notices/{mine}"', f'href="/notices/{theirs}"', "Answer the overlap", "OD-1"):  # fmt: skip
        assert said in page, said
    assert f'href="/notices/new?change={mine}"' in page and f"change={theirs}" not in page
    assert f'href="/overlaps/{matter}"' in visitor.get(f"/notices/{mine}").text
    assert visitor.get(f"/hotline/{matter}").location in ("", f"/overlaps/{matter}")
    empty = visitor.post(f"/overlaps/{matter}/answer", {**fields(page, "keeps", ""), "step": "send"})
    assert empty.status == 422 and "An answer says why." in empty.text
    form = fields(page, "will_change", "EXERCISE we start four hours later.")
    looked = visitor.post(f"/overlaps/{matter}/answer", form)
    assert looked.status == 200 and "Will change its plan" in looked.text
    sent = visitor.post(f"/overlaps/{matter}/answer", {**form, "step": "send"})
    assert sent.status == 303 and sent.location.startswith(f"/overlaps/{matter}"), sent.text
    part = visitor.get(f"/overlaps/{matter}/part/found").text
    assert "we start four hours later" in part and "<html" not in part
    assert sent_entry(part) in visitor.get(f"/overlaps/{matter}/part/entries").text
    assert visitor.get(f"/overlaps/{matter}/part/other").status == 404
    page = visitor.get(f"/overlaps/{matter}").text
    assert "we start four hours later" in page and "answered by one side" in page
    assert "Change the plan, as was said" in page


def test_its_duties_and_its_state_are_explained(cell: Cell, visitor: Visitor) -> None:
    """Each duty by its clause and entries, the state by the entries that made it."""
    _, _, matter = colliding(cell, GROUND["strange"])
    page = visitor.get(f"/overlaps/{matter}").text
    duties = re.findall(r'href="(/why/duty/[^"]+answer_overlap[^"]+)"', page)
    assert duties
    told = visitor.get(duties[0]).text
    assert "Each author answers an overlap" in told and "OD-1" in told
    why = visitor.get(f"/why/state/{matter}")
    assert why.status == 200 and "Overlap found" in why.text
    assert visitor.get("/why/clause/O-3").status == 200
    duty = unquote(duties[0].removeprefix("/why/duty/"))
    early = {"to": "IL,SY,US", "duty": duty, "due_at_ms": "9" * 13, "level": "1"}
    refused = visitor.post(f"/overlaps/{matter}/cite", {**early, "step": "send"})
    assert refused.status == 422 and "was not yet overdue" in refused.text
    assert visitor.get("/overlaps/IL.7+SY/999999").status == 404


def test_who_has_the_right_of_way_is_not_asked_to_move(cell: Cell, visitor: Visitor) -> None:
    """Theirs is an evacuation: ours is asked to make room, and the page says so."""
    _, _, matter = colliding(cell, GROUND["right"], **{"class": "medical_evacuation"})
    page = visitor.get(f"/overlaps/{matter}").text
    assert "has the right of way" in page and "is asked to make room" in page
    # Of its own form: the bar of a FLASH that another test left has such a button too.
    assert 'value="received"' not in page.split('id="acts"')[1].split("</form>")[0]


@pytest.mark.parametrize("language", ["ar", "he"])
def test_it_is_cleared_by_a_change_and_says_so_in_each_language(cell: Cell, language: str) -> None:
    """In the reader's language, with nothing left in English but what was written so."""
    mine, _, matter = colliding(cell, GROUND["cleared"])
    later = plan(volume(begins_s=BEGINS_S + 9 * HOUR, area=around(GROUND["cleared"])), of=mine, why="Makes room")
    cell.says("SY", "activity_changed", later, matter=mine)
    cell.tells_overlaps("SY")
    visitor = cell.visitor()
    visitor.post("/language", {"language": language})
    page = visitor.get(f"/overlaps/{matter}").text
    assert {"ar": "زال التداخل", "he": "החפיפה הוסרה"}[language] in page
    assert 'id="acts"' not in page and "Overlap" not in page


@pytest.fixture
def page(browser: Browser, cell: Cell) -> Iterator[Page]:
    """A signed-in page; the test fails where the browser complained of anything."""
    yield from signed_in(browser, cell, at="")


@pytest.mark.browser
def test_the_answer_of_the_other_side_appears_without_reload(page: Page, cell: Cell) -> None:
    """On the page that is open, beside its notice and among the entries; what was typed meanwhile stays."""
    _, _, matter = colliding(cell, GROUND["live"])
    page.goto(f"/overlaps/{matter}")
    page.locator("#acts textarea").fill("EXERCISE half written")
    state = comparing.states(cell.mechanism.nodes["SY"])[matter]
    said = {"notices": state["notices"], "of": state["finding"], "how": "keeps", "text": "EXERCISE no other water",
            "lang": "en"}  # fmt: skip
    answer = cell.says("IL", "overlap_answered", said)
    expect(page.locator("#found")).to_contain_text("EXERCISE no other water")
    expect(page.locator(f'#entries [id="{answer}"]')).to_be_visible()
    expect(page.locator("#acts textarea")).to_have_value("EXERCISE half written")

"""The page of an overlap on the desk: both notices side by side, answered by form, explained, and found again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from parley.desk import watch_list
from parley.desk.overlaps.showing import ways_offered
from parley.node.store import due
from parley.tracks.deconfliction.overlap_entries import overlap_id
from tests.desk.cell import Cell
from tests.desk.planning import BEGINS_S, around, fields
from tests.desk.screens import signed_in
from tests.desk.visitor import Visitor
from tests.node import comparing
from tests.tracks.deconfliction.plans import HOUR, plan, volume

# Each test stands on ground of its own: the cell serves them all.
GROUND = {
    "three": 32.05, "answers": 32.15, "right": 32.25, "cleared": 32.35, "strange": 32.45, "behind": 32.55,
    "live": 32.65, "later": 32.75,
}  # fmt: skip


def colliding(cell: Cell, latitude: float, **changes: str) -> tuple[str, str, str]:
    """Let IL and SY notify what collides and SY's node tell it; return both notices and the matter."""
    at = volume(begins_s=BEGINS_S, area=around(latitude))
    theirs = cell.says("IL", "activity_notified", plan(at, subject="EXERCISE shepherds", **changes))
    mine = cell.says("SY", "activity_notified", plan(at, subject="EXERCISE water"))
    cell.tells_overlaps("SY")
    return mine, theirs, overlap_id((mine, theirs))


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


def test_the_watch_list_goes_on_behind_an_overlap(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sign in its id reaches the node as it is: the next part begins behind it, and not with it again."""
    monkeypatch.setattr(watch_list, "WINDOW", 1)
    (_, _, matter), _later = (colliding(cell, GROUND[name]) for name in ("behind", "later"))
    row = due.row_of(cell.mechanism.nodes["SY"].reader(), matter)
    assert row is not None
    before = quote(f"{row.due_ms - 1};;{row.due_ms},{matter[:-1]};")
    part = visitor.get(f"/part/watch?watch=all&watch_after={before}").text
    further = re.search(r'hx-get="([^"]*watch_after=[^"]*)" hx-target="#watch" hx-swap="innerHTML show', part)
    assert further is not None and f'data-matter="{matter}"' in part
    assert f'data-matter="{matter}"' not in visitor.get(unescape(further[1])).text


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
    duty = f"{comparing.states(cell.mechanism.nodes['SY'])[matter]['finding']}:answer_overlap:IL"
    early = {"to": "IL,SY,US", "duty": duty, "due_at_ms": "9" * 13, "level": "1"}
    refused = visitor.post(f"/overlaps/{matter}/cite", {**early, "step": "send"})
    assert refused.status == 422 and "was not yet overdue" in refused.text
    # From the watch list, which leads to every matter by one address.
    cited = visitor.post(f"/hotline/{matter}/cite", {**early, "due_at_ms": "1", "step": "send"})
    assert cited.status == 303 and cited.location.startswith(f"/overlaps/{matter}"), cited.text
    assert visitor.get("/overlaps/IL.7+SY/999999").status == 404


def test_who_has_the_right_of_way_is_not_asked_to_move(cell: Cell, visitor: Visitor) -> None:
    """Theirs is an evacuation: ours is asked to make room, and the page says so."""
    _, _, matter = colliding(cell, GROUND["right"], **{"class": "medical_evacuation"})
    page = visitor.get(f"/overlaps/{matter}").text
    assert "has the right of way" in page and "is asked to make room" in page
    # Of its own form: the bar of a FLASH that another test left has such a button too.
    assert 'value="received"' not in page.split('id="acts"')[1].split("</form>")[0]


def test_a_third_that_meets_either_is_told_with_its_own_matter(cell: Cell, visitor: Visitor) -> None:
    """Each pair is a matter of its own; the page of one names the others."""
    mine, theirs, matter = colliding(cell, GROUND["three"])
    assert "More than two meet here" not in visitor.get(f"/overlaps/{matter}").text
    at = volume(begins_s=BEGINS_S, area=around(GROUND["three"]))
    third = cell.says("US", "activity_notified", plan(at, subject="EXERCISE monitors"))
    cell.tells_overlaps("SY")
    page = visitor.get(f"/overlaps/{matter}").text
    beside = page.split('id="also-met"')[1].split("</div>")[0]
    assert "EXERCISE monitors" in beside and mine in beside and theirs in beside
    assert f'href="/overlaps/{overlap_id((mine, third))}"' in beside
    assert f'href="/overlaps/{overlap_id((theirs, third))}"' in beside


def test_who_is_past_its_freeze_point_is_said_not_to_be_asked(cell: Cell) -> None:
    """From the charter's hours before its beginning on, where it was filed before; and beside no right of way."""
    from parley.desk.overlaps.beside import firm_words

    def row(begins_s: int, filed_s: int) -> Any:
        window = [begins_s, begins_s + 3600]
        plan = {"version": "X/1", "volumes": [{"windows": [window]}], "contingency": []}
        return SimpleNamespace(state={**plan, "versions": [{"at_ms": filed_s * 1000}]})

    sides = [{"notice": code, "version": "X/1", "member": code, "keeps_right": False} for code in ("IL", "SY")]
    state = {"sides": sides, "clearing": None}
    rows = {"IL": row(BEGINS_S, BEGINS_S - 90 * HOUR), "SY": row(BEGINS_S, BEGINS_S - HOUR)}

    def said(now_s: int, **changes: Any) -> list[str]:
        names: Any = str
        return firm_words({**state, **changes}, rows=rows, names=names, freeze_s=24 * HOUR, now_s=now_s)

    assert said(BEGINS_S - 30 * HOUR) == []
    assert ["IL is not asked" in each for each in said(BEGINS_S - HOUR)] == [True]
    assert said(BEGINS_S - HOUR, sides=[{**sides[0], "keeps_right": True}, sides[1]]) == []


def test_a_supervisor_is_asked_for_advice_where_it_is_no_side() -> None:
    """What the page offers to say: where the only supervisor is the other side, nobody could advise."""
    sides = [{"member": code, "keeps_right": False} for code in ("IL", "US")]
    state = {"sides": sides, "clearing": None, "to": ["IL", "SY", "US"]}
    assert ways_offered(state, own="IL", supervisors=("US",)) == ["will_change", "keeps"]
    assert ways_offered(state, own="IL", supervisors=("SY", "US")) == ["will_change", "keeps", "asks_supervisor"]


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

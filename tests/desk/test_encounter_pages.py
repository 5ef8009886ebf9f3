"""The page of an encounter on the desk: a notice and what it meets, answered by form, explained, and found again."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from parley.tracks.deconfliction.encounters.entries import encounter_id
from tests.desk.cell import Cell
from tests.desk.planning import BEGINS_S, around, fields
from tests.desk.screens import signed_in
from tests.desk.visitor import Visitor
from tests.node import comparing
from tests.tracks.deconfliction.plans import DAY, plan, volume
from tests.tracks.deconfliction.sites import site

# Each test stands on ground of its own: the cell serves them all.
GROUND = {"answers": 33.21, "cleared": 33.31, "live": 33.41, "leaves": 33.51}
# Within the area of separation, whose drawing is one member's.
WITHIN = [[[[358540000, 330890000], [358600000, 330890000], [358600000, 330950000], [358540000, 330950000]]]]


def met(cell: Cell, latitude: float) -> tuple[str, str, str]:
    """Let IL notify a hospital and SY an activity beside it, and SY's node tell it; return notice, site and matter."""
    at = volume(begins_s=BEGINS_S, area=around(latitude))
    consent = [{"member": code, "use": "receive"} for code in ("SY", "US")]
    lasting = volume(begins_s=BEGINS_S, hours=48, area=around(latitude))
    clinic = cell.says("IL", "site_notified", site(volumes=[lasting], consent=consent, subject="EXERCISE clinic"))
    notice = cell.says("SY", "activity_notified", plan(at, subject="EXERCISE road works"))
    cell.tells_overlaps("SY")
    return notice, clinic, encounter_id(notice, {"name": clinic})


def test_a_notice_and_a_site_stand_side_by_side_and_it_is_answered(cell: Cell, visitor: Visitor) -> None:
    """What meets what, who is asked and by when; the answer is looked over, sent and stands on the page of both."""
    notice, clinic, matter = met(cell, GROUND["answers"])
    page = visitor.get(f"/encounters/{matter}").text
    for said in ("EXERCISE clinic", "EXERCISE road works", "Comes to a protected site or movement", "No answer yet",
                 "is asked to change its plan", f'href="/notices/{notice}"', f"/{clinic}", "ECD-1",
                 "Answer what the activity meets"):  # fmt: skip
        assert said in page, said
    assert 'role="status"' not in page.split('id="stage"')[1].split("<article")[0], "an empty notice over the page"
    assert f'href="/encounters/{matter}"' in visitor.get(f"/notices/{notice}").text
    assert f'href="/encounters/{matter}"' in visitor.get(f"/sites/{clinic}").text
    assert visitor.get(f"/hotline/{matter}").location == f"/encounters/{matter}"
    empty = visitor.post(f"/encounters/{matter}/answer", {**fields(page, "keeps", ""), "step": "send"})
    assert empty.status == 422 and "An answer says why." in empty.text
    form = fields(page, "will_change", "EXERCISE we go around it.")
    assert "Will change its plan" in visitor.post(f"/encounters/{matter}/answer", form).text
    sent = visitor.post(f"/encounters/{matter}/answer", {**form, "step": "send"})
    assert sent.status == 303 and sent.location.startswith(f"/encounters/{matter}"), sent.text
    part = visitor.get(f"/encounters/{matter}/part/found").text
    assert "we go around it" in part and "<html" not in part
    assert "we go around it" in visitor.get(f"/encounters/{matter}/part/entries").text
    page = visitor.get(f"/encounters/{matter}").text
    assert "Change the plan, as was said" in page and "answered by some" in page
    early = {"to": "IL,SY,US", "duty": f"{matter}:x:IL", "due_at_ms": "1", "level": "1", "step": "send"}
    refused = visitor.post(f"/encounters/{matter}/cite", early)
    assert refused.status == 422 and "There is no duty" in refused.text
    duties = re.findall(r'href="(/why/duty/[^"]+acknowledge_encounter[^"]+)"', page)
    assert duties and "ECD-1" in visitor.get(duties[0]).text
    assert "Encounter found" in visitor.get(f"/why/state/{matter}").text
    assert visitor.get("/why/clause/EC-3").status == 200
    assert visitor.get(f"/encounters/{matter}/part/other").status == 404
    assert visitor.get("/encounters/IL.7~SY/999999").status == 404


def test_the_author_alone_is_shown_ways_out_and_takes_one(cell: Cell, visitor: Visitor) -> None:
    """In words and figures; it says why itself, looks the change over, and the encounter is cleared by it."""
    notice, _, matter = met(cell, GROUND["leaves"])
    page = visitor.get(f"/encounters/{matter}").text
    form = page.split('id="ways-out"')[1].split("</form>")[0]
    assert "Computed by this node for you alone" in form and "of the slack it declared" in form
    hidden = dict(re.findall(r'<input type="hidden" name="(to|digest|once)" value="([^"]*)"', form))
    without = visitor.post(f"/encounters/{matter}/leave", {**hidden, "why": "", "step": "send"})
    assert without.status == 422
    gone = visitor.post(f"/encounters/{matter}/leave", {**hidden, "digest": "0" * 64, "why": "Room"})
    assert gone.status == 422 and "is none any more" in gone.text
    looked = visitor.post(f"/encounters/{matter}/leave", {**hidden, "why": "EXERCISE room", "step": "look"})
    assert looked.status == 200 and "EXERCISE room" in looked.text
    sent = visitor.post(f"/encounters/{matter}/leave", {**hidden, "why": "EXERCISE room", "step": "send"})
    assert sent.status == 303, sent.text
    cell.carry()
    cell.tells_overlaps("SY")
    page = visitor.get(f"/encounters/{matter}").text
    assert "Cleared: the plan was changed" in page and 'id="ways-out"' not in page
    changed = comparing.states(cell.mechanism.nodes["IL"])[notice]["versions"][-1]
    assert changed["why"] == "EXERCISE room"


@pytest.mark.parametrize("language", ["ar", "he"])
def test_it_is_cleared_by_a_change_and_says_so_in_each_language(cell: Cell, language: str) -> None:
    """In the reader's language, with nothing left in English but what was written so."""
    notice, _, matter = met(cell, GROUND["cleared"])
    later = plan(volume(begins_s=BEGINS_S + 3 * DAY, area=around(GROUND["cleared"])), of=notice, why="Makes room")
    cell.says("SY", "activity_changed", later, matter=notice)
    cell.tells_overlaps("SY")
    visitor = cell.visitor()
    visitor.post("/language", {"language": language})
    page = visitor.get(f"/encounters/{matter}").text
    assert {"ar": "زال: تغيّرت الخطة", "he": "הוסר: התכנית שונתה"}[language] in page
    assert 'id="acts"' not in page and "Comes to" not in page and "Cleared" not in page


def test_what_is_only_proposed_is_told_by_whom_and_called_no_breach(cell: Cell, visitor: Visitor) -> None:
    """Nothing is owed, no red, no "forbidden"; the author may say that it has received it."""
    at = volume(begins_s=BEGINS_S, area=WITHIN)
    notice = cell.says("SY", "activity_notified", plan(at, subject="EXERCISE column", **{"class": "force_movement"}))
    cell.tells_overlaps("SY")
    matter = encounter_id(notice, {"name": "area_of_separation"})
    page = visitor.get(f"/encounters/{matter}").text
    found = page.split('id="found"')[1].split('id="acts"')[0]
    assert "Would be forbidden there" in found and "Proposed by" in found and "nothing is owed" in found
    assert "Forbidden there" not in found and "notice bad" not in found and "No answer yet" not in found
    assert 'value="received" class="primary"' in page
    assert f'href="/encounters/{matter}"' in visitor.get(f"/notices/{notice}").text


@pytest.fixture
def page(browser: Browser, cell: Cell) -> Iterator[Page]:
    """A signed-in page; the test fails where the browser complained of anything."""
    yield from signed_in(browser, cell)


@pytest.mark.browser
def test_a_receipt_of_the_other_side_appears_without_reload(page: Page, cell: Cell) -> None:
    """On the page that is open, among the answers and the entries; what was typed meanwhile stays."""
    notice, clinic, matter = met(cell, GROUND["live"])
    page.goto(f"/encounters/{matter}")
    page.locator("#acts textarea").fill("EXERCISE half written")
    state = comparing.states(cell.mechanism.nodes["SY"])[matter]
    said = {"notice": notice, "met": {"kind": "site", "name": clinic}, "of": state["finding"], "how": "received",
            "lang": "en"}  # fmt: skip
    answer = cell.says("IL", "encounter_answered", said)
    expect(page.locator("#found")).to_contain_text("Has received it")
    expect(page.locator(f'#entries [id="{answer}"]')).to_be_visible()
    expect(page.locator("#acts textarea")).to_have_value("EXERCISE half written")



"""De-escalation at the desk: one form to a FLASH, fixed replies, and what was called and done side by side."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from parley.geo.moment import Moment, moment_text
from parley.node import reading
from parley.tracks.hotline.replies import REASONS, REPLIES, reply_text
from parley.tracks.hotline.templates import DE_ESCALATING, TEMPLATES
from tests.desk.cell import ALL, Cell, message
from tests.desk.test_hotline_forms import matter_of, state_of
from tests.desk.visitor import Visitor
from tests.tracks.deconfliction.plans import plan
from tests.tracks.incidents.reports import account

PLACE = "33.1256 N, 35.8246 E"


def minute(ago_s: int = 0) -> str:
    """Return the minute of now, or of so many seconds ago, as an officer types it."""
    return moment_text(Moment((int(time.time()) - ago_s) // 60 * 60, "minute"))


def form(**changes: Any) -> dict[str, Any]:
    """Return the form of a request to Israel."""
    return {
        "template": "hold_fire", "item-1-type": "place", "item-1-text": PLACE, "item-2-type": "time",
        "item-2-text": minute(), "item-3-type": "number", "item-3-text": "", "asked": ["IL"], "to": "SY,IL,US",
        **changes,
    }  # fmt: skip


def received(cell: Cell, name: str = "stop") -> str:
    """Let IL send SY a request."""
    template, now = TEMPLATES[name], int(time.time())
    items = [
        {"n": 1, "type": "place", "value": {"lat_e7": 331256000, "lon_e7": 358246000}},
        {"n": 2, "type": "time", "value": {"at_s": now // 60 * 60, "precision": "minute"}},
        {"n": 3, "type": "number", "value": {"value": "2", "unit": "persons"}},
    ]
    said = message(
        subject=template.titles["he"], text=template.phrases["he"], lang="he", template=name, precedence="flash",
        asks_read_back=True, asks_answer=True, asked=["SY"], items=items,
    )  # fmt: skip
    return cell.says("IL", "message_sent", said)


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_the_button_stands_on_every_page_and_the_form_shows_its_words_in_three_languages(
    visitor: Visitor, language: str
) -> None:
    """What is asked, in each language of the mechanism, whatever the reader's."""
    visitor.speak(language)
    for address in ("/", "/notices", "/record", "/standstills", "/map"):
        assert re.search(r'<a class="raise" href="/de-escalation/new" data-key="KeyF"', visitor.get(address).text)
    page = visitor.get("/de-escalation/new").text
    for name in DE_ESCALATING:
        assert all(phrase in page for phrase in TEMPLATES[name].phrases.values()), name
    assert 'name="asked" value="IL" checked' in page and re.search(r'name="item-1-text" value=""[^>]*autofocus', page)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_one_form_is_a_flash_with_read_back_and_answer(cell: Cell, visitor: Visitor, language: str) -> None:
    """Sent at once and not looked over: the fixed words in the officer's language, FLASH, the other party asked."""
    visitor.speak(language)
    matter = matter_of(visitor.post("/de-escalation/new", form(text="EXERCISE north of the road.")))
    state = state_of(cell, matter)
    assert state["text"] == f"{TEMPLATES['hold_fire'].phrases[language]}\nEXERCISE north of the road."
    found = [state[name] for name in ("precedence", "asks_read_back", "asks_answer", "asked", "lang")]
    assert found == ["flash", True, True, ["IL"], language]


def test_the_place_comes_from_what_is_selected(cell: Cell, visitor: Visitor) -> None:
    """From a message its place, from a notice the middle of its first area; the request names it."""
    told = cell.says("IL", "message_sent", message(items=[
        {"n": 1, "type": "place", "value": {"lat_e7": 332000000, "lon_e7": 358000000}}]))  # fmt: skip
    notice = cell.says("IL", "activity_notified", {k: v for k, v in _plan().items() if k != "role"})
    incident = cell.says("IL", "incident_reported", account())
    places = {told: "33.2000 N 35.8000 E", notice: "33.1050 N 35.8050 E", incident: "33.1256 N 35.8246 E"}
    for matter, place in places.items():
        page = visitor.get(f"/de-escalation/new?matter={matter}").text
        shown = re.search(r'name="item-1-text" value="([^"]*)"', page)
        assert shown is not None and shown[1].replace(",", "") == place
        assert f'name="about" value="{matter}"' in page
    sent = matter_of(visitor.post("/de-escalation/new", form(about=notice)))
    assert state_of(cell, sent)["about"] == [notice]
    assert notice in visitor.get("/de-escalation").text and notice in visitor.get(f"/hotline/{sent}").text


def _plan() -> dict[str, Any]:
    begins = int(time.time()) // 3600 * 3600 + 3 * 86_400
    volume = {**plan()["volumes"][0], "windows": [[begins, begins + 7200]]}
    return {**plan(), "volumes": [volume]}


def test_what_is_missing_is_told_and_kept(visitor: Visitor) -> None:
    """A place that cannot be read, no number of persons, nobody asked among those who read it."""
    wrong = visitor.post("/de-escalation/new", form(**{"item-1-text": "33.1256, 35.8246"}))
    assert wrong.status == 422 and 'value="33.1256, 35.8246"' in wrong.text
    unnumbered = visitor.post("/de-escalation/new", form(template="medical_access"))
    assert unnumbered.status == 422 and 'value="medical_access" checked' in unnumbered.text
    outside = visitor.post("/de-escalation/new", form(to="SY,US"))
    assert outside.status == 422 and "H-1" in outside.text and 'name="asked" value="IL" checked' in outside.text
    assert visitor.post("/de-escalation/new", form(template="fire_near_the_line")).status == 422


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_a_reply_is_one_press_and_read_in_ones_own_language(cell: Cell, visitor: Visitor, language: str) -> None:
    """Ordered, then done at a minute; each with its fixed words in the officer's language, and in the reader's."""
    matter = received(cell)
    visitor.speak(language)
    page = visitor.get(f"/hotline/{matter}").text
    assert all(each.phrases[language] in page for each in REPLIES.values())
    fields = {"to": "SY,IL,US", "wording": matter}
    matter_of(visitor.post(f"/hotline/{matter}/reply", {"reply": "ordered", **fields}))
    matter_of(visitor.post(f"/hotline/{matter}/reply", {"reply": "done", "done_at": minute(60), **fields}))
    answers = state_of(cell, matter)["answers"]
    assert [(each["reply"], each["text"]) for each in answers] == [  # type: ignore[attr-defined]
        (name, reply_text(name, because="", language=language)) for name in ("ordered", "done")
    ]
    visitor.speak("he" if language == "ar" else "ar")
    other = "he" if language == "ar" else "ar"
    assert REPLIES["ordered"].phrases[other] in visitor.get(f"/hotline/{matter}").text


def test_what_cannot_be_done_says_why_and_a_wrong_time_sends_nothing(cell: Cell, visitor: Visitor) -> None:
    """A reason of the list is needed; a time to come is refused by its clause, one that cannot be read at its field."""
    matter = received(cell, "withdraw")
    fields = {"to": "SY,IL,US", "wording": matter}
    ahead = visitor.post(f"/hotline/{matter}/reply", {"reply": "done", "done_at": minute(-3600), **fields})
    assert ahead.status == 422 and "H-20" in ahead.text
    assert visitor.post(f"/hotline/{matter}/reply", {"reply": "done", "done_at": "noon", **fields}).status == 422
    assert visitor.post(f"/hotline/{matter}/reply", {"reply": "cannot", **fields}).status == 422
    assert state_of(cell, matter)["answers"] == []
    said = {"reply": "cannot", "cannot_because": "no_contact", "text": "EXERCISE we try by runner.", **fields}
    matter_of(visitor.post(f"/hotline/{matter}/reply", said))
    answer = state_of(cell, matter)["answers"][0]  # type: ignore[index]
    assert answer["text"].endswith(f"{REASONS['no_contact'].phrases['en']}\nEXERCISE we try by runner.")
    assert REASONS["no_contact"].titles["en"] in visitor.get("/de-escalation").text


def test_called_answered_and_done_stand_side_by_side(cell: Cell, visitor: Visitor) -> None:
    """For each member of the request: by which entry, at which time; what is owed with its clause."""
    matter = matter_of(visitor.post("/de-escalation/new", form(template="stop")))
    cell.carry()
    acknowledged = cell.says("IL", "message_acknowledged", {"how": "received"}, matter=matter)
    ordered = cell.says("IL", "message_answered", _reply("ordered"), matter=matter)
    node = cell.mechanism.nodes["SY"]
    [duty] = [each for each in reading.duties_of(node, matter, now_ms=node.clock.now_ms()) if each.clause == "D-14"]
    page = visitor.get("/de-escalation").text
    block = page[page.index(f'one-request" data-matter="{matter}"') :].partition("</section>")[0]
    for entry in (matter, acknowledged, ordered):
        assert f"/record/{entry}" in block
    assert "D-14" in block and "D-2" in block and duty.state == "running"
    done_s = int(time.time()) - 30
    done = cell.says("IL", "message_answered", {**_reply("done"), "done_at_s": done_s}, matter=matter)
    panel = visitor.get(f"/hotline/{matter}").text
    assert f"/record/{done}" in panel and time.strftime("%H:%M:%SZ", time.gmtime(done_s)) in panel
    assert set(state_of(cell, matter)["to"]) == set(ALL)  # type: ignore[call-overload]


def _reply(name: str) -> dict[str, Any]:
    return {"reply": name, "lang": "en", "text": reply_text(name, because="", language="en")}


def test_an_ordinary_message_has_no_fixed_reply(cell: Cell, visitor: Visitor) -> None:
    """Neither the form nor the panel; what is sent all the same is refused by its clause."""
    matter = cell.says("IL", "message_sent", message(precedence="flash"))
    page = visitor.get(f"/hotline/{matter}").text
    assert f"/hotline/{matter}/reply" not in page
    refused = visitor.post(f"/hotline/{matter}/reply", {"reply": "ordered", "to": "SY,IL,US", "wording": matter})
    assert refused.status == 422 and "H-20" in refused.text


def test_an_incident_shows_whether_the_line_was_used_before(cell: Cell, visitor: Visitor) -> None:
    """Of each account apart: not used, with what was looked at; after a FLASH before it, used, with its entry."""
    now_s = int(time.time())
    told = account(time={"from_s": now_s - 60, "until_s": now_s - 60, "precision": "minute"})
    quiet = cell.says("SY", "incident_reported", {**told, "actors": [{"kind": "member", "member": "US"}]})
    panel = visitor.get(f"/details/{quiet}/line-before-force").text
    assert "The line was not used before" in panel and "nothing was said" in panel and "no finding" in panel
    plain = cell.says("IL", "message_sent", message())
    cell.says("SY", "message_acknowledged", {"how": "received"}, matter=plain)
    request = received(cell)
    now_s = int(time.time()) + 1
    told["time"] = {"from_s": now_s, "until_s": now_s, "precision": "minute"}
    time.sleep(1.1)
    fired = cell.says("SY", "incident_reported", told)
    panel = visitor.get(f"/details/{fired}/line-before-force").text
    assert "The line was used before" in panel and f"/hotline/{request}" in panel and f"/hotline/{plain}" in panel
    about = matter_of(visitor.post("/de-escalation/new", form(about=fired)))
    panel = visitor.get(f"/details/{fired}/line-before-force").text
    assert "First call after:" in panel and f"/record/{about}" in panel
    assert "lat_e7" not in panel and visitor.get(f"/details/{request}/line-before-force").text.count("line-use") == 0

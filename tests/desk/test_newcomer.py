"""What a newcomer reads on the desk: words and no codes, faults at their fields, corrected words marked as such."""

from __future__ import annotations

import re
from html import unescape

import pytest

from parley.tracks.hotline.templates import TEMPLATES
from tests.desk.cell import PASSWORD, Cell, message
from tests.desk.test_hotline_forms import ITEMS, WRITTEN, matter_of, send_now, state_of
from tests.desk.visitor import Visitor
from tests.tracks.deconfliction.plans import plan, volume

PHRASE = TEMPLATES["medical_access"]
BARE = {
    **WRITTEN, "precedence": "flash", "template": PHRASE.name, "subject": PHRASE.titles["en"],
    "text": PHRASE.phrases["en"], "item-1-type": "place", "item-2-type": "time", "item-3-type": "number",
}  # fmt: skip
WRONG = [ITEMS[0], {**ITEMS[1], "value": {"value": "7", "unit": "vehicles"}}]


def bare(page: str) -> str:
    """Return a page without its tags."""
    return re.sub(r"<[^>]*>", "", page)


def corrected(cell: Cell) -> tuple[str, str]:
    """Let IL send a FLASH and correct it; return the message and the correction."""
    said = cell.says("IL", "message_sent", message(precedence="flash", items=ITEMS, asks_read_back=True))
    words = {"subject": "Road works", "text": "Now at kilometre 15.", "lang": "en", "items": ITEMS, "of": said}
    return said, cell.says("IL", "message_corrected", words, matter=said)


def test_words_that_were_corrected_are_marked_with_the_correction(cell: Cell, visitor: Visitor) -> None:
    """The card of the first words says that they are no longer in force, and leads to those that are."""
    said, correction = corrected(cell)
    first, second = re.findall(
        r'<li class="entry[^"]*k-message_(?:sent|corrected)".*?</li>', visitor.get(f"/hotline/{said}").text, re.DOTALL
    )
    assert "no longer in force" in first and f'href="#{correction}"' in first
    assert "no longer in force" not in second
    cell.acknowledge_all()


def test_the_bar_says_that_a_flash_was_corrected_and_leads_to_the_correction(cell: Cell, visitor: Visitor) -> None:
    """Both its words and its way name the entry whose words are in force."""
    cell.acknowledge_all()
    said, correction = corrected(cell)
    bar = re.search(rf'<section class="flash"[^>]*data-flash="{said}">.*?</section>', visitor.get("/").text, re.DOTALL)
    assert bar and "corrected by" in bar[0] and f'href="/hotline/{said}#{correction}"' in bar[0]
    cell.acknowledge_all()


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("Message", "Place")), ("ar", ("رسالة", "مكان")), ("he", ("מסר", "מקום"))]
)
def test_what_a_fixed_phrase_misses_is_told_in_words_at_its_field(
    visitor: Visitor, language: str, words: tuple[str, str]
) -> None:
    """No code of a kind or of a type is left, and each empty row says what it misses; the ticked box is not blamed."""
    visitor.speak(language)
    text, phrase = PHRASE.phrases[language], PHRASE.titles[language]
    answer = visitor.post("/hotline/new", {**BARE, "lang": language, "text": text, "subject": phrase})
    told = re.search(r'id="refused".*?</div></div>', answer.text, re.DOTALL)
    assert answer.status == 422 and told and "message_sent" not in told[0]
    assert all(word in told[0] for word in words), told[0]
    assert answer.text.count("item-row is-faulty") == 3
    assert "always asks for a read-back" not in answer.text


def test_a_box_that_must_be_ticked_is_named_beside_it(visitor: Visitor) -> None:
    """A fixed phrase without a read-back is refused at the box."""
    rows = {"item-1-text": "33.1 N, 35.8 E", "item-2-text": "2026-11-29 15:30Z", "item-3-text": "3 persons"}
    answer = visitor.post("/hotline/new", {**BARE, **rows, "asks_read_back": ""})
    assert answer.status == 422
    assert re.search(r'name="asks_read_back"[^\n]*</label><p class="fault"', answer.text)


def test_a_message_that_is_right_is_said_again_as_it_was(cell: Cell, visitor: Visitor) -> None:
    """After a read-back that differs one button says the same words and items again; before it is not offered."""
    rows = {"item-1-type": "place", "item-1-text": "33.1256 N, 35.8246 E", "item-1-label": "Bridge",
            "item-2-type": "number", "item-2-text": "6 vehicles"}  # fmt: skip
    said = matter_of(visitor.post("/hotline/new", {**WRITTEN, **rows}))
    cell.carry()
    assert "mine stands" not in visitor.get(f"/hotline/{said}").text
    cell.says("IL", "read_back", {"items": WRONG, "of": said}, matter=said)
    assert "mine stands" in visitor.get(f"/hotline/{said}").text
    form = {"stands": "yes", "to": "SY,IL,US", "wording": said}
    assert "6 vehicles" in visitor.post(f"/hotline/{said}/correct", {**form, "step": "look"}).text
    before = state_of(cell, said)
    assert visitor.post(f"/hotline/{said}/correct", form).status == 303
    after = state_of(cell, said)
    assert after["wording"] != said and len(after["corrections"]) == 1  # type: ignore[arg-type]
    assert all(after[name] == before[name] for name in ("subject", "text", "lang", "items"))


def test_the_language_is_named_before_it_goes(visitor: Visitor) -> None:
    """What is looked over names the language of its text, and no code."""
    looked = visitor.post("/hotline/new", {**WRITTEN, "lang": "ar", "step": "look"}).text
    assert re.search(r"Language of the text: (<bdi[^>]*>)?العربية", looked)


def test_a_list_shows_a_fixed_phrase_in_the_readers_language(cell: Cell, visitor: Visitor) -> None:
    """The preview of a message in Hebrew words reads as the phrase in English."""
    content = message(
        precedence="flash", template="hold_fire", subject=TEMPLATES["hold_fire"].titles["he"],
        text=TEMPLATES["hold_fire"].phrases["he"], lang="he", asks_read_back=True,
        items=[
            {"n": 1, "type": "place", "value": {"lat_e7": 331256000, "lon_e7": 358246000}},
            {"n": 2, "type": "time", "value": {"at_s": 1764399960, "precision": "minute"}},
        ],
    )  # fmt: skip
    said = cell.says("IL", "message_sent", content)
    row = re.search(rf'<li class="conv[^>]*id="conv-{said}".*?</li>', visitor.get("/hotline").text, re.DOTALL)
    assert row and TEMPLATES["hold_fire"].phrases["en"][:40] in row[0]
    cell.acknowledge_all()


@pytest.mark.parametrize(("language", "word"), [("ar", "مخطط"), ("he", "מתוכננת")])
def test_the_state_of_a_notice_is_said_in_the_readers_words(
    cell: Cell, visitor: Visitor, language: str, word: str
) -> None:
    """The details say it as the page of the notice does."""
    now_s = cell.mechanism.nodes["SY"].clock.now_ms() // 1000
    ring = [[358900000, 322500000], [359100000, 322500000], [359100000, 322600000], [358900000, 322600000]]
    said = cell.says("IL", "activity_notified", plan(volume(begins_s=now_s // 60 * 60 + 400_000, area=[[ring]])))
    visitor.speak(language)
    facts = visitor.get(f"/details/{said}/facts").text
    assert word in facts and "planned" not in facts


def test_the_shift_names_roles_and_the_form_keeps_the_end_of_the_watch(cell: Cell, visitor: Visitor) -> None:
    """Roles are named, a watch is never shortened unasked, its offer reaches the others, and who lost it is told so."""
    other = cell.visitor("officer-2")
    taken = {"authority": "Liaison cell", "call_back": "+963 00 000 0001", "until": "2040-01-01 00:00Z", "hears": "no"}
    found = re.search(r'name="matter" value="(SY/\d+)?"', visitor.get("/shift").text)
    matter = found[1] if found and found[1] else ""
    assert visitor.post("/shift/take", {**taken, "matter": matter}).status == 303
    changes, form = cell.mechanism.nodes["SY"].changes, ("form:watch",)
    page, before = visitor.get("/shift").text, changes.last_touched(form)
    # No other news makes every screen ask for the banner.
    assert re.search(r'id="watch-news"[^>]* data-topics="form:watch"', page)
    cell.says("IL", "message_sent", message())
    assert changes.last_touched(form) == before
    assert "Renew the watch" in page and 'value="2040-01-01 00:00Z"' in page
    assert "Renew the watch" not in other.get("/shift").text
    found = re.search(r'name="matter" value="(SY/\d+)"', page)
    assert found
    offered = {"matter": found[1], "to_role": "duty_officer"}
    assert visitor.post("/shift/hand-over", offered).status == 303
    assert changes.last_touched(form) > before
    page = visitor.get("/shift").text
    assert "Offered to Duty officer" in bare(page) and "offers the watch" not in page
    assert "Duty officer 1 offers the watch to your role" in bare(other.get("/").text)
    after = re.search(r'name="after" value="([^"]+)"', other.get("/shift").text)
    assert after
    signed = {**taken, "matter": found[1], "after": after[1], "from_role": "duty_officer"}
    assert other.post("/shift/take", signed).status == 303

    assert "Duty officer 2 has taken the watch over from you" in bare(visitor.get("/").text)
    # The bar of a page that stays open says so too.
    line = visitor.get("/part/watch-news").text.partition('id="watch-line" hx-swap-oob')[2]
    assert "Duty officer 2 has the watch" in bare(line) and 'id="watch-line"' in visitor.get("/").text
    assert "taken the watch over" not in other.get("/").text
    heads = re.findall(r'<th scope="col">([^<]+)</th>', visitor.get("/shift").text)
    assert heads[:4] == ["Entry", "Handed over by", "Taken by", "What was promised"]
    assert visitor.post("/shift/note", {"text": "Quiet."}).status == 303
    send_now(visitor)
    assert re.search(r'id="notes".*?<b>(<bdi[^>]*>)?Duty officer', visitor.get("/shift").text, re.DOTALL)


def test_any_why_takes_its_first_step(cell: Cell) -> None:
    """The reason of an entry, of a state, or the charter itself: each is a "why?" that was read."""
    from datetime import UTC, datetime

    from parley.desk.people import add_officer

    at = datetime.now(UTC)
    add_officer("curious", role="duty_officer", password=PASSWORD, shown_as="Curious", language="en", at=at)
    visitor = cell.visitor("curious")
    said = cell.says("IL", "message_sent", message())
    before = visitor.get("/").text.count('class="is-done"')
    visitor.get(f"/why/entry/{said}")
    assert visitor.get("/").text.count('class="is-done"') == before + 1
    assert 'href="/notices/new"' in visitor.get("/help").text


def test_the_language_chosen_at_the_sign_in_stays(cell: Cell) -> None:
    """An officer whose own language is another reads what was chosen in this browser; without a choice, his own."""
    from datetime import UTC, datetime

    from parley.desk.people import add_officer

    at = datetime.now(UTC)
    add_officer("reader", role="duty_officer", password=PASSWORD, shown_as="Reader", language="ar", at=at)
    chosen, unasked = Visitor(cell.port), Visitor(cell.port)
    chosen.get("/sign-in")
    assert chosen.post("/language", {"language": "en", "next": "/sign-in"}).status == 303
    for visitor, language in ((chosen, "en"), (unasked, "ar")):
        assert visitor.sign_in("reader", PASSWORD).status == 303
        assert f'<html lang="{language}"' in visitor.get("/").text


def test_a_handover_leaves_out_nothing_that_came_while_it_was_written(cell: Cell, visitor: Visitor) -> None:
    """What came since is told once, and stands ticked in the list then; what was left out stays so."""
    taken = {"authority": "Liaison cell", "call_back": "1", "until": "2040-01-01 00:00Z", "hears": "no"}
    found = re.search(r'name="matter" value="(SY/\d+)?"', visitor.get("/shift").text)
    visitor.post("/shift/take", {**taken, "matter": found[1] if found and found[1] else ""})
    page = visitor.get("/shift").text
    matter = re.search(r'name="matter" value="(SY/\d+)"', page)
    listed = [unescape(each) for each in re.findall(r'name="listed" value="([^"]*)"', page)]
    assert matter and listed and 'name="lists" value="yes"' in page
    came = cell.says("IL", "message_sent", message(precedence="flash"))
    form = {"matter": matter[1], "to_role": "duty_officer", "lists": "yes", "listed": listed, "open_items": listed[1:]}
    held = visitor.post("/shift/hand-over", form)
    assert held.status == 422 and "DESK-48" in held.text and came in bare(held.text)
    ticked = dict(re.findall(r'name="open_items" value="(\S+) [^"]*"( checked)?', held.text))
    assert ticked[came] and not ticked[listed[0].partition(" ")[0]]
    again = [unescape(each) for each in re.findall(r'name="listed" value="([^"]*)"', held.text)]
    form = {**form, "listed": again, "open_items": again}
    long = visitor.post("/shift/hand-over", {**form, "promises": "p" * 201})
    assert long.status == 422 and "p" * 201 in long.text
    assert visitor.post("/shift/hand-over", form).status == 303
    cell.acknowledge_all()

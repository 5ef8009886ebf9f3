"""The hotline's forms: what is typed becomes an entry, or the page says why not and keeps the words."""

from __future__ import annotations

import re
import time

import pytest

from parley.node import reading
from parley.texts import sentence
from parley.tracks.hotline.templates import TEMPLATES
from tests.desk.cell import Cell, message
from tests.desk.visitor import Answer, Visitor

ITEMS = [
    {"n": 1, "type": "place", "value": {"lat_e7": 331256000, "lon_e7": 358246000}, "label": "Bridge"},
    {"n": 2, "type": "number", "value": {"value": "6", "unit": "vehicles"}},
]
ROWS = {
    "item-1-type": "place", "item-1-text": "33.1256 N, 35.8246 E", "item-1-label": "Bridge",
    "item-2-type": "number", "item-2-text": "6 vehicles",
}  # fmt: skip
WRITTEN = {
    "to": "SY,IL,US", "lang": "en", "subject": "Convoy", "text": "Six vehicles.", "precedence": "priority",
    "asks_read_back": "yes",
}  # fmt: skip


def matter_of(answer: Answer) -> str:
    """Return the matter to which a redirect leads."""
    found = re.fullmatch(r"/hotline/([A-Z]+/\d+)(?:\?again=[A-Z]+%2F\d+)?#[A-Z]+/\d+", answer.location)
    assert answer.status == 303 and found, (answer.status, answer.location, answer.text[-2000:])
    return found[1]


def send_now(visitor: Visitor) -> None:
    """Let what this officer could still stop leave at once."""
    (waiting,) = re.findall(r'action="/waiting/([0-9a-f]{32})/stop"', visitor.get("/waiting/moments").text)
    assert visitor.post(f"/waiting/{waiting}/send").status == 303


def state_of(cell: Cell, matter: str) -> dict[str, object]:
    """Return the state of a matter at the desk's node."""
    view = reading.conversation(cell.mechanism.nodes["SY"], matter)
    assert view is not None
    return dict(view.row.state)


def test_a_message_is_sent_with_its_items(cell: Cell, visitor: Visitor) -> None:
    """What the form says stands in the entry, items as they were typed."""
    matter = matter_of(visitor.post("/hotline/new", {**WRITTEN, **ROWS}))
    state = state_of(cell, matter)
    assert (state["subject"], state["precedence"], state["asks_read_back"]) == ("Convoy", "priority", True)
    assert state["items"] == ITEMS


def test_line_ends_of_a_browser_do_not_reach_the_record(cell: Cell, visitor: Visitor) -> None:
    """Browsers send two characters a line end; the record holds one."""
    matter = matter_of(visitor.post("/hotline/new", {**WRITTEN, "text": "One.\r\nTwo.\r\n"}))
    assert state_of(cell, matter)["text"] == "One.\nTwo."


def test_a_form_that_was_not_understood_sends_nothing_and_keeps_the_words(visitor: Visitor) -> None:
    """An item that cannot be read is named at its field, and all that was typed is still there."""
    answer = visitor.post("/hotline/new", {**WRITTEN, **ROWS, "item-1-text": "33.1256, 35.8246"})
    assert answer.status == 422
    assert "Nothing was sent." in answer.text
    assert sentence("geo.hemisphere_missing", language="en", data={}) in answer.text
    assert 'value="33.1256, 35.8246"' in answer.text and "Six vehicles." in answer.text


def test_a_refusal_is_told_with_its_clause_and_keeps_the_words(visitor: Visitor) -> None:
    """What the charter refuses is told in a sentence with its clause, and the form is still filled in."""
    answer = visitor.post("/hotline/new", {**WRITTEN, "precedence": "flash", "text": "word " * 201})
    assert answer.status == 422
    assert "H-9" in answer.text
    assert answer.text.count("word ") > 200


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_a_template_is_ready_but_for_its_place(visitor: Visitor, language: str) -> None:
    """A template's form holds its fixed phrase in the reader's language, as FLASH, and the cursor is in the place."""
    visitor.speak(language)
    page = visitor.get("/hotline/new?template=hold_fire").text
    assert TEMPLATES["hold_fire"].phrases[language] in page
    assert re.search(r'name="precedence" value="flash" checked', page)
    assert re.search(r'name="item-1-text" value=""[^>]*autofocus', page)


def test_the_receiver_reads_a_fixed_phrase_in_its_own_language(cell: Cell, visitor: Visitor) -> None:
    """A template sent in Hebrew is shown with its Arabic phrase to an Arabic reader, beside the words as signed."""
    template, now = TEMPLATES["hold_fire"], int(time.time())
    items = [ITEMS[0], {"n": 2, "type": "time", "value": {"at_s": now // 60 * 60, "precision": "minute"}}]
    said = message(
        subject=template.titles["he"], text=template.phrases["he"], lang="he", template="hold_fire", precedence="flash",
        asks_read_back=True, items=items,
    )  # fmt: skip
    matter = cell.says("IL", "message_sent", said)
    visitor.speak("ar")
    page = visitor.get(f"/hotline/{matter}").text
    assert template.phrases["he"] in page and template.phrases["ar"] in page
    assert visitor.post(f"/hotline/{matter}/acknowledge", {"how": "received", "to": "IL,SY,US"}).status == 303


@pytest.mark.parametrize("how", ["received", "under_protest", "referred_upward"])
def test_a_message_is_acknowledged_in_three_ways(cell: Cell, visitor: Visitor, how: str) -> None:
    """Each way of receiving stands in the entry as it was chosen."""
    matter = cell.says("IL", "message_sent", message())
    form = {"how": how, "to": "IL,SY,US", "wording": matter}
    assert matter_of(visitor.post(f"/hotline/{matter}/acknowledge", form)) == matter
    acknowledged = state_of(cell, matter)["acknowledgements"]
    assert acknowledged["SY"]["how"] == how  # type: ignore[index]


def test_acknowledging_twice_is_told_and_changes_nothing(cell: Cell, visitor: Visitor) -> None:
    """A double click is told by its clause; the second entry was not filed."""
    matter = cell.says("IL", "message_sent", message())
    form = {"how": "received", "to": "IL,SY,US"}
    visitor.post(f"/hotline/{matter}/acknowledge", form)
    again = visitor.post(f"/hotline/{matter}/acknowledge", form)
    assert again.status == 422 and "H-18" in again.text


def test_a_read_back_that_differs_is_shown_side_by_side(cell: Cell, visitor: Visitor) -> None:
    """The field that differs is marked, with both figures; the rest is not."""
    matter = cell.says("IL", "message_sent", message(items=ITEMS, asks_read_back=True))
    form = {
        "to": "IL,SY,US", "item-1-type": "place", "item-1-text": "33.1265 N, 35.8246 E",
        "item-2-type": "number", "item-2-text": "6 vehicles",
    }  # fmt: skip
    matter_of(visitor.post(f"/hotline/{matter}/read-back", form))
    page = visitor.get(f"/hotline/{matter}").text
    (marked,) = re.findall(r'<tr class="differs">.*?</tr>', page, re.DOTALL)
    assert '33.12<mark class="apart">56</mark> N' in marked and '33.12<mark class="apart">65</mark> N' in marked
    assert "latitude" in marked


def test_the_read_back_form_never_holds_what_was_sent(cell: Cell, visitor: Visitor) -> None:
    """Who reads back types every figure: a form filled in beforehand would confirm nothing."""
    matter = cell.says("IL", "message_sent", message(items=ITEMS, asks_read_back=True))
    form = re.search(r'id="act-read-back".*?</form>', visitor.get(f"/hotline/{matter}").text, re.DOTALL)
    assert form is not None
    assert "33.1256 N, 35.8246 E" not in re.sub(r'<small class="hint">.*?</small>', "", form[0])
    assert re.findall(r'name="item-\d-text" value="([^"]*)"', form[0]) == ["", ""]


def test_our_message_is_read_back_corrected_and_confirmed(cell: Cell, visitor: Visitor) -> None:
    """A mismatch is mended by a correction, whose read-back is then confirmed."""
    matter = matter_of(visitor.post("/hotline/new", {**WRITTEN, **ROWS}))
    cell.carry()
    wrong = [{**ITEMS[0], "value": {"lat_e7": 331265000, "lon_e7": 358246000}}, ITEMS[1]]
    bare = [{key: item[key] for key in ("n", "type", "value")} for item in wrong]
    cell.says("IL", "read_back", {"items": bare}, matter=matter)
    assert state_of(cell, matter)["name"] == "mismatch"
    form = {"to": "SY,IL,US", "lang": "en", "subject": "Convoy", "text": "Seven vehicles.", "why": "miscounted"}
    rows = {**ROWS, "item-1-text": "33.1265 N, 35.8246 E"}
    matter_of(visitor.post(f"/hotline/{matter}/correct", {**form, **rows}))
    cell.carry()
    read = cell.says("IL", "read_back", {"items": bare}, matter=matter)
    assert f'name="of" value="{read}"' in visitor.get(f"/hotline/{matter}").text
    matter_of(visitor.post(f"/hotline/{matter}/confirm", {"to": "SY,IL,US", "of": read}))
    backs = state_of(cell, matter)["read_backs"]
    assert backs["IL"]["state"] == "confirmed"  # type: ignore[index]


def test_an_answer_carries_its_file_to_the_reader(cell: Cell, visitor: Visitor) -> None:
    """A file goes with an answer, and comes back to the byte as a download that no browser shows."""
    matter = cell.says("IL", "message_sent", message(asks_answer=True))
    content = bytes(range(256)) * 300
    form = {"to": "IL,SY,US", "text": "See the file.", "lang": "en", "wording": matter}
    answer = visitor.upload(f"/hotline/{matter}/answer", form, name="../نقطة.txt", content=content)
    matter_of(answer)
    entry = answer.location.partition("#")[2]
    given = visitor.get(f"/record/{entry}/attachment/0")
    assert given.body == content
    assert given.headers["content-disposition"].startswith("attachment")
    assert given.headers["content-type"] == "application/octet-stream"
    assert visitor.get(f"/record/{entry}/attachment/1").status == 404


def test_a_working_translation_names_the_role_of_its_translator(cell: Cell, visitor: Visitor) -> None:
    """A working translation stands beside the text, with the role of who made it."""
    matter = cell.says("IL", "message_sent", message(lang="he", text="עבודות דרך."))
    form = {"to": "IL,SY,US", "of": matter, "lang": "ar", "text": "أعمال طريق."}
    assert visitor.post(f"/hotline/{matter}/translate", form).location == f"/hotline/{matter}"
    send_now(visitor)
    (translation,) = state_of(cell, matter)["translations"]  # type: ignore[misc]
    assert (translation["by_role"], translation["lang"], translation["of"]) == ("duty_officer", "ar", matter)
    assert "never authentic" in visitor.get(f"/hotline/{matter}").text


def test_a_call_is_logged_and_its_summary_confirmed(cell: Cell, visitor: Visitor) -> None:
    """A call logged here waits for the other end; one logged there is confirmed here."""
    form = {
        "other": "IL", "who_called": "they", "started_at": "2026-03-01 10:00Z", "ended_at": "2026-03-01 10:05Z",
        "summary": "The inspection stands.", "lang": "en",
    }  # fmt: skip
    state = state_of(cell, matter_of(visitor.post("/hotline/call", form)))
    assert (state["call"]["from"], state["other_end"]) == ("IL", "IL")  # type: ignore[index]
    theirs = {
        "started_at_s": 1_772_359_200, "ended_at_s": 1_772_359_300, "from": "US", "to": "SY", "summary": "Agreed.",
        "lang": "en",
    }  # fmt: skip
    matter = cell.says("US", "call_logged", theirs, to=("SY", "US"))
    matter_of(visitor.post(f"/hotline/{matter}/settle-call", {"to": "SY,US", "settle": "confirmed"}))
    assert state_of(cell, matter)["name"] == "confirmed"


def test_a_line_check_is_sent_by_hand(cell: Cell, visitor: Visitor) -> None:
    """A line check outside of the schedule goes to the member that was chosen."""
    state = state_of(cell, matter_of(visitor.post("/hotline/line-check", {"other": "IL"})))
    assert (state["form"], state["between"]) == ("line_check", ["SY", "IL"])


def test_an_officer_answers_a_line_check_with_the_routes_by_which_it_came(cell: Cell, visitor: Visitor) -> None:
    """The relay was asked for and did not bring it: the signed answer names the direct line alone."""
    asked = {"to": "SY", "text_no": 3, "routes": ["direct", "relay"], "answered_by": "officer"}
    matter = cell.says("IL", "line_check_sent", asked, to=("SY", "IL"))
    node = cell.mechanism.nodes["SY"]
    node.board.saw(node.charter().member("IL").origin, size=10_000, route="direct", now_ms=node.clock.now_ms())
    form = re.search(r'name="to" value="([A-Z,]+)"><input type="hidden" name="text_no" value="(\d+)"',
                     visitor.get(f"/hotline/{matter}").text)  # fmt: skip
    assert form and form[2] == "3"
    matter_of(visitor.post(f"/hotline/{matter}/answer-check", {"to": form[1], "text_no": form[2]}))
    state = state_of(cell, matter)
    assert (state["name"], state["silent_routes"]) == ("route_missing", ["relay"])
    assert state["answer"]["routes"] == ["direct"]  # type: ignore[index]


def test_the_watch_is_taken_and_handed_over(cell: Cell, visitor: Visitor) -> None:
    """Taking the watch is told to all; handing it over names what is open."""
    taken = {"authority": "Liaison cell", "call_back": "+963 00 000 0001", "until": "2030-01-01 00:00Z", "hears": "no"}
    assert visitor.post("/shift/take", taken).location == "/shift"
    page = visitor.get("/shift").text
    found = re.search(r'name="matter" value="(SY/\d+)"', page)
    assert found and "Duty officer 1" in page
    offered = {"matter": found[1], "to_role": "chief", "open_items": ["SY/1 one", "SY/2 two"], "text": "Quiet night."}
    assert visitor.post("/shift/hand-over", offered).location == "/shift"
    state = state_of(cell, found[1])
    assert state["offer"]["open_items"] == ["SY/1 one", "SY/2 two"]  # type: ignore[index]


def test_a_note_of_the_shift_stays_at_home(cell: Cell, visitor: Visitor) -> None:
    """A note is addressed to this member alone, and shown in the log."""
    assert visitor.post("/shift/note", {"text": "Radio check, good."}).location == "/shift"
    send_now(visitor)
    assert "Radio check, good." in visitor.get("/shift").text


def test_a_void_entry_is_shown_with_its_clause(cell: Cell, visitor: Visitor) -> None:
    """Pages of the record tell how each log stands and the way of one entry."""
    matter = cell.says("IL", "message_sent", message())
    assert "Logs" in visitor.get("/record").text
    way = visitor.get(f"/record/{matter}").text
    assert "Its author had read" in way and matter in way
    assert visitor.get("/record/find?id=" + matter.lower()).location == f"/record/{matter}"


@pytest.mark.parametrize(
    "path", ["/hotline/SY/999999", "/hotline/XX/1", "/record/IL/999999", "/record/find?id=nonsense"]
)
def test_what_is_not_here_is_said_so(visitor: Visitor, path: str) -> None:
    """A number that this node does not hold is answered 404 with a way back."""
    answer = visitor.get(path)
    assert answer.status == 404 and "To the desk" in answer.text


def test_hostile_text_is_shown_harmlessly(cell: Cell, visitor: Visitor) -> None:
    """What looks like HTML is text on the page."""
    matter = cell.says("IL", "message_sent", message(subject="<script>alert(1)</script>", text="<img src=x onerror=y>"))
    for page in (visitor.get(f"/hotline/{matter}").text, visitor.get("/").text):
        assert "<script>alert" not in page and "<img src=x" not in page


def test_remarks_stay_in_the_form_that_was_refused(cell: Cell, visitor: Visitor) -> None:
    """Of a call's summary, a handover and a note: nothing that was typed is lost, and no other form takes it over."""
    summary = {"started_at_s": 1_772_361_000, "ended_at_s": 1_772_361_300, "from": "IL", "to": "SY", "lang": "en"}
    matter = cell.says("IL", "call_logged", {**summary, "summary": "About the bridge."})
    watch = {"authority": "The cell", "call_back": "+963 11 5550100", "until": "2031-03-01 18:00Z", "hears": "no"}
    assert visitor.post("/shift/take", watch).status == 303
    own = re.search(r'name="matter" value="([^"]+)"', visitor.get("/shift").text)
    assert own is not None
    handed = {"matter": own[1], "to_role": "chief", "promises": "A word by ten.", "step": "edit"}
    for address, form in ((f"/hotline/{matter}/settle-call", {"settle": "disputed", "step": "edit"}),
                          ("/shift/hand-over", handed), ("/shift/note", {"step": "edit"})):  # fmt: skip
        page = visitor.post(address, {**form, "text": "Remarks that stay."})
        assert page.status == 422 and "DESK-25" in page.text
        assert page.text.count(">Remarks that stay.</textarea>") == 1, address
    page = visitor.post("/shift/hand-over", handed).text
    assert '<option value="chief" selected>' in page and ">A word by ten.</textarea>" in page
    assert 'name="open_items"' in page and not re.search(r'name="open_items" value="[^"]*" checked', page)


def test_a_correction_keeps_what_its_form_does_not_read_aloud(cell: Cell, visitor: Visitor) -> None:
    """The key of a named line and the name of a place stay where the item reads as it did; an emptied name goes."""
    items = [
        {"n": 1, "type": "place", "value": {"lat_e7": 331256000, "lon_e7": 358246000, "name": "Mill"}},
        {"n": 2, "type": "line", "value": {"key": "line_a", "name": "Line A"}},
        {"n": 3, "type": "time", "value": {"at_s": 1_772_361_000, "precision": "second"}},
    ]
    matter = cell.says("SY", "message_sent", message(items=items))
    page = visitor.get(f"/hotline/{matter}").text
    fields = dict(re.findall(r'name="(item-\d-(?:text|name))" value="([^"]*)"', page.partition('id="act-correct"')[2]))
    assert fields["item-1-name"] == "Mill"
    kinds = {f"item-{each['n']}-type": each["type"] for each in items}
    form = {"to": "SY,IL,US", "lang": "en", "subject": "Convoy", "text": "Reworded.", **kinds, **fields}
    matter_of(visitor.post(f"/hotline/{matter}/correct", form))
    assert state_of(cell, matter)["items"] == items
    moved = {"item-1-text": "33.2 N, 35.9 E", "item-1-name": "", "item-2-text": "Line B"}
    matter_of(visitor.post(f"/hotline/{matter}/correct", {**form, **moved}))
    place, line, _ = state_of(cell, matter)["items"]  # type: ignore[misc]
    assert place["value"] == {"lat_e7": 332000000, "lon_e7": 359000000}
    assert line["value"] == {"key": None, "name": "Line B"}

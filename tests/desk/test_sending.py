"""Before something leaves: looked over, released by a second officer, stopped in time, and sent once."""

from __future__ import annotations

import re
import secrets
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from parley.node import reading
from tests.desk.cell import PASSWORD, Cell, message
from tests.desk.test_hotline_forms import ROWS, WRITTEN, matter_of
from tests.desk.visitor import Answer, Visitor

CALL = {"started_at_s": 1_772_361_000, "ended_at_s": 1_772_361_300, "from": "IL", "to": "SY", "lang": "en"}
DISPUTE = {"settle": "disputed", "text": "Until eleven, not noon.", "lang": "en", "to": "IL,SY,US"}


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of the form by which what was looked over is sent."""
    form = re.search(r'<form method="post"[^>]*class="look-send".*?</form>', page, re.DOTALL)
    assert form is not None, page[-3000:]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[0]))


def held(page: str, words: str) -> str:
    """Return the part of the page in which an act with these words waits."""
    found = [part for part in re.split(r'<li class="card-block"', page) if words in part]
    assert found, page[-2000:]
    return found[0]


def id_in(answer: Answer) -> str:
    """Return the id of what now waits, to which the answer leads."""
    found = re.fullmatch(r"/waiting#([0-9a-f]{32})", answer.location)
    assert found, (answer.status, answer.location)
    return found[1]


def messages(cell: Cell, subject: str) -> int:
    """Return how many messages with this subject stand at the desk's node."""
    rows = reading.conversations(cell.mechanism.nodes["SY"], limit=100)
    return sum(row.state.get("subject") == subject for row in rows)


def call(cell: Cell, summary: str) -> str:
    """Let IL log a call with SY and return its matter."""
    return cell.says("IL", "call_logged", {**CALL, "summary": summary})


def test_looking_over_shows_who_reads_and_files_nothing(cell: Cell, visitor: Visitor) -> None:
    """The page names who will read it, who only carries it, the read-outs and the words; the record is as before."""
    form = {**WRITTEN, **ROWS, "subject": "Looked over", "to": "SY,IL", "step": "look"}
    answer = visitor.post("/hotline/new", form)
    assert answer.status == 200 and messages(cell, "Looked over") == 0
    readers, carriers = (re.search(f"<dt>{label}</dt><dd>(.*?)</dd>", answer.text, re.DOTALL) for label in (
        "Will read it", "Will carry it sealed, and cannot read it"))  # fmt: skip
    assert readers and "Israel" in readers[1] and "United States" not in readers[1]
    assert carriers and "United States" in carriers[1]
    assert "33.1256 N, 35.8246 E" in answer.text and "Six vehicles." in answer.text


def test_what_was_looked_over_is_sent_as_it_was_shown(cell: Cell, visitor: Visitor) -> None:
    """The hidden fields carry every field of the form; sent twice they make one message."""
    form = {**WRITTEN, **ROWS, "subject": "Sent as shown", "step": "look"}
    fields = hidden(visitor.post("/hotline/new", form).text)
    first = matter_of(visitor.post("/hotline/new", dict(fields)))
    again = matter_of(visitor.post("/hotline/new", dict(fields)))
    assert first == again and messages(cell, "Sent as shown") == 1
    view = reading.conversation(cell.mechanism.nodes["SY"], first)
    assert view is not None and len(view.row.state["items"]) == 2


def test_what_would_be_refused_is_told_before_it_is_looked_over(cell: Cell, visitor: Visitor) -> None:
    """A refusal comes at the first step, with its clause and the words still in the form."""
    answer = visitor.post("/hotline/new", {**WRITTEN, "precedence": "flash", "text": "word " * 201, "step": "look"})
    assert answer.status == 422 and "H-9" in answer.text and answer.text.count("word ") > 200


def test_a_form_of_an_older_charter_is_looked_over_again(cell: Cell, visitor: Visitor) -> None:
    """What was looked over under another charter is not sent; the page says why and shows it as it would go now."""
    answer = visitor.post("/hotline/new", {**WRITTEN, "subject": "Older charter", "step": "send", "charter": "0" * 64})
    assert answer.status == 200 and "The charter was amended since you began." in answer.text
    assert messages(cell, "Older charter") == 0


def test_changing_it_gives_the_form_back(visitor: Visitor) -> None:
    """Without JavaScript the way back shows the form with all that was typed."""
    answer = visitor.post("/hotline/new", {**WRITTEN, "subject": "To be changed", "step": "edit"})
    assert answer.status == 422 and 'value="To be changed"' in answer.text and "Six vehicles." in answer.text


def test_a_dispute_waits_for_a_second_officer(cell: Cell, visitor: Visitor) -> None:
    """By the charter one officer alone cannot dispute a summary; the second one's release lets it leave at once."""
    matter = call(cell, "Release me")
    waiting = id_in(visitor.post(f"/hotline/{matter}/settle-call", DISPUTE))
    own = visitor.post(f"/waiting/{waiting}/release")
    assert own.status == 422 and "DESK-21" in own.text
    second = cell.visitor("officer-2")
    assert "Until eleven, not noon." in held(second.get("/waiting").text, "Until eleven")
    assert matter_of(second.post(f"/waiting/{waiting}/release")) == matter
    view = reading.conversation(cell.mechanism.nodes["SY"], matter)
    assert view is not None and view.row.state["name"] == "mismatch"
    (entry,) = [each for each in view.entries if each.kind == "call_disputed"]
    assert entry.content["released_by"] == "duty_officer" and entry.refusal is None


def test_a_release_counts_once(cell: Cell, visitor: Visitor) -> None:
    """Two releases of one act make one entry; the second is told who ended it."""
    matter = call(cell, "Release me once")
    waiting = id_in(visitor.post(f"/hotline/{matter}/settle-call", DISPUTE))
    second = cell.visitor("officer-2")
    assert second.post(f"/waiting/{waiting}/release").status == 303
    again = second.post(f"/waiting/{waiting}/release")
    assert again.status == 422 and "DESK-20" in again.text
    view = reading.conversation(cell.mechanism.nodes["SY"], matter)
    assert view is not None and sum(each.kind == "call_disputed" for each in view.entries) == 1


def test_a_form_that_comes_again_after_its_release_leads_to_what_stands(cell: Cell, visitor: Visitor) -> None:
    """What it says was settled meanwhile, by itself: it is led there, and not refused."""
    matter, form = call(cell, "Come again"), {**DISPUTE, "once": secrets.token_urlsafe(16)}
    waiting = id_in(visitor.post(f"/hotline/{matter}/settle-call", form))
    again = visitor.post(f"/hotline/{matter}/settle-call", form)
    assert again.status == 303 and waiting in again.location
    assert cell.visitor("officer-2").post(f"/waiting/{waiting}/release").status == 303
    last = visitor.post(f"/hotline/{matter}/settle-call", form)
    assert last.status == 303 and waiting in last.location, last.text


def test_what_could_never_leave_waits_for_nobody(cell: Cell, visitor: Visitor) -> None:
    """Sent without looking it over: refused to who wrote it, with what was typed, and no second officer is asked."""
    matter = call(cell, "Too late")
    assert visitor.post(f"/hotline/{matter}/settle-call", {**DISPUTE, "text": "word " * 5_000}).status == 422
    assert "Too late" not in visitor.get("/waiting").text


def test_what_is_returned_or_stopped_never_leaves(cell: Cell, visitor: Visitor) -> None:
    """The second officer returns it with a reason, the first stops it; the record holds neither."""
    matter, second = call(cell, "Return me"), cell.visitor("officer-2")
    returned = id_in(visitor.post(f"/hotline/{matter}/settle-call", {**DISPUTE, "text": "Wrong hour."}))
    assert second.post(f"/waiting/{returned}/stop").status == 422
    for unfit in ("", " ", "w" * 501):
        told = second.post(f"/waiting/{returned}/return", {"why": unfit})
        assert told.status == 422 and "at most 500 characters" in told.text and "DESK-24" in told.text
    assert second.post(f"/waiting/{returned}/return", {"why": "The hour is right."}).status == 303
    assert "The hour is right." in held(visitor.get("/waiting").text, "Wrong hour.")
    stopped = id_in(visitor.post(f"/hotline/{matter}/settle-call", {**DISPUTE, "text": "Wrong day."}))
    assert visitor.post(f"/waiting/{stopped}/stop").status == 303
    assert second.post(f"/waiting/{stopped}/release").status == 422
    view = reading.conversation(cell.mechanism.nodes["SY"], matter)
    assert view is not None and [each.kind for each in view.entries] == ["call_logged"]


def notes(cell: Cell) -> list[str]:
    """Return the texts of the shift log."""
    return [str(row.state["text"]) for row in reading.of_form(cell.mechanism.nodes["SY"], "shift", from_ms=0)]


def test_a_note_can_be_stopped_for_ten_seconds(cell: Cell, visitor: Visitor, monkeypatch: Any) -> None:
    """What nobody waits for leaves after its moment, unless it was stopped."""
    from parley.desk.sending import waiting

    monkeypatch.setattr(waiting, "STOPPABLE_MS", 1500)
    assert visitor.post("/shift/note", {"text": "Stop this note."}).location == "/shift"
    (stopped,) = re.findall(r'action="/waiting/([0-9a-f]{32})/stop"', visitor.get("/waiting/moments").text)
    assert visitor.post(f"/waiting/{stopped}/stop").status == 303
    visitor.post("/shift/note", {"text": "Let this note go."})
    deadline = time.monotonic() + 15
    while "Let this note go." not in notes(cell):
        assert time.monotonic() < deadline, "the note did not leave"
        time.sleep(0.05)
    assert "Stop this note." not in notes(cell)


def test_a_message_never_waits_for_its_moment(cell: Cell, visitor: Visitor) -> None:
    """Neither the hotline's messages nor a receipt can be held back: the other side is waiting."""
    from parley.desk.sending.waiting import MAY_BE_STOPPED

    matter = cell.says("IL", "message_sent", message())
    assert visitor.post(f"/hotline/{matter}/acknowledge", {"how": "received", "to": "IL,SY,US"}).status == 303
    assert {"translation_attached", "shift_noted"} == MAY_BE_STOPPED


def test_a_moment_that_was_missed_waits_for_a_word(cell: Cell, visitor: Visitor, monkeypatch: Any) -> None:
    """After a restart of the node nothing is sent by itself; the page says so, and the officer decides."""
    from parley.desk.sending import moments, waiting

    monkeypatch.setattr(moments, "send_later", lambda held: None)
    visitor.post("/shift/note", {"text": "Written before the fall."})
    (missed,) = [row.id for row in waiting.wake()]
    assert "the node was stopped before its moment came" in held(visitor.get("/waiting").text, "before the fall")
    assert "Written before the fall." not in notes(cell)
    assert visitor.post(f"/waiting/{missed}/send").status == 303
    assert "Written before the fall." in notes(cell)


def test_nobody_sends_or_returns_what_is_anothers(cell: Cell, visitor: Visitor, monkeypatch: Any) -> None:
    """A moment is sent by who wrote it; what is to be released is returned by whoever may release it."""
    from parley.desk.sending import moments

    monkeypatch.setattr(moments, "send_later", lambda held: None)
    second, matter = cell.visitor("officer-2"), call(cell, "Not yours")
    visitor.post("/shift/note", {"text": "Mine to send."})
    (note,) = re.findall(r'action="/waiting/([0-9a-f]{32})/stop"', visitor.get("/waiting/moments").text)
    for act in ("send", "return", "release"):
        answer = second.post(f"/waiting/{note}/{act}", {"why": "No."})
        assert answer.status == 422 and "DESK-23" in answer.text, act
    dispute = id_in(visitor.post(f"/hotline/{matter}/settle-call", {**DISPUTE, "text": "Two for this."}))
    own = visitor.post(f"/waiting/{dispute}/return", {"why": "By myself."})
    assert own.status == 422 and "DESK-21" in own.text
    assert visitor.post(f"/waiting/{dispute}/send").status == 422
    assert [visitor.post(f"/waiting/{each}/stop").status for each in (note, dispute)] == [303, 303]


def test_what_no_longer_waits_is_deleted_after_a_month(cell: Cell, visitor: Visitor, monkeypatch: Any) -> None:
    """A stopped act goes after a month, or as the oldest beyond the bound; one that waits never goes."""
    from parley.desk.sending import moments, waiting

    monkeypatch.setattr(moments, "send_later", lambda held: None)
    written = []
    for text in ("Long ago.", "Second.", "Third.", "It waits."):
        visitor.post("/shift/note", {"text": text})
        written.append(waiting.Waiting.objects.latest("at_ms").id)
    for each in written[:3]:
        assert visitor.post(f"/waiting/{each}/stop").status == 303
    waiting.Waiting.objects.filter(id=written[0]).update(done_at_ms=0)
    waiting.Waiting.objects.filter(id=written[1]).update(done_at_ms=waiting.node().clock.now_ms() - 1000)

    def left() -> list[str]:
        waiting.wake()
        return [each for each in written if waiting.Waiting.objects.filter(id=each).exists()]

    assert left() == written[1:]
    monkeypatch.setattr(waiting, "MOST_KEPT", 1)
    assert left() == written[2:]
    assert visitor.post(f"/waiting/{written[3]}/stop").status == 303


def test_only_the_roles_of_the_charter_return_what_they_release(cell: Cell, visitor: Visitor) -> None:
    """An officer in a role that the charter does not name for it can neither release nor return."""
    from parley.desk.people import add_officer

    at = datetime.now(UTC)
    add_officer("sender-delegate", role="delegate", password=PASSWORD, shown_as="A delegate", language="en", at=at)
    delegate, matter = cell.visitor("sender-delegate"), call(cell, "Not for a delegate")
    waiting = id_in(visitor.post(f"/hotline/{matter}/settle-call", {**DISPUTE, "text": "Roles count."}))
    for act in ("release", "return"):
        answer = delegate.post(f"/waiting/{waiting}/{act}", {"why": "No."})
        assert answer.status == 422 and "DESK-22" in answer.text
    visitor.post(f"/waiting/{waiting}/stop")


def test_what_did_not_leave_is_a_draft_again(cell: Cell, visitor: Visitor) -> None:
    """Returned, the whole text stands in the list, among the drafts and in its form, for who wrote it alone."""
    matter, second = call(cell, "Draft again"), cell.visitor("officer-2")
    text = "Until eleven. " * 40 + "The end of it."
    waiting = id_in(visitor.post(f"/hotline/{matter}/settle-call", {**DISPUTE, "text": text}))
    assert second.post(f"/waiting/{waiting}/return", {"why": "Shorter."}).status == 303
    row = held(visitor.get("/waiting").text, "The end of it.")
    assert "Change it and send it again" in row
    assert "Change it and send it again" not in held(second.get("/waiting").text, "The end of it.")
    drafts = visitor.get(f"/drafts/of?form=/hotline/{matter}/settle-call")
    assert drafts.status == 200 and "The end of it." in drafts.text
    assert f'href="/hotline/{matter}"' in visitor.get("/drafts").text
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', row))
    form = visitor.post(f"/hotline/{matter}/settle-call", fields)
    assert form.status == 422 and re.search(r"<textarea[^>]*>Until eleven.*The end of it.</textarea>", form.text)


def test_a_stopped_note_is_a_draft_again(cell: Cell, visitor: Visitor) -> None:
    """The note stands in its form for changing, and in the drafts."""
    visitor.post("/shift/note", {"text": "Stop and change this note."})
    (stopped,) = re.findall(r'action="/waiting/([0-9a-f]{32})/stop"', visitor.get("/waiting/moments").text)
    assert visitor.post(f"/waiting/{stopped}/stop").status == 303
    assert "Stop and change this note." in visitor.get("/drafts/of?form=/shift/note").text
    again = visitor.post("/shift/note", {"text": "Stop and change this note.", "step": "edit"})
    assert again.status == 422 and ">Stop and change this note.</textarea>" in again.text


def test_what_waits_lies_locked_on_the_disk(cell: Cell, visitor: Visitor) -> None:
    """The words of an act that waits stand in no table as they are."""
    from parley.desk.sending.models import Waiting

    matter = call(cell, "Locked")
    waiting = id_in(visitor.post(f"/hotline/{matter}/settle-call", {**DISPUTE, "text": "Unreadable words."}))
    assert b"Unreadable" not in bytes(Waiting.objects.get(id=waiting).locked)
    visitor.post(f"/waiting/{waiting}/stop")


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_every_page_of_what_waits_is_in_the_readers_language(visitor: Visitor, language: str) -> None:
    """Looking over and the list answer in each language."""
    visitor.speak(language)
    look = visitor.post("/hotline/new", {**WRITTEN, "step": "look"})
    assert look.status == 200 and visitor.get("/waiting").status == 200
    assert ("Before it goes" in look.text) == (language == "en")

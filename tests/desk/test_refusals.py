"""A refusal says at which field, why and what to do, in the reader's words: of forms, of rules, and at the doors."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from django.utils.translation import override

from parley.charter.verdict import Refusal
from parley.texts import catalogue, sentence
from tests.desk.cell import Cell, message
from tests.desk.test_sites import form as site_form
from tests.desk.test_standstills import form as standstill_form
from tests.desk.visitor import Visitor

NOT_A_TIME = "geo.time_not_understood"
LANGUAGES = ["en", "ar", "he"]


def told(page: str) -> str:
    """Return the words of the refusal on a page."""
    found = re.search(r'id="refused".*?</div></div>', page, re.DOTALL)
    assert found, page[-2000:]
    return unescape(re.sub(r"<[^>]*>", "", found[0]))


def at(field: str, code: str, language: str) -> str:
    """Return a fault as it stands at its field."""
    return f"{field}: {sentence(code, language=language, data={})}"


@pytest.mark.parametrize(
    ("language", "began", "until", "item"),
    [("en", "Began", "Until", "Item 1"), ("ar", "البداية", "حتى", "البند 1"), ("he", "התחלה", "עד", "פריט 1")],
)
def test_a_fault_names_its_field(
    cell: Cell, visitor: Visitor, language: str, began: str, until: str, item: str
) -> None:
    """The log of a call, the watch, and the correction of a message, each under the name that the form shows."""
    visitor.speak(language)
    call = {"other": "IL", "who_called": "we", "started_at": "soon", "ended_at": "2026-11-29 15:30Z", "summary": "x"}
    answer = visitor.post("/hotline/call", {**call, "lang": "en"})
    assert answer.status == 422 and at(began, NOT_A_TIME, language) in told(answer.text)
    answer = visitor.post("/shift/take", {"authority": "x", "call_back": "x", "until": "soon", "hears": "no"})
    assert answer.status == 422 and at(until, NOT_A_TIME, language) in told(answer.text)
    said = cell.says("SY", "message_sent", message())
    row = {"item-1-type": "place", "item-1-text": "33.1, 35.8", "subject": "x", "text": "x", "lang": "en"}
    answer = visitor.post(f"/hotline/{said}/correct", {**row, "to": "IL,SY,US", "wording": said})
    assert answer.status == 422 and at(item, "geo.hemisphere_missing", language) in told(answer.text)


def test_a_field_is_named_as_its_form_calls_it(visitor: Visitor) -> None:
    """A site is valid from, a standstill lasts from; both name their heights."""
    site = told(visitor.post("/sites/new", site_form(32.25, begins="soon", lower="50")).text)
    assert at("Valid from", NOT_A_TIME, "en") in site and at("From height", "geo.unit_missing", "en") in site
    standstill = told(visitor.post("/standstills/new", standstill_form(33.5, ends="soon", lower="50")).text)
    assert at("Until", NOT_A_TIME, "en") in standstill and at("From height", "geo.unit_missing", "en") in standstill


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_of_a_rule_says_what_to_do(cell: Cell, visitor: Visitor, language: str) -> None:
    """Beside its sentence, which names members by their names, stand its clause and what to do about it."""
    visitor.speak(language)
    said = cell.says("SY", "message_sent", message())
    answer = visitor.post(f"/hotline/{said}/acknowledge", {"how": "received", "to": "IL,SY,US", "wording": said})
    words = told(answer.text)
    assert answer.status == 422 and "H-3" in words
    assert catalogue()["clause_do.H"][language] in words
    name = {"en": "Syria", "ar": "سورية", "he": "סוריה"}[language]
    assert sentence("hotline.own_message", language=language, data={"member": name}) in words
    refusal = Refusal("talks.consent_missing", "TX-7", {"paragraph": "1", "members": "SY, XX"})
    with override(language):
        from parley.desk.refusing import refused_in_words

        # A list is told by names where all are members, and stays as it is where one is none.
        assert "SY, XX" in refused_in_words(refusal, language=language)
        both = refused_in_words(replace(refusal, data={"paragraph": "1", "members": "SY, IL"}), language=language)
        assert name in both and "IL" not in both


def test_whom_a_form_may_not_address_is_told_to_choose_from_it(visitor: Visitor) -> None:
    """The advice is of the clause itself where that of its group would mislead."""
    wrong = {"to": "SY,XX", "lang": "en", "subject": "x", "text": "x", "precedence": "routine"}
    words = told(visitor.post("/hotline/new", wrong).text)
    assert catalogue()["clause_do.C-5"]["en"] in words and catalogue()["clause_do.C"]["en"] not in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_door_says_itself_what_its_clause_says(cell: Cell, language: str) -> None:
    """Before the sign-in no explanation can be opened, so that it stands beside the sentence."""
    stranger = Visitor(cell.port)
    stranger.speak(language)
    answer = stranger.sign_in("nobody", "a wrong password")
    assert answer.status == 401
    assert "DESK-1" in answer.text and catalogue()["clause.DESK-1"][language] in unescape(answer.text)


@pytest.mark.parametrize("language", ["ar", "he"])
def test_figures_keep_their_order_in_a_sentence_from_the_right(visitor: Visitor, language: str) -> None:
    """The times and places of a refusal, in its box, at its field and beside what is typed, are isolated as one."""
    visitor.speak(language)
    wrong = {"item-1-type": "place", "item-1-text": "there", "item-2-type": "time", "item-2-text": "soon"}
    page = visitor.post("/hotline/new", {"to": "SY,IL,US", "lang": "en", "subject": "x", "text": "x", **wrong}).text
    time, place = ('<bdi dir="ltr">2026-03-01 10:42Z</bdi>', '<bdi dir="ltr">33.1256 N, 35.8246 E</bdi>')
    box = re.search(r'id="refused".*?</div></div>', page, re.DOTALL)
    assert box and time in box[0] and place in box[0]
    rows = "".join(re.findall(r'<p class="fault">.*?</p>', page, re.DOTALL))
    assert time in rows and place in rows

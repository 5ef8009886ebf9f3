"""Two at one duty, two clicks at once, and a clock that ran out while somebody typed: each is told what was sent."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from parley.texts import sentence
from tests.desk.cell import Cell, message
from tests.desk.test_once import FORM, kinds, once_of
from tests.desk.test_rising import late
from tests.desk.visitor import Visitor


def field(page: str, act: str, name: str) -> str:
    """Return a hidden field of one form of a conversation."""
    (form,) = [form for form in FORM.findall(page) if f'/{act}"' in form.split(">", 1)[0]]
    found = re.search(rf'name="{name}" value="([^"]*)"', form)
    assert found, (act, name)
    return found[1]


def test_two_clicks_at_once_file_one_entry(cell: Cell, visitor: Visitor) -> None:
    """Both are led to the same answer, whichever came first."""
    matter = cell.says("IL", "message_sent", message(asks_answer=True))
    page = visitor.get(f"/hotline/{matter}").text
    form = {"text": "Agreed.", "lang": "en", "to": "IL,SY,US", "once": once_of(page, f"/hotline/{matter}/answer")}
    form["stood"] = field(page, "answer", "stood")
    with ThreadPoolExecutor(4) as clicks:
        answers = list(clicks.map(lambda _: visitor.post(f"/hotline/{matter}/answer", form), range(4)))
    assert {each.status for each in answers} == {303}
    assert len({each.location.partition("#")[2] for each in answers}) == 1
    assert kinds(cell, matter).count("message_answered") == 1


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_two_officers_at_one_duty_do_not_answer_differently(cell: Cell, visitor: Visitor, language: str) -> None:
    """Who answers second is told as which entry the first stands and that nothing was sent; then it may be sent."""
    second = cell.visitor("officer-2")
    second.speak(language)
    matter = cell.says("IL", "message_sent", message(asks_answer=True))
    page, other = (each.get(f"/hotline/{matter}").text for each in (visitor, second))
    answer = {"lang": "en", "to": "IL,SY,US", "wording": matter}
    where, stood = f"/hotline/{matter}/answer", field(page, "answer", "stood")
    first = visitor.post(where, {**answer, "text": "Yes.", "stood": stood})
    held = second.post(where, {**answer, "text": "No.", "stood": field(other, "answer", "stood")})
    entry = first.location.partition("#")[2]
    assert held.status == 422 and "DESK-26" in held.text and ">No.</textarea>" in held.text
    told = re.sub(r"<[^>]+>", "", held.text)
    assert sentence("said_meanwhile", language=language, data={"entry": entry}) in told
    assert kinds(cell, matter).count("message_answered") == 1
    after = field(held.text, "answer", "stood")
    assert second.post(where, {**answer, "text": "No.", "stood": after}).status == 303


def test_two_officers_do_not_read_back_twice_unawares(cell: Cell, visitor: Visitor) -> None:
    """The second read-back of one desk is held back once too."""
    item = {"n": 1, "type": "number", "label": "vehicles", "value": {"value": "4", "unit": "vehicles"}}
    matter = cell.says("IL", "message_sent", message(asks_read_back=True, items=[item]))
    stood = field(visitor.get(f"/hotline/{matter}").text, "read-back", "stood")
    said = {"to": "IL,SY,US", "item-1-type": "number", "item-1-text": "4 vehicles", "stood": stood}
    answers = [each.post(f"/hotline/{matter}/read-back", said) for each in (visitor, cell.visitor("officer-2"))]
    assert [each.status for each in answers] == [303, 422] and "DESK-26" in answers[1].text


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_a_clock_that_ran_out_while_typing_stops_nothing_and_is_told(
    cell: Cell, visitor: Visitor, language: str
) -> None:
    """What comes late is sent all the same; the page says that it was done after its time, by which clause."""
    visitor.speak(language)
    matter = late(cell)
    sent = visitor.post(f"/hotline/{matter}/answer", {"text": "Late.", "lang": "en", "to": "IL,SY,US"})
    assert sent.status == 303
    page = visitor.get(f"/hotline/{matter}").text
    said = {"en": "Done after its time", "ar": "أُنجز بعد موعده", "he": "נעשה אחרי מועדו"}[language]
    assert said in page
    (why,) = re.findall(rf'href="(/why/duty/{matter}:answer[^"]*)"', page.partition(said)[2])
    assert visitor.get(why).status == 200

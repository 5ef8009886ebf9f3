"""Help on every screen, first steps ticked off by what was done, and the agreed terms."""

from __future__ import annotations

import re

import pytest

from parley.desk.help.texts import pages
from tests.desk.cell import Cell, message
from tests.desk.visitor import Visitor


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_every_page_of_the_help_is_shown(visitor: Visitor, language: str) -> None:
    """As a page and as a box, in the reader's language."""
    visitor.speak(language)
    assert visitor.get("/help").text.count("data-open") >= len(pages())
    for name, page in pages().items():
        told = page.told(language)
        assert told.title in visitor.get(f"/help/{name}").text.replace("&#x27;", "'")
    box = visitor.get("/help/flash", **{"X-Parley-Part": "why"})
    assert "<html" not in box.text and 'id="why-title"' in box.text


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/", "desk"), ("/hotline", "hotline"), ("/hotline/new", "new-message"), ("/hotline/call", "new-call"),
        ("/shift", "shift"), ("/record", "record"), ("/search", "search"), ("/charter", "charter"), ("/help", "help"),
    ],
)  # fmt: skip
def test_each_screen_leads_to_its_own_help(visitor: Visitor, path: str, page: str) -> None:
    """The control in the bar, which F1 presses, names the page for this screen."""
    assert re.findall(r'data-help="([\w-]+)"', visitor.get(path).text) == [page]


def test_first_steps_are_ticked_off_by_what_was_done(cell: Cell) -> None:
    """A refused act is none; a done one is ticked; nobody can tick by hand."""
    from datetime import UTC, datetime

    from parley.desk.people import add_officer

    at = datetime.now(UTC)
    add_officer("newcomer", role="duty_officer", password="olive tree by the river", shown_as="N", language="en", at=at)
    visitor = cell.visitor("newcomer")
    assert _done(visitor) == 0
    said = cell.says("IL", "message_sent", message())
    visitor.post(f"/hotline/{said}/acknowledge", {"how": "received", "to": "SY,IL", "wording": said})
    assert _done(visitor) == 0
    to = {"how": "received", "to": "IL,SY,US", "wording": said}
    assert visitor.post(f"/hotline/{said}/acknowledge", to).status == 303
    visitor.get("/search?q=road")
    assert _done(visitor) == 2


def _done(visitor: Visitor) -> int:
    page = visitor.get("/").text
    assert '<details class="first"' in page
    return page.count('class="is-done"')


def test_the_agreed_terms_stand_in_three_languages(visitor: Visitor) -> None:
    """Each with its meaning, in the reader's language."""
    meanings = {
        "en": "the other side repeats the items", "ar": "يكرر الجانب الآخر البنود", "he": "הצד האחר חוזר על הפריטים"
    }  # fmt: skip
    for language, meaning in meanings.items():
        visitor.speak(language)
        page = visitor.get("/help/glossary").text
        assert "read-back" in page and "إعادة قراءة للتأكيد" in page and "קריאה חוזרת לאימות" in page
        assert [each for each in meanings.values() if each in page] == [meaning]

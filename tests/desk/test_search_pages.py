"""Searching at the desk: a number leads to its entry, words to a list with the words marked, and views are kept."""

from __future__ import annotations

import re
import secrets
from urllib.parse import quote

import pytest

from tests.desk.cell import Cell, message
from tests.desk.visitor import Visitor


@pytest.fixture
def word() -> str:
    """A word that nothing else in the record holds."""
    return "orchard" + "".join(secrets.choice("bcdfgh") for _ in range(8))


def hits(page: str) -> list[str]:
    """Return the addresses of what was found, in their order."""
    return re.findall(r'<li class="hit-row[^"]*"><a href="([^"]+)"', page)


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_words_lead_to_the_entry_with_the_words_marked(
    cell: Cell, visitor: Visitor, word: str, language: str
) -> None:
    """The message stands in the list, its words underlined; the link leads to its place in the conversation."""
    said = cell.says("IL", "message_sent", message(text=f"The {word.upper()} by the well"))
    visitor.speak(language)
    page = visitor.get(f"/search?q={word}").text
    assert hits(page) == [f"/hotline/{said}#{said}"]
    assert f'<mark class="hit">{word.upper()}</mark>' in page


def test_a_number_leads_to_its_entry_at_once(cell: Cell, visitor: Visitor) -> None:
    """Typed in small letters, with a space, in Arabic figures."""
    said = cell.says("IL", "message_sent", message())
    member, _, number = said.partition("/")
    arabic = "".join(chr(0x660 + int(c)) for c in number)
    for typed in (said, f"{member.lower()} {number}", f"{member}/{arabic}"):
        answer = visitor.get(f"/search?q={quote(typed)}")
        assert (answer.status, answer.location) == (303, f"/hotline/{said}#{said}")


def test_a_number_of_nothing_is_said_and_searched_for_as_words(visitor: Visitor) -> None:
    """It is no failure, and tells nothing about what is sealed to others."""
    answer = visitor.get("/search?q=IL/999999")
    assert answer.status == 200 and "No entry with this number is here for you:" in answer.text


def test_what_could_not_be_understood_is_told_at_its_field(visitor: Visitor) -> None:
    """A place, a time and a distance that read as none; nothing is searched for then."""
    page = visitor.get("/search?q=x&place=here&km=far&from=yesterday").text
    assert all(f'id="fault-{name}"' in page for name in ("place", "km", "from"))
    assert "hits" not in re.findall(r'<ol class="(\w+)"', page)


def test_pages_go_on_to_older_ones(cell: Cell, visitor: Visitor, word: str) -> None:
    """Twenty-six entries stand on two pages, and none on both."""
    said = [cell.says("SY", "message_sent", message(text=f"{word} {n}")) for n in range(26)]
    first = visitor.get(f"/search?q={word}").text
    older = re.search(r'<p class="pager"><a class="button" href="([^"]+)"', first)
    assert older is not None
    second = visitor.get("/search" + older[1].replace("&amp;", "&")).text
    found = [address.rpartition("#")[2] for address in hits(first) + hits(second)]
    assert found == said[::-1]


def test_limits_of_a_question_are_told_and_a_part_of_it_is_never_asked_or_kept(visitor: Visitor, word: str) -> None:
    """More than twenty words are refused; an address too long to be kept whole is not offered, nor kept by a form."""
    page = visitor.get("/search?q=" + "+".join(f"word{n}" for n in range(21))).text
    assert "No more than twenty words are asked for at once." in page and '<ol class="hits"' not in page
    page = visitor.get(f"/search?q={'a' * 301}").text
    assert "At most 300 characters are asked for at once." in page and '<ol class="hits"' not in page
    long = quote("منطقة " * 19 + word)
    page = visitor.get(f"/search?q={long}").text
    assert 'action="/search/views"' in page
    longer = quote(f"{word} " + "منطقة" * 56)
    assert 'action="/search/views"' not in visitor.get(f"/search?q={longer}").text
    visitor.post("/search/views", {"name": word, "asked": f"q={longer}"})
    assert f">{word}</a>" not in visitor.get("/search").text


def test_a_view_is_kept_shared_and_forgotten(cell: Cell, visitor: Visitor, word: str) -> None:
    """One's own at once, another's only where it is shared; nobody forgets another's."""
    other = cell.visitor("officer-2")
    visitor.post("/search/views", {"name": word, "asked": f"q={word}&next=//elsewhere"})
    assert word in visitor.get("/search").text and word not in other.get("/search").text
    visitor.post("/search/views", {"name": word, "asked": f"q={word}", "shared": "yes"})
    page = other.get("/search").text
    assert f'href="/search?q={word}"' in page and "//elsewhere" not in page
    kept = visitor.get("/search").text.partition(f'href="/search?q={word}"')[2]
    number = re.search(r"/search/views/(\d+)/forget", kept)
    assert number is not None
    other.post(f"/search/views/{number[1]}/forget")
    assert word in other.get("/search").text
    visitor.post(f"/search/views/{number[1]}/forget")
    assert word not in other.get("/search").text


def test_an_administrator_is_not_let_in(cell: Cell, word: str) -> None:
    """Whoever keeps the accounts searches nothing, by words or by number."""
    from datetime import UTC, datetime

    from parley.desk.people import add_officer

    said = cell.says("IL", "message_sent", message(text=word))
    at = datetime.now(UTC)
    add_officer(word, role="administrator", password="olive tree by the river", shown_as="A", language="en", at=at)
    visitor = cell.visitor(word)
    for asked in (word, said):
        answer = visitor.get(f"/search?q={asked}")
        assert answer.status == 403 and hits(answer.text) == []


def test_every_page_has_the_field(visitor: Visitor) -> None:
    """The field stands in the top bar, with its key."""
    assert '<input type="search" name="q" id="find"' in visitor.get("/").text

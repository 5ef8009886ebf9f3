"""Panels that are fetched: rendered once for an audience and a change, and never older than what the reader wrote."""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from parley.desk import kept
from parley.desk.fragments import Audience, render_fragments
from parley.desk.kept import Shelf
from tests.desk.cell import Cell, message, pressing
from tests.desk.visitor import Visitor

# What no two fetches share: the token of the session, and that of the form.
OWN = re.compile(r'name="(?:csrfmiddlewaretoken|once)" value="[\w-]+"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Audience]]:
    """Begin with an empty shelf and note what is rendered for whom."""
    noted: list[tuple[str, Audience]] = []

    def noting(fragments: tuple, audience: Audience, **how: bool) -> dict[str, str]:  # type: ignore[type-arg]
        noted.extend((each.name, audience) for each in fragments)
        return render_fragments(fragments, audience, **how)

    monkeypatch.setattr(kept, "render_fragments", noting)
    monkeypatch.setattr(kept, "SHELF", Shelf())
    monkeypatch.setattr(kept, "MOVING_S", 3600.0)
    monkeypatch.setattr(kept, "OLDEST_S", 3600.0)
    return noted


def test_what_an_officer_wrote_is_in_the_panel_at_once(cell: Cell, visitor: Visitor, made: list[object]) -> None:
    """The list that is fetched after an entry was filed shows it, whatever was kept before."""
    for number in range(3):
        visitor.get("/part/watch?watch=all")
        filed = cell.says("IL", "message_sent", pressing(subject=f"Kept {number}"))
        assert filed in visitor.get("/part/watch?watch=all").text


def test_thirty_fetches_at_once_are_one_rendering(cell: Cell, made: list[object]) -> None:
    """Whoever comes while a panel is made waits for it; nothing is rendered anew where nothing changed."""
    visitors = [cell.visitor() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda number: visitors[number % 4].get("/part/watch?watch=desk"), range(32)))
    assert {answer.status for answer in answers} == {200}
    assert len({OWN.sub("", answer.text) for answer in answers}) == 1
    assert len(made) <= 3, made


def test_each_session_finds_its_own_token_in_the_forms(cell: Cell, made: list[object]) -> None:
    """A panel is kept without a token: two officers never see the same one, and each one's works."""
    one, other = cell.visitor("officer-1"), cell.visitor("officer-2")
    tokens = [set(TOKEN.findall(each.get("/part/opposite").text)) for each in (one, other)]
    assert all(tokens) and not tokens[0] & tokens[1]
    sent = one.post("/hotline/line-check", {"other": "IL", "csrfmiddlewaretoken": tokens[0].pop()}, token=False)
    assert sent.status == 303
    # Where a panel holds no form, no token is made for it.
    assert not TOKEN.search(one.get("/part/links").text)


def test_roles_and_languages_have_panels_of_their_own(cell: Cell, visitor: Visitor, made: list[object]) -> None:
    """What one role or language sees is never given to another."""
    assert 'lang="ar"' not in visitor.get("/part/watch?watch=all").text
    visitor.cookies["parley-language"] = "ar"
    arabic = visitor.get("/part/watch?watch=all").text
    visitor.cookies["parley-language"] = "en"
    assert arabic != visitor.get("/part/watch?watch=all").text
    assert {audience.language for name, audience in made if name == "watch-all"} == {"en", "ar"}
    assert {audience.role for name, audience in made if name == "watch-all"} == {"duty_officer"}


def test_a_later_part_of_the_list_is_never_taken_from_the_shelf(visitor: Visitor, made: list[object]) -> None:
    """Only the first window is kept."""
    assert visitor.get("/part/watch?watch_after=1764000000000;;1764000000000,SY/1;").status == 200
    assert made == []


def test_a_page_takes_its_panels_from_the_shelf(cell: Cell, visitor: Visitor, made: list[tuple[str, Audience]]) -> None:
    """Pages differ in their subject; what stands around it is rendered once until the node changes it."""
    cell.says("IL", "message_sent", pressing(subject="Around every page"))
    for address in ("/", "/hotline", "/shift", "/record", "/"):
        page = visitor.get(address)
        assert page.status == 200 and "Around every page" in page.text, address
    names = [name for name, _ in made]
    assert {"watch-all", "flash", "links", "timeline", "rows"} <= set(names)
    assert names.count("watch-all") <= 2 and names.count("rows") <= 2, names


def test_the_matter_that_is_open_is_marked_in_the_lists_of_its_page_alone(cell: Cell, visitor: Visitor) -> None:
    """Without a script its row is marked too, in a panel that is kept for all; on other pages it is not."""
    filed = cell.says("IL", "message_sent", pressing(subject="Open in the middle"))
    row = re.compile(rf'<li class="([^"]*)"[^>]* data-matter="{filed}"')
    classes = [found.split()[-1] for found in row.findall(visitor.get(f"/hotline/{filed}").text)]
    assert classes and set(classes) == {"here"}
    assert "here" not in " ".join(row.findall(visitor.get("/hotline").text)).split()


def test_what_only_moves_is_made_anew_beside_who_asks(
    cell: Cell, visitor: Visitor, made: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for it while it is a little old, and it is new a moment later; once it is too old, they wait."""
    visitor.get("/part/opposite")
    monkeypatch.setattr(kept, "MOVING_S", 0.0)
    begun, held = threading.Event(), threading.Event()
    render = kept.render_fragments

    def slowly(*what: Any, **how: Any) -> dict[str, str]:
        begun.set()
        assert held.wait(20)
        return render(*what, **how)

    monkeypatch.setattr(kept, "render_fragments", slowly)
    # Answered although the new one is not made yet.
    assert visitor.get("/part/opposite").status == visitor.get("/part/opposite").status == 200
    assert begun.wait(20)
    count = len(made)
    held.set()
    deadline = time.monotonic() + 20
    while len(made) == count and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(made) == count + 1
    monkeypatch.setattr(kept, "MOVING_S", 3600.0)
    monkeypatch.setattr(kept, "OLDEST_S", 0.0)
    visitor.get("/part/opposite")
    assert len(made) == count + 2


def test_a_row_is_rendered_once_and_its_clock_runs(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all rows a change touches one; what is left until it is due is written in anew."""
    from parley.desk import rows_kept
    from parley.desk.pushed import BY_NAME
    from parley.desk.templatetags import desk as tags

    monkeypatch.setattr(tags, "_ROWS", rows_kept.KeptRows())
    rendered: list[str] = []
    load = rows_kept.get_template

    class Noting:
        """A template that notes which of this test's rows it renders; what others left may grow older meanwhile."""

        def __init__(self, name: str) -> None:
            self.name = name

        def render(self, context: dict[str, Any]) -> str:
            if context["row"].subject.startswith("Row "):
                rendered.append(context["row"].subject)
            return load(self.name).render(context)

    monkeypatch.setattr(rows_kept, "get_template", Noting)
    for number in range(3):
        cell.says("IL", "message_sent", message(subject=f"Row {number}", precedence="immediate"))
    audience, watch = Audience("duty_officer", "en", ("hotline",)), BY_NAME["watch-all"]
    first = render_fragments((watch,), audience, keep_clocks=True)["watch-all"]
    assert len(rendered) >= 3
    rendered.clear()
    time.sleep(1.1)
    second = render_fragments((watch,), audience, keep_clocks=True)["watch-all"]
    assert rendered == [] and second != first
    cell.says("IL", "message_sent", message(subject="Row 3", precedence="immediate"))
    render_fragments((watch,), audience, keep_clocks=True)
    assert rendered == ["Row 3"]


def version_of(text: str, matter: str) -> str:
    """Return the version that the row of this member's duty in a matter bears."""
    rows = [row for row in text.split("<li ")[1:] if f'data-matter="{matter}"' in row and " ours" in row]
    found = re.search(r'data-v="([\w-]+)"', rows[0])
    assert found is not None
    return found[1]


def test_a_row_bears_another_version_where_it_says_something_else(cell: Cell, visitor: Visitor) -> None:
    """What a browser shows already it leaves alone: by the version, which no clock changes and all else does."""
    matter = cell.says("IL", "message_sent", pressing(subject="Of a version"))
    first = version_of(visitor.get("/part/watch?watch=all").text, matter)
    cell.says("IL", "message_sent", pressing(subject="Another"))
    # A clock that runs says another second by then.
    time.sleep(1.1)
    assert version_of(visitor.get("/part/watch?watch=all").text, matter) == first
    words = {"subject": "Of another version", "text": "EXERCISE.", "lang": "en", "items": [], "of": matter}
    cell.says("IL", "message_corrected", words, matter=matter)
    assert version_of(visitor.get("/part/watch?watch=all").text, matter) != first

"""The one stream of a browser over many pages and tabs: what is in sight is pushed, whatever was opened before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.cell import Cell, pressing
from tests.desk.officers.aside import aside
from tests.desk.screens import flash, signed_in

pytestmark = pytest.mark.browser
VISITS = 15
OTHER_ROLE = "chief"


@pytest.fixture
def page(browser: Browser, cell: Cell) -> Iterator[Page]:
    """A signed-in page on a wide screen."""
    yield from signed_in(browser, cell)


def give_other_role() -> None:
    """Let officer-1 act in one role more."""
    from parley.desk.models import Officer
    from parley.desk.officers.roles import give_role

    assert give_role(Officer.objects.get(name="officer-1"), role=OTHER_ROLE) is None


def take_other_role() -> None:
    """Take that role back; a session in it goes on in that of the account."""
    from parley.desk.models import Officer
    from parley.desk.officers.roles import take_role

    take_role(Officer.objects.get(name="officer-1"), role=OTHER_ROLE)


def visit(page: Page, matter: str) -> None:
    """Go to a conversation as an officer does: by a link that leaves the frame's scripts running."""
    page.locator(f"#watch a[href='/hotline/{matter}']").first.click()
    expect(page.locator(f"article[data-matter='{matter}']")).to_be_visible()


def test_a_flash_shows_after_fifteen_conversations(page: Page, cell: Cell) -> None:
    """However many conversations were opened in one browser, FLASH, watch list and the open one go on by themselves."""
    matters = [cell.says("IL", "message_sent", pressing()) for _ in range(VISITS)]
    page.goto("/")
    page.evaluate("window.marked = true")
    for matter in matters:
        visit(page, matter)
    waiting = flash(cell)
    expect(page.locator(f"[data-flash='{waiting}']")).to_be_visible()
    expect(page.locator(f"#watch a[href='/hotline/{waiting}']").first).to_be_visible()
    cell.says("US", "message_acknowledged", {"how": "received"}, matter=matters[-1])
    expect(page.locator(".entry", has_text="United States")).to_be_visible()
    assert page.evaluate("window.marked") is True


def test_what_the_node_does_not_push_is_fetched(page: Page, cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that asks for more than is pushed is told what was left, and its page fetches that by itself."""
    monkeypatch.setattr("parley.desk.fragments.MOST_OF_MATTERS", 0)
    matter = cell.says("IL", "message_sent", pressing())
    page.goto("/")
    visit(page, matter)
    cell.says("US", "message_acknowledged", {"how": "received"}, matter=matter)
    expect(page.locator(".entry", has_text="United States")).to_be_visible()
    waiting = flash(cell)
    expect(page.locator(f"[data-flash='{waiting}']")).to_be_visible()


def test_a_tab_that_closes_takes_its_panels_with_it(page: Page, cell: Cell) -> None:
    """Two tabs over one stream: what each shows is pushed, and the first goes on when the second is closed."""
    first, second = (cell.says("IL", "message_sent", pressing()) for _ in range(2))
    page.goto(f"/hotline/{first}")
    other = page.context.new_page()
    other.goto(f"/hotline/{second}")
    for matter in (first, second):
        cell.says("US", "message_acknowledged", {"how": "received"}, matter=matter)
    for each in (page, other):
        expect(each.locator(".entry", has_text="United States")).to_be_visible()
    other.close()
    waiting = flash(cell)
    expect(page.locator(f"[data-flash='{waiting}']")).to_be_visible()


def test_another_role_chosen_in_one_tab_is_the_role_of_all(page: Page, cell: Cell) -> None:
    """The session goes on: a page of the role before is loaded anew, and one in which was typed says what happened."""
    aside(give_other_role)
    try:
        page.goto("/")
        writing, choosing = page.context.new_page(), page.context.new_page()
        writing.goto("/shift")
        writing.fill("[action='/shift/note'] textarea", "Half a note")
        choosing.goto("/")
        choosing.click(".who")
        choosing.select_option("select[name=role]", OTHER_ROLE)
        choosing.click(".role-choice button")
        for each in (choosing, page):
            expect(each.locator(f"main[data-role={OTHER_ROLE}]")).to_be_visible()
        expect(writing.locator("#other-role")).to_be_visible()
        expect(writing.locator("#session-over")).to_be_hidden()
        writing.click("#other-role a")
        expect(writing.locator(f"main[data-role={OTHER_ROLE}]")).to_be_visible()
        expect(writing.locator("[action='/shift/note'] textarea")).to_have_value("Half a note")
    finally:
        aside(take_other_role)

"""On a low or narrow screen FLASH, banners and the parts of the desk leave room for what the officer works at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.cell import Cell
from tests.desk.screens import flash, signed_in

IN_SIGHT = """() => [...document.querySelectorAll('.rail li')].every((each) => {
  const at = each.getBoundingClientRect();
  return at.height >= 24 && at.top >= 0 && at.bottom <= innerHeight;
})"""


@pytest.fixture
def page(browser: Browser, cell: Cell, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A signed-in page of the size that a test names."""
    yield from signed_in(browser, cell, size=request.param, language="he")


@pytest.mark.browser
@pytest.mark.parametrize("page", ["small", "phone"], indirect=True)
def test_lists_that_belong_together_stand_beside_each_other(page: Page) -> None:
    """Beside the list and not in the rail, which is in sight as a whole; the rail marks the one they belong to."""
    for whole, address in (("/incidents", "/inspections"), ("/hotline", "/de-escalation"), ("/calendar", "/figures")):
        page.goto(whole)
        page.click(f"nav.beside a[href='{address}']")
        expect(page.locator(f"nav.beside a[href='{address}']")).to_have_attribute("aria-current", "page")
        expect(page.locator(f".rail a[href='{whole}']")).to_have_attribute("aria-current", "true")
        assert page.locator(f".rail a[href='{address}']").count() == 0
        assert page.evaluate(IN_SIGHT)


@pytest.mark.browser
@pytest.mark.parametrize("page", ["small", "phone"], indirect=True)
def test_several_flash_messages_take_one_bar_that_says_how_many_wait(page: Page, cell: Cell) -> None:
    """The first that is due stands there with the count; one key acknowledges it, and the next takes its place."""
    first, second = flash(cell), flash(cell)
    bars = page.locator("#flash .flash:visible")
    expect(page.locator(f"#flash [data-flash='{second}']")).to_have_count(1)
    expect(bars).to_have_count(1)
    expect(bars).to_have_attribute("data-flash", first)
    expect(page.locator(".flash-all")).to_contain_text("2")
    assert page.locator("#flash").evaluate("(each) => each.getBoundingClientRect().height") < 110
    assert page.evaluate(IN_SIGHT)
    page.keyboard.press("a")
    expect(page.locator(f"#flash [data-flash='{first}']")).to_have_count(0)
    expect(bars).to_have_attribute("data-flash", second)
    expect(page.locator(".flash-all")).to_have_count(0)

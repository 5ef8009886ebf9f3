"""Quiet hours in a real browser: they silence what can wait, and never a FLASH."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.cell import Cell, pressing
from tests.desk.screens import flash, signed_in, until

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, cell: Cell) -> Iterator[Page]:
    """A signed-in page in whose officer's quiet hours it is now."""
    now = datetime.now(UTC)
    hours = {"from": f"{now - timedelta(hours=2):%H:%M}", "until": f"{now + timedelta(hours=2):%H:%M}"}
    visitor = cell.visitor()
    assert visitor.post("/attention", hours).status == 303
    yield from signed_in(browser, cell, at="/record")
    visitor.post("/attention", {"from": "", "until": ""})


def test_quiet_hours_are_never_for_a_flash(page: Page, cell: Cell) -> None:
    """A FLASH sounds in them; another duty makes no sound until they are over."""
    page.locator("#stage").click()
    flash(cell)
    until(page, "document.documentElement.dataset.sounding")
    cell.acknowledge_all()
    expect(page.locator("#flash-waiting")).to_have_count(0)
    comes(page, cell)
    # What a new panel does: by now the page has looked at what came.
    page.evaluate("document.dispatchEvent(new CustomEvent('htmx:afterSettle', { detail: { target: document.head } }))")
    assert page.evaluate("document.documentElement.dataset.routine ?? ''") == ""
    page.evaluate("document.getElementById('attention').dataset.quiet = ''")
    comes(page, cell)
    until(page, "document.documentElement.dataset.routine === '1'")


def comes(page: Page, cell: Cell) -> None:
    """Let a duty of this desk come that is no FLASH, and wait until the page counts it."""
    before = int(page.locator("#waiting").get_attribute("data-count") or 0)
    cell.says("IL", "message_sent", pressing())
    until(page, f"Number(document.getElementById('waiting').dataset.count) > {before}")

"""Emergency access in a browser: asked for and signed by the second officer at one screen, alarmed live at another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.desk.cell import PASSWORD, Cell
from tests.desk.officers.aside import aside
from tests.desk.officers.browsing import sitting
from tests.desk.officers.test_passkeys import is_not_too_wide, look

Make = Callable[..., Any]


@pytest.fixture(autouse=True)
def nothing_lasts(cell: Cell) -> Iterator[None]:
    """No access of one test lasts in another."""
    yield
    from parley.desk.emergency.models import Access

    aside(Access.objects.all().delete)


@pytest.mark.browser
@pytest.mark.parametrize(("language", "size"), [("en", "wide"), ("ar", "wide"), ("he", "phone")])
def test_an_access_is_opened_at_one_screen_and_alarmed_at_another(
    cell: Cell, make_officer: Make, browser: Browser, language: str, size: str
) -> None:
    """The alarm comes to another officer's page by itself, and goes when the access is ended."""
    one, two, watcher = make_officer(language=language), make_officer(), make_officer()
    with sitting(browser, cell, language=language, size=size) as seat, sitting(browser, cell) as other:
        other.fill_sign_in(watcher.name)
        expect(other.page.locator("#watch")).to_be_visible()
        page = seat.page
        seat.fill_sign_in(one.name)
        page.goto("/emergency")
        page.select_option("select[name=officer]", one.name)
        page.select_option("select[name=role]", "chief")
        page.fill("input[name=why]", "EXERCISE: nobody of the role can be reached.")
        page.click("form[action='/emergency'] button.primary")
        expect(page.locator("input[name=code]")).to_be_visible()
        look(page, f"emergency-asked-{language}")
        page.fill("form[action$='/confirm'] input[name=name]", two.name)
        page.fill("form[action$='/confirm'] input[name=password]", PASSWORD)
        page.click("form[action$='/confirm'] button.primary")
        expect(page.locator(".notice.bad form[action$='/end']")).to_be_visible()
        look(page, f"emergency-{language}")
        assert is_not_too_wide(page)
        expect(other.page.locator(".emergency-alarm")).to_contain_text(one.shown_as)
        look(other.page, f"emergency-alarm-{language}")
        page.select_option(".role-choice select", "chief")
        page.click(".role-choice button")
        expect(page.locator(".role-choice select")).to_have_value("chief")
        page.click(".notice.bad form[action$='/end'] button")
        expect(page.locator(".notice.bad form[action$='/end']")).to_have_count(0)
        expect(other.page.locator(".emergency-alarm")).to_have_count(0)

"""Passkeys in a real browser with a virtual authenticator, in three languages, under the desk's policy."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.axe import FRAME, violations
from tests.desk.cell import Cell
from tests.desk.officers.browsing import sitting
from tests.desk.officers.codes import fresh_code
from tests.desk.screens import until

pytestmark = pytest.mark.browser
LANGUAGES = pytest.mark.parametrize("language", ["en", "ar", "he"])
Make = Callable[..., Any]


def look(page: Page, name: str) -> None:
    """Hold what stands within the frame against axe, and keep a picture where PARLEY_PICTURES names a folder."""
    assert violations(page, without=FRAME) == [], name
    if folder := os.environ.get("PARLEY_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def is_not_too_wide(page: Page) -> bool:
    """Return whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@LANGUAGES
def test_a_passkey_is_set_up_and_signs_in_by_itself(
    strict: Cell, make_officer: Make, browser: Browser, language: str
) -> None:
    """From the first sign-in to a passkey and its recovery codes, and back in without name and password."""
    officer = make_officer(language=language)
    with sitting(browser, strict, language=language) as seat:
        page = seat.page
        page.goto("/sign-in")
        look(page, f"sign-in-{language}")
        seat.fill_sign_in(officer.name)
        expect(page).to_have_url(f"http://localhost:{strict.port}/account")
        look(page, f"account-first-{language}")
        page.click("a[href='/account/passkeys/new']")
        look(page, f"passkey-new-{language}")
        page.click("form[data-passkey] button.primary")
        expect(page.locator(".codes li")).to_have_count(10)
        look(page, f"recovery-{language}")
        page.goto("/shift")
        expect(page.locator("#stage")).to_be_visible()
        page.click("[popovertarget=officer-menu]")
        page.click("#officer-menu form[action='/sign-out'] button")
        page.click("form[data-passkey] button")
        expect(page.locator("#stage")).to_be_visible()
        assert page.locator("html").get_attribute("lang") == language


@LANGUAGES
def test_a_passkey_completes_a_password(strict: Cell, make_officer: Make, browser: Browser, language: str) -> None:
    """After the password the passkey is asked for, and opens the page that was wanted."""
    officer = make_officer(language=language)
    with sitting(browser, strict, language=language) as seat:
        page = seat.page
        seat.fill_sign_in(officer.name)
        page.goto("/account/passkeys/new")
        page.click("form[data-passkey] button.primary")
        expect(page.locator(".codes")).to_be_visible()
        page.context.clear_cookies(name="parley-session")
        seat.fill_sign_in(officer.name, path="/sign-in?next=/record")
        expect(page.locator("form[data-passkey]")).to_be_visible()
        look(page, f"second-factor-{language}")
        page.click("form[data-passkey] button.primary")
        expect(page).to_have_url(f"http://localhost:{strict.port}/record")


def test_a_passkey_that_does_not_verify_its_user_opens_nothing(
    strict: Cell, make_officer: Make, browser: Browser
) -> None:
    """Without finger, face or number the browser gives no answer, the page says so, and no session begins."""
    officer = make_officer()
    with sitting(browser, strict) as seat:
        page = seat.page
        seat.fill_sign_in(officer.name)
        page.goto("/account/passkeys/new")
        page.click("form[data-passkey] button.primary")
        expect(page.locator(".codes")).to_be_visible()
        page.context.clear_cookies(name="parley-session")
        seat.verify_user(False)
        page.goto("/sign-in")
        page.click("form[data-passkey] button")
        expect(page.locator("[data-passkey-failed]")).to_be_visible()
        assert page.goto("/shift")
        assert "/sign-in" in page.url


@LANGUAGES
@pytest.mark.parametrize("size", ["wide", "phone"])
def test_a_code_generator_is_set_up_on_the_page(
    strict: Cell, make_officer: Make, browser: Browser, language: str, size: str
) -> None:
    """The picture of the key is shown under the policy, and the code that it makes opens the desk."""
    officer = make_officer(language=language)
    with sitting(browser, strict, language=language, size=size) as seat:
        page = seat.page
        seat.fill_sign_in(officer.name)
        assert is_not_too_wide(page)
        page.click("a[href='/account/code-generator']")
        expect(page.locator(".qr img")).to_be_visible()
        until(page, "document.querySelector('.qr img').naturalWidth > 0")
        look(page, f"code-generator-{language}-{size}")
        assert is_not_too_wide(page)
        page.fill("input[name=code]", fresh_code(page.locator(".secret code").inner_text()))
        page.click("form:has(input[name=code]) button")
        expect(page.locator(".codes li")).to_have_count(10)
        look(page, f"recovery-{language}-{size}")
        for path in ("/account", "/account/sessions", "/account/password", "/account/passkeys"):
            page.goto(path)
            assert is_not_too_wide(page), path
            look(page, f"{path.strip('/').replace('/', '-')}-{language}-{size}")

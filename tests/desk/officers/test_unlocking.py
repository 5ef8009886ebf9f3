"""The idle lock opened by a passkey: only by one of the officer who is signed in, with its user verified."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.desk.cell import PASSWORD, Cell
from tests.desk.officers.browsing import Sitting, sitting
from tests.desk.officers.test_passkeys import look
from tests.desk.visitor import Visitor

Make = Callable[..., Any]
TOKEN = "document.querySelector('[name=csrfmiddlewaretoken]').value"
FORM = f"new URLSearchParams({{csrfmiddlewaretoken: {TOKEN}}})"
LOCK = f"fetch('/lock', {{method: 'POST', headers: {{'X-Parley-Stay': '1'}}, body: {FORM}}})"


def sit_down(seat: Sitting, name: str) -> None:
    """Sign in, add a passkey, and go to the desk."""
    seat.fill_sign_in(name)
    seat.page.goto("/account/passkeys/new")
    seat.page.click("form[data-passkey] button.primary")
    expect(seat.page.locator(".codes")).to_be_visible()
    seat.page.goto("/")
    expect(seat.page.locator("#watch")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_passkey_opens_the_lock(strict: Cell, make_officer: Make, browser: Browser, language: str) -> None:
    """The page of a locked session, and the cover over a page that stays, open with the passkey alone."""
    officer = make_officer(language=language)
    with sitting(browser, strict, language=language) as seat:
        page = seat.page
        sit_down(seat, officer.name)
        page.evaluate(LOCK)
        page.goto("/")
        expect(page.locator(".is-locked form[data-passkey] button")).to_be_visible()
        look(page, f"locked-passkey-{language}")
        page.click(".is-locked form[data-passkey] button")
        expect(page.locator(".is-locked")).to_have_count(0)
        expect(page.locator("#lock")).to_be_hidden()
        page.evaluate(f"{LOCK}.then(() => document.getElementById('lock').showModal())")
        expect(page.locator("#lock form[data-passkey] button")).to_be_visible()
        look(page, f"lock-passkey-{language}")
        page.click("#lock form[data-passkey] button")
        expect(page.locator("#lock")).to_be_hidden()
        assert page.evaluate("fetch('/shift').then((got) => got.url)").endswith("/shift")


@pytest.mark.browser
def test_a_passkey_that_did_not_verify_its_user_opens_nothing(
    strict: Cell, make_officer: Make, browser: Browser
) -> None:
    """A key that was found lying there does not open the lock."""
    officer = make_officer()
    with sitting(browser, strict) as seat:
        sit_down(seat, officer.name)
        seat.page.evaluate(LOCK)
        seat.page.goto("/")
        seat.verify_user(False)
        seat.page.click(".is-locked form[data-passkey] button")
        expect(seat.page.locator(".is-locked [data-passkey-failed]")).to_be_visible()
        assert "/locked" in seat.page.evaluate("fetch('/shift').then((got) => got.url)")


@pytest.mark.parametrize("credential", ["", "{}", "null", '{"id": "AA", "response": {}}'])
def test_anything_else_in_place_of_an_answer_opens_nothing(cell: Cell, make_officer: Make, credential: str) -> None:
    """Without a passkey's answer to what this session asked, the screen stays locked, and the tries are counted."""
    visitor = Visitor(cell.port)
    assert visitor.sign_in(make_officer().name, PASSWORD).status == 303
    visitor.get("/")
    assert visitor.post("/lock").status == 303
    assert "request_options" in visitor.get("/unlock/passkey").text
    assert visitor.post("/unlock/passkey", {"credential": credential}).status == 401
    assert visitor.get("/shift").location.startswith("/locked")
    for _ in range(5):
        last = visitor.post("/unlock/passkey", {"credential": credential})
    assert last.status == 429

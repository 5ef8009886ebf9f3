"""Pages that htmx puts in place: each stands in its frame or door, and what is no page never takes the place of one."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.desk.cell import Cell
from tests.desk.officers.aside import aside
from tests.desk.screens import flash, signed_in
from tests.desk.visitor import Visitor

NOTE = "[action='/shift/note'] textarea"
# How many drafts the browser still holds, once it has had time to let go of those that were filed.
LEFT_BEHIND = """async () => {
  const held = () => Object.keys(localStorage).filter((each) => each.startsWith('parley-kept:')).length;
  for (let n = 0; n < 100 && held(); n += 1) await new Promise((done) => setTimeout(done, 50));
  return held();
}"""
SEND_NOTE = "form[action='/shift/note'] button.primary"


@pytest.fixture
def page(browser: Browser, cell: Cell) -> Iterator[Page]:
    """A signed-in page on a wide screen."""
    known = ("status of 4", "status of 5", "htmx:sendError", "htmx:afterRequest")
    yield from signed_in(browser, cell, awaited=known, at="")


def assert_framed(page: Page) -> None:
    """Assert that link bar, FLASH bar, attention, help and the way to the account stand around the page."""
    expect(page.locator("body")).to_have_class("frame")
    for part in ("#links", "#flash", "#attention", "#help-here", "#watch", ".rail"):
        assert page.locator(part).count() == 1, part


@pytest.mark.browser
@pytest.mark.parametrize("address", ["/account", "/account/sessions", "/hotline/SY/999999999"])
def test_account_and_dead_ends_stand_in_the_frame(page: Page, cell: Cell, address: str) -> None:
    """Whoever is in the account, or at an address that leads nowhere, sees links, and a FLASH that comes meanwhile."""
    page.goto("/")
    page.locator("#stage").evaluate(
        "(stage, to) => { stage.insertAdjacentHTML('afterbegin', `<a id=way href='${to}'>there</a>`);"
        " window.htmx.process(stage); }",
        address,
    )
    page.click("#way")
    expect(page.locator(".stage > .own h1")).to_be_visible()
    assert_framed(page)
    waiting = flash(cell)
    expect(page.locator(f"[data-flash='{waiting}']")).to_be_visible()


@pytest.mark.browser
def test_a_form_that_is_older_than_the_session_keeps_the_frame(page: Page) -> None:
    """Nothing was sent, and the page that says so stands in the frame."""
    page.goto("/shift")
    page.evaluate("document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((each) => { each.value = 'x'; })")
    page.fill(NOTE, "Old")
    with page.expect_response("**/shift/note") as answer:
        page.click(SEND_NOTE)
    assert answer.value.status == HTTPStatus.FORBIDDEN
    expect(page.locator(".stage > .own h1")).to_have_text("Nothing was sent")
    assert_framed(page)


@pytest.mark.parametrize("address", ["/hotline/SY/999999999", "/account"])
def test_before_the_sign_in_and_while_locked_they_are_doors(cell: Cell, address: str) -> None:
    """A stranger and a locked screen are shown nothing of the record around a dead end."""
    stranger, locked = Visitor(cell.port), cell.visitor()
    locked.post("/lock")
    for visitor in (stranger, locked):
        assert "data-stream" not in visitor.get("/nowhere").text
    assert stranger.get(address).status in (302, 303, 404)


@pytest.mark.browser
@pytest.mark.parametrize(("status", "said"), [(413, "much"), (400, "much"), (500, "failed"), (502, "failed")])
def test_an_answer_that_is_no_page_leaves_the_page(page: Page, status: int, said: str) -> None:
    """Frame and form stay with all that was typed, a sentence says what happened, and the form may be sent again."""
    page.goto("/shift")
    page.fill(NOTE, "EXERCISE: stays")
    page.route("**/shift/note", lambda route: route.fulfill(status=status, body=""))
    # By its key: a banner that comes above it meanwhile moves a button under the mouse.
    page.press(SEND_NOTE, "Enter")
    expect(page.locator(f"#not-taken [data-said={said}]")).to_be_visible()
    page.locator("#not-taken button").click()
    expect(page.locator(NOTE)).to_have_value("EXERCISE: stays")
    expect(page.locator(SEND_NOTE)).to_be_enabled()
    assert_framed(page)


@pytest.mark.browser
def test_a_session_that_ended_takes_no_page_away(page: Page) -> None:
    """Where an answer is the way to the sign-in form, it is said over the page, and what was typed is still kept."""
    page.goto("/shift")
    page.fill(NOTE, "EXERCISE: kept over the end")
    page.context.clear_cookies(name="parley-session")
    page.click(SEND_NOTE)
    expect(page.locator("#session-over")).to_be_visible()
    expect(page.locator(NOTE)).to_have_value("EXERCISE: kept over the end")


@pytest.mark.browser
def test_too_much_is_said_before_it_is_sent(page: Page) -> None:
    """Nine files are refused at the form, and all of them stay chosen."""
    page.goto("/hotline/new")
    page.fill("input[name=subject]", "Many")
    page.fill("textarea[name=text]", "EXERCISE.")
    files: Any = [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": b"x"} for n in range(9)]
    page.set_input_files("input[name=attachments]", files)
    page.click("form.compose .send button")
    expect(page.locator("#not-taken [data-said=much]")).to_be_visible()
    assert page.locator("input[name=attachments]").evaluate("(each) => each.files.length") == len(files)


def test_what_is_too_much_is_answered_with_a_sentence(cell: Cell, visitor: Visitor) -> None:
    """Without a script too: 413, and in three languages how much is taken; nothing of Django's own bare page."""
    for fields in ({"text": "x" * (2 * 1024 * 1024 + 1)}, {f"field-{n}": "x" for n in range(401)}):
        answer = visitor.post("/shift/note", fields)
        assert answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        assert all(word in answer.text for word in ("Nothing was sent", "لم يُرسل شيء", "דבר לא נשלח"))
    answer = Visitor(cell.port).post("/sign-in", {"name": "x" * 100_000}, token=False)
    assert answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and "Nothing was sent" in answer.text


@pytest.mark.browser
def test_a_note_sent_at_once_is_offered_to_nobody_again(page: Page) -> None:
    """Sent before the pause in which a draft is kept: nothing of it is left in the browser or on the node."""
    page.goto("/shift")
    page.locator(NOTE).press_sequentially("EXERCISE: quick")
    page.click(SEND_NOTE)
    expect(page.locator(".moment")).to_be_visible()
    assert page.evaluate(LEFT_BEHIND) == 0
    page.goto("/shift")
    expect(page.locator(NOTE)).to_have_value("")
    assert aside(kept_drafts) == 0


def kept_drafts() -> int:
    """Return how many drafts the node keeps."""
    from parley.desk.drafts.models import KeptDraft

    return int(KeptDraft.objects.count())


@pytest.mark.browser
def test_an_answer_that_was_lost_is_not_called_unsent(page: Page) -> None:
    """Nobody knows whether it was sent, and it is said so; sent again as it stands it bears the same token."""
    page.goto("/shift")
    token, tokens = page.locator("form[action='/shift/note'] [name=once]").input_value(), []

    def lose(route: Route) -> None:
        text = (route.request.post_data or "").split("once=")[1].partition("&")[0]
        tokens.append(text)
        route.abort("connectionreset")

    page.route("**/shift/note", lose)
    page.fill(NOTE, "EXERCISE: answer lost")
    page.click(SEND_NOTE)
    said = page.locator("form[action='/shift/note'] .draft-said")
    expect(said).to_contain_text("it is not known whether this was sent")
    expect(said).to_contain_text("counts once only")
    page.click(SEND_NOTE)
    expect(said).to_contain_text("it is not known")
    assert tokens == [token, token]

"""A delegate's message: the passkey is announced, signs in a real browser, and is checked on the others' nodes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from parley.node import reading
from parley.node.unsealing import open_attached
from parley.record.assertion import read_assertion
from tests.desk.cell import PASSWORD, Cell
from tests.desk.officers.aside import aside
from tests.desk.officers.browsing import sitting
from tests.desk.officers.test_passkeys import look
from tests.desk.visitor import Visitor

Make = Callable[..., Any]
WRITTEN = {
    "to": "IL,SY,US", "precedence": "routine", "subject": "Signed by a delegate", "text": "Signed words.",
    "lang": "en", "items": "",
}  # fmt: skip


FORM = "/hotline/new"


def post(page: Page, fields: dict[str, str], *, file: str = "") -> str:
    """Send the form of a new message from the page, with a file where there is one; return where it led."""
    return str(
        page.evaluate(
            "async ({fields, file}) => { const token = document.querySelector('[name=csrfmiddlewaretoken]').value;"
            " const body = new FormData();"
            " for (const [name, value] of Object.entries({...fields, csrfmiddlewaretoken: token}))"
            "   body.append(name, value);"
            " if (file) body.append('attachments', new File([file], 'note.txt', {type: 'text/plain'}));"
            " const got = await fetch('/hotline/new', {method: 'POST', body}); return got.url; }",
            {"fields": fields, "file": file},
        )
    )


def keep_draft(officer: Any) -> Any:
    """Keep a draft of the form as the page does while the officer types."""
    from parley.desk.cell import node
    from parley.desk.drafts import keeping

    return keeping.keep(node(), keeping.Draft(FORM, FORM, {"text": "Signed words."}, 1), officer=officer)


def kept_draft(officer: Any) -> Any:
    """Return the draft of the form that the node keeps, None for none."""
    from parley.desk.cell import node
    from parley.desk.drafts import keeping

    return keeping.draft_of(node(), FORM, officer=officer)


def test_without_a_passkey_nothing_is_sent(cell: Cell, make_officer: Make) -> None:
    """A delegate without a passkey is told what to do; the form stays as typed."""
    visitor = Visitor(cell.port)
    visitor.sign_in(make_officer(role="delegate").name, PASSWORD)
    answer = visitor.post("/hotline/new", WRITTEN)
    assert answer.status == 422
    assert "Add one on the page of your account" in answer.text and "Signed words." in answer.text


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_a_message_is_signed_and_stands_on_every_node(
    strict: Cell, make_officer: Make, browser: Browser, language: str
) -> None:
    """The page shows what goes, the passkey signs it, and IL's node finds the signature over exactly those bytes."""
    officer = make_officer(role="delegate", language=language)
    with sitting(browser, strict, language=language) as seat:
        page = seat.page
        seat.fill_sign_in(officer.name)
        page.goto("/account/passkeys/new")
        page.click("form[data-passkey] button.primary")
        expect(page.locator(".codes")).to_be_visible()
        page.goto("/hotline/new")
        assert post(page, WRITTEN).endswith("/hotline/new"), "nothing is signed by a key that was not announced"
        page.goto("/keys")
        look(page, f"keys-before-{language}")
        page.click("form[data-passkey] button.primary")
        expect(page.locator("form[action='/keys/revoke']")).to_be_visible()
        look(page, f"keys-{language}")
        assert aside(keep_draft, officer) is None
        answer = post(page, {**WRITTEN, "draft_of": FORM}, file="Signed file.")
        assert "/act/" in answer
        assert aside(kept_draft, officer) is not None, "the draft is kept until the passkey has signed"
        page.goto(answer)
        expect(page.locator("main")).to_contain_text("Signed words.")
        expect(page.locator("main")).to_contain_text("note.txt")
        look(page, f"sign-{language}")
        page.click("form[data-passkey] button.primary")
        expect(page.locator(".talk")).to_be_visible()
        matter = page.url.split("/hotline/")[1].partition("#")[0]
        assert aside(kept_draft, officer) is None
        page.goto(answer)
        expect(page.locator("h1")).to_be_visible()
        assert "/act/" in page.url and page.locator("#stage form[data-passkey]").count() == 0
    aside(strict.carry)
    assert_signed_everywhere(strict, matter, name=officer.name)
    assert_revoked_once_locked(strict, officer)


@pytest.mark.browser
def to_keys(page: Page) -> None:
    """Open the officer's menu and go to the keys; a page that is put in place meanwhile closes the menu once."""
    link = page.locator("#officer-menu a[href='/keys']")
    for _ in range(3):
        page.click(".who")
        try:
            link.click(timeout=10_000)
            return
        except PlaywrightTimeout:
            continue
    link.click()


def test_an_officer_comes_to_each_passkey_by_the_links_of_the_desk(
    strict: Cell, make_officer: Make, browser: Browser
) -> None:
    """Adding a passkey, announcing it and signing with it work on pages that were put in place, without a reload."""
    officer = make_officer(role="delegate")
    with sitting(browser, strict) as seat:
        page = seat.page
        seat.fill_sign_in(officer.name)
        page.click("a[href='/account/passkeys/new']")
        page.click("form[data-passkey] button.primary")
        expect(page.locator(".codes")).to_be_visible()
        page.click(".ways a, .brand")
        expect(page.locator("#stage")).to_be_visible()
        to_keys(page)
        page.click("form[data-passkey] button.primary")
        expect(page.locator("form[action='/keys/revoke']")).to_be_visible()
        page.evaluate("window.marked = true")
        # By its key: the count of what waits may lie over its middle.
        page.locator(".rail a[href='/']").press("Enter")
        page.click("#stage a[href='/hotline/new']")
        page.fill("input[name=subject]", "Signed by the way of the desk")
        page.fill("textarea[name=text]", "Signed words.")
        page.click("form.compose .send button")
        page.click("[data-look-send]")
        expect(page.locator("h1", has_text="Sign with your passkey")).to_be_visible()
        assert page.evaluate("window.marked") is True, "the page was put in place"
        expect(page.locator("body")).to_have_class("frame")
        expect(page.locator("#links")).to_be_visible()
        look(page, "sign-in-the-frame")
        page.click("form[data-passkey] button.primary")
        expect(page.locator(".talk h1")).to_have_text("Signed by the way of the desk")


def assert_revoked_once_locked(cell: Cell, officer: Any) -> None:
    """Lock the officer as the shell does: the next look revokes the key, and the others read that."""
    from parley.desk.announcing import rounds

    writer, key = cell.mechanism.nodes["SY"].writer, aside(standing_at_il, cell)[-1]
    assert key.revoked_at is None and aside(rounds.look) == 0
    officer.is_locked = True
    aside(officer.save)
    writer.may_sign.clear()
    assert aside(rounds.look) == 0, "a node that may sign nothing says nothing"
    writer.may_sign.set()
    assert aside(rounds.look) >= 1
    aside(cell.carry)
    assert all(each.revoked_at is not None for each in aside(standing_at_il, cell) if each.number == key.number)


def standing_at_il(cell: Cell) -> list[Any]:
    """Return the keys of SY's officers as IL's node holds them."""
    from parley.node.store import logs, officer_keys

    il, sy = cell.mechanism.nodes["IL"], cell.mechanism.nodes["SY"]
    head = logs.head(il.reader(), sy.ledger.origin)
    assert head is not None
    return list(officer_keys.keys_of(il.reader(), head.id))


def assert_signed_everywhere(strict: Cell, matter: str, *, name: str) -> None:
    """Assert that every node holds the signed act as allowed, with its key and its file, and nobody's name."""
    for code in ("SY", "IL", "US"):
        node = strict.mechanism.nodes[code]
        found = aside(reading.find_entry, node, matter)
        assert found is not None and found[1].verdict is None, code
        said = aside(reading.opened_payload, node, *(found[0], found[1].number))
        assert read_assertion(said["content"]["signature"]) is not None
        assert said["content"]["key_entry"].startswith("SY/")
        assert [each["name"] for each in said["content"]["attachments"]] == ["note.txt"]
        assert name not in str(said)
    attached = aside(open_attached, matter, place=0, node=strict.mechanism.nodes["SY"])
    assert attached is not None and b"".join(attached.chunks) == b"Signed file."

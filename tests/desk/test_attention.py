"""Attention and drafts in a real browser: FLASH on every page, drafts through faults, the lock, the handover."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from parley.node import reading
from tests.desk.cell import PASSWORD, Cell
from tests.desk.screens import flash, until

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, cell: Cell) -> Iterator[Page]:
    """A page of an officer who has signed in; notifications are allowed."""
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{cell.port}", permissions=["notifications"], viewport={"width": 1440, "height": 900}
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    sign_in(page)
    yield page
    context.close()


def sign_in(page: Page, name: str = "officer-1") -> None:
    """Fill in the sign-in form."""
    page.goto("/sign-in")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("button.primary")
    expect(page.locator("#stage")).to_be_visible()


def test_a_flash_sounds_and_rises_in_one_tab_and_marks_all_until_acknowledged(page: Page, cell: Cell) -> None:
    """It sounds in one of two tabs and louder each time, marks title and icon of both, and A from any page ends it."""
    page.goto("/record")
    page.locator("#stage").click()
    other = page.context.new_page()
    other.goto("/shift")
    other.locator("#stage").click()
    matter = flash(cell)
    for tab in (page, other):
        expect(tab.locator(f"[data-flash='{matter}']")).to_be_visible()
        expect(tab).to_have_title(re.compile("⚡"))
        assert "flash" in (tab.locator("link[rel=icon]").get_attribute("href") or "")
    for _ in range(60):
        levels = [float(tab.evaluate("document.documentElement.dataset.sounding || 0")) for tab in (page, other)]
        if max(levels) > 0.15:
            break
        page.wait_for_timeout(1000)
    assert max(levels) > 0.15
    other.keyboard.press("KeyA")
    for tab in (page, other):
        expect(tab.locator(f"[data-flash='{matter}']")).to_have_count(0)
        expect(tab.locator("html:not([data-sounding])")).to_have_count(1)


def test_nothing_flashes_more_than_three_times_a_second(page: Page, cell: Cell) -> None:
    """No animation on a page with a FLASH runs faster than a third of a second."""
    matter = flash(cell)
    expect(page.locator(f"[data-flash='{matter}']")).to_be_visible()
    spans = page.evaluate("document.getAnimations().map((each) => each.effect.getTiming().duration)")
    assert all(span >= 334 for span in spans)
    page.keyboard.press("KeyA")


NOTE = """() => { window.told = []; navigator.setAppBadge = async (count) => { window.badge = count; };
  window.Notification = class extends EventTarget { static permission = "granted";
    constructor(title) { super(); window.told.push(title); } close() {} }; }"""


def test_each_flash_notifies_and_counts_on_the_badge_however_many_the_bar_shows(page: Page, cell: Cell) -> None:
    """With three shown or not, each new one raises a notification, and the badge tells how many wait."""
    page.add_init_script(f"({NOTE})()")
    page.goto("/record")
    sent = []
    for count in range(1, 5):
        sent.append(flash(cell))
        until(page, f"window.badge === {count} && window.told.length === {count}")
    assert [title.split()[-1] for title in page.evaluate("window.told")] == sent
    expect(page.locator("[data-flash]")).to_have_count(2)
    cell.acknowledge_all()
    expect(page.locator("#flash-waiting")).to_have_count(0)


def test_a_draft_survives_a_reload_and_an_ended_session(page: Page, cell: Cell) -> None:
    """What was typed is on the node a moment later; after the session ended and a new sign-in it is offered again."""
    page.goto("/hotline/new")
    page.fill("textarea[name=text]", "Half a thought")
    expect(page.locator(".draft-said")).to_contain_text("kept on the node")
    page.reload()
    expect(page.locator("textarea[name=text]")).to_have_value("Half a thought")
    page.context.clear_cookies()
    page.fill("textarea[name=text]", "Half a thought and more")
    expect(page.locator(".draft-said")).to_contain_text("Kept in this browser")
    sign_in(page)
    page.goto("/hotline/new")
    expect(page.locator("textarea[name=text]")).to_have_value("Half a thought and more")
    page.get_by_role("button", name="Discard").click()
    expect(page.locator("textarea[name=text]")).to_have_value("")


def test_a_draft_typed_while_the_node_is_away_is_brought_to_it(page: Page, cell: Cell) -> None:
    """Typing goes on without the node, the screen says that nothing was sent, and the node has it once it is back."""
    page.goto("/hotline/new")
    cell.fall()
    try:
        page.fill("textarea[name=text]", "Written alone")
        expect(page.locator(".draft-said.is-away")).to_contain_text("Kept in this browser, not sent")
        expect(page.locator("#lost")).to_be_visible(timeout=60_000)
    finally:
        cell.rise()
    expect(page.locator(".draft-said:not(.is-away)")).to_contain_text("kept on the node", timeout=20_000)
    expect(page.locator("#lost")).to_be_hidden(timeout=60_000)
    page.fill("input[name=subject]", "Later")
    assert page.evaluate("Object.keys(localStorage).filter((n) => n.startsWith('parley-kept:')).length") <= 1


def test_a_locked_screen_shows_the_flash_and_nothing_else(page: Page, cell: Cell) -> None:
    """Locked, the watch list moves on and the stage is hidden; forms are refused until the officer signs again."""
    page.goto("/hotline/new")
    page.fill("textarea[name=text]", "Kept behind the lock")
    page.evaluate("document.getElementById('attention').dataset.idle = '0.01'")
    expect(page.locator("#lock[open]")).to_have_count(1)
    expect(page.locator("#stage")).to_be_hidden()
    matter = flash(cell)
    expect(page.locator(f"[data-flash='{matter}']")).to_be_visible()
    assert page.evaluate("fetch('/hotline/new', {headers: {'HX-Request': 'true'}}).then((a) => a.status)") == 423
    page.evaluate("document.getElementById('attention').dataset.idle = '900'")
    page.fill("#lock input[name=password]", "wrong wrong wrong")
    page.keyboard.press("Enter")
    expect(page.locator("[data-lock-fault]")).to_contain_text("stays locked")
    page.fill("#lock input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#lock[open]")).to_have_count(0)
    expect(page.locator("textarea[name=text]")).to_have_value("Kept behind the lock")
    page.goto("/")
    page.keyboard.press("KeyA")
    expect(page.locator(f"[data-flash='{matter}']")).to_have_count(0)


def test_the_watch_is_taken_after_the_sound_test_and_handed_over_by_two(page: Page, cell: Cell) -> None:
    """The watch is taken after the sound test; the incoming officer signs at the same screen, and both are named."""
    page.goto("/shift")
    page.fill("input[name=authority]", "EXERCISE cell")
    page.fill("input[name=call_back]", "line 2")
    expect(page.locator("input[name=hears][value=yes]")).to_be_disabled()
    page.locator("[data-sound-test=flash]").first.click()
    page.check("input[name=hears][value=yes]")
    page.locator("form[action='/shift/take'] button.primary").click()
    expect(page.locator("#stage .card-block .state").first).to_contain_text("Duty officer 1")
    page.fill("textarea[name=promises]", "Call back at 09:00Z\nSend the list")
    page.locator("form[action='/shift/hand-over'] select").select_option("duty_officer")
    page.locator("form[action='/shift/hand-over'] button.primary").click()
    expect(page.locator("#look")).to_contain_text("Send the list")
    page.click("[data-look-send]")
    expect(page.locator(".open-lists")).to_contain_text("Send the list")
    page.check("input[name=hears][value=no]")
    page.fill("input[name=officer_name]", "officer-2")
    page.fill("input[name=officer_password]", PASSWORD)
    page.locator("form[action='/shift/take'] button.primary").click()
    expect(page.locator("input[name=name]")).to_be_visible()
    sign_in(page, "officer-2")
    expect(page.locator(".is-unheard")).to_contain_text("cannot hear")
    (*_, row) = reading.of_form(cell.mechanism.nodes["SY"], "watch", from_ms=0)
    handover = row.state["handovers"][-1]
    assert (handover["from_name"], handover["to_name"]) == ("Duty officer 1", "Duty officer 2")
    assert handover["promises"] == ["Call back at 09:00Z", "Send the list"]

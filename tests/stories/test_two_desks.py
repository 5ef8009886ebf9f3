"""Two officers at two desks of running nodes challenge a voice on the telephone, each in a language of his own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from parley.demo.exercise import nodes_of, open_stage
from parley.demo.homes import SIGN_INS
from parley.demo.playing import Stage, sign_charter
from parley.demo.ports import unwatched
from parley.node.asking import ask
from parley.node.home import Home
from tests.desk.screens import FLAGS
from tests.house.tree import ROOT

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]
PATIENCE_MS = 60_000
CALL_BACK = "EXERCISE line 1, extension 27"


@dataclass(frozen=True)
class Desks:
    """The pages of an officer of SY and of one of IL."""

    sy: Page
    il: Page

    @property
    def both(self) -> tuple[Page, Page]:
        """Return both pages."""
        return self.sy, self.il

    def speak(self, *, sy: str, il: str) -> None:
        """Let each desk speak a language."""
        for page, language in ((self.sy, sy), (self.il, il)):
            address = page.url.split("/", 3)[:3]
            page.context.add_cookies([{"name": "parley-language", "value": language, "url": "/".join(address)}])
            page.goto("/shift")
            expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Three nodes as processes of their own, their charter signed; IL has taken its watch."""
    template = (ROOT / "charters" / "paris-2026.yaml").read_bytes()
    opened = open_stage(tmp_path_factory.mktemp("d") / "x", template=template, first_port=unwatched())
    with nodes_of(opened):
        sign_charter(opened, tell=lambda code, **data: None)
        watch = {
            "role": "duty_officer", "name": "Duty officer IL-1", "authority": "EXERCISE", "call_back": CALL_BACK,
            "until_s": 2_000_000_000,
        }  # fmt: skip
        draft = {"kind": "watch_taken", "to": ["IL", "SY", "US"], "content": watch, "role": "duty_officer"}
        assert ask(Home(opened.posts["IL"].home).socket, {"op": "file", "draft": draft})["outcome"] == "filed"
        yield opened


@pytest.fixture(scope="module")
def desks(stage: Stage, chromium: str) -> Iterator[Desks]:
    """Two browsers, each signed in at its desk."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield Desks(*(signed_in(browser, stage, member=code, name=f"{code.lower()}-duty-1") for code in ("SY", "IL")))
        browser.close()


def signed_in(browser: Browser, stage: Stage, *, member: str, name: str) -> Page:
    """Sign an officer in with the password that the exercise wrote down."""
    told = (stage.folder / SIGN_INS).read_text(encoding="utf-8")
    found = re.search(rf"{name}\s+(\S+)", told)
    assert found is not None
    context = browser.new_context(base_url=stage.posts[member].desk_address, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", found[1])
    page.click("button.primary")
    expect(page.locator("#stage")).to_be_visible()
    return page


def challenge(desks: Desks) -> str:
    """Challenge IL's voice from SY's desk by two keys, open the bar that rises at IL's, and return the matter."""
    desks.sy.goto("/hotline")
    desks.sy.keyboard.press("KeyV")
    expect(desks.sy.locator(".callers button").first).to_be_focused(timeout=PATIENCE_MS)
    desks.sy.keyboard.press("Enter")
    expect(desks.sy.locator("section.voice .spoken")).to_have_count(2, timeout=PATIENCE_MS)
    matter = desks.sy.locator("article.talk").get_attribute("data-matter")
    assert matter is not None
    bar = desks.il.locator(f"[data-call='{matter}'] a").first
    expect(bar).to_be_visible(timeout=PATIENCE_MS)
    bar.click()
    expect(desks.il.locator("section.voice .spoken")).to_have_count(2, timeout=PATIENCE_MS)
    return matter


def words(page: Page, group: int, *, language: str) -> list[str]:
    """Return a group of words as this page shows it in a language, its reader's own or one beside."""
    shown = page.locator(".spoken").nth(group).locator("li:not(.figure)")
    own = page.locator("html").get_attribute("lang") == language
    return [shown.nth(n).locator("b" if own else f"span[lang={language}]").inner_text() for n in range(3)]


@pytest.mark.parametrize(("sy", "il"), [("en", "he"), ("ar", "en")])
def test_a_challenge_is_played_to_its_end_between_two_desks(desks: Desks, sy: str, il: str) -> None:
    """Both ends see the same words in every language, sign by one key each, and the call is logged and confirmed."""
    desks.speak(sy=sy, il=il)
    matter = challenge(desks)
    for group in (0, 1):
        for language in ("en", "ar", "he"):
            assert words(desks.sy, group, language=language) == words(desks.il, group, language=language)
        figures = [page.locator(".spoken .figure b").nth(group).inner_text() for page in desks.both]
        assert figures[0] == figures[1]
    for page in desks.both:
        page.locator("section.voice").click(position={"x": 5, "y": 5})
        page.keyboard.press("KeyA")
    for page in desks.both:
        expect(page.locator("section.voice.is-authenticated")).to_be_visible(timeout=PATIENCE_MS)
        expect(page.locator(f"[data-call='{matter}']")).to_have_count(0, timeout=PATIENCE_MS)
    desks.sy.locator("section.voice .buttons a").click()
    desks.sy.fill("textarea[name=summary]", "EXERCISE. Quiet near Exercise Hill 7.")
    desks.sy.locator("form.compose button.primary").click()
    desks.sy.locator("form.look-send button.primary").click()
    expect(desks.il.locator("form[action$='settle-call'] button.primary")).to_be_visible(timeout=PATIENCE_MS)
    desks.il.locator("form[action$='settle-call'] button.primary").click()
    for page in desks.both:
        expect(page.locator(".k-call_confirmed")).to_be_visible(timeout=PATIENCE_MS)
        expect(page.locator(".k-call_logged")).to_contain_text(matter)


def test_a_voice_that_is_not_authenticated_alarms_at_both_desks(desks: Desks) -> None:
    """A no at the far end stands as an alarm over every page of both desks, with the number to call back."""
    desks.speak(sy="en", il="he")
    matter = challenge(desks)
    desks.il.keyboard.press("KeyX")
    desks.il.locator("button[value=no_call]").click()
    for page in desks.both:
        expect(page.locator(f"[data-call='{matter}']:not(.is-asking)")).to_be_visible(timeout=PATIENCE_MS)
        expect(page.locator("section.voice.is-not_authenticated")).to_be_visible(timeout=PATIENCE_MS)
    desks.sy.goto("/record")
    expect(desks.sy.locator(f"[data-call='{matter}']")).to_contain_text(CALL_BACK)

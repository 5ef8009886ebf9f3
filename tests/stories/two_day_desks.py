"""The desks of the two-day exercise in a browser: one officer of each member, in the language of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, expect, sync_playwright

from parley.demo.homes import SIGN_INS
from parley.demo.playing import Stage
from tests.desk.screens import FLAGS, complaint_of

PATIENCE_MS = 60_000
LANGUAGES = {"SY": "ar", "IL": "he", "US": "en"}
SIZES = ((1440, 900), (390, 844))


@dataclass(frozen=True)
class Desk:
    """A page of an officer, and what its browser complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def visit(self, address: str) -> str:
        """Open an address and return what stands on its stage; nothing on it is wider than a screen."""
        for width, height in SIZES:
            self.page.set_viewport_size({"width": width, "height": height})
            answer = self.page.goto(address)
            assert answer is not None and answer.ok, (address, answer and answer.status)
            expect(self.page.locator("#stage")).to_be_visible()
            widths = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert widths[0] <= widths[1], (address, width, widths)
        return self.page.locator("#stage").inner_text()


@contextmanager
def chromium_of(path: str) -> Iterator[Browser]:
    """Yield Chromium without a window."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()


def desk_of(browser: Browser, stage: Stage, code: str) -> Desk:
    """Sign the chief of a member in, who reads every track, in the member's language."""
    name = f"{code.lower()}-chief"
    told = re.search(rf"{name}\s+(\S+)", (stage.folder / SIGN_INS).read_text(encoding="utf-8"))
    assert told is not None
    context = browser.new_context(base_url=stage.posts[code].desk_address, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    desk = Desk(context.new_page())
    desk.page.on("console", lambda said: desk.complaints.append(complaint_of(said)) if said.type == "error" else None)
    desk.page.on("pageerror", lambda error: desk.complaints.append(str(error)))
    desk.page.goto("/sign-in")
    desk.page.fill("input[name=name]", name)
    desk.page.fill("input[name=password]", told[1])
    desk.page.click("button.primary")
    expect(desk.page.locator("#stage")).to_be_visible()
    context.add_cookies([
        {"name": "parley-language", "value": LANGUAGES[code], "url": stage.posts[code].desk_address}
    ])  # fmt: skip
    return desk

"""The desks of the two-day exercise: one browser, an officer of each member and a second one who releases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Response, expect, sync_playwright

from parley.demo.homes import SIGN_INS
from parley.demo.playing import Stage
from tests.desk.screens import FLAGS, complaint_of
from tests.stories.two_days import TwoDays

PATIENCE_MS = 60_000
LANGUAGES = {"SY": "ar", "IL": "he", "US": "en"}
SIZES = ((1440, 900), (390, 844))
# A stream that ends with its node is no fault of a page; pages are left before a node is stopped, most of them in time.
STOPPED = ("ERR_CONNECTION", "ERR_INCOMPLETE", "ERR_EMPTY", "Failed to fetch")


def utc(at_s: int) -> str:
    """Return an instant as an officer types it."""
    return f"{datetime.fromtimestamp(at_s, UTC):%Y-%m-%d %H:%MZ}"


@dataclass(frozen=True)
class Desk:
    """A page of an officer, and what its browser complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def visit(self, address: str) -> str:
        """Open an address and return what stands on its stage; nothing on it is wider than a screen."""
        self.open(address)
        told = self.page.locator("#stage").inner_text()
        for width, height in reversed(SIZES):
            self.page.set_viewport_size({"width": width, "height": height})
            widths = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert widths[0] <= widths[1], (address, width, widths)
        return told

    def open(self, address: str) -> None:
        """Go to an address, which is there."""
        answer = self.page.goto(address)
        assert answer is not None and answer.ok, (address, answer and answer.status)
        expect(self.page.locator("#stage")).to_be_visible()

    def form(self, action: str, **hidden: str) -> Locator:
        """Return the form whose address ends so and which is about what these fields name."""
        about = "".join(f":has([name='{name}'][value='{value}'])" for name, value in hidden.items())
        return self.page.locator(f"form[action$='{action}']{about}").first

    def send(self, form: Locator, fields: Mapping[str, Any], *, button: str = "button.primary") -> str:
        """Fill a form in, look it over where the desk shows it first, and send it; return where the desk leads."""
        unfold(form)
        for name, value in fields.items():
            fill(form.locator(f"[name='{name}']"), value)
        action = form.get_attribute("action") or ""
        answer = self._posted(action, form.locator(button).first.click)
        if answer.status == HTTPStatus.OK:
            # In a dialog or on a page of its own: all that would be signed, and the button that sends it.
            answer = self._posted(action, self.page.locator("[data-look-send]").click)
        assert answer.status == HTTPStatus.SEE_OTHER, (answer.url, self.page.locator("#stage").inner_text())
        self.page.wait_for_load_state()
        return answer.headers["location"]

    def _posted(self, action: str, click: Callable[[], None]) -> Response:
        def is_of_form(answer: Response) -> bool:
            return answer.request.method == "POST" and answer.url.endswith(action)

        with self.page.expect_response(is_of_form) as caught:
            click()
        return caught.value


def unfold(part: Locator) -> None:
    """Open what a part of a page is folded into, by its summary, as a hand does."""
    folded = part.locator("xpath=ancestor::details[not(@open)]/summary")
    while folded.count():
        folded.first.click()


def fill(field_: Locator, value: Any) -> None:
    """Fill one field in: type, choose or tick."""
    unfold(field_.first)
    kind = field_.first.get_attribute("type") or field_.first.evaluate("each => each.localName")
    if kind in ("checkbox", "radio"):
        for each in [value] if isinstance(value, str) else value:
            field_.and_(field_.page.locator(f"[value='{each}']")).check()
    elif kind == "select":
        field_.first.select_option(value)
    else:
        field_.first.fill(str(value))


@dataclass(frozen=True)
class Desks:
    """The officers of all three members at their desks, and the exercise that they play."""

    exercise: TwoDays
    browser: Browser
    opened: dict[str, Desk] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Desk:
        """Return the desk of an officer, signed in the first time: `SY` is its chief, `SY-delegate` its delegate."""
        if name not in self.opened:
            code, _, role = name.partition("-")
            self.opened[name] = desk_of(self.browser, self.exercise.stage, code, role=role or "chief")
        return self.opened[name]

    @property
    def complaints(self) -> list[str]:
        """Return what the browsers complained of, but for streams that ended with their node."""
        said = [f"{name}: {each}" for name, desk in self.opened.items() for each in desk.complaints]
        return [each for each in said if not any(known in each for known in STOPPED)]

    def move_to(self, hours: float) -> None:
        """Leave every page, and let the exercise go on so many hours after its beginning."""
        for desk in self.opened.values():
            desk.page.goto("about:blank")
        self.exercise.move_to(hours)

    def file(
        self, code: str, at: str, to: str, fields: Mapping[str, Any], *, button: str = "button.primary", **about: str
    ) -> str:  # fmt: skip
        """Let the chief of a member file by that form of the page `at` which goes to `to`; return the entry's id."""
        self.exercise.holds(code)
        desk = self[code]
        desk.open(at)
        way = desk.send(desk.form(to, **about), fields, button=button)
        if "/waiting" in way:
            way = self._release(code, way.partition("#")[2])
        return self._newest(code, matter=_id_in(at) or _id_in(way))

    def _release(self, code: str, waiting: str) -> str:
        """Let a second officer, who sees the same text, release what binds the member."""
        second = self[f"{code}-delegate"]
        second.open("/waiting")
        return second.send(second.form(f"/waiting/{waiting}/release"), {})

    def _newest(self, code: str, *, matter: str) -> str:
        entries = self.exercise.told(code, matter)["entries"]
        own = [each["id"] for each in entries if each["id"].startswith(f"{code}/")]
        found = max(own, key=lambda each: int(each.partition("/")[2]))
        self.exercise.said.append(found)
        return str(found)


def _id_in(address: str) -> str:
    found = re.search(r"[A-Z]{2}/\d+", address)
    return found[0] if found else ""


@contextmanager
def desks_of(exercise: TwoDays, chromium: str) -> Iterator[Desks]:
    """Yield the desks of an exercise in one Chromium without a window."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield Desks(exercise, opened)
        opened.close()


def desk_of(browser: Browser, stage: Stage, code: str, *, role: str) -> Desk:
    """Sign an officer of a member in, in the member's language."""
    name = f"{code.lower()}-{role}"
    told = re.search(rf"{name}\s+(\S+)", (stage.folder / SIGN_INS).read_text(encoding="utf-8"))
    assert told is not None
    context = browser.new_context(base_url=stage.posts[code].desk_address, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([
        {"name": "parley-language", "value": LANGUAGES[code], "url": stage.posts[code].desk_address}
    ])  # fmt: skip
    desk = Desk(context.new_page())
    desk.page.on("console", lambda said: desk.complaints.append(complaint_of(said)) if said.type == "error" else None)
    desk.page.on("pageerror", lambda error: desk.complaints.append(str(error)))
    desk.page.goto("/sign-in")
    desk.page.fill("input[name=name]", name)
    desk.page.fill("input[name=password]", told[1])
    desk.page.click("button.primary")
    expect(desk.page.locator("#stage")).to_be_visible()
    return desk

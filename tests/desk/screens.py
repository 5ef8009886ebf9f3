"""What the tests in a real browser share: its settings, a signed-in page, and a FLASH from the other side."""

from __future__ import annotations

import time
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from parley.tracks.hotline.templates import TEMPLATES
from tests.desk.cell import PASSWORD, Cell, message

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # One process draws and one runs all pages of a browser: nothing here is hostile, and each more is time.
    "--in-process-gpu", "--process-per-site", "--renderer-process-limit=1", "--disable-site-isolation-trials",
)  # fmt: skip
SIZES = {"wide": (1440, 900), "small": (1280, 720), "phone": (390, 844)}
PLACE = {"lat_e7": 331256000, "lon_e7": 358246000}


def complaint_of(said: ConsoleMessage) -> str:
    """Return what the browser complained of and what it was about."""
    return f"{said.text} at {said.location.get('url', '')}"


# The session of officer-1 at each cell, gone on with for as long as no test ended or locked it.
_SESSIONS: dict[int, list[Any]] = {}


def sign_in(context: BrowserContext, name: str) -> None:
    """Sign an officer in. The form itself is tried elsewhere; here it is sent as a browser sends it, and not drawn."""
    asking = context.request
    asking.get("/sign-in")
    token = next(each["value"] for each in context.cookies() if each["name"] == "parley-csrf")
    form = {"name": name, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert asking.post("/sign-in", form=form, max_redirects=0).status == HTTPStatus.SEE_OTHER


def enter(context: BrowserContext, cell: Cell) -> None:
    """Go on with the session of officer-1 of the tests before where it still stands, and begin one where not."""
    context.add_cookies(_SESSIONS.get(cell.port, []))
    stands = cell.port in _SESSIONS and context.request.get("/waiting/moments", max_redirects=0).status == HTTPStatus.OK
    if not stands:
        sign_in(context, "officer-1")
        _SESSIONS[cell.port] = [each for each in context.cookies() if each["name"] != "parley-language"]


def signed_in(
    browser: Browser, cell: Cell, *, language: str = "en", size: str = "wide", javascript: bool = True,
    awaited: tuple[str, ...] = (), at: str = "/",
) -> Iterator[Page]:  # fmt: skip
    """Yield a page of officer-1 `at` an address, an empty one where that is "", and look at its complaints at the end.

    `awaited` are no faults.
    """
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{cell.port}", java_script_enabled=javascript,
        viewport={"width": width, "height": height},
    )  # fmt: skip
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": "parley-language", "value": language, "url": f"http://127.0.0.1:{cell.port}"}])
    enter(context, cell)
    page, complaints = context.new_page(), []
    page.on("console", lambda said: complaints.append(complaint_of(said)) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    if at:
        page.goto(at)
        expect(page.locator("#stage")).to_be_visible()
    yield page
    context.close()
    # What a cut line or a refused form makes the browser say is no fault of the page.
    known = ("ERR_CONNECTION", "ERR_INCOMPLETE", "ERR_EMPTY", "Failed to fetch", "status of 422", *awaited)
    left = [text for text in complaints if not any(each in text for each in known)]
    assert left == [], left


def until(page: Page, expression: str) -> None:
    """Wait until an expression holds. Playwright's own wait compiles it anew in the page, which the policy refuses."""
    step = "await new Promise((done) => setTimeout(done, 20))"
    page.evaluate(f"async () => {{ for (let n = 0; n < 3000 && !({expression}); n += 1) {step}; }}")
    assert page.evaluate(f"Boolean({expression})"), expression


def send(page: Page) -> None:
    """Look over what the form would send, and send it."""
    page.click("form.compose .send button")
    page.click("[data-look-send]")


def flash(cell: Cell, **more: Any) -> str:
    """Let IL send a FLASH of fixed phrases and return its matter."""
    template, minute = TEMPLATES["fire_near_the_line"], int(time.time()) // 60 * 60
    items = [
        {"n": 1, "type": "place", "value": PLACE},
        {"n": 2, "type": "time", "value": {"at_s": minute, "precision": "minute"}},
    ]
    said = message(
        subject=template.titles["en"], text=template.phrases["en"], template=template.name, precedence="flash",
        asks_read_back=True, asks_answer=True, items=items, **more,
    )  # fmt: skip
    return cell.says("IL", "message_sent", said)

"""A browser with a virtual authenticator, at the desk's address that passkeys accept: localhost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from tests.desk.cell import PASSWORD, Cell

SIZES = {"wide": (1280, 800), "phone": (390, 844)}


@dataclass
class Sitting:
    """One page of a browser, and the authenticator in it."""

    page: Page
    cdp: CDPSession
    authenticator: str
    complaints: list[str]

    def fill_sign_in(self, name: str, *, path: str = "/sign-in") -> None:
        """Type name and password."""
        self.page.goto(path)
        self.page.fill("input[name=name]", name)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("form:has(input[name=password]) button.primary")

    def verify_user(self, wished: bool) -> None:
        """Let the authenticator verify its user from now on, or no longer."""
        told = {"authenticatorId": self.authenticator, "isUserVerified": wished}
        self.cdp.send("WebAuthn.setUserVerified", told)


@contextmanager
def sitting(browser: Browser, cell: Cell, *, language: str = "en", size: str = "wide") -> Iterator[Sitting]:
    """Open a page with an authenticator of its own; a complaint of the browser fails the test."""
    address, (width, height) = f"http://localhost:{cell.port}", SIZES[size]
    context = browser.new_context(base_url=address, viewport={"width": width, "height": height})
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": "parley-language", "value": language, "url": address}])
    page, complaints = context.new_page(), []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    told: dict[str, Any] = {
        "options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True,
        }
    }  # fmt: skip
    authenticator = cdp.send("WebAuthn.addVirtualAuthenticator", told)["authenticatorId"]
    yield Sitting(page, cdp, authenticator, complaints)
    context.close()
    assert [text for text in complaints if "status of 4" not in text and "ERR_INCOMPLETE" not in text] == []

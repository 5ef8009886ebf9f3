"""A session belongs to one browser: another family of browser ends it, another address asks once more who is there."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from parley.desk.sign_in import address_of

BOUND = "parley.bound"
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "CrOS", "Linux")
# The first that a browser names decides: each also claims to be those after it.
BROWSERS = ("Edg", "OPR", "Firefox", "Chromium", "HeadlessChrome", "Chrome", "Safari")


def family_of(user_agent: str) -> str:
    """Return browser and system without their versions, which change in the middle of a shift: "Firefox on Linux"."""
    system = next((name for name in SYSTEMS if name in user_agent), "another system")
    browser = next((name for name in BROWSERS if f"{name}/" in user_agent), "")
    if not browser:
        browser = (re.match(r"[A-Za-z0-9._-]{1,20}", user_agent) or ["a browser"])[0].split("/")[0]
    return f"{browser} on {system}"


def bind_session(request: HttpRequest) -> None:
    """Bind the session that begins to the browser and address of this request."""
    request.session[BOUND] = {"family": family_of(_agent(request)), "address": address_of(request)}


def is_other_browser(request: HttpRequest) -> bool:
    """Return whether the cookie of this session comes from another browser than the one that signed in."""
    bound = request.session.get(BOUND)
    return bool(bound) and bound["family"] != family_of(_agent(request))


def must_ask_again(request: HttpRequest) -> bool:
    """Return whether the address changed and the officer has not said again since who is there.

    Once they have, the session is bound to the new address.
    """
    bound: dict[str, Any] | None = request.session.get(BOUND)
    address = address_of(request)
    if not bound or bound["address"] == address:
        return False
    if bound.get("moved_to") != address:
        request.session[BOUND] = {**bound, "moved_to": address, "moved_at": time.time()}
        return True
    said = [r["at"] for r in get_authentication_records(request, request.user) if r.get("reauthenticated")]
    if not said or said[-1] < bound["moved_at"]:
        return True
    request.session[BOUND] = {"family": bound["family"], "address": address}
    return False


def _agent(request: HttpRequest) -> str:
    return str(request.META.get("HTTP_USER_AGENT", ""))[:400]

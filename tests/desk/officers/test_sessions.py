"""Sessions: bound to one browser, asked again from another address, listed, and ended by owner or administrator."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.desk.cell import PASSWORD, Cell, message
from tests.desk.visitor import Visitor

Make = Callable[..., Any]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Safari/537.36"
EDGE = CHROME + " Edg/150.0.0.0"


@pytest.fixture
def behind_proxy(cell: Cell) -> Any:
    """The desk behind one trusted proxy, which says from where each request comes."""
    from django.conf import settings

    settings.PARLEY_PROXIES = 1
    yield cell
    settings.PARLEY_PROXIES = 0


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        (FIREFOX, "Firefox on Linux"), (FIREFOX.replace("140", "141"), "Firefox on Linux"),
        (CHROME, "Chrome on Windows"), (EDGE, "Edg on Windows"), ("", "a browser on another system"),
    ],
)  # fmt: skip
def test_a_browser_is_known_by_its_family(cell: Cell, agent: str, family: str) -> None:
    """Another version is the same browser; another make or system is another."""
    from parley.desk.officers.binding import family_of

    assert family_of(agent) == family


def test_a_stolen_cookie_opens_nothing_in_another_browser(cell: Cell, make_officer: Make) -> None:
    """The cookie sent by another family of browser ends the session, for its owner as well."""
    visitor = Visitor(cell.port)
    visitor.sign_in(make_officer().name, PASSWORD)
    assert visitor.get("/shift").status == 200
    thief = Visitor(cell.port, dict(visitor.cookies))
    assert thief.get("/stream", **{"User-Agent": FIREFOX}).status == 401
    assert thief.get("/shift", **{"User-Agent": FIREFOX}).status == 303
    assert visitor.get("/shift").status == 302


def test_another_address_asks_once_more_who_is_there(behind_proxy: Cell, make_officer: Make) -> None:
    """From another address the password is asked for; then the session goes on where it was."""
    officer, visitor = make_officer(), Visitor(behind_proxy.port)
    visitor.sign_in(officer.name, PASSWORD)
    here, there = {"X-Forwarded-For": "192.0.2.7"}, {"X-Forwarded-For": "198.51.100.9"}
    assert visitor.get("/shift").status == 200
    moved = visitor.get("/record", **here)
    assert (moved.status, moved.location) == (302, "/account/confirm?next=%2Frecord")
    assert visitor.get("/account/confirm?next=/record", **here).status == 200
    form = {"password": PASSWORD, "next": "/record"}
    assert visitor.post("/account/confirm", form, **here).location == "/record"
    assert visitor.get("/record", **here).status == 200
    assert visitor.get("/record", **there).status == 302


def test_what_was_sent_survives_a_change_of_address(behind_proxy: Cell, make_officer: Make) -> None:
    """A form that was sent from another address is sent on after the password, and filed."""
    officer, visitor = make_officer(), Visitor(behind_proxy.port)
    matter = behind_proxy.says("IL", "message_sent", message())
    visitor.sign_in(officer.name, PASSWORD)
    there, path = {"X-Forwarded-For": "198.51.100.9"}, f"/hotline/{matter}/acknowledge"
    assert path in visitor.get(f"/hotline/{matter}").text
    asked = visitor.post(path, {}, **there)
    assert asked.location == f"/account/confirm?{urlencode({'next': path})}"
    answer = visitor.post("/account/confirm", {"password": PASSWORD, "next": path}, **there)
    assert answer.location.startswith(f"/hotline/{matter}")
    assert path not in visitor.get(f"/hotline/{matter}", **there).text


def test_an_officer_sees_and_ends_their_own_sessions(cell: Cell, make_officer: Make) -> None:
    """Both sessions are listed; the one that is ended opens nothing any more, and others' cannot be ended."""
    officer = make_officer()
    one, two, stranger = Visitor(cell.port), Visitor(cell.port), cell.visitor("officer-1")
    one.sign_in(officer.name, PASSWORD)
    two.sign_in(officer.name, PASSWORD)
    page = one.get("/account/sessions").text
    numbers = re.findall(r"/account/sessions/(\d+)/end", page)
    assert len(numbers) == 2 and page.count("this one") == 1
    for number in numbers:
        stranger.post(f"/account/sessions/{number}/end")
    assert two.get("/shift").status == 200
    this = re.search(r"this one.*?/account/sessions/(\d+)/end", page, re.DOTALL)
    assert this is not None
    other = next(number for number in numbers if number != this[1])
    assert one.post(f"/account/sessions/{other}/end").status == 303
    assert two.get("/shift").status == 302
    assert one.get("/shift").status == 200


def test_an_ended_session_loses_its_stream(cell: Cell, make_officer: Make) -> None:
    """The check that every open stream makes each minute says no as soon as the session has ended."""
    import asyncio

    from parley.desk.asgi import session_of
    from parley.desk.officers.sessions import end_sessions
    from parley.desk.stream import RECHECK_SECONDS

    officer, visitor = make_officer(), Visitor(cell.port)
    visitor.sign_in(officer.name, PASSWORD)
    cookie = f"parley-session={visitor.cookies['parley-session']}".encode()
    scope = {"headers": [(b"cookie", cookie)], "client": ("127.0.0.1", 1)}
    before = asyncio.run(session_of(scope))
    assert before is not None and before.role == "duty_officer"
    end_sessions(officer)
    assert asyncio.run(session_of(scope)) is None
    assert RECHECK_SECONDS <= 60


def test_another_password_ends_the_other_sessions(cell: Cell, make_officer: Make) -> None:
    """Whoever changes the password goes on, their other browsers do not; a wrong present password changes nothing."""
    officer = make_officer()
    one, two = Visitor(cell.port), Visitor(cell.port)
    one.sign_in(officer.name, PASSWORD)
    two.sign_in(officer.name, PASSWORD)
    wished = "a lamp beside the window"
    assert one.post("/account/password", {"present": "wrong", "wished": wished}).status == 422
    assert one.post("/account/password", {"present": PASSWORD, "wished": wished}).status == 303
    assert one.get("/shift").status == 200
    assert two.get("/shift").status == 302
    assert Visitor(cell.port).sign_in(officer.name, wished).status == 303

"""Signing in: who may, how often, for how long, and what a stranger sees."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils.module_loading import import_string

from parley.desk.place import place_of
from parley.desk.settings import settings_for
from tests.desk.cell import PASSWORD, Cell
from tests.desk.visitor import Visitor

PAGES = ("/", "/hotline", "/hotline/new", "/hotline/call", "/hotline/SY/1", "/shift", "/record", "/part/links",
         "/part/flash", "/part/watch", "/part/opposite", "/record/SY/1", "/record/SY/1/attachment/0")  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_sees_only_the_sign_in_form(cell: Cell, page: str) -> None:
    """Every page but the form sends somebody without a session to the form."""
    answer = Visitor(cell.port).get(page)
    assert answer.status == 302
    assert answer.location.startswith("/sign-in?next=")


def test_an_officer_signs_in_and_comes_where_they_were_going(cell: Cell) -> None:
    """The right password is answered by 303 to the page that was asked for."""
    visitor = Visitor(cell.port)
    visitor.get("/sign-in?next=/shift")
    answer = visitor.post("/sign-in", {"name": "OFFICER-1", "password": PASSWORD, "next": "/shift"})
    assert (answer.status, answer.location) == (303, "/shift")
    assert visitor.get("/shift").status == 200


def test_a_link_of_a_stranger_leads_nowhere_else(cell: Cell) -> None:
    """After the sign-in nobody is sent to another site."""
    visitor = Visitor(cell.port)
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", {"name": "officer-1", "password": PASSWORD, "next": "https://elsewhere.example/"})
    assert answer.location == "/"


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_a_wrong_password_is_told_in_the_language_of_the_browser(cell: Cell, language: str) -> None:
    """A wrong password and an unknown name get the same sentence, in the chosen language, and status 401."""
    from parley.texts import sentence

    texts = []
    for name in ("officer-1", f"nobody-{language}"):
        visitor = Visitor(cell.port)
        visitor.speak(language)
        answer = visitor.sign_in(name, "wrong password, surely")
        assert answer.status == 401
        texts.append(sentence("sign_in_wrong", language=language, data={}) in answer.text)
    assert texts == [True, True]


def test_a_real_desk_makes_every_guess_dear(tmp_path: Path) -> None:
    """Only these tests hash passwords with little work: a desk takes Django's scrypt as it is, and nothing else."""
    (hasher,) = settings_for(place_of(tmp_path))["PASSWORD_HASHERS"]
    assert hasher == "django.contrib.auth.hashers.ScryptPasswordHasher"
    assert import_string(hasher).work_factor >= 2**14


def test_guessing_is_stopped_and_other_officers_go_on(cell: Cell) -> None:
    """After five wrong passwords a name is refused from that address for a while; another name is not."""
    from parley.desk.models import SignInFailure
    from parley.desk.sign_in import LIMITS

    visitor = Visitor(cell.port)
    statuses = [visitor.sign_in("officer-2", "guess after guess").status for _ in range(LIMITS["both"] + 1)]
    assert statuses == [401] * LIMITS["both"] + [429]
    assert visitor.sign_in("officer-2", PASSWORD).status == 429
    assert visitor.sign_in("officer-1", PASSWORD).status == 303
    SignInFailure.objects.all().delete()


def test_a_locked_officer_loses_the_running_session(cell: Cell) -> None:
    """Locking an officer ends their session with the next request."""
    from parley.desk.models import Officer

    visitor = cell.visitor("officer-2")
    assert visitor.get("/shift").status == 200
    try:
        Officer.objects.filter(name="officer-2").update(is_locked=True)
        assert visitor.get("/shift").status == 302
        assert visitor.sign_in("officer-2", PASSWORD).status == 401
    finally:
        Officer.objects.filter(name="officer-2").update(is_locked=False)


def test_signing_out_ends_the_session(cell: Cell) -> None:
    """After signing out the old cookie opens nothing."""
    visitor = cell.visitor()
    kept = dict(visitor.cookies)
    assert visitor.post("/sign-out").status == 303
    visitor.cookies = kept
    assert visitor.get("/shift").status == 302


def test_the_session_cookie_is_out_of_reach_of_scripts_and_lasts_a_shift(cell: Cell) -> None:
    """The cookie of the session is HttpOnly, SameSite, and lasts twelve hours."""
    visitor = Visitor(cell.port)
    cookie = next(c for c in visitor.sign_in("officer-1", PASSWORD).cookies if c.startswith("parley-session="))
    assert {"HttpOnly", "SameSite=Lax", "Max-Age=43200", "Path=/"} <= {part.strip() for part in cookie.split(";")}


def test_behind_tls_every_cookie_is_bound_to_the_host(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Behind TLS the cookies are Secure and carry the prefix that browsers tie to this very host."""
    told = settings_for(place_of(tmp_path_factory.mktemp("tls"), is_secure=True))
    assert told["SESSION_COOKIE_SECURE"] and told["CSRF_COOKIE_SECURE"]
    assert told["SESSION_COOKIE_NAME"].startswith("__Host-") and told["CSRF_COOKIE_NAME"].startswith("__Host-")


def test_a_form_without_its_token_sends_nothing(cell: Cell, visitor: Visitor) -> None:
    """A form that another site sends is refused, and the page says that nothing was sent."""
    before = visitor.get("/shift").text.count('class="entry')
    answer = visitor.post("/shift/note", {"text": "not ours"}, token=False)
    assert answer.status == 403
    assert "Nothing was sent" in answer.text
    assert visitor.get("/shift").text.count('class="entry') == before


def test_a_call_under_another_name_is_refused(cell: Cell) -> None:
    """A browser that was led here under a strange host name gets nothing."""
    assert Visitor(cell.port).get("/sign-in", Host="elsewhere.example").status == 400


def test_a_strangers_long_body_is_not_read(cell: Cell) -> None:
    """Of somebody without a session no more than a small form is taken in."""
    visitor = Visitor(cell.port)
    assert visitor.post("/sign-in", {"name": "x" * 100_000}, token=False).status == 413

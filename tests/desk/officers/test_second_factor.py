"""The second factor: nobody reads by a password alone, a code counts once, recovery codes are shown once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.desk.cell import PASSWORD, Cell
from tests.desk.officers.aside import aside
from tests.desk.officers.codes import fresh_code, next_code
from tests.desk.visitor import Visitor

Make = Callable[..., Any]
CLOSED = ("/", "/hotline", "/shift", "/record", "/part/watch", "/people", "/hotline/SY/1/entries")


def forget_marks() -> None:
    """Forget which codes were used, and what the limits counted."""
    from django.core.cache import cache

    aside(cache.clear)


def enrolled(cell: Cell, officer: Any, *, forgets: bool = True) -> tuple[Visitor, str, str, list[str]]:
    """Sign in for the first time and set up a code generator; return visitor, key, used code, recovery codes.

    The mark of the used code is forgotten, so that most tests need not wait for the next half minute.
    """
    visitor = Visitor(cell.port)
    visitor.sign_in(officer.name, PASSWORD)
    page = visitor.get("/account/code-generator").text
    secret = re.search(r"<code><bdi[^>]*>([A-Z2-7]{32})</bdi>", page)
    assert secret is not None
    code = fresh_code(secret[1])
    answer = visitor.post("/account/code-generator", {"code": code})
    assert (answer.status, answer.location) == (302, "/account/recovery-codes")
    shown = re.findall(r"<code><bdi[^>]*>(\d{8})</bdi>", visitor.get(answer.location).text)
    if forgets:
        forget_marks()
    return visitor, secret[1], code, shown


@pytest.mark.parametrize("page", CLOSED)
def test_an_officer_without_a_second_factor_is_led_to_one_and_reads_nothing(
    strict: Cell, make_officer: Make, page: str
) -> None:
    """After the first sign-in every page leads to the account page until a second factor stands."""
    visitor = Visitor(strict.port)
    assert visitor.sign_in(make_officer().name, PASSWORD).status == 303
    answer = visitor.get(page)
    assert (answer.status, answer.location) == (303, "/account")
    assert visitor.get("/stream").status == 401


def test_the_first_sign_in_leads_to_a_code_generator_and_recovery_codes(strict: Cell, make_officer: Make) -> None:
    """A code generator is set up without asking for the password again; ten recovery codes come with it."""
    visitor, _, _, recovery = enrolled(strict, make_officer())
    assert len(recovery) == 10
    assert visitor.get("/shift").status == 200


def test_recovery_codes_are_shown_once(strict: Cell, make_officer: Make) -> None:
    """The page of the recovery codes shows none of them a second time."""
    visitor, _, _, recovery = enrolled(strict, make_officer())
    again = visitor.get("/account/recovery-codes").text
    assert not any(code in again for code in recovery)


def test_password_and_code_open_the_desk(strict: Cell, make_officer: Make) -> None:
    """The right password alone opens nothing; with a fresh code the officer comes where they were going."""
    officer = make_officer()
    _, secret, _, _ = enrolled(strict, officer)
    visitor = Visitor(strict.port)
    visitor.get("/sign-in?next=/shift")
    answer = visitor.post("/sign-in", {"name": officer.name, "password": PASSWORD, "next": "/shift"})
    assert answer.location == "/sign-in/second-factor"
    assert visitor.get("/shift").status == 302
    assert visitor.get("/sign-in/second-factor").status == 200
    answer = visitor.post("/sign-in/second-factor", {"code": fresh_code(secret)})
    assert answer.location == "/shift"
    assert visitor.get("/shift").status == 200


@pytest.mark.parametrize(
    ("language", "advice"), [("en", "Take a fresh code"), ("ar", "خذ رمزًا جديدًا"), ("he", "יש לקחת קוד חדש")]
)
def test_who_has_no_passkey_is_offered_none_and_told_what_to_do_after_a_wrong_code(
    strict: Cell, make_officer: Make, language: str, advice: str
) -> None:
    """The page asks for the code alone, its field ready to be typed into; a wrong one is told with what to do."""
    officer = make_officer()
    enrolled(strict, officer)
    visitor = Visitor(strict.port)
    visitor.speak(language)
    visitor.sign_in(officer.name, PASSWORD)
    page = visitor.get("/sign-in/second-factor").text
    assert "data-passkey" not in page and 'name="code"' in page and "autofocus" in page
    wrong = visitor.post("/sign-in/second-factor", {"code": "000000"}).text
    assert advice in wrong and "data-passkey" not in wrong


def test_a_used_code_is_refused(strict: Cell, make_officer: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """The code of the enrolment does not sign in, and neither does one that signed somebody in a moment ago."""
    officer = make_officer()
    _, secret, used, _ = enrolled(strict, officer, forgets=False)
    first = Visitor(strict.port)
    first.sign_in(officer.name, PASSWORD)
    assert first.post("/sign-in/second-factor", {"code": used}).status == 200
    code = next_code(secret, monkeypatch)
    assert first.post("/sign-in/second-factor", {"code": code}).status == 302
    second = Visitor(strict.port)
    second.sign_in(officer.name, PASSWORD)
    assert second.post("/sign-in/second-factor", {"code": code}).status == 200
    assert second.get("/shift").status == 302


def test_a_recovery_code_opens_the_desk_once(strict: Cell, make_officer: Make) -> None:
    """A recovery code stands in for the second factor, and is used up."""
    officer = make_officer()
    _, _, _, recovery = enrolled(strict, officer)
    for wanted in (302, 200):
        visitor = Visitor(strict.port)
        visitor.sign_in(officer.name, PASSWORD)
        assert visitor.post("/sign-in/second-factor", {"code": recovery[0]}).status == wanted


def test_the_time_for_enrolling_ends(strict: Cell, make_officer: Make) -> None:
    """A day after the account was made the password alone opens not even the way to a second factor."""
    from django.utils import timezone

    from parley.desk.officers.entering import let_enrol

    officer = make_officer()
    let_enrol(officer, now=timezone.now() - timedelta(hours=25))
    answer = Visitor(strict.port).sign_in(officer.name, PASSWORD)
    assert answer.status == 403 and "second factor" in answer.text


def test_the_key_of_a_code_generator_is_locked_in_the_database(strict: Cell, make_officer: Make) -> None:
    """Who steals the database alone makes no codes from it."""
    from allauth.mfa.models import Authenticator

    officer = make_officer()
    _, secret, _, _ = enrolled(strict, officer)
    kept = Authenticator.objects.get(user=officer, type="totp")
    assert secret not in str(kept.data)


@pytest.mark.parametrize(
    "page",
    ["/signup", "/accounts/signup/", "/accounts/login/", "/password/reset", "/accounts/password/reset/", "/email"],
)
def test_nobody_signs_up_and_no_password_is_mailed(strict: Cell, page: str) -> None:
    """Neither a sign-up nor a forgotten-password page can be reached."""
    from django.urls import NoReverseMatch, reverse

    assert strict.visitor("officer-1").get(page).status in (303, 404)
    for name in ("account_signup", "account_reset_password", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_guessing_codes_is_stopped(strict: Cell, make_officer: Make) -> None:
    """After five wrong codes even the right one is refused for a while; only who has the password can get that far."""
    officer = make_officer()
    _, secret, _, _ = enrolled(strict, officer)
    visitor = Visitor(strict.port)
    visitor.sign_in(officer.name, PASSWORD)
    for guess in range(6):
        visitor.post("/sign-in/second-factor", {"code": f"00000{guess}"})
    assert visitor.post("/sign-in/second-factor", {"code": fresh_code(secret)}).status == 200
    assert visitor.get("/shift").status == 302


def test_marks_of_used_codes_are_shared_by_all_workers(cell: Cell) -> None:
    """What a limit counts and which codes were used stand in the database, not in one process."""
    from django.core.cache import cache
    from django.core.cache.backends.db import DatabaseCache

    cache.set("mark", "kept")
    assert isinstance(cache._connections[cache._alias], DatabaseCache)
    assert cache.get("mark") == "kept"


def test_a_second_officer_is_confirmed_once_a_code(strict: Cell, make_officer: Make) -> None:
    """Name, password and fresh code name the second officer; a used code, or none, does not."""
    from django.utils import timezone

    from parley.charter.verdict import Refusal
    from parley.desk.officers.confirming import confirm_officer

    officer = make_officer()
    _, secret, _, _ = enrolled(strict, officer)
    typed = {"name": officer.name.upper(), "password": PASSWORD, "code": fresh_code(secret)}
    now = timezone.now()
    assert isinstance(confirm_officer(typed | {"code": ""}, address="192.0.2.1", now=now), Refusal)
    assert confirm_officer(typed, address="192.0.2.1", now=now) == officer
    assert isinstance(confirm_officer(typed, address="192.0.2.1", now=now), Refusal)


def test_who_has_only_passkeys_is_told_so_and_not_counted(strict: Cell, make_officer: Make) -> None:
    """A passkey is not asked for at another's screen: the answer names the code generator, and nothing was mistyped."""
    from allauth.mfa.models import Authenticator
    from django.utils import timezone

    from parley.charter.verdict import Refusal
    from parley.desk.models import SignInFailure
    from parley.desk.officers.confirming import confirm_officer
    from parley.texts import sentence

    officer, now = make_officer(), timezone.now()
    Authenticator.objects.create(user=officer, type=Authenticator.Type.WEBAUTHN, data={})
    for code in ("", "123456"):
        typed = {"name": officer.name, "password": PASSWORD, "code": code}
        told = confirm_officer(typed, address="192.0.2.7", now=now)
        assert isinstance(told, Refusal) and (told.code, told.clause) == ("confirm_no_generator", "DESK-11")
        assert "no code generator" in sentence(told.code, language="en", data=told.data)
    assert not SignInFailure.objects.filter(name=officer.name).exists()
    wrong = confirm_officer({**typed, "password": "another"}, address="192.0.2.7", now=now)
    assert isinstance(wrong, Refusal) and wrong.code == "confirm_wrong"
    assert SignInFailure.objects.filter(name=officer.name).count() == 1

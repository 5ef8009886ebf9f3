"""The administrator makes accounts and reads nothing: every address of the desk is walked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.desk.cell import PASSWORD, Cell, message
from tests.desk.visitor import Visitor

Make = Callable[..., Any]
SECRET = "Road works nobody but officers may read about"


@pytest.fixture
def administrator(cell: Cell, make_officer: Make) -> Visitor:
    """A browser in which an administrator is signed in."""
    visitor = Visitor(cell.port)
    assert visitor.sign_in(make_officer(role="administrator").name, PASSWORD).status == 303
    return visitor


def addresses(patterns: Any = None, before: str = "/") -> Iterator[tuple[str, str]]:
    """Yield the name and an example of every address of the desk, those of later parts included."""
    from django.urls import get_resolver

    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = before + re.sub(r"<(?:\w+:)?(\w+)>", _example, str(pattern.pattern))
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, address)
        else:
            yield pattern.name or "", address


def _example(found: re.Match[str]) -> str:
    return "SY" if found[1] == "member" else "1"


def test_the_administrator_reads_nothing(cell: Cell, administrator: Visitor) -> None:
    """Of all addresses only those of people and of one's own account answer; none shows a word of the record."""
    from parley.desk.officers.gates import ALWAYS, OWN, PEOPLE

    cell.says("IL", "message_sent", message(subject=SECRET, text=SECRET))
    open_to_all = ALWAYS | OWN | PEOPLE | {"mfa_authenticate", "mfa_login_webauthn"}
    for name, address in list(addresses()):
        if name in ("sign-out", "account_logout", "end-own-session"):
            continue
        for answer in (administrator.get(address), administrator.post(address)):
            assert SECRET not in answer.text, address
            if name not in open_to_all:
                assert answer.status == 403 or answer.location == "/people", (name, address, answer.status)
    assert administrator.get("/stream").status == 401


def test_help_is_open_where_its_screens_are(cell: Cell, administrator: Visitor) -> None:
    """The administrator reads of accounts, a stranger of signing in, and neither anything of what officers do."""
    assert 'href="/help/accounts"' in administrator.get("/people").text
    listed = administrator.get("/help").text
    assert set(re.findall(r'href="/help/([a-z-]+)"', listed)) >= {"accounts", "account", "sign-in"}
    assert "/help/flash" not in listed and "/charter" not in listed
    told = administrator.get("/help/accounts").text
    assert "The first password is told by hand" in told and 'href="/help/emergency"' not in told
    stranger = Visitor(cell.port)
    assert 'href="/help/sign-in"' in stranger.get("/sign-in").text
    assert "A code counts once." in stranger.get("/help/sign-in").text
    assert "/help/accounts" not in stranger.get("/help").text
    for visitor in (administrator, stranger):
        assert visitor.get("/help/flash").location == "/help"
        assert visitor.get("/help/nothing").status == 404


def test_other_officers_have_no_pages_of_people(cell: Cell, visitor: Visitor) -> None:
    """Whoever reads the record makes no accounts."""
    for path in ("/people", "/people/1"):
        assert visitor.get(path).status == 403
    assert visitor.post("/people/new", {"name": "x", "role": "chief", "password": PASSWORD}).status == 403


def test_an_account_is_made_locked_and_given_roles(cell: Cell, administrator: Visitor) -> None:
    """The administrator makes an account that signs in, gives it a role, locks it and lets it in again."""
    from parley.desk.models import Officer

    form = {"name": "made-here", "shown_as": "Made here", "role": "duty_officer", "language": "en"}
    weak = administrator.post("/people/new", form | {"password": "short"})
    assert weak.status == 422 and "too easy to guess" in weak.text
    for unfit in ({"name": "n" * 65}, {"name": "hid\u202eden"}, {"shown_as": "n" * 121}):
        refused = administrator.post("/people/new", form | {"password": PASSWORD} | unfit)
        assert refused.status == 422 and "name for signing in" in refused.text
    made = administrator.post("/people/new", form | {"password": PASSWORD})
    assert made.status == 303
    try:
        officer = Visitor(cell.port)
        assert officer.sign_in("made-here", PASSWORD).status == 303
        assert officer.get("/shift").status == 200
        assert administrator.post(f"{made.location}/give-role", {"role": "chief"}).status == 303
        assert administrator.post(f"{made.location}/give-role", {"role": "administrator"}).status == 422
        assert officer.post("/account/role", {"role": "chief", "next": "/"}).status == 303
        assert "Chief of the liaison cell" in officer.get("/").text
        assert administrator.post(f"{made.location}/take-role", {"role": "chief"}).status == 303
        assert "Duty officer" in officer.get("/").text
        assert administrator.post(f"{made.location}/lock").status == 303
        assert officer.get("/shift").status == 302
        assert Visitor(cell.port).sign_in("made-here", PASSWORD).status == 401
        assert administrator.post(f"{made.location}/unlock").status == 303
        assert Visitor(cell.port).sign_in("made-here", PASSWORD).status == 303
        assert "given a further role" in administrator.get(made.location).text
    finally:
        Officer.objects.get(name="made-here").delete()


def test_a_role_that_is_not_held_cannot_be_chosen(cell: Cell, make_officer: Make) -> None:
    """Choosing a role that was never given changes nothing, and neither does that of the administrator."""
    visitor = Visitor(cell.port)
    visitor.sign_in(make_officer().name, PASSWORD)
    for role in ("chief", "administrator"):
        visitor.post("/account/role", {"role": role, "next": "/"})
        assert visitor.get("/people").status == 403
        assert "Chief of the liaison cell" not in visitor.get("/").text


def test_the_administrator_ends_a_session_and_forgets_factors(strict: Cell, make_officer: Make) -> None:
    """Forgotten factors end the sessions, and the officer sets up new ones within a day."""
    from parley.desk.officers.gates import has_factor
    from tests.desk.officers.test_second_factor import enrolled

    officer = make_officer()
    visitor, _, _, _ = enrolled(strict, officer)
    keeper, _, _, _ = enrolled(strict, make_officer(role="administrator"))
    assert keeper.get("/people").status == 200
    page = keeper.get(f"/people/{officer.pk}").text
    assert "/sessions/" in page and "code generator" in page
    assert keeper.post(f"/people/{officer.pk}/reset-factors").status == 303
    assert not has_factor(officer)
    assert visitor.get("/shift").status == 302
    assert Visitor(strict.port).sign_in(officer.name, PASSWORD).status == 303


def test_nobody_locks_themselves_out(cell: Cell, make_officer: Make) -> None:
    """The last administrator cannot lock the door from outside."""
    officer, visitor = make_officer(role="administrator"), Visitor(cell.port)
    visitor.sign_in(officer.name, PASSWORD)
    assert visitor.post(f"/people/{officer.pk}/lock").status == 422


def test_many_wrong_passwords_are_shown_to_the_administrator(cell: Cell, administrator: Visitor) -> None:
    """Ten wrong passwords for one name from wherever become an alert, and the name still signs in from elsewhere."""
    from django.utils import timezone

    from parley.desk.models import SignInFailure
    from parley.desk.officers.models import AccountEvent
    from parley.desk.sign_in import ALERT_AT, note_failure, too_many

    now = timezone.now()
    for number in range(ALERT_AT):
        note_failure("officer-2", address=f"198.51.100.{number}", now=now)
    page = administrator.get("/people").text
    assert "Many wrong passwords for" in page and "198.51.100.9" in page
    # A time stands in one piece, or its zone would lead it in Arabic and Hebrew.
    assert len(re.findall(r'<bdi dir="ltr"[^>]*>\d{4}-\d\d-\d\d \d\d:\d\dZ</bdi>', page)) >= 2
    assert too_many("officer-2", address="192.0.2.1", now=now) is None
    assert cell.visitor("officer-2").get("/shift").status == 200
    SignInFailure.objects.all().delete()
    AccountEvent.objects.all().delete()

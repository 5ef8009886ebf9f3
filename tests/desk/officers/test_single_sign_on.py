"""Single sign-on against a real issuer over sockets: only linked accounts, and nothing that lies is believed."""

from __future__ import annotations

import http.client
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.desk.cell import PASSWORD, Cell
from tests.desk.officers.aside import aside
from tests.desk.officers.browsing import sitting
from tests.desk.officers.codes import fresh_code
from tests.desk.officers.issuing import Lying, issuing, new_key, now_s
from tests.desk.officers.test_passkeys import look
from tests.desk.officers.test_second_factor import enrolled
from tests.desk.visitor import Answer, Visitor

Make = Callable[..., Any]
SECRET = "not a real secret, for this test"
CLIENT = "desk-of-sy"


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[str, Lying]]:
    """The issuer, for all tests of this file."""
    with issuing() as found:
        yield found


@pytest.fixture
def issuer(cell: Cell, running: tuple[str, Lying]) -> Iterator[Lying]:
    """The issuer that the desk uses while a test runs; it tells the truth at the beginning of each."""
    from parley.desk.sso.issuer import Issuer, use

    address, lying = running
    fresh = Lying(lying.issuer)
    lying.__dict__.update(fresh.__dict__)
    use(Issuer(address, CLIENT, SECRET, "Example ID", ("otp",)))
    yield lying
    use(None)


def link(officer: Any, subject: str, address: str) -> None:
    """Link a subject to an officer, as the administrator does."""
    from parley.desk.sso.models import LinkedSubject

    aside(LinkedSubject.objects.create, officer=officer, issuer=address, subject=subject)


def begun(visitor: Visitor) -> str:
    """Begin at the desk; return the issuer's address to which it leads."""
    answer = visitor.get("/sign-in/single?next=/shift")
    assert answer.status == 302, answer.text
    return answer.location


def consent(where: str, subject: str) -> str:
    """Sign in at the issuer; return where it leads back to, as seen from the desk."""
    parts = urlsplit(where)
    asked = http.client.HTTPConnection(parts.netloc, timeout=10)
    asked.request(
        "POST", f"{parts.path}?{parts.query}", urlencode({"sub": subject}),
        {"Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    answer = asked.getresponse()
    assert answer.status == 302, answer.read()
    back = urlsplit(answer.getheader("Location", ""))
    asked.close()
    return f"{back.path}?{back.query}"


def come_back(visitor: Visitor, subject: str) -> Answer:
    """Go the whole way as this subject."""
    return visitor.get(consent(begun(visitor), subject))


def test_a_linked_officer_signs_in(cell: Cell, make_officer: Make, running: Any, issuer: Lying) -> None:
    """The button leads to the issuer and back to the page that was asked for; PKCE, state and nonce go along."""
    officer = make_officer()
    link(officer, "sub-1", running[0])
    visitor = Visitor(cell.port)
    assert "Sign in by Example ID" in re.sub("<[^>]+>", "", visitor.get("/sign-in").text)
    where = begun(visitor)
    for asked in ("code_challenge_method=S256", "code_challenge=", "state=", "nonce=", "response_type=code"):
        assert asked in where
    assert SECRET not in where
    answer = visitor.get(consent(where, "sub-1"))
    assert (answer.status, answer.location) == (303, "/shift")
    assert visitor.get("/shift").status == 200
    assert issuer.secrets == [SECRET]


def test_without_settings_there_is_none_and_nothing_goes_out(cell: Cell) -> None:
    """No button, no address: the node asks nobody."""
    visitor = Visitor(cell.port)
    assert "/sign-in/single" not in visitor.get("/sign-in").text
    assert visitor.get("/sign-in/single").status == 404
    assert visitor.get("/sign-in/single/back?code=a&state=b").status == 404


@pytest.mark.parametrize("is_locked", [False, True])
def test_nobody_comes_in_unlinked(
    cell: Cell, make_officer: Make, running: Any, issuer: Lying, is_locked: bool
) -> None:
    """A subject that no administrator linked, or that of a locked account, is refused and listed for him."""
    officer = make_officer()
    if is_locked:
        link(officer, "sub-2", running[0])
        officer.is_locked = True
        aside(officer.save)
    visitor = Visitor(cell.port)
    answer = come_back(visitor, "sub-2")
    assert answer.status == 403 and "linked you to an account" in answer.text
    assert visitor.get("/shift").location.startswith("/sign-in")
    from parley.desk.models import Officer
    from parley.desk.officers.models import AccountEvent

    assert aside(AccountEvent.objects.filter(what="sso_unlinked", name="sub-2").exists)
    assert not aside(Officer.objects.filter(name="sub-2").exists)


def _claims(**changes: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda claims: {name: value for name, value in {**claims, **changes}.items() if value is not None}


LIES: dict[str, Callable[[Lying], None]] = {
    "wrong nonce": lambda it: setattr(it, "change", _claims(nonce="another")),
    "no nonce": lambda it: setattr(it, "change", _claims(nonce=None)),
    "wrong audience": lambda it: setattr(it, "change", _claims(aud="another-client")),
    "for several": lambda it: setattr(it, "change", _claims(aud=[CLIENT, "another-client"])),
    "for another party": lambda it: setattr(it, "change", _claims(azp="another-client")),
    "expired": lambda it: setattr(it, "change", _claims(exp=now_s() - 3600)),
    "never expires": lambda it: setattr(it, "change", _claims(exp=None)),
    "of tomorrow": lambda it: setattr(it, "change", _claims(nbf=now_s() + 86400)),
    "another issuer": lambda it: setattr(it, "change", _claims(iss="https://other.example")),
    "no subject": lambda it: setattr(it, "change", _claims(sub=None)),
    "a long subject": lambda it: setattr(it, "change", _claims(sub="s" * 300)),
    "another key": lambda it: setattr(it, "signs_with", new_key()),
    "a shared secret": lambda it: it.__dict__.update(signs_with=SECRET, algorithm="HS256"),
    "unsigned": lambda it: it.__dict__.update(signs_with=None, algorithm="none"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_lies_signs_nobody_in(
    cell: Cell, make_officer: Make, running: Any, issuer: Lying, lie: str
) -> None:
    """Signature, issuer, audience, time and nonce are checked; each alone is enough to refuse."""
    link(make_officer(), f"sub-{lie}", running[0])
    visitor = Visitor(cell.port)
    back = consent(begun(visitor), f"sub-{lie}")
    LIES[lie](issuer)
    answer = visitor.get(back)
    assert answer.status == 403 and "not what this desk can believe" in answer.text
    assert visitor.get("/shift").location.startswith("/sign-in")


def test_an_issuer_that_calls_itself_another_is_not_asked_again(cell: Cell, issuer: Lying) -> None:
    """Its description names the issuer of the settings, or nobody is sent there."""
    issuer.describe = lambda told: {**told, "issuer": "https://other.example"}
    answer = Visitor(cell.port).get("/sign-in/single")
    assert answer.status == 502 and "another issuer" in answer.text
    issuer.describe = lambda told: {**told, "token_endpoint": "http://elsewhere.example/token"}
    assert Visitor(cell.port).get("/sign-in/single").status == 502


def test_a_code_counts_once(cell: Cell, make_officer: Make, running: Any, issuer: Lying) -> None:
    """The same answer of the issuer again, in this browser or another, signs nobody in."""
    link(make_officer(), "sub-once", running[0])
    visitor = Visitor(cell.port)
    back = consent(begun(visitor), "sub-once")
    assert visitor.get(back).status == 303
    visitor.post("/sign-out")
    assert visitor.get(back).status == 400
    other = Visitor(cell.port)
    begun(other)
    assert other.get(back).status == 400
    assert other.get("/shift").location.startswith("/sign-in")


def test_a_stolen_code_is_of_no_use_to_another_browser(
    cell: Cell, make_officer: Make, running: Any, issuer: Lying
) -> None:
    """With its own state and another's code the verifier does not fit: the issuer refuses it."""
    link(make_officer(), "sub-stolen", running[0])
    victim, thief = Visitor(cell.port), Visitor(cell.port)
    stolen = consent(begun(victim), "sub-stolen").partition("code=")[2].partition("&")[0]
    own = consent(begun(thief), "sub-thief")
    mine = own.partition("code=")[2].partition("&")[0]
    answer = thief.get(own.replace(mine, stolen))
    assert answer.status == 403
    assert thief.get("/shift").location.startswith("/sign-in")


def test_an_answer_that_names_another_issuer_is_none(cell: Cell, running: Any, issuer: Lying) -> None:
    """Where the answer says by whom it is (RFC 9207), it must be the one that was asked."""
    visitor = Visitor(cell.port)
    back = consent(begun(visitor), "sub-mixed")
    assert visitor.get(f"{back}&iss=https://other.example").status == 400


def test_while_the_issuer_is_down_the_password_goes_on(cell: Cell, make_officer: Make) -> None:
    """The desk says so, in the officer's language, and the sign-in by password is as ever."""
    from parley.desk.sso.issuer import Issuer, use

    with issuing() as (address, _):
        pass
    use(Issuer(address, CLIENT, SECRET, "Example ID"))
    visitor = Visitor(cell.port)
    for language, words in (("en", "cannot be reached"), ("ar", "لا يمكن الوصول"), ("he", "אי אפשר להגיע")):
        visitor.speak(language)
        answer = visitor.get("/sign-in/single")
        assert answer.status == 502 and words in answer.text
    assert visitor.sign_in(make_officer().name, PASSWORD).status == 303
    use(None)


@contextmanager
def dripping(*, every_s: float) -> Iterator[str]:
    """An issuer that begins to answer and then sends a byte now and then, for ever."""
    over = threading.Event()

    def drip(line: socket.socket) -> None:
        with line, suppress(OSError):
            line.recv(4096)
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{")
            while not over.wait(every_s):
                line.sendall(b" ")

    with socket.create_server(("127.0.0.1", 0)) as door:

        def take() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=drip, args=(door.accept()[0],), daemon=True).start()

        threading.Thread(target=take, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            over.set()
            door.shutdown(socket.SHUT_RDWR)


def test_an_issuer_that_answers_for_ever_is_left(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then keeps nobody waiting beyond the bound."""
    from parley.desk.sso import asking
    from parley.desk.sso.issuer import Issuer, use

    monkeypatch.setattr(asking, "PATIENCE_S", (1.0, 1.0))
    with dripping(every_s=0.1) as address:
        use(Issuer(address, CLIENT, SECRET, "Example ID"))
        answer = Visitor(cell.port).get("/sign-in/single")
        use(None)
    assert answer.status == 502 and "cannot be reached" in answer.text


def test_a_slow_issuer_keeps_no_more_than_two_waiting(
    cell: Cell, make_officer: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Strangers who ask and ask hold two of the desk's threads; the next is told so, and the desk goes on."""
    from parley.desk.sso import asking
    from parley.desk.sso.issuer import Issuer, use

    monkeypatch.setattr(asking, "PATIENCE_S", (20.0, 20.0))
    with dripping(every_s=0.1) as address, ThreadPoolExecutor(2) as pool:
        use(Issuer(address, CLIENT, SECRET, "Example ID"))
        slow = [pool.submit(Visitor(cell.port).get, "/sign-in/single") for _ in range(2)]
        deadline = time.monotonic() + 15
        while asking._places._value and time.monotonic() < deadline:
            time.sleep(0.02)
        third = Visitor(cell.port).get("/sign-in/single")
        assert third.status == 502 and "is answering others" in third.text
        assert Visitor(cell.port).sign_in(make_officer().name, PASSWORD).status == 303
        use(None)
        assert not any(each.done() for each in slow)
        monkeypatch.setattr(asking, "MOST_BYTES", 0)


def test_who_signed_in_at_the_issuer_long_ago_opens_no_emergency_access(
    strict: Cell, make_officer: Make, running: Any, issuer: Lying, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk has no factor of its own to ask for: signing in anew shows who sits there."""
    from parley.desk.emergency import pages

    officer = make_officer()
    link(officer, "sub-emergency", running[0])
    issuer.change = _claims(amr=["pwd", "otp"])
    visitor = Visitor(strict.port)
    assert come_back(visitor, "sub-emergency").status == 303
    wish = {"officer": officer.name, "role": "chief", "why": "EXERCISE: nobody else is here"}
    visitor.get("/emergency")
    monkeypatch.setattr(pages, "FRESH_SECONDS", -1)
    answer = visitor.post("/emergency", wish)
    assert answer.status == 422 and "Sign out, sign in again" in answer.text
    monkeypatch.undo()
    assert visitor.post("/emergency", wish).status == 303


def test_the_desk_asks_for_its_own_second_factor(
    strict: Cell, make_officer: Make, running: Any, issuer: Lying
) -> None:
    """Unless the issuer says that one was shown, the officer's own code completes the sign-in."""
    officer = make_officer()
    _, secret, _, _ = enrolled(strict, officer)
    link(officer, "sub-factor", running[0])
    visitor = Visitor(strict.port)
    answer = come_back(visitor, "sub-factor")
    assert answer.location.startswith("/sign-in/second-factor")
    assert visitor.get("/shift").location.startswith("/sign-in")
    visitor.get("/sign-in/second-factor")
    assert visitor.post("/sign-in/second-factor", {"code": fresh_code(secret)}).status in (302, 303)
    assert visitor.get("/shift").status == 200


@pytest.mark.parametrize(("said", "is_enough"), [({"amr": ["pwd", "otp"]}, True), ({"acr": "otp"}, True),
                                                ({"amr": ["pwd"]}, False), ({"amr": "otp"}, False)])  # fmt: skip
def test_the_issuers_second_factor_counts_where_the_settings_say_so(
    strict: Cell, make_officer: Make, running: Any, issuer: Lying, said: dict[str, Any], is_enough: bool
) -> None:
    """`amr` or `acr` with a value of the settings stands for a factor; anything else does not."""
    officer, subject = make_officer(), f"sub-{said}"
    link(officer, subject, running[0])
    issuer.change = _claims(**said)
    visitor = Visitor(strict.port)
    assert come_back(visitor, subject).status == 303
    answer = visitor.get("/shift")
    assert (answer.status == 200) == is_enough
    assert is_enough or answer.location == "/account"


def test_an_administrator_links_and_forgets_a_subject(cell: Cell, make_officer: Make, issuer: Lying) -> None:
    """On the page of the account; a subject is one officer's alone, and forgetting it ends the sessions."""
    officer, other, admin = make_officer(), make_officer(), Visitor(cell.port)
    admin.sign_in(make_officer(role="administrator").name, PASSWORD)
    admin.get("/people")
    assert admin.post(f"/people/{officer.pk}/link", {"subject": "sub-linked"}).status == 303
    assert admin.post(f"/people/{other.pk}/link", {"subject": "sub-linked"}).status == 422
    assert admin.post(f"/people/{other.pk}/link", {"subject": ""}).status == 422
    visitor = Visitor(cell.port)
    assert come_back(visitor, "sub-linked").status == 303
    page = admin.get(f"/people/{officer.pk}").text
    assert "sub-linked" in page and SECRET not in page
    number = page.partition(f"/people/{officer.pk}/unlink/")[2].partition('"')[0]
    assert admin.post(f"/people/{officer.pk}/unlink/{number}").status == 303
    assert visitor.get("/shift").location.startswith("/sign-in")
    assert come_back(Visitor(cell.port), "sub-linked").status == 403
    assert visitor.post(f"/people/{officer.pk}/link", {"subject": "mine"}).status in (302, 403)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_way_to_the_issuer_and_back_in_a_browser(
    cell: Cell, make_officer: Make, running: Any, issuer: Lying, browser: Browser, language: str
) -> None:
    """The button leads to the issuer's page, and from there to the desk; nothing of the policy of pages stops it."""
    officer, subject = make_officer(language=language), f"sub-browser-{language}"
    link(officer, subject, running[0])
    with sitting(browser, cell, language=language) as seat:
        seat.page.goto("/sign-in")
        look(seat.page, f"single-{language}")
        seat.page.click("a[href^='/sign-in/single']")
        seat.page.fill("input[name=sub]", subject)
        seat.page.keyboard.press("Enter")
        expect(seat.page.locator("#watch")).to_be_visible()
        # The page of this issuer asks for a style sheet from elsewhere; what it complains of is not the desk's.
        seat.complaints.clear()
        seat.page.goto("/sign-in/single/back?state=forged&code=forged")
        expect(seat.page.locator("#watch")).to_be_visible()
    with sitting(browser, cell, language=language) as seat:
        seat.page.goto("/sign-in/single/back?state=forged&code=forged")
        expect(seat.page.locator(".notice.bad").first).to_be_visible()
        look(seat.page, f"single-refused-{language}")

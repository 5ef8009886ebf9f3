"""Who is looking: other seats of this desk at a matter, live, quietly, and gone with the tab; never in the record."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from parley.desk.presence.seats import KEPT_S, MOST_OF_ONE, Looking, Seats
from tests.desk.cell import PASSWORD, Cell, message
from tests.desk.visitor import Visitor

TAB = "tab-of-the-first"


class Clock:
    """A clock that is set by hand."""

    at = 1000.0

    def __call__(self) -> float:
        """Return the instant."""
        return self.at


def seat(officer: str = "a", *, matter: str = "SY/1", typing: bool = False, at: float = 1000.0) -> Looking:
    """Return a seat of a duty officer."""
    return Looking(officer, officer.upper(), "duty_officer", matter, typing, at)


def test_only_what_others_would_see_anew_is_told() -> None:
    """Coming, typing and going are told once; telling again that nothing changed is not."""
    seats = Seats(Clock())
    assert seats.look("1", seat()) == {"SY/1"}
    assert seats.look("1", seat(at=1020.0)) == frozenset()
    assert seats.look("1", seat(typing=True)) == {"SY/1"}
    assert seats.look("1", seat(matter="SY/2")) == {"SY/1", "SY/2"}
    assert seats.leave("1") == {"SY/2"}
    assert seats.leave("1") == frozenset()


def test_a_seat_that_is_silent_is_forgotten() -> None:
    """A tab that crashed tells nothing more; whoever tells next makes the others see it."""
    clock = Clock()
    seats = Seats(clock)
    seats.look("1", seat("a"))
    clock.at += KEPT_S + 1
    assert seats.look("2", seat("b", matter="SY/9", at=clock.at)) == {"SY/1", "SY/9"}
    assert seats.at("SY/1", besides="b") == []


def test_no_officer_takes_the_seats_of_all() -> None:
    """A script in one officer's browser that opens tab after tab is seen no more; the others are."""
    seats = Seats(Clock())
    for number in range(MOST_OF_ONE + 5):
        seats.look(str(number), seat("a"))
    assert seats.look("more", seat("a", matter="SY/7")) == frozenset()
    assert seats.at("SY/7", besides="b") == []
    assert seats.look("b", seat("b", matter="SY/7")) == {"SY/7"}
    # A seat that is there already still moves.
    assert seats.look("0", seat("a", matter="SY/8")) == {"SY/1", "SY/8"}


def test_one_officer_in_two_tabs_is_shown_once_and_never_to_himself() -> None:
    """What is being typed in one of them is what the others see."""
    seats = Seats(Clock())
    seats.look("1", seat("a"))
    seats.look("2", seat("a", typing=True))
    assert [each.is_typing for each in seats.at("SY/1", besides="b")] == [True]
    assert seats.at("SY/1", besides="a") == []


def test_a_visitor_is_shown_to_the_others_of_the_desk(cell: Cell) -> None:
    """With name and role, as one who writes; nothing of it is in the record, and nobody speaks for another's tab."""
    matter = cell.says("IL", "message_sent", message())
    size = cell.mechanism.nodes["SY"].ledger.cursor(cell.mechanism.nodes["SY"].ledger.own).processed
    one, two = cell.visitor("officer-1"), cell.visitor("officer-2")
    one.get(f"/hotline/{matter}")
    assert one.post("/here", {"tab": TAB, "matter": matter, "typing": "1"}).status == 204
    page = two.get(f"/hotline/{matter}").text
    assert "is writing here" in page and "Duty officer 1" in page.partition("data-looking")[2][:900]
    assert "is writing here" not in one.get(f"/hotline/{matter}").text
    two.post("/here", {"tab": TAB, "matter": ""})
    assert "is writing here" in two.get(f"/presence/{matter}").text
    one.post("/here", {"tab": TAB, "matter": ""})
    assert "is writing here" not in two.get(f"/presence/{matter}").text
    assert cell.mechanism.nodes["SY"].ledger.cursor(cell.mechanism.nodes["SY"].ledger.own).processed == size


@pytest.mark.parametrize("form", [{}, {"tab": "x"}, {"tab": "a b c d e f g h"}, {"tab": TAB * 9}])
def test_what_is_no_tab_is_refused(visitor: Visitor, form: dict[str, str]) -> None:
    """A tab names itself by letters and figures."""
    visitor.get("/")
    assert visitor.post("/here", {"matter": "SY/1", **form}).status == 400


def test_a_matter_that_is_not_here_is_none(visitor: Visitor) -> None:
    """Nobody looks at what this node does not hold."""
    visitor.get("/")
    for matter in ("SY/99999", "charter of nobody", "IL/"):
        assert visitor.post("/here", {"tab": TAB, "matter": matter}).status == 404


def at_desk(browser: Browser, cell: Cell, name: str, *, language: str = "en") -> tuple[BrowserContext, Page]:
    """Return a browser of its own in which an officer is signed in."""
    address = f"http://127.0.0.1:{cell.port}"
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": "parley-language", "value": language, "url": address}])
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("form:has(input[name=password]) button.primary")
    expect(page.locator("#watch")).to_be_visible()
    return context, page


@pytest.mark.browser
@pytest.mark.parametrize(("language", "writes"), [("en", "is writing here"), ("he", "כתיבה כאן"), ("ar", "يكتب هنا")])
def test_two_officers_see_each_other_come_write_and_go(
    cell: Cell, browser: Browser, language: str, writes: str
) -> None:
    """Live over the stream: who opens the matter, who begins to write, and within seconds who closed the tab."""
    from tests.desk.officers.test_passkeys import look

    matter = cell.says("IL", "message_sent", message())
    first, page = at_desk(browser, cell, "officer-1", language=language)
    second, other = at_desk(browser, cell, "officer-2")
    page.goto(f"/hotline/{matter}")
    expect(page.locator(".presence li")).to_have_count(0)
    other.goto(f"/hotline/{matter}")
    expect(page.locator(".presence li")).to_have_count(1)
    expect(other.locator(".presence li")).to_contain_text("is looking at this")
    other.locator("#acts textarea").first.evaluate(
        "(area) => { area.closest('details')?.setAttribute('open', ''); area.value = 'An answer';"
        " area.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    expect(page.locator(".presence li.is-typing")).to_contain_text(writes)
    look(page, f"presence-{language}")
    closed = time.monotonic()
    other.close(run_before_unload=True)
    expect(page.locator(".presence li")).to_have_count(0)
    assert time.monotonic() - closed < 8
    second.close()
    first.close()

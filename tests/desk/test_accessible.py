"""Every page of the desk is held against axe (WCAG 2.2 AA) in three languages, in every look, with its dialogs open.

The pages are listed from the addresses of the desk: one that is added is looked at, or named here with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from parley.tracks.deconfliction.encounters.entries import encounter_id
from parley.tracks.deconfliction.overlap_entries import overlap_id
from tests.desk.axe import ALL, ALL_BUT_COLOURS, FRAME, bring, violations
from tests.desk.blind import tells_blind
from tests.desk.cell import PASSWORD, Cell, message
from tests.desk.incidents import hit_told
from tests.desk.officers.aside import aside
from tests.desk.screens import PLACE, SIZES, flash, sign_in
from tests.desk.test_supervision import says as staff_says
from tests.tracks.deconfliction.plans import DAY, plan, volume
from tests.tracks.deconfliction.sites import site
from tests.tracks.deconfliction.standstills import standstill
from tests.tracks.disputes.claims import TEXTS, claim
from tests.tracks.incidents.inspections import WEST, report, request
from tests.tracks.incidents.test_findings import finding
from tests.tracks.supervision.said import TEXTS as SUPERVISED

pytestmark = [pytest.mark.browser, pytest.mark.nodejs, pytest.mark.timeout(400)]

LOOKS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("light", {"color_scheme": "light", "contrast": "no-preference"}, "wide"),
    ("dark", {"color_scheme": "dark", "contrast": "no-preference"}, "small"),
    ("contrast", {"color_scheme": "light", "contrast": "more"}, "wide"),
    ("phone", {"color_scheme": "light", "contrast": "no-preference"}, "phone"),
    ("dark contrast", {"color_scheme": "dark", "contrast": "more"}, "wide"),
)
LANGUAGES = ("en", "ar", "he")
ELSEWHERE = "held against axe on its way in tests/desk/officers"
TALKS = "of talks, for roles that read them: tests/desk/test_talk_screens.py"
STATEMENTS = "of talks, for roles that read them: tests/desk/test_statement_screens.py"
COMMITMENTS = "of instruments, for roles that read them: tests/desk/test_commitment_screens.py"
COMMERCE = "of commerce, for roles that read it: tests/desk/test_commerce_screens.py"
# Addresses that answer this officer with no page, and why they need none or where theirs is looked at.
LEADING = {
    **dict.fromkeys(("commitment", "amend-commitment", "forces"), COMMITMENTS),
    **dict.fromkeys(("crossing", "crossing-part", "slots", "opportunity", "match", "project"), COMMERCE),
    **dict.fromkeys(("round", "file", "round-part", "file-part", "talks-export"), TALKS),
    **dict.fromkeys(("text", "statement", "texts-export", "statements-export"), STATEMENTS),
    "sign-in": "looked at below, by a stranger",
    "account_login": "the same address",
    "locked": "looked at below, where it is locked",
    "find-entry": "leads to an entry, or to the page of what is not found",
    "attachment": "a file, or the page of what is not found",
    "pack": "leads to the pack of its span",
    "draft-of": "says nothing where nothing was kept",
    "mfa_login_webauthn": "what the browser asks the passkey",
    "mfa_authenticate": ELSEWHERE,
    "mfa_reauthenticate": ELSEWHERE,
    "mfa_reauthenticate_webauthn": ELSEWHERE,
    "mfa_activate_totp": ELSEWHERE,
    "mfa_deactivate_totp": ELSEWHERE,
    "mfa_view_recovery_codes": ELSEWHERE,
    "mfa_generate_recovery_codes": ELSEWHERE,
    "mfa_add_webauthn": ELSEWHERE,
    "mfa_edit_webauthn": ELSEWHERE,
    "mfa_remove_webauthn": ELSEWHERE,
    "sign-act": ELSEWHERE,
    "why-marks": "asks for a row and hours; looked at below with those of a crowded one",
    "why-undrawn": "asks for a row; looked at below with the deadlines",
    "why-band": "asks for a heading; looked at below with what is due later",
    "figures-why": "asks for a figure; looked at below with the use of FLASH",
    "timetable": "of instruments, for roles that read them: tests/desk/test_timetable_screens.py",
    "commitments-export": "of instruments, to keep",
    "timetable-table": "the same, to keep",
    "timetable-json": "the same, to keep",
    "single-sign-on": "not there before an issuer is set",
    "single-sign-on-back": "not there before an issuer is set",
}


@dataclass(frozen=True)
class Told:
    """What stands in the cell: the ids that the addresses of its pages are made of."""

    matter: str
    flash: str
    duty: str
    notice: str
    standstill: str
    overlap: str
    encounter: str
    blind: str
    site: str
    incident: str
    hit: str
    inspection: str
    dispute: str
    directive: str
    certificate: str
    change: str


@pytest.fixture(scope="module")
def told(cell: Cell) -> Told:
    """A cell in which something of everything stands: read back wrongly, answered, void, waiting for release."""
    items = [{"n": 1, "type": "place", "value": PLACE, "label": "Bridge"}]
    matter = cell.says("IL", "message_sent", message(items=items, asks_read_back=True, asks_answer=True))
    wrong = {"items": [{"n": 1, "type": "place", "value": {**PLACE, "lat_e7": 331266000}}]}
    cell.says("US", "read_back", wrong, matter=matter)
    cell.says("SY", "message_sent", message(subject="Ours", items=items, asks_read_back=True))
    aside(_await_release)
    # Two that overlap, ahead of their time.
    begins = volume(begins_s=int(datetime.now(UTC).timestamp()) + 5 * DAY)
    ours = cell.says("SY", "activity_notified", plan(begins))
    notice = cell.says("IL", "activity_notified", plan(begins))
    from_s = int(datetime.now(UTC).timestamp()) + 4 * DAY
    halt = cell.says("US", "standstill_proposed", standstill(from_s=from_s, until_s=from_s + 3 * DAY))
    place = site(volumes=[begins], consent=[{"member": "SY", "use": "pass_on"}, {"member": "US", "use": "receive"}])
    clinic = cell.says("IL", "site_notified", place)
    cell.tells_overlaps("IL")
    heard, hit = hit_told(cell)
    cell.says("US", "finding_made", finding(considered=[heard]), matter=heard)
    asked = cell.says("IL", "verification_requested", request(zones=[WEST], about=[heard]))
    seen = {"from_s": from_s - 6 * DAY, "until_s": from_s - 6 * DAY + 60}
    cell.says("US", "inspection_made", report(of=asked, **seen), matter=asked)
    disputed = cell.says("IL", "dispute_claimed", claim(against=["SY"], about=[heard]))
    text = {"subject": "EXERCISE hours", "texts": TEXTS}
    cell.says("US", "settlement_proposed", text, matter=disputed)
    urgent = flash(cell)
    duty = re.search(r"/why/duty/([^\"?]+)", cell.visitor().get("/").text)
    assert duty is not None
    both, met = overlap_id((ours, notice)), encounter_id(ours, {"name": clinic})
    blind = tells_blind(cell)[0]
    return Told(matter, urgent, duty[1], notice, halt, both, met, blind, clinic, heard, hit, asked, disputed,
                *supervised(cell))  # fmt: skip


def supervised(cell: Cell) -> tuple[str, str, str]:
    """Let a directive, a certificate and a change of the mechanism's state stand in the cell."""
    said = {"subject": "EXERCISE calm", "texts": SUPERVISED}
    given = staff_says(cell, "US", "directive_given", {**said, "given_to": ["IL", "SY"]})
    as_of_s = int(datetime.now(UTC).timestamp()) - 60
    calm = {**said, "clause": "calm_observed", "as_of_s": as_of_s, "about": [given]}
    change = {"becomes": "suspended", "texts": SUPERVISED, "from_s": as_of_s + 5 * DAY, "until_s": as_of_s + 9 * DAY}
    return given, staff_says(cell, "US", "certificate_given", calm), staff_says(
        cell, "US", "mechanism_change_proposed", change
    )


def _await_release() -> None:
    from parley.desk.models import Officer
    from parley.desk.sending.models import MOMENT, RELEASE
    from parley.desk.sending.waiting import hold
    from parley.node.drafts import Draft

    officer = Officer.objects.get(name="officer-2")
    for purpose in (RELEASE, MOMENT):
        draft = Draft("message_sent", ("IL", "SY", "US"), message(subject=purpose), role="duty_officer")
        hold(draft, purpose=purpose, officer=officer)


def addresses(told: Told) -> Iterator[tuple[str, str]]:
    """Yield the name and an example of every address that a GET may answer."""
    from django.urls import get_resolver

    example = {"member": told.matter.split("/")[0], "number": told.matter.split("/")[1], "panel": "facts"}
    example |= {"name": "desk", "duty": told.duty, "clause": "H-1", "place": "0", "part": "found"}
    example |= {"what": "report", "form": "json", "sort": "day", "day": datetime.now(UTC).date().isoformat()}
    own = {"notice": told.notice, "standstill": told.standstill, "site": told.site, "overlap": told.overlap}
    own |= {"overlap-part": told.overlap, "encounter": told.encounter, "encounter-part": told.encounter}
    own |= {"blind_overlap": told.blind, "blind-part": told.blind, "inspection": told.inspection}
    own |= {"dispute": told.dispute, "dispute-ladder": told.dispute, "dispute-export": told.dispute}
    own |= {"directive": told.directive, "certificate": told.certificate, "mechanism_change": told.change}
    own |= {"incident": told.incident, "incident-part": told.incident, "hit": told.hit, "hit-part": told.hit}
    of_page = {name: dict(zip(("member", "number"), each.split("/"), strict=True)) for name, each in own.items()}


    def walk(patterns: Any, before: str) -> Iterator[tuple[str, str]]:
        for each in patterns:
            here = {**example, **of_page.get(str(getattr(each, "name", "")), {})}
            address = before + re.sub(r"<(?:\w+:)?(\w+)>", _by(here), str(each.pattern))
            if hasattr(each, "url_patterns"):
                yield from walk(each.url_patterns, address)
            else:
                yield each.name or "", address

    yield from walk(get_resolver().url_patterns, "/")


def _by(example: dict[str, str]) -> Callable[[re.Match[str]], str]:
    return lambda found: example.get(found[1], "1")


def is_page(context: BrowserContext, name: str, address: str) -> bool:
    """Return whether a whole page stands there; what is neither page, fragment, file nor form fails the test."""
    answer = context.request.get(address, max_redirects=0)
    if answer.status != 200:
        # 405: forms are sent there; 403: a page of administrators, who are looked at below.
        is_known = answer.status in (405, 403) or name in LEADING
        assert is_known, f"{name}: {address} answers {answer.status}: give it an example, or say in LEADING why not"
        return False
    return "text/html" in answer.headers.get("content-type", "") and "<html" in answer.text()


@pytest.fixture(scope="module")
def pages(browser: Browser, cell: Cell, told: Told) -> list[str]:
    """The addresses of all pages, and those that look different in further states."""
    context = seated(browser, cell, language="en", name="officer-1")
    found = [address for name, address in addresses(told) if is_page(context, name, address)]
    more = [f"/hotline/{told.flash}", "/hotline/new?template=hold_fire", "/search?q=road", "/map?at=2026-01-06"]
    more += ["/why/undrawn?line=72&row=deadlines", "/why/count/band/later?watch=all", "/map?go=ahead"]
    more += ["/figures/why?span=day&figure=flash_share&of=IL", "/figures?from=soon", "/calendar?days=31"]
    more += ["/?watch=mine", "/hotline?show=checks", "/no-such-page", "/people"]
    # Marks of the time line that stand as one, where some are so near each other.
    crowd = re.search(r'href="(/why/marks[^"]+)"', context.request.get("/timeline?line=168").text())
    more += [unescape(crowd[1])] if crowd else []
    more += ["/map?place=33.1256+N,+35.8246+E&other=36S+YB+63531+68762", "/map?at=wrong"]
    context.close()
    return [*dict.fromkeys([*found, *more])]


def seated(browser: Browser, cell: Cell, *, language: str, name: str = "") -> BrowserContext:
    """Return a browser in a language, signed in where an officer is named."""
    address = f"http://127.0.0.1:{cell.port}"
    context = browser.new_context(base_url=address, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    context.add_cookies([{"name": "parley-language", "value": language, "url": address}])
    if name:
        sign_in(context, name)
    return context


def put_on(page: Page, number: int) -> str:
    """Give the page one of the looks and return its name."""
    name, media, size = LOOKS[number % len(LOOKS)]
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(**media)
    return name


# Every page is looked at in English, and in one of the two languages that are read from the right; and whether its
# colours can be told apart in one of both.
TURNS = {"en": (0, 1, 2, 3), "ar": (0, 2), "he": (1, 3)}
COLOURS = {"en": (0, 1), "ar": (2,), "he": (3,)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_passes_axe(browser: Browser, cell: Cell, pages: list[str], language: str) -> None:
    """No page that an officer can reach breaks a rule of WCAG 2.2 AA; over the languages each has two looks."""
    context, faults = seated(browser, cell, language=language, name="officer-1"), []
    bring(context)
    page, place, first = context.new_page(), LANGUAGES.index(language), True
    for number, address in enumerate(pages):
        if number % 4 not in TURNS[language]:
            continue
        look = put_on(page, number + place)
        page.goto(address, wait_until="domcontentloaded")
        rules = ALL if number % 4 in COLOURS[language] else ALL_BUT_COLOURS
        found = violations(page, without=() if first else FRAME, rules=rules)
        faults += [f"{address} ({look}): {fault}" for fault in found]
        first = False
    context.close()
    assert faults == []


def test_what_is_wrong_within_the_frame_is_found(browser: Browser, cell: Cell) -> None:
    """A picture without words and an id that stands twice are found though the frame around them is emptied."""
    stage = 'id="stage" tabindex="-1">'
    wrong = '<img src="/static/none.png"><label for="watch">Twice</label><i id="watch"></i>'
    context = seated(browser, cell, language="en", name="officer-1")
    page = context.new_page()

    def spoil(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(stage, f"{stage}{wrong}"))

    page.route("**/shift", spoil)
    page.goto("/shift", wait_until="domcontentloaded")
    faults = violations(page, without=FRAME)
    context.close()
    assert [each.partition(" x")[0] for each in faults] == ["image-alt", "two elements have the id watch"]


def test_the_frame_and_what_opens_over_it_passes_axe(browser: Browser, cell: Cell, told: Told) -> None:
    """Around every page, in every look, and with each dialog open, nothing breaks a rule."""
    faults = []
    for number, (look, _, _) in enumerate(LOOKS):
        context = seated(browser, cell, language=LANGUAGES[number % 3], name="officer-1")
        page = context.new_page()
        put_on(page, number)
        page.goto(f"/hotline/{told.matter}")
        faults += [f"the frame ({look}): {fault}" for fault in violations(page)]
        # Each of them in two of the looks.
        for name, opened in (each for at, each in enumerate(OPENED) if (at - number) % 5 in (0, 2)):
            faults += [f"{name} ({look}): {fault}" for fault in opened_over(page, told, opened)]
        context.close()
    assert faults == []


OPENED = (
    ("the palette", "Control+k"),
    ("the keys", "?"),
    ("the officer's menu", "click .who"),
    ("a link", "click .link > button"),
    ("an explanation", "click #side [data-why]"),
    ("the look before sending", "look"),
    ("the lock", "lock"),
)


def opened_over(page: Page, told: Told, act: str) -> list[str]:
    """Open something over the page and return its faults."""
    if act.startswith("click "):
        page.locator(act.removeprefix("click ")).first.click()
    elif act == "look":
        page.goto("/hotline/new")
        page.fill("input[name=subject]", "Looked over")
        page.fill("textarea[name=text]", "EXERCISE.")
        page.click("form.compose .send button")
        page.wait_for_selector("#look[open], #refused, .stage [data-look-part]", timeout=60_000)
        assert page.locator("#look[open]").count() == 1, page.locator("#stage").inner_text()
    elif act == "lock":
        page.evaluate("document.getElementById('attention').dataset.idle = '0.001'")
        expect(page.locator("#lock[open]")).to_be_visible()
        page.evaluate("document.getElementById('attention').dataset.idle = '900'")
    else:
        page.keyboard.press(act)
    page.wait_for_timeout(100)
    found = violations(page, without=("#stage", "#side", *FRAME[:6]))
    page.keyboard.press("Escape")
    return found


SEND_OLD_FORM = """() => { const tokens = [...document.querySelectorAll('[name=csrfmiddlewaretoken]')];
  for (const each of tokens) each.value = 'old';
  tokens[0].form.submit(); }"""
LOCK = """() => { const { value } = document.querySelector('[name=csrfmiddlewaretoken]');
  return fetch('/lock', { method: 'POST', body: new URLSearchParams({ csrfmiddlewaretoken: value }) }); }"""


def test_the_doors_and_the_pages_of_what_went_wrong_pass_axe(browser: Browser, cell: Cell, told: Told) -> None:
    """The sign-in before and after a wrong password, the lock, what is not found, too old, or failed."""
    from parley.desk.pages import failed

    faults = []
    for number, language in enumerate(LANGUAGES):
        context = seated(browser, cell, language=language, name="officer-2")
        page, stranger = context.new_page(), seated(browser, cell, language=language).new_page()
        put_on(page, number + 1)
        put_on(stranger, number + 2)
        stranger.goto("/sign-in")
        faults += violations(stranger)
        stranger.fill("input[name=name]", "nobody")
        stranger.fill("input[name=password]", "wrong wrong wrong")
        stranger.click("form:has(input[name=password]) button.primary")
        expect(stranger.locator("[role=alert]").first).to_be_visible()
        faults += violations(stranger)
        stranger.goto("/no-such-page")
        faults += violations(stranger)
        page.goto("/hotline/new")
        with page.expect_navigation():
            page.evaluate(SEND_OLD_FORM)
        faults += violations(page, without=FRAME)
        page.set_content(aside(failed, None).content.decode())
        faults += violations(page)
        page.goto("/shift")
        page.evaluate(LOCK)
        page.goto("/locked")
        expect(page.locator("#stage input[name=password]")).to_be_visible()
        faults += violations(page)
        context.close()
        stranger.context.close()
    assert faults == []


def test_the_pages_of_the_administrator_pass_axe(browser: Browser, cell: Cell) -> None:
    """The accounts, and the page of one of them."""
    from parley.desk.people import add_officer

    keeper = aside(add_officer, "axe-keeper", role="administrator", password=PASSWORD, shown_as="Keeper",
                   language="en", at=datetime.now(UTC))  # fmt: skip
    faults = []
    for number, language in enumerate(LANGUAGES):
        context = seated(browser, cell, language=language, name="axe-keeper")
        page = context.new_page()
        for place, address in enumerate(("/people", f"/people/{keeper.pk}", "/hotline")):
            put_on(page, number + place)
            page.goto(address)
            faults += [f"{address}: {fault}" for fault in violations(page, without=FRAME if place else ())]
        context.close()
    aside(keeper.delete)
    assert faults == []

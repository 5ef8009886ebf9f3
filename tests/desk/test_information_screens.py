"""The screens of information exchange in a real browser, in each language, held against axe; a report by its form."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.desk.axe import FRAME, bring, violations
from tests.desk.cell import Cell
from tests.desk.informing import UNTIL, analyst, exchanged
from tests.desk.screens import SIZES, sign_in

PAGES = (
    "/information", "/information?words=all&state=retracted", "/information/requests", "/information/assessments",
    "/information/new-report", "/information/new-request", "/information/new-assessment", "/information/import",
    "/information/stix?for=XX", "/charter",
)  # fmt: skip
LANGUAGES = ("en", "ar", "he")


@pytest.fixture(scope="module")
def pages(cell: Cell) -> list[str]:
    """Every page of information exchange: a matter of each sort with all that is said in it, lists, forms."""
    told = exchanged(cell)
    analyst(cell)
    names = {"information_report": "reports", "information_request": "requests", "assessment": "assessments"}
    matters = [f"/information/{names[name]}/{matter}" for name, matter in told.items() if name in names]
    return [*matters, f"/information/new-report?tear={told['information_report']}", *PAGES]


@pytest.fixture
def context(browser: Browser, cell: Cell, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser of an analyst in a language."""
    address = f"http://127.0.0.1:{cell.port}"
    found = browser.new_context(base_url=address, reduced_motion="reduce")
    found.set_default_timeout(20_000)
    found.add_cookies([{"name": "parley-language", "value": request.param, "url": address}])
    sign_in(found, "analyst-1")
    yield found
    found.close()


@pytest.mark.parametrize("context", LANGUAGES, indirect=True, ids=LANGUAGES)
def test_every_page_passes_axe_and_fits(context: BrowserContext, pages: list[str]) -> None:
    """No page breaks a rule of WCAG 2.2 AA or is wider than its screen, wide and narrow by turns."""
    bring(context)
    page, faults = context.new_page(), []
    for number, address in enumerate(pages):
        width, height = SIZES[("wide", "phone", "small")[number % 3]]
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        faults += [f"{address}: {each}" for each in violations(page, without=FRAME)]
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        faults += [f"{address}: {over} px too wide at {width}"] if over > 0 else []
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("context", ["en"], indirect=True)
def test_a_report_is_looked_over_in_its_dialog_and_handed_on(context: BrowserContext, pages: list[str]) -> None:
    """The form shows over itself what each addressee will see; what is handed on waits for a second officer."""
    page = context.new_page()
    page.goto("/information/new-report")
    page.fill('[name="subject"]', "EXERCISE by the form")
    page.fill('[name="text"]', "EXERCISE. A drone.")
    page.select_option('[name="purpose"]', "hazards")
    page.fill('[name="expires"]', UNTIL)
    page.fill('[name="places"]', "33.1256 N, 35.8246 E")
    page.click("form.compose button.primary")
    expect(page.locator(".addressee").first).to_contain_text("TLP:AMBER+STRICT")
    expect(page.locator(".addressee")).to_have_count(2)
    page.click("[data-look-send]")
    page.wait_for_url("**/waiting*")
    expect(page.locator("#stage")).to_contain_text("EXERCISE by the form")

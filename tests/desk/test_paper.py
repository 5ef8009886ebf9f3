"""Pages of incidents, inspections, disputes, instruments, timetables and reports on paper: whole, with their head."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page

from tests.desk.cell import Cell
from tests.desk.committing import agreement, chief_says, done, obligation
from tests.desk.incidents import hit_told
from tests.desk.informing import exchanged
from tests.desk.officers.aside import aside
from tests.desk.screens import sign_in
from tests.tracks.disputes.claims import TEXTS, claim
from tests.tracks.disputes.test_measures import measure
from tests.tracks.incidents.inspections import WEST, count, report, request
from tests.tracks.incidents.test_findings import finding

pytestmark = [pytest.mark.browser, pytest.mark.nodejs, pytest.mark.timeout(240)]
# The width of A4 within the margins of print.css.
PAPER = {"width": 710, "height": 1000}
LONG = "EXERCISE " + "a very long word: " + "x" * 160

# Words that are read on the screen, but for those of what is pressed, typed into or led to, and of the parts around.
READ = """() => {
  const around = 'form, button, .button, nav, .seg, .end, .acts, .unseen, .ask, [hidden], kbd, script, style, dialog, '
    + 'select, .presence, .pager, details:has(form) > summary';
  const walker = document.createTreeWalker(document.querySelector('#stage'), NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.parentElement;
    if (node.data.trim() && !at.closest(around) && at.checkVisibility({ visibilityProperty: true })) found.push(node);
  }
  window.readOnScreen = found;
  return found.length;
}"""
MISSED = """() => window.readOnScreen
  .filter((node) => node.isConnected && !node.parentElement.checkVisibility({ visibilityProperty: true }))
  .map((node) => node.data.trim().slice(0, 60))"""
CUT = """() => {
  const cut = [];
  for (const each of document.querySelectorAll('body, #stage, #stage *')) {
    if (!each.checkVisibility() || each.closest('svg, .unseen')) continue;
    const style = getComputedStyle(each), box = each.getBoundingClientRect();
    const name = `${each.tagName}.${each.className}`;
    const isWide = each.clientWidth && each.scrollWidth > each.clientWidth + 1;
    const isHigh = each.clientHeight && each.scrollHeight > each.clientHeight + 1;
    if (style.overflowX !== 'visible' && isWide) cut.push(`${name} is cut across`);
    if (style.overflowY !== 'visible' && isHigh) cut.push(`${name} is cut at its foot`);
    if (style.textOverflow === 'ellipsis' && isWide) cut.push(`${name} ends in dots`);
    if (style.webkitLineClamp !== 'none') cut.push(`${name} is clamped`);
    if (box.width && (box.right > innerWidth + 1 || box.left < -1)) cut.push(`${name} lies beyond the paper`);
  }
  return [...new Set(cut)];
}"""


@pytest.fixture(scope="module")
def addresses(cell: Cell) -> list[str]:
    """A page of each, with long words in what was said."""
    incident, hit = hit_told(cell)
    cell.says("US", "finding_made", finding(considered=[incident]), matter=incident)
    asked = cell.says("IL", "verification_requested", request(zones=[WEST], about=[incident]))
    at_s = int((datetime.now(UTC) - timedelta(hours=1)).timestamp())
    counts = [count(counted=12)]
    seen = report(of=asked, from_s=at_s, until_s=at_s + 60, counts=counts)
    cell.says("US", "inspection_made", seen, matter=asked)
    dispute = cell.says("IL", "dispute_claimed", claim(against=["SY"], about=[incident], text=LONG))
    cell.says("US", "settlement_proposed", {"subject": "EXERCISE hours", "texts": TEXTS}, matter=dispute)
    cell.says("IL", "measure_asked", measure(from_s=at_s + 86_400, until_s=at_s + 3 * 86_400), matter=dispute)
    steps = [obligation(f"step{n}", what=LONG, by=f"D+{n + 1}") for n in range(6)]
    instrument = agreement(cell, *steps)
    done(cell, instrument, "step0", percent=40)
    told = exchanged(cell, words=LONG)
    directed = {"subject": "EXERCISE monitors", "texts": TEXTS, "given_to": ["IL", "SY"], "about": [incident]}
    directive = chief_says(cell, "US", "directive_given", directed)
    return [
        f"chief/information/reports/{told['information_report']}", "chief/information", "chief/information/assessments",
        f"chief/information/assessments/{told['assessment']}",
        f"chief/information/requests/{told['information_request']}",
        f"/incidents/{incident}", f"/hits/{hit}", f"/inspections/{asked}", f"/disputes/{dispute}", "/incidents",
        "/inspections", "/inspections/calendar", "/sectors", "/disputes?show=all", "/de-escalation", "/calendar",
        "/figures", f"chief/commitments/{instrument}", f"chief/timetables/{instrument}", "chief/commitments",
        "chief/commitments/steps", "chief/commitments/forces", "chief/supervision", "chief/mechanism", "chief/packs",
        f"chief/directives/{directive}", f"chief/packs/day/{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}",
    ]  # fmt: skip


def faults_of(page: Page, address: str) -> list[str]:
    """Return what is wrong with one page on paper."""
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.goto(address, wait_until="load")
    assert page.evaluate(READ) > 1, address
    page.set_viewport_size({"width": PAPER["width"], "height": PAPER["height"]})
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    head = page.locator(".print-head")
    assert head.is_visible(), address
    words = unquote(head.inner_text())
    sentence = page.evaluate("document.querySelector('.foot p').textContent.split('.')[0]")
    faults = [f"the head lacks {each}" for each in (sentence, address, "Z") if each not in words]
    faults += [f"not on the paper: {each}" for each in page.evaluate(MISSED)]
    faults += page.evaluate(CUT)
    return [f"{address}: {each}" for each in faults]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_page_is_whole_on_paper(browser: Browser, cell: Cell, addresses: list[str], language: str) -> None:
    """Nothing is cut, nothing that is read on the screen is missing, and the head says what it is and whence."""
    home = f"http://127.0.0.1:{cell.port}"
    faults: list[str] = []
    for role in ("duty_officer", "chief"):
        context = browser.new_context(base_url=home, reduced_motion="reduce")
        context.add_cookies([{"name": "parley-language", "value": language, "url": home}])
        try:
            aside(partial(_act_as, role))
            sign_in(context, "officer-2")
            page = context.new_page()
            for address in addresses:
                if address.startswith("chief/") is (role == "chief"):
                    faults += faults_of(page, address.removeprefix("chief"))
        finally:
            aside(partial(_act_as, "duty_officer"))
            context.close()
    assert not faults, "\n".join(faults)


def _act_as(role: str) -> None:
    from parley.desk.models import Officer

    Officer.objects.filter(name="officer-2").update(role=role)

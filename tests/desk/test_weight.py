"""What a page weighs on its first visit: every byte that comes over the line, compressed, in three languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.desk.cell import Cell, message
from tests.desk.screens import PLACE, flash
from tests.desk.test_accessible import LANGUAGES, seated

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

MOST_BYTES = 150_000
# What draws the map, its base map and its facts: the map, not the page. It is kept away, or its names of places
# would ask for more letters of the fonts.
MAP = ("/vendor/ol.js", "/vendor/map/", "/map/features", "/vendor/desk/part-")


def weights(page: Page, addresses: list[str]) -> dict[str, dict[str, int]]:
    """Return for each address what each of its requests took from the line, on a cold cache."""
    line, named, taken = page.context.new_cdp_session(page), {}, {}
    line.send("Network.enable")
    line.send("Network.setBlockedURLs", {"urls": [f"*{part}*" for part in MAP[:3]]})
    line.on("Network.requestWillBeSent", lambda said: named.update({said["requestId"]: said["request"]["url"]}))
    line.on("Network.loadingFinished", lambda said: taken.update({said["requestId"]: int(said["encodedDataLength"])}))
    found = {}
    for address in addresses:
        page.goto("about:blank")
        line.send("Network.clearBrowserCache")
        named.clear()
        taken.clear()
        page.goto(address)
        page.evaluate("document.fonts.ready.then(() => 0)")
        page.wait_for_timeout(300)
        found[address] = {
            named[each]: size
            for each, size in taken.items()
            if named.get(each, "").startswith("http") and not any(part in named[each] for part in MAP)
        }
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_weighs_more_than_150_kilobytes(browser: Browser, cell: Cell, language: str) -> None:
    """Every part of the desk, a conversation and the doors: page, styles, scripts and fonts together, the map aside."""
    items = [{"n": 1, "type": "place", "value": PLACE, "label": "Bridge"}]
    matter = cell.says("IL", "message_sent", message(items=items, asks_read_back=True, asks_answer=True))
    flash(cell)
    stranger = seated(browser, cell, language=language)
    found = weights(stranger.new_page(), ["/sign-in"])
    context = seated(browser, cell, language=language, name="officer-1")
    page = context.new_page()
    page.goto("/")
    rail = page.eval_on_selector_all(".rail a:not(.tally)", "all => all.map((each) => each.getAttribute('href'))")
    # Every page in one language; in the others those that hold the most: only words and letters differ.
    parts = rail if language == "ar" else ["/"]
    found |= weights(page, [*parts, f"/hotline/{matter}", "/hotline/new", "/help/glossary", "/timeline", "/account"])
    context.close()
    stranger.close()
    assert all(sum(each.values()) > 20_000 for each in found.values())
    heavy = {address: each for address, each in found.items() if sum(each.values()) > MOST_BYTES}
    assert heavy == {}

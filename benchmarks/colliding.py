"""Row 9: from a notice that is filed at A until its overlap with one of B's stands on B's screen."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.desks import WATCH, signed_in
from benchmarks.figure import Figure
from benchmarks.mapping import FLAGS, chromium
from benchmarks.mechanism import Cell, Mechanism
from benchmarks.references import hop_ms, median, percentile
from parley.geo.place import E7
from parley.tracks.deconfliction.overlap_entries import overlap_id

# Further apart than the pace at which the list is told, and than the nodes' pause between two looks.
APART_S = 0.6
PATIENCE_S = 20.0
AHEAD_S, LASTS_S = 5 * 86_400, 4 * 3_600
SOUTH_E7, WEST_E7, SIDE_E7, STEP_E7 = 32 * E7, 36 * E7, 40_000, 100_000
A_ROW = 40
# Owed an answer within half an hour: it stands in the first part of the list, whatever else is open.
MINE = {"class": "controlled_demolition", "subject": "EXERCISE demolition"}
BY = "commit, socket, commit, as row 1"


def colliding(mechanism: Mechanism, *, held: int, met: int, at: int, folder: Path) -> list[Figure]:
    """Return how long it takes from the draft at A until the overlap stands in the watch list of B's browser.

    B holds so many notices, on the `at`-th row of days; the first `met` of them are met.
    """
    a, b, *_ = mechanism.cells.values()
    begins_s = int(time.time()) // 60 * 60 + AHEAD_S + at * 86_400
    plans = [_plan(number, begins_s=begins_s) for number in range(held)]
    theirs = [_filed(b, mechanism, plan) for plan in plans]
    mechanism.settle()
    hops = hop_ms(folder)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        page = signed_in(browser.new_context(base_url=f"http://127.0.0.1:{b.desk_port}").new_page(), mechanism.password)
        page.goto("/")
        page.wait_for_selector("html.is-live")
        page.evaluate(WATCH, '[data-matter*="+"]')
        ways = [_way(mechanism, a, page, plan | MINE, other) for plan, other in zip(plans[:met], theirs, strict=False)]
        browser.close()
    shown = f"{met:,} overlaps, {held:,} notices"
    what = "overlaps: filed at A until it is on B's screen"
    return [
        Figure(9, f"{what}, median", shown, median(ways), "ms", median(hops), BY),
        Figure(9, f"{what}, 99th percentile", shown, percentile(ways, of=0.99), "ms", percentile(hops, of=0.99), BY,
               most=100),
    ]  # fmt: skip


def _way(mechanism: Mechanism, cell: Cell, page: Page, plan: dict[str, Any], other: str) -> float:
    """File what collides with `other` and return the milliseconds until the page shows it; RuntimeError if never."""
    at = time.time()
    notice = _filed(cell, mechanism, plan)
    matter = overlap_id((notice, other))
    while time.time() < at + PATIENCE_S:
        page.wait_for_timeout(APART_S * 1000)
        seen = page.evaluate("(id) => window.seen[id] ?? 0", matter)
        if seen:
            # Else those before would fill the first part of the list, which is what is seen.
            _say(cell, mechanism, "activity_cancelled", {"why": "EXERCISE: measured"}, matter=notice)
            # And its clearing would be what the next one waits for.
            page.wait_for_timeout(APART_S * 1000)
            return float(seen) - at * 1000
    raise RuntimeError(f"the overlap {matter} does not come to the screen")


def _filed(cell: Cell, mechanism: Mechanism, plan: dict[str, Any]) -> str:
    return _say(cell, mechanism, "activity_notified", plan)


def _say(
    cell: Cell, mechanism: Mechanism, kind: str, content: dict[str, Any], *, matter: str | None = None
) -> str:
    draft = {"kind": kind, "to": list(mechanism.codes), "content": content, "role": "duty_officer"}
    answer = cell.ask({"op": "file", "draft": draft | ({"matter": matter} if matter else {})})
    if answer["outcome"] != "filed":
        raise RuntimeError(f"{cell.code} does not file {kind}: {answer}")
    return str(answer["id"])


def _plan(number: int, *, begins_s: int) -> dict[str, Any]:
    """Return a convoy on ground of its own; that of every member with the same number is over the same ground."""
    south, west = SOUTH_E7 + number // A_ROW * STEP_E7, WEST_E7 + number % A_ROW * STEP_E7
    north, east = south + SIDE_E7, west + SIDE_E7
    height = {"unit": "m", "reference": "AGL"}
    volume = {
        "area": [[[[west, south], [east, south], [east, north], [west, north]]]],
        "lower": {"value": 0, **height}, "upper": {"value": 50, **height},
        "windows": [[begins_s, begins_s + LASTS_S]],
    }  # fmt: skip
    return {
        "class": "convoy", "subject": f"EXERCISE convoy {number}", "text": "EXERCISE. Six vehicles with water.",
        "lang": "en", "volumes": [volume], "contact": "line 2",
    }  # fmt: skip

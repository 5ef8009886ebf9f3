"""Row 7: the map in a browser without a graphics card: first draw, panning, a step of the slider, 5,000 facts."""

from __future__ import annotations

import math
import random
import shutil
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.figure import Figure
from benchmarks.mechanism import OFFICER, Cell, Mechanism
from benchmarks.references import median, percentile

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No graphics card, and no WebGL that software could stand in for.
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-3d-apis", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
DAY_MS = 24 * 3_600_000
HOUR_MS = 3_600_000
SEED = 2026
# The same outlines on a bare canvas: what drawing them costs without any map around.
BARE = """(facts) => {
  const canvas = document.createElement('canvas'); canvas.width = 900; canvas.height = 560;
  const pen = canvas.getContext('2d'); const began = performance.now();
  for (const fact of facts) { pen.beginPath();
    for (const [lon, lat] of fact.geometry.coordinates[0]) pen.lineTo((lon - 34.8) * 375, (34 - lat) * 280);
    pen.closePath(); pen.fill(); pen.stroke(); }
  pen.getImageData(0, 0, 1, 1); return performance.now() - began; }"""
DRAW = """(facts) => new Promise((done) => { const map = document.getElementById('map').parleyMap;
  const began = performance.now();
  map.view.once('rendercomplete', () => done(performance.now() - began));
  map.setTime({ fromMs: -Infinity, untilMs: Infinity }); map.setData(facts); map.view.render(); })"""
STEPS = """async ({ first, count, step }) => { const map = document.getElementById('map').parleyMap; const took = [];
  for (let n = 0; n < count; n++) { const began = performance.now(); const at = first + n * step;
    map.setTime({ fromMs: at - step, untilMs: at }); map.view.renderSync(); took.push(performance.now() - began);
    await new Promise(requestAnimationFrame); }
  return took; }"""
PAN = """(seconds) => new Promise((done) => { const view = document.getElementById('map').parleyMap.view.getView();
  const home = view.getCenter(); const began = performance.now(); let frames = 0;
  const frame = (now) => { frames++; const t = (now - began) / 1000;
    view.setCenter([home[0] + 20000 * Math.sin(3 * t), home[1] + 12000 * Math.cos(2 * t)]);
    if (t < seconds) requestAnimationFrame(frame); else { view.setCenter(home); done(frames / t); } };
  requestAnimationFrame(frame); })"""


def mapping(mechanism: Mechanism, *, count: int, steps: int) -> list[Figure]:
    """Return first draw, frames a second while panning one hour's facts, and a step of the slider, of `count` facts."""
    cell = next(iter(mechanism.cells.values()))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        page = _map(browser.new_page(viewport={"width": 1440, "height": 900}), cell, password=mechanism.password)
        facts = areas(count)
        bare = [float(page.evaluate(BARE, facts)) for _ in range(3)]
        drawn = float(page.evaluate(DRAW, facts))
        took = page.evaluate(STEPS, {"first": DAY_MS // 2, "count": steps, "step": HOUR_MS})
        shown = page.evaluate("document.getElementById('map').parleyMap.shown")
        fps = float(page.evaluate(PAN, 3))
        browser.close()
    held = f"{count:,} areas"
    by = "the same outlines on a bare canvas"
    return [
        Figure(7, "map: all drawn for the first time", held, drawn, "ms", median(bare), by),
        Figure(7, "map: a step of the slider, median", held, median(took), "ms", median(bare), by, most=100),
        Figure(7, "map: a step of the slider, 95th percentile", held, percentile(took, of=0.95), "ms", most=200),
        Figure(7, "map: panning one hour's facts", f"{shown:,} of {count:,}", fps, "frames/s", least=20),
    ]


def areas(count: int) -> list[dict[str, Any]]:
    """Return invented areas over two days, most of them for some hours, alike at every call."""
    chance = random.Random(SEED)
    found = []
    for number in range(count):
        lon, lat, size = chance.uniform(35, 37), chance.uniform(32.2, 33.8), chance.uniform(0.005, 0.06)
        corners = [
            (lon + size * math.cos(turn / 4 * math.pi), lat + size * math.sin(turn / 4 * math.pi)) for turn in range(8)
        ]
        start = chance.randrange(0, 2 * DAY_MS)
        found.append(
            {
                "id": f"bench:{number}", "layer": "messages", "style": "area-disputed", "what": "", "name": str(number),
                "label": f"N-{number}", "geometry": {"type": "Polygon", "coordinates": [[*corners, corners[0]]]},
                "from_ms": start, "until_ms": start + chance.randrange(HOUR_MS // 2, 6 * HOUR_MS),
            }
        )  # fmt: skip
    return found


def _map(page: Page, cell: Cell, *, password: str) -> Page:
    page.set_default_timeout(60_000)
    page.goto(f"http://127.0.0.1:{cell.desk_port}/sign-in")
    page.fill("input[name=name]", OFFICER)
    page.fill("input[name=password]", password)
    page.click("button.primary")
    page.wait_for_selector("#stage")
    page.goto(f"http://127.0.0.1:{cell.desk_port}/map")
    page.wait_for_selector("#map.is-drawn")
    return page


def chromium() -> str:
    """Return the browser of this machine; RuntimeError where there is none."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        raise RuntimeError("No Chromium on this machine. Install it, or leave row 7 out.")
    return found

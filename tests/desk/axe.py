"""Holds a page of a real browser against axe: the rules of WCAG 2.2 AA that a machine can check."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page

FILE = Path(__file__).parents[1] / "interop" / "node_modules" / "axe-core" / "axe.min.js"
# Every rule of these levels, none left out; target-size is one of WCAG 2.2 AA.
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# The rules beside those of the levels that are switched; the second leaves out the one that takes most of the time.
ALL: dict[str, dict[str, bool]] = {}
ALL_BUT_COLOURS = {"color-contrast": {"enabled": False}}
# What stands around the subject of every page, alike on all of them.
FRAME = (".top", "#flash", ".rail", "#watch", "main > .timeline", ".foot", "dialog:not([open])", "[popover]")
# Empties parts of a page, each kept as large as it is, for axe looks at each element whatever it is told to leave out.
# Returns the ids that two elements have where another names them, and whether anything beside the parts moved.
EMPTY = """(without) => {
  const all = without.join(','), outside = (each) => !each.parentElement.closest(all);
  const parts = [...document.querySelectorAll(all)].filter(outside);
  const subject = [...document.querySelectorAll('#stage, #stage *, #side *, dialog[open], dialog[open] *')]
    .filter((each) => !each.closest(all));
  const places = () => subject.map((each) => each.getBoundingClientRect()).map((box) => [box.x, box.y, box.width]);
  const ids = [...document.querySelectorAll('[id]')].map((each) => each.id);
  const ways = ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns', 'aria-activedescendant'];
  const named = new Set(ways.flatMap((way) => [...document.querySelectorAll(`[${way}]`)]
    .flatMap((each) => each.getAttribute(way).split(' '))));
  const before = JSON.stringify(places()), boxes = parts.map((each) => each.getBoundingClientRect());
  window.emptied = parts.map((each) => [each, [...each.childNodes], each.getAttribute('style')]);
  parts.forEach((each, n) => {
    each.replaceChildren(document.createElement('i'));
    const { width, height } = boxes[n];
    if (width) Object.assign(each.style, { boxSizing: 'border-box', width: `${width}px`, height: `${height}px` });
  });
  return [ids.filter((each, n) => named.has(each) && ids.indexOf(each) !== n), JSON.stringify(places()) !== before];
}"""
HALF_COVERED = "partially obscured"
FILL = """() => window.emptied.forEach(([each, children, style]) => {
  each.replaceChildren(...children);
  each.style.cssText = style ?? '';
})"""
ASK = """async ([levels, without, rules]) => {
  const exclude = without.filter((each) => document.querySelector(each)).map((each) => [each]);
  const found = await axe.run({ exclude }, { runOnly: levels, rules, resultTypes: ['violations'] });
  const why = (node) => (node.any[0] ?? node.all[0] ?? node.none[0])?.message;
  const place = (node) => `${node.html.slice(0, 150)} ${why(node)}`;
  return found.violations.map((each) => `${each.id} x${each.nodes.length}: ${each.nodes.slice(0, 2).map(place)}`);
}"""


def violations(page: Page, *, without: tuple[str, ...] = (), rules: dict[str, dict[str, bool]] = ALL) -> list[str]:
    """Return what axe finds wrong on the page as it stands, `without` these parts: a line a rule, its first places.

    The parts are emptied meanwhile; where that lets anything move, or axe finds anything, it is asked of all again.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(FILE.read_text(encoding="utf-8"))
    if not without:
        return _found(page, without=(), rules=rules)
    twice, has_moved = page.evaluate(EMPTY, list(without))
    found = [] if has_moved else _found(page, without=without, rules=rules)
    page.evaluate(FILL)
    if has_moved or found:
        found = _found(page, without=without, rules=rules)
    return found + [f"two elements have the id {each}" for each in twice]


def _found(page: Page, *, without: tuple[str, ...], rules: dict[str, dict[str, bool]]) -> list[str]:
    found: list[str] = page.evaluate(ASK, [LEVELS, list(without), rules])
    if any(HALF_COVERED in each or each.startswith("target-size") for each in found):
        # The bar that ends a form covers what is just being scrolled under it, or touches it: half a hand further down
        # it does not, and what is too small or too near by itself stays so.
        page.evaluate("document.querySelector('#stage').scrollBy(0, 60)")
        found = page.evaluate(ASK, [LEVELS, list(without), rules])
        page.evaluate("document.querySelector('#stage').scrollBy(0, -60)")
    return found


def bring(context: BrowserContext) -> None:
    """Let every page of a browser bring axe along: it is read once, not at each page."""
    context.add_init_script(path=FILE)

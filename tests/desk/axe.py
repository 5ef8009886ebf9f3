"""Holds a page of a real browser against axe: the rules of WCAG 2.2 AA that a machine can check."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

FILE = Path(__file__).parents[1] / "interop" / "node_modules" / "axe-core" / "axe.min.js"
# Every rule of these levels, none left out; target-size is one of WCAG 2.2 AA.
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# The rules beside those of the levels that are switched; the second leaves out the one that takes most of the time.
ALL: dict[str, dict[str, bool]] = {}
ALL_BUT_COLOURS = {"color-contrast": {"enabled": False}}
# What stands around the subject of every page, alike on all of them.
FRAME = (".top", "#flash", ".rail", "#watch", "main > .timeline", ".foot", "dialog:not([open])", "[popover]")
ASK = """async ([levels, without, rules]) => {
  const exclude = without.filter((each) => document.querySelector(each)).map((each) => [each]);
  const found = await axe.run({ exclude }, { runOnly: levels, rules, resultTypes: ['violations'] });
  const why = (node) => (node.any[0] ?? node.all[0] ?? node.none[0])?.message;
  const place = (node) => `${node.html.slice(0, 150)} ${why(node)}`;
  return found.violations.map((each) => `${each.id} x${each.nodes.length}: ${each.nodes.slice(0, 2).map(place)}`);
}"""


def violations(page: Page, *, without: tuple[str, ...] = (), rules: dict[str, dict[str, bool]] = ALL) -> list[str]:
    """Return what axe finds wrong on the page as it stands, `without` these parts: a line a rule, its first places."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(FILE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(ASK, [LEVELS, list(without), rules])
    return found

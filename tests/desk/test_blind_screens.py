"""An answer about blind notices in a real browser: it comes by itself, and one key says that it was received."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from tests.desk.axe import ALL_BUT_COLOURS, violations
from tests.desk.blind import CELL, PARTIES, tells_blind
from tests.desk.cell import ALL, Cell
from tests.desk.screens import signed_in


@pytest.fixture
def page(browser: Browser, cell: Cell) -> Iterator[Page]:
    """The desk in Hebrew."""
    yield from signed_in(browser, cell, language="he")


def test_an_answer_is_acknowledged_by_a_key_and_seen_to_be_settled(cell: Cell, page: Page) -> None:
    """The figures keep their order between Hebrew words, and what the supervisor says comes without a press."""
    matter, entry = tells_blind(cell)
    page.goto(f"/blind/{matter}")
    expect(page.locator("#found bdi[dir=ltr]").first).to_have_text("N 33–33.25, E 35.75–36")
    expect(page.locator("#stage h1")).to_contain_text("N 33–33.25, E 35.75–36 · 20")
    assert violations(page, rules=ALL_BUT_COLOURS) == []
    page.keyboard.press("KeyA")
    expect(page.locator("#acts .compose, #acts [data-key]")).to_have_count(0)
    expect(page.locator("#found table")).to_contain_text("התקבל")
    hour_s = int(matter.rpartition("/")[2]) * 3600
    content = {"parties": PARTIES, "cell": CELL, "hour_s": hour_s, "of": entry}
    settled = file(Draft("blind_overlap_settled", ALL, content, role="duty_officer"), node=cell.mechanism.nodes["US"])
    assert isinstance(settled, Filed)
    cell.carry()
    expect(page.locator("#found .notice.done")).to_contain_text(settled.id)

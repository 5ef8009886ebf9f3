"""The pages of talks in a real browser: by the rules of WCAG 2.2 AA, in three languages, and no wider than a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.desk.axe import FRAME, violations
from tests.desk.cell import Cell
from tests.desk.committing import agreement, obligation
from tests.desk.talking import TEXTS, agenda, now_s, opened, proposed, says, signs, sits
from tests.desk.test_commitment_screens import WIDER, _page
from tests.desk.test_paper import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.nodejs]


@pytest.fixture(scope="module")
def talked(cell: Cell) -> tuple[str, str]:
    """A round with an agenda, a sitting, remarks, decisions, a reservation and read-outs; a file that waits."""
    instrument = agreement(cell, obligation("phase1", by="D+30"))
    waiting = opened(cell, gates=[{"instrument": instrument, "step": "phase1"}])
    free = opened(cell, subject="EXERCISE crossings")
    matter = proposed(cell, by="SY", package=True)
    said = {"how": "accepts_with", "text": "EXERCISE with an agenda", "lang": "en"}
    says(cell, "IL", "round_answered", said, matter=matter)
    says(cell, "IL", "delegation_told", {"roles": [{"role": "legal_adviser", "number": 2}]}, matter=matter)
    agenda(cell, matter, waiting, free)
    sitting = sits(cell, matter, free)
    words = {"of": sitting, "text": "EXERCISE words", "lang": "en"}
    by = {"member": "IL", "role": "legal_adviser"}
    says(cell, "IL", "remark_made", {**words, "speaker": by}, matter=matter)
    terms = {"subject": "EXERCISE crossings twice a week", "texts": TEXTS, "signatories": ["IL", "SY"], "file": free}
    decision = says(cell, "IL", "decision_proposed", terms, matter=matter)
    signs(cell, "IL", matter, decision)
    reserved = {"of": decision, "text": "EXERCISE without prejudice", "lang": "en"}
    says(cell, "IL", "decision_reserved", reserved, matter=matter)
    says(cell, "US", "sitting_closed", {"of": sitting, "ended_s": now_s(cell)}, matter=matter)
    for member in ("IL", "US"):
        says(cell, member, "national_readout_given", {"of": matter, "texts": TEXTS}, matter=matter)
    says(cell, "IL", "position_reserved", {"digest": "5" * 64}, matter=waiting)
    return matter, waiting


@pytest.fixture(params=[("en", "wide", True), ("ar", "phone", True), ("he", "small", True)])
def page(browser: Browser, cell: Cell, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a delegate: language, size, and whether JavaScript runs."""
    yield from _page(browser, cell, *request.param)


def test_every_page_reads_by_the_rules_and_is_no_wider_than_its_screen(page: Page, talked: tuple[str, str]) -> None:
    """Lists, a round, a file and the forms, with every form open: nothing breaks a rule that axe knows."""
    faults, (matter, file) = [], talked
    for address in (
        "/talks",
        "/talks/files",
        f"/talks/{matter}",
        f"/talks/files/{file}",
        "/talks/new",
        "/talks/files/new",
    ):
        page.goto(address, wait_until="domcontentloaded")
        page.evaluate("() => document.querySelectorAll('#acts details').forEach((each) => { each.open = true; })")
        faults += [f"{address}: {each}" for each in violations(page, without=FRAME)]
        faults += [f"{address} is wider than its screen"] if page.evaluate(WIDER) else []
    assert faults == []


@pytest.mark.parametrize("page", [("he", "wide", True)], indirect=True)
def test_every_page_is_whole_on_paper(page: Page, talked: tuple[str, str]) -> None:
    """Lists, a round and a file: nothing is cut or missing, and the head says whence it comes."""
    matter, file = talked
    addresses = ("/talks", "/talks/files", f"/talks/{matter}", f"/talks/files/{file}")
    assert [fault for each in addresses for fault in faults_of(page, each)] == []

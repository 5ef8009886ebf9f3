"""The pages of texts and statements in a real browser: by the rules of WCAG 2.2 AA, no wider than their screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from parley.node.statements.pages import CSS, STYLE, files_of, indexes_of
from parley.node.statements.readouts import readouts_of
from tests.desk.axe import FRAME, bring, violations
from tests.desk.cell import Cell
from tests.desk.officers.aside import aside
from tests.desk.screens import SIZES, sign_in
from tests.desk.test_commitment_screens import WIDER, _as
from tests.desk.test_paper import faults_of
from tests.desk.test_statements import drafted, opened, says, worded
from tests.tracks.hotline.cell import Cell as Pure
from tests.tracks.talks import wording
from tests.tracks.talks.wording import LANGS, WORDS

pytestmark = [pytest.mark.browser, pytest.mark.nodejs]


@pytest.fixture(scope="module")
def matters(cell: Cell) -> tuple[str, str]:
    """A text with brackets, a missing language, a reservation and earlier versions; a statement that one declined."""
    matter = opened(cell)
    first = worded(cell, matter, tail=" by day.")
    texts = [{"lang": lang, "text": f"{WORDS[lang]} [IL: by day] [SY: always]."} for lang in LANGS]
    says(cell, "SY", "text_paragraph_worded", {"paragraph": "1", "replaces": [first], "texts": texts}, matter=matter)
    says(cell, "IL", "text_reserved", {"paragraph": "1", "why": "No word from home yet"}, matter=matter)
    second = {"paragraph": "2", "replaces": [], "texts": [{"lang": "en", "text": "EXERCISE. In English alone."}]}
    says(cell, "SY", "text_paragraph_worded", second, matter=matter)
    stated = drafted(cell)
    says(cell, "IL", "statement_declined", {"of": stated, "why": "EXERCISE not yet"}, matter=stated)
    return matter, stated


@pytest.mark.parametrize(("language", "size"), [("en", "wide"), ("ar", "phone")])
def test_every_page_reads_by_the_rules_and_is_no_wider_than_its_screen(
    browser: Browser, cell: Cell, matters: tuple[str, str], language: str, size: str
) -> None:
    """Lists, a text, a statement and both forms: nothing breaks a rule that axe knows; on paper nothing is cut."""
    faults = []
    for page in _page(browser, cell, language, size):
        for address in (
            "/texts", f"/texts/{matters[0]}", "/texts/new", "/statements", f"/statements/{matters[1]}",
            "/statements/new",
        ):  # fmt: skip
            page.goto(address, wait_until="domcontentloaded")
            faults += [f"{address}: {each}" for each in violations(page, without=FRAME)]
            faults += [f"{address} is wider than its screen"] if page.evaluate(WIDER) else []
        for address in (f"/texts/{matters[0]}", f"/statements/{matters[1]}"):
            faults += faults_of(page, address)
    assert faults == []


def _page(browser: Browser, cell: Cell, language: str, size: str) -> Iterator[Page]:
    width, height = SIZES[size]
    address = f"http://127.0.0.1:{cell.port}"
    context = browser.new_context(base_url=address, viewport={"width": width, "height": height})
    context.add_cookies([{"name": "parley-language", "value": language, "url": address}])
    aside(lambda: _as("delegate"))
    sign_in(context, "officer-2")
    bring(context)
    yield context.new_page()
    context.close()
    aside(lambda: _as("duty_officer"))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public pages of a released statement with a read-out of a word without end, as a folder."""
    cell, folder = Pure(), tmp_path_factory.mktemp("public")
    matter = wording.drafted(cell, readouts=True, place="EXERCISE city")
    wording.signs(cell, matter, "IL", "SY", "US")
    cell.now_ms = wording.RELEASE_S * 1000
    wording.releases(cell, "SY", matter)
    told = {"of": matter.id, "texts": [{"lang": "en", "text": "EXERCISE " + "x" * 400}], "released_by": "chief"}
    wording.says(cell, "SY", "statement_readout_given", matter, **told)
    state = wording.statement(cell, matter)
    assert state.name == "released" and state.readouts
    made = {
        "a": files_of(state, charter=cell.charter),
        "": {STYLE: CSS, **indexes_of([state], charter=cell.charter)},
    }
    made["a"] = {**made["a"], **readouts_of(state, charter=cell.charter)}
    for under, files in made.items():
        (folder / under).mkdir(exist_ok=True)
        for name, body in files.items():
            (folder / under / name).write_bytes(body)
    return folder


@pytest.mark.parametrize("width", [1440, 390])
def test_the_public_pages_read_by_the_rules_on_every_screen_and_on_paper(
    browser: Browser, published: Path, width: int
) -> None:
    """In each language, without a script: nothing breaks a rule that axe knows or is wider than the screen or paper."""
    context, faults = browser.new_context(viewport={"width": width, "height": 900}), []
    bring(context)
    try:
        page = context.new_page()
        pages = ["index.html", *(f"a/{each}{lang}.html" for each in ("", "readouts.") for lang in LANGS)]
        for name in pages:
            page.emulate_media(media="screen")
            page.goto((published / name).as_uri())
            assert page.locator("script").count() == 0 and page.locator("h1").inner_text()
            faults += [f"{name}: {each}" for each in violations(page)]
            faults += [f"{name} is wider than its screen"] if page.evaluate(WIDER) else []
            page.emulate_media(media="print")
            faults += [f"{name} is wider than its paper"] if page.evaluate(WIDER) else []
            assert page.locator("nav:visible").count() == 0
    finally:
        context.close()
    assert faults == []

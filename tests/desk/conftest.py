"""Fixtures of the desk's tests. One desk serves them all: Django is set up once a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.desk.cell import Cell, open_cell
from tests.desk.officers.aside import aside
from tests.desk.screens import FLAGS
from tests.desk.visitor import Visitor

# Never a verdict on speed: what appears ends the wait at once, and what never appears fails all the same.
expect.set_options(timeout=60_000)


# These count or weigh what is in sight, so they come before the tests that fill the cell.
FIRST = ("test_weight", "test_unseen", "test_map_screens", "test_sending", "test_presence", "test_voices")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Move the modules of FIRST before all others; the order is otherwise kept."""
    items.sort(key=lambda item: FIRST.index(item.path.stem) if item.path.stem in FIRST else len(FIRST))


@pytest.fixture(scope="session")
def cell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cell]:
    """Three real nodes and the desk of one of them."""
    opened = open_cell(tmp_path_factory.mktemp("cell"))
    yield opened
    opened.server.should_exit = True
    opened.mechanism.close_all()


# No longer than a module: where Playwright runs, a test cannot run an event loop of its own.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def visitor(cell: Cell) -> Visitor:
    """A browser without JavaScript that is signed in as a duty officer."""
    return cell.visitor()


@pytest.fixture(autouse=True)
def calm(request: pytest.FixtureRequest) -> None:
    """Nobody's wrong passwords count for the next; in a browser, no FLASH and no draft is left from an earlier test."""
    if "cell" not in request.fixturenames:
        return
    cell = request.getfixturevalue("cell")
    aside(_forget_failures)
    if "browser" in request.fixturenames:
        cell.acknowledge_all()
        aside(_forget_drafts)


def _forget_failures() -> None:
    from parley.desk.models import SignInFailure

    SignInFailure.objects.all().delete()


def _forget_drafts() -> None:
    from parley.desk.drafts.models import KeptDraft

    KeptDraft.objects.all().delete()

"""What every test shares: what a machine may lack, said plainly, and CI's rule that a skipped test is a failed one."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from benchmarks.cluster import programs_of_postgresql

ROOT = Path(__file__).parents[1]
IN_CI = os.environ.get("CI") == "true"
# The first of Debian's draws no window of its own that nobody looks at.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_CHROMIUM = "No Chromium on this machine. Install it (Debian: apt install chromium) or name it in PARLEY_CHROMIUM."
NO_POSTGRESQL = "No server programs of PostgreSQL on this machine (Debian: apt install postgresql)."
NO_NODEJS = "No node or no tests/interop/node_modules on this machine: run `make setup`."

# Two minutes each, of which nobody else should have to wait for the end.
LONGEST = ("test_two_days", "test_two_desks")

# Two cores are shared: no test fails because the machine was slow for a moment. CI draws the same examples every time.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if IN_CI else "here")


def chromium_path() -> str | None:
    """Return the browser that the tests drive, or None where this machine has none."""
    named = os.environ.get("PARLEY_CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def nodejs_path() -> str | None:
    """Return node, where the packages of tests/interop are installed beside it too; else None."""
    if not (ROOT / "tests" / "interop" / "node_modules").is_dir():
        return None
    return shutil.which("node", path=f"{os.environ.get('PATH', '')}{os.pathsep}{ROOT / '.venv' / 'bin'}")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium."""
    return chromium_path() or pytest.skip(NO_CHROMIUM)


@pytest.fixture(scope="session")
def nodejs() -> str:
    """The path of node."""
    return nodejs_path() or pytest.skip(NO_NODEJS)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files of LONGEST; the order is otherwise kept."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)


def pytest_collection_finish() -> None:
    """Leave what was loaded and collected out of all further garbage collections: it stays until the end."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, with the way out, what needs a browser, node or PostgreSQL on a machine without them."""
    if item.get_closest_marker("browser") and chromium_path() is None:
        pytest.skip(NO_CHROMIUM)
    if item.get_closest_marker("nodejs") and nodejs_path() is None:
        pytest.skip(NO_NODEJS)
    if item.get_closest_marker("postgresql") and programs_of_postgresql() is None:
        pytest.skip(NO_POSTGRESQL)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Turn a skip into a failure in CI: what CI did not run, nobody has run."""
    return _no_skip_in_ci((yield), item.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """Turn the skip of a whole file into a failure in CI."""
    return _no_skip_in_ci((yield), collector.nodeid)


def _no_skip_in_ci(report: Any, name: str) -> Any:
    if IN_CI and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{name} was skipped, and CI skips nothing: {report.longrepr}"
    return report

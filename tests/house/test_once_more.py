"""A whole run that ends with few failures: those alone are run again, and what fails twice has failed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

FIRST_TIME_ONLY = """
from pathlib import Path
def test_first_time_only():
    mark = Path(__file__).with_name("tried")
    seen = mark.exists()
    mark.touch()
    assert seen
"""
# What nobody asks for here takes longer to load than these tests to run.
BARE = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
ALWAYS = "\n".join(f"def test_always_{n}():\n    assert False\n" for n in range(9))


def whole_run(folder: Path, *named: str) -> tuple[int, str]:
    """Run pytest as CI does and then what is run once more; return the exit code and what was said."""
    pytest_says = [sys.executable, "-m", "pytest", "-q", *named]
    code = subprocess.run(pytest_says, cwd=folder, env=BARE, capture_output=True, check=False).returncode
    again = [sys.executable, str(ROOT / "scripts" / "once_more.py"), str(code)]
    done = subprocess.run(again, cwd=folder, env=BARE, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a test that fails the first time only, and nine that always do."""
    (tmp_path / "test_a.py").write_text(FIRST_TIME_ONLY)
    (tmp_path / "test_b.py").write_text(ALWAYS)
    return tmp_path


def test_what_passes_alone_is_named_and_passes(folder: Path) -> None:
    """The run is good, and its output names the test."""
    code, said = whole_run(folder, "test_a.py")
    assert code == 0 and "passed alone" in said and "test_first_time_only" in said


def test_what_fails_twice_has_failed(folder: Path) -> None:
    """Together with one that passes the second time."""
    code, said = whole_run(folder, "test_a.py", "test_b.py::test_always_0")
    assert code == 1 and "failed again" in said


def test_many_failures_are_not_run_again(folder: Path) -> None:
    """Nine are no accident; and a run that could not begin, or passed, stands as it is."""
    code, said = whole_run(folder, "test_b.py")
    assert (code, said) == (1, "")
    assert whole_run(folder, "test_missing.py")[0] == 4
    (folder / "test_good.py").write_text("def test_good():\n    pass\n")
    assert whole_run(folder, "test_good.py") == (0, "")

"""CI skips nothing, and runs everything that the house asks for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import in_memory
from tests.house.tree import ROOT

INNER = '''
import pytest

def test_that_needs_what_is_missing() -> None:
    pytest.skip("not on this machine")
'''


def run_inner(folder: Path, *, ci: str, text: str = INNER) -> subprocess.CompletedProcess[str]:
    """Run a test file of its own under our conftest."""
    (folder / "test_inner.py").write_text(text, encoding="utf-8")
    plugins = ["-p", "tests.conftest", "-p", "no:cacheprovider"]
    words = ["-q", *plugins, "-c", os.devnull, "--rootdir", str(folder), str(folder)]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *words],
        cwd=ROOT,
        env={**os.environ, "CI": ci, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_skipped_test_fails_in_ci(tmp_path: Path) -> None:
    """With CI=true a test that skips is a failed test, and says so."""
    done = run_inner(tmp_path, ci="true")
    assert done.returncode == 1
    assert "CI skips nothing" in done.stdout


def test_a_skipped_file_fails_in_ci(tmp_path: Path) -> None:
    """With CI=true a file that skips as a whole is an error."""
    done = run_inner(tmp_path, ci="true", text="import pytest\npytest.skip('all', allow_module_level=True)\n")
    assert done.returncode != 0
    assert "CI skips nothing" in done.stdout


def test_a_skipped_test_is_only_skipped_elsewhere(tmp_path: Path) -> None:
    """On a developer's machine a skip stays a skip."""
    done = run_inner(tmp_path, ci="")
    assert (done.returncode, "1 skipped" in done.stdout) == (0, True)


STEPS = ("make --jobs=2 setup .venv/pure/.stamp", "make --jobs=2 --output-sync=target lint test-pure")


@pytest.mark.parametrize("step", STEPS)
def test_ci_runs(step: str) -> None:
    """The script of CI runs this step."""
    assert f"\n{step}\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_tests_are_those_of_the_pure_layers_and_all_others() -> None:
    """So CI, which runs the two one after the other, leaves out nothing of `make test`."""
    planned = []
    for each in ("test", "test-pure", "test-others"):
        done = subprocess.run(["make", "-n", each], cwd=ROOT, capture_output=True, text=True, check=True)
        planned.append(set(done.stdout.split("\n")))
    assert planned[0] == planned[1] | planned[2]


def test_a_check_is_lint_and_the_house_tests() -> None:
    """So CI leaves out nothing of it: the house tests are among all tests."""
    planned = subprocess.run(["make", "-n", "check"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    steps = ("ruff check", "mypy", "lint-imports", "pip check", "pytest -q tests/house")
    assert all(step in planned for step in steps)


def test_ci_ends_with_the_tests() -> None:
    """The last thing that CI runs is nearly the whole test suite, whose summary closes its output."""
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("make test-others")


def test_the_files_of_tests_lie_in_memory_where_there_is_room(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """They lie in the folder that is named, as long as the run; on the disk where that folder is small or missing."""
    command = [sys.executable, "-c", "import os, sys; print(os.environ.get('TMPDIR'), sys.argv); sys.exit(3)"]
    for memory, needed, lie_there in ((tmp_path, 0, True), (tmp_path, 1 << 60, False), (tmp_path / "none", 0, False)):
        assert in_memory.main(command, memory=memory, needed=needed) == 3
        said = capfd.readouterr().out
        assert (said.startswith(f"{tmp_path}/p"), f"--basetemp={tmp_path}/p" in said) == (lie_there, lie_there)
    assert list(tmp_path.iterdir()) == []


def test_each_test_runs_once_and_none_is_left_out() -> None:
    """`make test` runs the pure layers in their own environment, and leaves nothing else out of the other run."""
    planned = subprocess.run(["make", "-n", "test"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "scripts/test_pure.py -n" in planned and "test_pure.py --ignored" in planned
    ignored = subprocess.run(
        [sys.executable, "scripts/test_pure.py", "--ignored"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    pure = (ROOT / "scripts" / "test_pure.py").read_text(encoding="utf-8")
    assert ignored and all(each.removeprefix("--ignore=") in pure for each in ignored)
    assert all((ROOT / each.removeprefix("--ignore=")).is_dir() for each in ignored)

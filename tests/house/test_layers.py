"""Imports point downwards only, and the pure layers ask for nothing that is not an argument."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT, dotted, own_python, parsed, shown

PURE = tuple(f"src/parley/{layer}/" for layer in ("tracks", "matters", "charter", "geo", "record"))
IMPURE_NAMES = frozenset({"open", "print", "input", "breakpoint", "exec", "eval", "__import__", "globals"})
IMPURE_CALLS = re.compile(
    r"(^|\.)(now|utcnow|today|urandom|token_bytes|uuid4|getenv|monotonic|read_text|read_bytes|write_text|write_bytes)$"
)


def impurities(tree: ast.Module) -> Iterator[str]:
    """Yield each call in `tree` that asks the machine for time, chance or files, or talks to it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            if name in IMPURE_NAMES or IMPURE_CALLS.search(name):
                yield f"{name} in line {node.lineno}"
        if isinstance(node, ast.Global | ast.Nonlocal):
            yield f"state outside of the arguments in line {node.lineno}"


def test_imports_point_downwards_only() -> None:
    """Every import-linter contract of pyproject.toml is kept."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout


def test_the_pure_layers_take_time_and_chance_as_arguments() -> None:
    """No function of a pure layer asks for the time, for chance, for a file or for the screen."""
    found = [f"{shown(path)}: {what}" for path in own_python(*PURE) for what in impurities(parsed(path))]
    assert found == []


@pytest.mark.parametrize("code", ["datetime.now(UTC)", "open('x')", "os.urandom(8)", "date.today()", "p.read_text()"])
def test_an_impure_call_is_found(code: str) -> None:
    """The search finds what a pure layer must not call."""
    assert list(impurities(ast.parse(code)))


def test_the_layers_are_those_of_the_map() -> None:
    """The layers that import-linter enforces are the ones that docs/map.md draws, in the same order."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    enforced = next(contract["layers"] for contract in settings["contracts"] if contract["id"] == "layers")
    drawn = re.search(r"```layers\n(.*?)```", (ROOT / "docs" / "map.md").read_text(encoding="utf-8"), re.DOTALL)
    assert drawn is not None
    rows = [line.split("  ")[0].strip() for line in drawn[1].splitlines()]
    assert rows == [row.replace("(", "").replace(")", "") for row in enforced]

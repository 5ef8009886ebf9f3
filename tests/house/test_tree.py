"""What must not stand in the tree: addresses of registries, paths of one machine, skipped tests, swallowed errors."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.tree import ROOT, dotted, own_files, own_python, parsed, shown

# Written in two halves, so that this file does not name what it forbids.
HOSTS = [("py", r"pi\.org"), ("python", r"hosted\.org"), ("npm", r"js\.(?:org|com)"), ("deb", r"ian\.org/debian")]
REGISTRIES = re.compile("|".join(first + second for first, second in HOSTS))
MACHINE_PATHS = re.compile(r"(?<![A-Za-z0-9_.<-])/(?:work|farm|root|home/[a-z]+)/")
MARKS = {"pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail"}
SKIPS = MARKS | {"pytest.importorskip", "pytest.xfail", "pytest.skip"}
MAY_SKIP = {"tests/conftest.py"}


def texts() -> Iterator[tuple[str, str]]:
    """Yield each text file of the tree with its path."""
    for path in own_files():
        try:
            yield shown(path), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_registry_is_named() -> None:
    """No file names the host of a package registry: machines reach them by their own settings."""
    assert [path for path, text in texts() if REGISTRIES.search(text)] == []


def test_no_path_of_one_machine_is_named() -> None:
    """No file names a path that exists on one machine only."""
    lines = ((path, line.strip()) for path, text in texts() for line in text.splitlines())
    assert [f"{path}: {line[:80]}" for path, line in lines if MACHINE_PATHS.search(line)] == []


def test_no_test_is_skipped() -> None:
    """Only tests/conftest.py skips, for what a machine lacks; CI counts even that as a failure."""
    found = [
        f"{shown(path)}:{node.lineno} {dotted(node)}"
        for path in own_python("tests/")
        if shown(path) not in MAY_SKIP
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and dotted(node) in SKIPS
    ]
    assert found == []


def swallowed(tree: ast.Module) -> Iterator[int]:
    """Yield the line of each `except` that catches everything and neither raises again nor hands the error on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            everything = node.type is None or dotted(node.type) in {"Exception", "BaseException"}
            if everything and not any(_passes_on(inner) for inner in ast.walk(node)):
                yield node.lineno


def _passes_on(node: ast.AST) -> bool:
    return isinstance(node, ast.Raise) or (isinstance(node, ast.Attribute) and node.attr == "set_exception")


def test_no_error_is_swallowed() -> None:
    """What is caught is named; who catches everything raises again."""
    assert [f"{shown(path)}:{line}" for path in own_python("src/") for line in swallowed(parsed(path))] == []


@pytest.mark.parametrize("code", ["try: f()\nexcept: pass", "try: f()\nexcept Exception as e: log(e)"])
def test_a_swallowed_error_is_found(code: str) -> None:
    """A bare `except` and one that hides everything are reported."""
    assert list(swallowed(ast.parse(code)))


def test_requirements_are_pinned_by_hash_and_name_no_address() -> None:
    """Every pinned requirement has a version and hashes, and no file names an index or an address."""
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        logical = path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        for line in filter(None, map(str.strip, logical)):
            assert re.match(r"[A-Za-z0-9._-]+==[^ ]+ ", line), f"{path.name}: {line[:60]}"
            assert "--hash=sha256:" in line, f"{path.name}: {line[:60]}"
            assert "://" not in line

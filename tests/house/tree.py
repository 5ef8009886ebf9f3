"""The repository as the house tests read it: own files, own Python, exceptions with their reasons."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polib

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "parley"
PYTHON_FOLDERS = ("src/", "tests/", "scripts/", "benchmarks/")


@cache
def own_files() -> tuple[Path, ...]:
    """Return every file that is committed or would be: what git ignores is not ours."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return tuple(ROOT / name for name in sorted(listed.split("\0")) if name and (ROOT / name).is_file())


def shown(path: Path) -> str:
    """Return the path as people write it, from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def own_python(*folders: str) -> tuple[Path, ...]:
    """Return our Python files below `folders`, or below all folders that hold Python."""
    below = folders or PYTHON_FOLDERS
    return tuple(path for path in own_files() if path.suffix == ".py" and shown(path).startswith(below))


@cache
def text_of(path: Path) -> str:
    """Return what stands in a file; many a test looks into all of them."""
    return path.read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(text_of(path), filename=str(path))


@cache
def translations(path: Path) -> polib.POFile:
    """Return the entries of a .po file."""
    return polib.pofile(str(path))


type_of_function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST, *, within: str = "") -> Iterator[tuple[str, type_of_function]]:
    """Yield every function of a tree with its qualified name, methods and inner functions too."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, type_of_function):
            yield within + node.name, node
            yield from functions(node, within=f"{within}{node.name}.")
        elif isinstance(node, ast.ClassDef):
            yield from functions(node, within=f"{within}{node.name}.")
        else:
            yield from functions(node, within=within)


def body_lines(function: type_of_function) -> int:
    """Return how many lines the body of a function takes, its docstring not counted."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def dotted(node: ast.AST) -> str:
    """Return a name such as `pytest.mark.skip` as it is written, or an empty string for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{dotted(value)}.{attr}".lstrip(".")
    return ""


@dataclass(frozen=True, slots=True)
class Exempt:
    """One line of exceptions.txt."""

    what: str
    where: str
    reason: str


@cache
def exceptions() -> tuple[Exempt, ...]:
    """Return the exceptions; a line without a reason is an error."""
    lines = (ROOT / "tests" / "house" / "exceptions.txt").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        subject, reason = line.split(" | ")
        what, where = subject.split(" ")
        found.append(Exempt(what=what, where=where, reason=reason.strip()))
    return tuple(found)


def unexempted(what: str, *, broken: set[str]) -> tuple[set[str], set[str]]:
    """Return what is broken without a reason, and what is excused without need."""
    excused = {exempt.where for exempt in exceptions() if exempt.what == what}
    return broken - excused, excused - broken

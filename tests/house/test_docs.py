"""Documentation is under test: what it names exists."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from parley.cli.main import VERBS
from tests.house.tree import PACKAGE, ROOT, own_files, own_python, shown

CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
FENCE = re.compile(r"```.*?```", re.DOTALL)
ENTRY = re.compile(r"[A-Z]{2,}/\d+")
ENDINGS = (".py", ".md", ".json", ".yaml", ".toml", ".css", ".js", ".html", ".in", ".po", ".csv", ".sh")
# A path in a home folder, in a served log or of a person's choice is written with capitals first: `HOME/keys/`.
PLACEHOLDER = re.compile(r"^(?:\.?/)?(?:[A-Z]+(?:/|$)|~|\$|https?:|\.venv/|demo-home|parley-home)")


def documents() -> list[Path]:
    """Return README, CHANGELOG and everything under docs."""
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def quoted(path: Path) -> Iterator[str]:
    """Yield what a document sets in backticks, outside of its blocks of code."""
    yield from CODE.findall(FENCE.sub("", path.read_text(encoding="utf-8")))


def is_path(token: str) -> bool:
    """Return whether a quoted token names a file or folder of the repository."""
    if ENTRY.fullmatch(token) or PLACEHOLDER.match(token) or set(token) & set(" <>{}*()=|%…"):
        return False
    return token.endswith(ENDINGS) or ("/" in token and bool(re.fullmatch(r"[A-Za-z0-9_./-]+", token)))


def exists(token: str, *, document: Path) -> bool:
    """Return whether a path exists: from the root, from the package or from the document's own folder."""
    return any((start / token.rstrip("/")).exists() for start in (ROOT, PACKAGE, document.parent))


@pytest.mark.parametrize("document", documents(), ids=shown)
def test_every_path_that_a_document_names_exists(document: Path) -> None:
    """Every path in backticks, and every link, leads to something in this repository."""
    text = FENCE.sub("", document.read_text(encoding="utf-8"))
    links = [link for link in LINK.findall(text) if "://" not in link and not link.startswith("mailto:")]
    named = [token for token in quoted(document) if is_path(token)]
    assert [token for token in [*named, *links] if not exists(token, document=document)] == []


# A file that a comment or a docstring leads to, from the root or from the package.
LEADS = re.compile(r"\b(?:docs|tests|scripts|vectors|charters|texts|src)/[\w./-]*\w\.(?:md|py|json|yaml|txt)\b")


def test_every_file_that_a_module_leads_its_reader_to_exists() -> None:
    """What a comment, a docstring or a message names is there."""
    paths = own_python("src/", "scripts/", "benchmarks/")
    named = [(path, name) for path in paths for name in LEADS.findall(path.read_text(encoding="utf-8"))]
    assert [f"{shown(path)}: {name}" for path, name in named if not exists(name, document=path)] == []


def test_the_map_leads_to_every_page_and_folder() -> None:
    """Who opens docs/map.md finds each page of docs, the decisions together, and each folder of the tree."""
    text = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")} - {"map.md"}
    asked = {page for page in pages if not page.startswith(("decisions/", "screens/"))}
    assert sorted(asked - set(LINK.findall(text))) == []
    tops = {shown(path).split("/")[0] for path in own_files() if "/" in shown(path)}
    layers = {f"src/parley/{path.parent.name}" for path in PACKAGE.glob("*/__init__.py")}
    folders = {name for name in tops - {"docs", "src"} if not name.startswith(".")} | layers
    assert [folder for folder in sorted(folders) if f"| `{folder}/` |" not in text] == []


@cache
def help_of(verb: str) -> str:
    """Return what `parley VERB --help` prints, and for each word below the verb what its own help prints."""
    parser = argparse.ArgumentParser(prog=f"parley {verb}")
    import_module(VERBS[verb][0]).configure(parser)
    return "\n".join(each.format_help() for each in [parser, *_below(parser)])


def _below(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.values()


@pytest.mark.parametrize("document", documents(), ids=shown)
def test_every_command_that_a_document_names_exists(document: Path) -> None:
    """Every `parley verb`, its word below and its options stand in the help of that verb."""
    text = document.read_text(encoding="utf-8")
    for command in re.findall(r"(?:^|`|\$ |bin/)parley ([a-z][^`\n#]*)", text, re.MULTILINE):
        verb, *words = command.split()
        assert verb in VERBS, command
        for word in words:
            if word.startswith("--"):
                assert word.split("=")[0] in help_of(verb), command
        if words and re.fullmatch(r"[a-z]+(\|[a-z]+)*", words[0]) and "{" in help_of(verb):
            assert all(below in help_of(verb) for below in words[0].split("|")), command


@pytest.mark.parametrize("document", documents(), ids=shown)
def test_every_make_target_that_a_document_names_exists(document: Path) -> None:
    """Every `make target` stands in the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = re.findall(r"`make ([a-z-]+)", document.read_text(encoding="utf-8"))
    assert set(named) <= targets


@pytest.mark.parametrize("document", documents(), ids=shown)
def test_every_module_that_a_document_names_exists(document: Path) -> None:
    """Every `parley.layer.module` in a document can be found in the package."""
    for token in quoted(document):
        if re.fullmatch(r"parley(\.[a-z_]+)+", token):
            place = ROOT / "src" / Path(*token.split("."))
            assert place.is_dir() or place.with_suffix(".py").is_file(), token


@pytest.mark.parametrize("token", ["record/leaf.py", "docs/map.md", "charters/"])
def test_the_search_sees_a_path_in(token: str) -> None:
    """What looks like a path of the repository is checked."""
    assert is_path(token)


@pytest.mark.parametrize("token", ["SY/1042", "HOME/keys/", "file(draft)", "age-v1-mlkem768x25519", "and/or this"])
def test_the_search_lets_pass(token: str) -> None:
    """Entry ids, placeholders and calls are no paths."""
    assert not is_path(token)

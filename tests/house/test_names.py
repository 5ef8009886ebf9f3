"""Names that say nothing are not used for modules and classes."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.tree import PACKAGE, own_python, parsed, shown, unexempted

BANNED = frozenset(
    word + ending
    for word in ["util", "helper", "common", "misc", "base", "core"]
    + ["manager", "handler", "service", "processor", "data", "info"]
    for ending in ("", "s")
    if word + ending != "bases"  # the plural of basis
)


def words(name: str) -> set[str]:
    """Return the words of a name in snake_case or CamelCase, in lower case."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)}


def test_no_module_has_a_name_that_says_nothing() -> None:
    """No module or package has a banned word in its name."""
    broken = {
        shown(path)
        for path in own_python()
        if words(path.stem) & BANNED or any(words(part) & BANNED for part in shown(path).split("/")[1:-1])
    }
    assert unexempted("name", broken=broken)[0] == set()


def test_no_class_has_a_name_that_says_nothing() -> None:
    """No class has one of the banned words in its name."""
    broken = {
        f"{shown(path)}:{node.name}"
        for path in own_python()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef) and words(node.name) & BANNED
    }
    assert unexempted("name", broken=broken)[0] == set()


@pytest.mark.parametrize("name", ["http_utils", "EventManager", "BaseFold", "HTTPHandler", "my_data"])
def test_the_search_finds_the_bad_word_in(name: str) -> None:
    """A banned word is found wherever it stands in a name."""
    assert words(name) & BANNED


@pytest.mark.parametrize("name", ["database", "Informed", "score", "Commonality", "baseline"])
def test_the_search_lets_pass(name: str) -> None:
    """A word that only begins like a banned one is no banned one."""
    assert not words(name) & BANNED


def test_no_two_addresses_of_the_desk_have_one_name() -> None:
    """A name leads to the address that was named last: of two parts with one name, one would open the other's page."""
    named = re.compile(r'path\("([^"]*)".*?name="([^"]+)"')
    found: dict[str, set[str]] = {}
    for path in sorted((PACKAGE / "desk").rglob("urls.py")):
        for _, name in named.findall(path.read_text(encoding="utf-8")):
            found.setdefault(name, set()).add(path.parent.name)
    assert {name: parts for name, parts in found.items() if len(parts) > 1} == {}

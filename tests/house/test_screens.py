"""Screens turn round for Arabic and Hebrew, and run under a policy that allows nothing inline."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT, own_files, shown

PHYSICAL = re.compile(
    r"(?<![\w.#-])(?:(?:scroll-)?(?:margin|padding|border)-(?:left|right|top|bottom)(?:-\w+)*"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right|top|bottom)\s*:"
    r"|(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b"
)
INLINE = re.compile(
    r"<[^>]*\s(?:style|on[a-z]+)\s*=|<style\b|<script\b(?![^>]*\bsrc=)(?![^>]*application/json)|javascript:",
    re.IGNORECASE,
)
COMMENT = re.compile(r"/\*.*?\*/|{#.*?#}|<!--.*?-->", re.DOTALL)


def ours(suffix: str) -> Iterator[Path]:
    """Yield the style sheets or templates of the package that are written here."""
    return (path for path in own_files() if path.suffix == suffix and shown(path).startswith("src/"))


def test_style_sheets_know_no_left_and_right() -> None:
    """Style sheets use logical properties only, so that one sheet serves both directions of writing."""
    found = [
        f"{shown(path)}: {match[0]}"
        for path in ours(".css")
        for match in PHYSICAL.finditer(COMMENT.sub("", path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_what_is_joined_and_bundled_is_made_of_the_files_as_they_are() -> None:
    """The style sheet and the scripts that every page loads are built from today's sources: if not, `make setup`."""
    words = [sys.executable, str(ROOT / "scripts" / "build_desk.py"), "--check"]
    checked = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert checked.returncode == 0, checked.stderr


def test_templates_hold_no_inline_style_and_no_inline_script() -> None:
    """Templates hold no style attribute, no event attribute, no style element and no script text."""
    found = [
        f"{shown(path)}: {match[0][:60]}"
        for path in ours(".html")
        for match in INLINE.finditer(COMMENT.sub("", path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_templates_load_nothing_from_elsewhere() -> None:
    """No template or style sheet names an address outside of the node."""
    outside = re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//|url\(\s*[\"']?(?:https?:)?//|@import")
    files = [*ours(".html"), *ours(".css")]
    assert [shown(path) for path in files if outside.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("line", ["margin-left: 1em", "  right:0", "text-align: left", "border-top-left-radius: 2px"])
def test_a_physical_property_is_found(line: str) -> None:
    """The search finds properties that name a side of the screen."""
    assert PHYSICAL.search(line)


@pytest.mark.parametrize("line", ["margin-inline-start: 1em", "text-align: start", ".top :focus"])
def test_a_logical_property_passes(line: str) -> None:
    """The search lets logical properties pass."""
    assert not PHYSICAL.search(line)


@pytest.mark.parametrize("line", ['<p style="a">', '<a onclick="x()">', "<script>alert(1)</script>"])
def test_inline_code_is_found(line: str) -> None:
    """The search finds what the content security policy would refuse."""
    assert INLINE.search(line)

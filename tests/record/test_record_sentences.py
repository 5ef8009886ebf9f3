"""Every refusal of the record's formats can be told to a person, in each language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley import record
from parley.texts import LANGUAGES, catalogue, sentence

SOURCES = sorted(Path(str(record.__file__)).parent.glob("*.py"))


def raised() -> Iterator[tuple[str, bool]]:
    """Yield each code that the record's sources write out, and whether a place stands with it."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.endswith("Error"):
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and "." in str(first.value) and " " not in str(first.value):
                    yield str(first.value), len(node.args) > 1


RAISED = sorted(set(raised()))


def test_the_search_finds_the_codes() -> None:
    """The search sees codes of each of the formats, or the other tests would say nothing."""
    assert {"json", "leaf", "body", "sealing", "note", "tile", "tree"} <= {code.split(".")[0] for code, _ in RAISED}


@pytest.mark.parametrize(("code", "has_place"), RAISED)
def test_a_code_has_a_sentence_that_its_place_completes(code: str, has_place: bool) -> None:
    """Each code has a sentence, which speaks of a place only where every use gives one."""
    assert code in catalogue()
    for language in LANGUAGES:
        text = sentence(code, language=language, data={"where": "SY/1042"} if has_place else {})
        assert text.endswith(".")

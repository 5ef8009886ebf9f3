"""Every clause says what it says in three languages, and what to do about it."""

from __future__ import annotations

import ast
import re

from parley.texts import catalogue
from tests.house.tree import own_python, parsed, shown

CLAUSE = re.compile(r"[A-Z]+-[1-9][0-9]{0,2}")
# Written like a clause and none: of the notations of other people's formats.
OTHERS = re.compile(r"(UTF|SHA|HTTP|ISO|AES|X|ED|WGS|GRS)-\d+")


def test_every_clause_that_the_program_names_has_its_text() -> None:
    """A string that is the number of a clause stands in texts/clauses.json, and its group says what to do."""
    missing = sorted(
        f"{shown(path)}:{node.lineno} {node.value}"
        for path in own_python("src/")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CLAUSE.fullmatch(node.value)
        and not OTHERS.fullmatch(node.value)
        and not _is_told(node.value)
    )
    assert missing == []


def _is_told(clause: str) -> bool:
    return f"clause.{clause}" in catalogue() and f"clause_do.{clause.partition('-')[0]}" in catalogue()

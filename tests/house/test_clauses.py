"""Every clause says what it says in three languages, and what to do about it."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from parley.texts import catalogue
from tests.house.tree import own_python, parsed, shown

CLAUSE = re.compile(r"[A-Z]+-[1-9][0-9]{0,2}")
SENTENCE = re.compile(r"[.:;؛](?:\s|$)")
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


# An order is already what to do.
ORDERS = {"quiet_faulty", "watch_sound_untested", "emergency_why", "sso_subject"}


def test_a_sentence_about_the_desk_says_what_to_do() -> None:
    """Beside others stands what to do by their clause; those of the desk say it themselves, in each language."""
    refusals = {
        node.args[0].value
        for path in own_python("src/parley/desk/")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and _is_refusal_of_the_desk(node)
    }
    assert len(refusals) > 40
    assert sorted(code for code in refusals - ORDERS if not _says_more(catalogue()[code])) == []


def _says_more(said: Mapping[str, str]) -> bool:
    return all(len(SENTENCE.findall(text)) > 1 for text in said.values())


def _is_refusal_of_the_desk(call: ast.Call) -> bool:
    words = [each.value for each in call.args[:2] if isinstance(each, ast.Constant)]
    return len(words) == 2 and words[0] in catalogue() and str(words[1]).startswith("DESK-")

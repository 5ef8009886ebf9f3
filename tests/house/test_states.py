"""No state is settable: the record is insert-only, and states come out of folds alone."""

from __future__ import annotations

import ast
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.node.store.schema import INSERT_ONLY, create
from tests.house.tree import dotted, own_python, parsed, shown

CHANGES = re.compile(
    r"\b(UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM|REPLACE\s+INTO|INSERT\s+OR\s+REPLACE\s+INTO)\s+\"?(\w+)", re.IGNORECASE
)
DROPS = re.compile(r"\bDROP\s+(?:TABLE|TRIGGER)|\bwritable_schema\b|\bALTER\s+TABLE\b", re.IGNORECASE)
PURE_FOLDS = ("src/parley/tracks/", "src/parley/matters/")


def statements(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield every string of a file that is no docstring, joined as Python joins it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_no_statement_changes_what_is_kept_for_ever() -> None:
    """No SQL in the package updates, deletes or replaces rows of an insert-only table, or lifts its rule."""
    found = [
        f"{shown(path)}:{line} {text.strip()[:60]}"
        for path in own_python("src/")
        for line, text in statements(parsed(path))
        if DROPS.search(text) or any(table.lower() in INSERT_ONLY for _, table in CHANGES.findall(text))
    ]
    assert found == []


@pytest.mark.parametrize("table", INSERT_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {table} SET rowid = rowid", "DELETE FROM {table}"])
def test_the_database_itself_refuses_to_change_the_record(table: str, change: str) -> None:
    """A row of an insert-only table can be neither changed nor deleted, whoever asks."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    create(conn)
    columns = [row[1] for row in conn.execute(f"PRAGMA table_info({table})")]
    conn.execute("PRAGMA foreign_keys=OFF")
    conn.execute(f"INSERT INTO {table} VALUES ({', '.join('1' for _ in columns)})")
    statement = change.format(table=table).replace("rowid = rowid", f"{columns[0]} = {columns[0]}")
    with pytest.raises(sqlite3.IntegrityError, match="insert-only"):
        conn.execute(statement)


def state_classes() -> dict[str, Path]:
    """Return the states: classes of the tracks and of the kernel that can say themselves as JSON."""
    return {
        node.name: path
        for path in own_python(*PURE_FOLDS)
        for node in parsed(path).body
        if isinstance(node, ast.ClassDef) and not _is_protocol(node)
        and any(isinstance(part, ast.FunctionDef) and part.name == "as_json" for part in node.body)
    }


def _is_protocol(node: ast.ClassDef) -> bool:
    return any(dotted(parent).endswith("Protocol") for parent in node.bases)


def test_states_are_made_in_folds_alone() -> None:
    """No door and no part of the node makes or replaces a state: it comes out of a track's fold."""
    states = state_classes()
    assert states
    outside = [path for path in own_python("src/") if not shown(path).startswith(PURE_FOLDS)]
    made = [
        f"{shown(path)}:{node.lineno} {dotted(node.func)}"
        for path in outside
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] in states
    ]
    assert made == []


def test_states_cannot_be_changed() -> None:
    """Every state is a frozen dataclass."""
    thawed = [
        f"{shown(path)}:{node.name}"
        for name, path in state_classes().items()
        for node in parsed(path).body
        if isinstance(node, ast.ClassDef) and node.name == name
        and not any("frozen=True" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]
    assert thawed == []


@pytest.mark.parametrize("text", ["UPDATE leaf SET raw = 1", "insert or replace into body", "DELETE FROM plaintext"])
def test_a_change_of_the_record_is_found(text: str) -> None:
    """The search sees each way to change a row."""
    assert any(table in INSERT_ONLY for _, table in CHANGES.findall(text))

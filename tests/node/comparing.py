"""What nodes must agree on, read from their databases with everything unlocked."""

from __future__ import annotations

import json
from typing import Any

from parley.node.rebuilding import rebuild
from parley.node.running import Node
from parley.node.store.schema import READ_TABLES

Key = tuple[str, int]


def tables(node: Node) -> dict[str, list[Any]]:
    """Return every read table, with the locked columns opened."""
    return {table: _rows(node, table) for table in READ_TABLES}


def _rows(node: Node, table: str) -> list[Any]:
    found = node.reader().execute(f"SELECT * FROM {table}")
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found]
    for row in rows:
        if "locked" in row:
            row["locked"] = json.loads(node.box.unlock(row["locked"], place=f"matter/{row['id']}"))
    return sorted(rows, key=repr)


def rebuilt(node: Node) -> dict[str, list[Any]]:
    """Return every read table after a rebuild."""
    node.writer.call(rebuild).result()
    return tables(node)


def verdicts(node: Node) -> dict[Key, str | None]:
    """Return the verdict of each entry that this node has opened, by log and number."""
    return {key: verdict for key, (kind, _, verdict) in points(node).items() if kind is not None}


def points(node: Node) -> dict[Key, tuple[str | None, str | None, str | None]]:
    """Return kind, matter and verdict of each judged entry."""
    rows = node.reader().execute(
        "SELECT l.origin, p.number, p.kind, p.matter, p.verdict FROM point p JOIN log l ON l.id = p.log"
    )
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in rows}


def leaf_verdicts(node: Node) -> dict[Key, str]:
    """Return the verdicts that need no opened body."""
    return {key: verdict for key, (_, _, verdict) in points(node).items() if verdict and '"clause":"L-' in verdict}


def matters(node: Node) -> dict[str, dict[Key, str | None]]:
    """Return for each matter its readable entries with their verdicts."""
    found: dict[str, dict[Key, str | None]] = {}
    for key, (_, matter, verdict) in points(node).items():
        if matter is not None:
            found.setdefault(matter, {})[key] = verdict
    return found


def states(node: Node) -> dict[str, Any]:
    """Return the state of each matter."""
    return {row["id"]: row["locked"] for row in _rows(node, "matter")}


def frozen(node: Node) -> dict[str, int]:
    """Return where each forked log is frozen."""
    rows = node.reader().execute(
        "SELECT l.origin, c.frozen_at FROM cursor c JOIN log l ON l.id = c.log WHERE c.frozen_at IS NOT NULL"
    )
    return {row[0]: row[1] for row in rows}


def opened_bodies(node: Node) -> int:
    """Return how many bodies were opened here."""
    return int(node.reader().execute("SELECT count(*) FROM plaintext").fetchone()[0])


def assert_alike(nodes: list[Node]) -> None:
    """Assert that all nodes that hold the same readable entries of a matter show the same verdicts and state."""
    held = [(node, matters(node), states(node)) for node in nodes]
    for index, (one, matters_one, states_one) in enumerate(held):
        for other, matters_other, states_other in held[index + 1 :]:
            who = f"{one.home.path.name} and {other.home.path.name}"
            for matter in matters_one.keys() & matters_other.keys():
                if matters_one[matter].keys() != matters_other[matter].keys():
                    continue
                assert matters_one[matter] == matters_other[matter], f"verdicts of {matter} at {who}"
                assert states_one.get(matter) == states_other.get(matter), f"state of {matter} at {who}"
            assert frozen(one) == frozen(other), f"forks at {who}"
            assert leaf_verdicts(one) == leaf_verdicts(other), f"leaf rules at {who}"


def assert_converged(nodes: list[Node]) -> None:
    """Assert that the nodes agree, and that each one's read tables are what a rebuild makes of its logs."""
    assert_alike(nodes)
    for node in nodes:
        assert_live_is_rebuilt(node)


def assert_live_is_rebuilt(node: Node) -> None:
    """Assert that the read tables, made again from the logs, are what they were."""
    live, again = tables(node), rebuilt(node)
    for table in READ_TABLES:
        assert live[table] == again[table], f"{table} at {node.home.path.name}"

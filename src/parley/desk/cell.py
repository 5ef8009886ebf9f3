"""The one place where the desk finds the running node that it is a door to.

`parley run` calls `attach` once, before the first request; every view then calls `node()`. There is
exactly one node in a process, so one module variable says it without passing it through Django.
"""

from __future__ import annotations

from parley.node.running import Node

_attached: list[Node] = []


def attach(node: Node) -> None:
    """Make `node` the one this desk speaks for. A second, different node is refused: RuntimeError."""
    if _attached and _attached[0] is not node:
        raise RuntimeError("this desk already speaks for a node")
    _attached[:] = [node]


def node() -> Node:
    """Return the attached node; RuntimeError where the desk was opened without one."""
    if not _attached:
        raise RuntimeError("no node is attached: call parley.desk.opening.open_desk(node) first")
    return _attached[0]

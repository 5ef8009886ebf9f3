"""What is owed though nothing was said yet: inspections by calendar, and looks at sectors that are raised."""

from __future__ import annotations

from parley.matters.duty import Duty
from parley.node.running import Node
from parley.node.verifying.inspected import inspections_owed
from parley.node.verifying.watched import warnings_owed


def unsaid_owed(node: Node, *, now_ms: int) -> list[Duty]:
    """Return the duties that belong to no matter, met or not, sorted by id; those of line checks are told apart."""
    return [*inspections_owed(node, now_ms=now_ms), *warnings_owed(node, now_ms=now_ms)]

"""Which permits are suspended: those whose route falls into a standstill that all have signed (CM-22).

No entry says so. It follows from the notice of the route, the standstill with its variances, and the charter's figures
of the ground: every node that holds the same finds the same, and a permit comes back by itself when nothing of its
route is held any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parley.node import reading
from parley.node.running import Node

CLAUSE = "CM-22"
OVER = ("withdrawn", "passed", "turned_back", "not_come")


@dataclass(frozen=True, slots=True)
class Suspended:
    """By which standstill a permit is suspended, and of which notice, in which version, that follows."""

    standstill: str
    notice: str
    version: str
    clause: str = CLAUSE


def route_matter(node: Node, version: str) -> str:
    """Return the notice of which this is a version; "" where it is not here."""
    found = reading.find_entry(node, version)
    return str(found[1].matter or "") if found is not None else ""


def suspended_by(node: Node, crossing: Mapping[str, Any]) -> Suspended | None:
    """Return by what the permit of a crossing is suspended; None where it is not, or nothing more is asked."""
    notice = route_matter(node, crossing["route"])
    if crossing["name"] in OVER or not notice:
        return None
    # Here, because GEOS is loaded where there are notices, and on no other node.
    from parley.node.overlaps.standing import standing_of  # noqa: PLC0415

    held = standing_of(node).hard_of(notice)
    return Suspended(held.standstill, notice, held.version) if held is not None else None


def met_by_route(node: Node, crossing: Mapping[str, Any]) -> int:
    """Return how many other notices the route of a crossing overlaps or comes near."""
    notice = route_matter(node, crossing["route"])
    if not notice:
        return 0
    # Here, for the same reason.
    from parley.node.overlaps.kept import overlaps_of  # noqa: PLC0415

    return sum(each.kind != "contact" for each in overlaps_of(node).of(notice))

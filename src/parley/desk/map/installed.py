"""The layers of this desk's map, each named once. To add one: a function from a window to facts, and a line here."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import TYPE_CHECKING

from parley.desk.commerce.mapped import CROSSING_POINTS
from parley.desk.commitments.mapped import OBLIGATIONS
from parley.desk.disputes.mapped import MEASURES
from parley.desk.incidents.mapped import INCIDENTS
from parley.desk.information.mapped import REPORTS
from parley.desk.map.adding import Layer, MapFact, Window
from parley.desk.map.charted import LINES, PLACES, ZONES
from parley.desk.map.disputed import DISPUTED
from parley.desk.map.messages import MESSAGES
from parley.desk.notices.mapped import NOTICES
from parley.desk.notices.meeting import OVERLAPS
from parley.desk.sites.mapped import SITES
from parley.desk.standstill.mapped import STANDSTILLS
from parley.desk.verifying.mapped import INSPECTIONS, SECTORS
from parley.node.running import Node

if TYPE_CHECKING:
    from parley.desk.models import Officer

LAYERS: tuple[Layer, ...] = (
    MESSAGES, OVERLAPS, NOTICES, SITES, STANDSTILLS, INCIDENTS, REPORTS, INSPECTIONS, SECTORS, MEASURES, OBLIGATIONS,
    ZONES, LINES, PLACES, DISPUTED, CROSSING_POINTS,
)  # fmt: skip


def layers() -> tuple[Layer, ...]:
    """Return the layers in their order."""
    return tuple(sorted(LAYERS, key=attrgetter("place")))


def facts_of(
    node: Node, officer: Officer, window: Window, *, names: Iterable[str] | None = None
) -> list[tuple[Layer, MapFact]]:
    """Return the facts of all layers, or of those named, each with its layer, in the order of the layers."""
    wanted = None if names is None else set(names)
    chosen = [layer for layer in layers() if wanted is None or layer.name in wanted]
    return [(layer, fact) for layer in chosen for fact in layer.read(node, officer, window)]

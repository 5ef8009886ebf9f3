"""What the map adds to the frame: its rail entry, its view of the stage, a small map beside a matter with a place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from parley.desk.adding import DeskPart, KeyHint, Panel, RailEntry, StageView
from parley.desk.map.charted import names_not_drawn
from parley.desk.map.messages import facts_of_matter, has_place
from parley.desk.map.telling import told_box
from parley.node import reading

if TYPE_CHECKING:
    from parley.desk.frame import Frame


def address(matter: str) -> str:
    """Return the address of the map, turned to a matter where one is named."""
    return reverse("map") + (f"?{urlencode({'matter': matter, 'span': 720})}" if matter else "")


def small_map(frame: Frame, matter: str) -> Mapping[str, Any] | None:
    """Return what the small map of a matter shows, or None where nobody named a place in it."""
    row = reading.matter(frame.node, matter)
    if row is None or not has_place(row.state):
        return None
    facts = [fact for fact in facts_of_matter(frame.node, row) if fact.until_ms is None]
    return {
        "facts": facts,
        "source": f"{reverse('map-features')}?{urlencode({'matter': matter})}",
        "address": address(matter),
        "box": told_box(frame.node.charter().map),
        "unnamed": ",".join(names_not_drawn(frame.node)),
    }


MAP = DeskPart(
    "map",
    urls="parley.desk.map.urls",
    rail=(RailEntry("map", lambda: gettext("Map"), "map", "place", place=30),),
    panels=(Panel("map", lambda: gettext("On the map"), "desk/map/small.html", small_map, shape="place", place=15),),
    stage_views=(StageView("map", lambda: gettext("Map"), address, shape="place", place=20),),
    scripts=("map/found.js", "map/blocks.js"),
    keys=(
        KeyHint(("M",), lambda: gettext("map")),
        KeyHint(("+", "−"), lambda: gettext("map: nearer, farther")),
        KeyHint(("Enter",), lambda: gettext("map: pick its middle; drawing: put a corner there")),
    ),
)

"""Crossing points on this desk's map, with how many crossings each has today."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from parley.charter.commerce import DAY_S
from parley.desk.commerce.facts import point_name
from parley.desk.commerce.found import OVER, newest, points
from parley.desk.map.adding import Layer, MapFact, Window
from parley.desk.reach import tracks_read
from parley.geo.place import E7, place_text
from parley.node.running import Node
from parley.tracks.commerce.track import TRACK

if TYPE_CHECKING:
    from parley.desk.models import Officer


def read(node: Node, officer: Officer, window: Window) -> Iterator[MapFact]:
    """Yield each crossing point of the charter; what passes today is counted by the slots that are asked for."""
    if TRACK.name not in tracks_read(officer) or window.matters is not None:
        return
    today = node.clock.now_ms() // 1000 // DAY_S
    of_today = [
        row.state["point"] for row in newest()
        if row.state["slot_s"] // DAY_S == today and row.state["name"] not in OVER[:1]
    ]  # fmt: skip
    for point in points():
        counted = gettext("Crossings today: %(count)s") % {"count": of_today.count(point.name)}
        yield MapFact(
            f"crossing-point/{point.name}",
            {"type": "Point", "coordinates": [point.at.lon_e7 / E7, point.at.lat_e7 / E7]},
            "place-town",
            gettext("Crossing point"),
            point_name(point.name),
            where=place_text(point.at),
            label=point_name(point.name),
            state=counted,
            source="commerce.points",
            address=f"{reverse('crossings')}?point={point.name}",
        )


CROSSING_POINTS = Layer("crossing-points", lambda: gettext("Crossing points"), read, shape="crossing", place=17)

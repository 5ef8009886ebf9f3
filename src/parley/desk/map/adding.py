"""What a track adds to the map, as plain data: a layer, which is a name and a function from a window of time to facts.

A layer is named once in `parley.desk.map.installed`. A fact is drawn and listed by the same value, so that the map
never holds the only copy of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from parley.geo.place import E7, Place
from parley.node.running import Node

if TYPE_CHECKING:
    from parley.desk.models import Officer

# How features look is drawn by static/desk/map/styles.js, which knows these and no others.
STYLES = (
    "message", "flash", "read-back", "differs", "place-area", "place-town", "place-summit", "place-water",
    "line-agreed", "line-proposed", "line-asserted", "line-contested", "area-disputed", "line-disputed",
    "notice", "notice-meets", "notice-contingency",
    "standstill", "standstill-asked", "protected", "incident", "incident-area",
    "inspection", "inspection-area", "sector", "sector-raised", "measure", "measure-asked", "obligation",
    "obligation-asked",
    "overlap-conflict", "overlap-near", "overlap-contact", "overlap-zone",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heights:
    """From where to where in metres; None: no limit.

    `low` and `high` are above the ellipsoid, as wide as both limits may mean. Where both are measured from the same,
    `reference` names it and `written` has them as written: two of one reference are compared as written.
    """

    low: float | None
    high: float | None
    reference: str = ""
    written: tuple[float | None, float | None] = (None, None)

    def shares(self, other: Heights) -> bool:
        """Return whether there is a height that lies in both; touching edges do not count."""
        if self.reference and self.reference == other.reference:
            return _share(self.written, other.written)
        return _share((self.low, self.high), (other.low, other.high))


def _share(one: tuple[float | None, float | None], other: tuple[float | None, float | None]) -> bool:
    pairs = ((one[0], other[1]), (other[0], one[1]))
    return all(low is None or high is None or low < high for low, high in pairs)


@dataclass(frozen=True, slots=True)
class Window:
    """The time that the map shows, in milliseconds: what was said from `from_ms` to `until_ms`, as known at `until_ms`.

    With `matters` only facts of these matters are asked for: others have not changed since they were last read.
    `heights` leaves out what lies elsewhere for certain, `ahead_ms` what has no hour in so much time from `until_ms`
    on; what has no height or no hours is in no way left out. `lines_ms` is the instant whose lines and zones are shown.
    """

    from_ms: int
    until_ms: int
    now_ms: int
    matters: frozenset[str] | None = None
    heights: Heights | None = None
    ahead_ms: int | None = None
    lines_ms: int | None = None


@dataclass(frozen=True, slots=True)
class MapFact:
    """Something on the map and in the list; without a `geometry` it is in the list alone, and the map says so.

    `id` stays the same for as long as it is the same fact. `geometry` is GeoJSON with longitude first; `style` one of
    STYLES; `label` is drawn beside it, `what` and `name` stand in the list, `where` is its place as read out, `measure`
    a length, `by` says whose word it is, `state` what is to be known of it, `source` from where it comes. It holds
    from `from_ms` to before `until_ms` (None: without end); what was said at `said_at_ms` is shown for the hours
    chosen, and what was never said, as a line of the charter, always. `matter` and `address` lead to the matter, `also`
    is another that it is about. `heights` and `windows` (in milliseconds) are those of an activity or a zone; what
    `is_dated` belongs to the instant whose lines are shown.
    """

    id: str
    geometry: Mapping[str, Any] | None
    style: str
    what: str
    name: str
    where: str = ""
    measure: str = ""
    label: str = ""
    by: str = ""
    state: str = ""
    source: str = ""
    from_ms: int = 0
    until_ms: int | None = None
    said_at_ms: int | None = None
    matter: str = ""
    address: str = ""
    also: str = ""
    heights: Heights | None = None
    windows: tuple[tuple[int, int], ...] = ()
    is_dated: bool = False

    def is_shown(self, window: Window) -> bool:
        """Return whether it belongs to the picture of this window; static/desk/map/filter.js says the same."""
        at_ms = window.lines_ms if self.is_dated and window.lines_ms is not None else window.until_ms
        holds = self.from_ms <= at_ms and (self.until_ms is None or at_ms < self.until_ms)
        if not holds or (self.said_at_ms is not None and self.said_at_ms < window.from_ms):
            return False
        if window.heights is not None and self.heights is not None and not self.heights.shares(window.heights):
            return False
        return window.ahead_ms is None or not self.windows or self._is_within(window.until_ms, window.ahead_ms)

    def _is_within(self, at_ms: int, ahead_ms: int) -> bool:
        return any(start <= at_ms + ahead_ms and end > at_ms for start, end in self.windows)


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of the map: `read` returns its facts for a window.

    `is_on` says whether it is shown before anybody chooses; `shape` is one of the drawings of `parley.desk.shapes`,
    beside its name in the list of layers.
    """

    name: str
    label: Callable[[], str]
    read: Callable[[Node, Officer, Window], Iterable[MapFact]]
    shape: str = "place"
    is_on: bool = True
    place: int = 50


def point(place: Place) -> dict[str, Any]:
    """Return a place as a GeoJSON point."""
    return {"type": "Point", "coordinates": position(place)}


def line(*places: Place) -> dict[str, Any]:
    """Return places as a GeoJSON line."""
    return {"type": "LineString", "coordinates": [position(each) for each in places]}


def position(place: Place) -> list[float]:
    """Return longitude and latitude in degrees, as GeoJSON wants them."""
    return [place.lon_e7 / E7, place.lat_e7 / E7]

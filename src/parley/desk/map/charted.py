"""What the charter says about the map: places under each member's own label, lines with standing and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypedDict

from django.utils.translation import get_language, gettext, pgettext

from parley.charter.model import NamedLine, NamedPlace, Provenance
from parley.charter.rules import standing_in
from parley.charter.zones import Zone
from parley.desk.map.adding import Layer, MapFact, Window, line, point, position
from parley.desk.map.heights import ground_of, heights_of
from parley.desk.map.telling import told_box
from parley.desk.naming import in_language, member_name
from parley.geo.distance import length_text, way
from parley.geo.moment import LATEST_S
from parley.geo.place import place_text
from parley.node.running import Node

if TYPE_CHECKING:
    from parley.desk.models import Officer


class _Held(TypedDict):
    from_ms: int
    until_ms: int | None


def read_places(node: Node, officer: Officer, window: Window) -> Iterator[MapFact]:
    """Yield the charter's places; a label is shown with the member whose word it is, and none is left out."""
    del officer
    terms = node.charter().map
    if terms is not None and window.matters is None:
        for place in terms.places.values():
            yield _place(node, place)


def read_lines(node: Node, officer: Officer, window: Window) -> Iterator[MapFact]:
    """Yield the charter's lines, each with its standing, by whom, and its source."""
    del officer
    terms = node.charter().map
    if terms is not None and window.matters is None:
        for named in terms.lines.values():
            # What nobody could draw is named on the page of the charter, and never drawn.
            if named.points:
                yield _line(node, named)


def labels_of(node: Node, labels: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    """Return what members call something, in the reader's language, each with the names of the members that do."""
    language = get_language() or "en"
    used: dict[str, list[str]] = {}
    for code, words in labels.items():
        used.setdefault(in_language(words, language=language), []).append(member_name(node, code, language=language))
    return [(label, gettext(", ").join(members)) for label, members in used.items()]


def standing_words(node: Node, provenance: Provenance) -> str:
    """Say how a value stands and by whom, "proposed by: United States"."""
    if _standing(node, provenance) != provenance.standing:
        return gettext("not agreed yet: not all members have signed the charter")
    word = {
        "agreed": gettext("agreed"),
        "proposed": gettext("proposed by: %(members)s"),
        "asserted": gettext("asserted by: %(members)s"),
        "contested": gettext("contested by: %(members)s"),
    }[provenance.standing]
    return word % {"members": _members(node, provenance)} if "%(" in word else word


def _standing(node: Node, provenance: Provenance) -> str:
    return standing_in(provenance, in_force=node.in_force())


def _place(node: Node, place: NamedPlace) -> MapFact:
    language = get_language() or "en"
    labels = labels_of(node, place.labels)
    name = in_language(place.names, language=language) or " · ".join(_set(each) for each in labels)
    return MapFact(
        f"place:{place.name}",
        point(place.at),
        f"place-{place.kind}",
        gettext("Place"),
        name,
        where=place_text(place.at),
        label=in_language(place.names, language=language) or "\n".join(_set(_isolated(each)) for each in labels),
        by=_members(node, place.provenance) if place.provenance.by else gettext("all members"),
        state=gettext("named by each member in its own way") if labels else standing_words(node, place.provenance),
        source=place.provenance.source,
        from_ms=_start_of(place.provenance.since),
    )


def _set(label: tuple[str, str]) -> str:
    form = pgettext("a name, and whose it is", "%(label)s (%(members)s)")
    return form % {"label": label[0], "members": label[1]}


def _named(node: Node, names: tuple[str, str], labels: Mapping[str, Mapping[str, str]]) -> str:
    """Return what is drawn beside a zone or a line: its name with its standing, and below it each member's own."""
    return "\n".join(_set(_isolated(each)) for each in (names, *labels_of(node, labels)))


def _with_labels(node: Node, state: str, labels: Mapping[str, Mapping[str, str]]) -> str:
    """Return how something stands, and what members call it otherwise."""
    told = (
        gettext("%(members)s: “%(label)s”") % {"label": label, "members": members}
        for label, members in map(_isolated, labels_of(node, labels))
    )
    return "; ".join((state, *told))


def _isolated(label: tuple[str, str]) -> tuple[str, str]:
    """Isolate both halves for the canvas, which knows no elements; lists isolate by their own elements."""
    return f"\u2068{label[0]}\u2069", f"\u2068{label[1]}\u2069"


def _line(node: Node, named: NamedLine) -> MapFact:
    name = in_language(named.names, language=get_language() or "en")
    metres = sum(way(a, to=b).metres for a, b in zip(named.points, named.points[1:], strict=False))
    state = standing = standing_words(node, named.provenance)
    if named.drawing == "approximate":
        state = gettext("%(standing)s; drawn approximately") % {"standing": state}
    return MapFact(
        f"line:{named.name}",
        line(*named.points),
        f"line-{_standing(node, named.provenance)}",
        gettext("Line"),
        name,
        measure=length_text(metres),
        label=_named(node, (name, standing), named.labels),
        by=_members(node, named.provenance) if named.provenance.by else gettext("all members"),
        state=_with_labels(node, state, named.labels),
        source=named.provenance.source,
        is_dated=True,
        **_held(named.span.window(named.provenance.since)),
    )


def _members(node: Node, provenance: Provenance) -> str:
    language = get_language() or "en"
    return gettext(", ").join(member_name(node, code, language=language) for code in provenance.by)


def _start_of(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def _held(window: tuple[int, int]) -> _Held:
    """Return from when until when a fact is shown; what never ends has no end."""
    return {"from_ms": window[0] * 1000, "until_ms": None if window[1] == LATEST_S else window[1] * 1000}


def names_not_drawn(node: Node) -> list[str]:
    """Return the base map's names in whose place the charter's labels stand."""
    terms = node.charter().map
    places: Mapping[str, NamedPlace] = terms.places if terms else {}
    return [each for place in places.values() for each in place.instead_of]


def drawing_shown(node: Node) -> dict[str, str]:
    """Return what the map of a form needs, on which an area is drawn: the mechanism's box, and names not drawn."""
    return {"box": told_box(node.charter().map), "unnamed": ",".join(names_not_drawn(node))}


def read_zones(node: Node, officer: Officer, window: Window) -> Iterator[MapFact]:
    """Yield the charter's zones as drawn, each with its standing, by whom, and its source."""
    del officer
    if window.matters is None:
        for zone in node.charter().zones.values():
            for number, times in enumerate(zone.times):
                yield _zone(node, zone, number=number, times=times)


def _zone(node: Node, zone: Zone, *, number: int, times: tuple[int, int]) -> MapFact:
    name, standing = in_language(zone.names, language=get_language() or "en"), standing_words(node, zone.provenance)
    is_near = zone.drawing == "approximate"
    state = gettext("%(standing)s; drawn approximately") % {"standing": standing} if is_near else standing
    ring = [position(each) for each in (*zone.corners, zone.corners[0])]
    return MapFact(
        f"zone:{zone.name}:{number}" if number else f"zone:{zone.name}",
        {"type": "Polygon", "coordinates": [ring]},
        f"line-{_standing(node, zone.provenance)}",
        gettext("Zone"),
        name,
        where=place_text(zone.corners[0]),
        label=_named(node, (name, standing), zone.labels),
        by=_members(node, zone.provenance) if zone.provenance.by else gettext("all members"),
        state=_with_labels(node, state, zone.labels),
        source=zone.provenance.source,
        heights=heights_of(zone.lower, zone.upper, ground=ground_of(node)),
        is_dated=True,
        **_held(times),
    )


PLACES = Layer("places", lambda: gettext("Places of the charter"), read_places, shape="place", place=30)
LINES = Layer("lines", lambda: gettext("Lines of the charter"), read_lines, shape="fork", place=20)
ZONES = Layer("zones", lambda: gettext("Zones of the charter"), read_zones, shape="fork", place=18, is_on=False)

"""The place of a matter, as a request about it begins with: what it names, or the middle of the first area it draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parley.geo.place import Place, place_text

# Fields of states that hold places of readers, or of what is over: a request is about the place in force.
PASSED_OVER = frozenset({"read_backs", "corrections", "original", "versions", "answers", "receipts"})


def place_of(state: Mapping[str, Any]) -> str:
    """Return the place of a matter as it is typed, "" where its state names none."""
    found = next(_places(state), None)
    return place_text(found) if found is not None else ""


def _places(value: Any) -> Iterator[Place]:
    """Yield the places within a state, in its order."""
    if isinstance(value, Mapping):
        if {"lat_e7", "lon_e7"} <= value.keys():
            yield Place(int(value["lat_e7"]), int(value["lon_e7"]))
            return
        for name, each in value.items():
            if name == "area":
                yield from _middle(each)
            elif name not in PASSED_OVER:
                yield from _places(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _places(each)


def _middle(area: Any) -> Iterator[Place]:
    """Yield the middle of the box around an area, given as polygons of rings of [longitude, latitude]."""
    corners = list(_corners(area))
    if corners:
        (lons, lats) = zip(*corners, strict=True)
        yield Place((min(lats) + max(lats)) // 2, (min(lons) + max(lons)) // 2)


def _corners(value: Any) -> Iterator[tuple[int, int]]:
    if isinstance(value, list | tuple):
        if len(value) == 2 and all(isinstance(each, int) for each in value):
            yield value[0], value[1]
            return
        for each in value:
            yield from _corners(each)

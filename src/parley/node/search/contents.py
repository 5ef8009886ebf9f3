"""What of an entry is searched for: its words and its places, found in a content of any track. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil, cos, floor, radians
from typing import Any

# Codes and digests: nobody asks for them as words.
CODED = frozenset(
    {"lang", "sha256", "media_type", "of", "type", "precedence", "role", "by_role", "form", "template", "routes"}
    | {"digest", "salt", "plain_sha256", "over", "position"}
)
E7 = 10**7
# Sides of the cells in 1e-7 degree; a search looks at the finest that needs few of them.
SIDES_E7 = (E7 // 100, E7 // 10, E7)
MOST_CELLS = 160
# An area of more cells than this stands under one name for all of them: a row stays small.
MOST_OVER = 64
# A little less than the shortest degree there is, so that no place within the distance is missed.
KM_A_DEGREE = 110.5


def texts_of(content: Any) -> Iterator[str]:
    """Yield the texts of a content in its order, codes left out."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for name, value in content.items():
            if name not in CODED:
                yield from texts_of(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from texts_of(value)


def places_of(content: Any) -> Iterator[tuple[int, int]]:
    """Yield every (latitude, longitude) in 1e-7 degree that a content names as a place; corners of areas are none."""
    if isinstance(content, Mapping):
        lat, lon = content.get("lat_e7"), content.get("lon_e7")
        if isinstance(lat, int) and isinstance(lon, int) and abs(lat) <= 90 * E7 and abs(lon) <= 180 * E7:
            yield lat, lon
        for value in content.values():
            yield from places_of(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from places_of(value)


def areas_of(content: Any) -> Iterator[Any]:
    """Yield every outline that a content names, as it stands there: nobody has looked yet whether it is one."""
    if isinstance(content, Mapping):
        for name, value in content.items():
            if name == "area":
                yield value
            elif name == "areas" and isinstance(value, list | tuple):
                yield from (each for each in value if isinstance(each, list | tuple))
                yield from areas_of([each for each in value if isinstance(each, Mapping)])
            else:
                yield from areas_of(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from areas_of(value)


def corners_of(area: Any) -> Iterator[tuple[int, int]]:
    """Yield every (latitude, longitude) of an outline, which is written longitude first."""
    if not isinstance(area, list | tuple):
        return
    if len(area) == 2 and all(isinstance(each, int) for each in area):
        lon, lat = area
        if abs(lat) <= 90 * E7 and abs(lon) <= 180 * E7:
            yield lat, lon
        return
    for each in area:
        yield from corners_of(each)


def cells_over(area: Any) -> list[str]:
    """Return the names of the cells that hold an outline: for each side all of them, or one name for many."""
    corners = list(corners_of(area))
    if not corners:
        return []
    found = []
    (south, north), (west, east) = ((min(each), max(each)) for each in zip(*corners, strict=True))
    for n, side in enumerate(SIDES_E7):
        rows, columns = range(south // side, north // side + 1), range(west // side, east // side + 1)
        turn = 360 * E7 // side
        if len(rows) * len(columns) > MOST_OVER:
            found.append(_wide(n))
        else:
            found += [f"{n}:{row}:{_turned(column, turn=turn)}" for row in rows for column in columns]
    return found


def cells_of(lat_e7: int, lon_e7: int) -> list[str]:
    """Return the names of the cells in which a place lies, the finest first."""
    turns = (360 * E7 // side for side in SIDES_E7)
    return [
        f"{n}:{lat_e7 // side}:{_turned(lon_e7 // side, turn=turn)}"
        for n, (side, turn) in enumerate(zip(SIDES_E7, turns, strict=True))
    ]


def cells_around(lat_e7: int, lon_e7: int, *, km: float) -> list[str] | None:
    """Return cells that hold every place within `km`; None where that would be too many: then all are looked at."""
    high = km / KM_A_DEGREE * E7
    narrow = cos(radians(min(89.0, abs(lat_e7 / E7) + km / KM_A_DEGREE)))
    wide = min(high / narrow, 180 * E7)
    for n, side in enumerate(SIDES_E7):
        rows = range(floor((lat_e7 - high) / side), ceil((lat_e7 + high) / side) + 1)
        columns = range(floor((lon_e7 - wide) / side), ceil((lon_e7 + wide) / side) + 1)
        if len(rows) * len(columns) <= MOST_CELLS:
            turn = 360 * E7 // side
            return [f"{n}:{row}:{_turned(column, turn=turn)}" for row in rows for column in columns] + [_wide(n)]
    return None


def _wide(n: int) -> str:
    """Return the name under which areas stand that reach over too many cells of a side: each is looked at."""
    return f"{n}:wide"


def _turned(column: int, *, turn: int) -> int:
    """Return a column beyond the meridian of 180 degrees as the one that it is."""
    return (column + turn // 2) % turn - turn // 2

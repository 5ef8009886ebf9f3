"""Make the desk's base map from Natural Earth: `base.json` and `disputed.json`, small and alike for the same input.

Called by build_desk.py at `make setup`. What it is made from and under which licence: basemap/README.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parent.parent / "basemap" / "natural-earth"
LANGUAGES = ("en", "ar", "he")
DECIMALS = 4
# Degrees: about forty metres, less than a pixel at the nearest zoom that this scale bears.
TOLERANCE = 0.0004

# Natural Earth's class of a boundary, and our word for it in `styles.js` and in the list.
CLASSES = {
    "International boundary (verify)": "boundary",
    "Disputed (please verify)": "disputed",
    "Indefinite (please verify)": "indefinite",
    "Line of control (please verify)": "control",
    "Claim boundary": "claim",
    "Overlay limit": "limit",
}
# What Natural Earth names in English only.
NAMES = {
    "Ceasefire Lines 1974": ("Cease-fire lines 1974", "خطوط وقف إطلاق النار 1974", "קווי הפסקת האש 1974"),
    "Line of control": ("Line of control", "خط السيطرة", "קו שליטה"),
    "UNDOF": ("Limit of the area of separation", "حد منطقة الفصل", "גבול אזור ההפרדה"),
    "Cyprus U.N. Buffer Zone": ("Limit of the buffer zone", "حد المنطقة العازلة", "גבול אזור החיץ"),
    "Lebanese claim": ("Claim of Lebanon", "مطالبة لبنان", "תביעת לבנון"),
    "Syrian claim": ("Claim of Syria", "مطالبة سورية", "תביעת סוריה"),
}
# Where Natural Earth has no name, or one that is not neutral, in Arabic or Hebrew.
OTHER_NAMES = {"Q116970": ("Buffer zone in Cyprus", "المنطقة العازلة في قبرص", "אזור החיץ בקפריסין")}
# Parts of Cyprus that Natural Earth lists as countries; their names are no business of this map.
NOT_NAMED = ("ESB", "WSB", "CYN", "CNM")


def build(target: Path) -> int:
    """Write both files below `target` and return their bytes together."""
    target.mkdir(parents=True, exist_ok=True)
    size = 0
    for name, features in (("base.json", list(_base())), ("disputed.json", list(_disputed()))):
        whole = {"type": "FeatureCollection", "source": "Natural Earth", "features": features}
        text = json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n"
        (target / name).write_text(text, encoding="utf-8")
        size += len(text.encode())
    return size


def _read(layer: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    whole = json.loads((SOURCE / f"{layer}_10m.geojson").read_text(encoding="utf-8"))
    for feature in whole["features"]:
        yield feature["properties"], feature["geometry"]


def _base() -> Iterator[dict[str, Any]]:
    for _, geometry in _read("land"):
        yield _feature("land", _simple(geometry))
    for layer, kind in (("lakes", "lake"), ("rivers", "river")):
        for told, geometry in _read(layer):
            # A river's line through a lake would be drawn over its water.
            if told.get("featurecla") != "Lake Centerline":
                yield _feature(kind, _simple(geometry), names=_names(told), item=told.get("wikidataid"))
    for told, geometry in _read("boundary_lines"):
        if CLASSES[told["featurecla"]] == "boundary":
            yield _feature("boundary", _simple(geometry))
    yield from _points()


def _points() -> Iterator[dict[str, Any]]:
    for told, _ in _read("countries"):
        if told["adm0_a3"] not in NOT_NAMED and told.get("label_x"):
            # The point of a label may lie beyond the cut; the name still belongs to what is seen.
            at = [_within(told["label_x"], 32, 40), _within(told["label_y"], 31, 38)]
            point, item = {"type": "Point", "coordinates": at}, told.get("wikidataid")
            yield _feature("country", point, names=_names(told), item=item)
    for told, geometry in _read("populated_places"):
        yield _feature("town", _simple(geometry), names=_names(told), rank=int(told["pop_max"]))
    for told, geometry in _read("elevation_points"):
        if told.get("name") and told["featurecla"] == "mountain":
            item, height = told.get("wikidataid"), int(told["elevation"])
            yield _feature("summit", _simple(geometry), names=_names(told), item=item, rank=height)


def _within(value: float, low: int, high: int) -> float:
    return round(min(max(value, low + 0.3), high - 0.3), DECIMALS)


def _disputed() -> Iterator[dict[str, Any]]:
    for told, geometry in _read("disputed_areas"):
        item = told["wikidataid"]
        names = dict(zip(LANGUAGES, OTHER_NAMES[item], strict=True)) if item in OTHER_NAMES else _names(told)
        yield _feature("area", _simple(geometry), names=names, item=item, note=told.get("note_brk"))
    countries = {told["adm0_a3"]: _names(told) for told, _ in _read("countries")}
    for told, geometry in _read("boundary_lines"):
        kind = CLASSES[told["featurecla"]]
        if kind != "boundary":
            yield _feature(kind, _simple(geometry), names=_line_names(told, countries=countries), note=told.get("note"))


def _line_names(told: dict[str, Any], *, countries: dict[str, dict[str, str]]) -> dict[str, str]:
    if told.get("name"):
        return dict(zip(LANGUAGES, NAMES[told["name"]], strict=True))
    sides = [countries.get(told[side], {}) for side in ("adm0_a3_l", "adm0_a3_r")]
    return {code: " – ".join(side.get(code, "") for side in sides) for code in LANGUAGES if all(sides)}


def _names(told: dict[str, Any]) -> dict[str, str]:
    found = {code: told.get(f"name_{code}") or told.get("name_en") or told.get("name") or "" for code in LANGUAGES}
    return {code: name for code, name in found.items() if name}


def _feature(
    kind: str, geometry: dict[str, Any], *, names: dict[str, str] | None = None, **more: Any
) -> dict[str, Any]:
    properties = {"kind": kind, "names": names, **more}
    told = {key: value for key, value in properties.items() if value}
    return {"type": "Feature", "properties": told, "geometry": geometry}


def _simple(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": geometry["type"], "coordinates": _coordinates(geometry["coordinates"], kind=geometry["type"])}


def _coordinates(found: Any, *, kind: str) -> Any:
    if kind == "Point":
        return [round(found[0], DECIMALS), round(found[1], DECIMALS)]
    if kind.startswith("Multi"):
        return [_coordinates(part, kind=kind.removeprefix("Multi")) for part in found]
    if kind == "Polygon":
        return [_ring(ring) for ring in found]
    return _line(found)


def _ring(points: list[list[float]]) -> list[list[float]]:
    # A ring begins and ends at one point: it is simplified in two halves, or all of it would fall to that point.
    half = len(points) // 2
    first, second = _line(points[: half + 1]), _line(points[half:])
    return first[:-1] + second


def _line(points: list[list[float]]) -> list[list[float]]:
    kept = _kept([(point[0], point[1]) for point in points])
    rounded = [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in kept]
    return [point for number, point in enumerate(rounded) if number == 0 or point != rounded[number - 1]] or rounded[:1]


def _kept(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the points of a line that matter (Douglas and Peucker, 1973), without recursion."""
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        start, end = spans.pop()
        far, at = max(
            ((_distance(points[n], points[start], points[end]), n) for n in range(start + 1, end)), default=(0.0, 0)
        )
        if far > TOLERANCE:
            keep.add(at)
            spans += [(start, at), (at, end)]
    return [points[n] for n in sorted(keep)]


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    across, up = end[0] - start[0], end[1] - start[1]
    length = (across * across + up * up) ** 0.5
    if length == 0:
        return float(((point[0] - start[0]) ** 2 + (point[1] - start[1]) ** 2) ** 0.5)
    return float(abs(up * (point[0] - start[0]) - across * (point[1] - start[1])) / length)

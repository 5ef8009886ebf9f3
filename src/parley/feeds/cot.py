"""Notices as Cursor-on-Target events for TAK: drawings of what is active or soon will be. Pure.

A circle is an ellipse (u-d-c-c), every other outline a drawing of points (u-d-f), one event a polygon. A receiver shows
an event as soon as it comes, so nothing is sent long before its time. Holes have no place in the format: the outer
ring is sent, which is more ground and never less.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from parley.feeds.written import child, instant_ms, limits_text
from parley.geo.band import Band, Ground, metres
from parley.geo.distance import way
from parley.geo.place import E7, Place
from parley.node.feeds.carried import Carried, Window, band_above_ellipsoid, height_of

UNKNOWN = "9999999.0"
# Opaque and translucent amber, as whole numbers of 32 bits with a sign: neither friend nor foe.
STROKE, FILL = "-19712", "872395520"
SHOWN_FOR_S = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """An event as it is sent, known by its uid; `told` is all of it that does not pass with the clock."""

    uid: str
    told: bytes
    raw: bytes


def events(
    notices: Iterable[Carried], *, ground: Ground | None, now_ms: int, ahead_s: int, caution: str
) -> Iterator[Shown]:
    """Yield an event for each polygon of each volume that is active, or begins within `ahead_s` seconds."""
    for notice in notices:
        if notice.is_over:
            continue
        for number, volume in enumerate((*notice.volumes, *notice.contingency)):
            window = _now_or_soon(volume, now_s=now_ms // 1000, ahead_s=ahead_s)
            for part, polygon in enumerate(volume["area"] if window else ()):
                uid = notice.uid.replace("@", f"-{number}-{part}@", 1)
                root = _event(notice, volume, polygon, window, uid=uid, now_ms=now_ms)
                _detail(root, notice, volume, polygon, ground=ground, caution=caution)
                raw = ElementTree.tostring(root, encoding="utf-8") + b"\n"
                yield Shown(uid, raw.replace(root.attrib["time"].encode(), b"", 1), raw)


def gone(uid: str, *, now_ms: int) -> bytes:
    """Return the event by which a receiver takes another one off its map."""
    root = _root(f"{uid}-gone", "t-x-d-d", now_ms=now_ms, start_ms=now_ms, stale_ms=now_ms + SHOWN_FOR_S * 1000)
    _point(root, "0.0", "0.0", UNKNOWN)
    detail = child(root, "detail")
    child(detail, "link", uid=uid, relation="none", type="none")
    child(detail, "__forcedelete")
    return ElementTree.tostring(root, encoding="utf-8") + b"\n"


def _now_or_soon(volume: Mapping[str, Any], *, now_s: int, ahead_s: int) -> Window | None:
    windows = ((int(start), int(end)) for start, end in volume["windows"])
    return next((each for each in windows if each[1] > now_s and each[0] <= now_s + ahead_s), None)


def _event(
    notice: Carried, volume: Mapping[str, Any], polygon: Any, window: Any, *, uid: str, now_ms: int
) -> ElementTree.Element:
    kind = "u-d-c-c" if _radius_m(volume) else "u-d-f"
    root = _root(uid, kind, now_ms=now_ms, start_ms=window[0] * 1000, stale_ms=window[1] * 1000)
    if notice.is_exercise:
        root.set("opex", f"e-{notice.mechanism}")
    lat, lon = _middle(volume, polygon)
    lower = height_of(volume["lower"])
    _point(root, lat, lon, f"{metres(lower):.1f}" if lower.reference == "W84" else UNKNOWN)
    return root


def _root(uid: str, kind: str, *, now_ms: int, start_ms: int, stale_ms: int) -> ElementTree.Element:
    times = {"time": instant_ms(now_ms), "start": instant_ms(start_ms), "stale": instant_ms(stale_ms)}
    return ElementTree.Element("event", {"version": "2.0", "uid": uid, "type": kind, "how": "h-e", **times})


def _point(root: ElementTree.Element, lat: str, lon: str, hae: str) -> None:
    child(root, "point", lat=lat, lon=lon, hae=hae, ce=UNKNOWN, le=UNKNOWN)


def _detail(
    root: ElementTree.Element,
    notice: Carried,
    volume: Mapping[str, Any],
    polygon: Any,
    *,
    ground: Ground | None,
    caution: str,
) -> None:
    detail = child(root, "detail")
    child(detail, "contact", callsign=f"{notice.title} ({notice.id})")
    radius_m = _radius_m(volume)
    if radius_m:
        size = f"{radius_m:.1f}"
        child(child(detail, "shape"), "ellipse", major=size, minor=size, angle="360")
    else:
        for lon, lat in (*polygon[0], polygon[0][0]):
            child(detail, "link", point=f"{lat / E7:.7f},{lon / E7:.7f}")
    child(detail, "strokeColor", value=STROKE)
    child(detail, "strokeWeight", value="3.0")
    child(detail, "fillColor", value=FILL)
    child(detail, "labels_on", value="true")
    said = [f"{notice.kind_name} – {notice.member_name}", limits_text(volume), notice.state, notice.text, caution]
    child(detail, "remarks", "\n".join(said))
    band = band_above_ellipsoid(volume, ground)
    if band is not None:
        _fence(detail, band, radius_m or _reach_m(volume, polygon))


def _fence(detail: ElementTree.Element, band: Band, reach_m: float) -> None:
    """Add the limits of height, in metres above the ellipsoid, as wide as what was written may mean."""
    heights = {"minElevation": f"{band.lower:.1f}", "maxElevation": f"{band.upper:.1f}"}
    told = {"elevationMonitored": "true", "trigger": "Both", "monitor": "All", "tracking": "false", **heights}
    child(detail, "__geofence", boundingSphere=f"{reach_m:.1f}", **told)


def _radius_m(volume: Mapping[str, Any]) -> float:
    """Return the radius of a circle that holds the outline that is signed; 0 where the outline is none.

    How its author drew it is only a hint: the corners say whether it is one.
    """
    if (volume.get("drawn") or {}).get("form") != "circle" or len(volume["area"]) != 1:
        return 0.0
    far = _distances_m(volume, volume["area"][0])
    is_round = max(far) - min(far) <= max(5.0, max(far) / 100)
    return math.ceil(max(far) * 10) / 10 if is_round else 0.0


def _reach_m(volume: Mapping[str, Any], polygon: Any) -> float:
    return max(_distances_m(volume, polygon))


def _distances_m(volume: Mapping[str, Any], polygon: Any) -> list[float]:
    lat, lon = _middle_e7(volume, polygon)
    return [way(Place(lat, lon), to=Place(corner[1], corner[0])).metres for corner in polygon[0]]


def _middle(volume: Mapping[str, Any], polygon: Any) -> tuple[str, str]:
    lat, lon = _middle_e7(volume, polygon)
    return f"{lat / E7:.7f}", f"{lon / E7:.7f}"


def _middle_e7(volume: Mapping[str, Any], polygon: Any) -> tuple[int, int]:
    drawn = volume.get("drawn") or {}
    if drawn.get("form") == "circle" and drawn.get("points") and len(volume["area"]) == 1:
        return int(drawn["points"][0]["lat_e7"]), int(drawn["points"][0]["lon_e7"])
    lons, lats = zip(*polygon[0], strict=True)
    return (min(lats) + max(lats)) // 2, (min(lons) + max(lons)) // 2

"""A notice as its screens show it: words, times, heights and ground as read out, and what it overlaps with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext

from parley.charter.model import Charter
from parley.charter.zones import Zone
from parley.desk.addresses import address_of_form
from parley.desk.hotline.saying import instant
from parley.desk.naming import Names, in_language
from parley.desk.notices.words import kind_word, standing_word, unagreed_word
from parley.geo.area import Area, area_km2, read_area
from parley.geo.detect import Overlap
from parley.geo.height import Height, height_text
from parley.geo.place import Place, place_text
from parley.node.overlaps.held import ZONE, Found
from parley.node.reading import MatterRow

FEW = 6
# By which rule of a zone an overlap of this kind comes; a contact may come by any.
RULE_OF = {
    "forbidden": "forbidden", "over_limit": "limit", "unstated": "limit", "outside": "only_inside",
    "protected": "protected",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class VolumeShown:
    """One volume read out: what it was drawn as, how large it is, its heights, its times."""

    form: str
    drawn: str
    corners: tuple[str, ...]
    extent: str
    lower: str
    upper: str
    windows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OverlapShown:
    """An overlap from one notice's side: with which other, how, and what is shared."""

    other: str
    address: str
    subject: str
    member: str
    kind: str
    word: str
    knew: str
    short: str
    ground: str
    windows: tuple[tuple[str, str], ...]
    heights: str
    standing: str = "agreed"
    opened: str = ""


def class_word(charter: Charter, name: str) -> str:
    """Return the charter's name for a class in the reader's language, or its code."""
    found = charter.activities.classes.get(name) if charter.activities is not None else None
    language = get_language() or "en"
    return (found.names.get(language) or found.names.get("en") or name) if found is not None else name


def volumes_shown(volumes: Any) -> list[VolumeShown]:
    """Return the volumes of a plan read out."""
    return [_volume(each) for each in volumes]


def volume_in_words(volume: Mapping[str, Any]) -> str:
    """Return one volume in one line of figures, which no right-to-left sentence turns around.

    Of many windows the first few stand there with their number; the page of the notice has them all.
    """
    # It was checked before it was judged: thousands are told at once, so it is not checked again.
    area = Area(tuple(tuple(tuple((lon, lat) for lon, lat in ring) for ring in each) for each in volume["area"]))
    windows = volume["windows"]
    times = ", ".join(f"{instant(start)} – {instant(end)}" for start, end in windows[:FEW])
    times += f", … ({len(windows)})" if len(windows) > FEW else ""
    lower, upper = (height_text(_height(volume[name])) for name in ("lower", "upper"))
    return f"{_drawn(volume, area)} · {_extent(area_km2(area))} · {lower} – {upper} · {times}"


def middle_of(volume: Mapping[str, Any]) -> str:
    """Return the first place from which a volume was drawn, else its first corner, read out."""
    points = (volume.get("drawn") or {}).get("points")
    lon, lat = volume["area"][0][0][0]
    return place_text(Place(points[0]["lat_e7"], points[0]["lon_e7"]) if points else Place(lat, lon))


def overlaps_shown(
    found: list[Found], *, matter: str, rows: Mapping[str, MatterRow], names: Names,
    opened: Callable[[tuple[str, str]], str],
) -> list[OverlapShown]:  # fmt: skip
    """Return the overlaps of a notice, from its side; `opened` tells where the matter between two notices stands."""
    shown = []
    for each in found:
        other = each.matters[1] if each.matters[0] == matter else each.matters[0]
        row = rows.get(other)
        shown.append(OverlapShown(
            other, address_of_form("notice", other), str(row.state.get("subject") or "") if row else "",
            names(row.opened_by) if row else "", each.kind, kind_word(each.kind), _knew(each), _short(each),
            *shared_shown(each.overlap), opened=opened(each.matters),
        ))  # fmt: skip
    return shown


def zones_shown(found: list[Overlap], *, charter: Charter, in_force: bool, names: Names) -> list[OverlapShown]:
    """Return how a plan meets the charter's zones, each with how the zone stands and by whom.

    What is not agreed, or stands in a charter that not all have signed, is never called forbidden.
    """
    shown = []
    for each in found:
        zone = charter.zones.get(each.second.removeprefix(ZONE))
        name = in_language(zone.names, language=get_language() or "en") if zone else each.second
        standing = "unsigned" if each.standing == "agreed" and not in_force else each.standing
        word = kind_word(each.kind) if standing == "agreed" else unagreed_word(each.kind)
        shown.append(OverlapShown(
            name, f"{reverse('charter')}#zone-{zone.name if zone else ''}", "", "", each.kind, word,
            standing_word(standing, _by(zone, each, names)), "", *shared_shown(each), standing=standing,
        ))  # fmt: skip
    return shown


def _by(zone: Zone | None, overlap: Overlap, names: Names) -> str:
    """Return whose drawing or rule it is by which an overlap is not agreed."""
    if zone is None:
        return ""
    met = [rule for rule in zone.rules if RULE_OF.get(overlap.kind, rule.rule) == rule.rule]
    grounds = [zone.provenance, *(rule.provenance for rule in met)]
    codes = (code for each in grounds if each.standing == overlap.standing for code in each.by)
    return gettext(", ").join(names(code) for code in dict.fromkeys(codes))


def tried_shown(found: list[Overlap], *, rows: Mapping[str, MatterRow], names: Names) -> list[OverlapShown]:
    """Return what a plan that is not filed yet would overlap with."""
    shown = []
    for each in found:
        row = rows.get(each.second)
        shown.append(OverlapShown(
            each.second, address_of_form("notice", each.second), str(row.state.get("subject") or "") if row else "",
            names(row.opened_by) if row else "", each.kind, kind_word(each.kind), "", "", *shared_shown(each),
        ))  # fmt: skip
    return shown


def shared_shown(overlap: Overlap) -> tuple[str, tuple[tuple[str, str], ...], str]:
    """Return the ground, the times and the heights that are shared, in words."""
    meeting = overlap.meeting
    ground = _extent(meeting.area_m2 / 1e6) if meeting.area_m2 else gettext("no ground is shared")
    windows = tuple((instant(start), instant(end)) for start, end in meeting.windows)
    low, high = round(meeting.band.lower), round(meeting.band.upper)
    if meeting.is_as_written:
        return ground, windows, gettext("%(low)s to %(high)s m, as both wrote them") % {"low": low, "high": high}
    return ground, windows, gettext("%(low)s to %(high)s m above the ellipsoid, at the widest") % {
        "low": low, "high": high}  # fmt: skip


def _knew(found: Found) -> str:
    if found.knew == "concurrent":
        return gettext("Neither had seen the other's notice.")
    return gettext("The later one was filed after its author had seen the other.")


def _short(found: Found) -> str:
    if not found.short_notice:
        return ""
    return gettext("Short notice: %(entries)s") % {"entries": ", ".join(found.short_notice)}


def _volume(volume: Mapping[str, Any]) -> VolumeShown:
    area = read_area(volume["area"])
    assert isinstance(area, Area)  # a notice with another outline is void, and has no state
    return VolumeShown(
        _form(volume),
        _drawn(volume, area),
        tuple(place_text(Place(lat, lon)) for lon, lat in area.corners),
        _extent(area_km2(area)),
        height_text(_height(volume["lower"])),
        height_text(_height(volume["upper"])),
        tuple((instant(start), instant(end)) for start, end in volume["windows"]),
    )


def _height(value: Mapping[str, Any]) -> Height:
    return Height(int(value["value"]), str(value["unit"]), str(value["reference"]))


def _form(volume: Mapping[str, Any]) -> str:
    form = (volume.get("drawn") or {}).get("form", "")
    return {"circle": gettext("Circle around a place"), "corridor": gettext("Corridor along places")}.get(
        form, gettext("Outline of corners")
    )


def _drawn(volume: Mapping[str, Any], area: Area) -> str:
    """Say from what an outline was drawn, in figures alone: it stands in sentences of three languages."""
    drawn = volume.get("drawn") or {}
    points = [place_text(Place(each["lat_e7"], each["lon_e7"])) for each in drawn.get("points", ())]
    if not points:
        corners = list(area.corners)
        first = corners if len(corners) <= FEW else corners[: FEW - 1]
        points = [place_text(Place(lat, lon)) for lon, lat in first]
        points += [f"… ({len(corners)})"] if len(corners) > FEW else []
    size = {"circle": f", r = {drawn.get('radius_m')} m", "corridor": f", w = {drawn.get('width_m')} m"}
    return "; ".join(points) + size.get(drawn.get("form", ""), "")


def _extent(km2: float) -> str:
    return f"{km2:,.2f} km²" if km2 < 100 else f"{km2:,.0f} km²"

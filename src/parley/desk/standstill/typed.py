"""What an officer typed into the forms of standstills, turned into their contents or into faults, each at its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Fault
from parley.desk.hotline.typed import Typed, instant_typed, text_typed
from parley.desk.notices.typed import plan_typed
from parley.geo.height import Height, parse_height

BOX = "box"
# What a notice must have and a standstill may leave out: the form of a notice reads the area.
_PLACEHOLDERS = {"lower": "0 m AGL", "upper": "1 m AGL", "begins": "2026-01-01 00:00Z", "ends": "2026-01-02 00:00Z"}
_OF_AREA = ("places", "radius_m", "width_m", "way")


class Form:
    """A form that was sent: its fields, and the lists behind its boxes."""

    def __init__(self, one: Mapping[str, str], many: Any) -> None:
        """Keep both; `many(name)` returns all values of a field."""
        self.one, self.many = one, many


def standstill_typed(form: Form, *, charter: Charter) -> Typed:
    """Read the form of a standstill; the outline is made here, once, and is what will be signed."""
    faults: list[Fault] = []
    is_only = form.one.get("scope") == "only"
    chosen = sorted(form.many("class"))
    content: dict[str, Any] = {
        "subject": form.one.get("subject", "").strip(),
        "texts": texts_typed(form.one, charter=charter),
        "parties": sorted(form.many("party")),
        "classes": chosen if is_only else [],
        "excepted": [] if is_only else chosen,
        "areas": areas_typed(form.one, faults, charter=charter),
        "from_s": _instant(form.one, "begins", faults),
        "until_s": _instant(form.one, "ends", faults),
        "precedence": form.one.get("precedence", ""),
    }
    return Typed(content, tuple(faults))


def variance_typed(form: Form, *, charter: Charter) -> Typed:
    """Read the form of a variance: of one version of a notice, or of an area with classes and parties."""
    faults: list[Fault] = []
    content: dict[str, Any] = {
        "of": form.one.get("of", ""),
        "texts": texts_typed(form.one, charter=charter),
        "from_s": _instant(form.one, "begins", faults),
        "until_s": _instant(form.one, "ends", faults),
    }
    if form.one.get("notice"):
        content["notice"] = form.one["notice"]
    else:
        content["areas"] = areas_typed(form.one, faults, charter=charter)
        content["classes"], content["parties"] = sorted(form.many("class")), sorted(form.many("party"))
    return Typed(content, tuple(faults))


def ending_typed(form: Form, *, charter: Charter) -> Typed:
    """Read the form of an ending."""
    faults: list[Fault] = []
    content = {
        "of": form.one.get("of", ""),
        "texts": texts_typed(form.one, charter=charter),
        "ends_s": _instant(form.one, "ends", faults),
    }
    return Typed(content, tuple(faults))


def texts_typed(form: Mapping[str, str], *, charter: Charter) -> list[dict[str, str]]:
    """Return the text in each language in which it was written."""
    said = ((lang, text_typed(form, f"text_{lang}")) for lang in charter.languages)
    return [{"lang": lang, "text": text} for lang, text in said if text]


def areas_typed(form: Mapping[str, str], faults: list[Fault], *, charter: Charter) -> list[dict[str, Any]]:
    """Return the one area of the form, with its limits of height where it names them."""
    limits = {name: _limit(form, name, faults) for name in ("lower", "upper")}
    if form.get("way") == BOX:
        area, drawn = box_of(charter), None
    else:
        read = plan_typed({**form, **_PLACEHOLDERS, "days": "", "strength": ""})
        faults += [each for each in read.faults if each.where in _OF_AREA]
        area, drawn = read.content["volumes"][0]["area"], read.content["volumes"][0]["drawn"]
    place = {"area": area, "drawn": drawn, **limits}
    return [{name: value for name, value in place.items() if value is not None}]


def box_of(charter: Charter) -> list[list[list[list[int]]]]:
    """Return the mechanism's whole box as an outline; nothing where the charter draws none."""
    if charter.map is None:
        return []
    low, high = charter.map.box.south_west, charter.map.box.north_east
    west, south, east, north = low.lon_e7, low.lat_e7, high.lon_e7, high.lat_e7
    return [[[[west, south], [east, south], [east, north], [west, north]]]]


def _limit(form: Mapping[str, str], name: str, faults: list[Fault]) -> dict[str, Any] | None:
    text = form.get(name, "").strip()
    if not text:
        return None
    found = parse_height(text)
    if isinstance(found, Height):
        return asdict(found)
    faults.append(Fault(name, found.code, found.data))
    return None


def _instant(form: Mapping[str, str], name: str, faults: list[Fault]) -> int:
    found = instant_typed(form.get(name, ""), where=name)
    if isinstance(found, Fault):
        faults.append(found)
        return 0
    return found

"""Structured items of a message: their plain-JSON values, checked, read out, and compared field by field. Pure.

place  {"lat_e7": int, "lon_e7": int, "name"?: text}      time   {"at_s": int, "precision": "minute"|"second"}
height {"value": int, "unit": text, "reference": text}    number {"value": canonical decimal text, "unit": text}
line   {"key": text|null, "name": text}: `key` is the charter's word for a named line, null for a free name
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.geo.figures import Misread, same_words
from parley.geo.height import Height, height, height_text
from parley.geo.moment import EARLIEST_S, LATEST_S, PRECISIONS, Moment, moment_text
from parley.geo.place import LAT_LIMIT_E7, LON_LIMIT_E7, latitude_text, longitude_text
from parley.geo.quantity import LONGEST_UNIT, is_canonical

LONGEST_NAME = 120
_TURNING = "\u202a\u202b\u202d\u202e"  # would show a name or the figures after it in another order


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which a read-back differs: the item's number, the field, both sides as read out.

    `field` "item" means that the whole item is missing on one side (its read-out is then empty).
    """

    n: int
    field: str
    sent: str
    read: str


def value_faults(item_type: str, value: object) -> tuple[Misread, ...]:
    """Return every fault of an item's value; empty where it is sound."""
    form = _FORMS.get(item_type)
    if form is None:
        return (Misread("geo.item_type_unknown"),)
    if not isinstance(value, Mapping):
        return (Misread("geo.not_an_object"),)
    missing = [Misread("geo.field_missing", name) for name in form.fields if name not in value]
    unknown = [Misread("geo.field_unknown", str(name)) for name in value if name not in (*form.fields, *form.optional)]
    return (*missing, *unknown) or form.check(value)


def fields_read_out(item_type: str, value: Mapping[str, Any]) -> dict[str, str]:
    """Return each field that must be read back, as the text that is read aloud."""
    return _FORMS[item_type].read_out(value)


def read_out(item_type: str, value: Mapping[str, Any]) -> str:
    """Return the whole value as one line to be read aloud."""
    if item_type == "height":
        return height_text(Height(value["value"], value["unit"], value["reference"]))
    return (", " if item_type == "place" else " ").join(fields_read_out(item_type, value).values())


def differences(sent: Sequence[Mapping[str, Any]], *, read: Sequence[Mapping[str, Any]]) -> tuple[Difference, ...]:
    """Compare a read-back with what was sent, item by item and field by field (H-6).

    Exact, but for what no voice can tell: the case and spacing of names and units, and whether an instant on the
    full minute was said with its seconds. Labels and place names are not compared: each side uses its own.
    """
    wanted, given = {item["n"]: item for item in sent}, {item["n"]: item for item in read}
    found: list[Difference] = []
    for n in sorted(wanted.keys() | given.keys()):
        found += _item_differences(n, sent=wanted.get(n), read=given.get(n))
    return tuple(found)


def _item_differences(n: int, *, sent: Mapping[str, Any] | None, read: Mapping[str, Any] | None) -> list[Difference]:
    if sent is None or read is None:
        return [Difference(n, "item", _whole(sent), _whole(read))]
    if sent["type"] != read["type"]:
        return [Difference(n, "type", sent["type"], read["type"])]
    ours, theirs = (fields_read_out(item["type"], item["value"]) for item in (sent, read))
    return [Difference(n, name, ours[name], theirs[name]) for name in ours if not same_words(ours[name], theirs[name])]


def _whole(item: Mapping[str, Any] | None) -> str:
    return "" if item is None else read_out(item["type"], item["value"])


@dataclass(frozen=True, slots=True)
class _Form:
    fields: tuple[str, ...]
    check: Callable[[Mapping[str, Any]], tuple[Misread, ...]]
    read_out: Callable[[Mapping[str, Any]], dict[str, str]]
    optional: tuple[str, ...] = ()


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_name(value: object, *, limit: int) -> bool:
    if not isinstance(value, str) or not value.strip() or len(value) > limit:
        return False
    # Controls, surrogates, separators; these categories never change from one Unicode edition to the next.
    return not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or c in _TURNING for c in value)


def _place_faults(value: Mapping[str, Any]) -> tuple[Misread, ...]:
    found = []
    for name, limit in (("lat_e7", LAT_LIMIT_E7), ("lon_e7", LON_LIMIT_E7)):
        if not _is_int(value[name]) or not -limit <= value[name] <= limit:
            found.append(Misread("geo.out_of_range", name, {"limit": limit // 10**7}))
    if value["lon_e7"] == -LON_LIMIT_E7:
        found.append(Misread("geo.meridian_written_twice", "lon_e7"))
    if "name" in value and not _is_name(value["name"], limit=LONGEST_NAME):
        found.append(Misread("geo.name_faulty", "name", {"limit": LONGEST_NAME}))
    return tuple(found)


def _time_faults(value: Mapping[str, Any]) -> tuple[Misread, ...]:
    found = []
    if value["precision"] not in PRECISIONS:
        found.append(Misread("geo.precision_unknown", "precision"))
    if not _is_int(value["at_s"]) or not EARLIEST_S <= value["at_s"] <= LATEST_S:
        found.append(Misread("geo.no_such_time", "at_s"))
    elif value["precision"] == "minute" and value["at_s"] % 60:
        found.append(Misread("geo.seconds_not_said", "at_s"))
    return tuple(found)


def _height_faults(value: Mapping[str, Any]) -> tuple[Misread, ...]:
    if not _is_int(value["value"]):
        return (Misread("geo.height_whole_figures", "value"),)
    found = height(value["value"], unit=value["unit"], reference=value["reference"])
    return (found,) if isinstance(found, Misread) else ()


def _number_faults(value: Mapping[str, Any]) -> tuple[Misread, ...]:
    found = []
    if not isinstance(value["value"], str) or not is_canonical(value["value"]):
        found.append(Misread("geo.number_not_canonical", "value"))
    if not _is_name(value["unit"], limit=LONGEST_UNIT):
        found.append(Misread("geo.unit_unknown", "unit"))
    return tuple(found)


def _line_faults(value: Mapping[str, Any]) -> tuple[Misread, ...]:
    found = []
    if value["key"] is not None and not _is_name(value["key"], limit=LONGEST_NAME):
        found.append(Misread("geo.name_faulty", "key", {"limit": LONGEST_NAME}))
    if not _is_name(value["name"], limit=LONGEST_NAME):
        found.append(Misread("geo.name_faulty", "name", {"limit": LONGEST_NAME}))
    return tuple(found)


def _place_out(value: Mapping[str, Any]) -> dict[str, str]:
    return {"latitude": latitude_text(value["lat_e7"]), "longitude": longitude_text(value["lon_e7"])}


def _time_out(value: Mapping[str, Any]) -> dict[str, str]:
    # On the full minute both precisions are said alike, so that "10:42" answers "10:42:00".
    precision = "second" if value["at_s"] % 60 else "minute"
    return {"time": moment_text(Moment(value["at_s"], precision))}


def _height_out(value: Mapping[str, Any]) -> dict[str, str]:
    return {"value": str(value["value"]), "unit": value["unit"], "reference": value["reference"]}


def _number_out(value: Mapping[str, Any]) -> dict[str, str]:
    return {"value": value["value"], "unit": value["unit"]}


def _line_out(value: Mapping[str, Any]) -> dict[str, str]:
    # The charter's key has one name a language; two officers who chose the same key chose the same line.
    return {"name": value["key"] or value["name"]}


_FORMS: Mapping[str, _Form] = {
    "place": _Form(("lat_e7", "lon_e7"), _place_faults, _place_out, optional=("name",)),
    "time": _Form(("at_s", "precision"), _time_faults, _time_out),
    "height": _Form(("value", "unit", "reference"), _height_faults, _height_out),
    "number": _Form(("value", "unit"), _number_faults, _number_out),
    "line": _Form(("key", "name"), _line_faults, _line_out),
}
ITEM_TYPES = tuple(_FORMS)

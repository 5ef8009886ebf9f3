"""Notices on the map: the outline of every volume as signed, for as long as its version was in force."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext

from parley.desk.addresses import address_of_form
from parley.desk.map.adding import Layer, MapFact, Window
from parley.desk.map.heights import ground_of, heights_signed
from parley.desk.naming import member_name
from parley.desk.notices.found import overlaps
from parley.desk.notices.showing import class_word, middle_of, volume_in_words
from parley.desk.notices.words import state_word
from parley.desk.reach import tracks_read
from parley.desk.standstill.found import standing
from parley.geo.place import E7
from parley.node import reading
from parley.node.reading import MatterRow
from parley.node.running import Node
from parley.tracks.deconfliction.track import TRACK

if TYPE_CHECKING:
    from parley.desk.models import Officer

FORM = "notice"
# The facts of so many notices are kept, in each language; made anew they cost most of a picture of thousands.
MOST_KEPT = 50_000
_Stamp = tuple[bytes, str]
_KEPT: dict[tuple[str, str], tuple[_Stamp, tuple[tuple[MapFact, str], ...]]] = {}


def read(node: Node, officer: Officer, window: Window) -> Iterator[MapFact]:
    """Yield the volumes of the notices that the window asks for and the officer reads."""
    if TRACK.name not in tracks_read(officer):
        return
    meets = {matter for found in overlaps().all() if found.kind != "contact" for matter in found.matters}
    meets |= set(standing().hard())
    for row in _rows(node, window):
        if row.form == FORM:
            yield from facts_of_notice(node, row, meets=row.id in meets)


def _rows(node: Node, window: Window) -> list[MatterRow]:
    if window.matters is not None:
        found = (reading.matter(node, matter) for matter in sorted(window.matters))
        return [row for row in found if row is not None]
    return reading.of_form(node, FORM, from_ms=0, until_ms=window.until_ms + 1)


def facts_of_notice(node: Node, row: MatterRow, *, meets: bool = False) -> Iterator[MapFact]:
    """Yield every volume of every version, each with the time in which that version was in force.

    `meets` says that the version in force overlaps with another notice, or is too close to it.
    """
    for fact, geometry in _kept(node, row):
        is_met = meets and fact.until_ms is None and fact.style == "notice"
        yield replace(fact, geometry=json.loads(geometry), style="notice-meets" if is_met else fact.style)


def _kept(node: Node, row: MatterRow) -> tuple[tuple[MapFact, str], ...]:
    """Return the facts with their outlines as text, from the last time where neither state nor charter is another."""
    key, stamp = (row.id, get_language() or "en"), (row.version, node.charter().digest)
    known = _KEPT.get(key)
    if known is not None and known[0] == stamp:
        return known[1]
    made = tuple((replace(fact, geometry=None), json.dumps(fact.geometry)) for fact in _facts(node, row))
    if len(_KEPT) >= MOST_KEPT:
        _KEPT.clear()
    _KEPT[key] = (stamp, made)
    return made


def _facts(node: Node, row: MatterRow) -> Iterator[MapFact]:
    entries = [entry for entry in reading.entries_said(node, row.id) if entry.refusal is None]
    plans = [entry for entry in entries if entry.kind in ("activity_notified", "activity_changed")]
    over = next((e.at_ms for e in entries if e.kind in ("activity_ended", "activity_cancelled")), None)
    ends = [*(later.at_ms for later in plans[1:]), over]
    for entry, until_ms in zip(plans, ends, strict=True):
        for number, volume in enumerate((*entry.content["volumes"], *entry.content.get("contingency", ()))):
            yield _fact(node, row, entry.id, number, entry.content, volume, (entry.at_ms, until_ms))


def _fact(
    node: Node, row: MatterRow, entry: str, number: int, plan: Mapping[str, Any], volume: Mapping[str, Any],
    held: tuple[int, int | None],
) -> MapFact:  # fmt: skip
    is_contingency = number >= len(plan["volumes"])
    return MapFact(
        f"{entry}/{number}",
        geometry_of(volume["area"]),
        "notice-contingency" if is_contingency else "notice",
        gettext("Where it may go in need") if is_contingency else class_word(node.charter(), str(plan["class"])),
        str(plan["subject"]),
        where=middle_of(volume),
        measure=volume_in_words(volume),
        label=f"{class_word(node.charter(), str(plan['class']))}\n\u2066{row.id}\u2069",
        by=member_name(node, row.opened_by, language=get_language() or "en"),
        state=state_word(str(row.state["name"])),
        source=entry,
        from_ms=held[0],
        until_ms=held[1],
        matter=row.id,
        address=address_of_form("notice", row.id),
        heights=heights_signed(volume, ground=ground_of(node)),
        windows=tuple((start * 1000, end * 1000) for start, end in volume["windows"]),
    )


def geometry_of(area: Any) -> dict[str, Any]:
    """Return an area as GeoJSON has it."""
    return {"type": "MultiPolygon", "coordinates": [[_ring(ring) for ring in polygon] for polygon in area]}


def _ring(ring: list[list[int]]) -> list[list[float]]:
    """Return a ring as GeoJSON has it, its first corner said again at its end."""
    corners = [[lon / E7, lat / E7] for lon, lat in ring]
    return [*corners, corners[0]]


NOTICES = Layer("notices", lambda: gettext("Notices of activity"), read, shape="place", place=15)

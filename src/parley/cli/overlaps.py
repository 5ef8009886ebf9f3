"""`parley overlaps`: tries plans before they are filed: what in GeoJSON files collides with what, as JSON."""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from parley.cli.menu_shown import menu_as_json
from parley.cli.told import add_language
from parley.geo.band import ANYWHERE
from parley.geo.detect import Overlap
from parley.geo.figures import Misread
from parley.geo.geojson import Drawn, read_collection
from parley.geo.moment import parse_moment
from parley.geo.said_json import read_json
from parley.geo.separation import NONE, Separation
from parley.node.overlaps.finding import overlaps_of
from parley.node.overlaps.menus import menus_of
from parley.texts import sentence

CLEAR, FOUND, FAULTY = 0, 1, 2
LONGEST_FILE = 256 << 20


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the words of this verb."""
    parser.add_argument("files", metavar="FILE", nargs="+", help="GeoJSON with activities and zones (docs/overlaps.md)")
    text = "how far apart any two activities must be: metres on the ground, metres in height, minutes (default: 0,0,0)"
    parser.add_argument("--apart", default="0,0,0", metavar="M,M,MIN", help=text)
    text = "tell ways out too: how one or both of two activities would move, the same for both"
    parser.add_argument("--propose", action="store_true", help=text)
    text = "with --propose: nothing begins before this time (default: now)"
    parser.add_argument("--at", metavar="TIME", help=text)
    add_language(parser)


def run(args: argparse.Namespace) -> int:
    """Print every overlap; 0 where there is none, 1 where there are some, 2 where something could not be read."""
    apart = _separation(args.apart)
    if apart is None:
        print(sentence("overlaps.apart", language=args.language, data={}), file=sys.stderr)
        return FAULTY
    at = _at(args.at)
    if isinstance(at, Misread):
        print(sentence("overlaps.at", language=args.language, data={}), file=sys.stderr)
        return FAULTY
    drawn: list[Drawn] = []
    faults: list[str] = []
    for name in args.files:
        found, told = _read(name, language=args.language)
        # Two files may number their features alike.
        drawn += found if len(args.files) == 1 else [replace(each, id=f"{Path(name).name}#{each.id}") for each in found]
        faults += told
    if faults:
        print("\n".join(faults), file=sys.stderr)
        return FAULTY
    overlaps = overlaps_of(drawn, ground=ANYWHERE, apart=lambda _one, _other: apart, widest=apart)
    counted = {"activities": sum(not each.is_zone for each in drawn), "zones": sum(each.is_zone for each in drawn)}
    told_all: dict[str, Any] = {"checked": counted, "overlaps": [as_json(each) for each in overlaps]}
    if args.propose:
        told_all["note"] = sentence("overlaps.without_prejudice", language=args.language, data={})
        menus = menus_of(drawn, overlaps, ground=ANYWHERE, now_s=at, apart=lambda _one, _other: apart, widest=apart)
        told_all["proposals"] = [menu_as_json(each) for each in menus]
    print(json.dumps(told_all, ensure_ascii=False, indent=1))
    return FOUND if overlaps else CLEAR


def as_json(overlap: Overlap) -> dict[str, Any]:
    """Return an overlap in plain values: square metres, metres, times in UTC, heights in metres."""
    meeting = overlap.meeting
    return {
        "first": overlap.first,
        "second": overlap.second,
        "kind": overlap.kind,
        "standing": overlap.standing,
        "area_m2": round(meeting.area_m2, 2),
        "width_m": round(meeting.width_m, 3),
        "windows": [[_utc(start), _utc(end)] for start, end in meeting.windows],
        "lower_m": _height(meeting.band.lower),
        "upper_m": _height(meeting.band.upper),
        "heights": "as written" if meeting.is_as_written else "above the ellipsoid",
    }


def _separation(text: str) -> Separation | None:
    parts = text.split(",")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 7 for part in parts):
        return None
    return Separation(*map(int, parts)) if any(int(part) for part in parts) else NONE


def _at(text: str | None) -> int | Misread:
    """Return the hour before which nothing begins, in seconds: as it was named, or now."""
    if text is None:
        return int(datetime.now(UTC).timestamp())
    found = parse_moment(text)
    return found if isinstance(found, Misread) else found.at_s


def _read(name: str, *, language: str) -> tuple[list[Drawn], list[str]]:
    """Return the features of a file, and what is wrong with it, in whole sentences."""
    try:
        raw = Path(name).read_bytes() if Path(name).stat().st_size <= LONGEST_FILE else None
    except OSError as error:
        return [], [sentence("overlaps.unreadable", language=language, data={"file": name, "why": str(error.strerror)})]
    if raw is None:
        return [], [sentence("overlaps.too_long", language=language, data={"file": name, "limit": LONGEST_FILE})]
    value = read_json(raw)
    if isinstance(value, tuple):
        return [], [_fault(name, each, language=language) for each in value]
    read = read_collection(value)
    return list(read.drawn), [_fault(name, each, language=language) for each in read.faults]


def _fault(name: str, fault: Misread, *, language: str) -> str:
    where = f"{name}: {fault.field}" if fault.field else name
    return f"{where}: {sentence(fault.code, language=language, data=dict(fault.data))}"


def _utc(at_s: int) -> str:
    return datetime.fromtimestamp(min(at_s, 253_402_300_799), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _height(metres: float) -> float | None:
    return round(metres, 2) if math.isfinite(metres) else None

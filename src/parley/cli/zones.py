"""`parley zones`: reads zones of other programs into a charter's sections, and writes a charter's zones for them."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from parley.charter.model import Charter
from parley.charter.problem import CharterError
from parley.charter.reading import read_template
from parley.charter.zone_amending import amended
from parley.charter.zone_exchange import Sections, basis_of, sections_of, tell_languages, tell_outside, told_of
from parley.cli.told import add_language
from parley.geo.exchange.ed269 import read_ed269
from parley.geo.exchange.ed318 import read_ed318, write_ed318
from parley.geo.exchange.kml import read_kml, write_kml
from parley.geo.exchange.names import identifiers
from parley.geo.exchange.plain import read_plain, write_plain
from parley.geo.exchange.told import LOST, NOTED, REPAIRED, BasisTold, Told
from parley.geo.said_json import read_json
from parley.texts import LANGUAGES, sentence

DONE, FAULTY, UNDONE = 0, 1, 2
HEADINGS = (
    (REPAIRED, "zones.report_repaired"), (LOST, "zones.report_lost"), (NOTED, "zones.report_noted"),
)  # fmt: skip
FORMS = ("geojson", "ed318", "ed269", "kml")
LONGEST_FILE = 16 << 20


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the words below the verb."""
    words = parser.add_subparsers(dest="word", required=True, metavar="import|export")
    text = "read a file of zones, tell every repair and loss, and print the sections that an amendment would take"
    reader = words.add_parser("import", help=text, description=text)
    text = "write the zones and lines of a charter; zones with protected sites never leave in bulk"
    writer = words.add_parser("export", help=text, description=text)
    reader.add_argument("file", type=Path, metavar="FILE", help="GeoJSON, ED-318, ED-269 or KML")
    reader.add_argument("--format", choices=FORMS, help="the form of the file (default: as it looks)")
    text = "the charter into which they shall go: its box, languages, members and classes are asked"
    reader.add_argument("--charter", type=Path, metavar="CHARTER", help=text)
    reader.add_argument("--by", metavar="CODE", default="", help="the member whose proposal these drawings are")
    text = "write the charter with these sections as an amendment, into a file that must not exist yet"
    reader.add_argument("--amend", type=Path, metavar="OUT", help=text)
    text = "the classes of activity that a prohibition of the file is about (default: every class, and it is told)"
    reader.add_argument("--classes", metavar="NAME,NAME", default="", help=text)
    reader.add_argument("--since", type=date.fromisoformat, metavar="DAY", help="the day since when (default: today)")
    writer.add_argument("charter", type=Path, metavar="CHARTER", help="the charter or template")
    writer.add_argument("--format", choices=("ed318", "geojson", "kml"), required=True, help="the form to write")
    text = "only what holds on this day, at noon UTC (default: everything, with its dates)"
    writer.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help=text)
    for word in (reader, writer):
        add_language(word)


def run(args: argparse.Namespace) -> int:
    """Do what the word says; 1 where something could not be taken, 2 where a file could not be read."""
    try:
        return _import(args) if args.word == "import" else _export(args)
    except OSError as away:
        return _fail("zones.unreadable", args, file=str(away.filename), why=str(away.strerror))
    except CharterError as problems:
        rows = [sentence(each.code, language=args.language, data=each.data) for each in problems.problems]
        print("\n".join(rows), file=sys.stderr)
        return UNDONE


def _import(args: argparse.Namespace) -> int:
    if args.file.stat().st_size > LONGEST_FILE:
        return _fail("zones.too_long", args, file=str(args.file), limit=LONGEST_FILE)
    if args.amend is not None and args.charter is None:
        return _fail("zones.charter_asked", args)
    raw = args.file.read_bytes()
    template = args.charter.read_bytes() if args.charter is not None else None
    charter = read_template(template) if template is not None else None
    classes = tuple(each for each in args.classes.split(",") if each)
    form, found = read_zones(raw, form=args.format or "", classes=classes)
    if charter is not None and charter.map is not None:
        tell_outside(found, charter.map.box)
    bases = [*(zone.basis for zone in found.zones), *(line.basis for line in found.lines)]
    if None in bases and not args.by:
        found.fault("zones.by_asked", "--by")
    if not found.faults and not found.zones and not found.lines:
        found.fault("zones.nothing", "")
    if found.faults:
        return _tell(found, args)
    found = tell_languages(found, charter.languages if charter is not None else LANGUAGES)
    since = args.since or (charter.since if charter is not None else datetime.now(UTC).date())
    source = f"Imported from {args.file.name} ({form}), SHA-256 {sha256(raw).hexdigest()}"
    basis = BasisTold(source, since.isoformat(), "proposed", (args.by,) if args.by else ())
    known = {name: basis_of(each) for name, each in charter.bases.items()} if charter is not None else {}
    if any(each is not None and each.standing == "agreed" and each not in known.values() for each in bases):
        found.noted("zones.says_agreed", args.file.name)
    sections = sections_of(found, basis=basis, known=known)
    if charter is not None and template is not None:
        _put_in(template, charter, sections, found, args)
    if not found.faults and args.amend is None:
        print(sections.text, end="")
    return _tell(found, args)


def _put_in(template: bytes, charter: Charter, sections: Sections, found: Told, args: argparse.Namespace) -> None:
    """Note as faults what the charter would refuse of these sections; else write the amendment that is asked for."""
    lines = charter.map.lines if charter.map is not None else {}
    taken = [zone.name for zone in found.zones if zone.name in charter.zones]
    for name in [*taken, *(line.name for line in found.lines if line.name in lines)]:
        found.noted("zones.in_charter", name)
    text = amended(template.decode(), sections, predecessor="" if charter.unkeyed else charter.digest)
    try:
        read_template(text.encode())
    except CharterError as problems:
        for each in problems.problems:
            found.fault(each.code, each.where, **each.data)
    if found.faults or args.amend is None:
        return
    try:
        with args.amend.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        found.fault("charter_said.file_exists", "--amend", file=str(args.amend))
        return
    told = {"file": str(args.amend), "charter": str(args.charter)}
    print(sentence("zones.amended", language=args.language, data=told), file=sys.stderr)


def read_zones(raw: bytes, *, form: str, classes: tuple[str, ...]) -> tuple[str, Told]:
    """Return the form and what a file tells; without `form` it is taken as it looks."""
    found = Told()
    if form == "kml" or (not form and raw.lstrip()[:1] == b"<") or raw[:4] == b"PK\x03\x04":
        read_kml(raw, told=found)
        return "kml", found
    value = read_json(raw)
    if isinstance(value, tuple):
        for each in value:
            found.fault("zones.no_json" if each.code == "geo.json_wrong" else each, each.field)
        return form, found
    form = form or _looks_like(value)
    if form == "ed318":
        read_ed318(value, classes=classes, told=found)
    elif form == "ed269":
        read_ed269(value, classes=classes, told=found)
    else:
        read_plain(value, told=found)
    return form, found


def _looks_like(value: object) -> str:
    """Return the form of a JSON file by what only that form has."""
    features = value.get("features", value.get("UASZoneList")) if isinstance(value, dict) else None
    first = features[0] if isinstance(features, list) and features else None
    if not isinstance(first, dict):
        return "geojson"
    text = json.dumps(first)[:1_000_000]
    if "horizontalProjection" in text:
        return "ed269"
    properties = first.get("properties")
    is_318 = isinstance(properties, dict) and {"identifier", "country", "type"} <= set(properties)
    return "ed318" if is_318 else "geojson"


def _export(args: argparse.Namespace) -> int:
    charter = read_template(args.charter.read_bytes())
    day = args.as_of
    at_s = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()) if day is not None else None
    found = told_of(charter, at_s=at_s)
    print(_written(found, charter, args))
    return _tell(found, args)


def _written(found: Told, charter: Charter, args: argparse.Namespace) -> str:
    if args.format == "kml":
        return write_kml(found, language=args.language).rstrip("\n")
    if args.format == "geojson":
        return json.dumps(write_plain(found), ensure_ascii=False, indent=1)
    made = write_ed318(found, authority=charter.mechanism.names)
    rows = [f"  {short}  {name}" for name, short in identifiers(zone.name for zone in found.zones).items()]
    print("\n".join([sentence("zones.identifiers", language=args.language, data={}), *rows]), file=sys.stderr)
    return json.dumps(made, ensure_ascii=False, indent=1)


def _tell(found: Told, args: argparse.Namespace) -> int:
    """Print the report: faults, or every repair and everything that was not carried over."""
    for kind, heading in HEADINGS:
        rows = [
            f"  {each.where}: {sentence(each.code, language=args.language, data=each.data)}"
            for each in found.remarks if each.kind == kind
        ]  # fmt: skip
        if rows:
            print("\n".join([sentence(heading, language=args.language, data={}), *rows]), file=sys.stderr)
    if not found.faults:
        counted = {"zones": len(found.zones), "lines": len(found.lines)}
        print(sentence("zones.report_done", language=args.language, data=counted), file=sys.stderr)
        return DONE
    rows = [f"  {each.field}: {sentence(each.code, language=args.language, data=each.data)}" for each in found.faults]
    print("\n".join([sentence("zones.report_faults", language=args.language, data={}), *rows]), file=sys.stderr)
    return FAULTY


def _fail(code: str, args: argparse.Namespace, **told: str | int) -> int:
    print(sentence(code, language=args.language, data=told), file=sys.stderr)
    return UNDONE

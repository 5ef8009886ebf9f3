"""`parley stix`: writes what this node may read as a STIX 2.1 bundle, and tells what can be taken of another's."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from parley.charter.problem import CharterError
from parley.charter.reading import read_template
from parley.cli.failing import FAILURES, tell_failure
from parley.cli.placing import Place, add_home, place_of, tell_exercise
from parley.cli.told import add_language
from parley.node.asking import NodeAway, ask
from parley.texts import sentence
from parley.tracks.information.stix.intake import read_bundle
from parley.tracks.information.stix.raw import MOST_BYTES, Problem
from parley.tracks.information.stix.reading import reports_read

DONE, FAULTY, UNDONE = 0, 1, 2
PATIENCE_S = 120.0


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the words below the verb."""
    words = parser.add_subparsers(dest="word", required=True, metavar="export|import")
    out = words.add_parser("export", help="write what this node may read as one bundle")
    out.add_argument("file", type=Path, metavar="FILE", help="where to write; it must not exist yet")
    text = "only what this member reads, or what may go on to it"
    out.add_argument("--for", dest="member", metavar="CODE", default="", help=text)
    out.add_argument("--since", metavar="DAY", default="", help="only what was opened since this day (UTC)")
    out.add_argument("--until", metavar="DAY", default="", help="only what was opened before this day (UTC)")
    add_home(out)
    text = "check a bundle, tell what is wrong with it, and print a draft for each report; nothing is filed"
    reader = words.add_parser("import", help=text, description=text)
    reader.add_argument("file", type=Path, metavar="FILE", help="the bundle")
    text = "the charter whose purposes, languages, members and precision count"
    reader.add_argument("--charter", type=Path, metavar="CHARTER", required=True, help=text)
    for word in (out, reader):
        add_language(word)


def run(args: argparse.Namespace) -> int:
    """Do what the word says; 1 where something of a bundle could not be taken, 2 where a file could not be read."""
    try:
        return _import(args) if args.word == "import" else _export(args)
    except CharterError as problems:
        rows = [sentence(each.code, language=args.language, data=each.data) for each in problems.problems]
        print("\n".join(rows), file=sys.stderr)
    except FAILURES as error:
        if args.word == "export":
            tell_failure(error, home=args.home, language=args.language)
        else:
            print(error, file=sys.stderr)
    return UNDONE


def _import(args: argparse.Namespace) -> int:
    try:
        with args.file.open("rb") as file:
            raw, template = file.read(MOST_BYTES + 1), args.charter.read_bytes()
    except OSError as away:
        figures = {"file": str(away.filename), "why": str(away.strerror)}
        print(sentence("stix.unreadable", language=args.language, data=figures), file=sys.stderr)
        return UNDONE
    charter = read_template(template)
    floor_m = charter.information.place_floor_m if charter.information is not None else 1
    found = read_bundle(raw, floor_m=floor_m)
    for each in found.problems:
        print(problem_said(each, language=args.language), file=sys.stderr)
    for report in reports_read(found, charter=charter):
        if not report.revoked:
            draft: dict[str, Any] = {"kind": "report_given", "content": dict(report.content), "from": report.id}
            print(json.dumps(draft, ensure_ascii=False))
    return FAULTY if any(each.refuses for each in found.problems) else DONE


def problem_said(problem: Problem, *, language: str) -> str:
    """Return a problem in words, after the object that it is about."""
    said = sentence(problem.code, language=language, data=problem.data)
    return f"{problem.id}: {said}" if problem.id else said


def _export(args: argparse.Namespace) -> int:
    place, asked = place_of(args), {"member": args.member}
    for name in ("since", "until"):
        day = getattr(args, name)
        at_ms = _day_ms(day) if day else 0
        if at_ms is None:
            print(sentence("stix.day_unknown", language=args.language, data={"day": day}), file=sys.stderr)
            return UNDONE
        asked |= {f"{name}_ms": at_ms} if day else {}
    answer = _bundle(place, asked)
    if "bundle" not in answer:
        print(sentence(answer["code"], language=args.language, data=answer["data"]), file=sys.stderr)
        return UNDONE
    try:
        with args.file.open("x", encoding="utf-8") as file:
            file.write(answer["bundle"])
    except OSError as away:
        figures = {"file": str(away.filename), "why": str(away.strerror)}
        print(sentence("stix.unreadable", language=args.language, data=figures), file=sys.stderr)
        return UNDONE
    count = len(json.loads(answer["bundle"])["objects"])
    print(sentence("stix.written", language=args.language, data={"count": count, "file": str(args.file)}))
    tell_exercise(place.home, languages=(args.language,))
    return DONE


def _day_ms(day: str) -> int | None:
    """Return when a day begins in UTC; None where it is none."""
    try:
        return int(datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None


def _bundle(place: Place, asked: dict[str, Any]) -> dict[str, Any]:
    """Return the bundle as the running node tells it, else as its record says."""
    try:
        return ask(place.home.socket, {"op": "stix_bundle", **asked}, patience_s=PATIENCE_S)
    except NodeAway:
        return _bundle_here(place, asked)


def _bundle_here(place: Place, asked: dict[str, Any]) -> dict[str, Any]:
    """Open the node for this one question; it signs nothing."""
    from parley.cli.control import stix_outcome
    from parley.cli.run import open_place
    from parley.node.running import close_node

    node = open_place(place)
    node.writer.start()
    try:
        return stix_outcome(asked, node)
    finally:
        close_node(node)

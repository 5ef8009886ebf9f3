"""`parley bundle export|import`: carries the logs over a stick, with the checks of a link."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from parley.charter.model import Charter
from parley.charter.reading import read_charter
from parley.cli.auditing.trust import key_lines, log_of_name, name_of_log, named_charters
from parley.cli.failing import FAILURES, tell_failure
from parley.cli.placing import Place, add_home, place_of
from parley.cli.told import add_language
from parley.node.asking import NodeAway, ask
from parley.node.bundle import Beside, write_bundle
from parley.node.highwater import bound_of
from parley.node.serving import Bound
from parley.node.store.connection import open_reader
from parley.record.folder import Manifest
from parley.texts import LANGUAGES, sentence

DONE, REFUSED, UNDONE = 0, 1, 2
PATIENCE_S = 6 * 3600.0


class PositionsError(ValueError):
    """A text that names no positions; `said` is the part that does not."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the words of this verb."""
    does = parser.add_subparsers(dest="does", required=True, metavar="export|import")
    out = does.add_parser("export", help="write what this node holds into one file")
    out.add_argument("--since", default="", metavar="POSITIONS", help="what the receiver holds: SY:1040,IL:512")
    text = "the charter in force, where it was amended; and the one before, where that names a closed log otherwise"
    out.add_argument("--charter", type=Path, metavar="FILE", action="append", default=[], help=text)
    back = does.add_parser("import", help="take in what a bundle brings; a running node does it itself")
    for each in (out, back):
        each.add_argument("file", type=Path, metavar="FILE", help="the bundle")
        add_language(each)
        add_home(each)


def run(args: argparse.Namespace) -> int:
    """Export or import: 0 where all went well, 1 where something was refused, 2 where nothing could be done."""
    try:
        place = place_of(args)
        return _export(place, args) if args.does == "export" else _import(place, args)
    except PositionsError as error:
        print(sentence("bundle.positions", language=args.language, data={"said": error.said}), file=sys.stderr)
    except FileExistsError:
        print(sentence("bundle.exists", language=args.language, data={"file": str(args.file)}), file=sys.stderr)
    except FAILURES as error:
        tell_failure(error, home=args.home, language=args.language)
    return UNDONE


def _export(place: Place, args: argparse.Namespace) -> int:
    raws = named_charters(args.charter, home=place.home.charter)
    charters = [read_charter(raw) for raw in raws]
    charter, keys = charters[0], lambda log: list(key_lines(charters, log))
    beside = Beside(place.settings.member, raws[0], charter.digest, _readme(charter), keys)
    since = read_positions(args.since, charter=charter)
    # Whoever finds the stick learns at least who spoke when: it is the owner's alone until it is handed over.
    with os.fdopen(os.open(args.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        try:
            conn, bound = open_reader(place.home.database), _bound(place, charter)
            manifest = write_bundle(file, conn=conn, since=since, beside=beside, bound=bound)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            # Half a bundle is none, and the next try needs the name.
            args.file.unlink()
            raise
    _tell_written(manifest, charter=charter, args=args)
    return DONE


def _bound(place: Place, charter: Charter) -> Bound:
    return bound_of(place.home, charter.member(place.settings.member).origin, without_mark=0)


def read_positions(text: str, *, charter: Charter) -> dict[str, int]:
    """Return the number for each origin in "SY:1040,IL:512"; PositionsError for any other form."""
    found: dict[str, int] = {}
    for pair in filter(None, text.split(",")):
        name, _, number = pair.rpartition(":")
        origin = log_of_name(charter, name)
        if origin is None or not (number.isascii() and number.isdigit()):
            raise PositionsError(pair)
        found[origin] = int(number)
    return found


def _readme(charter: Charter) -> bytes:
    codes = ["bundle.readme", "record.without_prejudice"] + ["record.exercise"] * charter.mechanism.exercise
    told = ["\n".join(sentence(code, language=language, data={}) for code in codes) for language in LANGUAGES]
    return ("\n\n".join(told) + "\n").encode()


def _tell_written(manifest: Manifest, *, charter: Charter, args: argparse.Namespace) -> None:
    for part in manifest.logs:
        figures = {"log": name_of_log(charter, part.origin), "start": part.start, "size": part.size}
        print(sentence("bundle.wrote", language=args.language, data=figures))
    print(sentence("record.without_prejudice", language=args.language, data={}))
    if charter.mechanism.exercise:
        print(sentence("record.exercise", language=args.language, data={}))


def _import(place: Place, args: argparse.Namespace) -> int:
    request = {"op": "bundle_import", "path": str(args.file.absolute())}
    try:
        answer = ask(place.home.socket, request, patience_s=PATIENCE_S)
    except NodeAway:
        answer = _import_here(place, args.file)
    if "code" in answer:
        figures = {"where": answer["where"], "file": str(args.file)}
        print(sentence(answer["code"], language=args.language, data=figures), file=sys.stderr)
        return REFUSED
    return _tell_taken(answer["logs"], args=args)


def _import_here(place: Place, file: Path) -> dict[str, Any]:
    """Open the node for this one import; it signs nothing."""
    from parley.cli.control import bundle_outcome
    from parley.cli.run import open_place
    from parley.node.running import close_node

    node = open_place(place)
    node.writer.start()
    try:
        return bundle_outcome(file, node=node)
    finally:
        close_node(node)


def _tell_taken(logs: list[dict[str, Any]], *, args: argparse.Namespace) -> int:
    refused = False
    for log in logs:
        print(sentence("bundle.took", language=args.language, data=log))
        if log["refusal"] is not None:
            refused = True
            why = sentence(log["refusal"], language=args.language, data=log["figures"])
            print(sentence("bundle.refused", language=args.language, data={**log, "why": why}), file=sys.stderr)
    return REFUSED if refused else DONE

"""`parley statement export FOLDER`: writes the public pages of released statements for any web server."""

from __future__ import annotations

import argparse
import base64
import sys
from pathlib import Path
from typing import Any

from parley.cli.failing import FAILURES, tell_failure
from parley.cli.placing import Place, add_home, place_of, tell_exercise
from parley.cli.told import add_language
from parley.node.asking import NodeAway, ask
from parley.texts import sentence

DONE, UNDONE = 0, 2
PATIENCE_S = 120.0


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the words of this verb."""
    does = parser.add_subparsers(dest="does", required=True, metavar="export")
    out = does.add_parser("export", help="write the public pages of every released statement into a folder")
    out.add_argument("folder", type=Path, metavar="FOLDER", help="where to write; what is there already is replaced")
    add_language(out)
    add_home(out)


def run(args: argparse.Namespace) -> int:
    """Write the pages as this node would show them now: 0, or 2 where nothing could be written."""
    try:
        place = place_of(args)
        files = _files(place)
        for path, body in files.items():
            target = args.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
    except FAILURES as error:
        tell_failure(error, home=args.home, language=args.language)
        return UNDONE
    except OSError as error:
        figures = {"file": str(error.filename), "why": str(error.strerror)}
        print(sentence("public.not_written", language=args.language, data=figures), file=sys.stderr)
        return UNDONE
    count = sum(path.count("/") == 1 and path.endswith("/index.html") for path in files)
    print(sentence("public.written", language=args.language, data={"count": count, "folder": str(args.folder)}))
    tell_exercise(place.home, languages=(args.language,))
    return DONE


def _files(place: Place) -> dict[str, bytes]:
    """Return the files as the running node tells them, else as its record says."""
    try:
        answer = ask(place.home.socket, {"op": "public_files"}, patience_s=PATIENCE_S)
    except NodeAway:
        answer = _files_here(place)
    return {path: base64.b64decode(body) for path, body in answer["files"].items()}


def _files_here(place: Place) -> dict[str, Any]:
    """Open the node for this one question; it signs nothing."""
    from parley.cli.control import public_outcome
    from parley.cli.run import open_place
    from parley.node.running import close_node

    node = open_place(place)
    node.writer.start()
    try:
        return public_outcome(node)
    finally:
        close_node(node)

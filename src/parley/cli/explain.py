"""`parley explain SY/1042`: the whole way of an entry, with what each member had read when it was written.

`parley explain H-6` says what a clause says, and what to do about it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from parley.cli.failing import tell_failure
from parley.cli.placing import add_home, place_of
from parley.cli.told import add_language
from parley.node.asking import ask
from parley.node.settings import SettingsError
from parley.node.why.step import clause_text, told
from parley.texts import sentence

Told = tuple[str, dict[str, Any]]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    add_home(parser)
    parser.add_argument("entry", help="the entry's id, for example SY/1042, or a clause, for example H-6")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    add_language(parser)


def run(args: argparse.Namespace) -> int:
    """Print the steps; 1 where this node has no such entry, 2 where no node runs."""
    clause = clause_text(args.entry, language=args.language)
    if clause is not None:
        print("\n".join(clause))
        return 0
    try:
        found = ask(place_of(args).home.socket, {"op": "explain", "id": args.entry})
    except (OSError, SettingsError) as error:
        tell_failure(error, home=args.home, language=args.language)
        return 2
    if found.get("outcome") == "unknown":
        print(sentence("explain.unknown", language=args.language, data={"id": args.entry}), file=sys.stderr)
        return 1
    text = json.dumps(found, indent=2, ensure_ascii=False) if args.json else "\n".join(lines(found, args.language))
    print(text)
    return 0


def lines(found: dict[str, Any], language: str) -> list[str]:
    """Return the way of an entry as lines to read."""
    way = [sentence(code, language=language, data=data) for code, data in _steps(found, language)]
    return way + [told(step, language=language, say=lambda name, value: str(value)) for step in found["why"]]


def _steps(found: dict[str, Any], language: str) -> Iterator[Told]:
    if found["exercise"]:
        yield "record.exercise", {}
    yield "explain.entry", found
    yield "explain.written", {**found, "at": _at(found["written_at_ms"])}
    yield from _seen(found)
    yield _sealed(found)
    yield "explain.leaf", found
    yield "explain.held", {"mirrors": _listed(found["mirrored_by"]), "witnesses": _listed(found["cosigned_by"])}
    yield from _attachments(found)
    yield _opened(found)
    if found["signed_by"]:
        yield "explain.signed_by", found
    if found["key_entry"]:
        yield "explain.key_entry", found
    yield ("explain.judged_by" if found["charter"] else "explain.before_charter"), found
    yield _verdict(found, language)
    for code in ("read_by", "opened_by"):
        for member, at_ms in sorted(found[code].items()):
            yield f"explain.{code}", {"member": member, "at": _at(at_ms)}


def _at(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")[:-4] + "Z"


def _listed(words: list[str]) -> str:
    return ", ".join(words) or "-"


def _seen(found: dict[str, Any]) -> Iterator[Told]:
    """Yield what the author had read, and what it could so know that each other member had read."""
    for seen in found["seen"]:
        yield "explain.seen", seen
        if seen["had_read"]:
            yield "explain.had_read", {**seen, "entries": _listed(seen["had_read"])}
    if not found["seen"]:
        yield "explain.seen_nothing", {}


def _sealed(found: dict[str, Any]) -> Told:
    sealed = found["sealed"]
    if sealed is None:
        return "explain.position", {}
    return "explain.sealed", {**sealed, "count": len(sealed["attachments"])}


def _attachments(found: dict[str, Any]) -> Iterator[Told]:
    named = found["sealed"]["attachments"] if found["sealed"] else ()
    if named:
        yield "explain.attachments", {"count": len(named), "held": sum(each["held"] for each in named)}


def _opened(found: dict[str, Any]) -> Told:
    if found["sealed"] is None:
        return "explain.nothing_to_open", {}
    if not found["opened_here"]:
        return "explain.not_opened", {}
    return "explain.opened", {"kind": found["kind"], "to": _listed(found["to"]), "matter": found["matter"] or "-"}


def _verdict(found: dict[str, Any], language: str) -> Told:
    void = found["void"]
    if void is not None:
        return "explain.void", {**void, "why": sentence(void["code"], language=language, data=void["data"])}
    return ("explain.stands" if found["opened_here"] or found["sealed"] is None else "explain.leaf_stands"), {}

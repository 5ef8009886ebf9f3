"""`parley verify`: checks a record that lies in a folder, a bundle, a node's home, or on a node that answers."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from parley.cli.auditing.forks import ForkReport, check_forks, fork_json, tell_forks
from parley.cli.auditing.inspecting import DEEP, PLAIN, inspect, open_source
from parley.cli.auditing.receipt import NoLeaf, check_receipt, read_receipt
from parley.cli.auditing.source import Source, SourceError
from parley.cli.auditing.statement import keys_by, read_statement_receipt, tell_statement
from parley.cli.auditing.telling import as_json, tell_cosigned, tell_log, tell_source
from parley.cli.auditing.trust import Trust, named_trust, trust_beside
from parley.cli.told import add_language
from parley.record.audit import LogReport
from parley.record.formerror import FormError
from parley.texts import sentence
from parley.tracks.talks.statement_receipt import check_receipt as check_receipt_of_statement

SOUND, FAULTY, NOTHING, FORKED = 0, 1, 2, 3
EVERY_SECONDS = 0.5
NOTHING_THERE = {"audit.nothing_here", "audit.unreachable", "audit.home_needed", "audit.keys_locked"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the words of this verb."""
    what = "folder, bundle, receipt (of an entry or of a statement), home folder of a node, or host:port"
    parser.add_argument("record", metavar="RECORD", help=what)
    parser.add_argument("--deep", action="store_true", help="hash bodies and attachments, compare what was seen")
    text = "take the keys from this charter; several, the one in force first, where a log was closed or a member left"
    parser.add_argument("--charter", type=Path, metavar="FILE", action="append", default=[], help=text)
    parser.add_argument("--keys", type=Path, metavar="FILE", help="take the keys from this file of verifier keys")
    parser.add_argument("--home", type=Path, metavar="DIR", help="with host:port: home folder of the node that asks")
    add_language(parser)
    parser.add_argument("--json", action="store_true", help="tell it as one line of JSON, for programs")
    parser.add_argument("--quiet", action="store_true", help="show no progress")


def run(args: argparse.Namespace) -> int:
    """Check a record and return how it is.

    0 where every log is sound, 1 where one is not or evidence of a fork proves nothing, 2 where there is nothing to
    check, 3 where all is sound and it is proven that a member signed two histories: a program that looks only for 0
    must not take such a record for a good one, and it is not the record's writer who is at fault.
    """
    try:
        receipt, stated = read_receipt(Path(args.record)), read_statement_receipt(Path(args.record))
        if stated is not None:
            return _run_statement(stated, args)
        return _run_receipt(receipt, args) if receipt is not None else _run_record(args)
    except SourceError as fault:
        print(tell_source(fault.code, detail=fault.detail, language=args.language), file=sys.stderr)
        return NOTHING if fault.code in NOTHING_THERE else FAULTY
    except OSError as unread:
        print(tell_source("audit.unread", detail=str(unread.filename), language=args.language), file=sys.stderr)
        return NOTHING


def _run_record(args: argparse.Namespace) -> int:
    depth = DEEP if args.deep else PLAIN
    source = open_source(args.record, home=args.home, charters=args.charter)
    trust = named_trust(keys=args.keys, charters=args.charter) or trust_beside(source)
    meter = _Meter(trust, silent=args.quiet)
    reports = [inspect(part, source=source, trust=trust, depth=depth, progress=meter.show) for part in source.parts()]
    meter.end()
    forks = check_forks(source, trust=trust)
    if args.json:
        told = [as_json(report, name=trust.name_of(report.origin)) for report in reports]
        found = {"logs": told, "forks": [fork_json(fork) for fork in forks], "keys": trust.code, **trust.figures}
        print(json.dumps(found, ensure_ascii=False))
    else:
        print("".join(f"{line}\n" for line in tell_forks(forks, language=args.language)), end="")
        print("\n".join(_sentences(reports, source=source, trust=trust, depth=depth, language=args.language)))
    return _outcome(reports, forks)


def _outcome(reports: list[LogReport], forks: list[ForkReport]) -> int:
    if any(report.fault is not None for report in reports) or any(fork.code is not None for fork in forks):
        return FAULTY
    if forks:
        return FORKED
    return SOUND if reports else NOTHING


def _run_receipt(raw: bytes, args: argparse.Namespace) -> int:
    trust = named_trust(keys=args.keys, charters=args.charter)
    if trust is None:
        print(sentence("receipt.keys_needed", language=args.language, data={}), file=sys.stderr)
        return NOTHING
    try:
        proof, opened = check_receipt(raw, trust=trust)
    except NoLeaf:
        print(sentence("receipt.no_leaf", language=args.language, data={"file": args.record}))
        return FAULTY
    except FormError as fault:
        print(sentence("receipt.refused", language=args.language, data={"file": args.record}))
        print(sentence(fault.code, language=args.language, data={"where": fault.where}))
        return FAULTY
    cp = opened.checkpoint
    figures = {"file": args.record, "number": proof.index, "log": trust.name_of(cp.origin), "size": cp.size}
    print(sentence(trust.code, language=args.language, data=trust.figures))
    print(sentence("receipt.sound", language=args.language, data=figures))
    print("\n".join(tell_cosigned(opened.cosigned, language=args.language)))
    return SOUND


def _run_statement(raw: bytes, args: argparse.Namespace) -> int:
    trust = named_trust(keys=args.keys, charters=args.charter)
    if trust is None:
        print(sentence("receipt.keys_needed", language=args.language, data={}), file=sys.stderr)
        return NOTHING
    try:
        proven = check_receipt_of_statement(raw, keys_of=keys_by(trust))
    except FormError as fault:
        print(sentence("receipt.refused", language=args.language, data={"file": args.record}))
        print(sentence(fault.code, language=args.language, data={"where": fault.where}))
        return FAULTY
    print(sentence(trust.code, language=args.language, data=trust.figures))
    print("\n".join(tell_statement(proven, file=args.record, language=args.language)))
    return SOUND


def _sentences(
    reports: list[LogReport], *, source: Source, trust: Trust, depth: str, language: str
) -> Iterator[str]:
    yield sentence(trust.code, language=language, data=trust.figures)
    for report in reports:
        yield from tell_log(report, name=trust.name_of(report.origin), deep=depth, language=language)
    here = {part.origin for part in source.parts()}
    for member in trust.charter.members if trust.charter else ():
        if member.origin not in here:
            yield sentence("audit.empty", language=language, data={"log": member.code})
    if trust.charter and trust.charter.mechanism.exercise:
        yield sentence("record.exercise", language=language, data={})


class _Meter:
    """Shows on standard error how far the audit is, twice a second."""

    def __init__(self, trust: Trust, *, silent: bool) -> None:
        self._trust = trust
        self._next = float("inf") if silent else time.monotonic() + EVERY_SECONDS
        self._shown = False

    def show(self, origin: str, done: int, size: int) -> None:
        """Show it where it is time to."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + EVERY_SECONDS
            self._shown = True
            print(f"\r{self._trust.name_of(origin)} {done}/{size}  ", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line."""
        if self._shown:
            print(file=sys.stderr)

"""`parley receipt SY/1042`: writes the offline proof of an entry, which any tool for tlog-proofs verifies."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from parley.charter.model import Charter
from parley.charter.reading import read_charter
from parley.cli.auditing.trust import key_lines, log_of_name, named_charters
from parley.cli.failing import FAILURES, failure
from parley.cli.placing import Place, add_home, place_of
from parley.cli.told import add_language
from parley.matters.housekeeping import entry_id
from parley.node import serving
from parley.node.highwater import EVERYTHING, bound_of
from parley.node.store.connection import open_reader
from parley.record.audit import trusted_keys
from parley.record.checkpoint import parse_checkpoint_text
from parley.record.cosignature import open_cosigned
from parley.record.merkle import leaf_hash
from parley.record.note import parse_note
from parley.record.proof import TlogProof, format_proof, verify_proof
from parley.record.tiles import WIDTH, decode_bundle
from parley.texts import LANGUAGES, sentence

WRITTEN, UNKNOWN = 0, 2


@dataclass(frozen=True, slots=True)
class Receipt:
    """A proof that was verified before it is written, and what its reader is told."""

    entry: str
    log: str
    proof: TlogProof
    leaf: bytes
    size: int
    cosigners: int


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the words of this verb."""
    parser.add_argument("entry", metavar="ENTRY", help="the entry's id, for example SY/1042")
    parser.add_argument("--out", type=Path, metavar="FILE", help="file to write (default: SY-1042.tlog-proof)")
    text = "the charter in force, where it was amended; and the one before, where that names a closed log otherwise"
    parser.add_argument("--charter", type=Path, metavar="FILE", action="append", default=[], help=text)
    add_language(parser)
    add_home(parser)


def run(args: argparse.Namespace) -> int:
    """Write the proof and, beside it, how to check it; 2 where the entry is not here or the file is."""
    out = args.out or Path(f"{args.entry.replace('/', '-')}.tlog-proof")
    hints = out.with_name(out.name + ".txt")
    try:
        place = place_of(args)
        charters = [read_charter(raw) for raw in named_charters(args.charter, home=place.home.charter)]
        charter = charters[0]
        receipt = _receipt(args.entry, place=place, charters=charters)
        if receipt is None:
            return _fail(sentence("receipt.unknown", language=args.language, data={"entry": args.entry}))
        _write_new(out, content=format_proof(receipt.proof))
        _write_new(hints, content=_hints(receipt, name=out.name, charters=charters).encode())
    except FileExistsError as there:
        return _fail(sentence("receipt.exists", language=args.language, data={"file": str(there.filename)}))
    except FAILURES as error:
        return _fail("\n".join(failure(error, home=args.home, language=args.language)))
    figures = {
        "file": str(out), "entry": receipt.entry, "size": receipt.size, "cosigners": receipt.cosigners,
        "hints": str(hints),
    }  # fmt: skip
    print(sentence("receipt.written", language=args.language, data=figures))
    print(sentence("record.without_prejudice", language=args.language, data={}))
    if charter.mechanism.exercise:
        print(sentence("record.exercise", language=args.language, data={}))
    return WRITTEN


def _fail(text: str) -> int:
    print(text, file=sys.stderr)
    return UNKNOWN


def _write_new(path: Path, *, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)


def _receipt(entry: str, *, place: Place, charters: list[Charter]) -> Receipt | None:
    """Return the proof under the state that most others have cosigned, verified by the charter's keys."""
    charter = charters[0]
    parts = entry_id(entry)
    log = log_of_name(charter, parts[0]) if parts else None
    if parts is None or log is None:
        return None
    number = parts[1]
    conn = open_reader(place.home.database)
    bound = bound_of(place.home, charter.member(place.settings.member).origin, without_mark=EVERYTHING)
    newest = serving.checkpoint(conn, log, bound)
    raw = serving.bundle(conn, log, number // WIDTH, number % WIDTH + 1, bound)
    if newest is None or raw is None:
        return None
    keys = trusted_keys(key_lines(charters, log), origin=log)
    covering = [
        note
        for note in (*serving.cosigned_notes(conn, log, bound), newest)
        if parse_checkpoint_text(parse_note(note).text).size > number
    ]
    if not covering:
        return None
    opened = max(
        (open_cosigned(note, log=keys.log, cosigners=keys.cosigners) for note in covering),
        key=lambda each: (len(each.cosigned), each.checkpoint.size),
    )
    size = opened.checkpoint.size
    leaf = decode_bundle(raw, width=number % WIDTH + 1)[-1]
    proof = TlogProof(number, tuple(serving.inclusion(conn, log, number, size)), opened.note, extra=leaf)
    verify_proof(proof, entry=leaf, log=keys.log, cosigners=keys.cosigners)
    return Receipt(entry, log, proof, leaf, size, len(opened.cosigned))


def _hints(receipt: Receipt, *, name: str, charters: list[Charter]) -> str:
    figures = {
        "file": name, "entry": receipt.entry, "number": receipt.proof.index, "log": receipt.log,
        "leaf_hash": leaf_hash(receipt.leaf).hex(),
    }  # fmt: skip
    codes = ["receipt.how", "record.without_prejudice"] + ["record.exercise"] * charters[0].mechanism.exercise
    told = ["\n".join(sentence(code, language=each, data=figures) for code in codes) for each in LANGUAGES]
    return "\n\n".join([*told, "\n".join(key_lines(charters, receipt.log))]) + "\n"

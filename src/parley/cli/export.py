"""`parley export DIR`: writes the logs that a node holds as folders that strangers' tools verify without us."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from parley.charter.model import Charter
from parley.charter.reading import read_charter
from parley.cli.auditing.home import DamagedError, HomeSource
from parley.cli.auditing.opened import opened_lines
from parley.cli.auditing.source import SourceError
from parley.cli.auditing.telling import tell_source
from parley.cli.auditing.trust import key_lines, name_of_log, named_charters
from parley.cli.auditing.writing import Written, write_file, write_log
from parley.cli.failing import FAILURES, failure
from parley.cli.placing import Place, add_home, passphrase_of, place_of
from parley.cli.told import add_language
from parley.node.highwater import EVERYTHING, bound_of
from parley.node.keys import open_keys
from parley.record.folder import CHARTER, MANIFEST, OPENED, README, ForkPart, Manifest, encode_manifest
from parley.texts import LANGUAGES, sentence

DONE, UNDONE = 0, 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the words of this verb."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="folder to write, new or empty")
    parser.add_argument("--open", action="store_true", help="also what this member could read, in the clear")
    text = "the charter in force, where it was amended; and the one before, where that names a closed log otherwise"
    parser.add_argument("--charter", type=Path, metavar="FILE", action="append", default=[], help=text)
    add_language(parser)
    add_home(parser)


def run(args: argparse.Namespace) -> int:
    """Write the folder: 0 where it was written, 2 where it could not be."""
    try:
        if args.folder.exists() and not (args.folder.is_dir() and not any(args.folder.iterdir())):
            return _fail(sentence("export.not_empty", language=args.language, data={"folder": str(args.folder)}))
        place = place_of(args)
        raws = named_charters(args.charter, home=place.home.charter)
        charter = read_charter(raws[0])
        written = _export(place, folder=args.folder, raws=raws)
        opened = _open(place, folder=args.folder, charter=charter) if args.open else None
    except SourceError as fault:
        return _fail(tell_source(fault.code, detail=fault.detail, language=args.language))
    except DamagedError as damaged:
        return _fail(tell_source("audit.database", detail=damaged.where, language=args.language))
    except FAILURES as error:
        return _fail("\n".join(failure(error, home=args.home, language=args.language)))
    _tell(written, opened=opened, charter=charter, args=args)
    return DONE


def _fail(text: str) -> int:
    print(text, file=sys.stderr)
    return UNDONE


def _export(place: Place, *, folder: Path, raws: list[bytes]) -> list[Written]:
    charters = [read_charter(raw) for raw in raws]
    charter = charters[0]
    bound = bound_of(place.home, charter.member(place.settings.member).origin, without_mark=EVERYTHING)
    source = HomeSource(place.home.path, bound=bound)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_file(folder / CHARTER, pieces=[raws[0]])
    write_file(folder / README, pieces=[_readme(charter).encode()])
    written = []
    for part in source.parts():
        made = write_log(
            source.files(part.origin), origin=part.origin, top=folder, keys=key_lines(charters, part.origin),
            progress=_progress,
        )
        if made is not None:
            written.append(made)
    parts, forks = tuple(each.part for each in written), _write_forks(source, folder=folder)
    manifest = Manifest(time.time_ns() // 1_000_000, place.settings.member, charter.digest, parts, forks)
    # Last: where it stands, everything that it lists was written.
    write_file(folder / MANIFEST, pieces=[encode_manifest(manifest)])
    return written


def _write_forks(source: HomeSource, *, folder: Path) -> tuple[ForkPart, ...]:
    found = []
    for fork, raw in source.forks():
        write_file(folder / fork.path, pieces=[raw or b""])
        found.append(fork)
    return tuple(found)


def _progress(origin: str, done: int, size: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{origin} {done}/{size}  ", end="\n" if done == size else "", file=sys.stderr, flush=True)


def _readme(charter: Charter) -> str:
    codes = ["export.readme", "record.without_prejudice"] + ["record.exercise"] * charter.mechanism.exercise
    figures = {"digest": charter.digest}
    return "\n\n".join(
        "\n".join(sentence(code, language=language, data=figures) for code in codes) for language in LANGUAGES
    ) + "\n"  # fmt: skip


def _open(place: Place, *, folder: Path, charter: Charter) -> int:
    """Write what was opened, for the owner's eyes alone; return the number of entries."""
    keys = open_keys(place.home, passphrase=passphrase_of(place))
    count = 0
    with os.fdopen(os.open(folder / OPENED, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for line in opened_lines(place.home.database, local=keys.local, charter=charter):
            file.write(line)
            count += 1
    return count


def _tell(written: list[Written], *, opened: int | None, charter: Charter, args: argparse.Namespace) -> None:
    for each in written:
        name = name_of_log(charter, each.part.origin)
        figures = {"log": name, "size": each.part.size, "folder": each.part.folder, "missing": each.blobs_missing}
        print(sentence("export.log", language=args.language, data=figures))
    if opened is not None:
        print(sentence("export.opened", language=args.language, data={"count": opened, "file": OPENED}))
    print(sentence("export.next", language=args.language, data={"folder": str(args.folder)}))
    print(sentence("record.without_prejudice", language=args.language, data={}))
    if charter.mechanism.exercise:
        print(sentence("record.exercise", language=args.language, data={}))

"""`parley charter`: what a charter says, whether it can be signed; and, at a running node, its signing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from parley.charter.amendment import refusals_of_amendment
from parley.charter.assembly import assemble
from parley.charter.card import KeyCard, read_card
from parley.charter.fingerprint import charter_fingerprint
from parley.charter.model import Charter
from parley.charter.problem import CharterError
from parley.charter.reading import read_charter, read_template
from parley.cli import charter_cases, charter_signing, charter_succession
from parley.cli.charter_outline import outline
from parley.cli.charter_signing import tell_changes
from parley.cli.failing import failure, tell_failure
from parley.matters.housekeeping import KINDS as HOUSEKEEPING
from parley.matters.instrument import CHARTER_KINDS, signers_of
from parley.node.asking import NodeAway, NodeFault
from parley.node.settings import SettingsError
from parley.node.tracked import TRACKS
from parley.texts import LANGUAGES, sentence

KNOWN_KINDS = frozenset({*HOUSEKEEPING, *CHARTER_KINDS, *(kind for track in TRACKS for kind in track.kinds)})


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the words below the verb."""
    words = parser.add_subparsers(dest="word", required=True, metavar="|".join(WORDS))
    text = "report every problem of a charter or a template, with file, line and what to do"
    check = words.add_parser("check", help=text, description=text)
    text = "print what a charter or a template says, each value with its standing and source"
    show = words.add_parser("show", help=text, description=text)
    text = "put the members' key cards into a template; every member that does it gets the same bytes"
    put = words.add_parser("assemble", help=text, description=text)
    text = "say what an amendment changes, value by value, who must sign it, and what forbids it"
    diff = words.add_parser("diff", help=text, description=text)
    for word in (check, show):
        word.add_argument("file", type=Path, help="the charter or the template")
    put.add_argument("template", type=Path, help="the template")
    put.add_argument("cards", type=Path, nargs="+", metavar="CARD", help="key cards, in any order")
    put.add_argument("-o", "--output", type=Path, required=True, help="the charter to write; it must not exist yet")
    diff.add_argument("before", type=Path, help="the charter in force")
    diff.add_argument("after", type=Path, help="the amendment")
    for word in (check, show, put, diff):
        word.add_argument("--language", choices=LANGUAGES, default="en", help="language of the answer (default: en)")
    charter_cases.add_word(words)
    charter_signing.add_words(words)
    charter_succession.add_words(words)


def run(args: argparse.Namespace) -> int:
    """Do what the word says; return 1 where a file cannot be read or a problem was found, 2 where no node runs."""
    try:
        return WORDS[args.word](args)
    except Found as found:
        print("\n".join(found.lines), file=sys.stderr)
    except BrokenPipeError:
        # Who reads had enough: no file is at fault.
        raise
    except (NodeAway, NodeFault, SettingsError) as error:
        tell_failure(error, home=args.home, language=args.language)
        return 2
    except CharterError as problems:
        print("\n".join(failure(problems, home=Path(), language=args.language)), file=sys.stderr)
    except OSError as away:
        print(
            sentence("charter_said.no_file", language=args.language, data={"file": str(away.filename)}),
            file=sys.stderr,
        )
    return 1


class Found(Exception):
    """Problems of a file, as lines for the operator."""

    def __init__(self, path: Path, problems: CharterError, *, language: str) -> None:
        super().__init__(str(path))
        self.lines = [
            f"{path}:{problem.mark.line}:{problem.mark.column}: {problem.code}"
            f"{f' ({problem.where})' if problem.where else ''}: "
            + sentence(problem.code, language=language, data=problem.data)
            for problem in problems.problems
        ]


def _template(path: Path, *, args: argparse.Namespace) -> Charter:
    """Return a charter or template that was checked with all this software knows."""
    try:
        return read_template(path.read_bytes(), kinds=KNOWN_KINDS)
    except CharterError as problems:
        raise Found(path, problems, language=args.language) from None


def _charter(path: Path, *, args: argparse.Namespace) -> Charter:
    try:
        return read_charter(path.read_bytes())
    except CharterError as problems:
        raise Found(path, problems, language=args.language) from None


def _card(path: Path, *, args: argparse.Namespace) -> KeyCard:
    try:
        return read_card(path.read_bytes())
    except CharterError as problems:
        raise Found(path, problems, language=args.language) from None


def _say(code: str, args: argparse.Namespace, **data: str) -> None:
    print(sentence(code, language=args.language, data=data))


def _check(args: argparse.Namespace) -> int:
    charter = _template(args.file, args=args)
    _say("charter_said.sound", args, file=str(args.file))
    if charter.unkeyed:
        _say("charter_said.template", args, file=str(args.file), codes=", ".join(charter.unkeyed))
    return 0


def _show(args: argparse.Namespace) -> int:
    charter = _template(args.file, args=args)
    _say("charter_said.unsigned", args)
    for line in outline(charter, language=args.language):
        print(line)
    return 0


def _assemble(args: argparse.Namespace) -> int:
    cards = [_card(path, args=args) for path in args.cards]
    try:
        assembled = assemble(args.template.read_bytes(), cards=cards)
    except CharterError as problems:
        raise Found(args.template, problems, language=args.language) from None
    try:
        with args.output.open("xb") as file:
            file.write(assembled)
    except FileExistsError:
        _say("charter_said.file_exists", args, file=str(args.output))
        return 1
    _say("charter_said.assembled", args, file=str(args.output))
    print("  ".join(charter_fingerprint(assembled)))
    return 0


def _diff(args: argparse.Namespace) -> int:
    before, after = _charter(args.before, args=args), _charter(args.after, args=args)
    tell_changes(before, after, language=args.language)
    refusals = refusals_of_amendment(after, earlier=[before])
    for refusal in refusals:
        print(f"{refusal.clause} {refusal.code}: {sentence(refusal.code, language=args.language, data=refusal.data)}")
    if refusals:
        return 1
    _say("charter_said.may_follow", args)
    _say("charter_said.must_sign", args, codes=", ".join(signers_of(after, predecessor=before)))
    return 0


def _propose(args: argparse.Namespace) -> int:
    _template(args.file, args=args)
    return charter_signing.propose(_charter(args.file, args=args), args)


WORDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "check": _check,
    "show": _show,
    "cases": charter_cases.cases,
    "assemble": _assemble,
    "diff": _diff,
    "propose": _propose,
    "sign": charter_signing.sign,
    "status": charter_signing.status,
    "save": charter_signing.save,
    "accession": charter_signing.accession,
    "succession": charter_succession.succession,
    "close": charter_succession.close,
}

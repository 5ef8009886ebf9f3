"""`parley charter cases`: runs files of cases, each by the charter that it names, and tells what does not follow."""

from __future__ import annotations

import argparse
import errno
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from parley.charter.problem import CharterError, Problem
from parley.charter.source import LIMIT_BYTES
from parley.texts import LANGUAGES, sentence


def add_word(words: Any) -> None:
    """Add the word below the verb."""
    text = "run cases: situations and what must follow, each by the charter that its file names (docs/cases.md)"
    cases = words.add_parser("cases", help=text, description=text)
    cases.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a file of cases")
    cases.add_argument("--charter", type=Path, help="run them by this charter or template, not by the one they name")
    cases.add_argument("--language", choices=LANGUAGES, default="en", help="language of the answer (default: en)")


def cases(args: argparse.Namespace) -> int:
    """Run every file, whatever happens in the others; return 1 where one cannot be read or a case does not hold."""
    return max(_run(path, charter=args.charter, language=args.language) for path in args.files)


def _run(path: Path, *, charter: Path | None, language: str) -> int:
    # Here: no other word needs the geometry that plans are compared with.
    from parley.node.cases.reading import read_cases
    from parley.node.cases.running import run_cases

    raw = _bytes(path, language=language)
    if raw is None:
        return 1
    try:
        file = read_cases(raw)
    except CharterError as error:
        _tell(path, error.problems, language=language)
        return 1
    by = charter or path.parent / file.charter
    charter_raw = _bytes(by, language=language)
    if charter_raw is None:
        return 1
    try:
        found = run_cases(file, charter_raw, language=language)
    except CharterError as error:
        _tell(by, error.problems, language=language)
        return 1
    _tell(path, found, language=language)
    return _sum_up(path, found, cases=len(file.cases), language=language)


def _sum_up(path: Path, found: Iterable[Problem], *, cases: int, language: str) -> int:
    short = {problem.where for problem in found}
    figures = {"file": str(path), "cases": cases, "count": len(short)}
    print(sentence("cases.fall_short" if short else "cases.hold", language=language, data=figures))
    return 1 if short else 0


def _bytes(path: Path, *, language: str) -> bytes | None:
    """Return the bytes of a file, no more than are read of any; None, and it is told, where there are none."""
    try:
        if path.exists() and not path.is_file():
            # A pipe or a device would be waited for without end.
            raise OSError(errno.EINVAL, "not a file")
        with path.open("rb") as file:
            return file.read(LIMIT_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        data = {"file": str(path), "reason": reason}
        print(sentence("cases.file_unreadable", language=language, data=data), file=sys.stderr)
        return None


def _tell(path: Path, problems: Iterable[Problem], *, language: str) -> None:
    for each in problems:
        where = f" ({each.where})" if each.where else ""
        text = sentence(each.code, language=language, data=each.data)
        print(f"{path}:{each.mark.line}:{each.mark.column}: {each.code}{where}: {text}", file=sys.stderr)

"""What a verb says when its node cannot be opened or does not answer: whole sentences that end with what to do."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from parley.charter.problem import CharterError
from parley.node.asking import NodeAway, NodeFault
from parley.node.home import Home
from parley.node.keyfile import KeyFileError
from parley.node.onlyone import RunsAlready
from parley.node.settings import ENVIRONMENT, SettingsError
from parley.node.store.schema import OtherForm
from parley.texts import sentence

# What may stand between a verb and its node, beside a fault of the program.
FAILURES = (
    CharterError, KeyFileError, LookupError, OSError, OtherForm, RunsAlready, SettingsError, ValueError, sqlite3.Error,
)  # fmt: skip


def tell_failure(error: Exception, *, home: Path, language: str, charter: Path | None = None) -> None:
    """Print on standard error why a verb could not do its work with the node of this home folder."""
    print("\n".join(failure(error, home=home, language=language, charter=charter)), file=sys.stderr)


def failure(error: Exception, *, home: Path, language: str, charter: Path | None = None) -> Iterator[str]:
    """Yield the sentences about an error, every one of its faults; an error that has none of its own is quoted.

    `charter` is the file in which the problems of a charter stand, where only one was read.
    """
    match error:
        case SettingsError(faults=faults):
            for name, code in faults:
                yield _place_of(name, home) + sentence(code, language=language, data={"name": name})
        case KeyFileError(code=code, path=path):
            yield sentence(code, language=language, data={"path": str(path)})
        case CharterError(problems=problems):
            for problem in problems:
                told = sentence(problem.code, language=language, data=problem.data)
                yield f"{f'{charter}:' if charter else ''}{problem.mark.line}:{problem.mark.column}: {told}"
        case _:
            code, figures = _one_fault(error, home)
            yield sentence(code, language=language, data={"home": str(home), **figures})


def _place_of(name: str, home: Path) -> str:
    """Return where a setting stands that is named by its name alone: a variable, or a file, says it by itself."""
    return "" if name.startswith(ENVIRONMENT) or "/" in name else f"{Home(home).settings}: "


def _one_fault(error: Exception, home: Path) -> tuple[str, dict[str, object]]:
    database = {"database": str(Home(home).database)}
    match error:
        case RunsAlready():
            return "node_verb.runs_already", {}
        case NodeAway():
            return "node_verb.away", {}
        case NodeFault():
            return "node_verb.fault", {"why": str(error)}
        case OtherForm(found=found, read=read):
            return "node_verb.other_form", {**database, "found": found, "read": read}
        case sqlite3.Error() if _holds_nothing(error, home):
            return "node_verb.never_ran", {}
        case sqlite3.Error():
            return "node_verb.database", {**database, "why": str(error)}
        case FileNotFoundError(filename=missing) if missing and Path(missing) == Home(home.absolute()).charter:
            return "node_verb.no_charter", {}
        case PermissionError(filename=file) if file:
            return "node_verb.not_allowed", {"file": str(file)}
        case OSError(filename=file, strerror=why) if file and why:
            return "node_verb.file", {"file": str(file), "why": why}
        case _:
            return "node_verb.failed", {"why": str(error)}


def _holds_nothing(error: sqlite3.Error, home: Path) -> bool:
    """Return whether a node has never run here: its database, where officers may stand already, has no record yet."""
    return "no such table" in str(error) or not Home(home).database.exists()

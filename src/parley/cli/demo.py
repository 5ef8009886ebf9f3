"""`parley demo`: a whole mechanism on this machine, with an invented exercise."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any, TextIO

import parley
from parley.charter.problem import CharterError
from parley.cli.failing import failure
from parley.cli.told import add_language
from parley.demo.commands import CommandFailed
from parley.demo.exercise import check, show
from parley.demo.playing import PlayFailed, Tell
from parley.demo.running import InUse, NodeFailed
from parley.demo.script import UnfitTemplate
from parley.texts import sentence

TEMPLATE = Path("charters", "paris-2026.yaml")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the words of this verb."""
    parser.add_argument(
        "--home", type=Path, metavar="DIR", help="folder of the exercise (default: ./demo-home; --check: a new one)"
    )
    parser.add_argument("--template", type=Path, metavar="FILE", help="template of the charter (default: Paris)")
    add_language(parser)
    parser.add_argument("--check", action="store_true", help="play at once, without a browser, check every node, end")


def run(args: argparse.Namespace) -> int:
    """Play the exercise; 0 where it ended well, 1 where it found fault or a check was interrupted.

    Whoever watches ends the exercise by an interruption, so that is 0; a check that was cut short found out nothing.
    """
    signal.signal(signal.SIGTERM, _as_interrupt)
    name, say = args.template or _default_template(), _teller(args.language, file=sys.stdout)
    try:
        template = name.read_bytes()
        if args.check:
            return _check(args.home, template=template, tell=say)
        show(args.home or Path("demo-home"), template=template, tell=say)
    except KeyboardInterrupt:
        say("demo.stopped")
        return 1 if args.check else 0
    except (InUse, UnfitTemplate, CharterError, PlayFailed, NodeFailed, CommandFailed, OSError) as failed:
        _tell_failure(failed, name=name, language=args.language)
        return 1
    return 0


def _tell_failure(failed: Exception, *, name: Path, language: str) -> None:
    say = _teller(language, file=sys.stderr)
    match failed:
        case InUse(code=code, data=data):
            say(code, **data)
        case UnfitTemplate(code=code, data=data):
            say("demo.unfit", template=str(name), why=sentence(code, language=language, data=data))
        case CharterError():
            problems = failure(failed, home=name, language=language, charter=name)
            say("demo.unfit", template=str(name), why="\n".join(problems))
        case FileNotFoundError(filename=missing) if Path(str(missing)) == name:
            say("demo.no_template", template=str(name))
        case FileNotFoundError(filename=missing):
            say("demo.unfinished", file=str(missing))
        case _:
            # What a node or a verb of the exercise said itself.
            say("demo.failed", why=str(failed))


def _check(home: Path | None, *, template: bytes, tell: Tell) -> int:
    if home is not None:
        return 0 if check(home, template=template, tell=tell) else 1
    with tempfile.TemporaryDirectory(prefix="parley-") as folder:
        # The folder is gone afterwards: nobody signs in.
        return 0 if check(Path(folder) / "demo", template=template, tell=tell, officers=False) else 1


def _default_template() -> Path:
    """Return the template of this source tree, seen from the working directory or from the package."""
    beside = Path(parley.__file__).parents[2] / TEMPLATE
    return TEMPLATE if TEMPLATE.exists() else beside


def _teller(language: str, *, file: TextIO) -> Tell:
    def tell(code: str, **data: Any) -> None:
        print(sentence(code, language=language, data=data), file=file, flush=True)

    return tell


def _as_interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt

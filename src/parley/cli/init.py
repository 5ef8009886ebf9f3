"""`parley init`: makes a node with its keys, takes in the charter, compares fingerprints that were read aloud."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path

from parley.charter.card import is_card, read_card
from parley.charter.fingerprint import charter_fingerprint, differing_groups
from parley.charter.problem import CharterError
from parley.charter.reading import read_charter
from parley.charter.verdict import Refusal
from parley.matters.accession import is_accession, parse_accession
from parley.node.enrolling import Enrolment, make_home, proven, take_accession, take_charter
from parley.node.home import Home
from parley.node.keyfile import KeyFileError, read_passphrase
from parley.node.settings import Settings
from parley.record.keys import fingerprint
from parley.texts import LANGUAGES, sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the three acts: make, take the charter, check."""
    parser.add_argument(
        "--home", type=Path, metavar="DIR", help="home folder of the node (default: PARLEY_HOME, ./parley-home)"
    )
    parser.add_argument("--code", help="code of the member whose node this is")
    parser.add_argument("--template", type=Path, metavar="FILE", help="make the node: template of the charter")
    parser.add_argument(
        "--address", metavar="HOST:PORT", help="where the other members reach this node's peer listener"
    )
    parser.add_argument("--peer-host", metavar="HOST", help="address on which the peer listener listens")
    parser.add_argument(
        "--peer-port", type=int, metavar="PORT", help="port of the peer listener (default: that of --address)"
    )
    parser.add_argument("--desk-host", metavar="HOST", help="address on which the officers' desk listens")
    parser.add_argument("--desk-port", type=int, metavar="PORT", help="port of the officers' desk")
    parser.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="put the keys under the passphrase in this file"
    )
    parser.add_argument("--passphrase", action="store_true", help="put the keys under a passphrase that is asked for")
    parser.add_argument("--charter", type=Path, metavar="FILE", help="take in the charter that all members assembled")
    parser.add_argument(
        "--accession", type=Path, metavar="FILE", help="join a running mechanism: take in the accession file"
    )
    parser.add_argument(
        "--check", type=Path, metavar="FILE",
        help="compare typed digits with a key card, a charter or an accession file",
    )
    parser.add_argument(
        "--fingerprint", metavar="DIGITS", help="with --check: the digits; without it they are asked for"
    )
    parser.add_argument(
        "--member", metavar="CODE", help="with --check of a charter: this member's keys, not the charter itself"
    )
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="language of the answer (default: en)")


def run(args: argparse.Namespace) -> int:
    """Do the one act that is asked for; return 1 where it is refused or digits differ, 2 where no act is named."""
    try:
        if args.check:
            return _check(args)
        if args.template and args.code and args.address:
            return _make(args)
        if (args.charter or args.accession) and args.code:
            return _take(args) if args.charter else _join(args)
    except CharterError as problems:
        _print_problems(args.check or args.template or args.charter or args.accession, problems, args=args)
        return 1
    except KeyFileError as failure:
        print(_text(failure.code, args, path=str(failure.path)), file=sys.stderr)
        return 1
    except OSError as failure:
        print(_text("charter_said.no_file", args, file=str(failure.filename)), file=sys.stderr)
        return 1
    print(_text("init.no_act", args), file=sys.stderr)
    return 2


def _text(code: str, args: argparse.Namespace, /, **figures: object) -> str:
    return sentence(code, language=args.language, data=figures)


def _print_problems(path: Path, problems: CharterError, *, args: argparse.Namespace) -> None:
    for problem in problems.problems:
        text = _text(problem.code, args, **problem.data)
        print(f"{path}:{problem.mark.line}:{problem.mark.column}: {problem.code}: {text}", file=sys.stderr)


def _refused(refusal: Refusal, *, args: argparse.Namespace) -> int:
    print(f"{refusal.clause} {refusal.code}: {_text(refusal.code, args, **refusal.data)}", file=sys.stderr)
    return 1


def _home(args: argparse.Namespace) -> Path:
    return args.home or Path(os.environ.get("PARLEY_HOME", "parley-home"))


def _make(args: argparse.Namespace) -> int:
    template, path = args.template.read_bytes(), _home(args)
    passphrase = _passphrase(args)
    if isinstance(passphrase, Refusal):
        return _refused(passphrase, args=args)
    enrolment = Enrolment(args.code, args.address, _settings(args), passphrase)
    card = make_home(path, template=template, enrolment=enrolment)
    if isinstance(card, Refusal):
        return _refused(card, args=args)
    home = Home(path)
    print(_text("init.made", args, code=card.code, home=str(path)))
    print(_text("init.hand_over", args, card=str(home.card(card.code))))
    print(_text("init.print_sheet", args, sheet=str(home.sheet(card.code, ending="html"))))
    print(_text("init.lock_away", args, offline=str(home.offline)))
    print("  ".join(card.fingerprint))
    return 0


def _settings(args: argparse.Namespace) -> Settings:
    """Return the settings that were named; the peer listener's port is that of the address unless it is named too."""
    port = args.address.rpartition(":")[2]
    named = {
        "member": args.code,
        "peer_host": args.peer_host,
        "peer_port": args.peer_port if args.peer_port is not None else int(port) if port.isdigit() else None,
        "desk_host": args.desk_host,
        "desk_port": args.desk_port,
        "passphrase_file": str(args.passphrase_file.resolve()) if args.passphrase_file else None,
    }
    return Settings(**{name: value for name, value in named.items() if value is not None})


def _passphrase(args: argparse.Namespace) -> bytes | Refusal | None:
    if args.passphrase_file:
        return read_passphrase(args.passphrase_file)
    if not args.passphrase:
        return None
    try:
        typed = getpass(_text("init.type_passphrase", args) + " ")
        is_alike = bool(typed) and getpass(_text("init.type_again", args) + " ") == typed
    except EOFError:
        is_alike = False
    if not is_alike:
        return Refusal("init.passphrase_differs", "E-5")
    return typed.encode()


def _made(path: Path, *, args: argparse.Namespace) -> bool:
    """Return whether a node was made in this folder; where none was, say how one is."""
    if not Home(path).exists:
        print(_text("settings.missing", args, name=str(Home(path).settings)), file=sys.stderr)
    return Home(path).exists


def _take(args: argparse.Namespace) -> int:
    raw, path = args.charter.read_bytes(), _home(args)
    if not _made(path, args=args):
        return 1
    taken = take_charter(path, raw=raw, code=args.code)
    if isinstance(taken, Refusal):
        return _refused(taken, args=args)
    print(_text("init.charter_taken_in", args, home=str(path)))
    print("  ".join(charter_fingerprint(raw)))
    return 0


def _join(args: argparse.Namespace) -> int:
    raw, path = args.accession.read_bytes(), _home(args)
    if not _made(path, args=args):
        return 1
    joining = take_accession(path, raw=raw, code=args.code)
    if isinstance(joining, Refusal):
        return _refused(joining, args=args)
    figures = {"home": str(path), "count": len(joining.line), "in_force": joining.in_force.digest[:16]}
    print(_text("init.accession_taken_in", args, **figures))
    missing = [code for code in joining.needed if code not in joining.signed]
    print(_text("init.accession_signed", args, signed=_listed(joining.signed), missing=_listed(missing)))
    print(_text("init.read_digits", args))
    print("  ".join(charter_fingerprint(parse_accession(raw).charters[-1])))
    succeeds = joining.version.closes is not None
    print(_text("init.then_run" if succeeds else "init.then_sign", args, charter=joining.version.digest[:16]))
    return 0


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(codes) or "-"


def _check(args: argparse.Namespace) -> int:
    """Compare each fingerprint that is asked for; 0 only where every one was typed and matches."""
    compared = _fingerprints(args)
    if not compared and args.member:
        print(_text("init.no_such_member", args, code=args.member), file=sys.stderr)
    outcomes = [_compare(what, groups, args=args) for what, groups in compared]
    return 0 if outcomes and all(outcomes) else 1


def _fingerprints(args: argparse.Namespace) -> list[tuple[str, tuple[str, ...]]]:
    """Return what is to be compared: one member's keys, or the charter's bytes and, where digits are asked for, all."""
    raw = args.check.read_bytes()
    if is_card(raw):
        card = read_card(raw)
        return [(card.code, card.fingerprint)]
    if is_accession(raw):
        joining = proven(raw)
        if isinstance(joining, Refusal):
            _refused(joining, args=args)
            return []
        raw = parse_accession(raw).charters[-1]
    charter = read_charter(raw)
    keys = {member.code: fingerprint(member.keys, origin=member.origin) for member in charter.members}
    if args.member:
        return [(args.member, keys[args.member])] if args.member in keys else []
    whole = [(str(args.check), charter_fingerprint(raw))]
    return whole if args.fingerprint else [*whole, *keys.items()]


def _typed(prompt: str) -> str:
    """Return a line that is typed; an empty one where nobody is there to type."""
    try:
        return input(prompt)
    except EOFError:
        print()
        return ""


def _compare(what: str, groups: tuple[str, ...], *, args: argparse.Namespace) -> bool:
    typed = args.fingerprint or _typed(_text("init.type_digits", args, what=what) + " ")
    if not typed.strip():
        print(_text("init.unchecked", args, what=what))
        return False
    differing = differing_groups(groups, typed=typed)
    if differing:
        print(_text("init.differs", args, what=what, groups=", ".join(map(str, differing))))
        return False
    print(_text("init.matches", args, what=what))
    return True

"""`parley officer`: add one or many, list, lock and unlock this node's officers, new passwords, second factors."""

from __future__ import annotations

import argparse
import getpass
import sqlite3
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from parley.charter.reading import read_charter
from parley.charter.verdict import Refusal
from parley.cli.failing import FAILURES, tell_failure
from parley.cli.officer_list import MAX_TABLE, Listed, read_listed
from parley.cli.placing import add_home, place_of, tell_exercise
from parley.node.home import Home
from parley.node.settings import SettingsError
from parley.texts import LANGUAGES, sentence

ADD_ALL = "add several officers, all or none, from lines of name,role,password,shown_as,language under such a heading"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    add = _act(acts, "add", "add an officer; the password is asked for where no option gives it")
    add.add_argument("--role", required=True, help="role by the charter, such as duty_officer")
    add.add_argument("--shown-as", help="name that others at the desk see; else the sign-in name")
    add.add_argument("--language", choices=LANGUAGES, default="en", help="language of the screens at first")
    _add_told(add, "--told-in")
    _add_password(add)
    several = acts.add_parser("add-all", help=ADD_ALL, description=ADD_ALL)
    table = "the table (default: standard input)"
    several.add_argument("--from", dest="table", metavar="FILE", default="-", help=table)
    add_home(several)
    _add_told(several, "--language")
    password = _act(acts, "password", "give an officer another password; ends every session of theirs")
    _add_password(password)
    lock = _act(acts, "lock", "lock an officer out at once, running sessions included")
    unlock = _act(acts, "unlock", "let a locked officer sign in again")
    reset = _act(acts, "reset-factors", "forget an officer's second factors; there is a day to set up new ones")
    for each in (password, lock, unlock, reset):
        _add_told(each, "--language")
    listing = acts.add_parser("list", help="list the officers", description="list the officers")
    add_home(listing)
    _add_told(listing, "--language")


def run(args: argparse.Namespace) -> int:
    """Do it; 0 done, 1 refused with what to do next."""
    try:
        refusal = _run(args)
    except SettingsError:
        refusal = Refusal("officer_no_node", "DESK-6", {"home": str(args.home)})
    except FAILURES as error:
        tell_failure(error, home=args.home, language=args.told, charter=Home(args.home).charter)
        return 1
    if refusal is not None:
        _say_refusal(refusal, args.told)
    return 0 if refusal is None else 1


def _run(args: argparse.Namespace) -> Refusal | None:
    # Django is loaded only by the verbs that need it.
    from django.db import DatabaseError

    from parley.desk.opening import make_tables
    from parley.desk.place import place_of as desk_place_of

    home = place_of(args).home
    # Before anything is made: an officer without a charter has no role.
    read_charter(home.charter.read_bytes())
    acts: dict[str, Callable[[Any, Any], Refusal | None]] = {
        "add": _add,
        "add-all": _add_all,
        "password": _password,
        "lock": _lock,
        "unlock": _unlock,
        "reset-factors": _reset_factors,
        "list": _list,
    }
    try:
        make_tables(desk_place_of(home.path))
        return acts[args.act](args, home)
    except DatabaseError as error:
        # Django's word for a database that is full, locked or damaged: told as every other verb tells it.
        raise sqlite3.OperationalError(str(error)) from error


def _act(acts: Any, name: str, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = acts.add_parser(name, help=text, description=text)
    parser.add_argument("name", help="sign-in name; case does not matter")
    add_home(parser)
    return parser


def _add_told(parser: argparse.ArgumentParser, option: str) -> None:
    text = "language of what is told (default: en)"
    parser.add_argument(option, dest="told", choices=LANGUAGES, default="en", help=text)


def _add_password(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    source.add_argument("--password-file", metavar="FILE", help="read the password from a file; - is standard input")


def _password_of(args: argparse.Namespace) -> str:
    if args.password_stdin or args.password_file == "-":
        return sys.stdin.readline().rstrip("\r\n")
    if args.password_file:
        return Path(args.password_file).read_text(encoding="utf-8").split("\n")[0].rstrip("\r")
    try:
        return getpass.getpass(sentence("officer.password", language=args.told, data={"name": args.name}))
    except EOFError:
        # Nobody is there to type it: what is no password is refused as one.
        return ""


def _add(args: argparse.Namespace, home: Any) -> Refusal | None:
    refusal = _refuse_role(args.role, home)
    if refusal is not None:
        return refusal
    # Asked for last: nobody types a password for nothing.
    who = Listed(0, args.name, args.role, _password_of(args), args.shown_as or args.name, args.language)
    refusal = _added(who)
    if refusal is None:
        _tell_added([who], args)
    return refusal


def _add_all(args: argparse.Namespace, home: Any) -> Refusal | None:
    """Add every officer of a table in one transaction; the first that is refused is told with its line."""
    from django.db import transaction

    listed = read_listed(_table(args.table))
    if isinstance(listed, Refusal):
        return listed
    with transaction.atomic():
        for each in listed:
            refusal = _refuse_role(each.role, home) or _added(each)
            if refusal is not None:
                transaction.set_rollback(True)
                print(sentence("officer.line", language=args.told, data={"line": each.line}), file=sys.stderr)
                return refusal
    _tell_added(listed, args)
    return None


def _table(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(MAX_TABLE + 1)
    with Path(name).open("rb") as file:
        return file.read(MAX_TABLE + 1)


def _refuse_role(role: str, home: Any) -> Refusal | None:
    from parley.desk.officers.roles import ADMINISTRATOR

    roles = {ADMINISTRATOR, *read_charter(home.charter.read_bytes()).roles}
    known = ", ".join(sorted(roles))
    return None if role in roles else Refusal("officer_role_unknown", "DESK-7", {"role": role, "roles": known})


def _added(who: Listed) -> Refusal | None:
    """Add one officer, who has a day to set up a second factor."""
    from parley.desk.officers.entering import let_enrol
    from parley.desk.people import add_officer

    now = datetime.now(UTC)
    outcome = add_officer(
        who.name, role=who.role, password=who.password, shown_as=who.shown_as, language=who.language, at=now
    )
    if isinstance(outcome, Refusal):
        return outcome
    let_enrol(outcome, now=now)
    return None


def _tell_added(added: list[Listed], args: argparse.Namespace) -> None:
    """Say who can sign in now, and what each has to do there within the day."""
    for each in added:
        print(sentence("officer.added", language=args.told, data={"name": each.name, "role": each.role}))
    if place_of(args).settings.desk_second_factor == "required":
        names = ", ".join(each.name for each in added)
        print(sentence("officer.factor_due", language=args.told, data={"name": names}))


def _password(args: argparse.Namespace, home: Any) -> Refusal | None:
    from parley.desk.people import set_password

    officer = _found(args.name)
    return officer if isinstance(officer, Refusal) else set_password(officer, password=_password_of(args))


def _lock(args: argparse.Namespace, home: Any) -> Refusal | None:
    return _set_locked(args.name, is_locked=True)


def _unlock(args: argparse.Namespace, home: Any) -> Refusal | None:
    return _set_locked(args.name, is_locked=False)


def _reset_factors(args: argparse.Namespace, home: Any) -> Refusal | None:
    from parley.desk.officers.entering import forget_factors

    officer = _found(args.name)
    if isinstance(officer, Refusal):
        return officer
    forget_factors(officer, now=datetime.now(UTC))
    return None


def _set_locked(name: str, *, is_locked: bool) -> Refusal | None:
    officer = _found(name)
    if isinstance(officer, Refusal):
        return officer
    officer.is_locked = is_locked
    officer.save(update_fields=["is_locked"])
    return None


def _list(args: argparse.Namespace, home: Any) -> Refusal | None:
    from parley.desk.models import Officer

    tell_exercise(home, languages=LANGUAGES)
    rows: Iterable[Any] = Officer.objects.order_by("name")
    for officer in rows:
        state = sentence("officer.locked" if officer.is_locked else "officer.open", language=args.told, data={})
        print(f"{officer.name:<20} {officer.role:<20} {officer.language}  {state:<6} {officer.shown_as}")
    return None


def _found(name: str) -> Any:
    from parley.desk.models import Officer

    return Officer.objects.filter(name__iexact=name).first() or Refusal("officer_unknown", "DESK-8", {"name": name})


def _say_refusal(refusal: Refusal, language: str) -> None:
    print(f"parley officer: {sentence(refusal.code, language=language, data=refusal.data)}", file=sys.stderr)

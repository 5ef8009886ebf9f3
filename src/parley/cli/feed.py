"""`parley feed`: add, list and revoke what other software reads of a running node; a token is shown this once."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from parley.charter.feeds import FORMATS, OWN_FORMATS
from parley.cli.failing import tell_failure
from parley.cli.placing import add_home, place_of, tell_exercise
from parley.cli.told import add_language
from parley.node.asking import ask
from parley.node.settings import SettingsError
from parley.texts import LANGUAGES, sentence

DONE, REFUSED, WRONG = 0, 1, 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    add = _act(acts, "add", "add a feed and show its token, this once; it carries own notices only")
    add.add_argument("name", help="name of the feed: small letters, figures and -")
    text = (
        "what may be read, again for more: map (GeoJSON, OGC API Features), calendar, alerts, table, cot (is pushed), "
        "duties (an iCalendar of what this member owes)"
    )
    formats = (*FORMATS, *OWN_FORMATS)
    add.add_argument("--format", dest="formats", action="append", choices=formats, required=True, help=text)
    text = "audience of the charter that reads it: only what all of it was told is carried (default: this member alone)"
    add.add_argument("--audience", default="", help=text)
    text = "own: notices of this member (default); others: of others too, in the formats that a signed charter allows"
    add.add_argument("--carry", choices=("own", "others"), default="own", help=text)
    add.add_argument("--per-minute", type=int, default=60, help="uses a minute at most (default: %(default)s)")
    text = "language of its words, and of what is told (default: en)"
    add.add_argument("--language", choices=LANGUAGES, default="en", help=text)
    _add_push(add)
    revoke = _act(acts, "revoke", "close a feed at once; what it pushed is taken back")
    revoke.add_argument("name", help="name of the feed")
    for each in (revoke, _act(acts, "list", "list the feeds with audience, limits, last use and number of uses")):
        add_language(each)


def _act(acts: Any, name: str, text: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = acts.add_parser(name, help=text, description=text)
    add_home(made)
    return made


def _add_push(add: argparse.ArgumentParser) -> None:
    add.add_argument("--push-to", metavar="ADDRESS", help="where cot is sent: tls://host:port or tcp://host:port")
    add.add_argument("--push-ca", type=Path, metavar="FILE", help="certificates by which the receiver is known (PEM)")
    add.add_argument("--push-cert", type=Path, metavar="FILE", help="certificate that this node shows (PEM)")
    add.add_argument("--push-key", type=Path, metavar="FILE", help="its key, where it is not in the same file")
    add.add_argument("--push-name", default="", help="name in the receiver's certificate, where it is not its host")
    text = "minutes before its beginning from which an activity is pushed (default: %(default)s)"
    add.add_argument("--ahead-min", type=int, default=60, help=text)


def run(args: argparse.Namespace) -> int:
    """Do it; 0 done, 1 refused with what to do next, 2 where no node runs."""
    try:
        return _run(args)
    except BrokenPipeError:
        raise
    except (OSError, SettingsError) as error:
        tell_failure(error, home=args.home, language=args.language)
        return WRONG


def _run(args: argparse.Namespace) -> int:
    place = place_of(args)
    if args.act == "list":
        return _list(ask(place.home.socket, {"op": "feed_list"})["feeds"], args, place.home)
    if args.act == "revoke":
        return _tell(ask(place.home.socket, {"op": "feed_revoke", "name": args.name}), args, done="feeds.revoked")
    push = _push_of(args)
    if isinstance(push, str):
        print(f"parley feed: {push}", file=sys.stderr)
        return WRONG
    terms = {
        "formats": args.formats, "carries": args.carry, "audience": args.audience, "language": args.language,
        "per_minute": args.per_minute, "push": push, "ahead_min": args.ahead_min,
    }  # fmt: skip
    answer = ask(place.home.socket, {"op": "feed_add", "name": args.name, "terms": terms})
    code = _tell(answer, args, done="feeds.added_push" if push else "feeds.added")
    if code == DONE and args.formats != ["cot"]:
        print(answer["token"])
    return code


def _push_of(args: argparse.Namespace) -> dict[str, Any] | None | str:
    """Return where to push to, None for nowhere, or in words what is wrong with it."""
    if not args.push_to:
        return None
    files = {"ca": args.push_ca, "certificate": args.push_cert, "key": args.push_key}
    missing = [str(path) for path in files.values() if path is not None and not path.is_file()]
    try:
        parts = urlsplit(args.push_to)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if missing or parts.scheme not in ("tls", "tcp") or not host or not port:
        return sentence("feeds.push_wrong", language=args.language, data={"what": ", ".join(missing) or args.push_to})
    named = {name: str(path.absolute()) if path is not None else "" for name, path in files.items()}
    return {"host": host, "port": port, "is_tls": parts.scheme == "tls", "name": args.push_name, **named}


def _tell(answer: dict[str, Any], args: argparse.Namespace, *, done: str) -> int:
    if answer.get("outcome") == "refused":
        words = sentence(answer["code"], language=args.language, data=answer["data"])
        print(f"parley feed: {words} ({answer['clause']})", file=sys.stderr)
        return REFUSED
    if answer.get("outcome") == "wrong":
        print(f"parley feed: {answer['code']}", file=sys.stderr)
        return WRONG
    print(sentence(done, language=args.language, data={"name": args.name}))
    return DONE


def _list(feeds: list[dict[str, Any]], args: argparse.Namespace, home: Any) -> int:
    tell_exercise(home, languages=LANGUAGES)
    if not feeds:
        print(sentence("feeds.none", language=args.language, data={}))
    for each in feeds:
        terms = each["terms"]
        state = "feeds.is_revoked" if each["revoked_ms"] is not None else "feeds.is_open"
        figures = {
            "name": each["name"],
            "state": sentence(state, language=args.language, data={}),
            "formats": ", ".join(terms["formats"]),
            "audience": terms["audience"] or "-",
            "carries": terms["carries"],
            "unsigned": ", ".join(each["unsigned"]) or "-",
            "limit": terms["per_minute"],
            "uses": each["uses"],
            "used": _instant(each["used_ms"]),
            "to": each["to"] or "-",
        }
        print(sentence("feeds.row", language=args.language, data=figures))
    return DONE


def _instant(at_ms: int | None) -> str:
    return "-" if at_ms is None else datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%MZ")

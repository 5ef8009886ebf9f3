"""`parley charter succession|close`: a member comes back under a new log: its version, and its closing."""

from __future__ import annotations

import argparse
import sys
from getpass import getpass
from pathlib import Path
from typing import Any

from parley.charter.fingerprint import charter_fingerprint
from parley.charter.lognames import next_origin
from parley.charter.model import Charter, ClosedLog
from parley.charter.reading import read_charter, read_template
from parley.cli.placing import add_home, place_of, tell_exercise
from parley.node.asking import ask
from parley.node.keyfile import KeyFileError, is_locked, read_passphrase
from parley.node.keys import open_succession
from parley.record.closing import Closing, sign_closing
from parley.record.keys import SUCCESSION, SuccessionSigner, role_name
from parley.texts import LANGUAGES, sentence

DONE, REFUSED = 0, 1


def add_words(words: Any) -> None:
    """Add the words of a succession."""
    text = "write the template by which a member whose log was lost or forked goes on under a new log"
    make = words.add_parser("succession", help=text, description=text)
    make.add_argument("member", metavar="CODE", help="code of the member")
    make.add_argument("-o", "--output", type=Path, required=True, help="the template to write; it must not exist yet")
    text = "so many entries of the old log count (default: all that this node holds, or those before a proven fork)"
    make.add_argument("--size", type=int, metavar="N", help=text)
    add_home(make)
    text = "sign the closing of a log with the offline succession key; needs no node and no network"
    close = words.add_parser("close", help=text, description=text)
    close.add_argument("version", type=Path, metavar="VERSION", help="the succession, with the new key card in it")
    close.add_argument("--key", type=Path, required=True, metavar="FILE", help="the offline key, succession.key")
    close.add_argument("--passphrase-file", type=Path, metavar="FILE", help="passphrase of the key, where it has one")
    close.add_argument("-o", "--output", type=Path, required=True, help="the closing to write; it must not exist yet")
    for word in (make, close):
        word.add_argument("--language", choices=LANGUAGES, default="en", help="language of the answer (default: en)")


def succession(args: argparse.Namespace) -> int:
    """Have the running node write the template, and say what comes next."""
    home = place_of(args).home
    tell_exercise(home, languages=(args.language,))
    answer = ask(home.socket, {"op": "charter_succession", "member": args.member, "size": args.size})
    if answer["outcome"] != "written":
        told = sentence(answer["code"], language=args.language, data=answer.get("data", {}))
        print(f"{answer.get('clause', '')} {answer['code']}: {told}")
        return REFUSED
    raw = str(answer["text"]).encode()
    closes = read_template(raw).closes
    assert closes is not None  # a template of a succession closes a log
    return _write(args, raw, code="succession_said.template", figures={"code": args.member, "size": closes.size})


def close(args: argparse.Namespace) -> int:
    """Tell what the key is about to sign, and write the closing."""
    raw = args.version.read_bytes()
    version = read_charter(raw)
    if version.closes is None:
        return _refused(args, "succession_said.no_succession", file=str(args.version))
    try:
        key = open_succession(args.key, passphrase=_passphrase(args))
    except KeyFileError as failure:
        return _refused(args, failure.code, path=str(failure.path))
    closing = _closing(version, version.closes)
    if closing is None:
        return _refused(args, "succession_said.no_succession", file=str(args.version))
    if key.key.name != role_name(closing.log, role=SUCCESSION):
        log = key.key.name.removesuffix(f"/{SUCCESSION}")
        return _refused(args, "succession_said.other_key", file=str(args.key), log=log, closes=closing.log)
    return _sign(args, raw, closing, key)


def _sign(args: argparse.Namespace, raw: bytes, closing: Closing, key: SuccessionSigner) -> int:
    figures = {"code": closing.member, "log": closing.log, "size": closing.size}
    print(sentence("succession_said.signs", language=args.language, data=figures))
    print("  ".join(charter_fingerprint(raw)))
    return _write(args, sign_closing(closing, key=key), code="succession_said.closed", figures={})


def _closing(version: Charter, closes: ClosedLog) -> Closing | None:
    """Return what is to be signed, by the version alone: whose log it closes says the origin of the new one."""
    owner = version.member_of_log(next_origin(closes.log))
    if owner is None:
        return None
    root = bytes.fromhex(closes.root)
    return Closing(version.mechanism.id, owner.code, closes.log, closes.size, root, version.digest)


def _passphrase(args: argparse.Namespace) -> bytes | None:
    if args.passphrase_file:
        return read_passphrase(args.passphrase_file)
    if not is_locked(args.key):
        return None
    return getpass(sentence("init.type_passphrase", language=args.language, data={}) + " ").encode()


def _write(args: argparse.Namespace, raw: bytes, *, code: str, figures: dict[str, Any]) -> int:
    try:
        with args.output.open("xb") as file:
            file.write(raw)
    except FileExistsError:
        return _refused(args, "charter_said.file_exists", file=str(args.output))
    print(sentence(code, language=args.language, data={"file": str(args.output), **figures}))
    return DONE


def _refused(args: argparse.Namespace, code: str, **figures: str) -> int:
    print(sentence(code, language=args.language, data=figures), file=sys.stderr)
    return REFUSED

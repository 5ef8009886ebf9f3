"""`parley file`: hands drafts to a running node, one JSON object a line, and prints what became of each."""

from __future__ import annotations

import argparse
import json
import socket
import sys
import threading
from pathlib import Path
from typing import Any

from parley.cli.failing import tell_failure
from parley.cli.placing import add_home, place_of
from parley.node.asking import PATIENCE_S, NodeAway, connected
from parley.node.settings import SettingsError
from parley.texts import LANGUAGES


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    add_home(parser)
    text = "file of drafts, one JSON object a line; - reads standard input"
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="language of errors (default: en)")
    parser.add_argument("drafts", nargs="?", default="-", help=text)


def run(args: argparse.Namespace) -> int:
    """File every draft; 1 where one was refused or malformed, 2 where no node runs."""
    try:
        path = place_of(args).home.socket
        with _line(path) as line:
            source = sys.stdin if args.drafts == "-" else open(args.drafts, encoding="utf-8")  # noqa: SIM115
            return _converse(line, source)
    except BrokenPipeError:
        raise
    except (SettingsError, OSError) as error:
        tell_failure(error, home=args.home, language=args.language)
        return 2


def _line(path: Path) -> socket.socket:
    try:
        return connected(path, patience_s=PATIENCE_S)
    except (FileNotFoundError, ConnectionError) as error:
        raise NodeAway(str(error)) from None


def _converse(line: socket.socket, source: Any) -> int:
    """Send as fast as the node takes; read answers beside it, so that many drafts share one commit."""
    sender = threading.Thread(target=_send, args=(line, source), daemon=True)
    sender.start()
    worst = 0
    with line.makefile("r", encoding="utf-8") as answers:
        for answer in answers:
            print(answer, end="")
            worst = max(worst, 0 if json.loads(answer).get("outcome") in ("filed", "queued") else 1)
    sender.join()
    return worst


def _send(line: socket.socket, source: Any) -> None:
    for text in source:
        if text.strip():
            line.sendall(b'{"op":"file","draft":' + text.strip().encode() + b"}\n")
    line.shutdown(socket.SHUT_WR)

"""Speaks to a node's control socket: one request, or drafts in numbers with a bounded number on their way."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from parley.node.home import Home

ANSWER_S = 120
WINDOW = 1000
TEXT = "Herders with forty animals cross at the ford below the mill between six and seven; nobody carries arms. "


class NodeSilent(Exception):
    """No node answers at a home folder."""


def connected(home: Path) -> socket.socket:
    """Return a connection to the control socket of the node at this home; NodeSilent where none answers."""
    path = Home(home).socket
    # The path of a socket has at most 107 bytes; from the working directory it is often shorter.
    shown = min(str(path), os.path.relpath(path), key=len)
    node = socket.socket(socket.AF_UNIX)
    node.settimeout(ANSWER_S)
    try:
        node.connect(shown)
    except OSError as error:
        node.close()
        raise NodeSilent(shown) from error
    return node


def ask(home: Path, request: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to one request; NodeSilent where none comes."""
    with connected(home) as node, node.makefile("rwb") as lines:
        try:
            lines.write(json.dumps(request).encode() + b"\n")
            lines.flush()
            line = lines.readline()
        except OSError as error:
            raise NodeSilent(str(home)) from error
    if not line:
        raise NodeSilent(str(home))
    answer: dict[str, Any] = json.loads(line)
    return answer


def message(number: int, *, to: Sequence[str]) -> dict[str, Any]:
    """Return a routine message as an officer might write it, about 300 bytes of text."""
    content = {
        "subject": f"Crossing {number}", "text": f"{number}. {TEXT * 3}", "lang": "en", "items": [],
        "precedence": "routine", "asks_read_back": False,
    }  # fmt: skip
    return {"kind": "message_sent", "to": list(to), "content": content, "role": "duty_officer"}


def draft_lines(first: int, *, count: int, to: Sequence[str]) -> list[bytes]:
    """Return `count` requests to file a message, ready to be sent."""
    numbers = range(first, first + count)
    return [json.dumps({"op": "file", "draft": message(n, to=to)}).encode() + b"\n" for n in numbers]


def message_lines(first: int, *, count: int, to: Sequence[str], asks_answer: bool) -> list[bytes]:
    """Return `count` requests to file a priority message that asks for an answer, or for none."""
    found = []
    for number in range(first, first + count):
        draft = message(number, to=to)
        content = {**draft["content"], "precedence": "priority", "asks_answer": asks_answer}
        found.append(json.dumps({"op": "file", "draft": {**draft, "content": content}}).encode() + b"\n")
    return found


Filed = list[tuple[float, int]]
"""When (monotonic seconds) how many entries had been acknowledged as durable."""


def file_all(
    home: Path, lines: Sequence[bytes], *, window: int = WINDOW, told: Callable[[int], None] = lambda done: None
) -> Filed:
    """File all drafts over one connection, at most `window` on their way; RuntimeError at one that is not filed."""
    filed: Filed = []
    sent = done = 0
    rest = b""
    with connected(home) as node:
        while done < len(lines):
            if sent < min(len(lines), done + window):
                until = min(len(lines), done + window)
                node.sendall(b"".join(lines[sent:until]))
                sent = until
            part = node.recv(1 << 18)
            if not part:
                raise RuntimeError("the node hung up")
            *answers, rest = (rest + part).split(b"\n")
            _check(answers)
            done += len(answers)
            filed.append((time.monotonic(), done))
            told(done)
    return filed


def _check(answers: list[bytes]) -> None:
    for answer in answers:
        if not answer.startswith(b'{"outcome": "filed"'):
            raise RuntimeError(f"not filed: {answer[:300].decode(errors='replace')}")

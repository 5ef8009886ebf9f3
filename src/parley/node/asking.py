"""Asks a running node over its control socket: one JSON request a line, one JSON answer a line."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path
from typing import Any

PATIENCE_S = 60.0
MAX_LINE = 4 << 20
# The code of an answer to a request at which the node itself failed.
FAILED = "control.failed"
MAX_ANSWER = 16 * MAX_LINE
# What the system gives a socket's path.
MAX_PATH = 107


class NodeAway(OSError):
    """No node answers at this home folder."""


class NodeFault(OSError):
    """A node that answered that it failed at what was asked; the text is its own word on why."""


def ask(path: Path, request: dict[str, Any], *, patience_s: float = PATIENCE_S) -> dict[str, Any]:
    """Return the node's answer to one request; NodeAway where none runs there, NodeFault where it failed at it."""
    try:
        with connected(path, patience_s=patience_s) as line:
            line.sendall(json.dumps(request, ensure_ascii=False).encode() + b"\n")
            answer = _answer(line)
    except (FileNotFoundError, ConnectionError, TimeoutError) as error:
        raise NodeAway(f"No node answers at {path}: start it with `parley run`. ({error})") from None
    if answer.get("code") == FAILED:
        raise NodeFault(str(answer.get("where", FAILED)))
    return answer


def connected(path: Path, *, patience_s: float = PATIENCE_S) -> socket.socket:
    """Return a connection to a control socket; OSError where nobody listens, or this account may not ask."""
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(patience_s)
    try:
        line.connect(short(path))
    except PermissionError as refused:
        line.close()
        raise PermissionError(refused.errno, refused.strerror, str(path)) from None
    except OSError:
        line.close()
        raise
    return line


def short(path: Path) -> str:
    """Return the shortest name of a socket; OSError with what to do where even that is too long for the system."""
    name = min(str(path), os.path.relpath(path), key=len)
    if len(os.fsencode(name)) > MAX_PATH:
        raise OSError(f"{path} is longer than the path of a socket may be ({MAX_PATH} bytes): use a shorter folder.")
    return name


def _answer(line: socket.socket) -> dict[str, Any]:
    found = bytearray()
    while not found.endswith(b"\n"):
        part = line.recv(1 << 16)
        if not part or len(found) > MAX_ANSWER:
            raise ConnectionError("the answer broke off")
        found += part
    answer: dict[str, Any] = json.loads(found)
    return answer

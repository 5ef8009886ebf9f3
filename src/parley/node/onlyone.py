"""One process a node: two writers of one log would sign two histories of it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class RunsAlready(Exception):
    """Another process has this node open."""


def hold_alone(path: Path) -> int:
    """Lock the file for as long as this process lives and return its handle; RunsAlready where another holds it."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise RunsAlready(f"Another process has the node at {path.parent.parent} open.") from None
    return handle

"""Named points of the write path at which a test may kill the process, as a power cut would."""

from __future__ import annotations

import os
import signal

POINTS = (
    "after_append", "after_store", "before_commit", "after_commit", "before_highwater_write",
    "after_highwater_write", "before_announce",
)  # fmt: skip

_armed: str | None = os.environ.get("PARLEY_KILL_AT")
_left = iter(range(int(os.environ.get("PARLEY_KILL_AFTER", "0"))))


def reach(point: str) -> None:
    """Kill this process with SIGKILL if a test armed this point through the environment; otherwise do nothing.

    PARLEY_KILL_AT names the point, PARLEY_KILL_AFTER how often it is passed first.
    """
    if _armed == point and next(_left, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)

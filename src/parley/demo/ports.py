"""Finds ports on the loopback address that nobody uses."""

from __future__ import annotations

import random
import socket
from contextlib import ExitStack

FIRST = 8400
WITHIN = 600
# Below what the system gives out by itself.
UNWATCHED = (20_000, 32_000)


def unwatched() -> int:
    """Return where to look for ports that nobody types: by chance, for several checks may begin at once."""
    return random.SystemRandom().randrange(*UNWATCHED)


def free_ports(count: int, *, first: int = FIRST) -> list[int]:
    """Return `count` ports that are free now, from `first` on, near each other so that a person can type them."""
    found: list[int] = []
    with ExitStack() as held:
        for port in range(first, first + WITHIN):
            if len(found) == count:
                return found
            listener = held.enter_context(socket.socket())
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue  # somebody listens there
            found.append(port)
    raise OSError(f"fewer than {count} free ports from {first} to {first + WITHIN}")

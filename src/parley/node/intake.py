"""Takes in what other members' logs bring: verify first, then store, open, judge and project.

This file holds the forms; `parley.node.taking` does the work inside the writer.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PeerBatch:
    """Consecutive entries of one log as a peer (or a stick) brought them, not yet believed.

    `leaves[i]` is entry `start + i`; `bodies[i]` is its sealed body, None only where the leaf names
    none. `checkpoint` is a signed note of that log whose size is at least `start + len(leaves)`,
    with every cosignature line the peer holds. `proof` is the RFC 6962 consistency proof from
    `start + len(leaves)` to the checkpoint's size (empty where they are equal), so that a part of a
    long log is verified before it is stored. `route` is "direct", "via:<code>" or "stick".
    """

    peer: str
    route: str
    log: str
    start: int
    leaves: list[bytes]
    bodies: list[bytes | None]
    checkpoint: bytes
    proof: list[bytes]


@dataclass(frozen=True, slots=True)
class Taken:
    """What is held of the log now, durably: `size` entries, of which `added` came with this batch."""

    log: str
    size: int
    added: int

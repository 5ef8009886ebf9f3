"""What the peers' door needs of the node behind it: the one port of `wire`.

`parley.wire.nodeholdings` gives a running node this shape; `tests/link/memory.py` is the fake. All methods may
block for as long as one small read of the database takes; the door calls them in threads of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from parley.charter.model import Charter


@dataclass(frozen=True, slots=True)
class Held:
    """How much of a log is held: all its entries up to `size`, and a checkpoint of `checkpoint_size`, 0 for none.

    `cosigned` grows with every cosignature that is kept of this log; None where that is not known.
    """

    size: int
    checkpoint_size: int
    cosigned: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive entries as they are stored, the newest checkpoint, and the proof from their end to it.

    One snapshot: the checkpoint covers all of the entries.
    """

    start: int
    leaves: list[bytes]
    bodies: list[bytes | None]
    note: bytes
    proof: list[bytes]


@dataclass(frozen=True, slots=True)
class WitnessAnswer:
    """How the witness answers: an HTTP status, a body and the body's content type."""

    status: int
    body: bytes
    content_type: str = "text/plain; charset=utf-8"


class News(Protocol):
    """A subscription to what changes in a node; bounded, it never holds the writer up."""

    async def next(self, timeout: float) -> object | None:
        """Return as soon as something has changed since the last call, None after `timeout` seconds without."""

    def close(self) -> None:
        """End the subscription."""


class Holdings(Protocol):
    """A node, as its peers see it."""

    @property
    def member(self) -> str:
        """Return the code of the member whose node this is."""

    def charter(self) -> Charter:
        """Return the charter in force now."""

    def charter_text(self) -> bytes:
        """Return the bytes of the charter in force, as signed."""

    def now_ms(self) -> int:
        """Return this node's clock."""

    def subscribe(self) -> News:
        """Return a subscription to every change of logs and notes from now on."""

    def held(self) -> Mapping[str, Held]:
        """Return how much of each log is held."""

    def checkpoint(self, log: str) -> bytes | None:
        """Return the newest checkpoint note with all cosignature lines that belong to it."""

    def cosigned_notes(self, log: str) -> list[bytes]:
        """Return a note for each checkpoint that is some cosigner's newest, with its lines, smallest first."""

    def run(self, log: str, *, start: int, max_count: int, max_bytes: int) -> Run | None:
        """Return entries from `start` on, at least one; None where none is covered by a checkpoint yet."""

    def mirrored(self, log: str, *, by: str) -> int:
        """Return how many entries of `log` the member `by` is known to hold, from its mirror cosignature."""

    def tile(self, log: str, *, level: int, index: int, width: int) -> bytes | None:
        """Return a hash tile of this width, None where the log does not reach so far."""

    def bundle(self, log: str, *, index: int, width: int) -> bytes | None:
        """Return an entry bundle of this width, None where the log does not reach so far."""

    def body(self, digest: bytes) -> bytes | None:
        """Return the sealed body with this SHA-256."""

    def attachment_size(self, digest: bytes) -> int | None:
        """Return the size of a sealed attachment that is held whole, else None."""

    def attachment_bytes(self, digest: bytes, *, offset: int, length: int) -> bytes:
        """Return a part of a sealed attachment that is held whole."""

    def witness(self, request: bytes) -> WitnessAnswer:
        """Decide over an add-checkpoint request, and persist before a signature is returned."""

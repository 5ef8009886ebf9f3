"""Sealing epochs: the succession of a member's sealing keys, as its log announces them.

What is sealed to a key stays readable for ever to whoever gets hold of its private half, and the other members keep
every file. So keys change: an entry of the member's own log announces the next recipient, and once nothing more can
come that is sealed to the old one, its private half is destroyed. Which epoch an entry is sealed to follows from its
leaf alone (how far its author had read the announcing log), so that author and reader never have to guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from parley.record.formerror import FormError
from parley.record.leaf import Leaf
from parley.record.sealingkeys import SealingRecipient


class EpochError(FormError):
    """An announcement that does not continue the succession; every code begins "epochs."."""


@dataclass(frozen=True, slots=True)
class SealingEpoch:
    """One sealing key of a member: its number, and the entry of the member's log that announced it.

    Epoch 0 stands in the charter, and `announced_by` is None.
    """

    number: int
    recipient: SealingRecipient
    announced_by: int | None


@dataclass(frozen=True, slots=True)
class SealingEpochs:
    """All epochs of the member whose log is `origin`, oldest first; at least the one of the charter."""

    origin: str
    epochs: tuple[SealingEpoch, ...]

    @classmethod
    def founded(cls, origin: str, *, recipient: SealingRecipient) -> Self:
        """Return the epochs of a member that has announced nothing yet."""
        return cls(origin, (SealingEpoch(0, recipient, None),))

    @property
    def newest(self) -> SealingEpoch:
        """The last epoch announced."""
        return self.epochs[-1]

    def announced(self, epoch: SealingEpoch) -> Self:
        """Return the epochs with one more.

        Refused with EpochError: "epochs.number" (not the next), "epochs.order" (announced by no later entry than the
        one before), "epochs.reused" (a recipient that was one already: a key that was destroyed, or ought to be).
        """
        if epoch.number != len(self.epochs):
            raise EpochError("epochs.number", str(epoch.number))
        before = self.newest.announced_by
        if epoch.announced_by is None or (before is not None and epoch.announced_by <= before):
            raise EpochError("epochs.order", str(epoch.announced_by))
        if any(known.recipient == epoch.recipient for known in self.epochs):
            raise EpochError("epochs.reused", str(epoch.number))
        return type(self)(self.origin, (*self.epochs, epoch))

    def known_at(self, size: int) -> SealingEpoch:
        """Return the newest epoch known to whoever has read the first `size` entries of the member's log."""
        for epoch in reversed(self.epochs[1:]):
            if epoch.announced_by is not None and epoch.announced_by < size:
                return epoch
        return self.epochs[0]

    def opening(self, leaf: Leaf) -> SealingEpoch:
        """Return the epoch to which the entry of `leaf` is sealed for this member: the newest its author had read.

        An author who seals to another epoch sealed garbage, and is answered like any who does.
        """
        return self.known_at(_read_by(leaf, self.origin))

    def spent(self, newest_opened: Iterable[Leaf]) -> tuple[int, ...]:
        """Return the numbers of the epochs whose private keys nothing needs any more.

        `newest_opened` is, of each log that may address the member (its own among them), the last leaf up to which
        every body for the member was opened or given up. What an author has read never shrinks, so nothing sealed to an
        epoch older than those leaves' can follow. A log left out is one from which nothing shall be opened any more.
        """
        needed = min((self.opening(leaf).number for leaf in newest_opened), default=0)
        return tuple(range(needed))


def _read_by(leaf: Leaf, origin: str) -> int:
    if leaf.log == origin:
        return leaf.number
    return next((seen.size for seen in leaf.seen if seen.log == origin), 0)

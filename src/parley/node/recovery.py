"""Before the first signature: has this database the whole of its own log? (DESIGN, rule "Own high-water mark")

Equal to the mark, or ahead of it with the mark's tree as its beginning: the mark is moved up, and then it
signs. Behind, another tree, a mark that was copied with the home, or no mark although entries exist: queue
unsigned until every member has answered, and refill from them.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from parley.matters.verdict import Refusal
from parley.node import queueing, repeats
from parley.node.filing import write_draft
from parley.node.highwater import HighWater
from parley.node.ledger import Ledger
from parley.node.store import logs
from parley.node.tree import StoredTree

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the own log stands to its mark: "equal", "ahead", "new", "behind", "different", "missing", "copied"."""

    word: str
    held: int
    marked: int

    @property
    def may_sign(self) -> bool:
        """Return whether nothing that was ever announced can be missing here."""
        return self.word in ("equal", "ahead", "new")


def standing(ledger: Ledger, highwater: HighWater) -> Standing:
    """Compare the own log with its high-water mark.

    A database ahead of the mark is safe: the mark is written after the commit and before anything is
    announced, so that what lies beyond it was seen by nobody, and all that was announced is here. A
    mark that was copied together with its home says nothing: both may be out of one old backup.
    """
    head = logs.head(ledger.conn, ledger.origin)
    held = head.size if head else 0
    if highwater.missing:
        return Standing("missing" if held or _heard_of(ledger) else "new", held, -1)
    if highwater.copied:
        return Standing("copied", held, highwater.size)
    if highwater.size > held:
        return Standing("behind", held, highwater.size)
    if head is not None and StoredTree(ledger.conn, head.id).root_at(highwater.size) != highwater.root:
        return Standing("different", held, highwater.size)
    return Standing("equal" if highwater.size == held else "ahead", held, highwater.size)


def _heard_of(ledger: Ledger) -> bool:
    """Return whether any other log is held: then this node has lived before, and an empty own log is a loss."""
    return any(head.size for origin, head in logs.heads(ledger.conn).items() if origin != ledger.origin)


def whole(ledger: Ledger, answers: Mapping[str, int | None]) -> bool:
    """Return whether every other member has answered and none knows more of our log than is held here.

    `answers` gives the size of the largest checkpoint of our log that each member showed, signed by
    our own keys; 0 where it holds none, None where it has not answered.
    """
    head = logs.head(ledger.conn, ledger.origin)
    held = head.size if head else 0
    others = [m.code for m in ledger.charter_here().members if m.code != ledger.member]
    known = [answers.get(code) for code in others]
    if head is not None and ledger.cursor(head.id).frozen_at is None and ledger.cursor(head.id).processed < held:
        return False  # its own entries wait for others' that are still to come: the next number is not known yet
    return all(size is not None and size <= held for size in known)


def release(ledger: Ledger) -> list[Refusal]:
    """File, in their order, the drafts that waited for the recovery; return those that were refused now."""
    refused = []
    for row_id, draft, at_ms in queueing.take_all(ledger):
        outcome = write_draft(ledger, draft, at_ms=at_ms)
        repeats.remember(ledger, draft, outcome, at_ms=at_ms)
        if isinstance(outcome, Refusal):
            log.warning("a queued %s was refused: %s (%s)", draft.kind, outcome.code, outcome.clause)
            refused.append(outcome)
        queueing.drop(ledger, row_id)
    return refused

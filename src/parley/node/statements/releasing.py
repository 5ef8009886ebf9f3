"""Releases joint statements: at the agreed minute, late where it must be, and never before.

A statement is shown to everybody once this node has filed `statement_released`, so as of when it was is in the record.
Three things must be: the rule (JS-7) by this node's clock, the same instant borne out by another member's clock
(`borne_out`), and a node that may sign. Until then its page answers like one that there is not.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from parley.charter.verdict import Refusal
from parley.node.changes import EVERYTHING, Subscription
from parley.node.drafts import Draft, Outcome, is_for_good
from parley.node.filing import file
from parley.node.running import Node
from parley.node.statements.borne_out import Monotonic, borne_out_ms
from parley.node.statements.held import statements
from parley.tracks.talks.statement_entries import RELEASED
from parley.tracks.talks.statement_state import FORM, StatementState
from parley.tracks.talks.track import TRACK

# No longer than this is slept, since a clock may be set forwards meanwhile.
LONGEST_S, SHORTEST_S = 5.0, 0.05
CONCERNING = frozenset({f"form:{FORM}", "charter", "links", EVERYTHING})
log = logging.getLogger(__name__)


@dataclass
class Releaser:
    """What one node has to release; what was refused for what it says is not tried again."""

    node: Node
    monotonic: Monotonic = time.monotonic
    refused: set[str] = field(default_factory=set)

    def release(self) -> list[Outcome]:
        """File the release of every statement whose minute has come and is borne out; return what became of each."""
        return [self._release(state) for state in self._due()]

    def waits_s(self) -> float:
        """Return for how long nothing can come due."""
        now_ms, node = self.node.clock.now_ms(), self.node
        ahead = [
            each.release_s * 1000 - now_ms
            for each in statements(node)
            if node.member in each.main.needed and each.release_of(node.member) is None and each.withdrawn is None
            and each.release_s * 1000 > now_ms
        ]
        return min(LONGEST_S, max(SHORTEST_S, min(ahead, default=LONGEST_S * 1000) / 1000))

    def _due(self) -> Iterator[StatementState]:
        node = self.node
        rules = node.charter().tracks.get(TRACK.name)
        if rules is None or RELEASED not in rules.node_files or not (node.in_force() and node.writer.may_sign.is_set()):
            return
        now_ms = node.clock.now_ms()
        due = [each for each in statements(node) if self._is_due(each, now_ms=now_ms)]
        shown_ms = borne_out_ms(node, monotonic=self.monotonic) if due else None
        for each in due:
            if shown_ms is not None and shown_ms >= each.release_s * 1000:
                yield each

    def _is_due(self, state: StatementState, *, now_ms: int) -> bool:
        is_ours = self.node.member in state.main.needed
        is_new = is_ours and state.release_of(self.node.member) is None and state.opening.id not in self.refused
        return is_new and state.is_due(now_ms=now_ms)

    def _release(self, state: StatementState) -> Outcome:
        matter, to = state.opening.id, tuple(code for code in state.opening.to if code != self.node.member)
        draft = Draft(RELEASED, to, {"of": matter, "digest": state.main.digest}, matter)
        outcome = file(draft, node=self.node)
        if isinstance(outcome, Refusal):
            log.warning("the statement %s was not released: %s", matter, outcome.code)
            if is_for_good(outcome):
                self.refused.add(matter)
        return outcome


async def run_releases(node: Node) -> None:
    """Release what comes due, until cancelled."""
    news, releaser = node.changes.subscribe(), Releaser(node)
    while True:
        await asyncio.to_thread(releaser.release)
        await _concerned(news, until_s=time.monotonic() + await asyncio.to_thread(releaser.waits_s))
        # Many entries may come at once; what came due meanwhile is released with them.
        await asyncio.sleep(SHORTEST_S)


async def _concerned(news: Subscription, *, until_s: float) -> None:
    """Wait until a statement has changed, the charter or a link."""
    while (left_s := until_s - time.monotonic()) > 0:
        change = await news.next(timeout=left_s)
        if change is not None and CONCERNING & change.topics:
            return

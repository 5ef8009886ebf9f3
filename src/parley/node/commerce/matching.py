"""Tells two members that both are interested in an opportunity: the node of the supervisor that matches does.

It alone holds what each said. Of what one member alone said nothing leaves it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from parley.node import reading
from parley.node.drafts import Draft, Outcome, is_for_good
from parley.node.filing import file_soon
from parley.node.overlaps.followed import Followed
from parley.node.running import Node
from parley.tracks.commerce.opportunity_entries import MATCHED, match_id
from parley.tracks.commerce.opportunity_state import DECLARED, FORM, INTEREST_FORM, MATCH_FORM, OFFERED
from parley.tracks.commerce.track import TRACK

LOOK_EVERY_S, SETTLE_S = 10.0, 0.1

Told = Mapping[str, Any]


@dataclass
class Matcher:
    """What one supervisor's node has to tell, and what it was refused: that is not tried again by the same charter."""

    node: Node
    refused: set[tuple[str, str]] = field(default_factory=set)
    _offers: dict[str, Told] = field(default_factory=dict)
    _interests: dict[str, dict[str, Told]] = field(default_factory=dict)
    _matches: set[str] = field(default_factory=set)
    _followed: Followed = field(default_factory=lambda: Followed(FORM, INTEREST_FORM, MATCH_FORM))

    def match(self) -> list[tuple[str, Future[Outcome]]]:
        """File what is to be told now; return what was asked for."""
        by = self.node.charter().digest
        drafts = {key: draft for key, draft in self.look() if (by, key) not in self.refused}
        return [(key, file_soon(draft, node=self.node)) for key, draft in drafts.items()]

    def look(self) -> Iterator[tuple[str, Draft]]:
        """Yield each match that is to be told now, with the id of its matter."""
        charter = self.node.charter()
        rules = charter.tracks.get(TRACK.name)
        if self.node.member not in charter.supervisors or rules is None or MATCHED not in rules.node_files:
            return
        self._read()
        now_s = self.node.clock.now_ms() // 1000
        for matter, told in self._offers.items():
            if told["expires_s"] <= now_s:
                continue
            stands = sorted(code for code, each in self._interests.get(matter, {}).items() if each["name"] == DECLARED)
            for pair in combinations(stands, 2):
                key = match_id(matter, pair)
                if key not in self._matches:
                    content = {"opportunity": matter, "members": list(pair), "subject": told["subject"]}
                    yield key, Draft(MATCHED, pair, content)

    def note(self, key: str, outcome: Outcome) -> None:
        """Remember what was refused for what it says; what a full disk refused is tried again."""
        if is_for_good(outcome):
            self.refused.add((self.node.charter().digest, key))

    def _read(self) -> None:
        news = self._followed.news(self.node.reader())
        for row in news.rows:
            told = reading.state_of(self.node, row)
            if row.form == MATCH_FORM:
                self._matches.add(row.id)
            elif row.form == INTEREST_FORM:
                self._interests.setdefault(told["opportunity"], {})[told["member"]] = told
            elif told["name"] == OFFERED and told["matcher"] == self.node.member:
                self._offers[row.id] = told
            else:
                self._offers.pop(row.id, None)
        for matter in news.gone:
            self._offers.pop(matter, None)
            self._matches.discard(matter)
        self._followed.looked()


async def run_matching(node: Node) -> None:
    """Look whenever something changed for a match to tell, until cancelled."""
    news, matcher = node.changes.subscribe(), Matcher(node)
    while True:
        if node.in_force() and node.writer.may_sign.is_set():
            for key, waiting in await asyncio.to_thread(matcher.match):
                matcher.note(key, await asyncio.wrap_future(waiting))
        await news.next(timeout=LOOK_EVERY_S)
        await asyncio.sleep(SETTLE_S)

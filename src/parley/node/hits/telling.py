"""The hits that a node tells by itself, at once when a report comes, and when what is protected comes late.

The reporter's node tells it first, then the others of those who may read both, each some seconds after the one before:
nobody keeps a hit from being told. Where two tell it all the same, both speak in one case, and the first counts.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from parley.node import reading
from parley.node.changes import EVERYTHING, Subscription
from parley.node.drafts import Draft, Outcome, is_for_good
from parley.node.filing import file_soon
from parley.node.overlaps.followed import Followed
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.node.store import matters
from parley.tracks.incidents.hit_entries import FOUND, hit_id
from parley.tracks.incidents.hit_state import HitState
from parley.tracks.incidents.hits import protected_in, readers_of
from parley.tracks.incidents.incident_state import FORM as INCIDENT
from parley.tracks.incidents.incident_state import IncidentState
from parley.tracks.incidents.track import TRACK

SITE, NOTICE, HIT = "site", "notice", "hit"
LOOK_EVERY_S, NOT_YET_S, SETTLE_S = 10.0, 1.0, 0.1
TURN_MS = 15_000
CONCERNING = ("charter", EVERYTHING)

# The account and the version: what was found of these two is told once.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ToTell:
    """A hit that nobody has told yet; this node is the `turn`-th to tell it."""

    key: Key
    draft: Draft
    turn: int


class HitTeller:
    """What one node has to tell, since when by its own clock, and what it was refused: that is not tried again."""

    def __init__(self, node: Node) -> None:
        """Have looked at nothing yet."""
        self.node = node
        self._followed = Followed(INCIDENT, SITE, NOTICE, HIT)
        self._incidents: dict[str, IncidentState] = {}
        self._protected: dict[str, Mapping[str, Any]] = {}
        self._told: dict[str, HitState] = {}
        self._noticed: dict[Key, int] = {}
        self._refused: set[tuple[str, Key]] = set()
        self._open: dict[Key, ToTell] = {}
        self._charter = ""

    def tell(self) -> list[tuple[Key, Future[Outcome]]]:
        """File what it is this node's turn to tell; return what was asked for."""
        now_ms, found = self.node.clock.now_ms(), self.look()
        self._noticed = {each.key: self._noticed.get(each.key, now_ms) for each in found}
        ripe = [each for each in found if now_ms - self._noticed[each.key] >= each.turn * TURN_MS]
        return [(each.key, file_soon(each.draft, node=self.node)) for each in ripe]

    def look(self) -> list[ToTell]:
        """Return what nobody has told, whoever's turn it is: only what was written since is held against all."""
        charter = self.node.charter()
        rules = charter.tracks.get(TRACK.name)
        if rules is None or FOUND not in rules.node_files:
            return []
        if charter.digest != self._charter:
            self._charter, self._open, self._followed = charter.digest, {}, Followed(INCIDENT, SITE, NOTICE, HIT)
        news = self._followed.news(self.node.reader())
        written = [*news.gone, *(row.id for row in news.rows)]
        for matter in news.gone:
            self._forget(matter)
        for row in news.rows:
            self._take(row)
        self._hold(written)
        self._followed.looked()
        by = charter.digest
        return [each for each in self._open.values() if (by, each.key) not in self._refused]

    def note(self, key: Key, outcome: Outcome) -> None:
        """Remember what was refused for what it says, so that it is not tried again by this charter."""
        if is_for_good(outcome):
            self._refused.add((self._charter, key))

    def _take(self, row: matters.MatterRow) -> None:
        self._forget(row.id)
        if row.form == INCIDENT:
            state = fold_now(self.node, row.id, version=row.locked).state
            if isinstance(state, IncidentState):
                self._incidents[row.id] = state
        elif row.form == HIT:
            state = fold_now(self.node, row.id, version=row.locked).state
            if isinstance(state, HitState):
                self._told[row.id] = state
        else:
            told = reading.state_of(self.node, row)
            if protected_in(told, charter=self.node.charter()) is not None:
                self._protected[row.id] = told

    def _forget(self, matter: str) -> None:
        for held in (self._incidents, self._protected, self._told):
            held.pop(matter, None)

    def _hold(self, written: list[str]) -> None:
        """Hold what was written against all that it may lie within, or that may lie within it."""
        touched = set(written)
        of_hits = {
            hit_id(incident, protected): (incident, protected)
            for incident in self._incidents for protected in self._protected
        } if any(matter in self._told for matter in touched) else {}  # fmt: skip
        pairs = {
            (incident, protected)
            for incident in self._incidents for protected in self._protected
            if incident in touched or protected in touched
        } | {of_hits[matter] for matter in touched if matter in of_hits}  # fmt: skip
        gone = [
            key for key, each in self._open.items()
            if touched & {each.draft.content["incident"], each.draft.content["protected"]}
            or hit_id(each.draft.content["incident"], each.draft.content["protected"]) in touched
        ]  # fmt: skip
        for key in gone:
            del self._open[key]
        self._open |= {each.key: each for pair in sorted(pairs) for each in self._of_pair(*pair)}

    def _of_pair(self, incident: str, protected: str) -> Iterator[ToTell]:
        state, told = self._incidents[incident], self._protected[protected]
        readers = readers_of(state, told)
        if self.node.member not in readers or len(readers) < 2:
            return
        # GEOS is loaded where an incident and what is protected are known, and on no other node.
        from parley.tracks.incidents.hit_ground import touch_of  # noqa: PLC0415

        known = self._told.get(hit_id(incident, protected))
        reporter = state.opening.member
        turns = [code for code in (reporter, *readers) if code in readers]
        for account in state.standing:
            if known is not None and known.known(account=account.entry, version=told["version"]) is not None:
                continue
            touch = touch_of(account.terms, told["volumes"])
            if touch is None:
                continue
            content = {
                "incident": incident, "protected": protected, "account": account.entry, "version": told["version"],
                "sort": protected_in(told, charter=self.node.charter()), "where": touch.where,
                "distance_m": touch.distance_m, "subject": account.terms["subject"],
            }  # fmt: skip
            to = tuple(code for code in readers if code != self.node.member)
            key = account.entry, told["version"]
            yield ToTell(key, Draft(FOUND, to, content), list(dict.fromkeys(turns)).index(self.node.member))


async def run_hits(node: Node) -> None:
    """Look whenever something changed for a hit to tell, until cancelled."""
    news, teller = node.changes.subscribe(), HitTeller(node)
    while True:
        looked_s, may_tell = time.monotonic(), node.in_force() and node.writer.may_sign.is_set()
        if may_tell:
            for key, waiting in await asyncio.to_thread(teller.tell):
                teller.note(key, await asyncio.wrap_future(waiting))
        await _concerned(news, until_s=looked_s + (LOOK_EVERY_S if may_tell else NOT_YET_S))
        await asyncio.sleep(max(0.0, looked_s + SETTLE_S - time.monotonic()))


async def _concerned(news: Subscription, *, until_s: float) -> None:
    """Wait until a matter of a form that is looked at has changed, or the charter."""
    forms = {f"form:{form}" for form in (INCIDENT, SITE, NOTICE, HIT)}
    while (left_s := until_s - time.monotonic()) > 0:
        change = await news.next(timeout=left_s)
        if change is not None and any(topic in CONCERNING or topic in forms for topic in change.topics):
            return

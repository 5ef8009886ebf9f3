"""The overlaps and encounters that a node tells by itself: found where two meet, cleared where they do not any more.

The node of whoever spoke last of its notice tells it at once; the others wait their turn and find it told. Where two
tell it all the same, both speak in one matter, and the first counts.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any, TypeVar

from parley.matters.fold import Folded
from parley.node import reading
from parley.node.changes import EVERYTHING, Subscription
from parley.node.drafts import Draft, Outcome, is_for_good
from parley.node.filing import file_soon
from parley.node.overlaps import encountering
from parley.node.overlaps.encountering import ToTell as Telling
from parley.node.overlaps.followed import Followed
from parley.node.overlaps.pairing import Pairing
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.node.store import matters
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.overlap_entries import overlap_id
from parley.tracks.deconfliction.overlap_state import OverlapState
from parley.tracks.deconfliction.track import TRACK

NOTICE, OVERLAP = "notice", "overlap"
FOUND, PROPOSED = "overlap_found", "proposals_made"
LOOK_EVERY_S = 10.0
SETTLE_S = 0.1
NOT_YET_S = 1.0
CONCERNING = ("charter", EVERYTHING)
# So much later than the one before it each further node tells what nobody has told yet.
TURN_MS = 15_000
PENDING_TURNS = 4

Key = tuple[str, str, tuple[str, ...]]
Two = tuple[str, str]
Ripe = Callable[[Key, int], bool]
P = TypeVar("P", bound=tuple[str, ...])


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that this node may have to tell once it is its turn, the `turn`-th: it is not made before."""

    key: Key
    turn: int


class Teller:
    """What one node has to tell, since when by its own clock, and what it was refused: that is not tried again."""

    def __init__(self, node: Node) -> None:
        """Have found nothing yet."""
        self.node = node
        self.noticed: dict[Key, int] = {}
        self.refused: set[tuple[str, Key]] = set()
        self._overlaps = Pairing(
            node, form=OVERLAP, notices=NOTICE, standing=partial(_pair_of, node), meeting=partial(_meeting, node)
        )
        self._encounters = encountering.pairing(node)
        self._notices = Followed(NOTICE)
        self._openers: set[str] = set()

    def tell(self) -> list[tuple[Key, Future[Outcome]]]:
        """File what it is this node's turn to tell; return what was asked for."""
        now_ms = self.node.clock.now_ms()
        found = self.look(is_ripe=partial(self._is_turn, now_ms=now_ms))
        self.noticed = {each.key: min(self.noticed.get(each.key, now_ms), now_ms) for each in found}
        turns = [each for each in found if self._is_turn(each.key, each.turn, now_ms=now_ms)]
        return [(each.key, file_soon(each.draft, node=self.node)) for each in turns if isinstance(each, Telling)]

    def look(self, *, is_ripe: Ripe) -> list[Telling | Waiting]:
        """Return what is to be told of whatever is due to be looked at, whoever's turn it is; at first of everything.

        What takes long to make is made only where `is_ripe` says so of its key and turn.
        """
        node = self.node
        self._openers |= {row.opened_by for row in self._notices.news(node.reader()).rows}
        self._notices.looked()
        found: list[Telling | Waiting] = []
        # GEOS is loaded where two members have notices, or one and there is what it may meet, and on no other node.
        if len(self._openers) > 1 and _tells(node, FOUND):
            found += self._looked_at(self._overlaps, partial(_tellings, is_ripe=is_ripe))
        if self._openers and _tells(node, encountering.FOUND):
            found += self._looked_at(self._encounters, encountering.tellings)
        return found

    def _is_turn(self, key: Key, turn: int, *, now_ms: int) -> bool:
        return now_ms - self.noticed.get(key, now_ms) >= turn * TURN_MS

    def _looked_at(
        self, pairing: Pairing[P], told: Callable[[Node, Iterable[P]], Iterator[tuple[P, Telling | Waiting]]]
    ) -> list[Telling | Waiting]:
        """Return what is to be told of the pairs that are due, whoever's turn it is."""
        by = self.node.charter().digest
        found = [(pair, each) for pair, each in told(self.node, pairing.due()) if (by, each.key) not in self.refused]
        pairing.looked(pair for pair, _ in found)
        return [each for _, each in found]

    def note(self, key: Key, outcome: Outcome) -> None:
        """Remember what was refused for what it says, so that it is not tried again by this charter."""
        if is_for_good(outcome):
            self.refused.add((self.node.charter().digest, key))


async def run_overlaps(node: Node) -> None:
    """Look whenever something changed for an overlap to tell, until cancelled."""
    news, teller = node.changes.subscribe(), Teller(node)
    while True:
        looked_s, may_tell = time.monotonic(), node.in_force() and node.writer.may_sign.is_set()
        if may_tell:
            for key, waiting in await asyncio.to_thread(teller.tell):
                teller.note(key, await asyncio.wrap_future(waiting))
        await _concerned(news, until_s=looked_s + (LOOK_EVERY_S if may_tell else NOT_YET_S))
        # What comes alone is looked at without waiting, and what comes in a crowd together.
        await asyncio.sleep(max(0.0, looked_s + SETTLE_S - time.monotonic()))


async def _concerned(news: Subscription, *, until_s: float) -> None:
    """Wait until a matter of any form has changed, or the charter; cosignatures and receipts are none of ours."""
    while (left_s := until_s - time.monotonic()) > 0:
        change = await news.next(timeout=left_s)
        if change is not None and any(topic in CONCERNING or topic.startswith("form:") for topic in change.topics):
            return


async def run_index(node: Node) -> None:
    """Keep the index in the database that the settings name, until cancelled; nothing where they name none."""
    if not node.settings.database_url:
        return
    from parley.node.overlaps.kept import overlaps_of  # noqa: PLC0415

    while True:
        await asyncio.to_thread(overlaps_of(node).keep_up)
        await asyncio.sleep(LOOK_EVERY_S)


def _tellings(node: Node, pairs: Iterable[Two], *, is_ripe: Ripe) -> Iterator[tuple[Two, Telling | Waiting]]:
    """Yield what is to be told of these pairs of notices, with the pair."""
    for pair in sorted(pairs):
        telling = _telling(node, pair, is_ripe=is_ripe)
        if telling is not None:
            yield pair, telling


def _tells(node: Node, kind: str) -> bool:
    """Return whether the charter has nodes tell this kind of what meets."""
    charter = node.charter()
    rules = charter.tracks.get(TRACK.name)
    return charter.activities is not None and rules is not None and kind in rules.node_files


def _meeting(node: Node, notices: frozenset[str] | None) -> set[Two]:
    """Return the notices that meet: all, or those that one of these does."""
    from parley.node.overlaps.kept import overlaps_of  # noqa: PLC0415

    held = overlaps_of(node)
    found = held.all() if notices is None else chain.from_iterable(held.of(each) for each in sorted(notices))
    return {each.matters for each in found if each.kind != "contact"}


def _pair_of(node: Node, row: matters.MatterRow) -> Two | None:
    """Return the notices of an overlap of which something may come still, None of one that is over and done."""
    state = reading.state_of(node, row)
    return (state["notices"][0], state["notices"][1]) if row.owing or state.get("conceded") else None


def _telling(node: Node, pair: Two, *, is_ripe: Ripe) -> Telling | Waiting | None:
    from parley.tracks.deconfliction.overlap_next import next_entry, readers_of, said_last  # noqa: PLC0415

    terms, folds = node.charter().activities, [_fold(node, matter) for matter in pair]
    states = [folded.state for folded in folds if folded is not None]
    if terms is None or len(states) < 2 or not all(isinstance(state, NoticeState) for state in states):
        return None
    notices, entries = (states[0], states[1]), {e.id: e for folded in folds if folded for e in folded.entries}
    matter, readers = overlap_id(pair), readers_of(notices)
    held = _fold(node, matter)
    state = held.state if held is not None and isinstance(held.state, OverlapState) else None
    versions = entries[notices[0].version.entry], entries[notices[1].version.entry]
    if node.member not in readers:
        return None
    key = matter, tuple(version.id for version in versions)
    change, later = _agreed(node, state, notices)
    if change is not None:
        return Telling((change.kind, *key), change, 0)
    authors = [notice.opening.member for notice in said_last(notices, entries)]
    turns = [*authors, *(code for code in readers if code not in authors)]
    turn = turns.index(node.member) + later
    said = next_entry(state, notices, versions, terms=terms)
    if said is None and state is not None and _lacks_ways_out(state, notices):
        # Seconds of work in a full area, and mostly for nothing where it is another node's turn.
        if not is_ripe((PROPOSED, *key), turn):
            return Waiting((PROPOSED, *key), turn)
        said = _ways_out(node, state, notices)
    if said is None:
        return None
    to = tuple(code for code in readers if code != node.member)
    return Telling((said[0], *key), Draft(said[0], to, said[1]), turn)


def _agreed(
    node: Node, state: OverlapState | None, notices: tuple[NoticeState, NoticeState]
) -> tuple[Draft | None, int]:
    """Return the change of our notice that was agreed, and how many turns everything else waits for the other's.

    Of a pair of changes one comes first: what the two share in between is nobody's finding.
    """
    from parley.node.overlaps.proposing import change_draft, waiting  # noqa: PLC0415

    if state is None or not state.acceptances:
        return None, 0
    own = next((notice for notice in notices if notice.opening.member == node.member), None)
    is_pending = any(waiting(state, notice) for notice in notices)
    return change_draft(state, own) if own is not None else None, PENDING_TURNS if is_pending else 0


def _lacks_ways_out(state: OverlapState, notices: tuple[NoticeState, NoticeState]) -> bool:
    """Return whether nobody proposed ways out of the newest finding yet."""
    named = tuple(notice.version.entry for notice in notices)
    return state.clearing is None and state.menu is None and state.finding.versions == named


def _ways_out(
    node: Node, state: OverlapState, notices: tuple[NoticeState, NoticeState]
) -> tuple[str, dict[str, Any]] | None:
    from parley.node.overlaps.proposing import menu_content  # noqa: PLC0415

    content = menu_content(node, state, notices)
    return None if content is None else (PROPOSED, content)


def _fold(node: Node, matter: str) -> Folded | None:
    row = matters.matter(node.reader(), matter)
    return fold_now(node, row.id, version=row.locked) if row else None

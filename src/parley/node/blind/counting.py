"""Counts the versions of this member's blind notices: each one that is held against others' notices is a look.

The author's node does it by itself, at once, for as long as the charter has looks left for the day; what waits is
counted on the next day. A version that is not counted is held against nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from parley.charter.blind import COUNTED_KIND, DAY_S, BlindTerms, blind_terms
from parley.charter.verdict import Refusal
from parley.node.drafts import Draft, Outcome, is_for_good
from parley.node.filing import file_soon
from parley.node.overlaps.followed import Followed
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.node.store import matters
from parley.tracks.deconfliction.blind_entries import looks_id
from parley.tracks.deconfliction.blind_state import LOOKS_FORM, LooksState
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.track import TRACK

NOTICE = "notice"
DAY_MS = DAY_S * 1000
# A clock may be set wrong by so much, and what it says is still looked for.
LEEWAY_MS = 3 * DAY_MS

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Look:
    """By which entry a version was counted, on which day."""

    entry: str
    day: int


@dataclass
class Counter:
    """What one node has to count, and what it was refused: that is not tried again on the same day."""

    node: Node
    refused: set[Key] = field(default_factory=set)
    _stamp: tuple[Any, ...] = ()
    _followed: Followed = field(default_factory=lambda: Followed(NOTICE, LOOKS_FORM))

    def count(self) -> list[tuple[Key, Future[Outcome]]]:
        """File the looks that are to be counted now; return what was asked for."""
        node, today = self.node, self.node.clock.now_ms() // DAY_MS
        stamp, news = (node.charter().digest, today), self._followed.news(node.reader())
        if stamp == self._stamp and not news:
            return []
        self._followed.looked()
        self._stamp = stamp
        drafts = (each for each in to_count(node, today=today) if _key(each) not in self.refused)
        return [(_key(each), file_soon(each, node=node)) for each in drafts]

    def note(self, key: Key, outcome: Outcome) -> None:
        """Remember what was refused for what it says; what a full disk refused is tried again."""
        if is_for_good(outcome):
            self.refused.add(key)
        elif isinstance(outcome, Refusal):
            self._stamp = ()


def to_count(node: Node, *, today: int) -> Iterator[Draft]:
    """Yield the looks to be counted today, the oldest versions first, no more than the day has left."""
    terms, own = terms_filed(node, COUNTED_KIND), node.member
    if terms is None:
        return
    notices = [each for each in blind_notices(node) if each.opening.member == own]
    known = counted(node, notices)
    waiting = sorted((each for each in notices if each.version.entry not in known), key=lambda each: each.version.at_ms)
    for notice in waiting[: max(terms.looks_a_day - len(looks_on(node, own, today)), 0)]:
        content = {"member": own, "day": today, "version": notice.version.entry}
        yield Draft(COUNTED_KIND, tuple(code for code in notice.opening.to if code != own), content)


def terms_filed(node: Node, kind: str) -> BlindTerms | None:
    """Return the charter's clause where it is agreed and nodes may file this kind by it; None where not."""
    charter = node.charter()
    rules = charter.tracks.get(TRACK.name)
    return blind_terms(charter) if rules is not None and kind in rules.node_files else None


def blind_notices(node: Node) -> list[NoticeState]:
    """Return the blind notices that this node may read and that are not over."""
    # Here, because GEOS is loaded where there are notices, and on no other node.
    from parley.node.overlaps.kept import overlaps_of  # noqa: PLC0415

    return overlaps_of(node).blind()


def counted(node: Node, notices: list[NoticeState]) -> Mapping[str, Look]:
    """Return by which look each version in force of these notices was counted; those that were not are missing."""
    if not notices:
        return {}
    versions = {each.version.entry for each in notices}
    from_ms = min(each.version.at_ms for each in notices) - LEEWAY_MS
    found: dict[str, Look] = {}
    for state in looks_since(node, from_ms):
        for look in state.looks:
            if look.of in versions:
                found.setdefault(look.of, Look(look.entry, state.day))
    return found


def looks_since(node: Node, from_ms: int) -> Iterator[LooksState]:
    """Yield what was counted of any member that this node may read, day by day, the oldest first."""
    for row in matters.of_form(node.reader(), LOOKS_FORM, from_ms=max(from_ms, 0)):
        state = fold_now(node, row.id, version=row.locked).state
        if isinstance(state, LooksState):
            yield state


def looks_on(node: Node, member: str, day: int) -> tuple[str, ...]:
    """Return the versions of a member that were counted on a day."""
    row = matters.matter(node.reader(), looks_id(member, day))
    state = fold_now(node, row.id, version=row.locked).state if row is not None else None
    return tuple(each.of for each in state.looks) if isinstance(state, LooksState) else ()


def _key(draft: Draft) -> Key:
    return str(draft.content["version"]), int(draft.content["day"])

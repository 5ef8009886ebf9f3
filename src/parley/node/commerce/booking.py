"""Takes the slots of this member's crossings, and leaves those that are not needed any more.

The author's node does it by itself, at once: whoever asks for a crossing stands in the queue of its slot, and who
changed or withdrew it does not stand in anybody's way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from parley.node import reading
from parley.node.drafts import Draft, Outcome, is_for_good
from parley.node.filing import file_soon
from parley.node.overlaps.followed import Followed
from parley.node.running import Node
from parley.node.store.matters import MatterRow
from parley.tracks.commerce.crossing_state import FORM as CROSSING
from parley.tracks.commerce.slot_entries import LEFT, TAKEN, slots_id
from parley.tracks.commerce.slot_state import FORM as SLOTS
from parley.tracks.commerce.track import TRACK

LOOK_EVERY_S, SETTLE_S = 10.0, 0.1
OVER = ("withdrawn", "passed", "turned_back", "not_come")

# The kind of entry, and what it is about: a version of a crossing, or a booking.
Key = tuple[str, str]
Told = Mapping[str, Any]


@dataclass
class Booker:
    """What one node has to take or leave, and what it was refused: that is not tried again by the same charter."""

    node: Node
    refused: set[tuple[str, Key]] = field(default_factory=set)
    _crossings: dict[str, Told] = field(default_factory=dict)
    _days: dict[str, tuple[Told, ...]] = field(default_factory=dict)
    _followed: Followed = field(default_factory=lambda: Followed(CROSSING, SLOTS))

    def book(self) -> list[tuple[Key, Future[Outcome]]]:
        """File what is to be taken or left now; return what was asked for."""
        by = self.node.charter().digest
        drafts = {key: draft for key, draft in self.look() if (by, key) not in self.refused}
        return [(key, file_soon(draft, node=self.node)) for key, draft in drafts.items()]

    def look(self) -> Iterator[tuple[Key, Draft]]:
        """Yield what is to be taken or left now."""
        rules = self.node.charter().tracks.get(TRACK.name)
        news = self._followed.news(self.node.reader())
        for row in news.rows:
            self._take(row)
        for matter in news.gone:
            self._crossings.pop(matter, None)
            self._days.pop(matter, None)
        self._followed.looked()
        if rules is None or not {TAKEN, LEFT} <= set(rules.node_files):
            return
        now_s = self.node.clock.now_ms() // 1000
        wanted = {each["version"]: each for each in self._crossings.values() if each["slot_s"] > now_s}
        # Of each day the bookings once: who asks for many slots is not looked for among all of them for each.
        booked = {(name, each["crossing"]) for name, day in self._days.items() for each in day}
        yield from self._to_leave(wanted, now_s=now_s)
        for version, told in wanted.items():
            if (slots_id(told["point"], told["slot_s"]), version) not in booked:
                yield (TAKEN, version), _taking(told, own=self.node.member)

    def note(self, key: Key, outcome: Outcome) -> None:
        """Remember what was refused for what it says; what a full disk refused is tried again."""
        if is_for_good(outcome):
            self.refused.add((self.node.charter().digest, key))

    def _take(self, row: MatterRow) -> None:
        told = reading.state_of(self.node, row)
        if row.form == SLOTS:
            self._days[row.id] = tuple(_own_bookings(told, own=self.node.member))
        elif row.opened_by == self.node.member and told["name"] not in OVER:
            self._crossings[row.id] = told
        else:
            self._crossings.pop(row.id, None)

    def _to_leave(self, wanted: Mapping[str, Told], *, now_s: int) -> Iterator[tuple[Key, Draft]]:
        """Yield what is to be left; a day that is over is looked at no more."""
        for name in [name for name, day in self._days.items() if all(each["slot_s"] <= now_s for each in day)]:
            del self._days[name]
        for each in (each for day in self._days.values() for each in day):
            if each["slot_s"] > now_s and each["crossing"] not in wanted:
                content = {"point": each["point"], "slot_s": each["slot_s"], "of": each["entry"]}
                yield (LEFT, each["entry"]), Draft(LEFT, each["to"], content)


def _own_bookings(day: Told, *, own: str) -> Iterator[Told]:
    """Yield a member's own bookings of a day, each with point, slot and to whom it goes."""
    to = _others(day, own)
    for slot in day["slots"]:
        for each in slot["asked"]:
            if each["member"] == own:
                named = {"crossing": each["crossing"], "entry": each["entry"]}
                yield {**named, "point": day["point"], "slot_s": slot["slot_s"], "to": to}


def asked_in(day: Told) -> Iterator[Told]:
    """Yield everybody who asks for a slot of a day."""
    return (each for slot in day["slots"] for each in slot["asked"])


def _taking(told: Told, *, own: str) -> Draft:
    named = ("point", "slot_s", "vehicles", "persons", "humanitarian")
    content = {**{name: told[name] for name in named}, "crossing": told["version"]}
    return Draft(TAKEN, _others(told, own), content)


def _others(told: Told, own: str) -> tuple[str, ...]:
    return tuple(code for code in told["to"] if code != own)


async def run_booking(node: Node) -> None:
    """Look whenever something changed for slots to take or leave, until cancelled."""
    news, booker = node.changes.subscribe(), Booker(node)
    while True:
        if node.in_force() and node.writer.may_sign.is_set():
            for key, waiting in await asyncio.to_thread(booker.book):
                booker.note(key, await asyncio.wrap_future(waiting))
        await news.next(timeout=LOOK_EVERY_S)
        await asyncio.sleep(SETTLE_S)

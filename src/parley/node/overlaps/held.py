"""The overlaps among the notices that this node holds, found anew where a notice changed.

Nothing of it lies on this machine's disk: outlines in the plain beside a locked database would tell where everybody is.
An operator may name a PostgreSQL that holds the index (docs/decisions/0027). What is found depends on the notices and
the charter alone, so every node that holds the same finds the same, wherever its index lies.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from parley.charter.model import Charter
from parley.geo.area import Area, read_area
from parley.geo.detect import Overlap
from parley.geo.geojson import Drawn
from parley.geo.height import Height
from parley.geo.volume import Volume
from parley.matters.entry import Point
from parley.node.overlaps.choosing import database_of, index_in
from parley.node.overlaps.finding import Detector
from parley.node.overlaps.followed import Followed
from parley.node.overlaps.guarded import GuardedIndex
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.tracks.deconfliction.encounters.touching import zones_drawn
from parley.tracks.deconfliction.notice_state import NoticeState

FORM, ZONE = "notice", "zone:"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """Two notices that overlap, each in the version named; of each pair the widest overlap of their volumes.

    `kind` is "conflict", "contact" or "near". `short_notice` names those of the two that came late by their class.
    `knew` says of whoever filed the later version: "ignored" where it had seen the other one, else "concurrent".
    """

    matters: tuple[str, str]
    versions: tuple[str, str]
    kind: str
    overlap: Overlap
    others: int
    short_notice: tuple[str, ...]
    knew: str


@dataclass(frozen=True, slots=True)
class BlindPair:
    """Two notices that meet, one of them blind at least; where their versions in force stand in the record."""

    notices: tuple[NoticeState, NoticeState]
    points: tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class _Held:
    row_version: bytes
    state: NoticeState
    point: Point


class HeldOverlaps:
    """The detector of one node, brought up to date by whoever asks. Safe from any thread."""

    def __init__(self, node: Node) -> None:
        """Hold nothing yet."""
        self._node, self._alone = node, threading.Lock()
        self._charter: Charter | None = None
        self._seq = -1
        self._followed = Followed(FORM)
        self._held: dict[str, _Held] = {}
        self._found: dict[frozenset[str], list[Overlap]] = {}
        # Of each notice those pairs: what changes is let go without a look at all others.
        self._pairs: dict[str, set[frozenset[str]]] = {}
        self._zoned: dict[str, list[Overlap]] = {}
        self._detector: Detector | None = None
        self._database = database_of(node)
        self._index: GuardedIndex[Any] | None = None

    def keep_up(self) -> None:
        """Reach for the database that the settings name and put in what it lacks; nothing where they name none.

        Connecting may take seconds and keeps nobody waiting who asks meanwhile.
        """
        if self._database is not None:
            self._database.reach()
            with self._alone:
                self._bring_up()
                if self._index is not None:
                    self._index.look()

    def all(self) -> list[Found]:
        """Return every overlap among notices that are not over, in the order of their ids."""
        with self._alone:
            self._bring_up()
            pairs = sorted(self._found.items(), key=lambda pair: sorted(pair[0]))
            return [self._told(overlaps) for _, overlaps in pairs]

    def of(self, matter: str) -> list[Found]:
        """Return the overlaps of one notice."""
        with self._alone:
            self._bring_up()
            return [self._told(self._found[pair]) for pair in sorted(self._pairs.get(matter, ()), key=sorted)]

    def standing(self) -> list[NoticeState]:
        """Return the notices that are not over."""
        with self._alone:
            self._bring_up()
            return [held.state for held in self._held.values() if not held.state.is_over]

    def zones_of(self, matter: str) -> list[Overlap]:
        """Return how a notice meets the charter's zones; `second` is "zone:" and the zone's name."""
        with self._alone:
            self._bring_up()
            return list(self._zoned.get(matter, ()))

    def with_zones(self) -> list[tuple[str, list[Overlap]]]:
        """Return every notice that meets a zone of the charter, with how, in the order of their ids."""
        with self._alone:
            self._bring_up()
            return sorted((matter, list(found)) for matter, found in self._zoned.items() if found)

    def blind(self) -> list[NoticeState]:
        """Return the blind notices that are not over."""
        with self._alone:
            self._bring_up()
            states = (held.state for held in self._held.values())
            return [state for state in states if state.is_blind and not state.is_over]

    def blind_pairs(self) -> list[BlindPair]:
        """Return the notices that meet where one is blind, in the order of their ids."""
        with self._alone:
            self._bring_up()
            found = []
            for pair in sorted(self._found, key=sorted):
                one, other = (self._held[matter] for matter in sorted(pair))
                if one.state.is_blind or other.state.is_blind:
                    found.append(BlindPair((one.state, other.state), (one.point, other.point)))
            return found

    def asked(self, question: Callable[[Detector], T]) -> T | None:
        """Return what a question has to say to the detector, brought up to date; None where nothing can be planned."""
        with self._alone:
            self._bring_up()
            return question(self._detector) if self._detector is not None else None

    def tried(self, plan: Mapping[str, Any], *, own: str) -> list[Overlap]:
        """Return what a plan of a member, `own`, that is not filed yet would overlap with.

        Its own notices are none of it, so neither is the one that it would change.
        """
        volumes = [_volume(each) for each in (*plan["volumes"], *plan.get("contingency", ()))]
        mine = Drawn("", False, volumes[0], (str(plan["class"]),), (own,), strength=plan.get("strength"))
        drawn = [replace(mine, volume=each) for each in volumes]
        return self.asked(lambda detector: [found for each in drawn for found in detector.check(each)]) or []

    def _bring_up(self) -> None:
        # Taken before the node is read: what changes meanwhile is looked at the next time.
        seq, charter = self._node.changes.seq, self._node.charter()
        if self._index is not None:
            self._index.take_up()
        if seq != self._seq or self._charter is not charter:
            if self._charter is not charter:
                self._begin(charter)
            if self._detector is not None:
                self._look_at_news(self._detector)
            self._seq = seq
        if self._index is not None:
            self._index.sweep()

    def _begin(self, charter: Charter) -> None:
        self._charter, self._held, self._found, self._zoned, self._pairs = charter, {}, {}, {}, {}
        self._detector = self._index = None
        self._followed = Followed(FORM)
        terms = charter.activities
        if terms is None:
            return
        if self._database is not None:
            self._index = index_in(self._database, ground=terms.ground)
            self._index.take_up()
        conn = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._detector = Detector(
            conn, ground=terms.ground, apart=terms.apart, widest=terms.widest, activities=self._index
        )
        for number, zone in enumerate(zones_drawn(charter)):
            self._detector.add_zone(zone, number=number)

    def _look_at_news(self, detector: Detector) -> None:
        news = self._followed.news(self._node.reader())
        for gone in news.gone & self._held.keys():
            self._let_go(gone)
        for row in news.rows:
            held = self._held.get(row.id)
            if held is None or held.row_version != row.locked:
                self._take(row.id, row.locked, detector)
        self._followed.looked()

    def _take(self, matter: str, version: bytes, detector: Detector) -> None:
        folded = fold_now(self._node, matter, version=version)
        state = folded.state
        if not isinstance(state, NoticeState):
            return
        before = self._held.get(matter)
        points = {entry.id: entry.point for entry in folded.entries}
        known = before.state if before is not None else None
        if known is None or (known.version, known.is_over) != (state.version, state.is_over):
            self._let_go(matter, keep=True)
            for number, drawn in enumerate(() if state.is_over else drawn_of(state)):
                self._note(matter, detector.add(drawn, number=number))
        # Only now: what failed half way is done again by the next who asks.
        self._held[matter] = _Held(version, state, points[state.version.entry])

    def _note(self, matter: str, overlaps: Iterable[Overlap]) -> None:
        for overlap in overlaps:
            if overlap.second.startswith(ZONE):
                self._zoned.setdefault(matter, []).append(overlap)
            else:
                pair = frozenset((overlap.first, overlap.second))
                self._found.setdefault(pair, []).append(overlap)
                for each in pair:
                    self._pairs.setdefault(each, set()).add(pair)

    def _let_go(self, matter: str, *, keep: bool = False) -> None:
        if not keep:
            del self._held[matter]
        if self._detector is not None:
            self._detector.remove(matter)
        for pair in self._pairs.pop(matter, set()):
            del self._found[pair]
            for other in pair - {matter}:
                self._pairs[other].discard(pair)
        self._zoned.pop(matter, None)

    def _told(self, overlaps: list[Overlap]) -> Found:
        order = {"conflict": 0, "near": 1, "contact": 2}
        widest = min(overlaps, key=lambda each: (order[each.kind], -each.meeting.area_m2))
        first, second = (self._held[matter] for matter in (widest.first, widest.second))
        late = tuple(each.state.opening.id for each in (first, second) if each.state.version.short_by_min)
        versions = (first.state.version.entry, second.state.version.entry)
        knew = _knew(first.point, second.point)
        pair = (widest.first, widest.second)
        return Found(pair, versions, widest.kind, widest, len(overlaps) - 1, late, knew)


def drawn_of(state: NoticeState) -> Iterator[Drawn]:
    """Yield the volumes of a notice, its contingency too, as the detector takes them."""
    plan = state.version.plan
    for volume in (*plan["volumes"], *plan.get("contingency", ())):
        yield Drawn(
            state.opening.id, False, _volume(volume), (str(plan["class"]),), (state.opening.member,),
            strength=plan.get("strength"),
        )  # fmt: skip


def _volume(value: Mapping[str, Any]) -> Volume:
    area = read_area(value["area"])
    assert isinstance(area, Area)  # it was checked before it was filed or tried
    windows = tuple((int(start), int(end)) for start, end in value["windows"])
    return Volume(area, _height(value["lower"]), _height(value["upper"]), windows)


def _height(value: Mapping[str, Any]) -> Height:
    return Height(int(value["value"]), str(value["unit"]), str(value["reference"]))


def _knew(one: Point, other: Point) -> str:
    """Return whether the author of the later of two versions had seen the earlier one; neither had: concurrent."""
    return "ignored" if one.covers(other) or other.covers(one) else "concurrent"

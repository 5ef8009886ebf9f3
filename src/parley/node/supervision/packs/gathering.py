"""Counts a pack from the record: each matter that went to all, folded as far as the entries that are counted."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from parley.charter.lognames import log_name
from parley.charter.verdict import Refusal
from parley.charter.verifying import inspection_slots
from parley.node import owed
from parley.node.figures.asked import DAY_MS, Asked
from parley.node.figures.facts import Fact, Reckoned, fact_of
from parley.node.figures.gathering import rows_of
from parley.node.figures.reckoning import reckoned
from parley.node.figures.sheet import Told, sheet
from parley.node.figures.silence import Stretch, stretches
from parley.node.running import Node
from parley.node.store import logs, matters
from parley.node.store import reckoned as said
from parley.node.store.matters import MatterRow
from parley.node.supervision.packs.events import Event, events_of, rises_of, steps_of
from parley.node.supervision.packs.lines import Line, lines_of_events, lines_of_figures, lines_of_mechanism
from parley.node.supervision.packs.pack import Pack
from parley.node.supervision.packs.past import Past, Still, Stood, still_in
from parley.node.supervision.packs.positions import Position
from parley.node.supervision.packs.series import Link, Placed
from parley.node.supervision.packs.spans import Span
from parley.node.verifying.inspected import OPENED_BEFORE_MS
from parley.tracks.disputes.state import DisputeState
from parley.tracks.hotline.line_schedule import line_check_audience, slot_duty, slots_looked_at
from parley.tracks.hotline.track import TRACK as HOTLINE
from parley.tracks.incidents.inspection_duties import slot_duty as inspection_duty
from parley.tracks.incidents.inspection_state import FORM as INSPECTION
from parley.tracks.incidents.inspection_state import InspectionState
from parley.tracks.incidents.track import TRACK as INCIDENTS

# So many matters are looked at for one pack and the span before it; one that holds more is refused (SU-12).
MOST_MATTERS = 10_000
# So many are folded for one question; the next one goes on from there.
MOST_FOLDED = 1_500
MOST_PACKS = 16


@dataclass(slots=True)
class Kept:
    """What was folded and counted already, in the memory of this node alone. Safe from any thread."""

    alone: threading.Lock = field(default_factory=threading.Lock)
    stood: OrderedDict[str, tuple[bytes, bool, Mapping[str, int], Stood | None]] = field(default_factory=OrderedDict)
    packs: OrderedDict[tuple[object, ...], Pack] = field(default_factory=OrderedDict)


def count_pack(node: Node, span: Span, positions: tuple[Position, ...], *, now_ms: int) -> Pack | Refusal:
    """Return the pack of a span, counted from these entries; of one that still runs as far as `now_ms`.

    Refused (SU-12): "supervision.pack_many", where more than `MOST_MATTERS` were open within it and the span before;
    "supervision.pack_counting", where not all of them were folded yet.
    """
    kept: Kept = node.kept.setdefault("packs", Kept())
    charter, now_ms = node.charter(), min(now_ms, span.until_ms)
    key = (span, positions, charter.digest, now_ms, node.changes.last_touched(()))
    with kept.alone:
        known = kept.packs.get(key)
    if known is not None:
        return known
    rows = rows_of(node, Asked(span.before[0], span.until_ms, now_ms))
    if len(rows) > MOST_MATTERS:
        return Refusal("supervision.pack_many", "SU-12", {"most": MOST_MATTERS})
    counting = _Counting(node, span, positions, now_ms=now_ms, kept=kept)
    left = counting.fold(rows)
    if left:
        return Refusal("supervision.pack_counting", "SU-12", {"left": left, "all": len(rows)})
    pack = Pack(charter.mechanism.id, charter.digest, span, positions, tuple(counting.lines()))
    with kept.alone:
        kept.packs[key] = pack
        while len(kept.packs) > MOST_PACKS:
            kept.packs.popitem(last=False)
    return pack


class _Counting:
    """One count of a span and of the one before it."""

    def __init__(
        self, node: Node, span: Span, positions: tuple[Position, ...], *, now_ms: int, kept: Kept
    ) -> None:  # fmt: skip
        self._node, self._span, self._now_ms, self._kept = node, span, now_ms, kept
        self._sizes = {each.log: each.size for each in positions}
        self._past = Past(node, self._sizes)
        self._found: list[Stood] = []

    def fold(self, rows: list[MatterRow]) -> int:
        """Fold these matters as they stood, and return how many are left for the next question."""
        left = fresh = 0
        for row in rows:
            known = self._known(row)
            if known is None and fresh >= MOST_FOLDED:
                left += 1
                continue
            stood, fresh = (known[0], fresh) if known is not None else (self._fresh(row), fresh + 1)
            if stood is not None:
                self._found.append(stood)
        return left

    def _known(self, row: MatterRow) -> tuple[Stood | None] | None:
        with self._kept.alone:
            found = self._kept.stood.get(row.id)
        if found is None or found[0] != row.locked:
            return None
        is_whole, sizes, stood = found[1:]
        fits = all(self._sizes.get(name, 0) >= size for name, size in sizes.items()) if is_whole else (
            sizes == self._sizes
        )  # fmt: skip
        return (stood,) if fits else None

    def _fresh(self, row: MatterRow) -> Stood | None:
        stood, sizes = self._past.told(row)
        with self._kept.alone:
            self._kept.stood[row.id] = row.locked, sizes is not self._past.sizes, sizes, stood
            self._kept.stood.move_to_end(row.id)
            while len(self._kept.stood) > MOST_MATTERS:
                self._kept.stood.popitem(last=False)
        return stood

    def lines(self) -> Iterator[Line]:
        """Yield every line of the pack."""
        still = still_in(self._past, self._node)
        placed = Placed(
            Link(each.id, each.state.opening.at_ms, each.series) for each in self._found if each.series is not None
        )
        counted = [self._counted(each, placed, still) for each in self._found if self._is_common(each.to)]
        facts = [fact for _, told in counted for fact in told.facts if self._is_common(fact.to)]
        facts += [fact for fact in (*self._slots(placed), *self._inspections()) if self._is_common(fact.to)]
        yield from lines_of_mechanism(still.states, self._span)
        yield from lines_of_events(self._events(counted, facts), self._span)
        whole = Reckoned(
            tuple(facts),
            tuple(each for _, told in counted for each in told.sent),
            tuple(each for _, told in counted for each in told.given),
        )
        charter = self._node.charter()
        sheets = [
            sheet(Told(whole, dict(self._quiet(from_ms, until_ms))), charter=charter,
                  asked=Asked(from_ms, until_ms, min(self._now_ms, until_ms)))
            for from_ms, until_ms in ((self._span.from_ms, self._span.until_ms), self._span.before)
        ]  # fmt: skip
        yield from lines_of_figures(*sheets)

    def _is_common(self, to: tuple[str, ...]) -> bool:
        return set(self._node.charter().codes) <= set(to)

    def _counted(self, stood: Stood, placed: Placed, still: Still) -> tuple[Stood, Reckoned]:
        duties = self._past.duties(stood, now_ms=self._now_ms, placed=placed, still=still)
        return stood, reckoned(stood.state, duties, track=stood.track)

    def _events(self, counted: list[tuple[Stood, Reckoned]], facts: list[Fact]) -> Iterator[Event]:
        for stood, told in counted:
            yield from events_of(stood.form, stood.state, told, track=stood.track, said=stood.said)
            if isinstance(stood.state, DisputeState):
                yield from rises_of(stood.state, now_ms=self._now_ms)
        for fact in facts:
            yield from steps_of(fact, now_ms=self._now_ms)

    def _slots(self, placed: Placed) -> Iterator[Fact]:
        """Yield each line check that was to be sent within both spans."""
        node, charter, since = self._node, self._node.charter(), owed.in_force_since(self._node)
        if since is None:
            return
        from_ms = self._span.before[0] - DAY_MS
        for slot in slots_looked_at(charter, since_ms=since, from_ms=from_ms, now_ms=self._now_ms):
            audience = line_check_audience(charter, slot.begun_by, slot.answered_by_member)
            if owed.is_shown(slot, node=node, charter=charter) and self._is_common(audience):
                sent_ms = placed.first_opened_ms(*owed.series_of_slot(slot))
                duty = slot_duty(slot, sent_ms=sent_ms, charter=charter, now_ms=self._now_ms)
                fact = fact_of(duty, track=HOTLINE.name, precedence="", to=audience) if duty is not None else None
                if fact is not None:
                    yield fact

    def _inspections(self) -> Iterator[Fact]:
        """Yield each inspection by calendar whose slot shares time with the spans."""
        charter, since = self._node.charter(), owed.in_force_since(self._node)
        if since is None or charter.inspections is None:
            return
        slots = list(inspection_slots(charter, from_ms=self._span.before[0], until_ms=self._now_ms, since_ms=since))
        first_ms = min((slot.begins_ms for slot in slots), default=0) - OPENED_BEFORE_MS
        rows = matters.of_form(self._node.reader(), INSPECTION, from_ms=first_ms) if slots else []
        stood = [found for row in rows if (found := self._past.stood(row)) is not None and self._is_common(found.to)]
        visits = [visit for each in stood if isinstance(each.state, InspectionState) for visit in each.state.visits]
        for slot in slots:
            duty = inspection_duty(slot, visits, charter=charter, now_ms=self._now_ms)
            fact = fact_of(duty, track=INCIDENTS.name, precedence="", to=charter.codes) if duty is not None else None
            if fact is not None:
                yield fact

    def _quiet(self, from_ms: int, until_ms: int) -> Iterator[tuple[str, tuple[Stretch, ...]]]:
        """Yield each member with the stretches in which none of its logs grew, of the entries that are counted."""
        since, node = owed.in_force_since(self._node), self._node
        if since is None:
            return
        conn, heads = node.reader(), logs.heads(node.reader())
        begins, ends = max(from_ms, since), min(until_ms, self._now_ms)
        for code in node.charter().codes:
            told: list[tuple[int, str]] = []
            for origin in node.ledger.origins_of(code):
                name, head = log_name(code, origin), heads.get(origin)
                size = self._sizes.get(name, 0)
                rows = said.said_between(conn, head.id, size=size, from_ms=begins, until_ms=ends) if head else []
                told += [(at_ms, f"{name}/{number}") for at_ms, number in rows if number < size]
            yield code, tuple(stretches(told, from_ms=begins, until_ms=ends))

"""The inspection calendar as this node sees it: each slot with its duty, what was inspected in it, what was restricted.

All of it is a function of the record, the charter and the time: a slot that lapsed while the node was down lapsed when
it did, and is told so from the next look on.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from parley.charter.verifying import DAY_MS, InspectionSlot, inspection_slots
from parley.matters.duty import Duty
from parley.node.overlaps.followed import Followed
from parley.node.owed import fold_now, in_force_since
from parley.node.running import Node
from parley.tracks.incidents.inspection_duties import slot_duty, visits_of
from parley.tracks.incidents.inspection_state import FORM, InspectionState, Restriction, Visit

# A report may stand in a matter that was opened so long before the slot.
OPENED_BEFORE_MS = 60 * DAY_MS
# So far back the calendar is shown; a figure on performance may ask for more.
SHOWN_BACK_MS = 366 * DAY_MS
# So far ahead slots are told as owed: whoever asks for the year 9999 would be told eight thousand years of them.
OWED_AHEAD_MS = 400 * DAY_MS


@dataclass(frozen=True, slots=True)
class SlotSeen:
    """One slot of the calendar: what is or was owed, the inspections that count for it, and what kept from them.

    Each report with the matter in which it stands. `duty` is None where nothing of it is agreed and nothing was missed.
    """

    slot: InspectionSlot
    duty: Duty | None
    visits: tuple[tuple[str, Visit], ...]
    restrictions: tuple[tuple[str, Restriction], ...]


def inspections(node: Node, *, from_ms: int = 0) -> list[InspectionState]:
    """Return the inspections that were opened since `from_ms` and that this node may read, the newest first."""
    held: Inspected = node.kept.setdefault("inspected", Inspected(node))
    return [state for state in held.states() if state.opening.at_ms >= from_ms]


class Inspected:
    """The inspections of one node, folded once and again where something was said. Safe from any thread."""

    def __init__(self, node: Node) -> None:
        """Have looked at nothing yet."""
        self._node, self._alone, self._followed = node, threading.Lock(), Followed(FORM)
        self._states: dict[str, InspectionState] = {}

    def states(self) -> list[InspectionState]:
        """Return them all, the newest first."""
        with self._alone:
            news = self._followed.news(self._node.reader())
            if news:
                for matter in news.gone:
                    self._states.pop(matter, None)
                for row in news.rows:
                    state = fold_now(self._node, row.id, version=row.locked).state
                    if isinstance(state, InspectionState):
                        self._states[row.id] = state
                self._followed.looked()
            return sorted(self._states.values(), key=lambda each: (-each.opening.at_ms, each.opening.id))


def calendar(node: Node, *, from_ms: int, until_ms: int, now_ms: int) -> list[SlotSeen]:
    """Return the slots that share time with from_ms to until_ms, since the charter is in force; the newest first."""
    since = in_force_since(node)
    if since is None or node.charter().inspections is None:
        return []
    slots = list(inspection_slots(node.charter(), from_ms=from_ms, until_ms=until_ms, since_ms=since))
    if not slots:
        return []
    states = inspections(node, from_ms=min(each.begins_ms for each in slots) - OPENED_BEFORE_MS)
    seen = [_seen(slot, states, node=node, now_ms=now_ms) for slot in slots]
    return sorted(seen, key=lambda each: (-each.slot.begins_ms, each.slot.area.zone))


def inspections_owed(node: Node, *, now_ms: int, until_ms: int | None = None) -> list[Duty]:
    """Return what is owed by the calendar now: of each area the running slot, and those missed before that still tell.

    With `until_ms` the slots too that begin before it, those of OWED_AHEAD_MS at most. A missed slot ceases to be told
    here when the slot after it is over; the calendar goes on telling it.
    """
    terms = node.charter().inspections
    longest = max((area.every_days for area in terms.calendar), default=0) if terms is not None else 0
    until = min(until_ms or now_ms + 1, now_ms + OWED_AHEAD_MS)
    found = calendar(node, from_ms=now_ms - 2 * longest * DAY_MS, until_ms=until, now_ms=now_ms)
    return sorted((each.duty for each in found if each.duty is not None), key=lambda duty: duty.id)


def _seen(slot: InspectionSlot, states: Iterable[InspectionState], *, node: Node, now_ms: int) -> SlotSeen:
    told = [(state.opening.id, visit) for state in states for visit in state.visits]
    kept = [(state.opening.id, each) for state in states for each in state.restrictions if _is_within(slot, each)]
    visits = [visit for _, visit in told]
    counting = {visit.entry for visit in visits_of(slot, visits)}
    duty = slot_duty(slot, visits, charter=node.charter(), now_ms=now_ms)
    return SlotSeen(slot, duty, tuple(each for each in told if each[1].entry in counting), tuple(kept))


def _is_within(slot: InspectionSlot, restriction: Restriction) -> bool:
    begins_ms = int(restriction.terms["from_s"]) * 1000
    return slot.area.zone in restriction.terms["zones"] and slot.begins_ms <= begins_ms < slot.due_ms

"""Judges and folds who takes which slot of a crossing point on a day (CM-8, CM-9). Pure.

The order of the day is the canonical order of its entries, so that of two who take the last place at once the
same one has it, at every node.
"""

from __future__ import annotations

from collections.abc import Mapping

from parley.charter.commerce import DAY_S, REFUSED
from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.entry import Entry
from parley.matters.said import Opening, count_of, said_of
from parley.matters.track import Cited
from parley.tracks.commerce.crossing_state import CrossingState
from parley.tracks.commerce.refusing import point_of, refuse, refuse_audience, terms_of
from parley.tracks.commerce.slot_entries import LEFT, SLOT_KINDS, TAKEN, slots_id
from parley.tracks.commerce.slot_state import Booking, SlotsState

# So many bookings of one day each member takes, and no more: so nobody takes all that others may.
MOST_OF_DAY = 1_000


def is_of_slots(kind: str) -> bool:
    """Return whether entries of this kind belong to the slots of a day."""
    return kind in SLOT_KINDS


def judge_slot(
    state: SlotsState | None, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]
) -> Verdict:
    """Decide over a slot that is taken or left; `cited` holds the version of the crossing."""
    if entry.kind == TAKEN:
        return _refuse_taking(state, entry, charter=charter, cited=cited) or Permit("CM-8")
    assert state is not None  # the kernel refuses what continues a matter that does not stand
    return _refuse_leaving(state, entry) or Permit("CM-8")


def fold_slot(state: SlotsState | None, entry: Entry, *, charter: Charter) -> SlotsState:
    """Return the slots after a permitted entry."""
    if entry.kind == LEFT:
        assert state is not None
        return state.without(entry.content["of"])
    begun = state if state is not None else _opened(entry, charter=charter)
    return begun.with_one(_booking(entry, turn=len(begun.bookings)))


def _opened(entry: Entry, *, charter: Charter) -> SlotsState:
    content, commerce = entry.content, charter.commerce
    assert commerce is not None  # it is refused where the charter says nothing of commerce
    point = commerce.points[content["point"]]
    opening = Opening(slots_id(point.name, content["slot_s"]), entry.member, entry.to, entry.point.at_ms, None)
    return SlotsState(
        opening, point.name, content["slot_s"] // DAY_S, point.vehicles, point.persons, point.over_full
    )


def _booking(entry: Entry, *, turn: int) -> Booking:
    content = entry.content
    told = {name: content[name] for name in ("slot_s", "vehicles", "persons", "humanitarian")}
    return Booking(**said_of(entry, of=content["crossing"]), **told, turn=turn)


def _refuse_taking(
    state: SlotsState | None, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]
) -> Refusal | None:
    content, named = entry.content, entry.content["crossing"]
    terms = terms_of(charter, clause="CM-8")
    point = terms if isinstance(terms, Refusal) else point_of(terms, content["point"], clause="CM-8")
    if isinstance(point, Refusal):
        return point
    crossing = cited[named].state
    if not isinstance(crossing, CrossingState) or crossing.opening.member != entry.member:
        return refuse("slot_for_another", "CM-8", named=named)
    if crossing.version.entry != named or crossing.is_over:
        return refuse("crossing_older", "CM-8", named=named, in_force=crossing.version.entry)
    if not _is_as_asked(crossing, entry) or set(entry.to) != set(crossing.opening.to):
        return refuse("slot_otherwise", "CM-8", named=named)
    if state is None:
        return None
    held = state.booking_of(named)
    if held is not None:
        return refuse("slot_taken_before", "CM-8", entry=held.entry)
    if count_of(state.bookings, entry.member) >= MOST_OF_DAY:
        return refuse("day_full", "CM-9", limit=MOST_OF_DAY)
    is_refused = point.over_full == REFUSED and not crossing.is_humanitarian
    if is_refused and not state.would_fit(_booking(entry, turn=len(state.bookings))):
        vehicles, persons = state.left_in(content["slot_s"])
        return refuse("slot_full", "CM-9", vehicles=vehicles, persons=persons)
    return None


def _is_as_asked(crossing: CrossingState, entry: Entry) -> bool:
    content = entry.content
    if content["slot_s"] != crossing.version.slot_s or content["point"] != crossing.terms["point"]:
        return False
    return all(content[name] == crossing.terms[name] for name in ("vehicles", "persons", "humanitarian"))


def _refuse_leaving(state: SlotsState, entry: Entry) -> Refusal | None:
    refusal = refuse_audience(state.opening, entry)
    if refusal is not None:
        return refusal
    named = entry.content["of"]
    held = state.held(named)
    if held is None or held.member != entry.member or held.slot_s != entry.content["slot_s"]:
        return refuse("slot_not_held", "CM-8", named=named)
    return None

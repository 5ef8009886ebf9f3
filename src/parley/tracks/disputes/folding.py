"""Folds what continues a dispute: what several say commutes, each has one log, and the order leaves no trace. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from parley.matters import signing
from parley.matters.acting import content_of
from parley.matters.entry import Entry, Point, entry_number
from parley.matters.said import placed, said_of
from parley.matters.signing import Signing
from parley.tracks.content.lapse import with_lapse
from parley.tracks.disputes.state import Closing, DisputeState, DisputeWord

_SIGNINGS: Mapping[str, Callable[[Signing, Entry], Signing]] = {
    "settlement_signed": signing.signed,
    "settlement_declined": signing.declined,
    "settlement_withdrawn": signing.withdrawn,
    "measure_agreed": signing.signed,
    "measure_declined": signing.declined,
}


def fold_dispute(state: DisputeState, entry: Entry) -> DisputeState:
    """Return the state after a permitted entry."""
    state = _with_closings(state, entry)
    if entry.kind == "dispute_lapse_cited":
        return replace(state, lapses=with_lapse(state, entry))
    if entry.kind == "settlement_proposed":
        new = signing.proposed_by(entry, needed=state.sides, about=state.opening.id)
        return replace(state, settlements=_placed(state.settlements, new))
    if entry.kind == "measure_asked":
        new = signing.proposed_by(entry, needed=state.sides, about=state.opening.id)
        # Who asks for it agrees to it by asking.
        new = signing.signed(new, entry) if entry.member in state.sides else new
        return replace(state, measures=_placed(state.measures, new))
    if entry.kind in _SIGNINGS:
        return _signed(state, entry)
    told = DisputeWord(**said_of(entry, of=state.opening.id), kind=entry.kind, content=dict(content_of(entry.content)))
    return replace(state, told=placed(state.told, told))


def _signed(state: DisputeState, entry: Entry) -> DisputeState:
    after, of = _SIGNINGS[entry.kind], entry.content["of"]

    def changed(each: Signing) -> Signing:
        return after(each, entry) if each.entry == of else each

    return replace(
        state, settlements=tuple(map(changed, state.settlements)), measures=tuple(map(changed, state.measures))
    )


def _with_closings(state: DisputeState, entry: Entry) -> DisputeState:
    """Return the state with whoever says something here as one that knows of the withdrawals that it has read."""
    new = tuple(_known(each, entry) for each in state.closings)
    if entry.kind == "settlement_withdrawn":
        mine = Closing(entry.content["of"], entry.point.log, entry.point.number, frozenset({entry.member}))
        new = tuple(sorted((*new, mine), key=lambda each: entry_number(each.of)))
    return state if new == state.closings else replace(state, closings=new)


def _known(closing: Closing, entry: Entry) -> Closing:
    if entry.member in closing.known_by:
        return closing
    if not entry.point.covers(Point(closing.log, closing.number, 0, 0, {})):
        return closing
    return replace(closing, known_by=closing.known_by | {entry.member})


def _placed(known: Iterable[Signing], new: Signing) -> tuple[Signing, ...]:
    return tuple(sorted((*known, new), key=lambda each: entry_number(each.entry)))

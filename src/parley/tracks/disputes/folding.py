"""Folds what continues a dispute: what several say commutes, each has one log, and the order leaves no trace. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from parley.matters import signing
from parley.matters.acting import content_of
from parley.matters.changing import changed
from parley.matters.entry import Entry, Point
from parley.matters.said import added, renewed, said_of
from parley.matters.signing import Signing
from parley.tracks.content.lapse import with_lapse
from parley.tracks.disputes.ladder import merged
from parley.tracks.disputes.state import Closing, DisputeState, DisputeWord

_SIGNINGS: Mapping[str, Callable[[Signing, Entry], Signing]] = {
    "settlement_signed": signing.signed,
    "settlement_declined": signing.declined,
    "settlement_withdrawn": signing.withdrawn,
    "measure_agreed": signing.signed,
    "measure_declined": signing.declined,
}


_ENDING = ("dispute_withdrawn", "dispute_decided", "dispute_referred")


def fold_dispute(state: DisputeState, entry: Entry) -> DisputeState:
    """Return the state after a permitted entry."""
    state = _with_closings(state, entry)
    if entry.kind == "dispute_lapse_cited":
        return changed(state, {"lapses": with_lapse(state, entry)})
    if entry.kind == "settlement_proposed":
        new = signing.proposed_by(entry, needed=state.sides, about=state.opening.id)
        return changed(state, {"settlements": added(state.settlements, new)})
    if entry.kind == "measure_asked":
        new = signing.proposed_by(entry, needed=state.sides, about=state.opening.id)
        # Who asks for it agrees to it by asking.
        new = signing.signed(new, entry) if entry.member in state.sides else new
        return changed(state, {"measures": added(state.measures, new)})
    if entry.kind in _SIGNINGS:
        return _signed(state, entry)
    told = DisputeWord(**said_of(entry, of=state.opening.id), kind=entry.kind, content=dict(content_of(entry.content)))
    words = {**state.words, entry.kind: added(state.all_of(entry.kind), told)}
    after = changed(state, {"words": words})
    if entry.kind in _ENDING:
        return changed(after, {"ending": after.ended()})
    return _with_pause(after, entry.content["of"]) if entry.kind == "pause_agreed" else after


def _signed(state: DisputeState, entry: Entry) -> DisputeState:
    after, of = _SIGNINGS[entry.kind], entry.content["of"]
    measure = state.measure(of)
    if measure is not None:
        return changed(state, {"measures": renewed(state.measures, after(measure, entry))})
    about = state.settlement(of)
    assert about is not None  # judged before
    new = after(about, entry)
    found = changed(state, {"settlements": renewed(state.settlements, new)})
    if entry.kind == "settlement_signed":
        found = _bound(found, entry.member, of)
    return changed(found, {"ending": found.ended()}) if about.missing and not new.missing else found


def _bound(state: DisputeState, member: str, of: str) -> DisputeState:
    """Return the state with a member bound by one settlement more, and no more by those that are over."""
    before = ((each, state.settlement(each)) for each in state.bound.get(member, ()))
    still = [each for each, one in before if one is not None and state.can_be_signed(one)]
    return changed(state, {"bound": {**state.bound, member: (*still, of)}})


def _with_pause(state: DisputeState, asked: str) -> DisputeState:
    """Return the state with the time in which the clock stands still, once every side has agreed to it."""
    pause = state.pause(asked)
    if pause is None or pause.from_ms is None:
        return state
    return changed(state, {"paused": merged((*state.paused, (pause.from_ms, pause.until_ms)))})


def _with_closings(state: DisputeState, entry: Entry) -> DisputeState:
    """Return the state with whoever says something here as one that knows of the withdrawals that it has read."""
    unknown, closings = state.unknown, state.closings
    waiting = unknown.get(entry.member, ())
    known = [each for each in waiting if _has_read(closings.get(each), entry)]
    for each in known:
        closing = closings.get(each)
        assert closing is not None  # it has read it
        told = replace(closing, known_by=closing.known_by | {entry.member})
        closings = closings.with_one(each, told)
    if known:
        unknown = {**unknown, entry.member: tuple(each for each in waiting if each not in known)}
    if entry.kind == "settlement_withdrawn":
        of = entry.content["of"]
        closings = closings.with_one(of, Closing(of, entry.point.log, entry.point.number, frozenset({entry.member})))
        others = (code for code in state.opening.to if code != entry.member)
        unknown = {**unknown, **{code: (*unknown.get(code, ()), of) for code in others}}
    return state if closings is state.closings else changed(state, {"closings": closings, "unknown": unknown})


def _has_read(closing: Closing | None, entry: Entry) -> bool:
    return closing is not None and entry.point.covers(Point(closing.log, closing.number, 0, 0, {}))

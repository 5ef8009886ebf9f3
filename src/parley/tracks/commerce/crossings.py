"""Judges and folds the entries of a crossing, each by what its author had read (CM-1 to CM-7, CM-21). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from parley.charter.commerce import CommerceTerms, CrossingPoint
from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.entry import Entry
from parley.matters.said import added, newest, opening_of, said_of
from parley.matters.track import Cited
from parley.tracks.commerce.crossing_entries import (
    ASKED,
    CHANGED,
    GIVEN,
    LAPSE,
    OPENED,
    REFUSED,
    TOLD,
    WITHDRAWN,
)
from parley.tracks.commerce.crossing_state import (
    HUMANITARIAN_PRECEDENCE,
    NO,
    YES,
    CrossingState,
    Decision,
    Opened,
    Telling,
    Version,
    Withdrawal,
)
from parley.tracks.commerce.gates import CLAUSE, refuse_gate, refuse_opening, refuse_shut
from parley.tracks.commerce.refusing import point_of, refuse, refuse_audience, refuse_language, refuse_lapse, terms_of
from parley.tracks.content.lapse import with_lapse

DECIDE_DUTY, TELL_DUTY = "decide_permit", "tell_crossing"
DUTIES = (DECIDE_DUTY, TELL_DUTY)
_HOW = {GIVEN: YES, REFUSED: NO}
_OF_NOTICE_OVER = ("ended", "cancelled")
_APART = ("slot_s", "route", "role")


def judge_opening(entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a crossing as it is asked for."""
    content = entry.content
    terms = terms_of(charter, clause="CM-2")
    if isinstance(terms, Refusal):
        return terms
    point = point_of(terms, content["point"], clause="CM-2")
    if isinstance(point, Refusal):
        return point
    refusal = (
        _refuse_readers(entry, point)
        or _refuse_words(entry, terms, point, charter=charter)
        or _refuse_capacity(content, point)
        or _refuse_slot(content["slot_s"], point, at_ms=entry.point.at_ms)
        or _refuse_route(entry, content["slot_s"], point, cited=cited)
        or refuse_gate(content.get("waits_for"), cited=cited)
    )
    return refusal or Permit("CM-1")


def judge_crossing(state: CrossingState, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over what continues a crossing; `cited` holds the route of a change, or an instrument."""
    refusal = refuse_audience(state.opening, entry) or refuse_language(entry, charter=charter)
    if refusal is not None:
        return refusal
    if entry.kind == LAPSE:
        return refuse_lapse(state, entry, duties=DUTIES) or Permit("CM-10")
    if entry.kind in (CHANGED, WITHDRAWN):
        return _refuse_authors(state, entry, charter=charter, cited=cited) or Permit("CM-5")
    if entry.kind == OPENED:
        return _refuse_over(state, CLAUSE) or refuse_opening(state, entry, cited=cited) or Permit(CLAUSE)
    if entry.kind == TOLD:
        return _refuse_telling(state, entry) or Permit("CM-7")
    return _refuse_decision(state, entry) or Permit("CM-6")


def open_crossing(entry: Entry, *, charter: Charter) -> CrossingState:
    """Return the state after a crossing was asked for."""
    content, commerce = entry.content, charter.commerce
    assert commerce is not None  # it is refused where the charter says nothing of commerce
    point = commerce.points[content["point"]]
    version = Version(**said_of(entry, of=entry.id), slot_s=content["slot_s"], route=content["route"])
    return CrossingState(
        opening_of(entry),
        HUMANITARIAN_PRECEDENCE if content["humanitarian"] else commerce.precedence,
        {name: value for name, value in content.items() if name not in _APART},
        tuple(code for code in point.decided_by if code != entry.member),
        point.told_by,
        point.slot_minutes,
        (version,),
    )


def fold_crossing(state: CrossingState, entry: Entry) -> CrossingState:
    """Return the state after a permitted entry; an author has one log, and what several members say commutes."""
    content = entry.content
    if entry.kind == LAPSE:
        return replace(state, lapses=with_lapse(state, entry))
    words: dict[str, Any] = {"text": content.get("text"), "lang": content.get("lang")}
    if entry.kind == OPENED:
        return replace(state, openings=added(state.openings, Opened(**said_of(entry, of=content["gate"]), **words)))
    said = said_of(entry, of=content["of"])
    if entry.kind == CHANGED:
        told = {name: content[name] for name in ("slot_s", "route", "why")}
        return replace(state, versions=added(state.versions, Version(**said, **told)))
    if entry.kind == WITHDRAWN:
        return replace(state, withdrawal=Withdrawal(**said, why=content["why"]))
    if entry.kind == TOLD:
        counts: dict[str, Any] = {name: content.get(name) for name in ("vehicles", "persons")}
        telling = Telling(**said, how=content["how"], told_at_s=content["at_s"], **words, **counts)
        return replace(state, tellings=added(state.tellings, telling))
    decision = Decision(**said, how=_HOW[entry.kind], **words)
    return replace(state, decisions=added(state.decisions, decision))


def _refuse_readers(entry: Entry, point: CrossingPoint) -> Refusal | None:
    readers = {*point.readers, entry.member}
    if set(entry.to) == readers and entry.member in point.readers:
        return None
    return refuse("crossing_readers", "CM-1", readers=", ".join(point.readers))


def _refuse_words(entry: Entry, terms: CommerceTerms, point: CrossingPoint, *, charter: Charter) -> Refusal | None:
    content = entry.content
    for each in content["goods"]:
        if each["unit"] not in terms.units:
            return refuse("unit_unknown", "CM-2", name=each["unit"], units=", ".join(terms.units))
    for each in content["people"]:
        if each["role"] not in terms.person_roles:
            return refuse("person_role_unknown", "CM-2", name=each["role"], roles=", ".join(terms.person_roles))
    if content["towards"] not in point.decided_by:
        return refuse("side_unknown", "CM-2", name=content["towards"], sides=", ".join(point.decided_by))
    return refuse_language(entry, charter=charter)


def _refuse_capacity(content: Mapping[str, Any], point: CrossingPoint) -> Refusal | None:
    """Refuse what no slot would ever take."""
    if content["vehicles"] <= point.vehicles and content["persons"] <= point.persons:
        return None
    return refuse("never_fits", "CM-3", vehicles=point.vehicles, persons=point.persons)


def _refuse_slot(slot_s: int, point: CrossingPoint, *, at_ms: int) -> Refusal | None:
    if not point.is_slot(slot_s):
        return refuse("no_slot", "CM-3", minutes=point.slot_minutes)
    return refuse("slot_over", "CM-3") if slot_s * 1000 <= at_ms else None


def _refuse_route(entry: Entry, slot_s: int, point: CrossingPoint, *, cited: Mapping[str, Cited]) -> Refusal | None:
    """Refuse a route that is no notice in force of who asks, that some reader cannot read, or at other hours."""
    named = entry.content["route"]
    told = cited[named].state.as_json()
    if told.get("form") != "notice" or told["opened_by"] != entry.member:
        return refuse("route_no_notice", "CM-4", named=named)
    if told["version"] != named or told["name"] in _OF_NOTICE_OVER:
        return refuse("route_older", "CM-4", named=named, in_force=told["version"])
    ends_s = slot_s + 60 * point.slot_minutes
    windows = [window for each in told["volumes"] for window in each["windows"]]
    if not any(start < ends_s and slot_s < end for start, end in windows):
        return refuse("route_other_hours", "CM-4", named=named)
    return None


def _refuse_authors(
    state: CrossingState, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]
) -> Refusal | None:
    if entry.member != state.opening.member:
        return refuse("asker_only", "CM-5", member=entry.member, asker=state.opening.member)
    refusal = _refuse_over(state, "CM-5") or _refuse_older(state, entry, "CM-5")
    if refusal is not None or entry.kind == WITHDRAWN:
        return refusal
    terms = terms_of(charter, clause="CM-2")
    if isinstance(terms, Refusal):
        return terms
    point = point_of(terms, state.terms["point"], clause="CM-2")
    if isinstance(point, Refusal):
        return point
    slot_s = entry.content["slot_s"]
    return (
        _refuse_capacity(state.terms, point)
        or _refuse_slot(slot_s, point, at_ms=entry.point.at_ms)
        or _refuse_route(entry, slot_s, point, cited=cited)
    )


def _refuse_decision(state: CrossingState, entry: Entry) -> Refusal | None:
    if entry.member not in state.deciders:
        return refuse("decider_only", "CM-6", member=entry.member, deciders=", ".join(state.deciders))
    refusal = _refuse_over(state, "CM-6") or _refuse_older(state, entry, "CM-6")
    if refusal is not None:
        return refusal
    last = state.decision(entry.member)
    if last is not None and last.how == _HOW[entry.kind]:
        return refuse("decided_so", "CM-6", entry=last.entry)
    return refuse_shut(state) if entry.kind == GIVEN else None


def _refuse_telling(state: CrossingState, entry: Entry) -> Refusal | None:
    if entry.member not in state.tellers:
        return refuse("teller_only", "CM-7", member=entry.member, tellers=", ".join(state.tellers))
    refusal = _refuse_older(state, entry, "CM-7")
    if refusal is not None:
        return refusal
    if state.withdrawal is not None:
        return refuse("crossing_over", "CM-7", entry=state.withdrawal.entry)
    if entry.point.at_ms < state.version.slot_s * 1000 or entry.content["at_s"] * 1000 > entry.point.at_ms:
        return refuse("not_begun", "CM-7")
    last = newest(state.tellings, member=entry.member, of=state.version.entry)
    if last is not None and _told(entry) == (last.how, last.told_at_s, last.text, last.vehicles, last.persons):
        return refuse("told_so", "CM-7", entry=last.entry)
    return None


def _told(entry: Entry) -> tuple[Any, ...]:
    return tuple(entry.content.get(name) for name in ("how", "at_s", "text", "vehicles", "persons"))


def _refuse_over(state: CrossingState, clause: str) -> Refusal | None:
    over = state.withdrawal or state.telling
    return refuse("crossing_over", clause, entry=over.entry) if over is not None else None


def _refuse_older(state: CrossingState, entry: Entry, clause: str) -> Refusal | None:
    named = entry.content["of"]
    if named == state.version.entry:
        return None
    return refuse("crossing_older", clause, named=named, in_force=state.version.entry)


KINDS_OF_CROSSING = (ASKED, CHANGED, GIVEN, REFUSED, WITHDRAWN, TOLD, LAPSE, OPENED)

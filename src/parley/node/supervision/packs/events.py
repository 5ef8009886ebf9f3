"""What happened in a matter, as packs count it: each event with its instant, its member and its entry. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parley.matters.entry import Entry
from parley.node.figures.facts import IN_TIME, LATE, UNMET, Fact, Reckoned
from parley.node.figures.sorts import STEPS
from parley.tracks.commerce.track import TRACK as COMMERCE_TRACK
from parley.tracks.disputes.state import DisputeState
from parley.tracks.hotline.track import TRACK as HOTLINE_TRACK
from parley.tracks.information.track import TRACK as INFORMATION_TRACK
from parley.tracks.talks.track import TRACK as TALKS_TRACK

# Named as their tracks: of these each entry is counted by its kind, of the hotline those of `_OF_HOTLINE`.
HOTLINE, TALKS, INFORMATION, COMMERCE = (
    HOTLINE_TRACK.name, TALKS_TRACK.name, INFORMATION_TRACK.name, COMMERCE_TRACK.name,
)  # fmt: skip
BY_KIND = frozenset((HOTLINE, TALKS, INFORMATION, COMMERCE))
INCIDENTS, NOTICES, OVERLAPS, STANDSTILLS = "incidents", "notices", "overlaps", "standstills"
DISPUTES, STEPS_OWED, OTHERS, SUPERVISION = "disputes", "steps", "others", "supervision"
# What is counted otherwise than by having been opened, or is too much to tell of.
_TOLD_OTHERWISE = frozenset((
    "incident", "notice", "overlap", "encounter", "standstill", "dispute", "directive", "certificate",
    "mechanism_change", "pack", "line_check", "watch", "message", "call",
))  # fmt: skip
_OF_HOTLINE = frozenset(("message_sent", "call_logged"))
# What a node files by itself about the slots of a crossing point is told by the crossing.
_OF_NOBODY = frozenset(("slot_taken", "slot_left"))
# These say by how they are what they are.
_BY_HOW = frozenset((
    "report_checked", "request_answered", "retraction_acknowledged", "crossing_told", "project_decided",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: under which heading, what, of which sort, by whom ("" where it is nobody's), when."""

    section: str
    code: str
    of: str
    member: str
    at_ms: int
    entry: str


@dataclass(frozen=True, slots=True)
class Said:
    """An entry that stands, of a track that is counted by kind; `of`: how it is or how urgent, "" if neither."""

    kind: str
    of: str
    member: str
    at_ms: int
    entry: str


def said_in(track: str, entries: Iterable[Entry]) -> tuple[Said, ...]:
    """Return what is counted of a track by kind, of entries that stand."""
    if track not in BY_KIND:
        return ()
    return tuple(
        Said(each.kind, _of(each), each.member, each.point.at_ms, each.id)
        for each in entries
        if each.kind not in _OF_NOBODY and (track != HOTLINE or each.kind in _OF_HOTLINE)
    )


def _of(entry: Entry) -> str:
    name = "precedence" if entry.kind == "message_sent" else "how" if entry.kind in _BY_HOW else ""
    return str(entry.content.get(name, "")) if name else ""


def events_of(
    form: str, state: Any, reckoned: Reckoned, *, track: str = "", said: Iterable[Said] = ()
) -> Iterator[Event]:  # fmt: skip
    """Yield what happened in a matter, in any order."""
    told = state.as_json()
    for each in said:
        yield Event(track, each.kind, each.of, each.member, each.at_ms, each.entry)
    if (read := _OF_FORM.get(form)) is not None:
        yield from read(told)
    if isinstance(state, DisputeState):
        yield from _of_dispute(state)
    if form not in _TOLD_OTHERWISE and (track not in BY_KIND or track == HOTLINE):
        yield Event(OTHERS, "opened", form, told["opened_by"], told["at_ms"], told["id"])
    for given in reckoned.given:
        yield Event(NOTICES, "given", "", given.member, given.at_ms, given.entry)
        if given.short_by_min > 0:
            yield Event(NOTICES, "short", "", given.member, given.at_ms, given.entry)


def steps_of(fact: Fact, *, now_ms: int) -> Iterator[Event]:
    """Yield of a step of an agreed instrument that it fell due, was met, or was not met by its date."""
    outcome = fact.outcome(now_ms=now_ms)
    if fact.clause != STEPS:
        return
    if fact.due_ms is not None and (fact.ended_ms is None or fact.due_ms < fact.ended_ms):
        yield Event(STEPS_OWED, "due", "", fact.owed_by, fact.due_ms, fact.id)
    if fact.done_ms is not None and outcome in (IN_TIME, LATE):
        yield Event(STEPS_OWED, "met", "", fact.owed_by, fact.done_ms, fact.id)
    if outcome in (LATE, UNMET) and fact.due_ms is not None:
        yield Event(STEPS_OWED, "missed", "", fact.owed_by, fact.due_ms, fact.id)


def _incident(told: Mapping[str, Any]) -> Iterator[Event]:
    first = told["accounts"][0]
    yield Event(INCIDENTS, "reported", str(first["terms"]["type"]), told["opened_by"], told["at_ms"], told["id"])


def _met(told: Mapping[str, Any]) -> Iterator[Event]:
    form = told["form"]
    for each in (*told["earlier"], told):
        yield Event(OVERLAPS, "found", form, "", each["found_at_ms"], each["finding"])
        gone = each["clearing"]
        if gone is not None:
            yield Event(OVERLAPS, "cleared", form, "", gone["at_ms"], gone["entry"])


def _standstill(told: Mapping[str, Any]) -> Iterator[Event]:
    yield Event(STANDSTILLS, "proposed", "", told["opened_by"], told["at_ms"], told["id"])
    if told["from_s"] is not None and told["from_s"] < told["until_s"]:
        yield Event(STANDSTILLS, "began", "", "", told["from_s"] * 1000, told["id"])
        yield Event(STANDSTILLS, "ended", "", "", told["until_s"] * 1000, told["id"])


def _of_dispute(state: DisputeState) -> Iterator[Event]:
    opening = state.opening
    yield Event(DISPUTES, "claimed", "", opening.member, opening.at_ms, opening.id)
    ending = state.ending
    if ending is not None:
        yield Event(DISPUTES, "ended", ending.how, ending.member, ending.at_ms, ending.entry)


def rises_of(state: DisputeState, *, now_ms: int) -> Iterator[Event]:
    """Yield each rise of a dispute to a further level, by the hour: a lapse of its time raises it with no entry."""
    for rung in state.rungs(now_ms=now_ms)[1:]:
        entry = rung.entry or state.opening.id
        yield Event(DISPUTES, "risen", rung.why, "", rung.began_ms, entry)


def _directive(told: Mapping[str, Any]) -> Iterator[Event]:
    yield Event(SUPERVISION, "directive_given", "", told["opened_by"], told["at_ms"], told["id"])
    for each in told["answers"]:
        yield Event(SUPERVISION, "directive_answered", each["answer"], each["member"], each["at_ms"], each["entry"])
    for each in told["done"]:
        yield Event(SUPERVISION, "directive_done", "", each["member"], each["at_ms"], each["entry"])
    yield from _withdrawn(told, "directive_withdrawn")


def _certificate(told: Mapping[str, Any]) -> Iterator[Event]:
    yield Event(SUPERVISION, "certificate_given", told["clause"], told["opened_by"], told["at_ms"], told["id"])
    for each in told["contests"]:
        if each["stands"]:
            yield Event(SUPERVISION, "certificate_contested", "", each["member"], each["at_ms"], each["entry"])
    yield from _withdrawn(told, "certificate_withdrawn")


def _withdrawn(told: Mapping[str, Any], code: str) -> Iterator[Event]:
    gone = told["withdrawn"]
    if gone is not None:
        yield Event(SUPERVISION, code, "", told["opened_by"], gone["at_ms"], gone["entry"])


_OF_FORM: Mapping[str, Callable[[Mapping[str, Any]], Iterator[Event]]] = {
    "incident": _incident, "overlap": _met, "encounter": _met, "standstill": _standstill, "directive": _directive,
    "certificate": _certificate,
}  # fmt: skip

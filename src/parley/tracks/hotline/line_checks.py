"""Line checks: a numbered test text sent when it is one's turn, answered by the other end (H-14). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from parley.charter.model import Charter
from parley.charter.rules import Slot, line_check_slots
from parley.charter.verdict import Refusal, Verdict
from parley.geo.moment import LATEST_S, Moment, moment_text
from parley.matters.entry import Entry
from parley.matters.said import Opening, Said, added, opening_of, said_of
from parley.matters.track import Series
from parley.tracks.content.lapse import Lapse, lapses_json
from parley.tracks.hotline.line_texts import text_number
from parley.tracks.hotline.refusing import first, refuse, refuse_audience
from parley.tracks.hotline.said import Translation, translations_json

HOUR_MS = 3_600_000
UNSCHEDULED = ":unscheduled"
# A schedule goes by no longer step (the form of the charter).
LONGEST_S = 7 * 86_400


@dataclass(frozen=True, slots=True)
class LineAnswer(Said):
    """The other end's answer: the number of the text it read, and the routes by which the check came."""

    text_no: int
    routes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineCheckState:
    """One line check; `slot_at_s` None marks one that no schedule asked for."""

    opening: Opening
    other: str
    text_no: int
    routes: tuple[str, ...]
    slot_at_s: int | None
    answered_by: str
    attempt: int
    answers: Sequence[LineAnswer] = ()
    translations: Sequence[Translation] = ()
    lapses: Sequence[Lapse] = ()

    @property
    def answer(self) -> LineAnswer | None:
        """Return the other end's answer."""
        return self.answers[0] if self.answers else None

    @property
    def silent_routes(self) -> tuple[str, ...]:
        """Return the routes that were asked for and over which the other end says the check did not come."""
        return () if self.answer is None else tuple(each for each in self.routes if each not in self.answer.routes)

    @property
    def languages_of_texts(self) -> dict[str, str]:
        """Return nothing: test texts stand in every language already."""
        return {}

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        return frozenset({self.opening.id})

    @property
    def name(self) -> str:
        """Return "sent", "answered", "mismatch" (another text was read), or "route_missing" (not over every route)."""
        if self.answer is None:
            return "sent"
        if self.answer.text_no != self.text_no:
            return "mismatch"
        return "route_missing" if self.silent_routes else "answered"

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/hotline.md lists it."""
        answer = self.answer
        return {
            "form": "line_check",
            "name": self.name,
            **self.opening.as_json(),
            "between": [self.opening.member, self.other],
            "text_no": self.text_no,
            "routes": list(self.routes),
            "silent_routes": list(self.silent_routes),
            "slot_at_s": self.slot_at_s,
            "answered_by": self.answered_by,
            "attempt": self.attempt,
            "answer": None
            if answer is None
            else {
                "entry": answer.entry,
                "member": answer.member,
                "role": answer.role,
                "at_ms": answer.at_ms,
                "text_no": answer.text_no,
                "routes": list(answer.routes),
            },
            "translations": translations_json(self.translations),
            "lapses": lapses_json(self.lapses),
            "crossed": [],
            "crossings": [],
        }


def check_series(begun_by: str, other: str, *, answered_by: str) -> str:
    """Return the name of the series of the scheduled checks of one direction."""
    return f"line_check:{begun_by}:{other}:{answered_by}"


def series_of_check(state: LineCheckState) -> Series:
    """Return the series of a check: its direction; its part is the slot, of which only the first try owes an answer.

    Beside the schedule an officer may send checks at any time. Each of those within an hour owes, so that who presses
    again and again does not put the alarm off.
    """
    name = check_series(state.opening.member, state.other, answered_by=state.answered_by)
    met_ms = state.answer.at_ms if state.answer is not None and not state.silent_routes else None
    if state.slot_at_s is None:
        return Series(f"{name}{UNSCHEDULED}", str(state.opening.at_ms // HOUR_MS), met_ms)
    return Series(name, str(state.slot_at_s), met_ms, owes_once=True)


def slot_at(charter: Charter, *, a: str, b: str, at_s: int, answered_by: str) -> Slot | None:
    """Return the slot between `a` and `b` at this very second that such an answerer answers, or None.

    There is none at the end of the calendar: no date names the slot that follows.
    """
    if at_s > LATEST_S - 2 * LONGEST_S:
        return None
    at = datetime.fromtimestamp(at_s, UTC)
    slots = line_check_slots(charter, a, b, from_=at, to=at + timedelta(seconds=1))
    return next((slot for slot in slots if slot.schedule.answered_by == answered_by), None)


def judge_line_check_opening(entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a line check as sent: to an addressee, in one's own slot, with the slot's text."""
    other = entry.content["to"]
    if other == entry.member or other not in entry.to:
        return refuse("other_end_not_addressed", "H-14", ends=other)
    return first(_refuse_slot(entry, charter=charter), otherwise="H-14")


def judge_line_check(state: LineCheckState, entry: Entry) -> Verdict:
    """Decide over an answer: from the other end, once, by an officer where an officer is asked for."""
    if entry.kind != "line_check_answered":
        return refuse("other_matter", "H-1", kind=entry.kind)
    found: list[Refusal | None] = [refuse_audience(state.opening, entry)]
    if entry.member != state.other:
        found.append(refuse("other_end_only", "H-14", member=entry.member, other_end=state.other))
    elif state.answer is not None:
        found.append(refuse("line_check_already_answered", "H-18", entry=state.answer.entry))
    elif state.answered_by == "officer" and entry.content.get("role") is None:
        found.append(refuse("officer_answers", "H-14"))
    return first(*found, otherwise="H-14")


def open_line_check(entry: Entry) -> LineCheckState:
    """Return the state of a line check just sent."""
    content = entry.content
    return LineCheckState(
        opening_of(entry),
        other=content["to"],
        text_no=content["text_no"],
        routes=tuple(content["routes"]),
        slot_at_s=content.get("slot_at_s"),
        answered_by=content.get("answered_by", "node"),
        attempt=content.get("attempt", 1),
    )


def fold_line_check(state: LineCheckState, entry: Entry) -> LineCheckState:
    """Return the state after the answer."""
    said = said_of(entry, of=state.opening.id)
    answer = LineAnswer(**said, text_no=entry.content["text_no"], routes=tuple(entry.content["routes"]))
    return replace(state, answers=added(state.answers, answer))


def _refuse_slot(entry: Entry, *, charter: Charter) -> Refusal | None:
    at_s = entry.content.get("slot_at_s")
    if at_s is None:
        return None
    answered_by = entry.content.get("answered_by", "node")
    slot = slot_at(charter, a=entry.member, b=entry.content["to"], at_s=at_s, answered_by=answered_by)
    if slot is None:
        return refuse("no_such_slot", "H-14", at=moment_text(Moment(at_s, "second")))
    if slot.begun_by != entry.member and slot.judges:
        return refuse("not_your_turn", "H-14", begun_by=slot.begun_by)
    if entry.content["text_no"] != text_number(slot.number):
        return refuse("other_text", "H-14", text_no=text_number(slot.number))
    return None

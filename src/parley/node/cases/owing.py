"""What is owed at an instant, held against what a case lists: nothing that is still open may be left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from parley.charter.problem import Mark, Problem
from parley.charter.supervision_terms import supervision_terms
from parley.matters.duty import OVER, Duty
from parley.matters.stopping import with_stops
from parley.node.cases.followed import DUTY_FIELDS
from parley.node.cases.happening import BY_KIND, Happened
from parley.node.cases.places import holding, standing_among
from parley.node.cases.telling import instant_text, shown, value_text
from parley.node.cases.told import Case, Look, Owed
from parley.node.information.resting import review_duties
from parley.node.tracked import duties_of
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.standstill_duties import held_duties
from parley.tracks.supervision.changes import ChangeState
from parley.tracks.supervision.entries import CHANGE_KINDS
from parley.tracks.supervision.standing import stops
from parley.tracks.talks.file_duties import take_up_duties
from parley.tracks.talks.file_state import FileState


def duties_at(happened: Happened, matter: str, at_s: int) -> list[Duty]:
    """Return every duty of a matter at an instant, met or not, as the nodes find it."""
    state, charter, now_ms = happened.folded(matter).state, happened.charter, at_s * 1000
    ended_ms = happened.ended_ms(matter)
    owed = duties_of(state, charter=charter, readings=happened, now_ms=now_ms, ended_ms=ended_ms)
    owed += review_duties(
        state, state_of=lambda each: happened.folded(each).state, charter=charter, readings=happened, now_ms=now_ms
    )
    found = list(_stopped(owed, happened, matter, now_ms=now_ms))
    if isinstance(state, FileState):
        standing = standing_among(state, happened)
        found += take_up_duties(state, standing, charter=charter, readings=happened, now_ms=now_ms)
    if isinstance(state, NoticeState):
        for held in holding(state, happened)[:1]:
            found += held_duties(state, held, charter=charter, readings=happened, now_ms=now_ms)
    return found


def _stopped(owed: tuple[Duty, ...], happened: Happened, matter: str, *, now_ms: int) -> tuple[Duty, ...]:
    """Return what is owed where a suspension of the mechanism stopped the clocks of the matter's track meanwhile."""
    terms = supervision_terms(happened.charter)
    opening = next((entry for entry in happened.entries if entry.matter == matter), None)
    if terms is None or opening is None or BY_KIND[opening.kind].name not in terms.suspension_stops:
        return owed
    changes = dict.fromkeys(entry.matter for entry in happened.entries if entry.kind in CHANGE_KINDS)
    states = [state for each in changes if isinstance(state := happened.folded(each).state, ChangeState)]
    return with_stops(owed, stops(states), charter=happened.charter, now_ms=now_ms)


def duties_otherwise(
    look: Look, asked: Iterable[Owed], found: list[Duty], happened: Happened, case: Case
) -> Iterator[Problem]:
    """Yield duties that are asked for and not there, or are otherwise; and each that is open and was not asked for."""
    left = list(found)
    for owed in asked:
        wanted = {each.path: each.value for each in owed.fields}
        nearest = [duty for duty in left if _is_about(duty, wanted, happened)]
        fitting = next((duty for duty in nearest if not list(_differ(owed, duty, happened))), None)
        if fitting is not None:
            left.remove(fitting)
        elif nearest:
            left.remove(nearest[0])
            yield from _otherwise(look, owed, nearest[0], happened, case)
        else:
            there = "; ".join(map(_duty_text, found)) or "-"
            data = {"owed_by": shown(wanted["owed_by"]), "what": shown(wanted["what"]), "found": there}
            yield Problem("cases.duty_missing", owed.mark, case.name, {**data, "at": instant_text(look.at_s)})
    for duty in left:
        if duty.state not in OVER:
            yield Problem(
                "cases.duty_beside", look.mark, case.name, {"duty": _duty_text(duty), "at": instant_text(look.at_s)}
            )


def _is_about(duty: Duty, wanted: dict[str, Any], happened: Happened) -> bool:
    entry = happened.named[wanted["of"]].id if wanted.get("of") in happened.named else duty.entry
    return (duty.owed_by, duty.what, duty.entry) == (wanted["owed_by"], wanted["what"], entry)


def _otherwise(look: Look, owed: Owed, duty: Duty, happened: Happened, case: Case) -> Iterator[Problem]:
    for field, mark, wanted, found in _differ(owed, duty, happened):
        data = {
            "owed_by": duty.owed_by, "what": duty.what, "field": field, "asked": value_text(wanted, field),
            "found": value_text(found, field), "at": instant_text(look.at_s),
        }  # fmt: skip
        yield Problem("cases.duty_differs", mark, case.name, data)


def _differ(owed: Owed, duty: Duty, happened: Happened) -> Iterator[tuple[str, Mark, Any, Any]]:
    for each in owed.fields:
        found = getattr(duty, DUTY_FIELDS[each.path])
        if each.path == "of":
            continue
        if each.path == "told":
            found = duty.told.role if duty.told else None
        if each.path == "to":
            found = list(duty.owed_to)
        if each.value != found:
            yield each.path, each.mark, each.value, found


def _duty_text(duty: Duty) -> str:
    due = f", {instant_text(duty.due_at_ms // 1000)}" if duty.due_at_ms is not None else ""
    return f"{duty.owed_by} {duty.what} ({duty.entry}): {duty.state}{due} [{duty.clause}]"

"""What must follow at one instant: the values of a state, the duties, the places that a plan meets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from parley.charter.problem import Mark, Problem
from parley.charter.verdict import Permit, Refusal
from parley.matters.duty import OVER, Duty
from parley.node.cases.by_hour import calendar_at, ladder_at, steps_at
from parley.node.cases.comparing import Missing, differences, shown
from parley.node.cases.followed import DUTY_FIELDS, OF_MATTER
from parley.node.cases.happening import Happened, resolved
from parley.node.cases.places import holding, rules_met_by, sharing
from parley.node.cases.told import Asked, Case, Look, Owed, Void
from parley.node.tracked import duties_of
from parley.texts import sentence
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.standstill_duties import held_duties

TIMES = ("due", "since", "rises")


def shortfalls(case: Case, happened: Happened, *, language: str) -> Iterator[Problem]:
    """Yield whatever does not follow: entries that are void or stand against what is told, and what each look asks."""
    yield from _verdicts(case, happened, language=language)
    for look in case.looks:
        yield from _look(look, happened.until(look.at_s), case)


def _verdicts(case: Case, happened: Happened, *, language: str) -> Iterator[Problem]:
    folds = {matter: happened.folded(matter) for matter in happened.matters()}
    spoken = [saying for saying in case.said if saying.kind]
    for saying, entry in zip(spoken, happened.entries, strict=True):
        verdict = folds[entry.matter].verdicts[entry.id]
        who = {"entry": entry.id, "kind": entry.kind}
        if isinstance(verdict, Permit):
            if saying.void is not None:
                data = {**who, "clause": verdict.clause, "asked": saying.void.clause}
                yield Problem("cases.stands", saying.mark, case.name, data)
        elif saying.void is None or not _is_so(saying.void, verdict):
            why = "; ".join(_reasons(verdict, language=language))
            told = {**who, "clause": verdict.clause, "code": verdict.code, "why": why}
            if saying.void is None:
                yield Problem("cases.void", saying.mark, case.name, told)
            else:
                yield Problem("cases.void_otherwise", saying.mark, case.name, {**told, "asked": _asked(saying.void)})


def _is_so(void: Void, refusal: Refusal) -> bool:
    faults = {fault.where for fault in refusal.faults}
    return (
        void.clause == refusal.clause and void.code in ("", refusal.code) and (not void.fault or void.fault in faults)
    )


def _asked(void: Void) -> str:
    return ", ".join(each for each in (void.clause, void.code, void.fault) if each)


def _reasons(refusal: Refusal, *, language: str) -> Iterator[str]:
    yield sentence(refusal.code, language=language, data=refusal.data)
    for fault in refusal.faults:
        yield f"{fault.where}: " + sentence(fault.code, language=language, data=fault.data)


def _look(look: Look, happened: Happened, case: Case) -> Iterator[Problem]:
    yield from _calendar(look, happened, case)
    if any(getattr(look, key) is not None for key in OF_MATTER):
        yield from _of_matter(look, happened, case)


def _calendar(look: Look, happened: Happened, case: Case) -> Iterator[Problem]:
    found = calendar_at(happened, at_s=look.at_s) if look.calendar is not None else []
    for asked in look.calendar or ():
        if not any(not list(differences(asked, each, path="", resolve=str)) for each in found):
            there = "; ".join(f"{each['zone']} {each['state']} {_told(each['due_ms'], 'due')}" for each in found) or "-"
            wanted = ", ".join(f"{key}: {_told(value, key)}" for key, value in asked.items())
            data = {"asked": wanted, "found": there, "at": _instant(look.at_s)}
            yield Problem("cases.calendar_differs", look.mark, case.name, data)


def _of_matter(look: Look, happened: Happened, case: Case) -> Iterator[Problem]:
    matter = _matter(look, happened)
    state = happened.folded(matter).state if matter is not None else None
    if state is None or matter is None:
        yield Problem("cases.not_open", look.mark, case.name, {"at": _instant(look.at_s)})
        return
    if look.state is not None:
        yield from _values(look, look.state, state.as_json(), happened, case)
    yield from _steps(look, state, happened, case)
    if look.ladder is not None:
        yield from _ladder(look, state, happened, case)
    if look.duties is not None:
        yield from _duties(look, look.duties, duties_at(happened, matter, look.at_s), happened, case)
    if isinstance(state, NoticeState):
        yield from _places(look, state, happened, case)
    else:
        for key in ("meets", "overlaps", "held_by"):
            if getattr(look, key) is not None:
                yield Problem("cases.no_plan", look.mark, case.name, {"key": key})


def _matter(look: Look, happened: Happened) -> str | None:
    if not look.of:
        return next(iter(happened.matters()), None)
    entry = happened.named[look.of]
    return entry.matter if entry.matter in happened.matters() else None


def duties_at(happened: Happened, matter: str, at_s: int) -> list[Duty]:
    """Return every duty of a matter at an instant, met or not, as the nodes find it."""
    state, charter, now_ms = happened.folded(matter).state, happened.charter, at_s * 1000
    ended_ms = happened.ended_ms(matter)
    found = list(duties_of(state, charter=charter, readings=happened, now_ms=now_ms, ended_ms=ended_ms))
    if isinstance(state, NoticeState):
        for held in holding(state, happened)[:1]:
            found += held_duties(state, held, charter=charter, readings=happened, now_ms=now_ms)
    return found


def _steps(look: Look, state: Any, happened: Happened, case: Case) -> Iterator[Problem]:
    if look.steps is not None:
        steps = steps_at(state, at_s=look.at_s)
        # A word alone asks for the state of the step.
        asked = [replace(each, value={"state": each.value}) if isinstance(each.value, str) else each
                 for each in look.steps]  # fmt: skip
        if steps is None:
            yield Problem("cases.no_steps", look.mark, case.name, {})
        else:
            yield from _values(look, asked, steps, happened, case)


def _ladder(look: Look, state: Any, happened: Happened, case: Case) -> Iterator[Problem]:
    levels = ladder_at(state, at_s=look.at_s)
    if levels is None:
        yield Problem("cases.no_ladder", look.mark, case.name, {})
        return
    asked = Asked("ladder", list(look.ladder or ()), look.mark)
    yield from _values(look, [asked], {"ladder": levels}, happened, case)


def _values(look: Look, every: Iterable[Asked], known: Any, happened: Happened, case: Case) -> Iterator[Problem]:
    for asked in every:
        for path, wanted, found in differences(
            {asked.path: asked.value}, known, path="", resolve=partial(resolved, happened=happened)
        ):
            data = {"path": path, "at": _instant(look.at_s)}
            if isinstance(found, Missing):
                yield Problem("cases.value_missing", asked.mark, case.name, {**data, "keys": found.keys})
            else:
                told = {"found": _told(found, path), "asked": _told(wanted, path)}
                yield Problem("cases.value_differs", asked.mark, case.name, {**data, **told})


def _duties(
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
            yield Problem("cases.duty_missing", owed.mark, case.name, {**data, "at": _instant(look.at_s)})
    for duty in left:
        if duty.state not in OVER:
            yield Problem(
                "cases.duty_beside", look.mark, case.name, {"duty": _duty_text(duty), "at": _instant(look.at_s)}
            )


def _is_about(duty: Duty, wanted: dict[str, Any], happened: Happened) -> bool:
    entry = happened.named[wanted["of"]].id if wanted.get("of") in happened.named else duty.entry
    return (duty.owed_by, duty.what, duty.entry) == (wanted["owed_by"], wanted["what"], entry)


def _otherwise(look: Look, owed: Owed, duty: Duty, happened: Happened, case: Case) -> Iterator[Problem]:
    for field, mark, wanted, found in _differ(owed, duty, happened):
        data = {
            "owed_by": duty.owed_by, "what": duty.what, "field": field, "asked": _told(wanted, field),
            "found": _told(found, field), "at": _instant(look.at_s),
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


def _places(look: Look, notice: NoticeState, happened: Happened, case: Case) -> Iterator[Problem]:
    names = {entry.id: name for name, entry in happened.named.items()}

    def named(ids: Iterable[str]) -> list[str]:
        return [names.get(each, each) for each in ids]

    found: dict[str, Any] = {}
    if look.meets is not None:
        found["meets"] = rules_met_by(notice, happened.charter)
    if look.overlaps is not None:
        found["overlaps"] = named(sharing(notice, happened))
    if look.held_by is not None:
        found["held_by"] = named(held.standstill for held in holding(notice, happened))
    for key, there in found.items():
        if there != list(getattr(look, key)):
            data = {"key": key, "asked": shown(list(getattr(look, key))), "found": shown(there)}
            yield Problem("cases.place_differs", look.mark, case.name, {**data, "at": _instant(look.at_s)})


def _duty_text(duty: Duty) -> str:
    due = f", {_instant(duty.due_at_ms // 1000)}" if duty.due_at_ms is not None else ""
    return f"{duty.owed_by} {duty.what} ({duty.entry}): {duty.state}{due} [{duty.clause}]"


def _told(value: Any, path: str) -> str:
    """Return a value as a sentence shows it: instants as such, where the name of the field says that it is one."""
    name = path.rpartition(".")[2]
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        if name.endswith("_ms") or name in TIMES:
            return _instant(value // 1000)
        if name.endswith("_s"):
            return _instant(value)
    return shown(value)


def _instant(at_s: int) -> str:
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ").replace(":00Z", "Z")



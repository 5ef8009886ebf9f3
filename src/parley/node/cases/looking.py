"""What must follow at one instant: the values of a state, the duties, the places that a plan meets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from parley.charter.problem import Problem
from parley.charter.verdict import Permit, Refusal
from parley.node.cases.by_hour import calendar_at, ladder_at, limits_at, lines_at, slip_of, steps_at
from parley.node.cases.comparing import Missing, differences
from parley.node.cases.followed import OF_MATTER
from parley.node.cases.happening import Happened, resolved
from parley.node.cases.owing import duties_at, duties_otherwise
from parley.node.cases.places import PLACES
from parley.node.cases.telling import instant_text, shown, value_text
from parley.node.cases.told import Asked, Case, Look, Void
from parley.texts import sentence


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
    if look.limits is not None:
        yield from _values(look, look.limits, limits_at(happened, at_s=look.at_s), happened, case)
    if look.line_on is not None:
        asked = _in_a_word(look.line_on, bool, "holds")
        yield from _values(look, asked, lines_at(happened, at_s=look.at_s), happened, case)
    if any(getattr(look, key) is not None for key in OF_MATTER):
        yield from _of_matter(look, happened, case)


def _calendar(look: Look, happened: Happened, case: Case) -> Iterator[Problem]:
    found = calendar_at(happened, at_s=look.at_s) if look.calendar is not None else []
    for asked in look.calendar or ():
        if not any(not list(differences(asked, each, path="", resolve=str)) for each in found):
            there = "; ".join(f"{each['zone']} {each['state']} {value_text(each['due_ms'], 'due')}" for each in found)
            wanted = ", ".join(f"{key}: {value_text(value, key)}" for key, value in asked.items())
            data = {"asked": wanted, "found": there or "-", "at": instant_text(look.at_s)}
            yield Problem("cases.calendar_differs", look.mark, case.name, data)


def _of_matter(look: Look, happened: Happened, case: Case) -> Iterator[Problem]:
    matter = _matter(look, happened)
    state = happened.folded(matter).state if matter is not None else None
    if state is None or matter is None:
        yield Problem("cases.not_open", look.mark, case.name, {"at": instant_text(look.at_s)})
        return
    if look.state is not None:
        yield from _values(look, look.state, state.as_json(), happened, case)
    yield from _steps(look, state, happened, case)
    yield from _slip(look, state, happened, case)
    if look.ladder is not None:
        yield from _ladder(look, state, happened, case)
    if look.duties is not None:
        yield from duties_otherwise(look, look.duties, duties_at(happened, matter, look.at_s), happened, case)
    yield from _places(look, state, happened, case)


def _matter(look: Look, happened: Happened) -> str | None:
    if not look.of:
        return next(iter(happened.matters()), None)
    entry = happened.named[look.of]
    return entry.matter if entry.matter in happened.matters() else None


def _steps(look: Look, state: Any, happened: Happened, case: Case) -> Iterator[Problem]:
    if look.steps is not None:
        steps = steps_at(state, at_s=look.at_s)
        asked = _in_a_word(look.steps, str, "state")
        if steps is None:
            yield Problem("cases.no_steps", look.mark, case.name, {})
        else:
            yield from _values(look, asked, steps, happened, case)


def _slip(look: Look, state: Any, happened: Happened, case: Case) -> Iterator[Problem]:
    for asked in look.slip or ():
        found = slip_of(state, step=asked.path, to_s=asked.value["to_s"])
        if found is None:
            yield Problem("cases.no_steps", look.mark, case.name, {})
            continue
        wanted = {name: each for name, each in asked.value.items() if name != "to_s"}
        yield from _values(look, [replace(asked, value=wanted)], {asked.path: found}, happened, case)


def _in_a_word(asked: Iterable[Asked], kind: type, key: str) -> list[Asked]:
    """Return what is asked, where a single word asks for the value of this key."""
    return [replace(each, value={key: each.value}) if isinstance(each.value, kind) else each for each in asked]


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
            data = {"path": path, "at": instant_text(look.at_s)}
            if isinstance(found, Missing):
                yield Problem("cases.value_missing", asked.mark, case.name, {**data, "keys": found.keys})
            else:
                told = {"found": value_text(found, path), "asked": value_text(wanted, path)}
                yield Problem("cases.value_differs", asked.mark, case.name, {**data, **told})


def _places(look: Look, state: Any, happened: Happened, case: Case) -> Iterator[Problem]:
    """Yield what else shares a place: matters under the names that the case gives them, rules of zones as they are."""
    names = {entry.id: name for name, entry in happened.named.items()}
    for key, (form, find) in PLACES.items():
        asked = getattr(look, key)
        if asked is None:
            continue
        if not isinstance(state, form):
            yield Problem("cases.no_plan", look.mark, case.name, {"key": key})
            continue
        found = [names.get(each, each) if isinstance(each, str) else each for each in find(state, happened)]
        if found != list(asked):
            data = {"key": key, "asked": shown(list(asked)), "found": shown(found), "at": instant_text(look.at_s)}
            yield Problem("cases.place_differs", look.mark, case.name, data)

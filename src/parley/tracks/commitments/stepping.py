"""How each step of an instrument stands at an instant: what was said of it, held against its timetable. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parley.tracks.commitments.commitment_state import CommitmentState
from parley.tracks.commitments.doing import Told
from parley.tracks.commitments.timetable.effect import waiting
from parley.tracks.commitments.timetable.plan import Plan, Step
from parley.tracks.commitments.timetable.reckoning import Due, Facts, Occurrence, occurrences, reckon
from parley.tracks.commitments.timetable.standing import AMENDED, MISSED, Done, StepStanding, standing_at

NO_LINKS: Mapping[str, tuple[str, ...]] = {"waits_for": (), "waited_for_by": (), "follows": ()}


@dataclass(frozen=True, slots=True)
class Was:
    """An earlier version of a step: its terms, when another took its place, and how it stood then."""

    step: Step
    due: Due
    until_s: int
    by: str
    done: Done
    standing: StepStanding


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a recurring step and how it stands."""

    occurrence: Occurrence
    done: Done
    standing: StepStanding


@dataclass(frozen=True, slots=True)
class Row:
    """A step with its dates and how it stands: one line of the timetable."""

    step: Step
    due: Due
    done: Done
    standing: StepStanding
    was: tuple[Was, ...] = ()
    turns: tuple[Turn, ...] = ()


def facts_of(state: CommitmentState) -> Facts:
    """Return with what the timetable of an instrument is reckoned: what was certified in full, and when."""
    return _facts(state, state.plan, Told(state))


def _facts(state: CommitmentState, plan: Plan, told: Told) -> Facts:
    found = {name: told.done(plan, name) for name in (*plan.events, *plan.steps)}
    completed = {
        name: done.certified_s for name, done in found.items() if done.is_whole and done.certified_s is not None
    }
    return Facts(state.from_s, completed, draft_s=state.opening.at_ms // 1000)


class _Sheet:
    """What all rows of one instrument at one instant share; each earlier version is reckoned once."""

    def __init__(self, state: CommitmentState, now_s: int) -> None:
        self.state, self.now_s, self.plan = state, now_s, state.plan
        self.told = Told(state)
        self.facts = _facts(state, state.plan, self.told)
        self.dues = reckon(self.plan, self.facts)
        self._before: dict[int, tuple[Told, dict[str, Due]]] = {}

    def before(self, number: int, *, until_s: int) -> tuple[Told, dict[str, Due]]:
        """Return what had been said, and what was due, by the plan before the amendment of this number."""
        if number not in self._before:
            told, plan = Told(self.state, until_s=until_s), self.state.plans[number]
            self._before[number] = told, reckon(plan, _facts(self.state, plan, told))
        return self._before[number]


def rows_at(state: CommitmentState, *, now_s: int) -> tuple[Row, ...]:
    """Return the steps of the terms in force, in their order, as they stand at `now_s`."""
    if state.is_variance:
        return ()
    sheet = _Sheet(state, now_s)
    return (*(_row(sheet, step) for step in sheet.plan.steps.values()), *_dropped(sheet))


def may_still_owe(state: CommitmentState) -> bool:
    """Return whether anything may still be owed: a signature, a step, or a certificate of one."""
    if any(each.missing and each.withdrawn is None for each in state.instruments):
        return True
    if state.is_variance or state.from_s is None or state.superseded_s is not None:
        return False
    told, plan = Told(state), state.plan
    return any(step.recurring is not None or not _is_over(told.done(plan, step.id)) for step in plan.steps.values())


def _is_over(done: Done) -> bool:
    return done.is_whole or done.waived_s is not None


def timetable_json(state: CommitmentState, *, now_s: int) -> list[dict[str, Any]]:
    """Return the timetable as docs/commitments.md lists it: what a Gantt view draws, and what cases ask."""
    links = waiting(state.plan)
    return [_row_json(each, links.get(each.step.id, NO_LINKS)) for each in rows_at(state, now_s=now_s)]


def _row(sheet: _Sheet, step: Step) -> Row:
    due, done = sheet.dues[step.id], sheet.told.done(sheet.plan, step.id)
    turns = tuple(_turns(sheet, step, due)) if step.recurring is not None else ()
    stands = _of_turns(turns, now_s=sheet.now_s) if turns else _stands(sheet, due, done)
    return Row(step, due, done, stands, tuple(_earlier(sheet, step.id)), turns)


def _stands(sheet: _Sheet, due: Due, done: Done) -> StepStanding:
    knot = [sheet.told.done(sheet.plan, name) for name in due.knot] if len(due.knot) > 1 else []
    return standing_at(
        due, done, now_s=sheet.now_s, offset_minutes=sheet.plan.offset_minutes,
        superseded_s=sheet.state.superseded_s, with_others=bool(knot) and not any(each.is_begun for each in knot),
    )  # fmt: skip


def _turns(sheet: _Sheet, step: Step, due: Due) -> Iterator[Turn]:
    for each in occurrences(sheet.plan, step, sheet.facts):
        done = sheet.told.done(sheet.plan, step.id, occurrence=each.number)
        own = Due(step.id, each.start_s, each.due_s, (), due.may_begin, each.start_s, each.due_s, (step.id,))
        yield Turn(each, done, standing_at(
            own, done, now_s=sheet.now_s, offset_minutes=sheet.plan.offset_minutes,
            superseded_s=sheet.state.superseded_s,
        ))  # fmt: skip


def _of_turns(turns: tuple[Turn, ...], *, now_s: int) -> StepStanding:
    """Return how a recurring step stands: as the turn that is due next, or the last one where all are over."""
    ahead = next((each for each in turns if each.occurrence.due_s >= now_s), turns[-1])
    missed = [each.occurrence.number for each in turns if each.standing.otherwise == MISSED]
    why = (*ahead.standing.why, *({"code": "turns_missed", "numbers": missed},)) if missed else ahead.standing.why
    return StepStanding(ahead.standing.state, ahead.standing.otherwise, ahead.standing.percent, why)


def _earlier(sheet: _Sheet, name: str) -> Iterator[Was]:
    """Yield the earlier versions of a step, each as it stood when the next came into force."""
    plans = sheet.state.plans
    for number, amendment in enumerate(sheet.state.agreed()):
        plan, new, until_s = plans[number], plans[number + 1], amendment.signed_s
        old = plan.steps.get(name)
        if old is None or until_s is None or (name in new.steps and new.steps[name].entry == old.entry):
            continue
        told, dues = sheet.before(number, until_s=until_s)
        due, done = dues[name], told.done(plan, name)
        stood = standing_at(due, done, now_s=until_s, offset_minutes=plan.offset_minutes)
        why = ({"code": "amended", "at_s": until_s, "by": amendment.entry}, *stood.why)
        yield Was(old, due, until_s, amendment.entry, done, StepStanding(AMENDED, stood.state, stood.percent, why))


def _dropped(sheet: _Sheet) -> Iterator[Row]:
    """Yield the steps that an amendment took out: they stay in the table, as they stood."""
    names = dict.fromkeys(name for plan in sheet.state.plans for name in plan.steps)
    for name in names:
        if name not in sheet.plan.steps:
            *before, last = _earlier(sheet, name)
            yield Row(last.step, last.due, last.done, last.standing, (*before, last))


def _row_json(row: Row, links: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    step, due = row.step, row.due
    return {
        "step": step.id, "what": step.what, "who": step.who, "to": list(step.to), "entry": step.entry,
        "by": step.deadline.text if step.deadline else None,
        "recurring": dict(step.terms["recurring"]) if step.recurring else None,
        "verifiers": list(step.verifiers), "after": list(step.after), "with": [n for n in due.knot if n != step.id],
        "quantity": step.terms.get("quantity"), "share": step.terms.get("share"),
        "start_s": due.start_s, "due_s": due.due_s,
        "expected_start_s": due.expected_start_s, "expected_s": due.expected_s,
        "waits_for": list(due.waits_for), "depends_on": list(links["waits_for"]),
        "waited_for_by": list(links["waited_for_by"]), "follows": list(links["follows"]),
        "done_s": row.done.done_s, "certified_s": row.done.certified_s, "reported_s": row.done.reported_s,
        **_standing_json(row.standing),
        "was": [
            {"by": w.step.deadline.text if w.step.deadline else None, "due_s": w.due.due_s, "until_s": w.until_s,
             "amended_by": w.by, **_standing_json(w.standing)}
            for w in row.was
        ],
        "turns": [
            {"number": t.occurrence.number, "start_s": t.occurrence.start_s, "due_s": t.occurrence.due_s,
             "done_s": t.done.done_s, **_standing_json(t.standing)}
            for t in row.turns
        ],
    }  # fmt: skip


def _standing_json(found: StepStanding) -> dict[str, Any]:
    return {"state": found.state, "otherwise": found.otherwise, "percent": found.percent,
            "why": [dict(each) for each in found.why]}  # fmt: skip

"""Folds what is said of an instrument: each member's words commute with the others', and each has one log. Pure."""

from __future__ import annotations

from itertools import islice
from typing import Any

from parley.matters import signing
from parley.matters.changing import changed
from parley.matters.entry import Entry
from parley.matters.said import added, all_about, last_about, opening_of, renewed, said_of
from parley.matters.signing import Signing
from parley.tracks.commitments.commitment_state import (
    Certificate,
    CommitmentState,
    Contest,
    Report,
    Succeeded,
    Waiver,
    with_answers,
)
from parley.tracks.commitments.timetable.plan import amended, plan_of
from parley.tracks.content.lapse import with_lapse

_SIGNING = {
    "commitment_signed": signing.signed,
    "commitment_declined": signing.declined,
    "commitment_withdrawn": signing.withdrawn,
}


def open_commitment(entry: Entry, *, needed: tuple[str, ...]) -> CommitmentState:
    """Return the state after an instrument was proposed."""
    main = signing.proposed_by(entry, needed=needed)
    return CommitmentState(opening_of(entry), main, (plan_of(main.terms, entry=main.entry),))


def fold_commitment(state: CommitmentState, entry: Entry, *, beside: frozenset[str]) -> CommitmentState:
    """Return the state after a permitted entry."""
    if entry.kind in _SIGNING:
        return _after_signing(state, entry)
    match entry.kind:
        case "amendment_proposed":
            main, of = state.main, entry.content["of"]
            new = signing.proposed_by(entry, needed=main.needed, about=main.digest, instead_of=of)
            return changed(state, {"amendments": added(state.amendments, new)})
        case "step_reported":
            return changed(state, {"reports": added(state.reports, Report(**_step(state, entry), **_done(entry)))})
        case "step_certified":
            new_one = Certificate(**_step(state, entry), **_done(entry), answers=_answers(state, entry, beside=beside))
            answered = with_answers(state.answered, new_one)
            return changed(state, {"certificates": added(state.certificates, new_one), "answered": answered})
        case "step_disputed":
            said = Contest(**_step(state, entry), stands=entry.content["stands"], why=entry.content["why"])
            return changed(state, {"contests": added(state.contests, said)})
        case "commitment_lapse_cited":
            return changed(state, {"lapses": with_lapse(state, entry)})
        case "step_waived":
            waiver = Waiver(**_step(state, entry), why=entry.content["why"])
            return changed(state, {"waivers": added(state.waivers, waiver)})
        case _:
            told = {name: entry.content[name] for name in ("by", "from_s")}
            succeeded = Succeeded(**said_of(entry, of=state.main.entry), **told)
            return changed(state, {"successions": added(state.successions, succeeded)})


def _after_signing(state: CommitmentState, entry: Entry) -> CommitmentState:
    about = state.instrument(entry.content["of"])
    assert about is not None  # judged before
    new = _SIGNING[entry.kind](about, entry)
    if about is state.main:
        return changed(state, {"main": new})
    after = changed(state, {"amendments": renewed(state.amendments, new)})
    return _with_plan(after, new) if about.missing and not new.missing else after


def _with_plan(state: CommitmentState, new: Signing) -> CommitmentState:
    """Return the state with the plan after one more amendment that all have signed; it nearly always is the last."""
    if state.in_force and state.in_order([state.newest, new])[-1] is not new:
        return state.planned(state.in_order([*state.agreed(), new]))
    plan = amended(state.plan, new.terms, entry=new.entry)
    return changed(state, {"plans": (*state.plans, plan), "in_force": (*state.in_force, new.entry)})


def _step(state: CommitmentState, entry: Entry) -> dict[str, Any]:
    """Return what everything said of a step has."""
    turn = {"step": entry.content["step"], "occurrence": entry.content.get("occurrence")}
    return {**said_of(entry, of=state.main.entry), **turn}


def _done(entry: Entry) -> dict[str, Any]:
    said = entry.content
    evidence = tuple((each["what"], each["digest"]) for each in said.get("evidence") or ())
    return {"percent": said["percent"], "done_s": said["done_s"], "text": said.get("text") or "", "evidence": evidence}


def _answers(state: CommitmentState, entry: Entry, *, beside: frozenset[str]) -> tuple[str, ...]:
    """Return the newest report of the step that the verifier had read; what crossed its word it did not answer."""
    about = (entry.content["step"], entry.content.get("occurrence"))
    if not beside:
        last = last_about(state.reports, about)
        return () if last is None else (last.entry,)
    read = (each.entry for each in reversed(all_about(state.reports, about)) if each.entry not in beside)
    return tuple(islice(read, 1))

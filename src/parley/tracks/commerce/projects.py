"""Judges and folds the entries of a project, each by what its author had read (CM-17 to CM-20). Pure.

| clause | says |
|---|---|
| CM-17 | a project is opened by one of its parties, who all read it; each milestone is a step of an instrument, and \
may wait for another |
| CM-18 | each other party decides, with reasons and once for each turn of its mind |
| CM-19 | a party suspends an approved project, resumes it or ends it, as completed only with all milestones reached |
| CM-20 | a milestone is reached by a certificate in full and undisputed of its step, after one of the step for \
which it waits |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.entry import Entry
from parley.matters.said import added, opening_of, placed, said_of
from parley.matters.track import Cited
from parley.tracks.commerce import project_entries as kinds
from parley.tracks.commerce.gates import INSTRUMENT
from parley.tracks.commerce.project_entries import APPROVED
from parley.tracks.commerce.project_state import (
    SUSPENDED,
    Decision,
    Ending,
    Halt,
    ProjectState,
    Reached,
    Resumption,
)
from parley.tracks.commerce.refusing import refuse, refuse_audience, refuse_language, refuse_lapse, terms_of
from parley.tracks.content.lapse import with_lapse

DECIDE_DUTY = "decide_project"


def judge_opening(entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a project as it is opened."""
    terms, content = terms_of(charter, clause="CM-17"), entry.content
    if isinstance(terms, Refusal):
        return terms
    if content["sector"] not in terms.sectors:
        return refuse("sector_unknown", "CM-17", name=content["sector"], sectors=", ".join(terms.sectors))
    parties = content["parties"]
    if entry.member not in parties or not set(parties) <= set(entry.to):
        return refuse("project_parties", "CM-17", members=", ".join(parties))
    gates = [each["waits_for"] for each in content["milestones"] if each.get("waits_for")]
    for each in (*content["milestones"], *gates):
        refusal = _refuse_step(each, cited)
        if refusal is not None:
            return refusal
    return refuse_language(entry, charter=charter) or Permit("CM-17")


def judge_project(state: ProjectState, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over what continues a project; `cited` holds the certificates of a milestone."""
    refusal = refuse_audience(state.opening, entry) or refuse_language(entry, charter=charter)
    if refusal is not None:
        return refusal
    if entry.kind == kinds.LAPSE:
        return refuse_lapse(state, entry, duties=(DECIDE_DUTY,)) or Permit("CM-10")
    if entry.member not in state.terms["parties"]:
        return refuse("party_only", "CM-18", member=entry.member, members=", ".join(state.terms["parties"]))
    if state.endings:
        return refuse("project_ended", "CM-19", entry=state.endings[0].entry)
    if entry.kind == kinds.DECIDED:
        return _refuse_decision(state, entry) or Permit("CM-18")
    if entry.kind == kinds.REACHED:
        return _refuse_reaching(state, entry, cited) or Permit("CM-20")
    return _refuse_course(state, entry) or Permit("CM-19")


def open_project(entry: Entry, charter: Charter) -> ProjectState:
    """Return the state after a project was opened."""
    commerce = charter.commerce
    assert commerce is not None  # it is refused where the charter says nothing of commerce
    terms = {name: value for name, value in entry.content.items() if name != "role"}
    return ProjectState(opening_of(entry), commerce.precedence, terms)


def fold_project(state: ProjectState, entry: Entry, *, beside: frozenset[str]) -> ProjectState:
    """Return the state after a permitted entry. A resumption is of the suspensions that its author had read."""
    content = entry.content
    if entry.kind == kinds.LAPSE:
        return replace(state, lapses=with_lapse(state, entry))
    said = said_of(entry, of=content.get("certificate", state.opening.id))
    if entry.kind == kinds.DECIDED:
        told = {name: content[name] for name in ("how", "text", "lang")}
        return replace(state, decisions=added(state.decisions, Decision(**said, **told)))
    if entry.kind == kinds.SUSPENDED:
        halt = Halt(**said, why=content["why"])
        return replace(state, halts=added(state.halts, halt), standing_halts=placed(state.standing_halts, halt))
    if entry.kind == kinds.RESUMED:
        known = tuple(each.entry for each in state.standing_halts if each.entry not in beside)
        resumed = added(state.resumptions, Resumption(**said, why=content["why"], halts=known))
        standing = tuple(each for each in state.standing_halts if each.entry in beside)
        return replace(state, resumptions=resumed, standing_halts=standing)
    if entry.kind == kinds.ENDED:
        return replace(state, endings=added(state.endings, Ending(**said, how=content["how"], why=content["why"])))
    reached = Reached(**said, milestone=content["milestone"], gate=content.get("gate"), text=content.get("text"))
    return replace(state, reached=added(state.reached, reached))


def _refuse_step(named: Mapping[str, Any], cited: Mapping[str, Cited]) -> Refusal | None:
    """Refuse what names no step of an instrument, as its author had read it."""
    told = cited[named["commitment"]].state.as_json()
    if told.get("form") != INSTRUMENT or told["id"] != named["commitment"]:
        return refuse("no_instrument", "CM-17", named=named["commitment"])
    known = {step["id"]: step for step in told["steps"]}
    if named["step"] not in known:
        return refuse("no_step", "CM-17", named=named["commitment"], step=named["step"])
    recurs = known[named["step"]].get("recurring")
    return refuse("gate_recurs", "CM-17", commitment=named["commitment"], step=named["step"]) if recurs else None


def _refuse_decision(state: ProjectState, entry: Entry) -> Refusal | None:
    if entry.member not in state.deciders:
        return refuse("approved_by_opening", "CM-18", member=entry.member)
    last = state.decision(entry.member)
    if last is not None and last.how == entry.content["how"]:
        return refuse("decided_so", "CM-18", entry=last.entry)
    return None


def _refuse_course(state: ProjectState, entry: Entry) -> Refusal | None:
    if entry.kind == kinds.ENDED:
        unreached = state.unreached if entry.content["how"] == kinds.COMPLETED else ()
        return refuse("milestone_open", "CM-19", milestones=", ".join(unreached)) if unreached else None
    if state.decided != APPROVED:
        return refuse("not_approved", "CM-19", name=state.name)
    halted = state.standing_halts
    if entry.kind == kinds.SUSPENDED and halted:
        return refuse("suspended_already", "CM-19", entry=halted[0].entry)
    return None if entry.kind == kinds.SUSPENDED or halted else refuse("not_suspended", "CM-19")


def _refuse_reaching(state: ProjectState, entry: Entry, cited: Mapping[str, Cited]) -> Refusal | None:
    content = entry.content
    milestone = state.milestone(content["milestone"])
    if milestone is None:
        return refuse("no_milestone", "CM-20", named=content["milestone"])
    if state.decided != APPROVED or state.name == SUSPENDED:
        return refuse("not_approved", "CM-20", name=state.name)
    before = state.reached_by(content["milestone"])
    if before is not None:
        return refuse("reached_before", "CM-20", entry=before.entry)
    if not _is_certified(milestone, content["certificate"], cited):
        return refuse("not_certified", "CM-20", step=milestone["step"], named=content["certificate"])
    gate = milestone.get("waits_for")
    if gate and not (content.get("gate") and _is_certified(gate, content["gate"], cited)):
        return refuse("milestone_waits", "CM-20", step=gate["step"], named=gate["commitment"])
    return None


def _is_certified(named: Mapping[str, Any], certificate: str, cited: Mapping[str, Cited]) -> bool:
    """Return whether a step is certified in full by all who verify it, disputed by nobody, and this says it newest."""
    told = cited[certificate].state.as_json()
    if told.get("form") != INSTRUMENT or told["id"] != named["commitment"] or named["step"] not in told["gates"]:
        return False
    newest = {each["member"]: each["entry"] for each in told["certificates"] if each["step"] == named["step"]}
    return certificate in newest.values()

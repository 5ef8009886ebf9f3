"""Folds what is said of an instrument: each member's words commute with the others', and each has one log. Pure."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

from parley.matters import signing
from parley.matters.entry import Entry, entry_number
from parley.matters.said import opening_of, placed, said_of
from parley.matters.signing import Signing
from parley.tracks.commitments.commitment_state import (
    Certificate,
    CommitmentState,
    Contest,
    Report,
    Succeeded,
    Waiver,
)
from parley.tracks.content.lapse import with_lapse

_SIGNING = {
    "commitment_signed": signing.signed,
    "commitment_declined": signing.declined,
    "commitment_withdrawn": signing.withdrawn,
}


def open_commitment(entry: Entry, *, needed: tuple[str, ...]) -> CommitmentState:
    """Return the state after an instrument was proposed."""
    return _planned(CommitmentState(opening_of(entry), signing.proposed_by(entry, needed=needed)))


def _planned(state: CommitmentState) -> CommitmentState:
    """Return the state with its plans read anew: only what is signed changes them."""
    return replace(state, plans=state.plans_told())


def fold_commitment(state: CommitmentState, entry: Entry, *, beside: frozenset[str]) -> CommitmentState:
    """Return the state after a permitted entry."""
    if entry.kind in _SIGNING:
        return _after_signing(state, entry)
    match entry.kind:
        case "amendment_proposed":
            new = signing.proposed_by(entry, needed=state.main.needed, about=state.main.digest)
            return replace(state, amendments=_in_order((*state.amendments, new)))
        case "step_reported":
            return replace(state, reports=placed(state.reports, Report(**_step(state, entry), **_done(entry))))
        case "step_certified":
            new_one = Certificate(**_step(state, entry), **_done(entry), answers=_answers(state, entry, beside=beside))
            return replace(state, certificates=placed(state.certificates, new_one))
        case "step_disputed":
            said = Contest(**_step(state, entry), stands=entry.content["stands"], why=entry.content["why"])
            return replace(state, contests=placed(state.contests, said))
        case "commitment_lapse_cited":
            return replace(state, lapses=with_lapse(state, entry))
        case "step_waived":
            waiver = Waiver(**_step(state, entry), why=entry.content["why"])
            return replace(state, waivers=placed(state.waivers, waiver))
        case _:
            told = {name: entry.content[name] for name in ("by", "from_s")}
            succeeded = Succeeded(**said_of(entry, of=state.main.entry), **told)
            return replace(state, successions=placed(state.successions, succeeded))


def _after_signing(state: CommitmentState, entry: Entry) -> CommitmentState:
    after, of = _SIGNING[entry.kind], entry.content["of"]

    def changed(each: Signing) -> Signing:
        return after(each, entry) if each.entry == of else each

    return _planned(replace(state, main=changed(state.main), amendments=tuple(map(changed, state.amendments))))


def _in_order(found: tuple[Signing, ...]) -> tuple[Signing, ...]:
    return tuple(sorted(found, key=lambda each: entry_number(each.entry)))


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
    read = (r.entry for r in reversed(state.reports) if (r.step, r.occurrence) == about and r.entry not in beside)
    return tuple(islice(read, 1))

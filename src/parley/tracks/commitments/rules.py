"""Judges an instrument, its signatures and amendments, each by what its author had read (CO-1 to CO-5, CO-8). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.entry import Entry
from parley.matters.said import all_about
from parley.matters.signing import WITHDRAWN, Signing
from parley.matters.signing_rules import SigningRules
from parley.matters.track import Cited
from parley.tracks.commitments.commitment_state import CommitmentState
from parley.tracks.commitments.entries import AMENDMENT_KIND, LAPSE_KIND
from parley.tracks.commitments.refusing import refuse, refuse_audience
from parley.tracks.commitments.step_rules import judge_step
from parley.tracks.commitments.timetable.checking import faults_of
from parley.tracks.commitments.timetable.plan import amended
from parley.tracks.content.lapse import is_cited, was_due

BROKEN = "plan_broken"
# What is owed of an instrument (COD-1 to COD-3); of steps the name follows, as in "do_step.phase1".
DUTIES = ("sign_commitment", "do_step", "certify_step")


def judge_proposal(entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over an instrument as it was proposed."""
    terms = entry.content
    refusal = (
        _refuse_ahead(entry)
        or _refuse_members(terms, entry)
        or refuse_words(terms, charter=charter)
        or _refuse_supersession(terms, entry, cited=cited)
    )
    return refusal or Permit("CO-1")


def judge_commitment(state: CommitmentState, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over what continues an instrument; `state` folds what its author had read."""
    refusal = refuse_audience(state.opening, entry)
    if refusal is not None:
        return refusal
    if entry.kind == AMENDMENT_KIND:
        return _judge_amendment(state, entry, charter=charter)
    if entry.kind == "commitment_superseded":
        return _judge_supersession(state, entry, cited=cited)
    if entry.kind == LAPSE_KIND:
        return _refuse_lapse(state, entry) or Permit("CO-14")
    if entry.kind.startswith("step_"):
        return judge_step(state, entry)
    about = state.instrument(entry.content["of"])
    if about is None:
        return refuse("instrument_unknown", "CO-4", named=entry.content["of"])
    if entry.kind == "commitment_signed":
        return _judge_signature(state, about, entry)
    is_declined = entry.kind == "commitment_declined"
    return (_SIGNING.judge_declining if is_declined else _SIGNING.judge_withdrawal)(about, entry)


def _refuse_lapse(state: CommitmentState, entry: Entry) -> Refusal | None:
    """Refuse to cite what is no duty of the instrument, what was not due yet, and the same twice (CO-14)."""
    duty = entry.content["duty"]
    cause, _, rest = duty.partition(":")
    what, _, owed_by = rest.partition(":")
    if cause not in state.entry_ids or what.partition(".")[0] not in DUTIES or owed_by not in state.opening.to:
        return refuse("lapse_duty_unknown", "CO-14", duty=duty)
    if not was_due(entry):
        return refuse("lapse_not_yet", "CO-14", duty=duty)
    return refuse("lapse_cited_before", "CO-14", duty=duty) if is_cited(state, entry) else None


def refuse_words(terms: Mapping[str, Any], *, charter: Charter) -> Refusal | None:
    """Refuse languages, zones and lines that the charter does not have (CO-2)."""
    for each in terms["texts"]:
        if each["lang"] not in charter.languages:
            return refuse("language_not_agreed", "CO-2", lang=each["lang"], languages=", ".join(charter.languages))
    lines = charter.map.lines if charter.map is not None else {}
    for each in terms.get("obligations") or ():
        for name in (each.get("zone"),):
            if name is not None and name not in charter.zones:
                return refuse("zone_unknown", "CO-2", name=name)
        if each.get("line") is not None and each["line"] not in lines:
            return refuse("line_unknown", "CO-2", name=each["line"])
        for name in (*(each.get("begins") or ()), *(each.get("ends") or ())):
            if name not in charter.zones and name not in lines:
                return refuse("line_unknown", "CO-2", name=name)
    return None


def _refuse_ahead(entry: Entry) -> Refusal | None:
    """Refuse to assert that something was made elsewhere at a time that has not come (CO-1)."""
    made_s = entry.content.get("made_s")
    return refuse("made_ahead", "CO-1") if made_s is not None and made_s * 1000 > entry.point.at_ms else None


def _refuse_members(terms: Mapping[str, Any], entry: Entry) -> Refusal | None:
    """Refuse to bind who does not sign, and to name who does not read it (CO-1)."""
    named = set(terms["signatories"]) | _named(terms)
    unread = named - set(entry.to)
    if unread:
        return refuse("not_all_read", "CO-1", members=", ".join(sorted(unread)))
    return _refuse_unsigned(terms, terms["signatories"], clause="CO-1")


def _refuse_unsigned(terms: Mapping[str, Any], signatories: Iterable[str], *, clause: str) -> Refusal | None:
    bound = {each["who"] for each in terms.get("obligations") or ()}
    loose = bound - set(signatories)
    return refuse("bound_unsigned", clause, members=", ".join(sorted(loose))) if loose else None


def _named(terms: Mapping[str, Any]) -> set[str]:
    found = {each["verifier"] for name in ("events", "obligations") for each in terms.get(name) or ()
             if each.get("verifier") is not None}  # fmt: skip
    for each in terms.get("obligations") or ():
        found |= {each["who"], *each["to"]}
    return found


def _refuse_supersession(
    terms: Mapping[str, Any], entry: Entry, *, cited: Mapping[str, Cited]
) -> Refusal | None:
    """Refuse to take the place of what is not in force, or was signed by others than sign now (CO-11)."""
    named = terms.get("supersedes")
    if named is None:
        return None
    state = cited[named].state
    if not isinstance(state, CommitmentState) or state.is_variance or named != state.opening.id:
        return refuse("instrument_unknown", "CO-11", named=named)
    if state.from_s is None:
        return refuse("not_signed_by_all", "CO-11", missing=", ".join(state.main.missing))
    others = set(state.main.needed) - set(terms["signatories"])
    return refuse("superseded_without", "CO-11", members=", ".join(sorted(others))) if others else None


def _judge_supersession(state: CommitmentState, entry: Entry, *, cited: Mapping[str, Cited]) -> Verdict:
    named = entry.content["by"]
    other = cited[named].state
    if not isinstance(other, CommitmentState) or other.main.terms.get("supersedes") != state.opening.id:
        return refuse("names_another", "CO-11", named=named)
    if other.from_s is None:
        return refuse("not_signed_by_all", "CO-11", missing=", ".join(other.main.missing))
    if entry.content["from_s"] != other.from_s:
        return refuse("other_second", "CO-11", named=named)
    if any(each.by == named for each in state.successions):
        return refuse("superseded_already", "CO-11", named=named)
    return Permit("CO-11")


_SIGNING = SigningRules(refuse, "CO-4", "CO-5", stranger=("no_signatory", "signatories"))


def _judge_signature(state: CommitmentState, about: Signing, entry: Entry) -> Verdict:
    refusal = _SIGNING.refuse_signature(about, entry)
    if refusal is not None:
        return refusal
    if about is not state.main:
        return _refuse_rival(state, about, entry.member) or Permit("CO-4")
    until_s = about.terms.get("until_s")
    is_over = until_s is not None and entry.point.at_ms >= until_s * 1000
    return refuse("variance_is_over", "CO-12") if is_over else Permit("CO-4")


def _refuse_rival(state: CommitmentState, about: Signing, member: str) -> Refusal | None:
    """Refuse a second signature on an amendment of the same terms, while the first may still come into force (CO-8)."""
    for each in all_about(state.amendments, about.about):
        is_rival = each.entry != about.entry
        if is_rival and each.signature(member) is not None and each.name != WITHDRAWN:
            return refuse("rival_signed", "CO-8", entry=each.entry)
    return None


def _judge_amendment(state: CommitmentState, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over an amendment: of the newest signed terms, and of a plan that still holds together (CO-8)."""
    terms = entry.content
    refusal = _refuse_amendable(state, terms)
    refusal = refusal or refuse_words(terms, charter=charter)
    unread = _named(terms) - set(state.opening.to)
    if refusal is None and unread:
        refusal = refuse("not_all_read", "CO-8", members=", ".join(sorted(unread)))
    refusal = refusal or _refuse_unsigned(terms, state.main.needed, clause="CO-8") or _refuse_plan(state, entry)
    return refusal or Permit("CO-8")


def _refuse_amendable(state: CommitmentState, terms: Mapping[str, Any]) -> Refusal | None:
    if state.is_variance:
        return refuse("no_steps", "CO-8")
    if state.from_s is None:
        return refuse("not_signed_by_all", "CO-8", missing=", ".join(state.main.missing))
    if state.superseded_s is not None:
        return refuse("is_superseded", "CO-8", named=state.successions[0].by)
    if terms["of"] != state.newest.entry:
        return refuse("not_the_newest", "CO-8", newest=state.newest.entry)
    return None


def _refuse_plan(state: CommitmentState, entry: Entry) -> Refusal | None:
    """Refuse an amendment after which a name leads nowhere, steps wait in a circle or dates contradict each other."""
    terms = entry.content
    unknown = [name for name in terms.get("dropped") or () if name not in {**state.plan.steps, **state.plan.events}]
    if unknown:
        return refuse("step_unknown", "CO-8", step=", ".join(unknown))
    plan = amended(state.plan, terms, entry=entry.id)
    if not plan.steps:
        return refuse("nothing_left", "CO-8")
    places = {each["id"]: f"{name}.{n}" for name in ("obligations", "events")
              for n, each in enumerate(terms.get(name) or ())}  # fmt: skip
    faults = tuple(faults_of(plan, places=places))
    return Refusal("commitments." + BROKEN, "CO-8", {}, faults) if faults else None

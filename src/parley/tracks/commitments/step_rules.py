"""Judges what is said of a step: reports, certificates, disputes, waivers (CO-6, CO-7, CO-9, CO-10). Pure."""

from __future__ import annotations

from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.entry import Entry
from parley.matters.said import newest
from parley.tracks.commitments.commitment_state import CommitmentState
from parley.tracks.commitments.doing import done_of
from parley.tracks.commitments.refusing import refuse
from parley.tracks.commitments.stepping import facts_of
from parley.tracks.commitments.timetable.plan import Step
from parley.tracks.commitments.timetable.reckoning import occurrences


def judge_step(state: CommitmentState, entry: Entry) -> Verdict:
    """Decide over what is said of a step, by the terms that were in force for its author."""
    name = entry.content["step"]
    refusal = _refuse_force(state) or _refuse_moment(entry)
    if refusal is not None:
        return refusal
    event = state.plan.events.get(name)
    if event is not None and entry.kind == "step_certified":
        return _judge_event(event.verifier, entry)
    step = state.plan.steps.get(name)
    if step is None:
        return refuse("step_unknown", "CO-7", step=name)
    return _refuse_turn(state, step, entry) or _judge(state, step, entry)


def _judge(state: CommitmentState, step: Step, entry: Entry) -> Verdict:
    if entry.kind == "step_reported":
        is_own = entry.member == step.who
        return Permit("CO-6") if is_own else refuse("reported_by", "CO-6", member=step.who, step=step.id)
    if entry.kind == "step_certified":
        if entry.member in step.verifiers:
            return Permit("CO-6")
        return refuse("certified_by", "CO-6", members=", ".join(step.verifiers), step=step.id)
    if entry.kind == "step_waived":
        return _judge_waiver(state, step, entry)
    return _judge_contest(state, step, entry)


def _refuse_force(state: CommitmentState) -> Refusal | None:
    if state.is_variance:
        return refuse("no_steps", "CO-7")
    if state.from_s is None:
        return refuse("not_signed_by_all", "CO-7", missing=", ".join(state.main.missing))
    if state.superseded_s is not None:
        return refuse("is_superseded", "CO-7", named=state.successions[0].by)
    return None


def _refuse_moment(entry: Entry) -> Refusal | None:
    done_s = entry.content.get("done_s")
    is_ahead = done_s is not None and done_s * 1000 > entry.point.at_ms
    return refuse("done_ahead", "CO-7", step=entry.content["step"]) if is_ahead else None


def _judge_event(verifier: str | None, entry: Entry) -> Verdict:
    if verifier is None:
        return refuse("event_by_date", "CO-6", step=entry.content["step"])
    if entry.member != verifier:
        return refuse("certified_by", "CO-6", members=verifier, step=entry.content["step"])
    return Permit("CO-6")


def _refuse_turn(state: CommitmentState, step: Step, entry: Entry) -> Refusal | None:
    """Refuse to speak of a recurring step without the turn, and of a turn that there is not (CO-7)."""
    number = entry.content.get("occurrence")
    if step.recurring is None:
        return None if number is None else refuse("turn_unknown", "CO-7", step=step.id, number=number)
    known = {each.number for each in occurrences(state.plan, step, facts_of(state))}
    if number is None or number not in known:
        return refuse("turn_asked", "CO-7", step=step.id, most=max(known, default=0))
    return None


def _judge_waiver(state: CommitmentState, step: Step, entry: Entry) -> Verdict:
    if entry.member not in step.to:
        return refuse("waived_by", "CO-9", members=", ".join(step.to), step=step.id)
    turn = entry.content.get("occurrence")
    if newest(state.waivers, member=entry.member, of=(step.id, turn)) is not None:
        return refuse("waived_already", "CO-9", step=step.id)
    if done_of(state, state.plan, step.id, occurrence=turn).is_whole:
        return refuse("met_already", "CO-9", step=step.id)
    return Permit("CO-9")


def _judge_contest(state: CommitmentState, step: Step, entry: Entry) -> Verdict:
    concerned = {step.who, *step.to, *step.verifiers, *state.main.needed}
    if entry.member not in concerned:
        return refuse("disputed_by_others", "CO-10", member=entry.member, step=step.id)
    turn = entry.content.get("occurrence")
    own = newest(state.contests, member=entry.member, of=(step.id, turn))
    stands = own is not None and own.stands
    if entry.content["stands"] == stands:
        return refuse("disputed_already" if stands else "not_disputed", "CO-10", step=step.id)
    return Permit("CO-10")

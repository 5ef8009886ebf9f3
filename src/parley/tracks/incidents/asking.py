"""Judges and folds requests for explanation, explanations, what is said of them, links and cited lapses. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.changing import changed
from parley.matters.entry import Entry, entry_number
from parley.matters.said import added, said_of
from parley.matters.track import Cited
from parley.tracks.content.lapse import is_cited, names_duty, was_due, with_lapse
from parley.tracks.incidents.accounts import judge_evidence, with_evidence
from parley.tracks.incidents.entries import ACCEPTED
from parley.tracks.incidents.incident_state import (
    ANSWERED,
    ASKED,
    NOT_EXPLAINED,
    Explained,
    IncidentState,
    Judgement,
    Link,
    Reasoned,
    Request,
)
from parley.tracks.incidents.refusing import refuse, refuse_language

# The duties of an incident whose lapse may be cited in it.
CITABLE = ("explain_incident", "judge_explanation", "answer_finding")


def judge_request(state: IncidentState, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a request for an explanation."""
    asked, about = entry.content["asked"], state.version(entry.content["of"])
    if about is None:
        return refuse("account_unknown", "IN-8", named=entry.content["of"])
    if asked == entry.member or asked not in state.opening.to:
        return refuse("asked_nobody", "IN-8", asked=asked, members=", ".join(state.opening.to))
    gone = state.withdrawal(about.member)
    if gone is not None:
        return refuse("account_withdrawn", "IN-8", entry=gone.entry)
    same = _asked_already(state, entry.member, asked)
    if same is not None:
        return refuse("asked_already", "IN-8", entry=same.entry)
    return refuse_language(entry, charter=charter) or Permit("IN-8")


def _asked_already(state: IncidentState, member: str, asked: str) -> Request | None:
    """Return what this member asked that one and is still open, the first by its id."""
    ids = sorted(state.open_requests, key=entry_number)
    found = (request for each in ids if (request := state.request(each)) is not None)
    return next((r for r in found if (r.member, r.asked) == (member, asked) and state.is_open(r)), None)


def judge_explanation(state: IncidentState, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over an explanation; one that comes after its time is taken, and its duty says that it was late."""
    request = state.request(entry.content["of"])
    if request is None:
        return refuse("request_unknown", "IN-9", named=entry.content["of"])
    if entry.member != request.asked:
        return refuse("asked_only", "IN-9", member=entry.member, asked=request.asked)
    if state.end_of(request.entry) == ACCEPTED:
        return refuse("accepted_already", "IN-9", request=request.entry)
    evidence = judge_evidence(state, entry, charter=charter)
    return evidence if isinstance(evidence, Refusal) else Permit("IN-9")


def judge_judgement(state: IncidentState, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over what is said of an explanation; what was accepted is not taken back."""
    given = state.explanation(entry.content["of"])
    request = state.request(given.of) if given is not None else None
    if given is None or request is None:
        return refuse("explanation_unknown", "IN-9", named=entry.content["of"])
    if entry.member != request.member:
        return refuse("asker_only", "IN-9", member=entry.member, asker=request.member)
    said = state.judgement_of(given.entry)
    if said is not None and (said.how == ACCEPTED or said.how == entry.content["how"]):
        return refuse("judged_already", "IN-9", entry=said.entry)
    return refuse_language(entry, charter=charter) or Permit("IN-9")


def judge_link(state: IncidentState, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a link; the other incident is cited, as its author had read it."""
    other = entry.content["other"]
    if other == state.opening.id:
        return refuse("linked_to_itself", "IN-10", other=other)
    found = cited[other]
    if found.entry.id != found.entry.matter or not isinstance(found.state, IncidentState):
        return refuse("no_incident", "IN-10", other=other)
    said = state.link(entry.member, other)
    if said is not None and said.how == entry.content["how"]:
        return refuse("linked_already", "IN-10", entry=said.entry)
    return refuse_language(entry, charter=charter) or Permit("IN-10")


def judge_lapse(state: IncidentState, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a lapse that is cited in the incident in which it was owed."""
    duty = entry.content["duty"]
    if not names_duty(state, entry, duties=CITABLE):
        return refuse("lapse_duty_unknown", "IN-11", duty=duty)
    if not was_due(entry):
        return refuse("lapse_not_yet", "IN-11", duty=duty)
    return refuse("lapse_cited_before", "IN-11", duty=duty) if is_cited(state, entry) else Permit("IN-11")


def with_request(state: IncidentState, entry: Entry) -> IncidentState:
    """Return the state with one more request."""
    told = {name: entry.content[name] for name in ("asked", "text", "lang")}
    asked = Request(**said_of(entry, of=entry.content["of"]), **told)
    return _with_end(changed(state, {"requests": added(state.requests, asked)}), entry.id)


def with_explanation(state: IncidentState, entry: Entry) -> IncidentState:
    """Return the state with one more explanation, and its evidence."""
    told = {name: entry.content[name] for name in ("text", "lang")}
    said = Reasoned(**said_of(entry, of=entry.content["of"]), **told)
    known = state.explained.get(said.of) or NOT_EXPLAINED
    # What was said of it before it was folded cannot be: who judges an explanation has read it.
    given = Explained(known.given + 1, known.unjudged + 1, known.accepted)
    after = changed(state, {
        "explanations": added(state.explanations, said), "explained": state.explained.with_one(said.of, given),
    })  # fmt: skip
    return with_evidence(_with_end(after, said.of), entry)


def with_judgement(state: IncidentState, entry: Entry) -> IncidentState:
    """Return the state with what was said of an explanation."""
    said = Judgement(**said_of(entry, of=entry.content["of"]), how=entry.content["how"], text=entry.content.get("text"))
    after = changed(state, {"judgements": added(state.judgements, said)})
    given, before, last = state.explanation(said.of), state.judgement_of(said.of), after.judgement_of(said.of)
    assert given is not None  # judged before
    assert last is not None
    known = state.explained.get(given.of) or NOT_EXPLAINED
    was = before is not None and before.how == ACCEPTED
    found = Explained(known.given, known.unjudged - (before is None), known.accepted - was + (last.how == ACCEPTED))
    return _with_end(changed(after, {"explained": state.explained.with_one(given.of, found)}), given.of)


def _with_end(state: IncidentState, request: str) -> IncidentState:
    """Return the state with a request among those that are open, or no more."""
    is_open = state.end_of(request) in (ASKED, ANSWERED)
    if is_open == (request in state.open_requests):
        return state
    return changed(state, {"open_requests": state.open_requests ^ {request}})


def with_link(state: IncidentState, entry: Entry) -> IncidentState:
    """Return the state with one more link."""
    said = Link(**said_of(entry, of=entry.content["other"]), how=entry.content["how"], text=entry.content.get("text"))
    return changed(state, {"links": added(state.links, said)})


def with_cited_lapse(state: IncidentState, entry: Entry) -> IncidentState:
    """Return the state with one more lapse that was cited; it moves nothing."""
    return changed(state, {"lapses": with_lapse(state, entry)})

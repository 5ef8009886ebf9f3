"""Judges and folds what is found of an incident, each by what its author had read (IF-1 to IF-7). Pure.

| clause | says |
|---|---|
| IF-1 | a finding is made by a member that the charter lets find on its question |
| IF-2 | it names the standard of proof, and rests on entries of the incident that it names |
| IF-3 | members, provisions and the language are the charter's; a breach is found of what is agreed, else asserted |
| IF-4 | nothing is found of an incident that all who told of it have withdrawn |
| IF-5 | its author alone replaces or withdraws a finding; what is withdrawn is not taken up again |
| IF-6 | each other member may answer a finding that stands, and state a minority finding on the same question, once |
| IF-7 | a member tells the measures that it took itself |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from parley.charter.model import Charter, Provenance
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.changing import changed
from parley.matters.entry import Entry
from parley.matters.said import added, said_of
from parley.tracks.incidents.finding_entries import (
    FOUND,
    FOUND_WITHDRAWN,
    MEASURES,
    MINORITY,
    REPLIED,
)
from parley.tracks.incidents.finding_state import STANDS, Finding, Found, Gone, Measures, Provision, Reply
from parley.tracks.incidents.incident_state import WITHDRAWN, IncidentState
from parley.tracks.incidents.refusing import refuse_language
from parley.tracks.incidents.verifying import refuse_finding


def judge_finding(state: IncidentState, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a finding: who makes it, on what it rests, and which of its own it replaces."""
    refusal = (
        _refuse_author(entry, charter=charter)
        or refuse_terms(entry, charter=charter)
        or _refuse_considered(state, entry)
        or _refuse_replaced(state.found, entry)
    )
    return refusal or Permit("IF-1")


def judge_reply(state: IncidentState, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over an answer to a finding."""
    return _refuse_about(state.found, entry) or refuse_language(entry, charter=charter, clause="IF-3") or Permit("IF-6")


def judge_minority(state: IncidentState, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a minority finding: on the same question, of another member, once."""
    refusal = _refuse_about(state.found, entry)
    if refusal is not None:
        return refusal
    about = state.found.finding(entry.content["of"])
    if about is not None and about.question != entry.content["question"]:
        return refuse_finding("other_question_asked", "IF-6", question=about.question)
    said = next((each for each in state.found.minorities_of(entry.content["of"]) if each.member == entry.member), None)
    if said is not None:
        return refuse_finding("minority_stated_already", "IF-6", entry=said.entry)
    return refuse_terms(entry, charter=charter) or Permit("IF-6")


def judge_withdrawal(state: IncidentState, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over the withdrawal of a finding."""
    return _refuse_own(state.found, entry, named=entry.content["of"]) or Permit("IF-5")


def judge_measures(state: IncidentState, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over measures that a member tells of itself."""
    of = entry.content.get("of")
    if of is not None and state.found.finding(of) is None:
        return refuse_finding("finding_unknown", "IF-7", named=of)
    return refuse_language(entry, charter=charter, clause="IF-3") or Permit("IF-7")


def with_found(state: IncidentState, entry: Entry, charter: Charter) -> IncidentState:
    """Return the state with what an entry found, answered, withdrew or told; all of it commutes."""
    return changed(state, {"found": _FOLDS[entry.kind](state.found, entry, charter)})


def refuse_terms(entry: Entry, *, charter: Charter) -> Refusal | None:
    """Refuse a language, members and provisions that the charter does not know."""
    refusal = refuse_language(entry, charter=charter, clause="IF-3")
    if refusal is not None:
        return refusal
    for code in entry.content.get("members") or ():
        if code not in charter.codes:
            return refuse_finding("member_unknown", "IF-3", member=code)
    for said in entry.content.get("provisions") or ():
        if provision_of(said, charter=charter) is None:
            named = ", ".join(str(value) for value in said.values() if value is not None)
            return refuse_finding("provision_unknown", "IF-3", named=named)
    return None


def provision_of(said: Mapping[str, Any], *, charter: Charter) -> Provision | None:
    """Return a provision with its standing as the charter has it; None where the charter has no such provision."""
    told = {name: value for name, value in said.items() if value is not None}
    if "basis" in told:
        basis = charter.bases.get(told["basis"])
        return None if basis is None else Provision(told, basis.standing, basis.by)
    zone = charter.zones.get(told["zone"])
    if zone is None:
        return None
    limit = zone.limits.get(told["limit"]) if "limit" in told else None
    number = told.get("rule")
    found = limit if number is None else zone.rules[number] if number < len(zone.rules) else None
    if found is None:
        return None
    standing = zone.standing_of(found)
    return Provision(told, standing, _whose(standing, zone.provenance, found.provenance))


def _whose(standing: str, *provenances: Provenance) -> tuple[str, ...]:
    """Return whose a provision is that is not agreed."""
    return () if standing == "agreed" else tuple(sorted({code for each in provenances for code in each.by}))


def _refuse_author(entry: Entry, *, charter: Charter) -> Refusal | None:
    terms, question = charter.findings, entry.content["question"]
    if terms is None:
        return refuse_finding("no_findings", "IF-1")
    if not terms.provenance.judges or entry.member in terms.by[question]:
        return None
    members = ", ".join(terms.by[question])
    return refuse_finding("not_of_this_question", "IF-1", member=entry.member, question=question, members=members)


def _refuse_considered(state: IncidentState, entry: Entry) -> Refusal | None:
    """Refuse what rests on nothing that its author had read here, and anything of what all have withdrawn."""
    if state.name == WITHDRAWN:
        return refuse_finding("incident_withdrawn", "IF-4", matter=state.opening.id)
    unknown = [each for each in entry.content["considered"] if not state.may_rest_on(each)]
    return refuse_finding("considered_unknown", "IF-2", named=", ".join(unknown)) if unknown else None


def _refuse_replaced(found: Found, entry: Entry) -> Refusal | None:
    named = entry.content.get("replaces")
    if named is None:
        return None
    refusal = _refuse_own(found, entry, named=named)
    if refusal is not None:
        return refusal
    before = found.finding(named)
    if before is not None and before.question != entry.content["question"]:
        return refuse_finding("other_question_asked", "IF-5", question=before.question)
    return None


def _refuse_own(found: Found, entry: Entry, *, named: str) -> Refusal | None:
    about = found.finding(named)
    if about is None:
        return refuse_finding("finding_unknown", "IF-5", named=named)
    if about.member != entry.member:
        return refuse_finding("author_only", "IF-5", member=entry.member, author=about.member)
    return _refuse_gone(found, about, clause="IF-5")


def _refuse_about(found: Found, entry: Entry) -> Refusal | None:
    about = found.finding(entry.content["of"])
    if about is None:
        return refuse_finding("finding_unknown", "IF-6", named=entry.content["of"])
    if about.member == entry.member:
        return refuse_finding("own_finding", "IF-6", entry=about.entry)
    return _refuse_gone(found, about, clause="IF-6")


def _refuse_gone(found: Found, about: Finding, *, clause: str) -> Refusal | None:
    if found.name_of(about) == STANDS:
        return None
    return refuse_finding("finding_gone", clause, entry=about.entry)


def _finding(entry: Entry, charter: Charter, *, of: str) -> Finding:
    content = entry.content
    provisions = (provision_of(each, charter=charter) for each in content.get("provisions") or ())
    return Finding(
        **said_of(entry, of=of), question=content["question"], outcome=content["outcome"],
        standard=content["standard"], text=content["text"], lang=content["lang"],
        members=tuple(content.get("members") or ()), provisions=tuple(each for each in provisions if each is not None),
        considered=tuple(content.get("considered") or ()),
    )  # fmt: skip


def _with_finding(found: Found, entry: Entry, charter: Charter) -> Found:
    new = _finding(entry, charter, of=entry.content.get("replaces") or entry.id)
    return changed(found, {"findings": added(found.findings, new)})


def _with_minority(found: Found, entry: Entry, charter: Charter) -> Found:
    return changed(found, {"minorities": added(found.minorities, _finding(entry, charter, of=entry.content["of"]))})


def _with_reply(found: Found, entry: Entry, charter: Charter) -> Found:
    content = entry.content
    reply = Reply(**said_of(entry, of=content["of"]), how=content["how"], text=content["text"], lang=content["lang"])
    return changed(found, {"replies": added(found.replies, reply)})


def _with_withdrawal(found: Found, entry: Entry, charter: Charter) -> Found:
    gone = Gone(**said_of(entry, of=entry.content["of"]), why=entry.content["why"])
    return changed(found, {"withdrawals": added(found.withdrawals, gone)})


def _with_measures(found: Found, entry: Entry, charter: Charter) -> Found:
    content = entry.content
    told = Measures(
        **said_of(entry, of=content.get("of") or entry.id), what=tuple(content["what"]), text=content["text"],
        lang=content["lang"],
    )  # fmt: skip
    return changed(found, {"measures": added(found.measures, told)})


_FOLDS: Mapping[str, Callable[[Found, Entry, Charter], Found]] = {
    FOUND: _with_finding,
    FOUND_WITHDRAWN: _with_withdrawal,
    REPLIED: _with_reply,
    MINORITY: _with_minority,
    MEASURES: _with_measures,
}
FINDING_JUDGES: Mapping[str, Callable[..., Verdict]] = {
    FOUND: judge_finding,
    FOUND_WITHDRAWN: judge_withdrawal,
    REPLIED: judge_reply,
    MINORITY: judge_minority,
    MEASURES: judge_measures,
}

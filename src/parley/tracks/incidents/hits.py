"""Judges and folds the entries of a hit, each by what its author had read (IH-1 to IH-5). Pure.

| clause | says |
|---|---|
| IH-1 | a hit is found of a standing account in force, and of a notified site or movement in force |
| IH-2 | it goes to all who may read both and to nobody else |
| IH-3 | the account lies within it by its own place and time; it says no more than that |
| IH-4 | the same is found once; who reads it says of it what it knows, each as often as it changes |
| IH-5 | a lapse that is cited names a duty of the hit that was due |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.changing import changed
from parley.matters.entry import Entry
from parley.matters.said import added, opening_of, said_of
from parley.matters.track import Cited
from parley.tracks.content.lapse import is_cited, names_duty, was_due, with_lapse
from parley.tracks.incidents.hit_entries import ANSWERED, FOUND, HIT_KINDS, MOVEMENT, SITE
from parley.tracks.incidents.hit_state import ALL, Answer, Hit, HitState
from parley.tracks.incidents.incident_state import IncidentState
from parley.tracks.incidents.refusing import refuse, refuse_audience, refuse_language

ANSWER_DUTY = "answer_hit"
PRECEDENCE = "immediate"
_MOVING = ("movement", "evacuation")
_OVER = ("ended", "cancelled", "withdrawn")


def is_of_hit(kind: str) -> bool:
    """Return whether entries of this kind belong to a hit."""
    return kind in HIT_KINDS


def judge_hit(state: HitState | None, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over an entry of a hit; `cited` holds the account and the version of what is protected."""
    if entry.kind == FOUND:
        return _refuse_finding(state, entry, charter=charter, cited=cited) or Permit("IH-3")
    assert state is not None  # the kernel refuses what continues a matter that does not stand
    refusal = refuse_audience(state.opening, entry, clause="IH-2")
    if refusal is not None:
        return refusal
    if entry.kind == ANSWERED:
        return _refuse_answer(state, entry, charter=charter) or Permit("IH-4")
    return _refuse_lapse(state, entry) or Permit("IH-5")


def fold_hit(state: HitState | None, entry: Entry) -> HitState:
    """Return the state after a permitted entry."""
    content = entry.content
    if entry.kind == FOUND:
        return _opened(entry) if state is None else changed(state, {"hits": _with(state.hits, _hit(entry))})
    assert state is not None
    if entry.kind == ANSWERED:
        told = {"how": content["how"], "text": content.get("text"), "lang": content["lang"]}
        return changed(state, {"answers": added(state.answers, Answer(**said_of(entry, of=content["of"]), **told))})
    return changed(state, {"lapses": with_lapse(state, entry)})


def owes(state: HitState) -> bool:
    """Return whether somebody may still owe a word on it."""
    return state.name != ALL


def protected_in(told: Mapping[str, Any], *, charter: Charter) -> str | None:
    """Return as what a matter of deconfliction is protected: a site, a movement, or None for what is not, or is over.

    A notice is a movement where its class keeps its right of way by what is agreed.
    """
    if told.get("name") in _OVER:
        return None
    if told.get("form") == "site":
        return MOVEMENT if told["category"] in _MOVING else SITE
    terms = charter.activities
    if told.get("form") != "notice" or told.get("blind") or terms is None:
        return None
    found = terms.classes.get(told["class"])
    return MOVEMENT if found is not None and found.keeps_right and found.provenance.judges else None


def readers_of(incident: IncidentState, told: Mapping[str, Any]) -> tuple[str, ...]:
    """Return who may read both, sorted."""
    return tuple(sorted(set(incident.opening.to) & set(told["to"])))


def gone_of(
    found: Mapping[str, Any], *, incident: Mapping[str, Any] | None, protected: Mapping[str, Any] | None
) -> tuple[str, ...]:
    """Return what of a hit is not there any more as it was found: the account, what is protected, or both.

    All three are states as JSON; None for a matter that is not read, of which nothing is said. No entry clears a hit:
    what was told stays told, and this follows from the account and the version in force.
    """
    accounts = [each["entry"] for each in incident["accounts"] if each["withdrawn"] is None] if incident else ()
    gone = () if incident is None or found["account"] in accounts else ("account",)
    if protected is None:
        return gone
    is_moved = protected["version"] != found["version"] or protected["name"] in _OVER
    return (*gone, "protected") if is_moved else gone


def _refuse_finding(
    state: HitState | None, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]
) -> Refusal | None:
    content = entry.content
    account, version = cited[content["account"]], cited[content["version"]]
    incident, told = account.state, version.state.as_json()
    if not isinstance(incident, IncidentState) or incident.opening.id != content["incident"]:
        return refuse("hit_others", "IH-1", named=content["incident"])
    of = protected_in(told, charter=charter)
    if of != content["sort"] or told["id"] != content["protected"]:
        return refuse("hit_others", "IH-1", named=content["protected"])
    stands = next((each for each in incident.standing if each.entry == content["account"]), None)
    if stands is None or told["version"] != content["version"]:
        return refuse("hit_older", "IH-1")
    readers = readers_of(incident, told)
    if list(entry.to) != list(readers):
        return refuse("hit_readers", "IH-2", to=", ".join(readers))
    if state is not None and (known := state.known(account=content["account"], version=content["version"])):
        return refuse("hit_known", "IH-4", entry=known.entry)
    # Here, because GEOS is loaded where there is a volume, and on no other node.
    from parley.tracks.incidents.hit_ground import touch_of  # noqa: PLC0415

    touch = touch_of(stands.terms, told["volumes"])
    said = (content["where"], content["distance_m"], content["subject"])
    if touch is None or (touch.where, touch.distance_m, stands.terms["subject"]) != said:
        return refuse("hit_found_otherwise", "IH-3")
    return None


def _refuse_answer(state: HitState, entry: Entry, *, charter: Charter) -> Refusal | None:
    if entry.content["of"] not in state.entry_ids:
        return refuse("hit_unknown", "IH-4", named=entry.content["of"])
    said = state.answer(entry.member)
    told = (entry.content["how"], entry.content.get("text"))
    if said is not None and (said.how, said.text) == told:
        return refuse("hit_answered_so", "IH-4", entry=said.entry)
    return refuse_language(entry, charter=charter)


def _refuse_lapse(state: HitState, entry: Entry) -> Refusal | None:
    duty = entry.content["duty"]
    if not names_duty(state, entry, duties=(ANSWER_DUTY,)):
        return refuse("lapse_duty_unknown", "IH-5", duty=duty)
    if not was_due(entry):
        return refuse("lapse_not_yet", "IH-5", duty=duty)
    return refuse("lapse_cited_before", "IH-5", duty=duty) if is_cited(state, entry) else None


def _opened(entry: Entry) -> HitState:
    content = entry.content
    owner, reporter = (content[name].rpartition("/")[0] for name in ("protected", "incident"))
    opening = replace(opening_of(entry), id=entry.matter)
    return HitState(
        opening, PRECEDENCE, content["incident"], content["protected"], content["sort"], content["subject"],
        owner, reporter, (_hit(entry),),
    )  # fmt: skip


def _hit(entry: Entry) -> Hit:
    told = {name: entry.content[name] for name in ("account", "version", "where", "distance_m")}
    return Hit((entry.id,), entry.member, entry.point.at_ms, **told)


def _with(hits: tuple[Hit, ...], new: Hit) -> tuple[Hit, ...]:
    """Return the hits with one more; what two nodes found at once is one, known by the first in canonical order."""
    same = (new.account, new.version)
    if all((each.account, each.version) != same for each in hits):
        return (*hits, new)
    return tuple(
        replace(each, entries=(*each.entries, *new.entries)) if (each.account, each.version) == same else each
        for each in hits
    )

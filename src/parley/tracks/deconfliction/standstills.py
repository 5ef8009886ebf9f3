"""Judges and folds the entries of a standstill, each by what its author had read (ST-1 to ST-8). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters import signing
from parley.matters.changing import changed
from parley.matters.entry import Entry
from parley.matters.said import added, opening_of, renewed
from parley.matters.signing import Signing
from parley.matters.signing_rules import SigningRules
from parley.tracks.content.lapse import with_lapse
from parley.tracks.deconfliction.lapses import STANDSTILL_DUTIES, refuse_lapse
from parley.tracks.deconfliction.placing import refuse_outside
from parley.tracks.deconfliction.refusing import refuse, refuse_audience
from parley.tracks.deconfliction.standstill_entries import ENDING_KIND, PROPOSING, VARIANCE_KIND
from parley.tracks.deconfliction.standstill_state import StandstillState

LONGEST_DAYS = 180


def judge_proposal(entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a standstill as it was proposed."""
    terms = entry.content
    refusal = (
        _refuse_parties(terms["parties"], entry, charter=charter)
        or _refuse_words(terms, charter=charter)
        or _refuse_times(terms, at_s=entry.point.at_ms // 1000, charter=charter)
        or refuse_outside(terms["areas"], charter=charter, clause="ST-4")
    )
    return refusal or Permit("ST-1")


def judge_standstill(state: StandstillState, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over what continues a standstill; `state` folds what its author had read."""
    refusal = refuse_audience(state.opening, entry, clause="ST-5")
    if refusal is not None:
        return refusal
    if entry.kind in PROPOSING:
        return _refuse_about(state, entry, charter=charter) or Permit("ST-8")
    if entry.kind == "standstill_lapse_cited":
        return refuse_lapse(state, entry, duties=STANDSTILL_DUTIES, clause="ST-9") or Permit("ST-9")
    about = state.instrument(entry.content["of"])
    if about is None:
        return refuse("instrument_unknown", "ST-6", named=entry.content["of"])
    return _JUDGES[entry.kind](state, about, entry)


def open_standstill(entry: Entry) -> StandstillState:
    """Return the state after a standstill was proposed."""
    main = signing.proposed_by(entry, needed=entry.content["parties"])
    return StandstillState(opening_of(entry), entry.content["precedence"], main)


def fold_standstill(state: StandstillState, entry: Entry) -> StandstillState:
    """Return the state after a permitted entry; what several members say commutes, and each has one log."""
    if entry.kind in PROPOSING:
        new = signing.proposed_by(entry, needed=state.main.needed, about=state.main.digest)
        if entry.kind == VARIANCE_KIND:
            return changed(state, {"variances": added(state.variances, new)})
        return changed(state, {"endings": added(state.endings, new)})
    if entry.kind == "standstill_lapse_cited":
        return changed(state, {"lapses": with_lapse(state, entry)})
    about = state.instrument(entry.content["of"])
    assert about is not None  # judged before
    new = _FOLDS[entry.kind](about, entry)
    if about is state.main:
        return changed(state, {"main": new})
    if about.kind == VARIANCE_KIND:
        return changed(state, {"variances": renewed(state.variances, new)})
    ended = {"ended_s": _earlier(state.ended_s, new)} if new.signed_s is not None else {}
    return changed(state, {"endings": renewed(state.endings, new), **ended})


def _earlier(ended_s: int | None, ending: Signing) -> int:
    """Return the second from which it holds no more, by one ending that all have signed and those before."""
    ends_s = max(int(ending.terms["ends_s"]), ending.signed_s or 0)
    return ends_s if ended_s is None else min(ended_s, ends_s)


_FOLDS: Mapping[str, Callable[[Signing, Entry], Signing]] = {
    "instrument_signed": signing.signed,
    "instrument_declined": signing.declined,
    "instrument_withdrawn": signing.withdrawn,
}


_SIGNING = SigningRules(refuse, "ST-6", "ST-7", stranger=("not_bound", "parties"))


def _judge_signature(state: StandstillState, about: Signing, entry: Entry) -> Verdict:
    refusal = _SIGNING.refuse_signature(about, entry)
    if refusal is not None:
        return refusal
    ends_s = min(state.until_s, int(about.terms.get("until_s", state.until_s)))
    if entry.point.at_ms >= ends_s * 1000:
        return refuse("standstill_is_over", "ST-3")
    return Permit("ST-6")


_JUDGES: Mapping[str, Callable[[StandstillState, Signing, Entry], Verdict]] = {
    "instrument_signed": _judge_signature,
    "instrument_declined": lambda _state, about, entry: _SIGNING.judge_declining(about, entry),
    "instrument_withdrawn": lambda _state, about, entry: _SIGNING.judge_withdrawal(about, entry),
}


def _refuse_about(state: StandstillState, entry: Entry, *, charter: Charter) -> Refusal | None:
    """Refuse a variance or an ending of what is not signed by all or is over, or that reaches further (ST-8)."""
    terms, at_s = entry.content, entry.point.at_ms // 1000
    if terms["of"] != state.main.entry:
        return refuse("instrument_unknown", "ST-8", named=terms["of"])
    if state.from_s is None:
        return refuse("not_signed_by_all", "ST-8", missing=", ".join(state.main.missing))
    if at_s >= state.until_s:
        return refuse("standstill_is_over", "ST-8")
    if entry.kind == ENDING_KIND:
        return _refuse_words(terms, charter=charter) or (
            refuse("ending_later", "ST-8") if terms["ends_s"] >= state.until_s else None
        )
    return _refuse_variance(state, terms, charter=charter)


def _refuse_variance(state: StandstillState, terms: Mapping[str, Any], *, charter: Charter) -> Refusal | None:
    held = state.main.terms
    if terms["from_s"] < held["from_s"] or terms["until_s"] > held["until_s"]:
        return refuse("variance_reaches_further", "ST-8")
    strangers = set(terms.get("parties") or ()) - set(held["parties"])
    if strangers:
        return refuse("not_bound", "ST-8", member=", ".join(sorted(strangers)), parties=", ".join(held["parties"]))
    return _refuse_words(terms, charter=charter) or refuse_outside(
        terms.get("areas") or (), charter=charter, clause="ST-4"
    )


def _refuse_parties(parties: Iterable[str], entry: Entry, *, charter: Charter) -> Refusal | None:
    known = {member.code for member in charter.members if member.kind == "party"}
    named = set(parties)
    if len(named) < 2 or not named <= known:
        return refuse("parties_asked", "ST-1", parties=", ".join(sorted(known)))
    unread = named - set(entry.to)
    return refuse("party_not_addressed", "ST-1", members=", ".join(sorted(unread))) if unread else None


def _refuse_words(terms: Mapping[str, Any], *, charter: Charter) -> Refusal | None:
    if charter.activities is None:
        return refuse("no_activities", "ST-2")
    for name in (*(terms.get("classes") or ()), *terms.get("excepted", ())):
        if name not in charter.activities.classes:
            return refuse("class_unknown", "ST-2", name=name, classes=", ".join(charter.activities.classes))
    for each in terms["texts"]:
        if each["lang"] not in charter.languages:
            return refuse("language_not_agreed", "ST-2", lang=each["lang"], languages=", ".join(charter.languages))
    precedence = terms.get("precedence")
    if precedence is not None and precedence not in charter.precedences:
        return refuse("precedence_unknown", "ST-2", name=precedence)
    return None


def _refuse_times(terms: Mapping[str, Any], *, at_s: int, charter: Charter) -> Refusal | None:
    if terms["until_s"] <= at_s:
        return refuse("times_over", "ST-3")
    activities = charter.activities
    longest = activities.longest_days if activities is not None and activities.provenance.judges else LONGEST_DAYS
    too_long = terms["until_s"] - max(at_s, terms["from_s"]) > longest * 86_400
    return refuse("times_too_long", "ST-3", limit=longest) if too_long else None

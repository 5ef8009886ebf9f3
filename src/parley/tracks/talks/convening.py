"""Judges who is invited, who comes, when it is held, and what each says of it afterwards (TA-1, TA-2, TA-4, TA-5,
TA-13). Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.entry import Entry
from parley.matters.track import Cited
from parley.tracks.talks.refusing import refuse, refuse_languages, refuse_unread
from parley.tracks.talks.round_entries import DECISION
from parley.tracks.talks.round_state import RoundState

STATEMENT = "statement"


def judge_opening(entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a round as it was proposed."""
    said = entry.content
    if charter.talks is None:
        return refuse("no_talks", "TA-1")
    named = {*said["invited"], *([said["host"]] if said.get("host") else [])}
    refusal = (
        refuse_languages([said["lang"]], charter=charter)
        or refuse_strangers(named, charter=charter)
        or refuse_unread(named, entry, clause="TA-1")
    )
    if refusal is None and said["until_s"] * 1000 <= entry.point.at_ms:
        refusal = refuse("dates_are_over", "TA-1")
    return refusal or Permit("TA-1")


def refuse_strangers(named: Iterable[str], *, charter: Charter) -> Refusal | None:
    """Refuse to name who is no member of the mechanism."""
    strangers = sorted(set(named) - set(charter.codes))
    return refuse("member_unknown", "TA-2", members=", ".join(strangers)) if strangers else None


def refuse_roles(roles: Iterable[Mapping[str, Any]], *, charter: Charter) -> Refusal | None:
    """Refuse a role of a delegation that the charter does not have, where what it has is agreed."""
    terms = charter.talks
    for each in roles if terms is not None and terms.provenance.judges else ():
        if terms is not None and each["role"] not in terms.roles:
            return refuse("delegation_role_unknown", "TA-2", name=each["role"], names=", ".join(terms.roles))
    return None


def conveners(state: RoundState, *, charter: Charter) -> tuple[str, ...]:
    """Return who convenes a round: who proposed it, its host, and whom the charter names, where that is agreed."""
    terms = charter.talks
    named = terms.conveners if terms is not None and terms.provenance.judges else ()
    host = state.terms.get("host")
    found = (state.opening.member, *([host] if host else []), *named)
    return tuple(dict.fromkeys(code for code in found if code in state.opening.to))


def refuse_convener(state: RoundState, entry: Entry, *, charter: Charter, clause: str = "TA-5") -> Refusal | None:
    """Refuse to convene to whoever does not."""
    who = conveners(state, charter=charter)
    return None if entry.member in who else refuse("no_convener", clause, member=entry.member, who=", ".join(who))


def refuse_over(state: RoundState, *, clause: str = "TA-5") -> Refusal | None:
    """Refuse what needs a round that goes on."""
    return refuse("round_over", clause, matter=state.opening.id) if state.is_over else None


def judge_answer(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over an answer to the invitation."""
    if entry.member not in state.invited:
        return refuse("not_invited", "TA-4", member=entry.member, invited=", ".join(state.invited))
    refusal = refuse_over(state, clause="TA-4")
    return refusal or refuse_languages([entry.content.get("lang")], charter=charter) or Permit("TA-4")


def judge_delegation(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over with whom a member comes."""
    if entry.member not in state.coming:
        return refuse("not_coming", "TA-4", member=entry.member, coming=", ".join(state.coming))
    refusal = refuse_over(state, clause="TA-4")
    return refusal or refuse_roles(entry.content["roles"], charter=charter) or Permit("TA-4")


def judge_postponement(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over other dates: in the place of those in force, before anything was held."""
    refusal = refuse_convener(state, entry, charter=charter) or refuse_over(state) or _refuse_sat(state)
    if refusal is not None:
        return refusal
    dates = state.held_at
    if entry.content["of"] != dates.entry:
        return refuse("other_dates", "TA-5", newest=dates.entry)
    if entry.content["until_s"] * 1000 <= entry.point.at_ms:
        return refuse("dates_are_over", "TA-5")
    return Permit("TA-5")


def judge_cancellation(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over that a round is not held."""
    refusal = refuse_convener(state, entry, charter=charter) or refuse_over(state) or _refuse_sat(state)
    return refusal or Permit("TA-5")


def judge_closing(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over the end of a round: it was held, and no sitting is open."""
    refusal = refuse_convener(state, entry, charter=charter) or refuse_over(state)
    if refusal is not None:
        return refusal
    if not state.sittings:
        return refuse("nothing_held", "TA-5", matter=state.opening.id)
    if state.open_sitting is not None:
        return refuse("sitting_open", "TA-5", sitting=state.open_sitting.entry)
    return refuse_languages([entry.content.get("lang")], charter=charter) or Permit("TA-5")


def _refuse_sat(state: RoundState) -> Refusal | None:
    if not state.sittings:
        return None
    return refuse("held_already", "TA-5", sitting=state.sittings[0].entry)


def judge_readout(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a member's own account: of a round that was held, of one of its decisions, beside a statement."""
    if entry.member not in (*state.invited, state.opening.member):
        return refuse("not_invited", "TA-13", member=entry.member, invited=", ".join(state.invited))
    of, statement = entry.content["of"], entry.content.get("statement")
    about = state.instrument(of)
    if of != state.opening.id and (about is None or about.kind != DECISION):
        return refuse("readout_of_what", "TA-13", named=of)
    if not state.sittings:
        return refuse("nothing_held", "TA-13", matter=state.opening.id)
    if statement is not None and cited[statement].state.as_json()["form"] != STATEMENT:
        return refuse("no_statement", "TA-13", named=statement)
    return refuse_languages([each["lang"] for each in entry.content["texts"]], charter=charter) or Permit("TA-13")

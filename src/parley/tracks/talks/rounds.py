"""Judges and folds the entries of a round of talks, each by what its author had read (TA-1 to TA-5). Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.acting import content_of
from parley.matters.changing import changed
from parley.matters.entry import Entry
from parley.matters.said import added, opening_of, said_of
from parley.matters.track import Cited
from parley.tracks.content.lapse import is_cited, names_duty, was_due, with_lapse
from parley.tracks.talks.refusing import refuse, refuse_languages, refuse_unread
from parley.tracks.talks.round_duties import DUTIES
from parley.tracks.talks.round_entries import ANSWERED, LAPSE, ROUND_KINDS
from parley.tracks.talks.round_state import Answer, RoundState
from parley.tracks.talks.saying import terms_of
from parley.tracks.talks.sort import Sort


def judge_opening(entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a round as it was proposed."""
    said = entry.content
    if charter.talks is None:
        return refuse("no_talks", "TA-1")
    named = {*said["invited"], *([said["host"]] if said.get("host") else [])}
    refusal = (
        refuse_languages([said["lang"]], charter=charter)
        or _refuse_members(named, charter=charter)
        or refuse_unread(named, entry, clause="TA-1")
    )
    if refusal is None and said["until_s"] * 1000 <= entry.point.at_ms:
        refusal = refuse("round_is_over", "TA-1")
    return refusal or Permit("TA-1")


def _refuse_members(named: set[str], *, charter: Charter) -> Refusal | None:
    strangers = sorted(named - set(charter.codes))
    return refuse("member_unknown", "TA-2", members=", ".join(strangers)) if strangers else None


def judge(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over what continues a round; `state` folds what its author had read."""
    return _JUDGES[entry.kind](state, entry, charter)


def _judge_answer(state: RoundState, entry: Entry, charter: Charter) -> Verdict:
    if entry.member not in state.invited:
        return refuse("not_invited", "TA-4", member=entry.member, invited=", ".join(state.invited))
    return refuse_languages([entry.content.get("lang")], charter=charter) or Permit("TA-4")


def _judge_lapse(state: RoundState, entry: Entry, charter: Charter) -> Verdict:
    duty = entry.content["duty"]
    if not names_duty(state, entry, duties=DUTIES):
        return refuse("lapse_duty_unknown", "TA-16", duty=duty)
    if not was_due(entry):
        return refuse("lapse_not_yet", "TA-16", duty=duty)
    return refuse("lapse_cited_before", "TA-16", duty=duty) if is_cited(state, entry) else Permit("TA-16")


_JUDGES: Mapping[str, Callable[[RoundState, Entry, Charter], Verdict]] = {
    ANSWERED: _judge_answer,
    LAPSE: _judge_lapse,
}


def open_round(entry: Entry, charter: Charter) -> RoundState:
    """Return the state after a round was proposed."""
    return RoundState(opening_of(entry), terms_of(content_of(entry.content)))


def fold(state: RoundState, entry: Entry, charter: Charter, beside: frozenset[str]) -> RoundState:
    """Return the state after a permitted entry."""
    said, content = said_of(entry, of=state.opening.id), entry.content
    if entry.kind == ANSWERED:
        answer = Answer(**said, how=content["how"], text=content.get("text") or "", lang=content.get("lang") or "")
        return changed(state, {"answers": added(state.answers, answer)})
    return changed(state, {"lapses": with_lapse(state, entry)})


def owes(state: RoundState) -> bool:
    """Return whether anything may still be owed of a round."""
    return True


ROUND = Sort(ROUND_KINDS, RoundState, judge_opening, judge, open_round, fold, owes, "TA-1")

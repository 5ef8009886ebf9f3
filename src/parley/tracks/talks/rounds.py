"""Judges and folds the entries of a round of talks, each by what its author had read (TA-1 to 13, 16, 17). Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Verdict
from parley.matters import signing
from parley.matters.acting import content_of
from parley.matters.changing import changed
from parley.matters.entry import Entry
from parley.matters.said import added, members_of, opening_of, renewed, said_of
from parley.matters.signing import SIGNED as SIGNED_BY_ALL
from parley.matters.signing import Signing
from parley.matters.track import Cited
from parley.tracks.content.lapse import is_cited, names_duty, was_due, with_lapse
from parley.tracks.talks import convening, deciding, sitting_rules
from parley.tracks.talks import round_entries as kinds
from parley.tracks.talks.refusing import refuse
from parley.tracks.talks.round_duties import DUTIES
from parley.tracks.talks.round_entries import DECISION, ROUND_KINDS
from parley.tracks.talks.round_said import (
    Answer,
    Attendance,
    Correction,
    Dates,
    Delegation,
    Ending,
    ReadOut,
    Remark,
    Reservation,
    Sitting,
    SittingEnd,
)
from parley.tracks.talks.round_state import CANCELLED, RoundState
from parley.tracks.talks.saying import terms_of
from parley.tracks.talks.sort import Sort

# So many of each stand in one round: what is looked through with each entry stays short.
UNBOUND = 2**53
MOST: Mapping[str, tuple[str, int]] = {
    kinds.POSTPONED: ("dates", 100),
    kinds.SITTING: ("sittings", 200),
    **dict.fromkeys(kinds.INSTRUMENTS, ("instruments", 500)),
}
Judge = Callable[[RoundState, Entry, Charter, Mapping[str, Cited]], Verdict]


def judge(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over what continues a round; `state` folds what its author had read."""
    row, most = MOST.get(entry.kind, ("lapses", UNBOUND))
    if len(getattr(state, row)) >= most:
        return refuse("too_many", "TA-3", matter=state.opening.id, most=most)
    return _JUDGES[entry.kind](state, entry, charter, cited)


def _judge_lapse(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    duty = entry.content["duty"]
    if not names_duty(state, entry, duties=DUTIES):
        return refuse("lapse_duty_unknown", "TA-16", duty=duty)
    if not was_due(entry):
        return refuse("lapse_not_yet", "TA-16", duty=duty)
    return refuse("lapse_cited_before", "TA-16", duty=duty) if is_cited(state, entry) else Permit("TA-16")


_JUDGES: Mapping[str, Judge] = {
    kinds.ANSWERED: convening.judge_answer,
    kinds.TOLD: convening.judge_delegation,
    kinds.POSTPONED: convening.judge_postponement,
    kinds.CANCELLED: convening.judge_cancellation,
    kinds.CLOSED: convening.judge_closing,
    kinds.READOUT: convening.judge_readout,
    kinds.SITTING: sitting_rules.judge_sitting,
    kinds.SITTING_CLOSED: sitting_rules.judge_end,
    kinds.ATTENDED: sitting_rules.judge_attendance,
    kinds.REMARK: sitting_rules.judge_remark,
    kinds.CORRECTED: sitting_rules.judge_correction,
    kinds.AGENDA: deciding.judge_agenda,
    kinds.DECISION: deciding.judge_decision,
    kinds.PACKAGE: deciding.judge_package,
    kinds.SIGNED: deciding.judge_signature,
    kinds.DECLINED: deciding.judge_declining,
    kinds.WITHDRAWN: deciding.judge_withdrawal,
    kinds.RESERVED: deciding.judge_reservation,
    kinds.LIFTED: deciding.judge_lifting,
    kinds.LAPSE: _judge_lapse,
}


def open_round(entry: Entry, charter: Charter) -> RoundState:
    """Return the state after a round was proposed."""
    said = terms_of(content_of(entry.content))
    dates = Dates(**said_of(entry, of=entry.id), from_s=said["from_s"], until_s=said["until_s"], why="", turn=0)
    terms = {name: value for name, value in said.items() if name not in ("from_s", "until_s")}
    return RoundState(opening_of(entry), terms, (dates,))


def fold(state: RoundState, entry: Entry, charter: Charter, beside: frozenset[str]) -> RoundState:
    """Return the state after a permitted entry."""
    if entry.kind in kinds.INSTRUMENTS:
        new = signing.proposed_by(entry, needed=entry.content["signatories"], about=state.opening.id)
        return changed(state, {"instruments": added(state.instruments, new)})
    if entry.kind in _SIGNING:
        about = state.instrument(entry.content["of"])
        assert about is not None  # judged before
        return changed(state, {"instruments": renewed(state.instruments, _SIGNING[entry.kind](about, entry))})
    if entry.kind == kinds.LAPSE:
        return changed(state, {"lapses": with_lapse(state, entry)})
    row, said = _SAYINGS[entry.kind](state, entry, beside)
    return changed(state, {row: added(getattr(state, row), said)})


_SIGNING: Mapping[str, Callable[[Signing, Entry], Signing]] = {
    kinds.SIGNED: signing.signed,
    kinds.DECLINED: signing.declined,
    kinds.WITHDRAWN: signing.withdrawn,
}
Said = tuple[str, Any]


def _about(entry: Entry, state: RoundState) -> dict[str, Any]:
    return said_of(entry, of=entry.content.get("of") or state.opening.id)


def _words(entry: Entry) -> dict[str, Any]:
    return {"text": entry.content.get("text") or "", "lang": entry.content.get("lang") or ""}


def _answer(state: RoundState, entry: Entry, beside: frozenset[str]) -> Said:
    return "answers", Answer(**_about(entry, state), **_words(entry), how=entry.content["how"])


def _delegation(state: RoundState, entry: Entry, beside: frozenset[str]) -> Said:
    return "delegations", Delegation(**_about(entry, state), roles=tuple(entry.content["roles"]))


def _dates(state: RoundState, entry: Entry, beside: frozenset[str]) -> Said:
    said = {name: entry.content[name] for name in ("from_s", "until_s", "why")}
    turn = next(each.turn for each in state.dates if each.entry == entry.content["of"]) + 1
    return "dates", Dates(**_about(entry, state), **said, turn=turn)


def _cancellation(state: RoundState, entry: Entry, beside: frozenset[str]) -> Said:
    return "cancellations", Ending(**_about(entry, state), text=entry.content["why"], lang="")


def _closing(state: RoundState, entry: Entry, beside: frozenset[str]) -> Said:
    return "closings", Ending(**_about(entry, state), **_words(entry))


def _sitting(state: RoundState, entry: Entry, beside: frozenset[str]) -> Said:
    said = entry.content
    others = tuple(each.entry for each in state.sittings if each.entry in beside)
    return "sittings", Sitting(
        **_about(entry, state), began_s=said["began_s"], rule=said["rule"], present=tuple(said["present"]),
        files=tuple(said.get("files") or ()), beside=others,
    )  # fmt: skip


def _sitting_end(state: RoundState, entry: Entry, beside: frozenset[str]) -> Said:
    return "sitting_ends", SittingEnd(**_about(entry, state), ended_s=entry.content["ended_s"])


def _attendance(state: RoundState, entry: Entry, beside: frozenset[str]) -> Said:
    return "attendances", Attendance(**_about(entry, state), roles=tuple(entry.content["roles"]))


def _remark(state: RoundState, entry: Entry, beside: frozenset[str]) -> Said:
    by = entry.content.get("speaker") or {}
    said = {"speaker": by.get("member", ""), "speaker_role": by.get("role", "")}
    return "remarks", Remark(**_about(entry, state), **_words(entry), **said)


def _correction(state: RoundState, entry: Entry, beside: frozenset[str]) -> Said:
    return "corrections", Correction(**_about(entry, state), **_words(entry))


def _reservation(state: RoundState, entry: Entry, beside: frozenset[str]) -> Said:
    return "reservations", Reservation(**_about(entry, state), **_words(entry), stands=entry.kind == kinds.RESERVED)


def _readout(state: RoundState, entry: Entry, beside: frozenset[str]) -> Said:
    said = entry.content
    return "readouts", ReadOut(
        **_about(entry, state), texts=tuple(said["texts"]), statement=said.get("statement") or ""
    )


_SAYINGS: Mapping[str, Callable[[RoundState, Entry, frozenset[str]], Said]] = {
    kinds.ANSWERED: _answer,
    kinds.TOLD: _delegation,
    kinds.POSTPONED: _dates,
    kinds.CANCELLED: _cancellation,
    kinds.CLOSED: _closing,
    kinds.SITTING: _sitting,
    kinds.SITTING_CLOSED: _sitting_end,
    kinds.ATTENDED: _attendance,
    kinds.REMARK: _remark,
    kinds.CORRECTED: _correction,
    kinds.RESERVED: _reservation,
    kinds.LIFTED: _reservation,
    kinds.READOUT: _readout,
}


def owes(state: RoundState) -> bool:
    """Return whether anything may still be owed: of a round that goes on, of read-outs, of what is not signed."""
    if state.name == CANCELLED:
        return False
    told = members_of(state.readouts)
    is_open = any(each.kind == DECISION and each.name != SIGNED_BY_ALL for each in state.instruments)
    return not state.closings or is_open or not told.issuperset(state.coming)


ROUND = Sort(ROUND_KINDS, RoundState, convening.judge_opening, judge, open_round, fold, owes, "TA-1")

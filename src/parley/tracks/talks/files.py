"""Judges and folds the entries of a file of talks, each by what its author had read (TA-14 to TA-16). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters import signing
from parley.matters.acting import content_of
from parley.matters.changing import changed
from parley.matters.entry import Entry
from parley.matters.said import added, opening_of, renewed, said_of
from parley.matters.signing import Signing
from parley.matters.signing_rules import SigningRules
from parley.matters.track import Cited
from parley.tracks.content.lapse import is_cited, names_duty, was_due, with_lapse
from parley.tracks.talks import file_entries as kinds
from parley.tracks.talks import positions
from parley.tracks.talks.file_duties import DUTIES
from parley.tracks.talks.file_entries import AGREED, FILE_KINDS
from parley.tracks.talks.file_state import OPEN, Disclosure, FileState, Position, Turn
from parley.tracks.talks.refusing import refuse, refuse_languages, refuse_unread
from parley.tracks.talks.round_state import IN_EFFECT, RoundState
from parley.tracks.talks.saying import terms_of
from parley.tracks.talks.sort import Sort

INSTRUMENT = "commitment"
# So many of each stand in one file: what is looked through with each entry stays short.
UNBOUND = 2**53
MOST: Mapping[str, tuple[str, int]] = {
    kinds.GATES_PROPOSED: ("instruments", 100),
    kinds.CLOSED: ("turns", 100),
    kinds.REOPENED: ("turns", 100),
    kinds.RESERVED: ("positions", 500),
}
Judge = Callable[[FileState, Entry, Charter, Mapping[str, Cited]], Verdict]


def judge_opening(entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a file as it was opened."""
    said = entry.content
    if charter.talks is None:
        return refuse("no_talks", "TA-14")
    refusal = (
        refuse_languages([said["lang"]], charter=charter)
        or refuse_unread({said["lead"], *said["parties"]}, entry, clause="TA-14")
        or refuse_gates(said.get("gates") or (), cited=cited)
    )
    return refusal or Permit("TA-14")


def refuse_gates(gates: Iterable[Mapping[str, Any]], *, cited: Mapping[str, Cited]) -> Refusal | None:
    """Refuse to wait for what is no obligation of an instrument, and for one that recurs: it is never all done."""
    for gate in gates:
        told = cited[gate["instrument"]].state.as_json()
        known = {each["id"]: each for each in told.get("steps") or ()}
        if told["form"] != INSTRUMENT or told["id"] != gate["instrument"] or gate["step"] not in known:
            return refuse("gate_unknown", "TA-14", instrument=gate["instrument"], step=gate["step"])
        if known[gate["step"]].get("recurring"):
            return refuse("gate_recurs", "TA-14", instrument=gate["instrument"], step=gate["step"])
    return None


def judge(state: FileState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over what continues a file; `state` folds what its author had read."""
    row, most = MOST.get(entry.kind, ("lapses", UNBOUND))
    if len(getattr(state, row)) >= most:
        return refuse("too_many", "TA-3", matter=state.opening.id, most=most)
    return _JUDGES[entry.kind](state, entry, charter, cited)


def _judge_gates(state: FileState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    if state.is_over:
        return refuse("file_over", "TA-14", file=state.opening.id)
    if entry.member not in (*state.parties, state.terms["lead"]):
        return refuse("no_party", "TA-14", member=entry.member, parties=", ".join(state.parties))
    return refuse_gates(entry.content["gates"], cited=cited) or Permit("TA-14")


_SIGNING = SigningRules(refuse, "TA-14", "TA-14", stranger=("not_a_signer", "signatories"))


def _judge_signature(state: FileState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    about = state.instrument(entry.content["of"])
    if about is None:
        return refuse("instrument_unknown", "TA-14", named=entry.content["of"])
    return _SIGNING.refuse_signature(about, entry) or Permit("TA-14")


def _judge_declining(state: FileState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    about = state.instrument(entry.content["of"])
    if about is None:
        return refuse("instrument_unknown", "TA-14", named=entry.content["of"])
    return _SIGNING.judge_declining(about, entry)


def _judge_withdrawal(state: FileState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    about = state.instrument(entry.content["of"])
    if about is None:
        return refuse("instrument_unknown", "TA-14", named=entry.content["of"])
    return _SIGNING.judge_withdrawal(about, entry)


def _judge_closing(state: FileState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over the end of a file: by a decision about it that is in effect, or set aside by its lead."""
    said, lead = entry.content, state.terms["lead"]
    if state.is_over:
        return refuse("file_over", "TA-14", file=state.opening.id)
    if said["how"] != AGREED:
        may = (lead, state.opening.member)
        return Permit("TA-14") if entry.member in may else refuse("lead_only", "TA-14", member=entry.member, lead=lead)
    other = cited[said["round"]].state
    about = other.instrument(said["decision"]) if isinstance(other, RoundState) else None
    if not isinstance(other, RoundState) or about is None or about.terms.get("file") != state.opening.id:
        return refuse("decision_of_others", "TA-14", named=said["decision"])
    if other.stands(about) != IN_EFFECT:
        return refuse("not_in_effect", "TA-14", decision=said["decision"])
    return Permit("TA-14")


def _judge_reopening(state: FileState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    if not state.is_over:
        return refuse("file_open", "TA-14", file=state.opening.id)
    may = (*state.parties, state.terms["lead"], state.opening.member)
    if entry.member not in may:
        return refuse("no_party", "TA-14", member=entry.member, parties=", ".join(state.parties))
    return Permit("TA-14")


def _judge_lapse(state: FileState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    duty = entry.content["duty"]
    if not names_duty(state, entry, duties=DUTIES):
        return refuse("lapse_duty_unknown", "TA-16", duty=duty)
    if not was_due(entry):
        return refuse("lapse_not_yet", "TA-16", duty=duty)
    return refuse("lapse_cited_before", "TA-16", duty=duty) if is_cited(state, entry) else Permit("TA-16")


_JUDGES: Mapping[str, Judge] = {
    kinds.GATES_PROPOSED: _judge_gates,
    kinds.GATES_SIGNED: _judge_signature,
    kinds.GATES_DECLINED: _judge_declining,
    kinds.GATES_WITHDRAWN: _judge_withdrawal,
    kinds.CLOSED: _judge_closing,
    kinds.REOPENED: _judge_reopening,
    kinds.RESERVED: positions.judge_reserved,
    kinds.DISCLOSED: positions.judge_disclosure,
    kinds.LAPSE: _judge_lapse,
}


def open_file(entry: Entry, charter: Charter) -> FileState:
    """Return the state after a file was opened."""
    return FileState(opening_of(entry), terms_of(content_of(entry.content)))


def fold(state: FileState, entry: Entry, charter: Charter, beside: frozenset[str]) -> FileState:
    """Return the state after a permitted entry."""
    said, content = said_of(entry, of=entry.content.get("of") or state.opening.id), entry.content
    match entry.kind:
        case kinds.GATES_PROPOSED:
            new = signing.proposed_by(entry, needed=state.parties, about=state.opening.id)
            return changed(state, {"instruments": added(state.instruments, new)})
        case kinds.GATES_SIGNED | kinds.GATES_DECLINED | kinds.GATES_WITHDRAWN:
            about = state.instrument(content["of"])
            assert about is not None  # judged before
            return changed(state, {"instruments": renewed(state.instruments, _SIGN_FOLDS[entry.kind](about, entry))})
        case kinds.CLOSED | kinds.REOPENED:
            return changed(state, {"turns": added(state.turns, _turn(state, entry, beside))})
        case kinds.RESERVED:
            position = Position(**said, digest=content["digest"])
            return changed(state, {"positions": added(state.positions, position)})
        case kinds.DISCLOSED:
            words = {name: content[name] for name in ("text", "lang", "salt")}
            return changed(state, {"disclosures": added(state.disclosures, Disclosure(**said, **words))})
        case _:
            return changed(state, {"lapses": with_lapse(state, entry)})


_SIGN_FOLDS: Mapping[str, Callable[[Signing, Entry], Signing]] = {
    kinds.GATES_SIGNED: signing.signed,
    kinds.GATES_DECLINED: signing.declined,
    kinds.GATES_WITHDRAWN: signing.withdrawn,
}


def _turn(state: FileState, entry: Entry, beside: frozenset[str]) -> Turn:
    """Return a closing or a reopening; its number follows from those alone that its author had read."""
    content, how = entry.content, entry.content.get("how") or OPEN
    read = sum(each.entry not in beside for each in state.turns)
    return Turn(
        **said_of(entry, of=state.opening.id), how=how, why=content.get("why") or "",
        round=content.get("round") or "", decision=content.get("decision") or "", turn=read,
    )  # fmt: skip


def owes(state: FileState) -> bool:
    """Return whether anything may still be owed of a file."""
    return not state.is_over


FILE = Sort(FILE_KINDS, FileState, judge_opening, judge, open_file, fold, owes, "TA-14")

"""Judges agendas, decisions and packages, their signatures, and reservations (TA-6, TA-8, TA-10 to TA-12). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.entry import Entry
from parley.matters.signing import DECLINED, SIGNED, WITHDRAWN
from parley.matters.signing_rules import SigningRules
from parley.matters.track import Cited
from parley.tracks.talks.convening import conveners, refuse_over
from parley.tracks.talks.gates import refuse_no_files, refuse_shut
from parley.tracks.talks.refusing import refuse, refuse_languages
from parley.tracks.talks.round_entries import DECISION
from parley.tracks.talks.round_state import AGREED_SO_FAR, RoundState


def judge_agenda(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over an agenda: by who takes part, to be consented to by all who come, of files that are open."""
    said = entry.content
    files = [each["file"] for each in said["points"] if each.get("file")]
    refusal = (
        refuse_over(state, clause="TA-6")
        or _refuse_outsider(state, entry, charter=charter, clause="TA-6")
        or _refuse_signatories(state, said["signatories"], least=state.coming, clause="TA-6")
        or refuse_languages([said["lang"]], charter=charter)
        or refuse_no_files(files, cited=cited, clause="TA-6")
    )
    return refusal or Permit("TA-6")


def judge_decision(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a decision: of a file on the agenda whose gates are open, or of no file."""
    said = entry.content
    file, sitting = said.get("file"), said.get("sitting")
    refusal = (
        refuse_over(state, clause="TA-10")
        or _refuse_outsider(state, entry, charter=charter, clause="TA-10")
        or _refuse_signatories(state, said["signatories"], least=(), clause="TA-10")
        or refuse_languages([each["lang"] for each in said["texts"]], charter=charter)
    )
    if refusal is None and sitting is not None and state.sitting(sitting) is None:
        refusal = refuse("sitting_unknown", "TA-10", named=sitting)
    if refusal is None and file is not None:
        refusal = _refuse_file(state, entry, file, cited=cited)
    return refusal or Permit("TA-10")


def _refuse_file(state: RoundState, entry: Entry, file: str, *, cited: Mapping[str, Cited]) -> Refusal | None:
    if file not in state.files:
        return refuse("not_on_agenda", "TA-6", file=file)
    refusal = refuse_shut([file], grounds=entry.content.get("grounds") or (), cited=cited)
    if refusal is not None:
        return refusal
    parties = sorted(set(cited[file].state.parties) - set(entry.content["signatories"]))
    return refuse("parties_sign", "TA-10", members=", ".join(parties)) if parties else None


def judge_package(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over the package: of every decision that is not in effect, all signed, and of every file or why not."""
    said = entry.content
    if not state.is_package:
        return refuse("no_package", "TA-11", matter=state.opening.id)
    refusal = _refuse_outsider(state, entry, charter=charter, clause="TA-11") or _refuse_parts(state, entry)
    if refusal is not None:
        return refusal
    signers = {code for each in said["decisions"] for code in _needed(state, each["of"])}
    missing = sorted(signers - set(said["signatories"]))
    if missing:
        return refuse("parties_sign", "TA-11", members=", ".join(missing))
    return _refuse_signatories(state, said["signatories"], least=(), clause="TA-11") or Permit("TA-11")


def _needed(state: RoundState, decision: str) -> tuple[str, ...]:
    found = state.instrument(decision)
    return found.needed if found is not None else ()


def _refuse_parts(state: RoundState, entry: Entry) -> Refusal | None:
    """Refuse a package that leaves out a decision or a file, or names what not all have signed."""
    named = {each["of"]: each["digest"] for each in entry.content["decisions"]}
    ready = {each.entry: each for each in state.of_kind(DECISION) if state.stands(each) == AGREED_SO_FAR}
    for of, digest in named.items():
        if of not in ready:
            return refuse("not_signed_by_all", "TA-11", decision=of)
        if ready[of].digest != digest:
            return refuse("other_bytes", "TA-11", digest=ready[of].digest[:16], given=digest[:16])
    apart = sorted(ready.keys() - named.keys())
    if apart:
        return refuse("left_out_decision", "TA-11", decision=", ".join(apart))
    waiting = [each.entry for each in state.of_kind(DECISION) if each.name not in (SIGNED, WITHDRAWN, DECLINED)]
    if waiting:
        return refuse("not_all_agreed", "TA-11", decision=", ".join(sorted(waiting)))
    decided = {each.terms.get("file") for each in state.of_kind(DECISION) if each.name == SIGNED}
    open_files = [each for each in state.files if each not in decided | set(entry.content.get("left_out") or ())]
    return refuse("file_undecided", "TA-11", file=", ".join(open_files)) if open_files else None


def _refuse_outsider(state: RoundState, entry: Entry, *, charter: Charter, clause: str) -> Refusal | None:
    """Refuse to propose anything to whoever neither takes part nor convenes."""
    if entry.member in state.coming or entry.member in conveners(state, charter=charter):
        return None
    return refuse("not_coming", clause, member=entry.member, coming=", ".join(state.coming))


def _refuse_signatories(
    state: RoundState, named: Iterable[str], *, least: Iterable[str], clause: str
) -> Refusal | None:
    """Refuse signatories that were not invited, and to leave out whoever must consent."""
    apart = sorted(set(named) - set(state.invited))
    if apart:
        return refuse("not_invited", clause, member=", ".join(apart), invited=", ".join(state.invited))
    missing = sorted(set(least) - set(named))
    return refuse("parties_sign", clause, members=", ".join(missing)) if missing else None


_SIGNING = SigningRules(refuse, "TA-10", "TA-10", stranger=("not_a_signer", "signatories"))


def judge_signature(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a signature: of whom the instrument names, once, over its bytes, while it stands."""
    about = state.instrument(entry.content["of"])
    if about is None:
        return refuse("instrument_unknown", "TA-10", named=entry.content["of"])
    return _SIGNING.refuse_signature(about, entry) or Permit("TA-10")


def judge_declining(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a member's word that it does not sign."""
    about = state.instrument(entry.content["of"])
    if about is None:
        return refuse("instrument_unknown", "TA-10", named=entry.content["of"])
    return _SIGNING.judge_declining(about, entry)


def judge_withdrawal(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a withdrawal: by who proposed, before all have signed."""
    about = state.instrument(entry.content["of"])
    if about is None:
        return refuse("instrument_unknown", "TA-10", named=entry.content["of"])
    return _SIGNING.judge_withdrawal(about, entry)


def judge_reservation(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a member's own position beside a decision."""
    refusal = _refuse_no_decision(state, entry)
    return refusal or refuse_languages([entry.content["lang"]], charter=charter) or Permit("TA-12")


def judge_lifting(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over the end of a reservation: of one's own that stands."""
    refusal = _refuse_no_decision(state, entry)
    if refusal is not None:
        return refusal
    own = [each for each in state.reservations_on(entry.content["of"]) if each.member == entry.member]
    return Permit("TA-12") if own else refuse("no_reservation", "TA-12", decision=entry.content["of"])


def _refuse_no_decision(state: RoundState, entry: Entry) -> Refusal | None:
    about = state.instrument(entry.content["of"])
    if about is None or about.kind != DECISION:
        return refuse("decision_unknown", "TA-12", named=entry.content["of"])
    if entry.member not in (*state.invited, state.opening.member):
        return refuse("not_invited", "TA-12", member=entry.member, invited=", ".join(state.invited))
    return None

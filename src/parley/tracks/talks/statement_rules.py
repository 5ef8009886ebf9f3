"""Judges and folds a joint statement, each entry by what its author had read (JS-1 to JS-9). Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters import signing
from parley.matters.entry import Entry
from parley.matters.said import opening_of, placed, said_by, said_of
from parley.matters.track import Cited
from parley.tracks.content.lapse import is_cited, names_duty, was_due, with_lapse
from parley.tracks.talks.sort import Sort
from parley.tracks.talks.statement_entries import (
    DECLINED,
    LAPSE_KIND,
    MOST_READOUTS,
    READOUT,
    RELEASED,
    SIGNED,
    STATEMENT_KINDS,
    WITHDRAWN,
)
from parley.tracks.talks.statement_refusing import refuse
from parley.tracks.talks.statement_state import OwnReadout, Release, StatementState, Withdrawal
from parley.tracks.talks.text_state import TextState

SIGN, RELEASE = "sign_statement", "release_statement"
DUTIES = (SIGN, RELEASE)


def judge_draft(entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a statement as it was drafted."""
    terms = entry.content
    strangers = [code for code in terms["signatories"] if code not in entry.to]
    if strangers:
        return refuse("signatory_unread", "JS-1", members=", ".join(strangers))
    if terms["release_s"] * 1000 <= entry.point.at_ms:
        return refuse("minute_is_past", "JS-5")
    langs = [each["lang"] for each in terms["texts"]]
    return _refuse_languages(langs, charter) or _refuse_other_words(entry, cited) or Permit("JS-1")


def _refuse_languages(langs: list[str], charter: Charter) -> Refusal | None:
    """Refuse a statement that lacks a language of the mechanism, or has one that is none of it (JS-2)."""
    missing = [lang for lang in charter.languages if lang not in langs]
    if missing:
        return refuse("statement_language_missing", "JS-2", languages=", ".join(missing))
    other = [lang for lang in langs if lang not in charter.languages]
    return refuse("statement_language", "JS-2", lang=", ".join(other)) if other else None


def _refuse_other_words(entry: Entry, cited: Mapping[str, Cited]) -> Refusal | None:
    """Refuse other words than those of the frozen text that is named (JS-3)."""
    named = entry.content.get("from_text")
    if named is None:
        return None
    state = cited[named].state
    if not isinstance(state, TextState) or state.opening.id != named:
        return refuse("text_unknown", "JS-3", named=named)
    if state.frozen is None:
        return refuse("text_not_frozen", "JS-3", named=named)
    frozen = state.frozen_texts()
    other = [each["lang"] for each in entry.content["texts"] if frozen.get(each["lang"]) != each["text"]]
    return refuse("words_not_frozen", "JS-3", named=named, languages=", ".join(other)) if other else None


def open_statement(entry: Entry, charter: Charter) -> StatementState:
    """Return the state after a statement was drafted."""
    return StatementState(opening_of(entry), signing.proposed_by(entry, needed=entry.content["signatories"]))


def judge_statement(state: StatementState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over what continues a statement; `state` folds what its author had read."""
    if entry.kind == LAPSE_KIND:
        return _refuse_lapse(state, entry) or Permit("JS-8")
    if entry.content["of"] != state.opening.id:
        return refuse("statement_unknown", "JS-1", named=entry.content["of"])
    if state.withdrawn is not None:
        return refuse("statement_withdrawn", "JS-6", entry=state.withdrawn.entry)
    return _JUDGES[entry.kind](state, entry, charter)


def _refuse_signer(state: StatementState, entry: Entry) -> Refusal | None:
    if entry.member not in state.main.needed:
        return refuse("statement_no_signatory", "JS-4", member=entry.member, signatories=", ".join(state.main.needed))
    given, against = state.main.signature(entry.member), state.main.refusal(entry.member)
    if given is not None:
        return refuse("statement_signed_already", "JS-4", entry=given.entry)
    return refuse("statement_declined_already", "JS-6", entry=against.entry) if against is not None else None


def _signed(state: StatementState, entry: Entry, charter: Charter) -> Verdict:
    refusal = _refuse_signer(state, entry) or _refuse_past(state, entry)
    return refusal or _refuse_languages(list(state.languages), charter) or _refuse_bytes(state, entry) or Permit("JS-4")


def _refuse_past(state: StatementState, entry: Entry) -> Refusal | None:
    """Refuse who signs after the agreed minute: it would be released at once, when nobody expects it (JS-5)."""
    return refuse("minute_is_past", "JS-5") if entry.point.at_ms >= state.release_s * 1000 else None


def _refuse_bytes(state: StatementState, entry: Entry) -> Refusal | None:
    """Refuse a signature over other bytes, of the whole or of a language, or that leaves a language out (JS-4)."""
    given, wanted = {each["lang"]: each["sha256"] for each in entry.content["digests"]}, state.digests
    missing = [lang for lang in wanted if lang not in given]
    if missing:
        return refuse("language_not_signed", "JS-4", languages=", ".join(missing))
    other = [lang for lang in given if wanted.get(lang) != given[lang]]
    if other:
        return refuse("other_bytes_of_language", "JS-4", languages=", ".join(other))
    if entry.content["digest"] == state.main.digest:
        return None
    return refuse("statement_other_bytes", "JS-4", digest=state.main.digest[:16], given=entry.content["digest"][:16])


def _declined(state: StatementState, entry: Entry, charter: Charter) -> Verdict:
    return _refuse_signer(state, entry) or Permit("JS-6")


def _withdrawn(state: StatementState, entry: Entry, charter: Charter) -> Verdict:
    """Decide over a withdrawal: by a signatory or who drafted it, before the minute and before any release."""
    if entry.member not in (*state.main.needed, state.opening.member):
        return refuse("statement_no_signatory", "JS-6", member=entry.member, signatories=", ".join(state.main.needed))
    if state.releases:
        return refuse("statement_released", "JS-6", entry=state.releases[0].entry)
    is_past = not state.main.missing and entry.point.at_ms >= state.release_s * 1000
    return refuse("minute_is_past", "JS-6") if is_past else Permit("JS-6")


def _released(state: StatementState, entry: Entry, charter: Charter) -> Verdict:
    """Decide over the word of a node that it released the statement; one that is early is void (JS-7).

    Of signatories alone: nobody's node publishes what its member has not signed.
    """
    if entry.member not in state.main.needed:
        return refuse("statement_no_signatory", "JS-7", member=entry.member, signatories=", ".join(state.main.needed))
    if state.main.missing:
        return refuse("statement_not_signed_by_all", "JS-7", missing=", ".join(state.main.missing))
    if not state.is_due(now_ms=entry.point.at_ms):
        return refuse("release_too_early", "JS-7")
    if entry.content["digest"] != state.main.digest:
        return refuse("statement_other_bytes", "JS-7", digest=state.main.digest[:16],
                      given=entry.content["digest"][:16])  # fmt: skip
    before = state.release_of(entry.member)
    return refuse("released_already", "JS-7", entry=before.entry) if before is not None else Permit("JS-7")


def _read_out(state: StatementState, entry: Entry, charter: Charter) -> Verdict:
    """Decide over a signatory's own account (JS-9).

    Every signatory's node publishes it: so only where all have signed that, and never before the statement.
    """
    if entry.member not in state.main.needed:
        return refuse("statement_no_signatory", "JS-9", member=entry.member, signatories=", ".join(state.main.needed))
    if not state.has_readouts:
        return refuse("readouts_not_agreed", "JS-9", matter=state.opening.id)
    if not state.releases:
        return refuse("readout_before_release", "JS-9", matter=state.opening.id)
    other = [each["lang"] for each in entry.content["texts"] if each["lang"] not in charter.languages]
    if other:
        return refuse("statement_language", "JS-9", lang=", ".join(other))
    if len(list(said_by(state.readouts, entry.member))) >= MOST_READOUTS:
        return refuse("too_many", "JS-9", matter=state.opening.id, most=MOST_READOUTS)
    return Permit("JS-9")


def _refuse_lapse(state: StatementState, entry: Entry) -> Refusal | None:
    duty = entry.content["duty"]
    if not names_duty(state, entry, duties=DUTIES):
        return refuse("statement_lapse_duty_unknown", "JS-8", duty=duty)
    if not was_due(entry):
        return refuse("statement_lapse_not_yet", "JS-8", duty=duty)
    return refuse("statement_lapse_cited_before", "JS-8", duty=duty) if is_cited(state, entry) else None


_JUDGES: Mapping[str, Callable[[StatementState, Entry, Charter], Verdict]] = {
    SIGNED: _signed, DECLINED: _declined, WITHDRAWN: _withdrawn, RELEASED: _released, READOUT: _read_out
}  # fmt: skip


def fold_statement(state: StatementState, entry: Entry, charter: Charter, beside: frozenset[str]) -> StatementState:
    """Return the state after a permitted entry; what members say commutes."""
    said = said_of(entry, of=state.opening.id)
    match entry.kind:
        case "statement_signed":
            return replace(state, main=signing.signed(state.main, entry))
        case "statement_declined":
            return replace(state, main=signing.declined(state.main, entry))
        case "statement_withdrawn":
            back = Withdrawal(**said, why=entry.content["why"])
            return replace(state, withdrawals=placed(state.withdrawals, back))
        case "statement_released":
            return replace(state, releases=placed(state.releases, Release(**said)))
        case "statement_readout_given":
            own = OwnReadout(**said, texts=tuple(entry.content["texts"]))
            return replace(state, readouts=placed(state.readouts, own))
        case _:
            return replace(state, lapses=with_lapse(state, entry))


def may_owe(state: StatementState) -> bool:
    """Return whether anything may be owed of this statement still."""
    if state.withdrawn is not None or state.main.declined:
        return False
    return any(state.release_of(code) is None for code in state.main.needed)


STATEMENT = Sort(
    STATEMENT_KINDS, StatementState, judge_draft, judge_statement, open_statement, fold_statement, may_owe, "JS-1"
)

"""Judges what is said of a sitting: its opening, its end, who was there, what was said (TA-7 to 9, TA-17). Pure."""

from __future__ import annotations

from collections.abc import Mapping

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.entry import Entry
from parley.matters.said import said_in_entry
from parley.matters.track import Cited
from parley.tracks.talks.convening import refuse_convener, refuse_over, refuse_roles
from parley.tracks.talks.gates import refuse_shut
from parley.tracks.talks.refusing import refuse, refuse_languages
from parley.tracks.talks.round_entries import NOT_FOR_ATTRIBUTION, OFF_RECORD
from parley.tracks.talks.round_said import Sitting
from parley.tracks.talks.round_state import RoundState


def judge_sitting(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over the opening of a sitting: who is there, and which files are taken up."""
    refusal = refuse_convener(state, entry, charter=charter, clause="TA-7") or refuse_over(state, clause="TA-7")
    if refusal is not None:
        return refusal
    if state.open_sitting is not None:
        return refuse("sitting_open", "TA-7", sitting=state.open_sitting.entry)
    if entry.content["began_s"] * 1000 > entry.point.at_ms:
        return refuse("began_ahead", "TA-7")
    refusal = _refuse_rule(entry, charter=charter) or _refuse_present(state, entry, charter=charter)
    return refusal or _refuse_files(state, entry, cited=cited) or Permit("TA-7")


def _refuse_rule(entry: Entry, *, charter: Charter) -> Refusal | None:
    """Refuse a rule for remarks by which the charter holds no sitting, where what it says of talks is agreed."""
    terms, rule = charter.talks, entry.content["rule"]
    if terms is None or not terms.provenance.judges or rule in terms.remark_rules:
        return None
    return refuse("remark_rule_not_open", "TA-9", rule=rule, rules=", ".join(terms.remark_rules))


def _refuse_present(state: RoundState, entry: Entry, *, charter: Charter) -> Refusal | None:
    for each in entry.content["present"]:
        if each["member"] not in state.coming:
            return refuse("not_coming", "TA-7", member=each["member"], coming=", ".join(state.coming))
        refusal = refuse_roles(each["roles"], charter=charter)
        if refusal is not None:
            return refusal
    return None


def _refuse_files(state: RoundState, entry: Entry, *, cited: Mapping[str, Cited]) -> Refusal | None:
    """Refuse a file that is not on the agreed agenda, and one whose gate is shut."""
    files = entry.content.get("files") or ()
    apart = [each for each in files if each not in state.files]
    if apart:
        return refuse("not_on_agenda", "TA-6", file=", ".join(apart))
    return refuse_shut(files, grounds=entry.content.get("grounds") or (), cited=cited)


def judge_end(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over the end of a sitting: of one that is open, by who convenes."""
    sitting = state.sitting(entry.content["of"])
    if sitting is None:
        return refuse("sitting_unknown", "TA-7", named=entry.content["of"])
    refusal = refuse_convener(state, entry, charter=charter, clause="TA-7")
    if refusal is not None:
        return refusal
    if state.end_of(sitting.entry) is not None:
        return refuse("sitting_closed", "TA-7", sitting=sitting.entry)
    ended_s = entry.content["ended_s"]
    if not sitting.began_s <= ended_s or ended_s * 1000 > entry.point.at_ms:
        return refuse("ended_when", "TA-7")
    return Permit("TA-7")


def judge_attendance(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over who of its own a member says was there."""
    if state.sitting(entry.content["of"]) is None:
        return refuse("sitting_unknown", "TA-7", named=entry.content["of"])
    if entry.member not in state.invited:
        return refuse("not_invited", "TA-7", member=entry.member, invited=", ".join(state.invited))
    return refuse_roles(entry.content["roles"], charter=charter) or Permit("TA-7")


def judge_remark(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a remark by the rule that was fixed when its sitting opened (TA-9)."""
    sitting = state.sitting(entry.content["of"])
    if sitting is None:
        return refuse("sitting_unknown", "TA-9", named=entry.content["of"])
    if sitting.rule == OFF_RECORD:
        return refuse("off_record", "TA-9", sitting=sitting.entry)
    refusal = refuse_languages([entry.content["lang"]], charter=charter)
    refusal = refusal or (
        _refuse_named(sitting, entry) if sitting.rule == NOT_FOR_ATTRIBUTION else _refuse_speaker(state, sitting, entry)
    )
    return refusal or _refuse_speaker_role(entry, charter=charter) or Permit("TA-9")


def judge_correction(state: RoundState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over what corrects a remark, or takes it back: by who recorded it or the member of who spoke (TA-17)."""
    remark = said_in_entry(state.remarks, entry.content["of"])
    if remark is None:
        return refuse("remark_unknown", "TA-17", named=entry.content["of"])
    # Of a remark that is not for attribution no speaker is told: who recorded it alone corrects it.
    if entry.member not in (remark.member, remark.speaker):
        by = ", ".join(dict.fromkeys(each for each in (remark.member, remark.speaker) if each))
        return refuse("remark_of_others", "TA-17", member=entry.member, by=by)
    lang = entry.content.get("lang")
    refusal = refuse_languages([lang], charter=charter) if lang is not None else None
    return refusal or Permit("TA-17")


def _refuse_named(sitting: Sitting, entry: Entry) -> Refusal | None:
    """Refuse a speaker; and a recorder other than who opened the sitting: it would be taken for the speaker."""
    if entry.content.get("speaker") is not None:
        return refuse("speaker_named", "TA-9", sitting=sitting.entry)
    if entry.member != sitting.member:
        return refuse("recorder_only", "TA-9", member=entry.member, recorder=sitting.member)
    return None


def _refuse_speaker(state: RoundState, sitting: Sitting, entry: Entry) -> Refusal | None:
    """Refuse words on the record without a speaker, and words that a member puts into another's mouth."""
    by = entry.content.get("speaker")
    if by is None:
        return refuse("speaker_missing", "TA-9", sitting=sitting.entry)
    there = {each["member"] for each in sitting.present} | {sitting.member}
    if by["member"] not in there and by["member"] not in state.coming:
        return refuse("not_coming", "TA-9", member=by["member"], coming=", ".join(state.coming))
    if entry.member not in (by["member"], sitting.member):
        return refuse("words_of_others", "TA-9", member=entry.member, recorder=sitting.member)
    return None


def _refuse_speaker_role(entry: Entry, *, charter: Charter) -> Refusal | None:
    by = entry.content.get("speaker")
    return refuse_roles([by], charter=charter) if by is not None else None

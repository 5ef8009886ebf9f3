"""Judges what is said of a negotiating text, each by what its author had read (TX-1 to TX-6, TX-9, TX-10). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.entry import Entry
from parley.matters.track import Cited
from parley.tracks.content.lapse import is_cited, names_duty, was_due
from parley.tracks.talks.sort import Sort
from parley.tracks.talks.text_brackets import bracketed, has_said
from parley.tracks.talks.text_entries import AGREED, DECLINED, FREEZE, LAPSE_KIND, MOST_PARAGRAPHS, TEXT_KINDS, WORDED
from parley.tracks.talks.text_folding import fold_text, open_text
from parley.tracks.talks.text_freezing import bound_to, judge_freeze, judge_freeze_word
from parley.tracks.talks.text_refusing import refuse
from parley.tracks.talks.text_state import Paragraph, TextState, Version

# Of one member, of one paragraph: versions, and words on them.
MOST_VERSIONS, MOST_WORDS = 60, 200
CONSENT, FREEZE_DUTY = "consent_text", "agree_freeze"
DUTIES = (CONSENT, FREEZE_DUTY)


def judge_opening(entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a text as it was opened."""
    parties = entry.content["parties"]
    strangers = [code for code in parties if code not in entry.to]
    if strangers:
        return refuse("text_party_unread", "TX-1", members=", ".join(strangers))
    if len(set(parties)) < 2:
        return refuse("text_party_alone", "TX-1")
    return Permit("TX-1")


def judge_text(state: TextState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over what continues a text; `state` folds what its author had read."""
    if entry.kind == LAPSE_KIND:
        return _refuse_lapse(state, entry) or Permit("TX-10")
    refusal = _refuse_over(state)
    return refusal if refusal is not None else _JUDGES[entry.kind](state, entry, charter)


def refuse_no_party(state: TextState, entry: Entry, *, clause: str) -> Refusal | None:
    """Refuse whoever is not among those who are to agree."""
    if entry.member in state.parties:
        return None
    return refuse("text_no_party", clause, member=entry.member, parties=", ".join(state.parties))


def _refuse_over(state: TextState) -> Refusal | None:
    frozen = state.frozen
    if frozen is not None:
        return refuse("text_is_frozen", "TX-9", entry=frozen.entry)
    return refuse("text_is_given_up", "TX-9", entry=state.given_up.entry) if state.given_up is not None else None


def _refuse_lapse(state: TextState, entry: Entry) -> Refusal | None:
    duty = entry.content["duty"]
    if not names_duty(state, entry, duties=DUTIES):
        return refuse("text_lapse_duty_unknown", "TX-10", duty=duty)
    if not was_due(entry):
        return refuse("text_lapse_not_yet", "TX-10", duty=duty)
    return refuse("text_lapse_cited_before", "TX-10", duty=duty) if is_cited(state, entry) else None


def _worded(state: TextState, entry: Entry, charter: Charter) -> Verdict:
    before = state.paragraphs.get(entry.content["paragraph"]) or Paragraph(entry.content["paragraph"])
    if not before.versions and len(state.paragraphs) >= MOST_PARAGRAPHS:
        return refuse("text_too_many_paragraphs", "TX-2", most=MOST_PARAGRAPHS)
    if sum(each.member == entry.member for each in before.versions) >= MOST_VERSIONS:
        return refuse("text_too_many_versions", "TX-3", most=MOST_VERSIONS)
    refusal = _refuse_words(state, entry, charter) or _refuse_replacing(before, entry)
    return refusal or _refuse_mouth(before, entry) or Permit("TX-3")


def _refuse_words(state: TextState, entry: Entry, charter: Charter) -> Refusal | None:
    """Refuse other languages, brackets of strangers, and to leave out what there is not (TX-2)."""
    for each in entry.content["texts"]:
        if each["lang"] not in charter.languages:
            return refuse("text_language", "TX-2", lang=each["lang"], languages=", ".join(charter.languages))
        strangers = sorted({code for piece in bracketed(each["text"]) for code in piece.by} - set(state.opening.to))
        if strangers:
            return refuse("bracket_of_stranger", "TX-2", members=", ".join(strangers))
    if not entry.content["texts"] and not entry.content["replaces"]:
        return refuse("nothing_to_leave_out", "TX-2", paragraph=entry.content["paragraph"])
    return None


def _refuse_replacing(before: Paragraph, entry: Entry) -> Refusal | None:
    """Refuse a version that leaves another one of its paragraph standing that its author had read (TX-3)."""
    heads = sorted(each.entry for each in before.heads)
    if sorted(entry.content["replaces"]) == heads:
        return None
    return refuse("version_not_replaced", "TX-3", paragraph=before.number, versions=", ".join(heads) or "-")


def _refuse_mouth(before: Paragraph, entry: Entry) -> Refusal | None:
    """Refuse words that are put in the mouth of another member (TX-4)."""
    for each in entry.content["texts"]:
        for piece in bracketed(each["text"]):
            for code in piece.by:
                if code != entry.member and not any(
                    has_said(code, piece.words, text=text, author=version.member)
                    for version, text in _read(before, each["lang"])
                ):
                    return refuse("words_of_another", "TX-4", member=code, lang=each["lang"], words=piece.words[:80])
    return None


def _read(before: Paragraph, lang: str) -> Iterator[tuple[Version, str]]:
    return ((each, each.texts[lang]) for each in before.versions if lang in each.texts)


def _about(state: TextState, entry: Entry, *, clause: str) -> tuple[Paragraph, Version] | Refusal:
    """Return the paragraph and the version of which something is said."""
    found = state.paragraphs.get(entry.content["paragraph"])
    version = found.version(entry.content["version"]) if found is not None else None
    if found is None or version is None:
        return refuse("version_unknown", clause, named=entry.content["version"])
    many = sum(each.member == entry.member for each in found.consents)
    return refuse("text_too_many_words", clause, most=MOST_WORDS) if many >= MOST_WORDS else (found, version)


def _consented(state: TextState, entry: Entry, charter: Charter) -> Verdict:
    refusal, about = refuse_no_party(state, entry, clause="TX-5"), _about(state, entry, clause="TX-5")
    if refusal is not None or isinstance(about, Refusal):
        return refusal or about  # type: ignore[return-value]
    paragraph, version = about
    if [each.entry for each in paragraph.heads] != [version.entry]:
        heads = ", ".join(each.entry for each in paragraph.heads)
        return refuse("version_not_standing", "TX-5", version=version.entry, versions=heads)
    reservation = paragraph.reserved_by(entry.member)
    if reservation is not None:
        return refuse("own_reservation", "TX-6", entry=reservation.entry)
    if version.has_brackets:
        return refuse("consent_to_brackets", "TX-5", paragraph=paragraph.number)
    if paragraph.consents_to(entry.member, version):
        return refuse("consented_already", "TX-5", version=version.entry)
    return Permit("TX-5")


def _consent_withdrawn(state: TextState, entry: Entry, charter: Charter) -> Verdict:
    refusal, about = refuse_no_party(state, entry, clause="TX-5"), _about(state, entry, clause="TX-5")
    if refusal is not None or isinstance(about, Refusal):
        return refusal or about  # type: ignore[return-value]
    paragraph, version = about
    if not paragraph.consents_to(entry.member, version):
        return refuse("no_consent", "TX-5", version=version.entry)
    bound = bound_to(state, entry.member)
    return refuse("bound_by_freeze", "TX-8", entry=bound.entry) if bound is not None else Permit("TX-5")


def _reserved(state: TextState, entry: Entry, charter: Charter) -> Verdict:
    refusal = refuse_no_party(state, entry, clause="TX-6")
    if refusal is not None:
        return refusal
    paragraph = state.paragraphs.get(entry.content["paragraph"])
    if paragraph is None or not paragraph.versions:
        return refuse("paragraph_unknown", "TX-6", paragraph=entry.content["paragraph"])
    standing = paragraph.reserved_by(entry.member)
    if standing is not None:
        return refuse("reserved_already", "TX-6", entry=standing.entry)
    if sum(each.member == entry.member for each in paragraph.reservations) >= MOST_WORDS:
        return refuse("text_too_many_words", "TX-6", most=MOST_WORDS)
    bound = bound_to(state, entry.member)
    if bound is not None:
        return refuse("bound_by_freeze", "TX-8", entry=bound.entry)
    held = next((each for each in paragraph.heads if paragraph.consents_to(entry.member, each)), None)
    return refuse("consent_first_withdrawn", "TX-6", version=held.entry) if held is not None else Permit("TX-6")


def _lifted(state: TextState, entry: Entry, charter: Charter) -> Verdict:
    paragraph = state.paragraphs.get(entry.content["paragraph"])
    marks = paragraph.reservations if paragraph is not None else ()
    mark = next((each for each in marks if each.entry == entry.content["of"]), None)
    if mark is None or mark.member != entry.member:
        return refuse("reservation_unknown", "TX-6", named=entry.content["of"])
    return refuse("lifted_already", "TX-6", entry=mark.lifted) if mark.lifted else Permit("TX-6")


def _given_up(state: TextState, entry: Entry, charter: Charter) -> Verdict:
    if entry.member != state.opening.member:
        return refuse("opener_only", "TX-9", member=entry.member, opener=state.opening.member)
    bound = bound_to(state, entry.member)
    return refuse("bound_by_freeze", "TX-8", entry=bound.entry) if bound is not None else Permit("TX-9")


_JUDGES: Mapping[str, Callable[[TextState, Entry, Charter], Verdict]] = {
    WORDED: _worded,
    "text_consented": _consented,
    "text_consent_withdrawn": _consent_withdrawn,
    "text_reserved": _reserved,
    "text_reservation_lifted": _lifted,
    "text_given_up": _given_up,
    FREEZE: judge_freeze,
    AGREED: judge_freeze_word,
    DECLINED: judge_freeze_word,
}


def may_owe(state: TextState) -> bool:
    """Return whether anything may be owed of this text still."""
    return state.frozen is None and state.given_up is None


TEXT = Sort(TEXT_KINDS, TextState, judge_opening, judge_text, open_text, fold_text, may_owe, "TX-1")

"""Judges the freeze of a text: what is agreed is one set of bytes, by all, and by each only one at a time (TX-7, TX-8).

So no two freezes of one text can both come to be, whoever agreed to what without having read the other: a party agrees
to a second one only after a party declined the first, which is for good and shown by an entry in its past. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.entry import Entry
from parley.tracks.talks.text_bytes import freeze_digest
from parley.tracks.talks.text_entries import AGREED
from parley.tracks.talks.text_refusing import refuse
from parley.tracks.talks.text_state import Freeze, Paragraph, TextState, Version

MOST_FREEZES = 50


def bound_to(state: TextState, member: str) -> Freeze | None:
    """Return the freeze to which a party agreed and that may still come to be; it takes nothing back meanwhile."""
    return next((each for each in state.open_freezes if member in state.agreed_by(each.digest)), None)


def digest_of(state: TextState, versions: Iterable[str], *, attempt: int) -> str:
    """Return the digest of a freeze of these versions."""
    named = set(versions)
    rows = [(each, v) for each in state.in_order() for v in each.versions if v.entry in named]
    return freeze_digest(
        matter=state.opening.id, parties=state.parties, attempt=attempt,
        paragraphs=[_row(paragraph, version) for paragraph, version in rows],
    )  # fmt: skip


def what_can_be_frozen(state: TextState) -> tuple[str, ...]:
    """Return the versions that a freeze names: of each paragraph the one that stands; none of one that is left out."""
    return tuple(head.entry for each in state.in_order() for head in each.heads if head.texts)


def obstacles(state: TextState, *, languages: tuple[str, ...]) -> Iterator[Refusal]:
    """Yield why the text cannot be frozen, paragraph by paragraph; nothing is agreed until all is (TX-7)."""
    if not what_can_be_frozen(state):
        yield refuse("nothing_to_freeze", "TX-7")
    for each in state.in_order():
        yield from _of_paragraph(each, state, languages)


def _of_paragraph(each: Paragraph, state: TextState, languages: tuple[str, ...]) -> Iterator[Refusal]:
    if len(each.heads) != 1:
        named = ", ".join(version.entry for version in each.heads)
        yield refuse("versions_beside", "TX-7", paragraph=each.number, versions=named)
        return
    head = each.heads[0]
    if missing := head.missing(languages):
        yield refuse("language_missing", "TX-7", paragraph=each.number, languages=", ".join(missing))
    if head.has_brackets:
        yield refuse("brackets_stand", "TX-7", paragraph=each.number)
    if each.standing:
        named = ", ".join(mark.member for mark in each.standing)
        yield refuse("reservations_stand", "TX-7", paragraph=each.number, members=named)
    silent = [code for code in state.parties if not each.consents_to(code, head)]
    if silent:
        yield refuse("consent_missing", "TX-7", paragraph=each.number, members=", ".join(silent))


def judge_freeze(state: TextState, entry: Entry, charter: Charter) -> Verdict:
    """Decide over the proposal to freeze, by which its author agrees."""
    if entry.member not in state.parties:
        return refuse("text_no_party", "TX-7", member=entry.member, parties=", ".join(state.parties))
    if sum(each.member == entry.member for each in state.freezes) >= MOST_FREEZES:
        return refuse("text_too_many_words", "TX-7", most=MOST_FREEZES)
    said, wanted = entry.content, what_can_be_frozen(state)
    refusal = next(obstacles(state, languages=charter.languages), None)
    if refusal is not None:
        return refusal
    if set(said["versions"]) != set(wanted):
        return refuse("other_versions", "TX-7", versions=", ".join(wanted))
    if said["attempt"] != state.attempt:
        return refuse("other_attempt", "TX-7", attempt=state.attempt)
    digest = digest_of(state, wanted, attempt=said["attempt"])
    if said["digest"] != digest:
        return refuse("text_other_bytes", "TX-8", digest=digest[:16], given=said["digest"][:16])
    bound = bound_to(state, entry.member)
    return refuse("bound_to_another", "TX-8", entry=bound.entry) if bound is not None else Permit("TX-7")


def judge_freeze_word(state: TextState, entry: Entry, charter: Charter) -> Verdict:
    """Decide over a party's word that it agrees to a freeze, or does not."""
    if entry.member not in state.parties:
        return refuse("text_no_party", "TX-8", member=entry.member, parties=", ".join(state.parties))
    freeze = next((each for each in state.freezes if each.entry == entry.content["of"]), None)
    if freeze is None:
        return refuse("freeze_unknown", "TX-8", named=entry.content["of"])
    said = state.word_on(entry.member, freeze.digest)
    if said is not None:
        return refuse("freeze_word_given", "TX-8", entry=said.entry)
    if entry.kind != AGREED:
        return Permit("TX-8")
    return _refuse_agreeing(state, freeze, entry, charter) or Permit("TX-8")


def _refuse_agreeing(state: TextState, freeze: Freeze, entry: Entry, charter: Charter) -> Refusal | None:
    if entry.content["digest"] != freeze.digest:
        return refuse("text_other_bytes", "TX-8", digest=freeze.digest[:16], given=entry.content["digest"][:16])
    if state.is_dead(freeze.digest):
        return refuse("freeze_declined", "TX-8", entry=freeze.entry)
    bound = bound_to(state, entry.member)
    if bound is not None:
        return refuse("bound_to_another", "TX-8", entry=bound.entry)
    for paragraph, version in state.versions_of(freeze):
        # The charter may have a language more than when it was proposed to freeze.
        if missing := version.missing(charter.languages):
            return refuse("language_missing", "TX-7", paragraph=paragraph.number, languages=", ".join(missing))
        if not paragraph.consents_to(entry.member, version):
            return refuse("consent_missing", "TX-7", paragraph=paragraph.number, members=entry.member)
        if paragraph.reserved_by(entry.member) is not None:
            return refuse("reservations_stand", "TX-7", paragraph=paragraph.number, members=entry.member)
    return None


def _row(paragraph: Paragraph, version: Version) -> Mapping[str, Any]:
    return {"paragraph": paragraph.number, "version": version.entry, "texts": dict(version.texts)}

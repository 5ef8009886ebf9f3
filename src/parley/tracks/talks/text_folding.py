"""Folds what continues a negotiating text; the order of arrival leaves no trace. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from parley.charter.model import Charter
from parley.matters.entry import Entry
from parley.matters.said import Said, opening_of, placed, said_of
from parley.tracks.content.lapse import with_lapse
from parley.tracks.talks.text_entries import AGREED, DECLINED, FREEZE, LAPSE_KIND
from parley.tracks.talks.text_state import Consent, Freeze, FreezeWord, Paragraph, Reservation, TextState, Version


def open_text(entry: Entry, charter: Charter) -> TextState:
    """Return the state after a text was opened."""
    said = entry.content
    return TextState(
        opening_of(entry), said["subject"], tuple(sorted(said["parties"])), charter.languages,
        said.get("text") or "", tuple(said.get("about") or ()),
    )  # fmt: skip


def fold_text(state: TextState, entry: Entry, charter: Charter, beside: frozenset[str]) -> TextState:
    """Return the state after a permitted entry; what members say commutes, whoever had read what."""
    said = entry.content
    if entry.kind == LAPSE_KIND:
        return replace(state, lapses=with_lapse(state, entry))
    if entry.kind == FREEZE:
        new = Freeze(**_said(state, entry), versions=tuple(said["versions"]), attempt=said["attempt"],
                     digest=said["digest"])  # fmt: skip
        return _with_word(replace(state, freezes=placed(state.freezes, new)), entry, agrees=True)
    if entry.kind in (AGREED, DECLINED):
        return _with_word(state, entry, agrees=entry.kind == AGREED)
    if entry.kind == "text_given_up":
        first = state.given_up is None or entry.point.at_ms < state.given_up.at_ms
        told = Said(**_said(state, entry))
        return replace(state, given_up=told, why_given_up=said["why"]) if first else state
    before = state.paragraphs.get(said["paragraph"]) or Paragraph(said["paragraph"])
    after = _paragraph(before, entry, _said(state, entry))
    return replace(state, paragraphs={**state.paragraphs, before.number: after})


def _said(state: TextState, entry: Entry) -> dict[str, Any]:
    return said_of(entry, of=state.opening.id)


def _with_word(state: TextState, entry: Entry, *, agrees: bool) -> TextState:
    """Return the state with a party's word on a freeze; who proposes it agrees by proposing."""
    digest = entry.content.get("digest") or _digest_of(state, entry.content["of"])
    word = FreezeWord(**_said(state, entry), digest=digest, agrees=agrees, why=entry.content.get("why") or "")
    return replace(state, words=placed(state.words, word))


def _digest_of(state: TextState, of: str) -> str:
    return next(each.digest for each in state.freezes if each.entry == of)


def _paragraph(before: Paragraph, entry: Entry, said: Mapping[str, Any]) -> Paragraph:
    content = entry.content
    match entry.kind:
        case "text_paragraph_worded":
            texts = {each["lang"]: each["text"] for each in content["texts"]}
            new = Version(**said, paragraph=before.number, replaces=tuple(content["replaces"]), texts=texts,
                          why=content.get("why") or "")  # fmt: skip
            return replace(before, versions=placed(before.versions, new), gone=before.gone | set(new.replaces))
        case "text_reserved":
            mark = Reservation(**said, why=content["why"], text=content.get("text") or "")
            return replace(before, reservations=placed(before.reservations, mark))
        case "text_reservation_lifted":
            lifted = (replace(r, lifted=entry.id) if r.entry == content["of"] else r for r in before.reservations)
            return replace(before, reservations=tuple(lifted))
        case _:
            stands = entry.kind == "text_consented"
            word = Consent(**said, version=content["version"], stands=stands, why=content.get("why") or "")
            return replace(before, consents=placed(before.consents, word))

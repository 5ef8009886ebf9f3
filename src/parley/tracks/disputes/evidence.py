"""Evidence: its digest first, the thing later, and the two held against each other (DI-9). Pure.

Committed is the SHA-256 of the salt's bytes followed by the text in UTF-8, or of the file. So a member proves what it
had on the day, shows it to nobody, and can show nothing else later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.entry import Entry
from parley.matters.said import all_about, newest, opening_of, said_in_entry, said_of
from parley.matters.track import Cited
from parley.tracks.disputes.claims import refuse_languages
from parley.tracks.disputes.entries import FILE, TEXT
from parley.tracks.disputes.refusing import refuse
from parley.tracks.disputes.state import DisputeState, DisputeWord, ShownState


def text_digest(text: str, *, salt: str) -> str:
    """Return the SHA-256, in hexadecimal, over a salt (given in hexadecimal) and a text."""
    return hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()


def judge_committed(state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a commitment: anybody in the dispute may commit what it holds, each thing once."""
    said = newest(state.all_of("evidence_committed"), member=entry.member, of=(entry.content["digest"],))
    return refuse("committed_before", "DI-9", entry=said.entry) if said is not None else Permit("DI-9")


def judge_disclosed(state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over what is disclosed to all of the dispute."""
    for said in all_about(state.all_of("evidence_disclosed"), (entry.content["of"],)):
        return refuse("disclosed_before", "DI-9", entry=said.entry)
    return _refuse_unlike(state, entry, charter=charter) or Permit("DI-9")


def judge_shown(entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over what is shown to some before: to an audience that the charter of the claim names for it."""
    found = cited.get(entry.content["of"])
    if found is None or not isinstance(found.state, DisputeState):
        return refuse("commitment_unknown", "DI-9", named=entry.content["of"])
    audiences = [charter.audiences[each] for each in found.state.rules.evidence_to if each in charter.audiences]
    if not any(set(each.members) == set(entry.to) for each in audiences):
        return refuse("evidence_not_to", "DI-9", to=", ".join(entry.to))
    return _refuse_unlike(found.state, entry, charter=charter) or Permit("DI-9")


def open_shown(entry: Entry) -> ShownState:
    """Return the state of evidence that was shown to some."""
    told = DisputeWord(**said_of(entry, of=entry.content["of"]), kind=entry.kind, content=dict(entry.content))
    return ShownState(opening_of(entry), "routine", told)


def _refuse_unlike(state: DisputeState, entry: Entry, *, charter: Charter) -> Refusal | None:
    """Refuse what was not committed, or by another member, or has another digest than what was committed."""
    content = entry.content
    committed = said_in_entry(state.all_of("evidence_committed"), content["of"])
    if committed is None:
        return refuse("commitment_unknown", "DI-9", named=content["of"])
    if committed.member != entry.member:
        return refuse("committed_by_other", "DI-9", member=entry.member, author=committed.member)
    is_text = content.get("text") is not None
    if (TEXT if is_text else FILE) != committed.content["over"]:
        return refuse("evidence_of_other_sort", "DI-9", entry=committed.entry)
    found = text_digest(content["text"], salt=content["salt"]) if is_text else content["attachments"][0]["plain_sha256"]
    wanted = committed.content["digest"]
    if found != wanted:
        return refuse("evidence_unlike", "DI-9", entry=committed.entry, digest=wanted[:16], given=found[:16])
    lang = content.get("lang")
    return refuse_languages([lang], charter=charter, clause="DI-9") if lang is not None else None

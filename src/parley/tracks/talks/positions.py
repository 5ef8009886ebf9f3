"""Reserved positions: a member's own note, and the digest by which what it discloses later is held to it (TA-15). Pure.

The note is sealed to its author alone. Others see at most its digest, made over the words and a salt of 256 bits that
its author drew: without the salt nobody can try words until one fits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.acting import content_of
from parley.matters.entry import Entry
from parley.matters.said import opening_of, said_in_entry
from parley.matters.track import Cited
from parley.record import strictjson
from parley.tracks.talks.file_entries import POSITION_KINDS
from parley.tracks.talks.file_state import FileState, PositionState
from parley.tracks.talks.refusing import refuse, refuse_languages
from parley.tracks.talks.saying import terms_of
from parley.tracks.talks.sort import Sort


def digest_of(said: Mapping[str, Any], *, file: str) -> str:
    """Return the SHA-256, in hexadecimal, of the words, their language, the file and the salt, as canonical JSON."""
    told = {name: said[name] for name in ("text", "lang", "salt")}
    return hashlib.sha256(strictjson.encode({"form": "parley-position-v1", "file": file, **told})).hexdigest()


def judge_note(entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a note: sealed to its author alone, of a file that it reads."""
    if set(entry.to) != {entry.member}:
        return refuse("note_of_others", "TA-15", to=", ".join(entry.to))
    state = cited[entry.content["file"]].state
    if not isinstance(state, FileState) or state.opening.id != entry.content["file"]:
        return refuse("file_unknown", "TA-15", named=entry.content["file"])
    return refuse_languages([entry.content["lang"]], charter=charter) or Permit("TA-15")


def judge_reserved(state: FileState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a reserved position: one that is not there already."""
    if any(each.digest == entry.content["digest"] for each in state.positions):
        return refuse("reserved_before", "TA-15")
    return Permit("TA-15")


def judge_disclosure(state: FileState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a disclosure: by who reserved the position, in the words that the digest was made of, once."""
    said = said_in_entry(state.positions, entry.content["of"])
    if said is None:
        return refuse("position_unknown", "TA-15", named=entry.content["of"])
    if said.member != entry.member:
        return refuse("position_of_others", "TA-15", member=entry.member, author=said.member)
    if digest_of(entry.content, file=state.opening.id) != said.digest:
        return refuse("other_words", "TA-15", digest=said.digest[:16])
    told = state.disclosed(said.entry)
    if told is not None:
        return refuse("disclosed_before", "TA-15", entry=told.entry)
    return refuse_languages([entry.content["lang"]], charter=charter) or Permit("TA-15")


def _no_more(state: PositionState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Refusal:
    return refuse("matter_stands", "TA-15", matter=state.opening.id)


def _open(entry: Entry, charter: Charter) -> PositionState:
    terms = terms_of(content_of(entry.content))
    return PositionState(opening_of(entry), terms, digest_of(terms, file=terms["file"]))


POSITION = Sort(
    POSITION_KINDS, PositionState, judge_note, _no_more, _open, lambda state, entry, charter, beside: state,
    lambda state: False, "TA-15",
)  # fmt: skip

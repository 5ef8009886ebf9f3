"""Judges and folds the entries of a file of talks, each by what its author had read (TA-14). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.acting import content_of
from parley.matters.entry import Entry
from parley.matters.said import opening_of
from parley.matters.track import Cited
from parley.tracks.talks.file_entries import FILE_KINDS
from parley.tracks.talks.file_state import FileState
from parley.tracks.talks.refusing import refuse, refuse_languages, refuse_unread
from parley.tracks.talks.saying import terms_of
from parley.tracks.talks.sort import Sort


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


def refuse_gates(gates: Any, *, cited: Mapping[str, Cited]) -> Refusal | None:
    """Refuse to wait for what is no obligation of an instrument."""
    for gate in gates:
        told = cited[gate["instrument"]].state.as_json()
        known = {each["id"] for each in told.get("steps") or ()}
        if told["form"] != "commitment" or told["id"] != gate["instrument"] or gate["step"] not in known:
            return refuse("gate_unknown", "TA-14", instrument=gate["instrument"], step=gate["step"])
    return None


def judge(state: FileState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over what continues a file; `state` folds what its author had read."""
    return refuse("matter_stands", "TA-14", matter=state.opening.id)


def open_file(entry: Entry, charter: Charter) -> FileState:
    """Return the state after a file was opened."""
    return FileState(opening_of(entry), terms_of(content_of(entry.content)))


def fold(state: FileState, entry: Entry, charter: Charter, beside: frozenset[str]) -> FileState:
    """Return the state after a permitted entry."""
    return state


def owes(state: FileState) -> bool:
    """Return whether anything may still be owed of a file."""
    return False


FILE = Sort(FILE_KINDS, FileState, judge_opening, judge, open_file, fold, owes, "TA-14")

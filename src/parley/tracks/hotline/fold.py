"""Judges and folds each entry of the hotline by the form of its matter (docs/hotline.md). Pure."""

from __future__ import annotations

from typing import assert_never

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Verdict
from parley.matters.entry import Entry
from parley.tracks.hotline.annexes import ANNEX_KINDS, fold_annex, judge_annex
from parley.tracks.hotline.calls import CallState, fold_call, judge_call, judge_call_opening, open_call
from parley.tracks.hotline.line_checks import (
    LineCheckState,
    fold_line_check,
    judge_line_check,
    judge_line_check_opening,
    open_line_check,
)
from parley.tracks.hotline.message_fold import fold_message, open_message
from parley.tracks.hotline.message_rules import judge_message, judge_opening
from parley.tracks.hotline.message_state import MessageState
from parley.tracks.hotline.refusing import refuse
from parley.tracks.hotline.shift_log import ShiftState, judge_shift_opening, open_shift
from parley.tracks.hotline.voice import judge_challenge
from parley.tracks.hotline.watch import WatchState, fold_watch, judge_watch, judge_watch_opening, open_watch

HotlineState = MessageState | CallState | LineCheckState | WatchState | ShiftState


def judge(state: HotlineState | None, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over an entry with only what its author had read; `state` None stands for a matter not yet open."""
    if state is None:
        return _judge_opening(entry, charter=charter)
    if entry.matter == entry.id:
        return refuse("matter_stands", "H-1", matter=state.opening.id)
    match state:
        case MessageState() if entry.kind in ANNEX_KINDS:
            return judge_annex(state, entry, charter=charter)
        case MessageState():
            return judge_message(state, entry, charter=charter)
        case CallState() if entry.kind in ANNEX_KINDS:
            return judge_annex(state, entry, charter=charter)
        case CallState():
            return judge_call(state, entry, charter=charter)
        case LineCheckState() if entry.kind == "lapse_cited":
            return judge_annex(state, entry, charter=charter)
        case LineCheckState():
            return judge_line_check(state, entry)
        case WatchState() if entry.kind == "lapse_cited":
            return judge_annex(state, entry, charter=charter)
        case WatchState():
            return judge_watch(state, entry)
        case ShiftState():
            return refuse("other_matter", "H-1", kind=entry.kind)
    assert_never(state)


def fold(state: HotlineState | None, entry: Entry, *, charter: Charter, beside: frozenset[str]) -> HotlineState:
    """Return the state after a permitted entry; the same for every order in which causes come before effects."""
    match state:
        case None:
            return _open(entry, charter=charter)
        case MessageState() if entry.kind in ANNEX_KINDS:
            return fold_annex(state, entry)
        case MessageState():
            return fold_message(state, entry, beside=beside)
        case CallState() if entry.kind in ANNEX_KINDS:
            return fold_annex(state, entry)
        case CallState():
            return fold_call(state, entry)
        case LineCheckState() if entry.kind in ANNEX_KINDS:
            return fold_annex(state, entry)
        case LineCheckState():
            return fold_line_check(state, entry)
        case WatchState() if entry.kind == "lapse_cited":
            return fold_annex(state, entry)
        case WatchState():
            return fold_watch(state, entry, beside=beside)
        case ShiftState():
            raise ValueError(entry.kind)
    assert_never(state)


def _judge_opening(entry: Entry, *, charter: Charter) -> Verdict:
    match entry.kind:
        case "message_sent":
            return judge_opening(entry, charter=charter)
        case "call_logged":
            return judge_call_opening(entry, charter=charter)
        case "call_challenged":
            return judge_challenge(entry)
        case "line_check_sent":
            return judge_line_check_opening(entry, charter=charter)
        case "watch_taken":
            return judge_watch_opening(entry)
        case "shift_noted":
            return judge_shift_opening(entry)
    return refuse("matter_unknown", "H-1", matter=entry.matter)


def _open(entry: Entry, *, charter: Charter) -> HotlineState:
    match entry.kind:
        case "message_sent":
            return open_message(entry, charter=charter)
        case "call_logged" | "call_challenged":
            return open_call(entry)
        case "line_check_sent":
            return open_line_check(entry)
        case "watch_taken":
            return open_watch(entry)
        case "shift_noted":
            return open_shift(entry)
    raise ValueError(entry.kind)


__all__ = ["HotlineState", "Permit", "fold", "judge"]

"""The hotline as the kernel sees it, and the row that lists show of each of its matters. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Verdict
from parley.matters.entry import Entry
from parley.matters.track import Cited, Glance, Kind, Series, Track
from parley.tracks.hotline.calls import CallState
from parley.tracks.hotline.entries import KINDS
from parley.tracks.hotline.fold import HotlineState, fold, judge
from parley.tracks.hotline.line_checks import LineCheckState, series_of_check
from parley.tracks.hotline.message_state import MessageState
from parley.tracks.hotline.watch import WatchState, watch_series

WATCH_RANK = 8
LINE_CHECK_RANK = 9


class HotlineTrack:
    """The hotline: its name, its kinds, and its pure functions."""

    name: str = "hotline"
    kinds: Mapping[str, Kind] = KINDS

    def judge(self, state: Any, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
        """Decide over `entry` with only what its author had read."""
        return judge(state, entry, charter=charter)

    def fold(self, state: Any, entry: Entry, *, charter: Charter, beside: frozenset[str]) -> Any:
        """Return the state after `entry`."""
        return fold(state, entry, charter=charter, beside=beside)

    def glance(self, state: Any, *, charter: Charter) -> Glance:
        """Return whether any duty of the matter may still be open, and the rank of its precedence."""
        return glance(state, charter=charter)


TRACK: Track = HotlineTrack()


def glance(state: HotlineState, *, charter: Charter) -> Glance:
    """Return whether any duty of this state may be open at any time, and how urgent the matter is.

    A watch is always owing: it ends by the clock, or where its member opened a newer one.
    """
    precedence = charter.precedences.get(getattr(state, "precedence", ""))
    rank = precedence.rank if precedence else WATCH_RANK
    match state:
        case MessageState():
            return Glance(_may_owe(state), rank)
        case CallState():
            return Glance(state.decision is None, _rank_of_call(state, rank, charter=charter))
        case LineCheckState():
            owing = state.answer is None or bool(state.silent_routes)
            return Glance(owing, LINE_CHECK_RANK, series_of_check(state))
        case WatchState():
            return Glance(owing=True, rank=rank, series=Series(watch_series(state.opening.member), state.opening.id))
    return Glance(owing=False, rank=rank)


def _rank_of_call(state: CallState, rank: int, *, charter: Charter) -> int:
    """Return the rank of a call: somebody waits on the line while words are being read out."""
    voice = state.voice
    if voice is None or state.logged is not None or all(voice.said_by(end) for end in voice.ends):
        return rank
    return min((precedence.rank for precedence in charter.precedences.values()), default=rank)


def _may_owe(state: MessageState) -> bool:
    if state.closed is not None:
        return False
    unconfirmed = bool(state.read_backs) and any(_is_pending(state, member) for member in state.opening.others)
    untold = any(after is None for _, after in state.orders)
    return unconfirmed or untold or bool(state.open_crossings) or any(_owes(state, member) for member in state.asked)


def _is_pending(state: MessageState, member: str) -> bool:
    read = state.read_back(member)
    return read is not None and state.confirmation(read) is None


def _owes(state: MessageState, member: str) -> bool:
    # Of the words in force: what was said of older ones is owed anew.
    unanswered = state.asks_answer and state.answer(member) is None
    unread = state.asks_read_back and state.read_back(member) is None
    return unanswered or unread or state.stage(member) == "sent"


def headline(state: HotlineState) -> dict[str, Any]:
    """Return the row of a list: form, name, who opened it to whom and when, and for a message its subject."""
    row: dict[str, Any] = {
        "form": state.as_json()["form"],
        "name": state.name,
        "opened_by": state.opening.member,
        "to": list(state.opening.to),
        "at_ms": state.opening.at_ms,
        "precedence": state.as_json().get("precedence"),
        "subject": None,
        "template": None,
        "lang": None,
    }
    if isinstance(state, MessageState):
        row |= {"subject": state.wording.subject, "template": state.template, "lang": state.wording.lang}
    return row

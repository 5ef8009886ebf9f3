"""A challenge as a screen shows it: what to read out, what must be heard, for how long, what both ends signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from parley.desk.addresses import address_of_matter
from parley.desk.seats import Seat
from parley.node.reading import MatterRow, MatterView
from parley.tracks.hotline.spoken_words import spoken_word

if TYPE_CHECKING:
    from parley.desk.frame import Frame


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """One word in the reader's language, and in the mechanism's other languages beside it."""

    word: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GroupShown:
    """What one end reads out."""

    words: tuple[SpokenWord, ...]
    figure: int


@dataclass(frozen=True, slots=True)
class EndShown:
    """One end of the call and what it signed; `state` is empty where it has signed nothing."""

    name: str
    state: str
    shape: str
    word: str
    reason: str
    text: str
    lang: str
    at_ms: int | None


@dataclass(frozen=True, slots=True)
class VoiceShown:
    """A challenge for one reader. `hear` and `say` are None for who is not on the line."""

    state: str
    is_near: bool
    hear: GroupShown | None
    say: GroupShown | None
    other: str
    other_code: str
    seat: Seat | None
    expires_at_ms: int
    left_ms: int
    reached_ms: int | None
    ends: tuple[EndShown, ...]
    may_say_yes: bool
    may_say_no: bool
    may_log: bool

    @property
    def is_over(self) -> bool:
        """Whether the words are used up by time."""
        return self.left_ms < 0


@dataclass(frozen=True, slots=True)
class CallBar:
    """A bar over every page: words wait to be read out here, or a voice was not authenticated (`is_alarm`)."""

    matter: str
    address: str
    name: str
    call_back: str
    is_alarm: bool
    expires_at_ms: int
    left_ms: int


def voice_shown(frame: Frame, view: MatterView) -> VoiceShown | None:
    """Return the challenge of a call for this desk; None where there was none."""
    state = view.row.state
    voice = state.get("voice")
    if not voice:
        return None
    own, near = frame.node.member, view.row.opened_by
    is_near, is_far = own == near, own == voice["to"]
    other = voice["to"] if is_near else near
    languages = frame.node.charter().languages
    groups = [_group(voice[end], language=frame.language, languages=languages) for end in ("far", "near")]
    hear, say = (groups if is_near else groups[::-1]) if is_near or is_far else (None, None)
    left_ms, said = voice["expires_at_ms"] - frame.now_ms, voice["said"].get(own)
    return VoiceShown(
        state=voice["state"], is_near=is_near, hear=hear, say=say, other=frame.name_of(other), other_code=other,
        seat=_seat(frame, other), expires_at_ms=voice["expires_at_ms"], left_ms=left_ms,
        reached_ms=_reached(view, voice["to"]),
        ends=tuple(_end(voice["said"].get(code), name=frame.name_of(code)) for code in (near, voice["to"])),
        # Once the other end said no, a yes is no longer offered: who hears of it hangs up.
        may_say_yes=(is_near or is_far) and voice["state"] == "challenged" and said is None and left_ms >= 0,
        may_say_no=(is_near or is_far) and (said is None or said["state"] == "authenticated"),
        may_log=is_near and said is not None and state.get("logged") is None,
    )  # fmt: skip


def call_bars(frame: Frame, rows: Iterable[MatterRow]) -> list[CallBar]:
    """Return the bars of calls among these matters, the newest first: an officer is on that line now."""
    found = [bar for row in rows if row.state.get("voice") and (bar := _bar(frame, row)) is not None]
    return sorted(found, key=lambda bar: -bar.expires_at_ms)


def _bar(frame: Frame, row: MatterRow) -> CallBar | None:
    voice, own = row.state["voice"], frame.node.member
    ends = (row.opened_by, voice["to"])
    is_alarm = voice["state"] == "not_authenticated" and not row.state["confirmations"]
    left_ms = voice["expires_at_ms"] - frame.now_ms
    if not is_alarm and (own not in ends or own in voice["said"] or left_ms < 0):
        return None
    others = [code for code in ends if code != own]
    seat = _seat(frame, others[0]) if own in ends else None
    return CallBar(
        row.id, address_of_matter(row.id), " – ".join(map(frame.name_of, others)), seat.call_back if seat else "",
        is_alarm, voice["expires_at_ms"], left_ms,
    )  # fmt: skip


def _group(group: Mapping[str, Any], *, language: str, languages: Iterable[str]) -> GroupShown:
    words = tuple(
        SpokenWord(
            spoken_word(number, language=language),
            tuple((each, spoken_word(number, language=each)) for each in languages if each != language),
        )
        for number in group["words"]
    )
    return GroupShown(words, group["figure"])


def _end(said: Mapping[str, Any] | None, *, name: str) -> EndShown:
    if said is None:
        return EndShown(name, "", "todo", gettext("has not said yet what it heard"), "", "", "", None)
    is_yes = said["state"] == "authenticated"
    word = gettext("says: authenticated") if is_yes else gettext("says: not authenticated")
    reason = reason_word(str(said["reason"] or ""))
    told = (reason, said["text"] or "", said["lang"] or "", said["at_ms"])
    return EndShown(name, said["state"], "done" if is_yes else "bad", word, *told)


def reason_word(reason: str) -> str:
    """Say why a voice was not authenticated; an unknown reason as itself."""
    return REASON_WORDS[reason]() if reason in REASON_WORDS else reason


REASON_WORDS: Mapping[str, Callable[[], str]] = {
    "wrong_words": lambda: gettext("Other words were read out"),
    "no_words": lambda: gettext("No words were read out"),
    "no_call": lambda: gettext("Nobody here is on such a call"),
    "cut_off": lambda: gettext("The call broke off"),
}


def _seat(frame: Frame, code: str) -> Seat | None:
    return next((seat for seat in frame.seats if seat.member == code and seat.call_back), None)


def _reached(view: MatterView, far: str) -> int | None:
    """Return when the challenge is proven to have reached the far node."""
    got = next(entry.transport for entry in view.entries if entry.id == view.row.id)
    return got.opened.get(far, got.read.get(far))

"""What figures count of one matter: its duties as they went, the message as sent, the notice's versions. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from parley.matters.duty import OVER, Duty
from parley.node.figures.facts import Given, Reckoned, Sent, fact_of
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.hotline.message_state import MessageState


def reckoned(state: Any, duties: Iterable[Duty], *, track: str) -> Reckoned:
    """Return what figures count of a matter in this state, with these duties."""
    opening = getattr(state, "opening", None)
    to = tuple(opening.to) if opening is not None else ()
    precedence = str(getattr(state, "precedence", "") or "")
    facts = (fact_of(duty, track=track, precedence=precedence, to=to) for duty in duties)
    return Reckoned(tuple(fact for fact in facts if fact is not None), _sent(state), _given(state))


def is_settled(duties: Iterable[Duty]) -> bool:
    """Return whether nothing that the hour or a reading brings can change these duties any more."""
    return all(duty.state in OVER for duty in duties)


def _sent(state: Any) -> tuple[Sent, ...]:
    if not isinstance(state, MessageState):
        return ()
    opening = state.opening
    template, reason = state.template or "", bool(state.precedence_reason)
    return (Sent(opening.id, opening.member, tuple(opening.to), opening.at_ms, state.precedence, template, reason),)


def _given(state: Any) -> tuple[Given, ...]:
    if not isinstance(state, NoticeState):
        return ()
    opening = state.opening
    return tuple(
        Given(
            each.entry, opening.id, each.member, tuple(opening.to), each.at_ms, each.short_by_min, each.begins_s * 1000
        )
        for each in state.versions
    )

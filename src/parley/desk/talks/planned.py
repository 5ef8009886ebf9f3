"""Talks on the calendar: the dates of each round that goes on, its sittings, and when a waiting file may open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from parley.desk.adding import Mark, Planned, Span, TimeRow
from parley.desk.addresses import address_of_form
from parley.desk.statements.planned import planned as stated
from parley.desk.talks.kind_words import track_word
from parley.desk.talks.words import FILE_STATES, ROUND_STATES, RULES, word
from parley.node.commitments.held import instrument
from parley.node.talks import held
from parley.tracks.commitments.stepping import rows_at
from parley.tracks.talks.file_state import FORM as FILE
from parley.tracks.talks.gates import OPEN
from parley.tracks.talks.round_state import CANCELLED, RoundState
from parley.tracks.talks.round_state import FORM as ROUND
from parley.tracks.talks.track import TRACK

if TYPE_CHECKING:
    from parley.desk.frame import Frame

# So many marks of talks are drawn in one row of the time line.
MOST_MARKS = 50


def planned(frame: Frame, span: Span) -> Iterator[Planned]:
    """Yield the rounds, the sittings and the gates that fall within the span."""
    if TRACK.name not in frame.tracks:
        return
    rounds = held.rounds(frame.node)
    yield from _rounds(rounds, span)
    yield from _gates(frame, rounds, span)


def talk_rows(frame: Frame, span: Span) -> Iterator[TimeRow]:
    """Yield one row with the rounds, the sittings and the releases of joint statements; none where there is nothing."""
    if TRACK.name not in frame.tracks:
        return
    found = [*_rounds(held.rounds(frame.node), span), *stated(frame, span)]
    marks = tuple(_mark(each, span) for each in found[:MOST_MARKS])
    more = max(0, len(found) - MOST_MARKS)
    if marks:
        yield TimeRow("talks", track_word(), marks, more=more, whole=reverse("rounds") if more else "")


def _mark(each: Planned, span: Span) -> Mark:
    return Mark(
        max(each.at_ms, span.from_ms), f"{each.what} · {each.subject}", short=each.matter, shape=each.shape,
        tone="wait" if each.at_ms >= span.now_ms else "plain", word=each.word,
        until_ms=min(each.until_ms, span.until_ms) if each.until_ms is not None else None, address=each.address,
        matter=each.matter,
    )  # fmt: skip


def _rounds(rounds: list[RoundState], span: Span) -> Iterator[Planned]:
    for state in rounds:
        if state.name != CANCELLED:
            yield from _round(state, span)


def _round(state: RoundState, span: Span) -> Iterator[Planned]:
    dates, matter = state.held_at, state.opening.id
    address, subject = address_of_form(ROUND, matter), str(state.terms["subject"])
    if dates.from_s * 1000 < span.until_ms and dates.until_s * 1000 > span.from_ms:
        yield Planned(
            dates.from_s * 1000, gettext("Round of talks in %(place)s") % {"place": state.terms["place"]}, subject,
            dates.until_s * 1000, state.coming, "talk", word(ROUND_STATES, state.name), matter, address,
        )  # fmt: skip
    for each in state.sittings:
        end = state.end_of(each.entry)
        until_s = end.ended_s if end is not None else None
        if span.from_ms <= each.began_s * 1000 < span.until_ms:
            yield Planned(
                each.began_s * 1000, gettext("Sitting"), subject, until_s * 1000 if until_s is not None else None,
                tuple(one["member"] for one in each.present), "talk", word(RULES, each.rule), matter, address,
            )  # fmt: skip


def _gates(frame: Frame, rounds: list[RoundState], span: Span) -> Iterator[Planned]:
    """Yield for each file that waits the day on which the last of its steps is expected, if all goes as planned."""
    for state in held.files(frame.node):
        standing = held.standing_of(frame.node, state, held=rounds)
        shut = [each for each in standing.gates if each.state != OPEN]
        if state.is_over or not shut:
            continue
        expected = [_expected_s(frame, each.gate.instrument, each.gate.step, now_s=span.now_ms // 1000)
                    for each in shut]  # fmt: skip
        known = [each for each in expected if each is not None]
        if len(known) == len(shut) and span.from_ms <= max(known) * 1000 < span.until_ms:
            yield Planned(
                max(known) * 1000, gettext("The gate of a file is expected to open"), str(state.terms["subject"]), None,
                (state.terms["lead"],), "wait", word(FILE_STATES, standing.name), state.opening.id,
                address_of_form(FILE, state.opening.id), "TA-8",
            )  # fmt: skip


def _expected_s(frame: Frame, matter: str, step: str, *, now_s: int) -> int | None:
    state = instrument(frame.node, matter)
    rows = rows_at(state, now_s=now_s) if state is not None and state.from_s is not None else ()
    return next((row.due.expected_s for row in rows if row.step.id == step), None)

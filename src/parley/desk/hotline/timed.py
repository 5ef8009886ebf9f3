"""The hotline on the time line: a row of messages and calls for each member, and one of line checks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from parley.desk.adding import Mark, Span, TimeRow
from parley.desk.addresses import address_of_matter
from parley.desk.hotline.wordings import precedence_word, state_word
from parley.desk.said_once import said_once
from parley.desk.watching import subject_of
from parley.node import reading
from parley.node.reading import MatterRow

if TYPE_CHECKING:
    from parley.desk.frame import Frame

# What one row draws at most; a row that holds more says so by its first mark.
MOST_MARKS = 150
TONES = {"flash": "flash", "immediate": "soon"}


def message_rows(frame: Frame, span: Span) -> list[TimeRow]:
    """Return for each member the messages and calls that it opened within the hours shown."""
    found: dict[str, list[Mark]] = {code: [] for code in frame.node.charter().codes}
    precedences, states = said_once(precedence_word), said_once(state_word)
    for form in ("message", "call"):
        for row in _opened_within(frame, form, span):
            mark = _message(row, language=frame.language, precedences=precedences, states=states)
            found.setdefault(row.opened_by, []).append(mark)
    return [
        TimeRow(f"by-{code}", frame.name_of(code), tuple(marks), proven_until_ms=frame.stale.get(code))
        for code, marks in found.items()
    ]


def check_row(frame: Frame, span: Span) -> TimeRow:
    """Return the line checks of the hours shown: answered, waiting, answered wrongly, or not over every route."""
    marks = [_check(row, frame=frame) for row in _opened_within(frame, "line_check", span)]
    return TimeRow("line-checks", gettext("Line checks"), tuple(marks))


def _opened_within(frame: Frame, form: str, span: Span) -> list[MatterRow]:
    rows = reading.of_form(frame.node, form, from_ms=span.from_ms, until_ms=span.until_ms, limit=MOST_MARKS)
    return [row for row in rows if row.track in frame.tracks]


def _message(
    row: MatterRow, *, language: str, precedences: Callable[[str], str], states: Callable[[str], str]
) -> Mark:
    precedence, state = str(row.state.get("precedence") or ""), str(row.state.get("name") or "")
    is_closed = state in ("answered", "confirmed", "closed", "acknowledged")
    is_bad = state in ("mismatch", "crossed", "not_authenticated")
    return Mark(
        row.at_ms,
        subject_of(row.state, language=language),
        short=row.id,
        shape="flash" if precedence == "flash" else "bad" if is_bad else "talk",
        tone=TONES.get(precedence, "done" if is_closed else "plain"),
        word=", ".join(filter(None, (precedences(precedence), states(state)))),
        address=address_of_matter(row.id),
        matter=row.id,
    )


def _check(row: MatterRow, *, frame: Frame) -> Mark:
    state = str(row.state.get("name") or "")
    shape = {"answered": "done", "mismatch": "bad", "route_missing": "bad"}.get(state, "todo")
    tone = {"answered": "done", "mismatch": "over", "route_missing": "over"}.get(state, "plain")
    ends = " – ".join(frame.name_of(code) for code in row.state.get("between", ()))
    return Mark(
        row.at_ms, ends, short=row.id, shape=shape, tone=tone, word=state_word(state),
        address=address_of_matter(row.id), matter=row.id,
    )  # fmt: skip

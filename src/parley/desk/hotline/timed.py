"""The hotline on the time line: a row of messages and calls for each member, and one of line checks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from parley.desk.adding import Mark, Span, TimeRow
from parley.desk.addresses import address_of_matter
from parley.desk.hotline.wordings import precedence_word, state_word
from parley.desk.said_once import said_once
from parley.desk.watching import subject_of
from parley.geo.moment import Moment, moment_text
from parley.node import reading
from parley.node.reading import MatterRow

if TYPE_CHECKING:
    from parley.desk.frame import Frame

# So many messages are drawn, as many calls and as many line checks; a row that holds more says how many more.
MOST_MARKS = 150
# Of each member at least so many, where the others say very much.
LEAST_MARKS = 30
TONES = {"flash": "flash", "immediate": "soon"}


def message_rows(frame: Frame, span: Span) -> list[TimeRow]:
    """Return for each member the messages and calls that it opened within the hours shown, the newest of each."""
    found: dict[str, list[Mark]] = {code: [] for code in frame.node.charter().codes}
    more: dict[str, int] = {}
    precedences, states = said_once(precedence_word), said_once(state_word)
    for form in ("message", "call"):
        rows, left = _opened_within(frame, form, span)
        for row in rows:
            mark = _message(row, language=frame.language, precedences=precedences, states=states)
            found.setdefault(row.opened_by, []).append(mark)
        more = {code: more.get(code, 0) + left.get(code, 0) for code in {*more, *left}}
    return [
        TimeRow(
            f"by-{code}", frame.name_of(code), tuple(marks), proven_until_ms=frame.stale.get(code),
            more=more.get(code, 0), whole=f"{reverse('search')}?{urlencode({'member': code, **_hours(span)})}",
        )
        for code, marks in found.items()
    ]  # fmt: skip


def check_row(frame: Frame, span: Span) -> TimeRow:
    """Return the line checks of the hours shown: answered, waiting, answered wrongly, or not over every route."""
    rows, left = _opened_within(frame, "line_check", span)
    marks = tuple(_check(row, frame=frame) for row in rows)
    whole = f"{reverse('hotline')}?show=checks"
    return TimeRow("line-checks", gettext("Line checks"), marks, more=sum(left.values()), whole=whole)


def _hours(span: Span) -> dict[str, str]:
    """Return the hours shown as the fields of the search have them."""
    ends = (("from", span.from_ms), ("to", span.until_ms))
    return {name: moment_text(Moment(at_ms // 1000, "minute")) for name, at_ms in ends}


def _opened_within(frame: Frame, form: str, span: Span) -> tuple[list[MatterRow], dict[str, int]]:
    """Return the newest matters of a form, and by member how many of these hours are not among them.

    Of many, each member has its share, so that one who says very much hides nobody.
    """
    if frame.not_read:
        return [], {}
    read = partial(reading.of_form, frame.node, form, from_ms=span.from_ms, until_ms=span.until_ms)
    rows = read(limit=MOST_MARKS)
    if len(rows) < MOST_MARKS:
        return rows, {}
    counts = reading.counts_of_form(frame.node, form, from_ms=span.from_ms, until_ms=span.until_ms)
    share = max(min(LEAST_MARKS, MOST_MARKS), MOST_MARKS // len(counts))
    kept = [row for code in counts for row in read(limit=share, by=code)]
    return kept, {code: max(0, count - share) for code, count in counts.items()}


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

"""The calendar as its page shows it: days with what falls on each, and before them what is overdue from earlier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext

from parley.desk.adding import Planned, Span
from parley.desk.addresses import address_of_matter
from parley.desk.calendar.asked import DAY_MS, DUTIES, EVERYBODY, PLANNED, Asked
from parley.desk.duty_words import duty_said, duty_why
from parley.desk.installed import planned_rows
from parley.desk.reach import narrowed
from parley.desk.verifying.rows import address_unsaid, subject_unsaid
from parley.desk.watching import SOON_MS, subject_of
from parley.matters.duty import Duty
from parley.node import reading
from parley.node.calendar.owing import Owing, owing
from parley.node.reading import MatterRow

if TYPE_CHECKING:
    from parley.desk.frame import Frame

NOTHING = Owing((), (), 0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a day. A duty has `duty`, by which it is explained; what is planned has none.

    `tone` is over, soon, wait, theirs or plan; `word` says it, `from_before` that it began on an earlier day.
    """

    at_ms: int
    until_ms: int | None
    what: str
    why: str
    subject: str
    matter: str
    address: str
    who: str
    clause: str
    duty: str
    tone: str
    shape: str
    word: str
    from_before: bool = False

    @property
    def is_within_day(self) -> bool:
        """Whether it ends on the day on which it stands."""
        return self.until_ms is not None and self.until_ms // DAY_MS == self.at_ms // DAY_MS


@dataclass(frozen=True, slots=True)
class Day:
    """A day in UTC with its lines by time; `is_monday` begins a week."""

    day: date
    name: str
    lines: tuple[Line, ...]
    is_today: bool
    begins_week: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole: `overdue` lapsed before the first day; of `total` matters `looked_at` were read."""

    overdue: tuple[Line, ...]
    days: tuple[Day, ...]
    looked_at: int
    total: int

    @property
    def is_part(self) -> bool:
        """Whether more may be due than was read."""
        return self.looked_at < self.total


def shown(frame: Frame, asked: Asked) -> Shown:
    """Return the days that were asked for, of the tracks that the officer's role reads."""
    tracks = narrowed(frame.tracks)
    found = NOTHING
    if asked.what != PLANNED and tracks != ():
        ours = asked.whose == frame.node.member
        found = owing(frame.node, until_ms=asked.until_ms, now_ms=frame.now_ms, tracks=tracks, ours=ours)
    duties = [each for each in found.duties if asked.whose in (EVERYBODY, each.owed_by)]
    matters = {row.id: row for row in reading.shown(frame.node, found.rows)}
    lines = [_line(frame, duty, matters) for duty in duties]
    planned = [] if asked.what == DUTIES else list(_planned(frame, asked))
    return Shown(
        tuple(line for line in lines if line.at_ms < asked.from_ms),
        tuple(_days(frame, asked, [*(line for line in lines if line.at_ms >= asked.from_ms), *planned])),
        found.looked_at,
        found.total,
    )


def _line(frame: Frame, duty: Duty, matters: Mapping[str, MatterRow]) -> Line:
    row, due_ms = matters.get(duty.matter), duty.due_at_ms or 0
    tone, shape, word = _state(frame, duty)
    charter, language = frame.node.charter(), frame.language
    about = subject_unsaid(duty, charter=charter)
    subject = subject_of(row.state, language=language) if row is not None else about
    return Line(
        due_ms, None, duty_said(duty, charter=charter, language=language), duty_why(duty.what), subject, duty.matter,
        address_of_matter(duty.matter) if duty.matter else address_unsaid(duty), frame.name_of(duty.owed_by),
        duty.clause, duty.id, tone, shape, word,
    )  # fmt: skip


def _state(frame: Frame, duty: Duty) -> tuple[str, str, str]:
    due_ms = duty.due_at_ms or 0
    if due_ms < frame.now_ms:
        return "over", "over", gettext("overdue")
    if duty.owed_by != frame.node.member:
        return "theirs", "wait", gettext("waits for them")
    if due_ms - frame.now_ms < SOON_MS:
        return "soon", "soon", gettext("due soon")
    return "wait", "wait", gettext("waits for you")


def _planned(frame: Frame, asked: Asked) -> Iterator[Line]:
    span = Span(asked.from_ms, asked.until_ms, frame.now_ms)
    for part in planned_rows():
        for each in part.read(frame, span):
            if asked.whose == EVERYBODY or not each.who or asked.whose in each.who:
                yield _plan_line(frame, each, asked)


def _plan_line(frame: Frame, each: Planned, asked: Asked) -> Line:
    who = gettext(", ").join(frame.name_of(code) for code in each.who)
    return Line(
        max(each.at_ms, asked.from_ms), each.until_ms, each.what, "", each.subject, each.matter, each.address, who,
        each.clause, "", "plan", each.shape, each.word, from_before=each.at_ms < asked.from_ms,
    )  # fmt: skip


def _days(frame: Frame, asked: Asked, lines: Iterable[Line]) -> Iterator[Day]:
    today = datetime.fromtimestamp(frame.now_ms / 1000, UTC).date()
    by_day: dict[date, list[Line]] = {}
    for line in lines:
        by_day.setdefault(datetime.fromtimestamp(line.at_ms / 1000, UTC).date(), []).append(line)
    for number in range(asked.days):
        day = asked.first + timedelta(days=number)
        found = tuple(sorted(by_day.get(day, ()), key=lambda line: (line.at_ms, not line.duty, line.duty, line.matter)))
        yield Day(day, str(WEEKDAYS[day.weekday()]), found, day == today, number > 0 and day.weekday() == 0)

"""What the console counts: what is late, unanswered, overlapping, disputed, missed or silent now, and the trend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from parley.charter.verdict import Refusal
from parley.desk.figures.showing import CellShown, cell_shown
from parley.desk.figures.words import row_word
from parley.desk.frame import Frame
from parley.desk.reach import narrowed
from parley.matters.duty import Duty
from parley.node.calendar.owing import owing
from parley.node.commitments.held import instruments
from parley.node.figures.asked import DAY_MS, Asked
from parley.node.figures.gathering import figures
from parley.node.figures.sheet import Row, Sheet
from parley.node.owed import duties_in
from parley.node.store import due, matters
from parley.node.supervision.held import held
from parley.tracks.commitments.stepping import rows_at
from parley.tracks.commitments.timetable.standing import MISSED
from parley.tracks.supervision.certificates import CertificateState

# So many matters are read for one count; where there are more, the lists hold them all.
MOST = 1_000
WEEK_MS = 7 * DAY_MS


@dataclass(frozen=True, slots=True)
class CountShown:
    """One count with where it leads, how much of it with each member; `tone` is over, soon or plain.

    `is_least` where no more were counted at once than `MOST`: there may be more.
    """

    name: str
    label: str
    count: int
    address: str
    shape: str
    tone: str
    by: tuple[tuple[str, int], ...] = ()
    is_least: bool = False


@dataclass(frozen=True, slots=True)
class TrendCell:
    """A figure of one member for these seven days, and in words what it was in the seven before."""

    member: str
    text: str
    of: int
    address: str
    is_none: bool
    was: str


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A figure of every member."""

    label: str
    clause: str
    cells: tuple[TrendCell, ...]


def counts_shown(frame: Frame) -> list[CountShown]:
    """Return every count that the officer's role may read, in the order of their urgency."""
    return list(_counts(frame))


def _counts(frame: Frame) -> Iterator[CountShown]:
    node, now_ms, tracks = frame.node, frame.now_ms, narrowed(frame.tracks)
    late = owing(node, until_ms=now_ms, now_ms=now_ms, tracks=tracks, limit=MOST) if tracks != () else None
    lapsed = [each for each in late.duties if each.state == "lapsed"] if late else []
    yield CountShown(
        "late", gettext("late"), len(lapsed), f"{reverse('desk')}?watch=all", "over", "over", _by(lapsed, frame),
        is_least=late is not None and len(late.duties) >= MOST,
    )  # fmt: skip
    waiting = _unreceived(frame, tracks)
    yield CountShown(
        "unreceived", gettext("not received, as far as anybody knows"), len(waiting), f"{reverse('desk')}?watch=all",
        "wait", "soon", _by(waiting, frame), is_least=len(waiting) >= MOST,
    )
    # Those of whom nothing was ever proven since this node runs among them.
    silent = list(frame.stale)
    yield CountShown(
        "silent", gettext("members of whom nothing current is held"), len(silent), reverse("record"), "wait", "over",
        tuple((frame.name_of(code), 1) for code in silent),
    )
    if "deconfliction" in frame.tracks:
        conn = node.reader()
        counts = [len(matters.owing_of_form(conn, form, limit=MOST)) for form in ("overlap", "encounter")]
        yield CountShown(
            "overlaps", gettext("overlaps not cleared"), sum(counts), reverse("notices"), "pair", "soon",
            is_least=max(counts) >= MOST,
        )  # fmt: skip
    if "disputes" in frame.tracks:
        disputes = matters.owing_of_form(node.reader(), "dispute", limit=MOST)
        yield CountShown(
            "disputes", gettext("disputes not over"), len(disputes), reverse("disputes"), "ladder", "soon",
            is_least=len(disputes) >= MOST,
        )  # fmt: skip
    if "commitments" in frame.tracks:
        missed = _missed(frame)
        yield CountShown(
            "missed", gettext("steps missed"), sum(missed.values()), reverse("obligations"), "over", "over",
            tuple((frame.name_of(code), count) for code, count in sorted(missed.items())),
        )
    if "supervision" in frame.tracks:
        yield from _of_supervision(frame)


def _of_supervision(frame: Frame) -> Iterator[CountShown]:
    given = matters.owing_of_form(frame.node.reader(), "directive", limit=MOST)
    yield CountShown(
        "directives", gettext("directives not done"), len(given), reverse("directives"), "pen", "soon",
        is_least=len(given) >= MOST,
    )  # fmt: skip
    contested = [
        state for state in held(frame.node, "certificate", limit=MOST)
        if isinstance(state, CertificateState) and state.withdrawn is None and state.contested_by
    ]  # fmt: skip
    yield CountShown(
        "contested", gettext("certificates contested"), len(contested), reverse("certificates"), "bad", "soon"
    )


def _unreceived(frame: Frame, tracks: tuple[str, ...] | None) -> list[Duty]:
    if tracks == ():
        return []
    conn, run = frame.node.reader(), due.Run(0, due.END, tracks=tracks)
    rows = matters.by_id(conn, [matter for _, matter in due.in_order(conn, run, limit=MOST)])
    return [each for each in duties_in(frame.node, rows, now_ms=frame.now_ms) if each.state == "waiting_for_receipt"]


def _missed(frame: Frame) -> Counter[str]:
    now_s = frame.now_ms // 1000
    return Counter(
        row.step.who
        for state in instruments(frame.node)
        if state.from_s is not None and not state.is_variance
        for row in rows_at(state, now_s=now_s)
        if row.standing.state == MISSED
    )


def _by(duties: Iterable[Duty], frame: Frame) -> tuple[tuple[str, int], ...]:
    found = Counter(each.owed_by for each in duties)
    return tuple((frame.name_of(code), found[code]) for code in frame.node.charter().codes if found[code])


def trend_shown(frame: Frame) -> list[TrendRow]:
    """Return the figures of the last seven days beside those of the seven before them."""
    until_ms = (frame.now_ms // DAY_MS + 1) * DAY_MS
    asked = [
        Asked(end - WEEK_MS, end, now_ms=min(frame.now_ms, end), tracks=frame.tracks)
        for end in (until_ms, until_ms - WEEK_MS)
    ]
    now, before = (figures(frame.node, each) for each in asked)
    if isinstance(now, Refusal) or isinstance(before, Refusal):
        return []
    return [_trend(row, before, frame) for row in now.rows if row.code != "flash_day" and not row.is_none]


def _trend(row: Row, before: Sheet, frame: Frame) -> TrendRow:
    earlier, page = before.row(row.name), reverse("figures-why")
    cells = []
    for code, cell in row.cells.items():
        address = f"{page}?{urlencode({'span': 'week', 'figure': row.name, 'of': code})}"
        shown = cell_shown(cell, frame.name_of(code), address)
        was = cell_shown(earlier.cells[code], "", "") if earlier is not None else None
        cells.append(
            TrendCell(shown.member, _text(shown), shown.of, address, shown.is_none,
                      gettext("before: %(figure)s") % {"figure": _text(was)} if was and not was.is_none else "")
        )  # fmt: skip
    return TrendRow(_label(row), row.of if row.code == "lapsed" else "", tuple(cells))


def _label(row: Row) -> str:
    return f"{gettext('Answer times')}: {row_word(row)}" if row.code == "answers" else row_word(row)


def _text(shown: CellShown) -> str:
    return shown.times[0] if shown.times else shown.text

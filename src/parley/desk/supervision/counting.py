"""What the console counts: what is late, unanswered, overlapping, disputed, missed or silent now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from parley.desk.frame import Frame
from parley.desk.reach import narrowed
from parley.matters.duty import Duty
from parley.node.calendar.owing import owing
from parley.node.commitments.held import instruments
from parley.node.figures.sorts import is_answer
from parley.node.owed import duties_in
from parley.node.store import due, matters
from parley.node.supervision.held import held
from parley.tracks.commitments.stepping import rows_at
from parley.tracks.commitments.timetable.standing import MISSED
from parley.tracks.supervision.certificates import CertificateState

# So many matters are read for one count; where there are more, the lists hold them all.
MOST = 500


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


def counts_shown(frame: Frame) -> list[CountShown]:
    """Return every count that the officer's role may read, in the order of their urgency."""
    return list(_counts(frame))


def _counts(frame: Frame) -> Iterator[CountShown]:
    tracks = narrowed(frame.tracks)
    yield from _owed_now(frame, tracks)
    # Those of whom nothing was ever proven since this node runs among them.
    silent = list(frame.stale)
    yield CountShown(
        "silent", gettext("members of whom nothing current is held"), len(silent), reverse("record"), "wait", "over",
        tuple((frame.name_of(code), 1) for code in silent),
    )
    yield from _of_matters(frame)


def _owed_now(frame: Frame, tracks: tuple[str, ...] | None) -> Iterator[CountShown]:
    """Yield what is late, what nobody is known to have received, and which answers are owed in time."""
    node, now_ms, watched = frame.node, frame.now_ms, f"{reverse('desk')}?watch=all"
    late = owing(node, until_ms=now_ms, now_ms=now_ms, tracks=tracks, limit=MOST) if tracks != () else None
    lapsed = [each for each in late.duties if each.state == "lapsed"] if late else []
    yield CountShown(
        "late", gettext("late"), len(lapsed), watched, "over", "over", _by(lapsed, frame),
        is_least=late is not None and late.is_part,
    )  # fmt: skip
    waiting, asked, is_whole = _waiting(frame, tracks)
    yield CountShown(
        "unreceived", gettext("not received, as far as anybody knows"), len(waiting), watched, "wait", "soon",
        _by(waiting, frame), is_least=not is_whole,
    )  # fmt: skip
    yield CountShown(
        "unanswered", gettext("answers that are owed, in time"), len(asked), watched, "wait", "plain",
        _by(asked, frame), is_least=not is_whole,
    )  # fmt: skip


def _of_matters(frame: Frame) -> Iterator[CountShown]:
    """Yield what overlaps, is disputed or was missed, and what supervision waits for, as far as the role reads it."""
    node = frame.node
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


def _waiting(frame: Frame, tracks: tuple[str, ...] | None) -> tuple[list[Duty], list[Duty], bool]:
    """Return what waits for a receipt, which answers are owed in time, and whether every matter was looked at."""
    if tracks == ():
        return [], [], True
    conn = frame.node.reader()
    # First those in which no clock runs at all; where one runs for some, others may still wait.
    found = due.in_order(conn, due.Run(due.NO_CLOCK, due.END, tracks=tracks), limit=MOST)
    if len(found) < MOST:
        found += due.in_order(conn, due.Run(0, due.NO_CLOCK, tracks=tracks), limit=MOST - len(found))
    rows = matters.by_id(conn, [matter for _, matter in found])
    owed = duties_in(frame.node, rows, now_ms=frame.now_ms)
    waiting = [each for each in owed if each.state == "waiting_for_receipt"]
    asked = [each for each in owed if each.state == "running" and is_answer(each.clause)]
    return waiting, asked, len(found) >= due.count(conn, due.Run(0, due.END, tracks=tracks))


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

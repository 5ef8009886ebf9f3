"""Row 10: a matter of many entries, of each track: folded whole, with one more, with a late one, beside parsing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from benchmarks.conversing import FORMS, TRACKS, Form
from benchmarks.figure import Figure
from benchmarks.mechanism import TEMPLATE
from benchmarks.references import median
from parley.charter.model import Charter
from parley.charter.reading import read_template
from parley.matters.entry import Entry
from parley.matters.fold import Folded, extend, fold_matter
from parley.matters.verdict import Permit

ASKED = 300
TIMES = 7
# Of others each author had read all but so many of the newest.
UNREAD = 2
BEFORE = 500
FOLD_MS, MORE_MS = 100, 5
MEASURED = 10_000


def folding(*, count: int) -> list[Figure]:
    """Return the figures of matters of so many entries: all of CPU time, for a machine that others use too."""
    charter = read_template(TEMPLATE.read_bytes())
    found = []
    for form in FORMS:
        for unread in (0, UNREAD) if form.may_be_unread else (0,):
            size = count if form.most is None else min(count, form.most - ASKED)
            entries = form.entries(charter, size + ASKED, unread=unread)
            found += _of_one(form, entries[:size], entries[size:], charter=charter, unread=unread)
    return found


def _of_one(form: Form, entries: list[Entry], more: list[Entry], *, charter: Charter, unread: int) -> list[Figure]:
    texts = [json.dumps(entry.content) for entry in entries]
    again = 3 if len(entries) <= MEASURED else 1
    parsed = min(_cpu_ms(lambda: [json.loads(text) for text in texts]) for _ in range(TIMES))
    whole = _folded(entries, charter)
    if not all(isinstance(verdict, Permit) for verdict in whole.verdicts.values()):
        raise RuntimeError(f"an entry of the benchmark is void: {form.name}")
    judged = min(_cpu_ms(lambda: _folded(entries, charter)) for _ in range(again))
    told = min(_cpu_ms(lambda: _states(entries, charter)) for _ in range(again))
    one_more = _extended(whole, more, charter)
    held = f"{len(entries):,} entries, " + (f"all but {unread} read" if unread else "all read")
    is_asked = len(entries) == MEASURED
    most = FOLD_MS if is_asked else None
    by, what = "their contents parsed", form.name
    found = [
        Figure(10, f"{what}: folded, judging each entry", held, judged, "ms CPU", parsed, by, most=most),
        Figure(10, f"{what}: folded where each entry is allowed", held, told, "ms CPU", parsed, by, most=most),
        Figure(10, f"{what}: one more entry, median", held, median(one_more), "ms CPU", judged, "folded whole",
               most=MORE_MS if is_asked else None),
        Figure(10, f"{what}: one more entry, the slowest", held, max(one_more), "ms CPU"),
    ]  # fmt: skip
    if form.late is not None:
        late = _late(form, entries, charter)
        found.append(
            Figure(10, f"{what}: a late one before the last {BEFORE}", held, late, "ms CPU", judged, "folded whole")
        )
    return found


def _cpu_ms(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000


def _folded(entries: list[Entry], charter: Charter) -> Folded:
    folded = fold_matter(entries, track_of=TRACKS.get, charter_at=lambda entry: charter)
    assert folded.state is not None  # it is folded when it is asked for
    return folded


def _states(entries: list[Entry], charter: Charter) -> object:
    state: Any = None
    track = TRACKS[entries[0].kind]
    for entry in entries:
        state = track.fold(state, entry, charter=charter, beside=frozenset())
    return state


def _extended(folded: Folded, more: list[Entry], charter: Charter) -> list[float]:
    took = []
    for entry in more:
        start = time.process_time()
        folded = extend(folded, entry, track_of=TRACKS.get, charter_at=lambda entry: charter)
        assert folded.state is not None  # it is folded when it is asked for
        took.append((time.process_time() - start) * 1000)
    return took


def _late(form: Form, entries: list[Entry], charter: Charter) -> float:
    """Return what it costs to place what SY wrote before it had read the newest, and that comes late."""
    assert form.late is not None
    kind, content = form.late
    before = entries[-min(BEFORE, len(entries) - 5)]
    log, number = charter.member("SY").origin, sum(entry.member == "SY" for entry in entries)
    seen = {**before.point.seen, before.point.log: before.point.number}
    point = replace(before.point, log=log, number=number, seen={each: seen[each] for each in seen if each != log})
    late = Entry(f"SY/{number}", "SY", point, before.to, kind, entries[0].id, content)
    took = []
    for _ in range(3 if len(entries) <= MEASURED else 1):
        # Made anew each time: what was folded for a late entry once would be at hand the second time.
        folded = _folded(entries, charter)
        took.append(_cpu_ms(lambda folded=folded: _extended(folded, [late], charter)))  # type: ignore[misc]
        after = extend(folded, late, track_of=TRACKS.get, charter_at=lambda entry: charter)
        if not isinstance(after.verdicts[late.id], Permit):
            raise RuntimeError(f"the late entry of the benchmark is void: {form.name}")
    return min(took)

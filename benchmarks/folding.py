"""Row 10: a matter of many entries: folded whole, with one more, with a late one, beside parsing the same entries."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.figure import Figure
from benchmarks.mechanism import TEMPLATE
from benchmarks.references import median
from parley.charter.model import Charter
from parley.charter.reading import read_template
from parley.matters.entry import Entry, Point
from parley.matters.fold import Folded, extend, fold_matter
from parley.matters.verdict import Permit
from parley.tracks.hotline.track import TRACK

START_MS = 1_772_361_720_000
ASKED = 300
TIMES = 7
# Of others each author had read all but so many of the newest.
UNREAD = 2
BEFORE = 500
FOLD_MS, MORE_MS = 100, 5
MEASURED = 10_000


@dataclass
class Matter:
    """One message of SY to all, and the answers that IL and US give by turns; how far each had read the others."""

    charter: Charter
    unread: int

    def entries(self, count: int) -> list[Entry]:
        """Return so many entries, the message among them, in the order in which they were said."""
        said: list[Entry] = []
        by_log: dict[str, list[Entry]] = {code: [] for code in self.charter.codes}
        for number in range(count):
            code = "SY" if number == 0 else ("IL", "US")[number % 2]
            recent = said[max(1, number - self.unread) :] if number > 1 else []
            read = {each: len(by_log[each]) - sum(one.member == each for one in recent) for each in by_log}
            entry = self._entry(code, number, by_log, read)
            said.append(entry)
            by_log[code].append(entry)
        return said

    def _entry(self, code: str, number: int, by_log: dict[str, list[Entry]], read: dict[str, int]) -> Entry:
        past = [by_log[each][size - 1] for each, size in read.items() if each != code and size]
        past += by_log[code][-1:]
        seen = {self.charter.member(each).origin: size for each, size in read.items() if each != code and size}
        depth = 1 + max((entry.point.depth for entry in past), default=0)
        own = len(by_log[code])
        point = Point(self.charter.member(code).origin, own, START_MS + number * 1_000, depth, seen)
        kind = "message_answered" if number else "message_sent"
        return Entry(f"{code}/{own}", code, point, tuple(sorted(by_log)), kind, "SY/0", _content(number))


def _content(number: int) -> dict[str, Any]:
    if number:
        return {"role": "duty_officer", "text": f"EXERCISE. They may pass {number}.", "lang": "en"}
    return {
        "role": "duty_officer", "precedence": "routine", "subject": "EXERCISE", "text": "EXERCISE. May they pass?",
        "lang": "en", "items": [], "asks_read_back": False, "asks_answer": True, "asked": ["IL", "US"],
    }  # fmt: skip


def folding(*, count: int) -> list[Figure]:
    """Return the figures of a matter of so many entries: all of CPU time, for a machine that others use too."""
    charter = read_template(TEMPLATE.read_bytes())
    found = []
    for unread in (0, UNREAD):
        matter = Matter(charter, unread)
        entries = matter.entries(count + ASKED)
        found += _of_one(entries[:count], entries[count:], charter=charter, unread=unread)
    return found


def _of_one(entries: list[Entry], more: list[Entry], *, charter: Charter, unread: int) -> list[Figure]:
    texts = [json.dumps(entry.content) for entry in entries]
    again = 3 if len(entries) <= MEASURED else 1
    parsed = min(_cpu_ms(lambda: [json.loads(text) for text in texts]) for _ in range(TIMES))
    whole = _folded(entries, charter)
    if not all(isinstance(verdict, Permit) for verdict in whole.verdicts.values()):
        raise RuntimeError("an entry of the benchmark is void")
    judged = min(_cpu_ms(lambda: _folded(entries, charter)) for _ in range(again))
    told = min(_cpu_ms(lambda: _states(entries, charter)) for _ in range(again))
    one_more, late = _extended(whole, more, charter), _late(entries, charter)
    held = f"{len(entries):,} entries, " + (f"all but {unread} read" if unread else "all read")
    is_asked = len(entries) == MEASURED
    return [
        Figure(10, "a matter: folded, judging each entry", held, judged, "ms CPU", parsed, "their contents parsed",
               most=FOLD_MS if is_asked else None),
        Figure(10, "a matter: folded where each entry is allowed", held, told, "ms CPU", parsed,
               "their contents parsed", most=FOLD_MS if is_asked else None),
        Figure(10, "a matter: one more entry, median", held, median(one_more), "ms CPU", judged,
               "folded whole", most=MORE_MS if is_asked else None),
        Figure(10, "a matter: one more entry, the slowest", held, max(one_more), "ms CPU"),
        Figure(10, f"a matter: a late one before the last {BEFORE}", held, late, "ms CPU", judged, "folded whole"),
    ]  # fmt: skip


def _cpu_ms(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000


def _folded(entries: list[Entry], charter: Charter) -> Folded:
    folded = fold_matter(entries, track_of=TRACK_OF, charter_at=lambda entry: charter)
    assert folded.state is not None  # it is folded when it is asked for
    return folded


def _states(entries: list[Entry], charter: Charter) -> object:
    state: Any = None
    for entry in entries:
        state = TRACK.fold(state, entry, charter=charter, beside=frozenset())
    return state


def _extended(folded: Folded, more: list[Entry], charter: Charter) -> list[float]:
    took = []
    for entry in more:
        start = time.process_time()
        folded = extend(folded, entry, track_of=TRACK_OF, charter_at=lambda entry: charter)
        assert folded.state is not None  # it is folded when it is asked for
        took.append((time.process_time() - start) * 1000)
    return took


def _late(entries: list[Entry], charter: Charter) -> float:
    """Return what it costs to place a translation that SY wrote before it had read the newest, and that comes late."""
    before = entries[-min(BEFORE, len(entries) - 2)]
    point = replace(before.point, log=charter.member("SY").origin, number=1, seen={
        **before.point.seen, before.point.log: before.point.number,
    })  # fmt: skip
    content = {"role": "duty_officer", "of": "SY/0", "lang": "ar", "text": "EXERCISE.", "by_role": "translator"}
    late = Entry("SY/1", "SY", point, before.to, "translation_attached", "SY/0", content)
    took = []
    for _ in range(3 if len(entries) <= MEASURED else 1):
        # Made anew each time: what was folded for a late entry once would be at hand the second time.
        folded = _folded(entries, charter)
        took.append(_cpu_ms(lambda folded=folded: _extended(folded, [late], charter)))  # type: ignore[misc]
        if not isinstance(extend(folded, late, track_of=TRACK_OF, charter_at=lambda entry: charter).verdicts[late.id],
                          Permit):
            raise RuntimeError("the late entry of the benchmark is void")
    return min(took)


TRACK_OF = dict.fromkeys(TRACK.kinds, TRACK).get

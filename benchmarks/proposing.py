"""Row 9: the ways out of an overlap among many volumes, beside the detector's own answer in the same run."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator

from benchmarks.figure import Figure
from benchmarks.overlapping import GROUND, START_S, volumes
from benchmarks.references import median, percentile
from parley.geo.geojson import Drawn
from parley.geo.volume import Volume
from parley.node.overlaps.finding import Detector
from parley.tracks.deconfliction.proposing.menu import menu
from parley.tracks.deconfliction.proposing.moves import Slack
from parley.tracks.deconfliction.proposing.sides import Setting, Side

ASKED = 200
# Beyond, the activities themselves would not fit into the memory of a small machine.
MOST_PROPOSED = 100_000
SLACK = Slack(240, 5_000, 500)


def proposing(*, count: int) -> list[Figure]:
    """Return how long the menu of one overlap takes: both sides, all ways, each proposal tried by the detector."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    detector = Detector(conn, ground=GROUND)
    conn.execute("BEGIN")
    held = {}
    for number, (member, volume) in enumerate(volumes(count, seed=1)):
        each = _drawn(f"{member}/{number}", member, volume)
        held[each.id] = each
        detector.hold(each)
    conn.execute("COMMIT")
    setting = Setting(GROUND, detector.reached, START_S - 7 * 86_400)
    took, checked, offered = [], [], 0
    for mine, theirs in _pairs(detector, held, most=min(ASKED, count // 100)):
        start = time.perf_counter()
        found = menu(_side(mine), _side(theirs), setting=setting)
        took.append((time.perf_counter() - start) * 1000)
        offered += bool(found)
        start = time.perf_counter()
        detector.check(mine)
        checked.append((time.perf_counter() - start) * 1000)
    conn.close()
    held_text = f"{count:,} volumes, {100 * offered / len(took):.0f} % have a way out"
    return [
        Figure(9, "proposals: the menu of one overlap, median", held_text, median(took), "ms", median(checked),
               "the detector's answer", most=20),
        Figure(9, "proposals: the menu of one overlap, 99th percentile", held_text, percentile(took, of=0.99), "ms",
               percentile(checked, of=0.99), "the detector's answer"),
    ]  # fmt: skip


def _pairs(detector: Detector, held: dict[str, Drawn], *, most: int) -> Iterator[tuple[Drawn, Drawn]]:
    """Yield new activities with the first held one that each conflicts with."""
    found = 0
    for number, (member, volume) in enumerate(volumes(20 * ASKED, seed=7)):
        mine = _drawn(f"{member}/new{number}", member, volume)
        met = [each for each in detector.check(mine) if each.kind == "conflict"]
        if not met:
            continue
        other = met[0].second if met[0].first == mine.id else met[0].first
        yield mine, held[other]
        found += 1
        if found == most:
            return


def _drawn(own_id: str, member: str, volume: Volume) -> Drawn:
    return Drawn(own_id, False, volume, ("activity",), (member,))


def _side(drawn: Drawn) -> Side:
    return Side(drawn.id, drawn.id, drawn.members[0], drawn.classes[0], (drawn.volume,), slack=SLACK)

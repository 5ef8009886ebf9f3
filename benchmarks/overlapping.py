"""Row 9: what a new activity collides with among ten thousand to a million others, beside comparing them all."""

from __future__ import annotations

import math
import random
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import shapely

from benchmarks.figure import Figure
from benchmarks.overlapping_postgresql import in_postgresql
from benchmarks.references import median, percentile
from parley.geo.area import Area, shape_of
from parley.geo.band import Ground
from parley.geo.height import Height
from parley.geo.place import E7
from parley.geo.volume import Volume
from parley.node.overlaps.index import VolumeIndex

GROUND = Ground((-212, 2_814), (15, 27), (990, 1_040))
START_S = 1_796_083_200
DAYS, STEP_S = 30, 300
# 300 by 300 kilometres at 42 degrees north, and outlines of 1 to 30 kilometres.
WEST, SOUTH, WIDE, HIGH = 35.0, 40.65, 3.63, 2.7
ASKED, COMPARED, PUT = 1_000, 200, 300
BANDS = ((0, 100), (0, 500), (300, 1_500), (1_000, 4_000), (3_000, 9_000))


def volumes(count: int, *, seed: int) -> Iterator[tuple[str, Volume]]:
    """Yield so many activities of two members: stars and circles of 5 to 50 corners, half an hour to two days long."""
    chance = random.Random(seed)
    for _ in range(count):
        yield chance.choice(("IL", "SY")), _volume(chance)


def _volume(chance: random.Random) -> Volume:
    km = math.exp(chance.uniform(0, math.log(30)))
    lon, lat = WEST + chance.random() * WIDE, SOUTH + chance.random() * HIGH
    corners = chance.randrange(5, 51)
    is_star = chance.random() < 0.6
    ring = []
    for number in range(corners):
        reach = km / 2 * (chance.uniform(0.4, 1) if is_star else 1)
        turn = 2 * math.pi * number / corners
        ring.append((
            round((lon + reach * math.cos(turn) / 82.5) * E7), round((lat + reach * math.sin(turn) / 111) * E7),
        ))
    hours = math.exp(chance.uniform(math.log(0.5), math.log(48)))
    begins = START_S + chance.randrange(DAYS * 86_400 // STEP_S) * STEP_S
    ends = begins + max(1, round(hours * 3600 / STEP_S)) * STEP_S
    lower, upper = chance.choice(BANDS)
    return Volume(Area(((tuple(ring),),)), Height(lower, "m", "W84"), Height(upper, "m", "W84"), ((begins, ends),))


def overlapping(folder: Path, *, count: int) -> list[Figure]:
    """Return how long a full answer takes, that it is the whole answer, and what putting one in costs."""
    file = folder / f"overlaps-{count}.db"
    conn = sqlite3.connect(file, isolation_level=None)
    conn.execute("PRAGMA journal_mode=WAL")
    conn.execute("PRAGMA synchronous=FULL")
    index = VolumeIndex(conn, "activity", ground=GROUND)
    index.make()
    everyone = _fill(conn, index, count)
    asked = list(volumes(ASKED, seed=7))
    took, answers = [], []
    for member, volume in asked:
        start = time.perf_counter()
        answers.append(index.hits(volume, but_of=member))
        took.append((time.perf_counter() - start) * 1000)
    whole = [_all_compared(everyone, member, volume) for member, volume in asked[:COMPARED]]
    assert [[int(owner) for owner, _ in each] for each in answers[:COMPARED]] == [found for found, _ in whole]
    held = f"{count:,} volumes, {sum(map(len, answers)) / len(answers):.1f} hits"
    bare, put = _commits(conn), _puts(conn, index)
    conn.close()
    all_compared = [ms for _, ms in whole]
    return [
        *in_postgresql(volumes(count, seed=1), asked, answers, ground=GROUND, held=held, all_compared=all_compared),
        Figure(9, "overlaps: a full answer, median", held, median(took), "ms", median(all_compared),
               "numpy compares all", most=0.5),
        Figure(9, "overlaps: a full answer, 99th percentile", held, percentile(took, of=0.99), "ms",
               percentile(all_compared, of=0.99), "numpy compares all", most=3),
        Figure(9, "overlaps: asked and put in, durable, median", held, median(put), "ms", median(bare),
               "a bare durable commit"),
    ]  # fmt: skip


class Everyone:
    """All volumes in columns, for comparing them without an index."""

    def __init__(self, count: int) -> None:
        """Make room for so many."""
        self.members = np.empty(count, dtype="U2")
        self.bounds = np.empty((count, 8))
        self.shapes = np.empty(count, dtype=object)


def _fill(conn: sqlite3.Connection, index: VolumeIndex, count: int) -> Everyone:
    everyone = Everyone(count)
    conn.execute("BEGIN")
    for number, (member, volume) in enumerate(volumes(count, seed=1)):
        index.add(f"{number:07d}", 0, volume, member=member)
        everyone.members[number], everyone.bounds[number] = member, _bounds(volume)
        everyone.shapes[number] = shape_of(volume.area)
    conn.execute("COMMIT")
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return everyone


def _bounds(volume: Volume) -> tuple[float, ...]:
    band, ((begins, ends),) = volume.band(GROUND), volume.windows or ((0, 0),)
    return (*(each / E7 for each in volume.area.box), begins, ends, band.lower, band.upper)


def _all_compared(everyone: Everyone, member: str, volume: Volume) -> tuple[list[int], float]:
    """Return the numbers of all others that overlap, by comparing every one, and the milliseconds it took."""
    start = time.perf_counter()
    west, south, east, north, begins, ends, lower, upper = _bounds(volume)
    all_bounds = everyone.bounds
    kept = np.flatnonzero(
        (all_bounds[:, 0] <= east) & (all_bounds[:, 2] >= west) & (all_bounds[:, 1] <= north)
        & (all_bounds[:, 3] >= south) & (all_bounds[:, 4] < ends) & (all_bounds[:, 5] > begins)
        & (all_bounds[:, 6] < upper) & (all_bounds[:, 7] > lower) & (everyone.members != member)
    )  # fmt: skip
    shape = shape_of(volume.area)
    shapely.prepare(shape)
    found = kept[shapely.relate_pattern(shape, everyone.shapes[kept], "T********")] if len(kept) else kept
    return [int(each) for each in found], (time.perf_counter() - start) * 1000


def _commits(conn: sqlite3.Connection) -> list[float]:
    conn.execute("CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, told BLOB)")
    took = []
    for _ in range(PUT):
        start = time.perf_counter()
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("INSERT INTO bare (told) VALUES (?)", (bytes(700),))
        conn.execute("COMMIT")
        took.append((time.perf_counter() - start) * 1000)
    return took


def _puts(conn: sqlite3.Connection, index: VolumeIndex) -> list[float]:
    took = []
    for number, (member, volume) in enumerate(volumes(PUT, seed=8)):
        start = time.perf_counter()
        conn.execute("BEGIN IMMEDIATE")
        index.hits(volume, but_of=member)
        index.add(f"new{number}", 0, volume, member=member)
        conn.execute("COMMIT")
        took.append((time.perf_counter() - start) * 1000)
    return took

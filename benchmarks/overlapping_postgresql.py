"""Row 9 once more, where PostgreSQL is at hand: the same questions to a GiST index, and the same answers."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from benchmarks.cluster import programs_of_postgresql, running_cluster
from benchmarks.figure import Figure
from benchmarks.references import median, percentile
from parley.geo.band import Ground
from parley.geo.volume import Volume

OPTIONS = "-c shared_buffers=512MB"
Answers = Sequence[Sequence[tuple[str, int]]]


def in_postgresql(
    held_volumes: Iterable[tuple[str, Volume]], asked: Sequence[tuple[str, Volume]], answers: Answers, *,
    ground: Ground, held: str, all_compared: Sequence[float],
) -> list[Figure]:  # fmt: skip
    """Return how long a full answer takes, and that each is the one of SQLite; nothing without a PostgreSQL."""
    programs = programs_of_postgresql()
    if programs is None:
        return []
    from parley.node.overlaps.gist import GistIndex, connect
    from parley.node.overlaps.guarded import Given

    took = []
    with running_cluster(programs, options=OPTIONS) as cluster, connect(cluster.url, name="parley_bench") as conn:
        index = GistIndex(conn, ground=ground)
        index.make()
        every = enumerate(held_volumes)
        index.add_all(Given(f"{number:07d}", 0, volume, member, "") for number, (member, volume) in every)
        index.sweep()
        for (member, volume), expected in zip(asked, answers, strict=True):
            start = time.perf_counter()
            found = index.hits(volume, but_of=member)
            took.append((time.perf_counter() - start) * 1000)
            assert found == expected
    return [
        Figure(9, "overlaps in PostgreSQL: a full answer, median", held, median(took), "ms", median(all_compared),
               "numpy compares all", most=2),
        Figure(9, "overlaps in PostgreSQL: a full answer, 99th percentile", held, percentile(took, of=0.99), "ms",
               percentile(all_compared, of=0.99), "numpy compares all", most=8),
    ]  # fmt: skip

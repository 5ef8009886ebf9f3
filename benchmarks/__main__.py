"""`make bench`: runs the rows of docs/benchmarks.md, prints the table, and keeps it in benchmarks/results."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benchmarks.catching_up import catching_up
from benchmarks.colliding import colliding
from benchmarks.desks import Much, desks
from benchmarks.falling_due import falling_due
from benchmarks.figure import Figure, markdown
from benchmarks.filing import filing
from benchmarks.folding import folding
from benchmarks.mapping import mapping
from benchmarks.mechanism import STEADY_S, Mechanism, make_mechanism, verify
from benchmarks.officers import officers
from benchmarks.overlapping import overlapping
from benchmarks.proposing import MOST_PROPOSED, proposing
from benchmarks.starting import starting
from benchmarks.sustained import sustained
from benchmarks.verifying import verifying

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Scale:
    """How much each row does; `grown` is what it does at ten times the entries, 0 to leave that out."""

    messages: int
    sustained: tuple[int, ...]
    filed: tuple[int, ...]
    missed: tuple[int, ...]
    leaves: tuple[int, ...]
    starts: int
    facts: tuple[int, ...]
    duties: tuple[int, ...]
    desks: int
    seconds: int
    volumes: tuple[int, ...]
    notices: tuple[int, ...]
    events: int = 40
    entries: tuple[int, ...] = (1_000, 10_000, 100_000)
    owing: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    set_aside: int = 6
    steps: int = 40
    steady_s: float = STEADY_S


FULL = Scale(
    200, (5_000, 50_000), (2_000, 20_000), (1_000, 10_000), (100_000, 1_000_000), 5, (5_000, 50_000),
    duties=(1_000, 9_000), desks=500, seconds=10, volumes=(10_000, 100_000, 1_000_000), notices=(100, 1_000),
)  # fmt: skip
LONG = replace(FULL, missed=(10_000, 100_000))
QUICK = Scale(
    5, (60,), (60,), (60,), (1_000,), 1, (100,),
    duties=(20,), desks=6, seconds=1, volumes=(500,), notices=(3,), events=4, set_aside=2, steps=8, steady_s=0.0,
    entries=(80,), owing=(600,),
)  # fmt: skip


def main() -> int:
    """Run the benchmarks; 0 where every row gave its figures and every record is sound, whatever the figures are."""
    words = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    words.add_argument("--quick", action="store_true", help="a smoke run: every row, too small to say anything")
    words.add_argument("--long", action="store_true", help="catch up with 100,000 entries too")
    words.add_argument(
        "--rows", default=_ALL, type=_rows, help="only these rows, as digits or, beyond nine, with commas (10,11)"
    )
    words.add_argument("--out", type=Path, default=RESULTS, metavar="DIR", help="where the table is kept")
    args = words.parse_args()
    scale = QUICK if args.quick else LONG if args.long else FULL
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as name:
        is_sound = _run(Path(name), scale, rows=args.rows, figures=figures)
    said = _report(figures, is_sound=is_sound, command="python -m benchmarks " + " ".join(sys.argv[1:]))
    print(f"\n{said}")
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / f"{datetime.now(UTC):%Y-%m-%d}{'-quick' if args.quick else ''}.md").write_text(said, encoding="utf-8")
    return 0 if is_sound else 1


_ALL = frozenset(range(1, 12))


def _rows(text: str) -> frozenset[int]:
    """Return the rows named by digits, "125", or by numbers with commas, "5,10"."""
    return frozenset(int(each) for each in (text.split(",") if "," in text else text) if each)


def _run(folder: Path, scale: Scale, *, rows: frozenset[int], figures: list[Figure]) -> bool:
    """Run the rows that are asked for and return whether every node's record verifies afterwards."""
    for count in scale.leaves if 5 in rows else ():
        _note(figures, partial(verifying, folder / f"log-{count}", count=count))
    for count in scale.entries if 10 in rows else ():
        _note(figures, partial(folding, count=count))
    for count in scale.owing if 11 in rows else ():
        _note(figures, partial(falling_due, folder, count=count))
    for count in scale.volumes if 9 in rows else ():
        _note(figures, partial(overlapping, folder, count=count))
        if count <= MOST_PROPOSED:
            _note(figures, partial(proposing, count=count))
    if not rows - {5, 10, 11}:
        return True
    mechanism = make_mechanism(folder)
    mechanism.steady_s = scale.steady_s
    try:
        mechanism.start()
        mechanism.sign_charter()
        for row in _rows_of_nodes(mechanism, scale, folder=folder):
            if row[0] in rows:
                mechanism.settle()
                _note(figures, row[1])
        mechanism.settle()
    finally:
        mechanism.stop()
    return not [cell.code for cell in mechanism.cells.values() if not verify(cell)]


Row = tuple[int, Callable[[], list[Figure]]]


def _rows_of_nodes(mechanism: Mechanism, scale: Scale, *, folder: Path) -> Iterator[Row]:
    """Yield the rows, first all of them small, then all with ten times the entries."""
    grown = len(scale.sustained)
    for size in range(grown):
        yield 6, partial(starting, mechanism, times=scale.starts)
        yield 1, partial(officers, mechanism, count=scale.messages, folder=folder)
        yield 2, partial(sustained, mechanism, count=scale.sustained[size])
        met = min(scale.events, scale.notices[size])
        yield 9, partial(colliding, mechanism, held=scale.notices[size], met=met, at=size, folder=folder)
        yield 3, partial(filing, mechanism, count=scale.filed[size], folder=folder)
        yield 4, partial(catching_up, mechanism, count=scale.missed[size])
        yield 7, partial(mapping, mechanism, count=scale.facts[size], steps=scale.steps)
        much = Much(scale.desks, scale.seconds, scale.events, scale.set_aside)
        desk = partial(desks, mechanism, much=much, folder=folder)
        yield 8, partial(desk, duties=scale.duties[size])
    if grown > 1:
        yield 1, partial(officers, mechanism, count=scale.messages, folder=folder)
        yield 6, partial(starting, mechanism, times=scale.starts)


def _note(figures: list[Figure], measure: Callable[[], list[Figure]]) -> None:
    found = measure()
    figures.extend(found)
    print(markdown(found).split("\n", 2)[2], end="", flush=True)


def _report(figures: list[Figure], *, is_sound: bool, command: str) -> str:
    ordered = sorted(figures, key=lambda figure: figure.row)
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"# Benchmarks of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n\n"
        f"`{command.strip()}` on {os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, "
        f"load {load} at the end (1, 5, 15 minutes). Cost: CPU milliseconds of one entry at each process.\n\n"
        f"{markdown(ordered)}\n"
        f"`parley verify` on every node at the end: {'sound' if is_sound else 'NOT SOUND'}.\n"
    )


if __name__ == "__main__":
    sys.exit(main())

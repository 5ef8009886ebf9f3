"""How much is owed on each track is known without counting, and the order of what is due is found without a search."""

from __future__ import annotations

import sqlite3
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.node.store import due, schema

TRACKS = ("deconfliction", "hotline", "incidents")
STEP = st.tuples(
    st.sampled_from(("save", "save", "drop", "doubt")),
    st.integers(0, 12),
    st.integers(0, 5),
    st.none() | st.integers(0, 5),
)


def database() -> sqlite3.Connection:
    """Return an empty database of this program's form."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    schema.create(conn)
    return conn


def filled(conn: sqlite3.Connection, rows: int) -> None:
    """Write so many rows, on each track alike."""
    for number in range(rows):
        ours = number if number % 2 else None
        due.save(conn, due.DueRow(f"SY/{number}", number, ours, None, is_guess=False, track=TRACKS[number % 3]))


@settings(max_examples=100, deadline=None)
@given(steps=st.lists(STEP, max_size=40))
def test_the_totals_are_what_counting_gives(steps: list[tuple[str, int, int, int | None]]) -> None:
    """Whatever is written, written again, doubted and taken out."""
    conn = database()
    for what, number, due_ms, ours_ms in steps:
        matter = f"SY/{number}"
        if what == "save":
            due.save(conn, due.DueRow(matter, due_ms, ours_ms, None, is_guess=False, track=TRACKS[number % 3]))
        elif what == "drop":
            due.drop(conn, matter)
        else:
            due.doubt_all(conn)
    rows = conn.execute("SELECT track, ours_ms FROM falls_due").fetchall()
    owing, ours = Counter(row[0] for row in rows), Counter(row[0] for row in rows if row[1] is not None)
    for track in TRACKS:
        assert due.count(conn, due.Run(0, due.END, tracks=(track,))) == owing[track]
        assert due.count(conn, due.Run(0, due.END, ours=True, tracks=(track,))) == ours[track]
    assert due.count(conn, due.Run(0, due.END)) == len(rows)
    assert due.count(conn, due.Run(0, 3, tracks=TRACKS[:2])) == sum(
        due.count(conn, due.Run(0, 3, tracks=(track,))) for track in TRACKS[:2]
    )


@pytest.mark.parametrize("newest_first", [False, True])
def test_the_order_on_some_tracks_is_that_of_all_without_the_others(newest_first: bool) -> None:
    """Part by part, forward and back."""
    conn = database()
    filled(conn, 60)
    whole = due.in_order(conn, due.Run(5, 50, newest_first=newest_first), limit=100)
    wanted = [each for each in whole if each[0] % 3 != 1]
    run, found, after = due.Run(5, 50, newest_first=newest_first, tracks=(TRACKS[0], TRACKS[2])), [], None
    while part := due.in_order(conn, run, limit=7, after=after):
        found += part
        after = part[-1]
    assert found == wanted


@pytest.mark.parametrize("tracks", [None, ("incidents",)])
@pytest.mark.parametrize("ours", [False, True])
def test_what_is_due_next_is_read_from_an_index(*, ours: bool, tracks: tuple[str, ...] | None) -> None:
    """No query of the order scans the table or sorts: with a million duties that would be felt."""
    conn, said = database(), []
    filled(conn, 30)
    conn.set_trace_callback(said.append)
    run = due.Run(3, due.NO_CLOCK, ours=ours, tracks=tracks)
    due.in_order(conn, run, limit=1)
    due.count(conn, due.Run(0, due.END, ours=ours, tracks=tracks))
    conn.set_trace_callback(None)
    plans = [row[3] for query in said for row in conn.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert any("SEARCH falls_due USING" in plan for plan in plans)
    assert not any("SCAN falls_due" in plan or "TEMP B-TREE" in plan for plan in plans), plans


def test_what_an_older_program_wrote_is_made_again() -> None:
    """Its database knows nothing of this order: at the start it is made from the matters, to be put right."""
    conn = database()
    for matter, owing in (("SY/1", 1), ("SY/2", 0)):
        conn.execute("INSERT INTO matter VALUES (?, 'incidents', 'incident', 'SY', 1, 1, ?, 3, x'')", (matter, owing))
    schema.create(conn)
    assert due.row_of(conn, "SY/1") == due.DueRow("SY/1", 3, None, None, is_guess=True, track="incidents")
    assert due.row_of(conn, "SY/2") is None
    assert due.count(conn, due.Run(0, due.END, tracks=("incidents",))) == 1

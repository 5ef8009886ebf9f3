"""Receipts in long ranges: what was noted before is not noted again."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.node import housekept
from parley.node.spans import MOST, Spans
from tests.node import comparing, forging
from tests.node.mechanism import Mechanism
from tests.node.test_forks import send

RANGES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)).map(lambda pair: (pair[0], sum(pair))), max_size=20)


@given(RANGES, st.integers(0, 60), st.integers(0, 20))
def test_spans_hold_and_lack_what_a_set_would(ranges: list[tuple[int, int]], first: int, length: int) -> None:
    """Few spans are a set of numbers, in order and apart from each other."""
    spans, numbers = Spans(), set[int]()
    for start, end in ranges:
        spans = spans.plus(start, end)
        numbers |= set(range(start, end + 1))
    lacking = [n for start, end in spans.missing(first, first + length) for n in range(start, end + 1)]
    assert lacking == sorted(set(range(first, first + length + 1)) - numbers)
    assert all(one[1] + 1 < other[0] for one, other in zip(spans.spans, spans.spans[1:], strict=False))


def test_who_makes_holes_loses_the_short_spans_only() -> None:
    """With more spans than are kept the longest stays, and nothing is held that was never put in."""
    spans = Spans().plus(1_000_000, 1_100_000)
    for number in range(0, 10 * MOST, 2):
        spans = spans.plus(number, number)
    assert len(spans.spans) <= MOST and spans.missing(1_000_000, 1_100_000) == []
    assert 1 in [n for start, end in spans.missing(0, 2) for n in range(start, end + 1)]


def test_a_receipt_that_says_the_same_again_costs_nothing_again(
    paris: Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often a member says that it opened the same entries, each is noted once; live is as rebuilt."""
    for number in range(5):
        send(paris.nodes["SY"], f"Message {number}")
    paris.carry("SY", "IL")
    noted: list[int] = []
    add = housekept.matters.add_opened

    def counted(conn: sqlite3.Connection, **row: Any) -> None:
        noted.append(row["number"])
        add(conn, **row)

    monkeypatch.setattr(housekept.matters, "add_opened", counted)
    for entries in ([["SY", 0, 90_000]], [["SY", 0, 90_000]], [["SY", 2, 3], ["SY", 0, 99_000]]):
        forging.say(paris.nodes["IL"], "opened", {"entries": entries})
    noted.clear()
    paris.carry("IL", "SY")
    assert sorted(noted) == list(range(6))
    comparing.assert_live_is_rebuilt(paris.nodes["SY"])

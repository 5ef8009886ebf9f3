"""The canonical order: causes first, then a lot that nobody can steer for every matter, never time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.matters.entry import Entry, Point
from parley.matters.order import in_order, lot, place

LOGS = ("a.example/1", "b.example/2", "c.example/3")


def entry(log: str, number: int, *, depth: int, at_ms: int = 0, matter: str = "SY/0") -> Entry:
    """Return an entry of which only its place matters."""
    return Entry(f"{log}/{number}", "SY", Point(log, number, at_ms, depth, {}), ("SY",), "message_sent", matter, {})


ENTRIES = st.lists(
    st.builds(entry, st.sampled_from(LOGS), st.integers(0, 9), depth=st.integers(1, 5), at_ms=st.integers(0, 99)),
    unique_by=lambda e: (e.point.log, e.point.number),
    max_size=12,
)


@given(entries=ENTRIES, data=st.data())
def test_the_order_is_one_whatever_the_order_of_arrival(entries: list[Entry], data: st.DataObject) -> None:
    """Any permutation of the same entries is put into the same order."""
    assert in_order(data.draw(st.permutations(entries))) == in_order(entries)


@given(entries=ENTRIES, moved=st.integers(0, 99))
def test_no_clock_changes_the_order(entries: list[Entry], moved: int) -> None:
    """An author who sets its clock differently moves nothing."""
    later = [entry(e.point.log, e.point.number, depth=e.point.depth, at_ms=moved) for e in entries]
    assert [e.id for e in in_order(later)] == [e.id for e in in_order(entries)]


def test_what_was_read_comes_before_who_read_it() -> None:
    """A greater depth comes later, whatever lot and number say."""
    first, second = entry(LOGS[0], 9, depth=1), entry(LOGS[1], 0, depth=2)
    assert in_order([second, first]) == [first, second]


def test_no_log_comes_first_in_every_matter() -> None:
    """Between entries of equal depth the lot differs from matter to matter: over many, each of two logs comes first."""
    firsts = {min(LOGS[:2], key=lambda log: lot(f"SY/{number}", log)) for number in range(50)}
    assert firsts == set(LOGS[:2])
    assert place(entry(LOGS[0], 1, depth=1)) < place(entry(LOGS[0], 2, depth=1))

"""Folds are remembered by how many entries they hold: many small ones, few large ones, the newest always."""

from __future__ import annotations

from parley.matters.entry import Entry, Point
from parley.matters.fold import Folded
from parley.node.folds import Folds


def fold(size: int) -> Folded:
    """Return a fold of so many entries."""
    point = Point("log", 0, 0, 1, {})
    return Folded({}, tuple(Entry(f"SY/{n}", "SY", point, (), "message_sent", "SY/0", {}) for n in range(size)))


def test_what_was_asked_for_longest_ago_is_forgotten_first() -> None:
    """Once there are more entries than are remembered; what was asked for since stays."""
    folds = Folds(most=10)
    for name in ("one", "two", "three"):
        folds.remember(name, b"1", fold(3))
    assert folds.get("one") is not None
    folds.remember("four", b"1", fold(4))
    assert [name for name in ("one", "two", "three", "four") if folds.get(name)] == ["one", "three", "four"]


def test_the_newest_stays_however_large_it_is() -> None:
    """It stands alone then, and makes way again."""
    folds = Folds(most=10)
    folds.remember("small", b"1", fold(1))
    large = fold(50)
    folds.remember("large", b"1", large)
    assert (folds.get("small"), folds.get("large")) == (None, (b"1", large))
    folds.remember("small", b"2", fold(1))
    assert folds.get("large") is None


def test_a_matter_is_remembered_once() -> None:
    """Its newer fold takes the place of the older one, and counts alone."""
    folds = Folds(most=10)
    for version in range(5):
        folds.remember("one", bytes([version]), fold(4))
    folds.remember("two", b"1", fold(6))
    found = folds.get("one")
    assert found is not None and found[0] == bytes([4])
    folds.clear()
    assert folds.get("one") is folds.get("two") is None

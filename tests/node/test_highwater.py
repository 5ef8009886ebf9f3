"""The high-water mark: what was announced is known after any cut, and a torn write harms nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.node.highwater import SLOT, HighWater

ROOTS = [bytes([n]) * 32 for n in range(5)]


def marked(path: Path, *sizes: int) -> HighWater:
    """Return a mark that was moved to each of these sizes in turn."""
    mark = HighWater(path)
    for size in sizes:
        mark.move(size=size, root=ROOTS[size])
    mark.close()
    return mark


def test_the_newest_mark_is_read_back(tmp_path: Path) -> None:
    """After any number of moves the file tells the last size and root."""
    path = tmp_path / "mark"
    for newest in (1, 2, 3, 4):
        marked(path, newest)
        assert (HighWater(path).size, HighWater(path).root) == (newest, ROOTS[newest])


def test_no_file_is_a_missing_mark(tmp_path: Path) -> None:
    """Without a file the mark is missing."""
    assert HighWater(tmp_path / "none").missing


@pytest.mark.parametrize("torn_at", [0, 1, 20, 100, SLOT - 1])
def test_a_torn_write_leaves_the_mark_before(tmp_path: Path, torn_at: int) -> None:
    """Where the last write reached the disk in part only, the mark before it is told."""
    path = tmp_path / "mark"
    marked(path, 1, 2)
    before = path.read_bytes()
    marked(path, 3)
    after = path.read_bytes()
    path.write_bytes(after[:torn_at] + before[torn_at:])
    assert HighWater(path).size in ((2, 3) if torn_at == SLOT - 1 else (2,))


def test_two_spoilt_lines_are_a_missing_mark(tmp_path: Path) -> None:
    """A file in which neither line is sound says nothing, so the node asks its peers first."""
    path = tmp_path / "mark"
    marked(path, 1, 2)
    path.write_bytes(path.read_bytes().replace(b'"size"', b'"sixe"'))
    assert HighWater(path).missing


def test_a_file_of_another_length_still_tells_its_sound_line(tmp_path: Path) -> None:
    """A file that was cut short tells what is left of it, and is whole again after the next move."""
    path = tmp_path / "mark"
    marked(path, 1)
    path.write_bytes(path.read_bytes()[:SLOT])
    assert HighWater(path).size == 1
    marked(path, 2, 3)
    assert HighWater(path).size == 3
    assert len(path.read_bytes()) == 2 * SLOT


def test_a_mark_that_cannot_be_read_is_a_missing_one(tmp_path: Path) -> None:
    """What stands in its place and is no file tells nothing: the node asks the others first, and cannot write there."""
    (tmp_path / "highwater.json").mkdir()
    mark = HighWater(tmp_path / "highwater.json")
    assert mark.missing and not mark.copied
    with pytest.raises(OSError, match="directory"):
        mark.move(size=1, root=bytes(32))

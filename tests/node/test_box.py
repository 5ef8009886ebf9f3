"""What lies under the local key: bound to its place, under a nonce that is never used twice, from any thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.exceptions import InvalidTag

from parley.node.box import NONCE, NONCES_AT_ONCE, Box


def test_what_was_locked_opens_at_its_place_and_nowhere_else() -> None:
    """Another place or another key opens nothing."""
    box = Box(bytes(32))
    locked = box.lock(b"said", place="matter/SY/1")
    assert box.unlock(locked, place="matter/SY/1") == b"said"
    for other, place in ((box, "matter/SY/2"), (Box(bytes(31) + b"1"), "matter/SY/1")):
        with pytest.raises(InvalidTag):
            other.unlock(locked, place=place)


def test_no_nonce_is_used_twice() -> None:
    """Whatever thread asks, and however many were asked for together."""
    box = Box(bytes(32))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda number: box.lock(b"", place=str(number))[:NONCE], range(8 * NONCES_AT_ONCE)))
    assert len(set(found)) == len(found)

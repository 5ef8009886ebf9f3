"""A mapping that is not copied for each that is put: it answers as the dict would, and what it came from stays."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.matters.layered import FEW, TIMES, Layered

PUT = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 9)), max_size=400)


@settings(max_examples=100, deadline=None)
@given(put=PUT, branch=PUT)
def test_it_answers_as_a_dict(put: list[tuple[int, int]], branch: list[tuple[int, int]]) -> None:
    """Each key leads to what was put last, also where two go on from one mapping."""
    plain: dict[int, int] = {}
    kept: Layered[int, int] = Layered()
    for key, value in put:
        plain[key] = value
        kept = kept.with_one(key, value)
    other, other_plain = kept, dict(plain)
    for key, value in branch:
        other_plain[key] = value
        other = other.with_one(key, value)
    for found, wanted in ((kept, plain), (other, other_plain)):
        assert [found.get(key) for key in range(201)] == [wanted.get(key) for key in range(201)]
        assert [key in found for key in range(201)] == [key in wanted for key in range(201)]
        assert found.as_dict() == wanted
        assert (found == Layered((dict(wanted),)), found == Layered(({**wanted, 999: 0},))) == (True, False)


def _copied(count: int) -> int:
    """Return how many entries of dicts are written while so many keys are put."""
    copied, kept = 0, Layered[int, int]()
    for key in range(count):
        before = {id(layer) for layer in kept._layers}
        kept = kept.with_one(key, key)
        copied += sum(len(layer) for layer in kept._layers if id(layer) not in before)
    return copied


def test_what_is_copied_grows_with_what_is_put() -> None:
    """Ten times as much put copies little more than ten times as much: each is laid a few times into a larger layer."""
    few, many = _copied(1_000), _copied(10_000)
    assert few < 1_000 * (FEW + 4 * TIMES)
    assert many < 13 * few

"""What an exercise left behind is compared matter by matter, and what cannot be compared is told."""

from __future__ import annotations

from typing import Any

from parley.demo.checking import differences
from parley.demo.looking import Sight
from parley.node.projecting import IS_LARGE


def shows(**states: Any) -> Sight:
    """Return what a node shows of these matters."""
    return Sight({}, {}, states)


def test_what_is_shown_differently_is_told_and_what_is_alike_is_not() -> None:
    """Each pair of nodes is held against each other."""
    told = differences({"IL": shows(a={"name": "open"}, b={}), "SY": shows(a={"name": "over"}, b={})})
    assert told == ["IL and SY show a differently"]


def test_a_matter_too_large_for_its_row_is_told_as_not_compared() -> None:
    """Its row keeps the number of its entries alone: two such rows are alike whatever the nodes show."""
    large = {"form": "incident", IS_LARGE: 300}
    (told,) = differences({"IL": shows(a=large), "SY": shows(a=dict(large))})
    assert "keep no state of a" in told and "not compared" in told

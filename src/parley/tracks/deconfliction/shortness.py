"""How many of its notices each member gave later than their classes ask: counted, and refuses nothing. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def short_by_member(states: Iterable[Mapping[str, Any]]) -> dict[str, tuple[int, int]]:
    """Return by member how many of its notices came short in some version, and of how many; in the codes' order.

    `states` are as a notice's `as_json` gives them. A change that came too late counts, whatever came after it.
    """
    found: dict[str, tuple[int, int]] = {}
    for state in states:
        short, all_ = found.get(state["opened_by"], (0, 0))
        is_short = any(version["short_by_min"] > 0 for version in state["versions"])
        found[state["opened_by"]] = short + is_short, all_ + 1
    return dict(sorted(found.items()))

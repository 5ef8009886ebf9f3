"""Reads from the node's matters who used the line when, and asks by it of incidents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.node import reading
from parley.node.de_escalation.line_use import (
    REACTION_MS,
    Call,
    LineUse,
    Reaction,
    alleged_in,
    line_use,
    reaction,
    since_of,
    word_of,
)
from parley.node.running import Node

# A call by telephone is logged after it: it is found where it was logged within a day of its beginning.
LOGGED_WITHIN_MS = 24 * 3_600_000


def of_incident(node: Node, state: Mapping[str, Any]) -> tuple[tuple[LineUse, Reaction], ...]:
    """Return for each account and each member that it names whether the line was used before, and what came after.

    Empty where the charter says nothing of it, and of what is no force. Whether the charter's word is agreed, the
    charter tells: a value that is not agreed makes nobody late.
    """
    terms = node.charter().de_escalation
    if terms is None:
        return ()
    found = []
    for each in alleged_in(state, terms):
        known = calls_between(node, since_of(each, terms), each.from_ms + REACTION_MS)
        found.append((line_use(each, known, terms=terms), reaction(each, known)))
    return tuple(found)


def calls_between(node: Node, from_ms: int, until_ms: int) -> tuple[Call, ...]:
    """Return every word over the line that this node may read, said between these instants, both included."""
    messages = reading.of_form(node, "message", from_ms=from_ms, until_ms=until_ms + 1)
    calls = reading.of_form(node, "call", from_ms=from_ms, until_ms=until_ms + 1 + LOGGED_WITHIN_MS)
    found = (word_of(row.state) for row in (*messages, *calls))
    return tuple(each for each in found if each is not None and from_ms <= each.at_ms <= until_ms)

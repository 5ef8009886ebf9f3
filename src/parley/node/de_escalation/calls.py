"""Reads from the node's matters who used the line when, and asks by it of incidents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from parley.node import reading
from parley.node.de_escalation.line_use import (
    FLASH,
    OTHER,
    REACTION_MS,
    REQUEST,
    TELEPHONE,
    Call,
    LineUse,
    Reaction,
    alleged_in,
    line_use,
    reaction,
    since_of,
)
from parley.node.reading import MatterRow
from parley.node.running import Node
from parley.tracks.hotline.templates import DE_ESCALATING

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
    found = (*(message_call(row) for row in messages), *_telephoned(calls))
    return tuple(each for each in found if from_ms <= each.at_ms <= until_ms)


def message_call(row: MatterRow) -> Call:
    """Return a message as a word over the line, with its first answer and when it was done."""
    state = row.state
    how = REQUEST if state["template"] in DE_ESCALATING else FLASH if state["precedence"] == "flash" else OTHER
    answers = state["answers"]
    done = [each["done_at_s"] * 1000 for each in answers if each.get("done_at_s") is not None]
    return Call(
        row.id, row.opened_by, _others(state, row.opened_by), row.at_ms, how, tuple(state.get("about") or ()),
        min((each["at_ms"] for each in answers), default=None), max(done, default=None),
    )  # fmt: skip


def _telephoned(rows: Iterable[MatterRow]) -> Iterable[Call]:
    for row in rows:
        logged, voice = row.state["call"], row.state["voice"]
        if logged is not None:
            yield Call(row.id, logged["from"], (logged["to"],), logged["started_at_s"] * 1000, TELEPHONE)
        elif voice is not None:
            yield Call(row.id, row.opened_by, (voice["to"],), row.at_ms, TELEPHONE)


def _others(state: Mapping[str, Any], member: str) -> tuple[str, ...]:
    return tuple(code for code in state["to"] if code != member)

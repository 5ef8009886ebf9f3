"""The default mechanism with the clause for blind notices, over real nodes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from parley.node.blind.answering import Answerer, answers
from parley.node.blind.counting import Counter
from parley.node.filing import Filed, file
from tests.node import comparing
from tests.node.mechanism import TEMPLATES, Mechanism
from tests.node.overlaps.saying import BEGINS_S, says
from tests.tracks.deconfliction.plans import plan, volume

CLAUSE = (
    "\nblind_notices: {cell_degrees: 0.25, tick_minutes: 15, looks_a_day: 3, answers_a_day: 4, precedence: immediate, "
    "basis: this_charter}\n"
)
TICK_S = 900


def template_with_clause(folder: Path, *, clause: str = CLAUSE) -> str:
    """Write the default charter with the clause, and return where it stands."""
    path = folder / "blind.yaml"
    path.write_bytes((TEMPLATES / "paris-2026.yaml").read_bytes() + clause.encode())
    return str(path)


def mechanism_with_clause(folder: Path) -> Mechanism:
    """Return the default mechanism, of which all have signed the clause."""
    return Mechanism(folder / "homes", template=template_with_clause(folder), durable=False).make()


def gives(mechanism: Mechanism, member: str, *, begins_s: int = BEGINS_S, **changes: Any) -> str:
    """Let a member give a blind notice over the square of the tests."""
    window = {"begins_s": begins_s, **{name: changes.pop(name) for name in ("area", "hours") if name in changes}}
    content = plan(volume(**window), **changes)
    return says(mechanism, member, "activity_notified", content, to=tuple(sorted((member, "US"))))


def counts(mechanism: Mechanism, member: str) -> list[str]:
    """Let a member's node count what it has to count; return the looks."""
    outcomes = [waiting.result() for _, waiting in Counter(mechanism.nodes[member]).count()]
    return [outcome.id for outcome in outcomes if isinstance(outcome, Filed)]


def settle_down(mechanism: Mechanism) -> None:
    """Let every node count what is its own, and everybody read all of it."""
    mechanism.carry_all(1)
    for member in mechanism.nodes:
        counts(mechanism, member)
    for _ in range(2):
        mechanism.carry_all(1)
        for member in mechanism.nodes:
            mechanism.receipts(member)
    mechanism.carry_all(1)


def tick(mechanism: Mechanism, member: str = "US") -> int:
    """Return the last tick by a node's clock."""
    return mechanism.clocks[member].at_ms // 1000 // TICK_S * TICK_S


def tells(mechanism: Mechanism, member: str = "US") -> list[dict[str, Any]]:
    """Let the supervisor's node tell at its tick; return what it said."""
    node, told = mechanism.nodes[member], []
    for draft in answers(node, tick_s=tick(mechanism, member)):
        outcome = file(draft, node=node)
        assert isinstance(outcome, Filed), outcome
        told.append({**draft.content, "entry": outcome.id, "to": sorted((*draft.to, member))})
    mechanism.carry_all(1)
    return told


def answerer(mechanism: Mechanism) -> Answerer:
    """Return the supervisor's ticks, begun now."""
    found = Answerer(mechanism.nodes["US"])
    assert found.answer() == []
    return found


def alike(mechanism: Mechanism) -> None:
    """Assert that all nodes show the same, live and rebuilt."""
    comparing.assert_alike(list(mechanism.nodes.values()))
    for node in mechanism.nodes.values():
        comparing.assert_live_is_rebuilt(node)

"""The line checks that a node sends and answers by itself, on schedule, whatever the other side does."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future

from parley.node import owed
from parley.node.drafts import Draft, Outcome
from parley.node.filing import file_soon
from parley.node.running import Node
from parley.tracks.hotline.line_checks import LineCheckState
from parley.tracks.hotline.line_schedule import attempts_due, line_check_audience, own_running_slots

LOOK_EVERY_S = 2.0
# So long after a check is here, by this node's own clock, the routes that it asks for may still bring it; then it is
# answered with those that did.
ROUTES_WITHIN_MS = 15_000
ROUTE_NAMES = {"direct": "direct", "stick": "bundle"}
# When, by its own clock, this node first saw each check that it is to answer. The sender's clock may be wrong.
Noticed = dict[str, int]


async def run_line_checks(node: Node) -> None:
    """Look every two seconds for a check to send or to answer, until cancelled."""
    noticed: Noticed = {}
    while True:
        if node.in_force() and node.writer.may_sign.is_set():
            for waiting in await asyncio.to_thread(_due, node, noticed):
                await asyncio.wrap_future(waiting)
        await asyncio.sleep(LOOK_EVERY_S)


def _due(node: Node, noticed: Noticed) -> list[Future[Outcome]]:
    return [*_send_due(node), *_answer_due(node, noticed)]


def _send_due(node: Node) -> list[Future[Outcome]]:
    charter, now_ms, since = node.charter(), node.clock.now_ms(), owed.in_force_since(node)
    if since is None:
        return []
    checks = owed.checks_of_slots(node, own_running_slots(charter, member=node.member, now_ms=now_ms))
    attempts = attempts_due(checks, charter=charter, member=node.member, from_ms=since, now_ms=now_ms)
    return [
        file_soon(Draft("line_check_sent", audience(node, attempt.to), attempt.content), node=node)
        for attempt in attempts
    ]


def _answer_due(node: Node, noticed: Noticed) -> list[Future[Outcome]]:
    waiting = [s for s in owed.line_checks_to(node, node.member) if s.answer is None and s.answered_by == "node"]
    _notice(waiting, noticed, now_ms=node.clock.now_ms())
    found = []
    for state in waiting:
        routes = routes_of(node, state.opening.id)
        if set(state.routes) <= set(routes) or node.clock.now_ms() - noticed[state.opening.id] >= ROUTES_WITHIN_MS:
            to = tuple(code for code in state.opening.to if code != node.member)
            content = {"text_no": state.text_no, "routes": routes}
            found.append(file_soon(Draft("line_check_answered", to, content, matter=state.opening.id), node=node))
    return found


def _notice(waiting: list[LineCheckState], noticed: Noticed, *, now_ms: int) -> None:
    """Remember since when each check is here, and no others; where this node's clock was set back, since now."""
    known = {state.opening.id: min(noticed.get(state.opening.id, now_ms), now_ms) for state in waiting}
    noticed.clear()
    noticed.update(known)


def routes_of(node: Node, check: str) -> list[str]:
    """Return over which routes of the charter a check was seen here, by its entry: direct, relay, bundle."""
    code, _, number = check.partition("/")
    origin = node.ledger.origin_of(code) or ""
    sightings = node.board.routes_of(origin, int(number) + 1)
    return sorted({ROUTE_NAMES.get(sighting.route, "relay") for sighting in sightings})


def audience(node: Node, other: str) -> tuple[str, ...]:
    """Return to whom this member's checks of the line to another go."""
    return line_check_audience(node.charter(), node.member, other)

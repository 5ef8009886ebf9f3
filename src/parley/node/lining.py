"""The line checks that a node sends and answers by itself, on schedule, whatever the other side does."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future

from parley.node import owed
from parley.node.drafts import Draft, Outcome
from parley.node.filing import file_soon
from parley.node.running import Node
from parley.tracks.hotline.line_checks import LineCheckState
from parley.tracks.hotline.line_schedule import attempts_due, line_check_audience

LOOK_EVERY_S = 2.0
# So long after a check is held here, other routes may still bring it; then it is answered with those that did.
ROUTES_WITHIN_MS = 1_500
ROUTE_NAMES = {"direct": "direct", "stick": "bundle"}


async def run_line_checks(node: Node) -> None:
    """Look every two seconds for a check to send or to answer, until cancelled."""
    while True:
        if node.in_force() and node.writer.may_sign.is_set():
            for waiting in await asyncio.to_thread(_due, node):
                await asyncio.wrap_future(waiting)
        await asyncio.sleep(LOOK_EVERY_S)


def _due(node: Node) -> list[Future[Outcome]]:
    return [*_send_due(node), *_answer_due(node)]


def _send_due(node: Node) -> list[Future[Outcome]]:
    now_ms, since = node.clock.now_ms(), owed.in_force_since(node)
    if since is None:
        return []
    checks = owed.line_checks(node, from_ms=now_ms - owed.LINE_CHECKS_BACK_MS)
    attempts = attempts_due(checks, charter=node.charter(), member=node.member, from_ms=since, now_ms=now_ms)
    return [
        file_soon(Draft("line_check_sent", audience(node, attempt.to), attempt.content), node=node)
        for attempt in attempts
    ]


def _answer_due(node: Node) -> list[Future[Outcome]]:
    # Not the list of what is owed: while another member is silent, that fills with checks nobody answers.
    from_ms = node.clock.now_ms() - owed.LINE_CHECKS_BACK_MS
    found = []
    for state in owed.line_checks(node, from_ms=from_ms):
        if _is_ours(node, state):
            content = {"text_no": state.text_no, "routes": routes_of(node, state)}
            to = tuple(code for code in state.opening.to if code != node.member)
            found.append(file_soon(Draft("line_check_answered", to, content, matter=state.opening.id), node=node))
    return found


def _is_ours(node: Node, state: LineCheckState) -> bool:
    """Return whether this node answers by itself now: all its routes had their time to bring the check."""
    if state.other != node.member or state.answer is not None or state.answered_by != "node":
        return False
    return node.clock.now_ms() - state.opening.at_ms >= ROUTES_WITHIN_MS


def routes_of(node: Node, state: LineCheckState) -> list[str]:
    """Return over which routes of the charter the check was seen here: direct, relay, bundle."""
    code, _, number = state.opening.id.partition("/")
    origin = node.ledger.origin_of(code) or ""
    sightings = node.board.routes_of(origin, int(number) + 1)
    return sorted({ROUTE_NAMES.get(sighting.route, "relay") for sighting in sightings})


def audience(node: Node, other: str) -> tuple[str, ...]:
    """Return to whom this member's checks of the line to another go."""
    return line_check_audience(node.charter(), node.member, other)

"""Checks what an exercise left behind: every node shows the same, and every node's record verifies."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from parley.demo.commands import CommandFailed, parley
from parley.demo.looking import Sight, sight_of
from parley.demo.playing import Stage
from parley.node.projecting import is_large

QUIET_S = 60


def sights_of(stage: Stage) -> dict[str, Sight] | None:
    """Return what each node shows at a moment when all hold the same entries; None where that does not come in time.

    Receipts, positions and line checks go on without officers, so it is only then that the nodes can be compared.
    """
    until = time.monotonic() + QUIET_S
    while time.monotonic() < until:
        sights = {code: sight_of(post) for code, post in stage.posts.items()}
        held = [sight.judged for sight in sights.values()]
        if all(each == held[0] for each in held[1:]):
            return sights
        time.sleep(0.2)
    return None


def differences(sights: Mapping[str, Sight]) -> list[str]:
    """Return each thing that two nodes with the same entries show differently, or that could not be compared."""
    return [
        sentence
        for one, other in combinations(sights, 2)
        for sentence in _differences(one, sights[one], other, sights[other])
    ]


def record_faults(stage: Stage) -> list[str]:
    """Run `parley verify` on every node's home and return what it found wrong."""
    found = []
    for code, post in stage.posts.items():
        try:
            parley("verify", "--deep", str(post.home))
        except CommandFailed as failed:
            found.append(f"{code}: {failed}")
    return found


def summary(stage: Stage, sights: Mapping[str, Sight]) -> Iterator[dict[str, Any]]:
    """Yield the figures of each node: the entries it holds, the matters it shows, the entries that are void."""
    for code, sight in sights.items():
        void = sum(verdict != "allowed" for verdict in sight.verdicts.values())
        entries = ", ".join(f"{_code(stage, origin)} {size}" for origin, size in sorted(sight.judged.items()))
        figures = {"entries": entries, "matters": len(sight.states), "read": len(sight.verdicts), "void": void}
        yield {"member": code, **figures}


def _differences(one: str, ours: Sight, other: str, theirs: Sight) -> Iterator[str]:
    for matter in sorted(ours.states.keys() & theirs.states.keys()):
        if is_large(ours.states[matter]) or is_large(theirs.states[matter]):
            yield f"{one} and {other} keep no state of {matter}, which has too many entries: it was not compared"
        elif ours.states[matter] != theirs.states[matter]:
            yield f"{one} and {other} show {matter} differently"
    for entry in sorted(ours.verdicts.keys() & theirs.verdicts.keys()):
        if ours.verdicts[entry] != theirs.verdicts[entry]:
            yield f"{one} and {other} judge {entry} differently"


def _code(stage: Stage, origin: str) -> str:
    member = stage.charter.member_of_log(origin)
    return member.code if member is not None else origin

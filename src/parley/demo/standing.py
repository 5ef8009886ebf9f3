"""What must stand at the end of the exercise, held against what each node shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parley.demo.looking import Sight
from parley.demo.playing import Stage
from parley.demo.script import Played, Stand, matter_of
from parley.node.asking import ask
from parley.node.home import Home

ALLOWED, SAME = "allowed", "same"


def unmet(
    stage: Stage, stands: tuple[Stand, ...], *, played: Mapping[str, Played], sights: Mapping[str, Sight], now_s: int
) -> list[str]:
    """Return each thing that does not stand at some node as the script says; none where all of it does."""
    return [
        f"{code}, {stand.track}: {fault}"
        for stand in stands
        for code, sight in sights.items()
        for fault in (
            _faults(stage, stand, code, played, sight, now_s)
            if code in nodes_of(stage, stand)
            else _leaks(stand, played, sight)
        )
    ]


def nodes_of(stage: Stage, stand: Stand) -> tuple[str, ...]:
    """Return the members at whose nodes it must stand."""
    return stand.at or tuple(stage.posts)


def told(stage: Stage, stands: tuple[Stand, ...], *, played: Mapping[str, Played]) -> Iterator[dict[str, Any]]:
    """Yield what stands of each track, with the entries that brought it about, as it is told."""
    for stand in stands:
        by = ", ".join(played[label].entry for label in stand.by)
        yield {
            "code": stand.says, "matter": matter_of(stand.of, played), "by": by, "at": ", ".join(nodes_of(stage, stand))
        }  # fmt: skip


def _leaks(stand: Stand, played: Mapping[str, Played], sight: Sight) -> Iterator[str]:
    """Yield that a node shows what was not given to its member."""
    matter = matter_of(stand.of, played)
    if matter in sight.states:
        yield f"{matter} is shown, and was not given to it"


def _faults(
    stage: Stage, stand: Stand, code: str, played: Mapping[str, Played], sight: Sight, now_s: int
) -> Iterator[str]:  # fmt: skip
    matter = matter_of(stand.of, played)
    state = sight.states.get(matter)
    if state is None:
        yield f"{matter} is not there"
        return
    if state["name"] != stand.state:
        yield f"{matter} is {state['name']}, not {stand.state}"
    if stand.counted:
        told = ask(Home(stage.posts[code].home).socket, {"op": "pack_compared", "pack": matter})
        if told.get("name") != SAME:
            yield f"{matter} is counted otherwise: {told}"
    if stand.in_force and not (state["from_s"] or now_s + 1) <= now_s < state["until_s"]:
        yield f"{matter} is not in force"
    for label in stand.by:
        author, number = played[label].entry.split("/")
        verdict = sight.verdicts.get(f"{stage.charter.member(author).origin}#{number}")
        if verdict != ALLOWED:
            yield f"{played[label].entry}, which brings {matter} about, is {verdict or 'not read'}"

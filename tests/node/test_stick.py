"""What comes on a stick has the checks of a link: a fork is proven, and what came soundly is seen on the board."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from parley.cli.control import OPERATIONS
from parley.node.bundle import Beside, write_bundle
from parley.node.links import STICK
from parley.node.reading import forks
from parley.node.running import Node
from parley.node.stick import import_bundle
from parley.node.unbundling import LogTaken
from tests.node import comparing
from tests.node.mechanism import Mechanism
from tests.node.test_forks import send, two_histories


def bundle_of(node: Node, path: Path, since: dict[str, int] | None = None) -> Path:
    """Write what a node holds into a bundle."""
    beside = Beside(node.member, node.home.charter.read_bytes(), node.founding.digest, b"read me\n", lambda _: [])
    with path.open("wb") as out:
        write_bundle(out, conn=node.reader(), since=since or {}, beside=beside, bound=node.bound)
    return path


def refusals(taken: list[LogTaken]) -> dict[str, str]:
    """Return what was refused of which log."""
    return {each.log: each.refusal.code for each in taken if each.refusal is not None}


async def asked(stick: Path, node: Node) -> dict[str, Any]:
    """Ask a running node to take a bundle in."""
    return dict(await asyncio.ensure_future(OPERATIONS["bundle_import"]({"path": str(stick)}, node)))  # type: ignore[arg-type]


@pytest.mark.parametrize("longer", [0, 1, 300])
def test_a_fork_that_comes_by_stick_is_proven_to_all(paris: Mechanism, tmp_path: Path, longer: int) -> None:
    """Whichever branch is the longer one, the evidence is kept, stands in an entry for all, and the log is frozen."""
    second, _ = two_histories(paris)
    for number in range(longer):
        send(paris.nodes["SY"], f"One more {number}")
    paris.carry("SY", "IL")
    origin, il = paris.nodes["SY"].ledger.origin, paris.nodes["IL"]
    assert refusals(import_bundle(bundle_of(paris.nodes[second], tmp_path / "stick"), node=il)) == {
        origin: "log_frozen"
    }
    assert comparing.frozen(il) == {origin: 1}
    paris.carry_all()
    assert comparing.frozen(paris.nodes["US"]) == {origin: 1}
    assert [(view.member, view.frozen_at) for view in forks(paris.nodes["US"])] == [("SY", 1)]
    comparing.assert_alike([il, paris.nodes["US"]])


def test_a_stopped_node_keeps_the_evidence_and_tells_it_later(paris: Mechanism, tmp_path: Path) -> None:
    """A node that may sign nothing keeps the evidence of a stick; once it may, it tells all."""
    second, _ = two_histories(paris)
    stick = bundle_of(paris.nodes[second], tmp_path / "stick")
    origin = paris.nodes["SY"].ledger.origin
    paris.close("IL")
    il = paris.open("IL", signing=False)
    assert refusals(import_bundle(stick, node=il)) == {origin: "log_frozen"}
    il.writer.may_sign.set()
    paris.receipts("IL")
    paris.carry("IL", "US")
    assert comparing.frozen(paris.nodes["US"]) == {origin: 1}


def test_a_branch_that_cannot_be_shown_is_suspected_only(paris: Mechanism, tmp_path: Path) -> None:
    """Where the bundle begins behind the place of the fork and the sizes differ, nothing is proven, and it is told."""
    second, _ = two_histories(paris)
    for number in range(260):
        send(paris.nodes[second], f"Another {number}")
    for number in range(257):
        send(paris.nodes["SY"], f"One more {number}")
    paris.carry("SY", "IL")
    origin, il = paris.nodes["SY"].ledger.origin, paris.nodes["IL"]
    stick = bundle_of(paris.nodes[second], tmp_path / "stick", {origin: 257})
    assert refusals(import_bundle(stick, node=il)) == {origin: "fork_suspected"}
    assert comparing.frozen(il) == {} and forks(il) == []


def test_a_running_node_shows_the_route_and_the_life_of_a_stick(paris: Mechanism, tmp_path: Path) -> None:
    """What the control socket takes in of a bundle is seen over the stick, and its author was alive when it signed."""
    entry = send(paris.nodes["SY"])
    origin, il = paris.nodes["SY"].ledger.origin, paris.nodes["IL"]
    stick = bundle_of(paris.nodes["SY"], tmp_path / "stick")
    assert il.board.alive("SY") is None
    answer = asyncio.run(asked(stick, il))
    assert [log["refusal"] for log in answer["logs"]] == [None] * len(answer["logs"])
    alive = il.board.alive("SY")
    assert alive is not None and alive.route == STICK and alive.signed_at_s is not None
    assert alive.size == int(entry[3:]) + 1
    assert [seen.route for seen in il.board.routes_of(origin, alive.size)] == [STICK]
    assert il.board.alive("IL") is None


def test_what_a_stick_brings_unsoundly_is_seen_nowhere(paris: Mechanism, tmp_path: Path) -> None:
    """A log of which the bundle's part is refused proves no life."""
    second, _ = two_histories(paris)
    il = paris.nodes["IL"]
    stick = bundle_of(paris.nodes[second], tmp_path / "stick")
    asyncio.run(asked(stick, il))
    assert il.board.alive("SY") is None

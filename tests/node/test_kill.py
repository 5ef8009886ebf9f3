"""The power goes at every step, twice in a row: what was acknowledged is there, and nothing is signed twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from parley.charter.verdict import Refusal
from parley.node import serving
from parley.node.drafts import Draft
from parley.node.faults import POINTS
from parley.node.filing import Filed, file
from tests.node import comparing, forging
from tests.node.mechanism import Mechanism
from tests.tracks.hotline.cell import CONTENTS

ROOT = Path(__file__).parents[2]
COUNT = 4


def run(home: Path, member: str, *words: str, kill_at: str | None = None, after: int = 0) -> list[list[str]]:
    """Run a node in a process of its own until it ends or is killed; return the lines it acknowledged."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    if kill_at is not None:
        environ |= {"PARLEY_KILL_AT": kill_at, "PARLEY_KILL_AFTER": str(after)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.node.killed", str(home), member, *words],
        cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == (-signal.SIGKILL if kill_at else 0), done.stderr
    return [line.split() for line in done.stdout.splitlines()]


@pytest.mark.parametrize("point", [p for p in POINTS if p != "after_store"])
def test_a_member_killed_while_filing_loses_nothing_and_forks_nothing(paris: Mechanism, point: str) -> None:
    """Killed at this step twice in a row, a node holds what it acknowledged, and its log goes on in one history."""
    paris.close("SY")
    home = paris.home("SY").path
    acknowledged = []
    for after in (2, 1):
        told = run(home, "SY", "file", str(COUNT), kill_at=point, after=after)
        assert told[0][1] in ("equal", "ahead")
        acknowledged += [line[1] for line in told if line[0] == "filed"]
        # What a peer could have read before the cut must be the beginning of what it reads later.
        node = paris.open("SY")
        assert set(acknowledged) <= set(comparing.states(node))
        assert not any(isinstance(found, Refusal) for found in paris.carry("SY", "IL"))
        paris.close("SY")
    told = run(home, "SY", "file", str(COUNT))
    acknowledged += [line[1] for line in told if line[0] == "filed"]
    assert len(set(acknowledged)) == len(acknowledged) >= COUNT
    node = paris.open("SY")
    for other in ("IL", "US"):
        assert not any(isinstance(found, Refusal) for found in paris.carry("SY", other))
        assert set(acknowledged) <= set(comparing.states(paris.nodes[other]))
        assert forging.evidence_of(node, paris.nodes[other], node.ledger.origin) is None
    comparing.assert_alike(list(paris.nodes.values()))
    comparing.assert_live_is_rebuilt(node)


@pytest.mark.parametrize("point", ["after_store", "before_commit", "after_commit", "before_announce"])
def test_a_mirror_killed_while_taking_holds_what_it_acknowledged(paris: Mechanism, point: str) -> None:
    """Killed at this step twice in a row, a mirror holds every entry that it acknowledged, and takes the rest."""
    sy = paris.nodes["SY"]
    for number in range(COUNT):
        content = {**CONTENTS["message_sent"], "subject": f"Message {number}"}
        done = file(Draft("message_sent", ("IL", "US"), content, role="duty_officer"), node=sy)
        assert isinstance(done, Filed)
    paris.close("IL")
    source, target = str(paris.home("SY").path), paris.home("IL").path
    size = 1
    for _ in range(2):
        told = run(target, "IL", "take", source, kill_at=point, after=1)
        size = max([size, *(int(line[1]) for line in told if line[0] == "taken")])
        il = paris.open("IL")
        held = serving.heads(il.reader())[sy.ledger.origin].size
        assert held >= size
        comparing.assert_live_is_rebuilt(il)
        paris.close("IL")
        size = held
    run(target, "IL", "take", source)
    il = paris.open("IL")
    assert serving.heads(il.reader())[sy.ledger.origin].size == 1 + COUNT
    comparing.assert_alike([sy, il])
    comparing.assert_live_is_rebuilt(il)

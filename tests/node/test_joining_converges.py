"""Whatever happened before and happens beside, who joins sees what all see."""

from __future__ import annotations

import itertools
import shutil
from hashlib import sha256
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from parley.matters.accession import Joining
from parley.node import noting
from parley.node.drafts import Draft
from parley.node.filing import file
from parley.node.running import Node
from tests.node import comparing
from tests.node.joining import JOINER, accession, make_joiner, take
from tests.node.mechanism import Mechanism
from tests.node.schedule import MEMBERS, STEPS, Course, begin

_counter = itertools.count()


def text_of(node: Node) -> bytes:
    """Return the bytes of the charter in force at a node."""
    row = node.reader().execute("SELECT raw FROM charter_text WHERE digest = ?", (node.charter().digest,)).fetchone()
    return bytes(row[0]) if row else node.home.charter.read_bytes()


def let_join(mechanism: Mechanism) -> None:
    """Try to let a new member join as things stand; what the charter's state refuses is left."""
    sy = mechanism.nodes["SY"]
    raw = make_joiner(mechanism, text_of(sy))
    digest = sha256(raw).hexdigest()
    file(Draft("charter_proposed", MEMBERS, {"text": raw.decode()}, role="chief"), node=sy)
    for code in MEMBERS:
        mechanism.carry("SY", code) if code != "SY" else None
        file(Draft("charter_signed", MEMBERS, {"charter": digest}, role="chief"), node=mechanism.nodes[code])
        mechanism.carry(code, "SY") if code != "SY" else None
    if digest not in sy.ledger.history.versions:
        return
    if isinstance(take(mechanism, accession(mechanism, digest, by="SY")), Joining):
        joiner = mechanism.open(JOINER)
        mechanism.carry("SY", JOINER)
        to = dict.fromkeys((*joiner.charter().codes, *MEMBERS))
        file(Draft("charter_signed", tuple(to), {"charter": digest}, role="chief"), node=joiner)


def note_everywhere(mechanism: Mechanism) -> None:
    """Let every node note the charter in force and tell it to all, until nothing new comes."""
    for _ in range(3):
        for node in mechanism.nodes.values():
            node.writer.call(lambda ledger, n=node: noting.note_charter(ledger, at_ms=n.clock.now_ms())).result()
        mechanism.carry_all(rounds=1)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(before=STEPS, after=STEPS)
def test_who_joins_sees_what_all_see(
    made: Path, undurable: None, before: list[tuple[object, ...]], after: list[tuple[object, ...]]
) -> None:
    """After any course with a joining in its midst all nodes agree, and live equals rebuilt."""
    folder = made.parent / f"joining-{next(_counter)}"
    mechanism = begin(made, folder)
    try:
        course = Course(mechanism)
        for step in before[:15]:
            course.play(step)
        let_join(mechanism)
        course.before.clear()
        for step in after[:15]:
            course.play(step)
        course.finish()
        note_everywhere(mechanism)
        nodes = [node for node in mechanism.nodes.values() if node.member != JOINER or node.in_force()]
        comparing.assert_converged(nodes)
        comparing.assert_alike(nodes)
    finally:
        mechanism.close_all()
        shutil.rmtree(folder)

"""Whatever happens before, beside and after a succession, nodes that hold the same entries show the same (property)."""

from __future__ import annotations

import itertools
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.charter.verdict import Refusal
from parley.node import noting
from parley.node.enrolling import take_accession
from parley.node.filing import Filed
from tests.node import comparing
from tests.node.joining import accession
from tests.node.mechanism import Mechanism
from tests.node.schedule import MEMBERS, STEPS, Course, begin
from tests.node.succeeding import close, make_successor, propose, sign

_counter = itertools.count()
MEMBER = st.sampled_from(MEMBERS)
RIVALS = ("none", "amendment", "of the same log", "of another log", "named")


def offer(mechanism: Mechanism, code: str, *, by: str, name: str, instead_of: tuple[bytes, ...] = ()) -> bytes | None:
    """Let a member propose a succession of another; return the version, None where the state of things forbids it."""
    node = mechanism.nodes[by]
    before = node.ledger.current or node.founding
    if node.ledger.cursor(node.ledger.own).frozen_at is not None or code not in before.codes:
        return None
    raw = make_successor(mechanism, code=code, name=name, by=by)
    if instead_of:
        named = ", ".join(sha256(each).hexdigest() for each in instead_of)
        raw = raw.replace(b"\ncloses:", f"\ninstead_of: [{named}]\ncloses:".encode())
    statement = close(mechanism, raw, code=code, before=before)
    return raw if isinstance(propose(node, raw, statement), Filed) else None


def spread(mechanism: Mechanism, *codes: str) -> None:
    """Let these nodes read what the others hold."""
    for source, target in itertools.permutations(codes, 2):
        mechanism.carry(source, target)


def let_succeed(course: Course, code: str, *, rival: str) -> None:
    """Try a succession as things stand, with a rival beside it; what the state of things refuses is left."""
    mechanism = course.mechanism
    one, two = (each for each in MEMBERS if each != code)
    other = None
    if rival == "amendment":
        course.play(("amend", two, 0, {two}))
    elif rival in ("of the same log", "named"):
        other = offer(mechanism, code, by=two, name=f"{code}+9")
    elif rival == "of another log":
        other = offer(mechanism, one, by=two, name=f"{one}+9")
    if other is not None:
        sign(mechanism.nodes[two], other)
    named = (other,) if other is not None and rival == "named" else ()
    if named:
        mechanism.carry(two, one)
    raw = offer(mechanism, code, by=one, name=f"{code}+2", instead_of=named)
    if raw is None:
        return
    spread(mechanism, one, two)
    for each in (one, two):
        sign(mechanism.nodes[each], raw)
    spread(mechanism, one, two)
    course.before.clear()
    if mechanism.nodes[one].charter().digest == sha256(raw).hexdigest():
        open_again(mechanism, raw, code=code, by=one)


def open_again(mechanism: Mechanism, raw: bytes, *, code: str, by: str) -> None:
    """Open the new node with the accession file of another member, and let it say something."""
    file = accession(mechanism, sha256(raw).hexdigest(), by=by)
    name = f"{code}+2"
    taken = take_accession(mechanism.home(name).path, raw=file, code=code)
    assert not isinstance(taken, Refusal), taken
    new = mechanism.open(name)
    mechanism.carry(by, name)
    assert new.in_force()


def note_everywhere(mechanism: Mechanism) -> None:
    """Let every node note the charter in force, tell proofs, and answer what is asked, until nothing new comes."""
    for _ in range(3):
        for name, node in list(mechanism.nodes.items()):
            node.writer.call(lambda ledger, n=node: noting.note_charter(ledger, at_ms=n.clock.now_ms())).result()
            mechanism.receipts(name)
        mechanism.carry_all(rounds=1)


@pytest.mark.timeout(600)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(before=STEPS, after=STEPS, code=MEMBER, rival=st.sampled_from(RIVALS), late=MEMBER)
def test_a_succession_converges_with_whatever_else_happens(
    made: Path, undurable: None, before: list[tuple[object, ...]], after: list[tuple[object, ...]], code: str,
    rival: str, late: str,
) -> None:
    """After any course with a succession in its midst, a rival beside it and a fork after it, all members agree."""
    folder = made.parent / f"succession-{next(_counter)}"
    mechanism = begin(made, folder)
    try:
        course = Course(mechanism)
        for step in before[:10]:
            course.play(step)
        let_succeed(course, code, rival=rival)
        for step in (*after[:8], ("fork", late), *after[8:16]):
            course.play(step)
        course.finish()
        # What two copies of one home answer to the new node's questions may be where they part: that is told after it.
        for _ in range(2):
            note_everywhere(mechanism)
            course.finish()
        members = [n for n in mechanism.nodes.values() if n.in_force()]
        comparing.assert_alike(members)
        for node in mechanism.nodes.values():
            comparing.assert_live_is_rebuilt(node)
        comparing.assert_alike(members)
    finally:
        mechanism.close_all()
        shutil.rmtree(folder)

"""A member that shows two histories is found out by two others, with evidence that convinces a third."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import Future
from typing import Any

import pytest

from parley.record.fork import (
    Branch,
    ForkError,
    ForkEvidence,
    bare_note,
    encode_fork,
    first_difference,
    parse_fork,
    verify_fork,
)
from parley.record.keys import LOG
from parley.record.merkle import inclusion_path
from tests.link.cast import mechanism, player
from tests.link.cell import Cell, cells, until
from tests.link.memory import MemoryNode

CHARTER = mechanism("SY", "IL", "US")
ORIGIN = CHARTER.member("SY").origin
VERIFIER = CHARTER.member("SY").keys.verifier(LOG, origin=ORIGIN)


def history(*bodies: bytes) -> MemoryNode:
    """Return SY's node after it has filed these."""
    node = MemoryNode(player("SY"), charter=CHARTER)
    node.file(*bodies)
    return node


def branch(node: MemoryNode, number: int) -> Branch:
    """Return one branch of evidence, out of a node's own log."""
    log = node.logs[ORIGIN]
    path = tuple(inclusion_path(number, log.noted, hashes=log.subtree))
    return Branch(bare_note(log.note or b"", log=ORIGIN), log.leaves[number], path)


def hold(cell: Cell, node: MemoryNode) -> None:
    """Let a cell hold this history of SY's log."""
    own, held = node.logs[ORIGIN], cell.node.logs[ORIGIN]
    held.leaves, held.bodies, held.hashes = list(own.leaves), list(own.bodies), list(own.hashes)
    held.note, held.noted = own.note, own.noted


@pytest.mark.parametrize(("ours", "theirs"), [(5, 5), (5, 9), (9, 4), (300, 700)])
def test_two_histories_are_proven_to_the_first_entry_that_differs(ours: int, theirs: int) -> None:
    """Where two members hold different histories, both come to the same number and verified evidence."""

    async def story() -> None:
        async with cells("IL", "US", charter=mechanism("SY", "IL", "US")) as (il, us):
            common = [b"a", b"b", b"c"]
            hold(il, history(*common, *(b"il %d" % n for n in range(ours - 3))))
            hold(us, history(*common, *(b"us %d" % n for n in range(theirs - 3))))
            il.node._tell()
            us.node._tell()
            await until(lambda: bool(il.node.forks or us.node.forks))
            for evidence in il.node.forks + us.node.forks:
                assert evidence.number == 3
                verify_fork(parse_fork(encode_fork(evidence)), log=VERIFIER)

    asyncio.run(story())


def test_evidence_that_a_full_disk_cannot_take_ends_no_link(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the proof cannot be stored the links go on, and what others say still comes."""

    async def story() -> None:
        async with cells("IL", "US", charter=mechanism("SY", "IL", "US")) as (il, us):
            tried: list[ForkEvidence] = []

            def refuse(evidence: ForkEvidence) -> Future[Any]:
                tried.append(evidence)
                failed: Future[Any] = Future()
                failed.set_exception(sqlite3.OperationalError("database or disk is full"))
                return failed

            monkeypatch.setattr(il.node, "take_in_fork", refuse)
            hold(il, history(b"a", b"il"))
            hold(us, history(b"a", b"us"))
            il.node._tell()
            us.node._tell()
            await until(lambda: bool(tried))
            us.node.file(b"still here")
            await until(lambda: il.size(us) == 1)

    asyncio.run(story())


def test_a_lying_relay_proves_nothing() -> None:
    """A relay that shows other leaves under an honest checkpoint makes no evidence; only it is muted."""

    async def story() -> None:
        async with cells("IL", "US", charter=mechanism("SY", "IL", "US")) as (il, us):
            hold(il, history(b"a", b"b"))
            hold(us, history(b"a", b"b", b"c"))
            us.node.logs[ORIGIN].leaves[2] = b"another"
            us.node._tell()
            await until(
                lambda: (link := il.board.peer("US")) is not None and link.muted.get(ORIGIN) == "link.fork_not_proven"
            )
            assert il.node.forks == []

    asyncio.run(story())


def evidence() -> ForkEvidence:
    """Return sound evidence that SY's entry 1 was two things."""
    one, other = history(b"a", b"b", b"c"), history(b"a", b"x")
    return ForkEvidence(ORIGIN, 1, (branch(one, 1), branch(other, 1)))


def test_evidence_is_the_same_bytes_whoever_found_it() -> None:
    """The order in which the branches were met does not show."""
    found = evidence()
    turned = ForkEvidence(found.log, found.number, (found.branches[1], found.branches[0]))
    assert encode_fork(found) == encode_fork(turned)
    verify_fork(parse_fork(encode_fork(found)), log=VERIFIER)


def test_two_roots_of_one_size_need_no_leaves() -> None:
    """Two signed checkpoints of one size with different roots are a fork by themselves."""
    notes = [history(b"a", last).checkpoint(ORIGIN) or b"" for last in (b"b", b"c")]
    verify_fork(ForkEvidence(ORIGIN, None, (Branch(notes[0], None, ()), Branch(notes[1], None, ()))), log=VERIFIER)


@pytest.mark.parametrize("case", ["same", "one_size", "leaf", "number", "log", "unsigned"])
def test_what_is_no_fork_is_refused(case: str) -> None:
    """One history twice, growth, a false leaf, place, log or signature prove nothing."""
    found = evidence()
    first, second = found.branches
    grown = history(b"a", b"b", b"c", b"d")
    false = {
        "same": ForkEvidence(ORIGIN, 1, (first, branch(grown, 1))),
        "one_size": ForkEvidence(ORIGIN, None, (first, second)),
        "leaf": ForkEvidence(ORIGIN, 1, (first, Branch(second.note, b"never", second.path))),
        "number": ForkEvidence(ORIGIN, 0, (first, second)),
        "log": ForkEvidence(CHARTER.member("IL").origin, 1, (first, second)),
        "unsigned": ForkEvidence(ORIGIN, 1, (first, Branch(second.note.replace(b"\n2\n", b"\n3\n"), b"x", ()))),
    }[case]
    with pytest.raises(ForkError):
        verify_fork(false, log=VERIFIER)


@pytest.mark.parametrize(
    "raw",
    [b"", b"{}", b"[]", b'{"branches":[],"log":"a","number":1,"v":1}', b'{"branches":5,"log":"a","number":1,"v":1}',
     b'{"branches":[{},{}],"log":"a","number":1,"v":1}', b"x" * 500_000],
)  # fmt: skip
def test_evidence_out_of_form_is_refused(raw: bytes) -> None:
    """Bytes that are not exactly evidence are refused before anything is verified."""
    with pytest.raises(ForkError):
        parse_fork(raw)


@pytest.mark.parametrize("size", [1, 2, 3, 255, 256, 257, 1000])
def test_the_first_difference_is_found_in_trees_of_any_size(size: int) -> None:
    """Each place in which two trees may differ first is found, and none where they agree."""
    one = history(*(b"%d" % n for n in range(size))).logs[ORIGIN]
    assert first_difference(size, ours=one.subtree, theirs=one.subtree) is None
    for number in {0, size // 2, size - 1}:
        other = history(*(b"%d" % n if n < number else b"x%d" % n for n in range(size))).logs[ORIGIN]
        assert first_difference(size, ours=one.subtree, theirs=other.subtree) == number

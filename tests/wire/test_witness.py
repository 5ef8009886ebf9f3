"""add-checkpoint over a real node: decided and persisted in the writer, then answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from parley.node import serving
from parley.node.running import Node
from parley.node.witnessing import add_checkpoint
from parley.record.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from parley.record.cosignature import parse_lines, verify_cosignatures
from parley.record.fork import bare_note
from parley.record.keys import LOG, WITNESS
from parley.record.witness import Decline, format_request
from parley.wire.nodeholdings import NodeHoldings
from tests.node.mechanism import Mechanism

pytestmark = pytest.mark.story


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Node, Node, bytes]]:
    """SY and IL, and a checkpoint of SY that IL has never cosigned."""
    mechanism = Mechanism(tmp_path).make()
    sy, il = mechanism.nodes["SY"], mechanism.nodes["IL"]
    il.writer.call(lambda ledger: ledger.conn.execute("DELETE FROM witnessed")).result()
    note = bare_note(serving.checkpoint(sy.reader(), sy.keys.origin) or b"", log=sy.keys.origin)
    yield sy, il, note
    mechanism.close_all()


def opened(node: Node, note: bytes) -> Checkpoint:
    """Return a node's own checkpoint."""
    member = node.founding.member(node.member)
    return open_checkpoint(note, log=member.keys.verifier(LOG, origin=member.origin))


def test_a_witness_answers_with_lines_that_hold(pair: tuple[Node, Node, bytes]) -> None:
    """The first checkpoint of a log is cosigned by the witness, under both algorithms."""
    sy, il, note = pair
    told = NodeHoldings(il).witness(format_request(old=0, path=(), note=note))
    member = il.founding.member("IL")
    verifier = member.keys.verifier(WITNESS, origin=member.origin)
    assert told.status == 200
    assert len(verify_cosignatures(parse_lines(told.body), cp=opened(sy, note), cosigners=[verifier])) == 1


def test_a_witness_remembers_what_it_cosigned(pair: tuple[Node, Node, bytes]) -> None:
    """The same request again is answered with the size that it cosigned, to be asked from there."""
    sy, il, note = pair
    NodeHoldings(il).witness(format_request(old=0, path=(), note=note))
    told = NodeHoldings(il).witness(format_request(old=0, path=(), note=note))
    size = opened(sy, note).size
    assert (told.status, told.body, told.content_type) == (409, b"%d\n" % size, "text/x.tlog.size")


def test_a_second_root_of_one_size_is_declined(pair: tuple[Node, Node, bytes]) -> None:
    """A checkpoint that contradicts the cosigned one gets no signature."""
    sy, il, note = pair
    NodeHoldings(il).witness(format_request(old=0, path=(), note=note))
    cp = opened(sy, note)
    forged = sign_checkpoint(replace(cp, root=bytes(32)), keys=sy.keys.log, at=1)
    told = add_checkpoint(format_request(old=cp.size, path=(), note=forged), node=il).result()
    assert isinstance(told, Decline) and told.status == 422 and told.evidence is not None


def test_a_strangers_log_is_unknown(pair: tuple[Node, Node, bytes]) -> None:
    """A log that the charter does not name is not witnessed, and leaves no trace."""
    sy, il, note = pair
    stranger = note.replace(sy.keys.origin.encode(), b"elsewhere.example/log")
    assert NodeHoldings(il).witness(format_request(old=0, path=(), note=stranger)).status == 404
    assert "elsewhere.example/log" not in serving.heads(il.reader())


def test_two_requests_at_once_are_cosigned_once(pair: tuple[Node, Node, bytes]) -> None:
    """Of two requests from the same size only one is signed: the swap is atomic."""
    _, il, note = pair
    request = format_request(old=0, path=(), note=note)

    async def both() -> list[int]:
        holdings = NodeHoldings(il)
        told = await asyncio.gather(*(asyncio.to_thread(holdings.witness, request) for _ in range(2)))
        return sorted(answer.status for answer in told)

    assert asyncio.run(both()) == [200, 409]

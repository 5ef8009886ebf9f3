"""What a peer hands over is believed only as far as it is proven; what is refused changes nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from parley.charter.verdict import Refusal
from parley.node import serving
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.intake import PeerBatch, Taken
from parley.node.running import Node, take_in, take_in_fork
from parley.node.store.schema import READ_TABLES
from parley.record.checkpoint import Checkpoint, sign_checkpoint
from parley.record.keys import RoleSigner
from parley.record.leaf import MAX_LEAF
from parley.record.merkle import Frontier, leaf_hashes
from tests.node import comparing, forging
from tests.node.mechanism import Mechanism
from tests.tracks.hotline.cell import CONTENTS

KEPT = ("leaf", "body", "plaintext", "tile_root", "evidence", "cosignature", "witnessed", "queued", "attachment")


def filled(mechanism: Mechanism, count: int = 6) -> None:
    """Let SY file some messages that nobody has read yet."""
    for number in range(count):
        content = {**CONTENTS["message_sent"], "subject": f"Message {number}"}
        done = file(Draft("message_sent", ("IL", "US"), content, role="duty_officer"), node=mechanism.nodes["SY"])
        assert isinstance(done, Filed)


def batch(mechanism: Mechanism, *, start: int | None = None, count: int = 1000) -> PeerBatch:
    """Return the batch of SY's log that SY's link would hand to IL; with a count, a part of it."""
    origin = mechanism.nodes["SY"].ledger.origin
    if start is None:
        start = serving.heads(mechanism.nodes["IL"].reader())[origin].size
    run = serving.entries(mechanism.nodes["SY"].reader(), origin, start, count, 8 << 20)
    return mechanism.batch("SY", origin, start, run)


def everything(node: Node) -> dict[str, list[object]]:
    """Return all that a node holds, but for the times at which it last looked."""
    found: dict[str, list[object]] = {
        table: sorted(node.reader().execute(f"SELECT * FROM {table}"), key=repr) for table in (*KEPT, "log")
    }
    return {**found, **{table: comparing.tables(node)[table] for table in READ_TABLES}}


def signed_by_others(origin: str, leaves: list[bytes]) -> bytes:
    """Return a checkpoint over leaves in the name of a log, signed with other keys than its own."""
    edge = Frontier().extend(leaf_hashes(leaves))
    keys = RoleSigner(origin, bytes(32), bytes([1]) * 32)
    return sign_checkpoint(Checkpoint(origin, edge.size, edge.root), keys=keys, at=1_767_700_000)


def _flipped(raw: bytes, at: int = 40) -> bytes:
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


def _note_with(good: PeerBatch, change: Callable[[bytes], bytes]) -> PeerBatch:
    return replace(good, checkpoint=change(good.checkpoint))


def _other_signature(note: bytes) -> bytes:
    lines = note.split(b"\n")
    at = next(index for index, line in enumerate(lines) if line.startswith("\u2014".encode()))
    lines[at] = lines[at][:-8] + (b"AAAAAAA=" if not lines[at].endswith(b"AAAAAAA=") else b"BBBBBBB=")
    return b"\n".join(lines)


def _unsigned(note: bytes) -> bytes:
    return note.partition(b"\n\n")[0] + b"\n\n"


Spoil = Callable[[Mechanism, PeerBatch], PeerBatch]
SPOILT: dict[str, tuple[str, Spoil]] = {
    "a gap before it": ("gap", lambda m, b: batch(m, start=b.start + 2)),
    "a leaf left out": ("fork_suspected", lambda m, b: replace(b, leaves=b.leaves[1:], bodies=b.bodies[1:])),
    "two leaves exchanged": ("fork_suspected", lambda m, b: replace(
        b, leaves=[b.leaves[1], b.leaves[0], *b.leaves[2:]], bodies=[b.bodies[1], b.bodies[0], *b.bodies[2:]])),
    "the end cut off": ("fork_suspected", lambda m, b: replace(b, leaves=b.leaves[:-1], bodies=b.bodies[:-1])),
    "a leaf cut off in its middle": ("fork_suspected", lambda m, b: replace(
        b, leaves=[*b.leaves[:-1], b.leaves[-1][:-5]])),
    "a byte flipped in a leaf": ("fork_suspected", lambda m, b: replace(
        b, leaves=[_flipped(b.leaves[0]), *b.leaves[1:]])),
    "a leaf too long": ("leaf_too_long", lambda m, b: replace(b, leaves=[bytes(MAX_LEAF + 1), *b.leaves[1:]])),
    "too many leaves": ("batch_malformed", lambda m, b: replace(b, leaves=b.leaves * 2000, bodies=b.bodies * 2000)),
    "more leaves than the checkpoint covers": ("batch_malformed", lambda m, b: replace(
        b, leaves=[*b.leaves, b"{}"], bodies=[*b.bodies, None])),
    "fewer bodies than leaves": ("batch_malformed", lambda m, b: replace(b, bodies=b.bodies[:-1])),
    "a start below zero": ("batch_malformed", lambda m, b: replace(b, start=-1)),
    "a body missing": ("body_missing_or_other", lambda m, b: replace(b, bodies=[None, *b.bodies[1:]])),
    "a body of another entry": ("body_missing_or_other", lambda m, b: replace(b, bodies=[b.bodies[1], *b.bodies[1:]])),
    "a byte flipped in a body": ("body_missing_or_other", lambda m, b: replace(
        b, bodies=[_flipped(b.bodies[0] or b""), *b.bodies[1:]])),
    "a body cut off": ("body_missing_or_other", lambda m, b: replace(
        b, bodies=[(b.bodies[0] or b"")[:-1], *b.bodies[1:]])),
    "a proof too many": ("fork_suspected", lambda m, b: replace(batch(m, count=3), proof=[bytes(32)] * 3)),
    "no proof": ("fork_suspected", lambda m, b: replace(batch(m, count=3), proof=[])),
    "another signature": ("checkpoint_refused", lambda m, b: _note_with(b, _other_signature)),
    "no signature": ("checkpoint_refused", lambda m, b: _note_with(b, _unsigned)),
    "no note at all": ("checkpoint_refused", lambda m, b: replace(b, checkpoint=b"\xff" * 50)),
    "a signature by other keys": ("checkpoint_refused", lambda m, b: replace(
        b, checkpoint=signed_by_others(b.log, b.leaves))),
    "a stranger's log": ("log_of_stranger", lambda m, b: replace(b, log="zz.example/zz")),
    "another log than its checkpoint's": ("checkpoint_refused", lambda m, b: replace(
        b, log=m.nodes["US"].ledger.origin)),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT)
def test_a_spoilt_batch_is_refused_and_changes_nothing(paris: Mechanism, case: str) -> None:
    """A batch with this fault is refused by its code, not a row is other than before, and the sound one is taken."""
    filled(paris)
    code, spoil = SPOILT[case]
    good = batch(paris)
    spoilt = spoil(paris, good)
    before = everything(paris.nodes["IL"])
    found = take_in(spoilt, node=paris.nodes["IL"]).result()
    assert isinstance(found, Refusal) and found.code == code, found
    assert everything(paris.nodes["IL"]) == before
    assert take_in(good, node=paris.nodes["IL"]).result() == Taken(good.log, good.start + 6, 6)


def test_a_replayed_batch_adds_nothing(paris: Mechanism) -> None:
    """The same batch a second time is taken as what is held already, and changes nothing."""
    filled(paris)
    good = batch(paris)
    take_in(good, node=paris.nodes["IL"]).result()
    before = everything(paris.nodes["IL"])
    assert take_in(good, node=paris.nodes["IL"]).result() == Taken(good.log, good.start + 6, 0)
    assert everything(paris.nodes["IL"]) == before


def test_an_old_part_is_no_fork_however_often_it_comes(paris: Mechanism) -> None:
    """A part that is held, replayed under a checkpoint that is ahead of what is held, raises no false alarm."""
    filled(paris)
    part = batch(paris, count=3)
    assert isinstance(take_in(part, node=paris.nodes["IL"]).result(), Taken)
    assert isinstance(take_in(batch(paris, count=2), node=paris.nodes["IL"]).result(), Taken)
    older = replace(batch(paris, start=part.start, count=1))
    assert take_in(older, node=paris.nodes["IL"]).result() == Taken(part.log, part.start + 5, 0)


def test_overlapping_batches_are_taken_where_they_are_new(paris: Mechanism) -> None:
    """A batch that begins in what is held adds only what goes beyond it."""
    filled(paris)
    start = batch(paris).start
    take_in(batch(paris, count=4), node=paris.nodes["IL"]).result()
    found = take_in(batch(paris, start=start + 2, count=4), node=paris.nodes["IL"]).result()
    assert found == Taken(paris.nodes["SY"].ledger.origin, start + 6, 2)


def test_an_oversized_body_is_carried_by_nobody_and_stops_nobody(paris: Mechanism) -> None:
    """An entry that names a body beyond the limit stands unreadable, without its body, and its log goes on."""
    node = paris.nodes["SY"]
    sound = forging.say(
        node, "message_sent", {}, payload=b"x",
        change=lambda leaf: replace(leaf, body=replace(leaf.body, size=2_400_001) if leaf.body else None),
    )  # fmt: skip
    filled(paris, 1)
    good = batch(paris)
    without = replace(good, bodies=[None, *good.bodies[1:]])
    assert take_in(without, node=paris.nodes["IL"]).result() == Taken(good.log, good.start + 2, 2)
    assert comparing.points(paris.nodes["IL"])[(good.log, int(sound[3:]))] == (None, None, None)


def test_a_forked_log_is_taken_no_further(paris: Mechanism) -> None:
    """From the fork on a log is refused, while what lies before it is still taken by who lacks it."""
    filled(paris, 2)
    second = forging.clone(paris, "SY")
    filled(paris, 2)
    other = {**CONTENTS["message_sent"], "subject": "Another history"}
    file(Draft("message_sent", ("IL", "US"), other, role="duty_officer"), node=paris.nodes[second])
    origin = paris.nodes["SY"].ledger.origin
    evidence = forging.evidence_of(paris.nodes["SY"], paris.nodes[second], origin)
    assert evidence is not None
    il, us = paris.nodes["IL"], paris.nodes["US"]
    assert isinstance(take_in_fork(evidence, node=il).result(), Taken)
    assert isinstance(take_in(batch(paris), node=il).result(), Taken)
    assert comparing.frozen(il)[origin] == il.ledger.cursor(il.ledger.log_id(origin)).processed
    filled(paris, 1)
    refused = take_in(batch(paris), node=il).result()
    assert isinstance(refused, Refusal) and refused.code == "log_frozen"
    paris.carry("IL", "US")
    assert comparing.frozen(us) == comparing.frozen(il)
    comparing.assert_alike([il, us])

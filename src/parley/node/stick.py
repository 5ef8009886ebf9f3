"""Carries bundles in and out of a running node: the same intake, the same checks as over a link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from parley.charter.verdict import Refusal
from parley.node import running
from parley.node.link.evidence import own_copy
from parley.node.link.nodeport import NodePort
from parley.node.links import STICK
from parley.node.running import Node
from parley.node.seeing import note_seen
from parley.node.store import bodies, logs
from parley.node.unbundling import Intake, LogTaken, take_bundle
from parley.record.fork import Copy, encode_fork, find_evidence
from parley.record.keys import LOG


def import_bundle(path: Path, *, node: Node) -> list[LogTaken]:
    """Take a bundle in and return what became of each log; BundleError where it is none. Blocks; not in the loop.

    Where it shows another history of a log than is held, and proves it, the evidence is kept and told to all.
    """
    port = NodePort(node)

    def held(log: str) -> int:
        head = logs.head(node.reader(), log)
        return head.size if head else 0

    def wants(digest: bytes, size: int) -> bool:
        named = bodies.sizes_named(node.reader(), digest)
        return size in named and not bodies.attachment_whole(node.reader(), digest)

    intake = Intake(
        take=lambda batch: running.take_in(batch, node=node),
        note=lambda log, note: running.take_in_note(log, note, node=node),
        suspect=lambda log, theirs: _prove(port, log, theirs, node=node),
        held=held,
        wants=wants,
        put=lambda digest, pieces: _put(port, digest, pieces),
    )
    return take_bundle(path, intake=intake)


def _put(port: NodePort, digest: bytes, pieces: Iterator[bytes]) -> bool:
    # All of it is here: what a link has brought so far may be wrong, and is not built on.
    port.drop_parts(digest).result()
    at = 0
    for piece in pieces:
        at = port.put_part(digest, offset=at, part=piece).result()
    return port.finish_attachment(digest).result()


def _prove(port: NodePort, log: str, theirs: Copy, *, node: Node) -> Refusal:
    """Make and keep the evidence that a log has two histories, ours and the bundle's; say what became of it."""
    suspected = Refusal("fork_suspected", "R-4", {"log": log})
    member, ours = node.charter().member_of_log(log), port.own_note(log)
    if member is None or ours is None:
        return suspected
    verifier = member.keys.verifier(LOG, origin=log)
    evidence = find_evidence(own_copy(port, log, note=ours), theirs, log=verifier)
    if evidence is None:
        return suspected
    outcome = running.take_in_fork(encode_fork(evidence), node=node).result()
    if isinstance(outcome, Refusal):
        return outcome
    return Refusal("log_frozen", "R-5", {"log": log, "at": outcome.size})


def note_taken(taken: Sequence[LogTaken], *, node: Node) -> None:
    """Show on the link board what a bundle brought soundly: the route, and the life that its checkpoints prove.

    In the loop of the links, whose board it is.
    """
    for each in taken:
        if each.refusal is None:
            note_seen(node.board, each.log, each.note, route=STICK, port=NodePort(node))

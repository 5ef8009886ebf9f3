"""Why a link and an entry are shown as they are: who was heard, who holds and signed what, and what shows it."""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.lognames import log_name, parts_of
from parley.node import reading
from parley.node.links import PeerLink
from parley.node.running import Node
from parley.node.store import cosignatures, cursors, logs, matters
from parley.node.why.step import Step


def why_link(node: Node, member: str, *, state: str) -> tuple[Step, ...]:
    """Return what the figures of a member's link come from; `state` is the one that the link bar shows."""
    return (Step(f"why.link.{state}", {"member": member}), *_heard(node, member), *_signed_for_us(node, member))


def _heard(node: Node, member: str) -> Iterator[Step]:
    link, alive = node.board.peer(member) or PeerLink(member), node.board.alive(member)
    if link.last_frame_at_ms is None:
        yield Step("why.link.unheard")
    else:
        yield Step("why.link.heard", {"at_ms": link.last_frame_at_ms})
    if alive is not None:
        yield Step("why.link.proven", {"size": alive.size, "at_ms": alive.seen_at_ms, "route": alive.route})
    if link.skew_ms is not None:
        within = (link.skew_within_ms or 0) / 1000
        yield Step("why.link.skew", {"seconds": f"{link.skew_ms / 1000:.1f}", "within": f"{within:.1f}"})
    origin = node.charter().member(member).origin
    head = logs.head(node.reader(), origin)
    held = head.size if head else 0
    yield Step("why.link.held", {"held": held, "behind": node.board.behind(origin, held=held)})


def _signed_for_us(node: Node, member: str) -> Iterator[Step]:
    own = logs.head(node.reader(), node.keys.origin)
    if own is None:
        return
    origin = node.charter().member(member).origin
    signed = {row.cosigner: row.size for row in cosignatures.of_log(node.reader(), own.id)}
    for role in ("mirror", "witness"):
        yield Step(f"why.link.{role}", {"size": signed.get(f"{origin}/{role}", 0), "total": own.size})


def why_entry(node: Node, entry_id: str) -> tuple[Step, ...]:
    """Return who signed for an entry, who read it and who opened it, each with what shows it; empty where unknown."""
    found = reading.find_entry(node, entry_id)
    if found is None:
        return ()
    log, row = found
    author = parts_of(entry_id.partition("/")[0])[0]
    steps = [Step("why.entry.sent", {"member": author, "at_ms": row.at_ms}, entry=entry_id)]
    for member in node.charter().members:
        if member.code != author:
            steps += _of_member(node, log, row.number, code=member.code, origin=member.origin)
    return tuple(steps)


def _of_member(node: Node, log: int, number: int, *, code: str, origin: str) -> Iterator[Step]:
    conn = node.reader()
    signed = {row.cosigner: row.size for row in cosignatures.of_log(conn, log)}
    covered = {role: signed.get(f"{origin}/{role}", 0) for role in ("mirror", "witness")}
    if covered["mirror"] > number:
        yield Step("why.entry.mirrored", {"member": code, "size": covered["mirror"]})
    if covered["witness"] > number:
        yield Step("why.entry.cosigned", {"member": code, "size": covered["witness"]})
    if max(covered.values()) <= number:
        yield Step("why.entry.unsigned", {"member": code})
    reader = logs.head(conn, origin)
    first = cursors.first_reading(conn, log=log, number=number, reader=reader.id) if reader else None
    if first is not None:
        yield Step("why.entry.read", {"member": code, "at_ms": first[1]}, entry=f"{log_name(code, origin)}/{first[0]}")
    opened = matters.opened_by(conn, log=log, number=number).get(code)
    if opened is not None:
        yield Step("why.entry.opened", {"member": code, "at_ms": opened[0]}, entry=opened[1])

"""A succession at a node: the template for a member whose log was lost or forked, and what this node does not sign."""

from __future__ import annotations

from parley.charter.model import Charter, ClosedLog
from parley.charter.successor import succession_template
from parley.matters.instrument import PROPOSING
from parley.matters.verdict import Refusal
from parley.node.ledger import Ledger
from parley.node.store import logs
from parley.node.tree import StoredTree
from parley.node.versions import text_of
from parley.record.body import Payload
from parley.record.merkle import EMPTY_ROOT


def template_for(ledger: Ledger, code: str, *, size: int | None, founding: bytes) -> bytes | Refusal:
    """Return the template by which a member goes on under its next log, the old one closed at `size`.

    Without a size all that is held is kept, or what lies before a proven fork. Refused where there is no such member
    or not so much of its log is held.
    """
    charter = ledger.current or ledger.founding
    if code not in charter.codes:
        return Refusal("charter.not_a_member", "C-1", {"member": code})
    origin = charter.member(code).origin
    held, frozen = _held(ledger, origin), ledger.cursor(ledger.log_id(origin)).frozen_at
    at = size if size is not None else held if frozen is None else min(held, frozen)
    if at > held:
        return Refusal("succession.not_held", "S-10", {"log": origin, "size": at, "held": held})
    raw = founding if charter.digest == ledger.founding.digest else text_of(ledger, charter.digest)
    assert raw is not None  # a version that is in force was proposed
    return succession_template(raw, code=code, closes=ClosedLog(origin, at, _root(ledger, origin, at).hex()))


def refuse_unheld(ledger: Ledger, said: Payload) -> Refusal | None:
    """Refuse to say of this member that it agrees with a closing which its own copy of the log does not bear out.

    It is this node's care, and no rule by which others judge: each signs only what it holds.
    """
    charter = _spoken_of(ledger, said)
    closes = charter.closes if charter is not None else None
    if closes is None:
        return None
    held = _held(ledger, closes.log)
    if held >= closes.size and _root(ledger, closes.log, closes.size).hex() == closes.root:
        return None
    return Refusal("succession.not_held", "S-10", {"log": closes.log, "size": closes.size, "held": held})


def _spoken_of(ledger: Ledger, said: Payload) -> Charter | None:
    if said.kind in PROPOSING:
        return ledger.charter_track.read(said.content["text"].encode())
    version = ledger.history.versions.get(str(said.content.get("charter")))
    return version.charter if version is not None else None


def _held(ledger: Ledger, origin: str) -> int:
    head = logs.head(ledger.conn, origin)
    return head.size if head is not None else 0


def _root(ledger: Ledger, origin: str, size: int) -> bytes:
    return StoredTree(ledger.conn, ledger.log_id(origin)).root_at(size) if size else EMPTY_ROOT

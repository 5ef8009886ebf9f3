"""The receipt of a released statement: its draft and its signatures with their proofs, verified before it is given."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from parley.charter.lognames import log_name
from parley.charter.model import Charter
from parley.matters.entry import entry_number
from parley.node import serving
from parley.node.held import kept_body
from parley.node.running import Node
from parley.node.store import logs
from parley.record.audit import trusted_keys
from parley.record.checkpoint import LogVerifier, parse_checkpoint_text
from parley.record.cosignature import open_cosigned
from parley.record.keys import RoleVerifier
from parley.record.note import parse_note
from parley.record.proof import TlogProof, format_proof
from parley.record.tiles import WIDTH, decode_bundle
from parley.tracks.talks.statement_receipt import Part, check_receipt, write_receipt
from parley.tracks.talks.statement_state import StatementState

Keys = tuple[LogVerifier, list[RoleVerifier]]


def receipt_of(state: StatementState, *, node: Node) -> bytes | None:
    """Return the receipt of a statement that all have signed; None while its entries are under no checkpoint here.

    NoteError or ProofError where what this node holds does not verify: then it gives no receipt.
    """
    entries = [state.main.entry, *(each.entry for each in state.main.signatures)]
    parts = [_part(entry, node=node) for entry in entries]
    found = [part for part in parts if part is not None]
    if len(found) < len(entries):
        return None
    raw = write_receipt(found, exercise=node.charter().mechanism.exercise)
    check_receipt(raw, keys_of=partial(keys_of, node))
    return raw


def keys_of(node: Node, origin: str) -> Keys:
    """Return the keys of a log and of all who may cosign it, by the charters that this node knows."""
    charters = [node.charter(), *node.ledger.charters(), node.founding]
    keys = trusted_keys(_lines(charters, origin), origin=origin)
    return keys.log, list(keys.cosigners)


def _lines(charters: Sequence[Charter], origin: str) -> list[str]:
    charter = next((each for each in charters if each.member_of_log(origin)), charters[0])
    owner, lines = charter.member_of_log(origin), list[str]()
    lines += owner.keys.log if owner is not None else ()
    for member in charter.members:
        if member.origin != origin:
            lines += (*member.keys.mirror, *member.keys.witness)
    return lines


def _part(entry: str, *, node: Node) -> Part | None:
    name, number = entry_number(entry)
    conn = node.reader()
    origin = next((each for each in logs.heads(conn) if _named(node, each) == name), None)
    head = logs.head(conn, origin) if origin is not None else None
    if origin is None or head is None:
        return None
    opened = kept_body(conn, node.box, head.id, number)
    proof = _proof(node, origin, number)
    return Part(opened.payload, opened.salt, proof) if opened is not None and proof is not None else None


def _named(node: Node, origin: str) -> str:
    for charter in (node.charter(), *node.ledger.charters(), node.founding):
        owner = charter.member_of_log(origin)
        if owner is not None:
            return log_name(owner.code, origin)
    return ""


def _proof(node: Node, origin: str, number: int) -> bytes | None:
    """Return the proof under the checkpoint that most others have cosigned; None where none covers the entry yet."""
    conn, bound = node.reader(), node.bound
    raw = serving.bundle(conn, origin, number // WIDTH, number % WIDTH + 1, bound)
    newest = serving.checkpoint(conn, origin, bound)
    if raw is None or newest is None:
        return None
    notes = [
        note
        for note in (*serving.cosigned_notes(conn, origin, bound), newest)
        if parse_checkpoint_text(parse_note(note).text).size > number
    ]
    if not notes:
        return None
    log, cosigners = keys_of(node, origin)
    opened = max(
        (open_cosigned(note, log=log, cosigners=cosigners) for note in notes),
        key=lambda each: (len(each.cosigned), each.checkpoint.size),
    )
    path = tuple(serving.inclusion(conn, origin, number, opened.checkpoint.size))
    leaf = decode_bundle(raw, width=number % WIDTH + 1)[-1]
    return format_proof(TlogProof(number, path, opened.note, extra=leaf))

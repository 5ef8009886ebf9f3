"""Writes the accession file for a member that joins by an amendment: all that was said of the charter, with proofs."""

from __future__ import annotations

from parley.matters.accession import Accession, ProvenEntry, encode_accession
from parley.matters.instrument import CHARTER_MATTER
from parley.node.held import kept_body
from parley.node.ledger import Ledger
from parley.node.store import bodies, cursors, logs
from parley.node.tree import StoredTree
from parley.node.versions import line_to, text_of


def accession_of(ledger: Ledger, digest: str, *, founding: bytes) -> bytes | None:
    """Return the accession file by which one joins under a version, None where it is not known here.

    An entry that no checkpoint covers yet is left out: it comes, sealed or disclosed, when the member has joined.
    """
    line = line_to(ledger.history, digest)
    if not line:
        return None
    texts = [founding if each == ledger.founding.digest else text_of(ledger, each) or b"" for each in line]
    heads = {head.id: (origin, head) for origin, head in logs.heads(ledger.conn).items()}
    entries = []
    for row in cursors.points_of_matter(ledger.conn, CHARTER_MATTER):
        origin, head = heads[row.log]
        if row.number < head.checkpoint_size:
            entries.append(_entry(ledger, row, origin=origin, size=head.checkpoint_size))
    said_in = {entry.log for entry in entries}
    notes = {origin: head.checkpoint or b"" for origin, head in heads.values() if origin in said_in}
    forks = tuple(row[0] for row in ledger.conn.execute("SELECT raw FROM evidence ORDER BY log, at"))
    return encode_accession(Accession(tuple(texts), tuple(entries), notes, forks))


def _entry(ledger: Ledger, row: cursors.PointRow, *, origin: str, size: int) -> ProvenEntry:
    raw, digest = ledger.conn.execute(
        "SELECT raw, body FROM leaf WHERE log = ? AND number = ?", (row.log, row.number)
    ).fetchone()
    kept, sealed = kept_body(ledger.conn, ledger.box, row.log, row.number), bodies.body(ledger.conn, digest)
    assert kept is not None and sealed is not None  # a point of a matter was opened
    path = StoredTree(ledger.conn, row.log).inclusion(row.number, size=size)
    return ProvenEntry(origin, row.number, raw, tuple(path), kept.file_key, sealed)

"""Says to all, once for each charter that comes into force here, from which entry on this node goes by it.

The note gives the keys of what was said of the charter and read here. So whoever could not open one of these entries,
because it was sealed wrongly for it or was written before its author knew that it joined, reads it now.
"""

from __future__ import annotations

from typing import Any

from parley.charter.model import Charter
from parley.matters.housekeeping import MAX_NOTED
from parley.matters.instrument import CHARTER_MATTER
from parley.node.drafts import Draft
from parley.node.filing import write_draft
from parley.node.held import kept_body
from parley.node.ledger import Ledger
from parley.node.officer_keys import announced_before
from parley.node.receipting import charter_spoken_by
from parley.node.store import cursors, logs
from parley.record import strictjson
from parley.record.body import MAX_PAYLOAD


def note_charter(ledger: Ledger, *, at_ms: int) -> bool:
    """File the note of the charter in force where this node has not filed it yet; return whether it did."""
    charter = ledger.current
    if charter is None or charter.digest in _noted(ledger) or charter_spoken_by(ledger) is not charter:
        return False
    before = ledger.history.versions.get(charter.predecessor or "")
    joined = before is None or charter.closes is not None or not set(charter.codes) <= set(before.charter.codes)
    keys = _keys_of_charter(ledger, known=frozenset() if joined else _given(ledger))
    for start in range(0, max(len(keys), 1), MAX_NOTED):
        content = {"charter": charter.digest, "entries": keys[start : start + MAX_NOTED]}
        write_draft(ledger, Draft("charter_noted", charter.codes, content), at_ms=at_ms)
    if joined and before is not None:
        _announce_key_again(ledger, charter, before.charter, at_ms=at_ms)
        for said in announced_before(ledger, at_ms=at_ms):
            write_draft(ledger, Draft("officer_key_announced", charter.codes, said), at_ms=at_ms)
    return True


def _noted(ledger: Ledger) -> set[str]:
    """Return the charters of which a note of ours stands; read from the log once, and remembered."""
    if ledger.noted is None:
        ledger.noted = {str(content["charter"]) for content in _own_notes(ledger)}
    return ledger.noted


def _given(ledger: Ledger) -> frozenset[str]:
    """Return the entries whose keys an earlier note of ours gives."""
    return frozenset(entry for content in _own_notes(ledger) for entry, _ in content["entries"])


def _own_notes(ledger: Ledger) -> list[dict[str, Any]]:
    rows = ledger.conn.execute(
        "SELECT number FROM point WHERE log = ? AND kind = 'charter_noted' AND verdict IS NULL", (ledger.own,)
    ).fetchall()
    return [_content(ledger, number) for (number,) in rows]


def _content(ledger: Ledger, number: int) -> dict[str, Any]:
    kept = kept_body(ledger.conn, ledger.box, ledger.own, number)
    assert kept is not None  # a point with a kind was opened
    found: dict[str, Any] = strictjson.parse(kept.payload, limit=MAX_PAYLOAD)["content"]
    return found


def _keys_of_charter(ledger: Ledger, *, known: frozenset[str]) -> list[list[str]]:
    names = {head.id: ledger.name_of(origin) or "" for origin, head in logs.heads(ledger.conn).items()}
    found = []
    for row in sorted(cursors.points_of_matter(ledger.conn, CHARTER_MATTER), key=lambda row: (row.log, row.number)):
        entry, kept = f"{names[row.log]}/{row.number}", kept_body(ledger.conn, ledger.box, row.log, row.number)
        assert kept is not None  # a point of a matter was opened
        if entry not in known:
            found.append([entry, kept.file_key.hex()])
    return found


def _announce_key_again(ledger: Ledger, charter: Charter, before: Charter, *, at_ms: int) -> None:
    """Say our newest sealing key again to members that joined after it was announced; to the others it is no news."""
    row = ledger.conn.execute(
        "SELECT epoch, recipient FROM sealing_epoch WHERE member = ? ORDER BY epoch DESC LIMIT 1", (ledger.name,)
    ).fetchone()
    if row is None or ledger.member not in before.codes:
        return
    if charter.member(ledger.member).keys.sealing != before.member(ledger.member).keys.sealing:
        return  # the charter names a newer one
    content = {"epoch": row[0], "recipient": row[1]}
    write_draft(ledger, Draft("sealing_key_rotated", charter.codes, content), at_ms=at_ms)

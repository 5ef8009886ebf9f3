"""By which rules this database was judged: where the program's are others, all of it is judged again at the start.

A new version may judge, fold or show otherwise what was filed long ago. Read tables that older rules wrote would tell
it otherwise than the node of another member does, and than `parley rebuild` here.
"""

from __future__ import annotations

import logging
from functools import cache
from hashlib import sha256
from pathlib import Path

import parley
from parley.node.ledger import Ledger
from parley.node.store import bodies, logs
from parley.node.taking import named_attachments
from parley.record.leaf import LeafError, parse_leaf

# Whatever decides over an entry or says what its matter shows: the pure layers, and of the node what judges by them.
PURE = ("record", "geo", "charter", "matters", "tracks")
BESIDE = (
    "cited", "citing", "forks", "held", "housekept", "leafrules", "ledger", "losing", "officer_keys", "opening",
    "projecting", "rebuilding", "settling", "succeeding",
)  # fmt: skip
RUN = 4_096
log = logging.getLogger(__name__)


@cache
def rules_in_hand() -> str:
    """Return what tells this program's rules from others: the SHA-256 of the very sources that judge.

    No number that somebody must remember to raise: another comment costs one more judging, a rule that was forgotten
    would cost the agreement of all nodes.
    """
    package = Path(parley.__file__).parent
    pure = [path for layer in PURE for path in (package / layer).rglob("*.py")]
    whole = sha256()
    for path in sorted([*pure, *(package / "node" / f"{name}.py" for name in BESIDE)]):
        content = path.read_bytes()
        whole.update(f"{path.relative_to(package).as_posix()} {len(content)}\n".encode() + content)
    return whole.hexdigest()


def note_rules(ledger: Ledger) -> None:
    """Note by which rules this database is judged from now on; where it was by others, all of it is to be judged again.

    Within the transaction of the start.
    """
    found = ledger.conn.execute("SELECT rules FROM judged_by").fetchone()
    if found is not None and found[0] == rules_in_hand():
        return
    ledger.conn.execute("DELETE FROM judged_by")
    ledger.conn.execute("INSERT INTO judged_by (rules) VALUES (?)", (rules_in_hand(),))
    judged = sum(ledger.cursor(head.id).processed for head in logs.heads(ledger.conn).values())
    if judged:
        log.warning("another version of the program judged this database: its %d entries are judged again", judged)
        name_every_size(ledger)
        ledger.rebuild_due = True


def name_every_size(ledger: Ledger) -> None:
    """Note every size that held leaves name for their attachments: an older program kept the first, true or false."""
    for head in logs.heads(ledger.conn).values():
        for start in range(0, head.size, RUN):
            for raw in logs.raw_leaves(ledger.conn, head.id, start, min(start + RUN, head.size)):
                try:
                    named = named_attachments(parse_leaf(raw))
                except LeafError:
                    continue
                for ref in named:
                    bodies.begin_attachment(ledger.conn, ref.digest, size=ref.size)

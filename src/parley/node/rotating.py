"""Changes this member's sealing key: a new key file first, then, at the next start, the entry that announces it.

In this order nothing is ever sealed to a key that the node has not read yet. What was sealed to an older key opens
for as long as its file is there; once it was opened it stays readable under the local key (decision 2).
"""

from __future__ import annotations

from parley.charter.lognames import parts_of
from parley.node.drafts import Draft
from parley.node.filing import write_draft
from parley.node.home import Home
from parley.node.keys import SEALING, make_sealing_epoch
from parley.node.ledger import Ledger


def next_epoch(home: Home) -> int:
    """Return the number of the sealing key that comes after those of this home folder."""
    found = [int(path.stem.partition("-")[2] or 0) for path in home.keys.glob(f"{SEALING}*.key")]
    return max(found, default=0) + 1


def make_next_key(home: Home, *, passphrase: bytes | None) -> int:
    """Make the next sealing key and return its number; KeyFileError where the passphrase is not that of the others."""
    epoch = next_epoch(home)
    make_sealing_epoch(home, epoch=epoch, passphrase=passphrase)
    return epoch


def announce_newest_key(ledger: Ledger, *, at_ms: int) -> bool:
    """File the recipient of this node's newest sealing key where no charter and no entry of ours names it yet."""
    if ledger.current is None:
        return False
    recipient = str(ledger.secrets.sealing[0].recipient)
    if recipient in _named(ledger):
        return False
    # Counted in this log alone: one number is announced once in each, and after a succession the log is another.
    last = ledger.conn.execute("SELECT max(epoch) FROM sealing_epoch WHERE member = ?", (ledger.name,)).fetchone()[0]
    content = {"epoch": (last or 0) + 1, "recipient": recipient}
    write_draft(ledger, Draft("sealing_key_rotated", ledger.current.codes, content), at_ms=at_ms)
    return True


def _named(ledger: Ledger) -> set[str]:
    """Return every recipient of this member that the others know: a key is never announced twice."""
    rows = ledger.conn.execute("SELECT member, recipient FROM sealing_epoch").fetchall()
    charters = (member.keys.sealing for each in ledger.charters() for member in each.members)
    return {*charters, *(str(key) for name, key in rows if parts_of(name)[0] == ledger.member)}

"""Old sealing keys come to their end by policy (RECORD 1.5): destroyed some days after nothing can be sealed to them.

Before that every other member has read the announcement of a later key, so that whatever was sealed to the old one
is held here, opened, and kept under the local key. The entry comes first, the file goes after it: what a cut leaves
in between, the next start ends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from parley.matters.housekeeping import entry_id
from parley.node.drafts import Draft
from parley.node.filing import write_draft
from parley.node.home import sync_folder
from parley.node.ledger import Ledger
from parley.node.store import cursors, logs
from parley.record.sealingkeys import SealingIdentity

DAY_MS = 86_400_000
DESTROYED = "sealing_key_destroyed"


@dataclass(frozen=True, slots=True)
class OldKey:
    """A sealing key after which another was announced.

    `since_ms` is when the last member had read of that, None while some (`waits_for`) have not, or
    while entries that are held wait for others and are not opened.
    """

    recipient: str
    waits_for: tuple[str, ...]
    since_ms: int | None

    def is_due(self, *, now_ms: int, days: int) -> bool:
        """Return whether it was kept for so many days; with 0 days it is kept until an operator destroys it."""
        return days > 0 and self.since_ms is not None and now_ms - self.since_ms >= days * DAY_MS


def old_keys(ledger: Ledger) -> list[OldKey]:
    """Return the old sealing keys that this node still has, the oldest first."""
    held = [str(identity.recipient) for identity in reversed(ledger.secrets.sealing)]
    found = []
    for place, recipient in enumerate(held[:-1]):
        later = [number for key, number in _announced(ledger) if key in held[place + 1 :]]
        # A key that only an amendment has replaced is named by a charter: who reads an older one seals to it.
        if later:
            found.append(_old_key(ledger, recipient, announced=min(later)))
    return found


def _announced(ledger: Ledger) -> Iterator[tuple[str, int]]:
    rows = ledger.conn.execute("SELECT recipient, by FROM sealing_epoch WHERE member = ?", (ledger.name,))
    for recipient, by in rows.fetchall():
        place = entry_id(by)
        if place is not None:
            yield str(recipient), place[1]


def _old_key(ledger: Ledger, recipient: str, *, announced: int) -> OldKey:
    at_ms, waits_for = _at_ms(ledger, announced), []
    for member in (ledger.current or ledger.founding).members:
        log = ledger.log_id(member.origin)
        # Nothing that stands behind a proven fork is ever opened.
        if log == ledger.own or ledger.cursor(log).frozen_at is not None:
            continue
        read = cursors.first_reading(ledger.conn, log=ledger.own, number=announced, reader=log)
        if read is None:
            waits_for.append(member.code)
        else:
            at_ms = max(at_ms, read[1])
    return OldKey(recipient, tuple(waits_for), None if waits_for or _some_wait(ledger) else at_ms)


def _at_ms(ledger: Ledger, number: int) -> int:
    row = ledger.conn.execute("SELECT at_ms FROM point WHERE log = ? AND number = ?", (ledger.own, number)).fetchone()
    return int(row[0])


def _some_wait(ledger: Ledger) -> bool:
    """Return whether entries are held that were not opened yet, since they wait for others."""
    here = (ledger.cursor(head.id) for head in logs.heads(ledger.conn).values())
    return any(each.waits_for is not None and each.frozen_at is None for each in here)


def retire(ledger: Ledger, *, at_ms: int, days: int) -> list[str]:
    """Say of each old key whose time is over that it is destroyed, in an entry; return their recipients."""
    if ledger.current is None:
        return []
    due = [key.recipient for key in old_keys(ledger) if key.is_due(now_ms=at_ms, days=days)]
    for recipient in due:
        write_draft(ledger, Draft(DESTROYED, ledger.current.codes, {"recipient": recipient}), at_ms=at_ms)
    return due


def destroyed(ledger: Ledger) -> set[str]:
    """Return every key of this member of which its log says that it is destroyed; a copy that came back goes again."""
    return {str(row[0]) for row in ledger.conn.execute("SELECT recipient FROM key_destroyed")}


def end_keys(ledger: Ledger, files: Mapping[str, Path]) -> list[Path]:
    """Destroy the files and forget the keys of which the log says so; `files` by recipient. Never the newest key."""
    newest, *older = ledger.secrets.sealing
    gone = destroyed(ledger)
    ended = [files[key] for key in map(_text, older) if key in gone and key in files]
    for path in ended:
        _destroy(path)
    kept = tuple(identity for identity in older if _text(identity) not in gone)
    ledger.secrets = replace(ledger.secrets, sealing=(newest, *kept))
    return ended


def _text(identity: SealingIdentity) -> str:
    return str(identity.recipient)


def _destroy(path: Path) -> None:
    """Write over a key file and take it away. What a disk or a backup keeps of it is the operator's to destroy."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync_folder(path.parent)

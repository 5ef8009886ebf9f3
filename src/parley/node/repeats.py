"""A draft that is handed in twice is filed once: a double click, a page sent again, a request whose answer was lost.

Whoever hands in a draft may give it a token of its own. What became of the first hand-in is kept in the transaction
that files it, so that neither a crash nor two threads at once can make two entries of one form.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from hashlib import sha256

from parley.matters.verdict import Refusal
from parley.node.drafts import Draft, Filed, Outcome, Queued
from parley.node.ledger import Ledger

LONGEST_TOKEN = 200
KEPT_MS = 30 * 24 * 60 * 60 * 1000


def outcome_before(ledger: Ledger, draft: Draft) -> Outcome | None:
    """Return what became of an earlier hand-in with this token, marked as a repeat; None for the first."""
    if draft.once is None:
        return None
    row = ledger.conn.execute("SELECT entry, at_ms FROM handed_in WHERE token = ?", (_key(draft.once),)).fetchone()
    if row is None:
        return None
    entry, at_ms = row
    return Filed(entry, at_ms, is_repeat=True) if entry else Queued("recovering", {"repeat": "yes"})


def was_handed_in(conn: sqlite3.Connection, token: str | None) -> bool:
    """Return whether a draft with this token was handed in before."""
    found = conn.execute("SELECT 1 FROM handed_in WHERE token = ?", (_key(token),)).fetchone() if token else None
    return found is not None


def remember(ledger: Ledger, draft: Draft, outcome: Outcome, *, at_ms: int) -> None:
    """Keep what became of a draft with a token. A refusal is not kept: a form that is mended may come again."""
    if draft.once is None:
        return
    if isinstance(outcome, Refusal):
        ledger.conn.execute("DELETE FROM handed_in WHERE token = ?", (_key(draft.once),))
        return
    entry = outcome.id if isinstance(outcome, Filed) else None
    ledger.conn.execute(
        "INSERT INTO handed_in (token, entry, at_ms) VALUES (?, ?, ?)"
        " ON CONFLICT (token) DO UPDATE SET entry = excluded.entry",
        (_key(draft.once), entry, at_ms),
    )


def forget_old(ledger: Ledger, *, now_ms: int) -> None:
    """Forget tokens of which no page can still be open."""
    ledger.conn.execute("DELETE FROM handed_in WHERE at_ms < ?", (now_ms - KEPT_MS,))


def with_token(draft: Draft, token: str) -> Draft:
    """Return the draft with its token; one that is empty or too long stands for none."""
    return replace(draft, once=token) if 0 < len(token) <= LONGEST_TOKEN else draft


def _key(token: str) -> bytes:
    return sha256(token.encode()).digest()

"""Who had read an entry when, as the record proves it: what the clocks of duties begin with."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from functools import cached_property

from parley.charter.lognames import log_name
from parley.matters.duty import ReadAt
from parley.matters.housekeeping import entry_id as parts_of
from parley.node.ledger import Ledger
from parley.node.store import cursors, logs


class LedgerReadings:
    """Who had read what, as the tables behind one connection say now. Made anew for each question."""

    def __init__(self, ledger: Ledger, conn: sqlite3.Connection) -> None:
        """Read nothing yet; of the ledger only what any thread may ask."""
        self._ledger, self._conn = ledger, conn

    @cached_property
    def _heads(self) -> Mapping[str, logs.Head]:
        return logs.heads(self._conn)

    def first_reading(self, entry_id: str, member: str) -> ReadAt | None:
        """Return the member's first entry that had read this one; for its own entries, the entry itself."""
        parts, heads, conn = parts_of(entry_id), self._heads, self._conn
        origin = self._ledger.origin_of(parts[0]) if parts else None
        readers = self._ledger.origins_of(member)
        if parts is None or origin is None or origin not in heads:
            return None
        if origin in readers:
            row = cursors.point(conn, heads[origin].id, parts[1])
            return ReadAt(row.at_ms, entry_id) if row else None
        log = heads[origin].id
        for reader in (each for each in readers if each in heads):
            first = cursors.first_reading(conn, log=log, number=parts[1], reader=heads[reader].id)
            if first is not None:
                return ReadAt(first[1], f"{log_name(member, reader)}/{first[0]}")
        return None

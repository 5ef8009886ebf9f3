"""Which index the overlaps of a node lie in: memory, or the PostgreSQL that its settings name."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from parley.geo.band import Ground
from parley.node.overlaps.guarded import Database, GuardedIndex, IndexAway
from parley.node.running import OVERLAP_INDEX, Node

MISSING = "psycopg is not installed (requirements/postgresql.txt)"


def database_of(node: Node) -> Database[Any] | None:
    """Return the database of a node's index, the same at each call; None where the settings name none."""
    url, tables = node.settings.database_url, f"parley_{sha256(node.ledger.origin.encode()).hexdigest()[:16]}"
    if not url:
        return None

    def connect() -> Any:
        # Only here: it is loaded where a database is named, and is missing where none ever was.
        try:
            from parley.node.overlaps import gist  # noqa: PLC0415
        except ImportError:
            raise IndexAway(MISSING) from None
        return gist.connect(url, name=tables)

    found: Database[Any] = node.kept.setdefault(OVERLAP_INDEX, Database(connect))
    return found


def index_in(database: Database[Any], *, ground: Ground) -> GuardedIndex[Any]:
    """Return the index of a detector, which lies in the database whenever that can be used."""

    def opened(connection: Any) -> Any:
        from parley.node.overlaps.gist import GistIndex  # noqa: PLC0415

        return GistIndex(connection, ground=ground)

    return GuardedIndex(database, opened=opened, ground=ground)

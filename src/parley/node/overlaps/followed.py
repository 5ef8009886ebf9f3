"""What was written of matters of some forms since somebody last looked, so that nobody looks at all others again."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from parley.node.store import matters
from parley.node.store.matters import Mark, MatterRow


@dataclass(frozen=True, slots=True)
class News:
    """The rows that were written since, and the ids of those that are no more.

    `is_whole` where every row is among them: at first, and where a matter went away or all were made again.
    """

    rows: tuple[MatterRow, ...]
    gone: frozenset[str]
    is_whole: bool

    def __bool__(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.rows or self.gone)


class Followed:
    """The matters of some forms, as far as somebody looked at them. Not safe from several threads at once."""

    def __init__(self, *forms: str) -> None:
        """Have looked at nothing yet."""
        self._forms = forms
        self._mark: Mark | None = None
        self._known: set[str] = set()
        self._seen: tuple[Mark, set[str], bool] | None = None

    def news(self, conn: sqlite3.Connection) -> News:
        """Return what is new; it stays new until `looked` says that it was looked at."""
        mark = matters.mark_of(conn)
        if self._mark is not None and mark == self._mark:
            return News((), frozenset(), is_whole=False)
        is_whole = self._mark is None or mark.gone != self._mark.gone
        after = 0 if self._mark is None or is_whole else self._mark.row
        rows = tuple(matters.written_after(conn, after, forms=self._forms))
        names = {row.id for row in rows}
        self._seen = (mark, names, is_whole)
        return News(rows, frozenset(self._known - names if is_whole else ()), is_whole)

    def looked(self) -> None:
        """Note that all of the last news was looked at."""
        if self._seen is None:
            return
        (self._mark, names, is_whole), self._seen = self._seen, None
        if is_whole:
            self._known = names
        else:
            self._known |= names

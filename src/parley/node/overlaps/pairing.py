"""Which pairs a node looks at for something to tell: those of which something was written, and those that wait.

All of them only at the start, where another charter is in force, and where the tables were made again. So a further
notice costs a look at what it meets, however many overlaps there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from parley.node.overlaps.followed import Followed, News
from parley.node.running import Node
from parley.node.store.matters import MatterRow

Pair = TypeVar("Pair", bound=tuple[str, ...])


class Pairing(Generic[Pair]):
    """The pairs of one kind of matter: `form` is that of the matters in which a pair stands, `notices` that of notices.

    `standing` tells in which pair a matter of that form stands while something may come of it, None where nothing does;
    `meeting` those that meet: all, or of these notices alone. Where a matter of `all_for` is written all are looked at.
    """

    def __init__(
        self,
        node: Node,
        *,
        form: str,
        notices: str,
        standing: Callable[[MatterRow], Pair | None],
        meeting: Callable[[frozenset[str] | None], Iterable[Pair]],
        all_for: Iterable[str] = (),
    ) -> None:
        """Have looked at nothing yet."""
        self._node, self._form, self._notices = node, form, notices
        self._standing, self._meeting, self._all_for = standing, meeting, tuple(all_for)
        self._begin()

    def _begin(self) -> None:
        self._followed = Followed(self._form, self._notices, *self._all_for)
        self._charter = self._looked_by = ""
        self._of_matter: dict[str, Pair] = {}
        self._of_notice: dict[str, set[Pair]] = {}
        self._waiting: frozenset[Pair] = frozenset()

    def due(self) -> set[Pair]:
        """Return the pairs to be looked at now; they stay due until `looked`."""
        charter, news = self._node.charter().digest, self._followed.news(self._node.reader())
        self._looked_by = charter
        if news.is_whole:
            self._of_matter, self._of_notice = {}, {}
        touched = self._take(news)
        if news.is_whole or charter != self._charter or any(row.form in self._all_for for row in news.rows):
            return {*self._meeting(None), *self._of_matter.values()}
        if not news:
            return set(self._waiting)
        notices = frozenset(row.id for row in news.rows if row.form == self._notices)
        standing = (self._of_notice.get(notice, set()) for notice in notices)
        return {*self._waiting, *touched, *(self._meeting(notices) if notices else ()), *(set[Pair]().union(*standing))}

    def looked(self, waiting: Iterable[Pair]) -> None:
        """Note that what was due was looked at, and which pairs wait for their turn."""
        self._followed.looked()
        self._charter, self._waiting = self._looked_by, frozenset(waiting)

    def _take(self, news: News) -> set[Pair]:
        """Take in where pairs stand; return those of which that changed."""
        touched = set()
        for row in news.rows:
            if row.form != self._form:
                continue
            before, pair = self._of_matter.pop(row.id, None), self._standing(row)
            if before is not None:
                touched.add(before)
                self._of_notice[before[0]].discard(before)
                self._of_notice[before[-1]].discard(before)
            if pair is not None:
                touched.add(pair)
                self._of_matter[row.id] = pair
                for end in (pair[0], pair[-1]):
                    self._of_notice.setdefault(end, set()).add(pair)
        return touched

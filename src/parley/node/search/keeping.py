"""Keeps the index up with the record: on a thread of its own, a few entries at a time, after they are filed.

The write path does nothing for it. How far it has come is stored with what was indexed, in one transaction, so that a
stop loses nothing and repeats nothing; a question first brings in the few newest entries itself.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from parley.charter.rules import NODE_KINDS
from parley.node.reading import HEAD
from parley.node.running import Node
from parley.node.search import index
from parley.node.store import bodies, logs
from parley.record import strictjson
from parley.record.body import MAX_PAYLOAD
from parley.record.leaf import parse_leaf

AT_ONCE = 25
REST_S = 0.02
RESTS = 4
LOOK_S = 1.0
MOST_FOR_A_QUESTION = 200
# While the writer works for more than half of the time it has the machine, but for no longer than this at a stretch.
HARD_AT_WORK = 0.5
MOST_PATIENCE_S = 20.0
PATIENCE_S = 0.25


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the index has come: `upto` of `total` opened entries."""

    upto: int
    total: int

    @property
    def is_whole(self) -> bool:
        """Return whether everything that was opened can be found."""
        return self.upto >= self.total


class SearchKeeper:
    """The one writer of a node's index."""

    def __init__(self, node: Node) -> None:
        """Open the index of this node, or make it; nothing is indexed yet."""
        self.node = node
        self.tokens = index.Tokens(node.keys.local)
        self.path = node.home.search
        self._form = form_of(node)
        self._conn = index.open_index(self.path, form=self._form)
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._seen = (node.writer.worked_s(), time.monotonic())
        self._begin_again_where_the_record_is_another()

    def start(self) -> None:
        """Begin to follow the record on a thread."""
        self._thread = threading.Thread(target=self._follow, name="search", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop following and let go of the index."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()
        with self._lock:
            self._conn.close()

    def reach(self) -> Reach:
        """Return how far the index has come."""
        with self._lock:
            upto, _ = index.reached(self._conn)
        return Reach(upto, bodies.opened_count(self.node.reader()))

    def catch_up(self, *, most: int) -> int:
        """Index up to `most` more entries, in one transaction; return how many there were."""
        with self._lock:
            upto, _ = index.reached(self._conn)
            rows = bodies.opened_after(self.node.reader(), upto, limit=most)
            if not rows:
                return 0
            self._conn.execute("BEGIN IMMEDIATE")
            try:
                for _, log, number, locked in rows:
                    self._add(log, number, locked)
                index.note_reached(self._conn, rows[-1][0], entry=rows[-1][1:3])
            except BaseException:
                self._conn.execute("ROLLBACK")
                raise
            self._conn.execute("COMMIT")
            return len(rows)

    def reader(self) -> sqlite3.Connection:
        """Return a new connection that reads the index."""
        return index.reader_of(self.path)

    def _add(self, log: int, number: int, locked: bytes) -> None:
        said = _readable(self.node.box.unlock(locked, place=f"{log}/{number}")[HEAD:])
        track = self.node.ledger.track_of(said["kind"]) if said else None
        if said is None or track is None:
            return
        leaf = parse_leaf(logs.raw_leaves(self.node.reader(), log, number, number + 1)[0])
        tokens = self.tokens.of_entry(said, track=track.name)
        index.add(self._conn, (log, number), at_ms=leaf.at_ms, tokens=sorted(tokens))

    def _begin_again_where_the_record_is_another(self) -> None:
        """After a restore from an older copy the order of opening may be another than the one that was indexed."""
        upto, entry = index.reached(self._conn)
        if upto and bodies.opened_at(self.node.reader(), upto) != entry:
            self._conn.close()
            index.throw_away(self.path)
            self._conn = index.open_index(self.path, form=self._form)

    def _follow(self) -> None:
        while not self._stopped.is_set():
            self._let_the_record_pass()
            # Small bites with rests between: whoever files waits for no more than one of them. Where there is much
            # else to do a bite takes longer, and so do the rests: the record comes first.
            began = time.monotonic()
            try:
                whole = self.catch_up(most=AT_ONCE) == AT_ONCE
                rest_s = max(REST_S, RESTS * (time.monotonic() - began)) if whole else LOOK_S
            except sqlite3.OperationalError:
                # A full disk or a lock that lasts: the screen says how far the index has come, and it is tried again.
                rest_s = LOOK_S * 10
            self._stopped.wait(rest_s)

    def _let_the_record_pass(self) -> None:
        """Wait while the writer is hard at work, within bounds; a question meanwhile brings in the newest by itself."""
        until = time.monotonic() + MOST_PATIENCE_S
        while self._writer_is_hard_at_work() and time.monotonic() < until and not self._stopped.wait(PATIENCE_S):
            pass

    def _writer_is_hard_at_work(self) -> bool:
        """Return whether the writer worked for most of the time since this was last asked."""
        before, self._seen = self._seen, (self.node.writer.worked_s(), time.monotonic())
        return self._seen[0] - before[0] > HARD_AT_WORK * (self._seen[1] - before[1])


def _readable(payload: bytes) -> Mapping[str, Any] | None:
    """Return what an entry says; None for what nodes say about the record, and for what is no payload at all."""
    try:
        said: Any = strictjson.parse(payload, limit=MAX_PAYLOAD)
    except strictjson.StrictJsonError:
        return None
    if not isinstance(said, dict) or not all(isinstance(said.get(name), str) for name in ("kind", "author")):
        return None
    return said if isinstance(said.get("content"), dict) and said["kind"] not in NODE_KINDS else None


def form_of(node: Node) -> str:
    """Return the name of what the index is made of: another form of it, or another set of kinds, begins again."""
    kinds = ",".join(sorted(node.ledger.tracks))
    return f"{index.FORM}:{sha256(kinds.encode()).hexdigest()[:16]}"

"""What the one writer works with: the database, the keys, and what it remembers between transactions.

Everything remembered can be read again from the database; after a transaction that failed, all of it is.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from parley.charter.lognames import generation, log_name, parts_of
from parley.charter.model import Charter, Member
from parley.matters.accession import Joining
from parley.matters.entry import Entry, Point
from parley.matters.fold import Folded
from parley.matters.instrument import CHARTER_MATTER, CharterHistory, CharterTrack
from parley.matters.officer_keys import OfficerKey
from parley.matters.track import Track
from parley.node.box import Box
from parley.node.keywork.ahead import Keywork
from parley.node.spans import Spans
from parley.node.store import cursors, logs, officer_keys
from parley.node.tree import StoredTree
from parley.record.keys import RoleSigner
from parley.record.leaf import Leaf
from parley.record.sealingkeys import SealingIdentity, SealingRecipient

REMEMBERED_FOLDS = 2_000
REMEMBERED_ROOTS = 4_000
SHOWN_FOLDS = 64


@dataclass(frozen=True, slots=True)
class Secrets:
    """The private keys with which the writer works, and the recipient that stands for who is not addressed."""

    log: RoleSigner
    mirror: RoleSigner
    witness: RoleSigner
    sealing: tuple[SealingIdentity, ...]
    throw_away: SealingRecipient
    random: Callable[[int], bytes]


@dataclass
class Ledger:
    """The writer's own view of one node's record; only the writer's thread may touch it."""

    conn: sqlite3.Connection
    member: str
    origin: str
    founding: Charter
    secrets: Secrets
    box: Box
    tracks: Mapping[str, Track]
    charter_track: CharterTrack
    joining: Joining | None = None
    keywork: Keywork | None = None
    history: CharterHistory = field(init=False)
    current: Charter | None = None
    topics: set[str] = field(default_factory=set)
    unsigned: int = 0
    newest_keys: dict[tuple[str, str], str | None] = field(default_factory=dict)
    gone_keys: tuple[Secrets, frozenset[str]] | None = None
    rounds_own_first: int = 0
    asked_at_ms: int = 0
    opened_spans: dict[tuple[int, str], Spans] = field(default_factory=dict)
    rebuild_due: bool = False
    # Matters in which something may be due at another time since this transaction began.
    moved: set[str] = field(default_factory=set)
    # The node's clock as this transaction began: by it alone is told on which level a dispute stands. No fold asks.
    hour_ms: int = 0
    declined: set[tuple[int, int, str]] = field(default_factory=set)
    noted: set[str] | None = None
    closed: Mapping[str, int] | None = None
    weighing: bool = False
    # Of large matters the fold that belongs to a row, by the row as locked: what readers need not fold again.
    shown: dict[str, tuple[bytes, Folded]] = field(default_factory=dict)
    # Large matters whose rows wait for the end of this transaction: more late entries of theirs may come in it.
    unfolded: dict[str, Folded] = field(default_factory=dict)
    _ids: dict[str, int] = field(default_factory=dict)
    _cursors: dict[int, cursors.Cursor] = field(default_factory=dict)
    _folds: OrderedDict[str, Folded] = field(default_factory=OrderedDict)
    _roots: OrderedDict[tuple[int, int], bytes] = field(default_factory=OrderedDict)
    fresh_bodies: dict[bytes, bytes] = field(default_factory=dict)
    _last_claim: tuple[Leaf, Point] | None = None
    _in_force: tuple[CharterHistory | None, dict[tuple[int, ...], Charter | None]] = (None, {})
    _origins: tuple[Any, Mapping[str, tuple[str, ...]]] = (None, MappingProxyType({}))
    _recipients: dict[str, SealingRecipient] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.history = self.charter_track.history(None)

    @property
    def name(self) -> str:
        """Return the name of this node's log, which its entries bear: the member's code, after a succession "SY-2"."""
        return log_name(self.member, self.origin)

    @property
    def own(self) -> int:
        """Return the row id of this member's own log."""
        return self.log_id(self.origin)

    def log_id(self, origin: str) -> int:
        """Return the row id of a log, making an empty one where it is new."""
        if origin not in self._ids:
            self._ids[origin] = logs.ensure_log(self.conn, origin)
        return self._ids[origin]

    def cursor(self, log: int) -> cursors.Cursor:
        """Return how far a log is judged."""
        if log not in self._cursors:
            self._cursors[log] = cursors.cursor(self.conn, log)
        return self._cursors[log]

    def move(self, moved: cursors.Cursor) -> None:
        """Remember and write how far a log is judged."""
        self._cursors[moved.log] = moved
        cursors.save_cursor(self.conn, moved)

    def remember_cursor(self, moved: cursors.Cursor) -> None:
        """Remember a cursor that is written at the end of a run of entries."""
        self._cursors[moved.log] = moved

    def root_at(self, log: int, size: int) -> bytes:
        """Return the root of the first `size` judged leaves of a log."""
        key = (log, size)
        if key not in self._roots:
            here = self.cursor(log)
            self._roots[key] = here.edge.root if here.processed == size else StoredTree(self.conn, log).root_at(size)
            while len(self._roots) > REMEMBERED_ROOTS:
                self._roots.popitem(last=False)
        return self._roots[key]

    def charter_at(self, point: Point) -> Charter | None:
        """Return the newest charter whose signatures all lie in the past of `point`."""
        history, known = self._in_force
        if history is not self.history:
            known = {}
            self._in_force = (self.history, known)
        place = self.history.signed_before(point)
        if place not in known:
            known[place] = self.history.in_force(point)
        return known[place]

    def claimed(self, leaf: Leaf) -> Point:
        """Return the point at which a leaf says it stands, its depth aside; for the same leaf the very same one."""
        last = self._last_claim
        if last is None or last[0] is not leaf:
            seen = {claim.log: claim.size for claim in leaf.seen}
            last = self._last_claim = (leaf, Point(leaf.log, leaf.number, leaf.at_ms, 0, seen))
        return last[1]

    def charter_for(self, entry: Entry) -> Charter | None:
        """Return the charter that judges an entry; what is said about the charter starts from the founding one."""
        found = self.charter_at(entry.point)
        if found is None and entry.matter == CHARTER_MATTER:
            return self.founding
        return found

    def key_at(self, origin: str, number: int) -> OfficerKey | None:
        """Return the officer's key that the entry at this place announces, None for any other entry."""
        return officer_keys.key_at(self.conn, origin, number)

    def charter_here(self) -> Charter:
        """Return the charter by which this node finds its way: the one in force here, where it names this log.

        Else that by which the member joins; or, for a member that has left, the last that named it. Any thread may ask.
        """
        current, joining = self.current, self.joining
        if current is not None and current.member_of_log(self.origin) is not None:
            return current
        past = current
        while past is not None and past.predecessor is not None:
            past = self.history.versions[past.predecessor].charter
            if past.member_of_log(self.origin) is not None:
                return past
        return joining.version if joining is not None else current or self.founding

    def keys_from(self) -> Charter:
        """Return the version whose keys count: the one in force here, or a later one that an accession file proved."""
        current, joining = self.current, self.joining
        if joining is not None and (current is None or current.digest in joining.replaced):
            return joining.in_force
        return current or self.founding

    def charters(self) -> list[Charter]:
        """Return every version that was proposed, the founding one among them."""
        proposed = [version.charter for version in self.history.versions.values()]
        handed = self.joining.line if self.joining else ()
        return [*proposed, *(charter for charter in handed if charter.digest not in self.history.versions)]

    def origin_of(self, name: str) -> str | None:
        """Return the origin of a log by its name, "SY" or after a succession "SY-2", by any known version."""
        code, number = parts_of(name)
        return next((origin for origin in self.origins_of(code) if generation(origin) == number), None)

    def origins_of(self, code: str) -> tuple[str, ...]:
        """Return the origins of a member's logs by any known version, its first log first. Any thread may ask."""
        history, found = self._origins
        if history is not self.history:
            found = _origins_by_code(self.charters())
            self._origins = (self.history, found)
        return found.get(code, ())

    def name_of(self, origin: str) -> str | None:
        """Return the name of a log, None for a stranger's."""
        code = self.code_of(origin)
        return log_name(code, origin) if code else None

    def code_of(self, origin: str, *, at: Point | None = None) -> str | None:
        """Return the code of the member whose log has this origin, by any known version of the charter.

        With `at`, only versions count that the author at that point had read: whatever judges an entry
        must not depend on what else has come here.
        """
        for version in self.history.versions.values():
            member = version.charter.member_of_log(origin)
            if member is not None and (at is None or version.known_at(at)):
                return member.code
        handed = self.joining.line if self.joining and at is None else ()
        return next((m.code for charter in handed for m in charter.members if m.origin == origin), None)

    def members(self) -> dict[str, Member]:
        """Return by origin every member whose log is kept: by the charter in force; those only proposed come after."""
        found: dict[str, Member] = {}
        # Of a log that was closed, or of who has left, the last version that named it counts.
        for charter in [*self._line_back(self.keys_from()), *self.charters()]:
            for member in charter.members:
                found.setdefault(member.origin, member)
        return found

    def _line_back(self, charter: Charter) -> list[Charter]:
        known = {each.digest: each for each in self.charters()}
        line = [charter]
        while line[-1].predecessor in known:
            line.append(known[line[-1].predecessor or ""])
        return line

    def recipient(self, text: str) -> SealingRecipient:
        """Return the recipient that a text names, parsed once."""
        if text not in self._recipients:
            self._recipients[text] = SealingRecipient.from_text(text)
        return self._recipients[text]

    def fold_of(self, matter: str) -> Folded | None:
        """Return the remembered fold of a matter, None where it must be folded again."""
        found = self._folds.get(matter)
        if found is not None:
            self._folds.move_to_end(matter)
        return found

    def remember_fold(self, matter: str, folded: Folded) -> None:
        """Remember the fold of a matter for its next entry."""
        self._folds[matter] = folded
        self._folds.move_to_end(matter)
        while len(self._folds) > REMEMBERED_FOLDS:
            self._folds.popitem(last=False)

    def show_fold(self, matter: str, version: bytes, folded: Folded) -> None:
        """Let readers have the fold of a large matter; it is theirs once they see its row in this version."""
        if len(self.shown) >= SHOWN_FOLDS:
            self.shown.clear()
        self.shown[matter] = (version, folded)

    def forget_keys(self) -> None:
        """Drop which sealing keys are the newest, and what was made ahead for them: one may have changed."""
        self.newest_keys.clear()
        self.gone_keys = None
        if self.keywork is not None:
            self.keywork.forget()

    def forget(self) -> None:
        """Drop all that is remembered: a transaction failed, or the read tables were emptied."""
        for memory in (self.newest_keys, self._ids, self._cursors, self._folds, self._roots, self.fresh_bodies):
            memory.clear()
        self.opened_spans.clear()
        self.topics.clear()
        self.unfolded.clear()
        self.unsigned = 0
        self.noted = self.gone_keys = None
        self.rebuild_due = False
        self.closed = None
        self.history = self.charter_track.history(None)

    def track_of(self, kind: str) -> Track | None:
        """Return the track to which a kind belongs."""
        return self.tracks.get(kind)


def _origins_by_code(charters: list[Charter]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for charter in charters:
        for member in charter.members:
            found.setdefault(member.code, set()).add(member.origin)
    return {code: tuple(sorted(origins, key=generation)) for code, origins in found.items()}


def tracks_by_kind(tracks: list[Any]) -> dict[str, Track]:
    """Return for each kind its track; a kind that two tracks claim is a fault of the program."""
    found: dict[str, Track] = {}
    for track in tracks:
        for kind in track.kinds:
            if kind in found:
                raise ValueError(f"two tracks claim the kind {kind}")
            found[kind] = track
    return found

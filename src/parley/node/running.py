"""A running node: what was opened at the start, handed to the doors, the link and the node's own rounds."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from cryptography.exceptions import InvalidTag

from parley.charter.model import Charter
from parley.charter.problem import CharterError
from parley.charter.reading import read_charter
from parley.charter.verdict import Refusal
from parley.matters.instrument import CharterTrack
from parley.node import cosigning, receipting, serving, taking
from parley.node.box import Box
from parley.node.changes import Changes
from parley.node.cited import note_all_cited
from parley.node.clock import Clock
from parley.node.enrolling import read_joining
from parley.node.first_readings import FirstReadings
from parley.node.folds import Folds
from parley.node.forks import freeze, note_proof, read_proof
from parley.node.highwater import HighWater
from parley.node.home import Home, make_folder
from parley.node.intake import PeerBatch, Taken
from parley.node.judged_by import note_rules
from parley.node.keyfile import KeyFileError
from parley.node.keys import LOCAL, NodeKeys
from parley.node.keywork.ahead import Keywork
from parley.node.ledger import Ledger, Secrets, tracks_by_kind
from parley.node.links import LinkBoard
from parley.node.losing import begin_trying
from parley.node.onlyone import hold_alone
from parley.node.ownkeys import names_keys
from parley.node.projecting import recall_charter
from parley.node.rebuilding import rebuild
from parley.node.repeats import forget_old
from parley.node.settings import Settings, SettingsError
from parley.node.settling import settle
from parley.node.store import series
from parley.node.store.connection import open_reader, open_writer
from parley.node.tracked import TRACKS
from parley.node.writer import Writer
from parley.record.age import stanza_text
from parley.record.keys import MIRROR
from parley.record.sealingkeys import throw_away

T = TypeVar("T")
# Readers of a moment ago may still hold the end of the log that SQLite writes ahead.
LAST_WAIT_MS = 2_000
log = logging.getLogger(__name__)
# Under this name the database of the overlaps' index is kept, where the settings name one.
OVERLAP_INDEX = "overlap_index"
# So many entries in one piece come to a node that was away, not to one that follows.
MANY = 256


@dataclass(frozen=True)
class Node:
    """One node, built once. Everything that changes goes through its writer; readers have connections of their own."""

    home: Home
    settings: Settings
    member: str
    keys: NodeKeys
    founding: Charter
    writer: Writer
    changes: Changes
    board: LinkBoard
    clock: Clock
    random: Callable[[int], bytes]
    box: Box
    ledger: Ledger
    highwater: HighWater
    alone: int
    keywork: Keywork
    verifiers: taking.Verifiers = field(default_factory=taking.Verifiers)
    folds: Folds = field(default_factory=Folds)
    # What was read already: the state of a matter by its row as locked, and who had read an entry when.
    states: dict[str, tuple[bytes, Mapping[str, Any]]] = field(default_factory=dict)
    first_readings: FirstReadings = field(default_factory=FirstReadings)
    # What other parts of the node found out and keep for as long as it runs, by their names.
    kept: dict[str, Any] = field(default_factory=dict)
    _local: threading.local = field(default_factory=threading.local)

    @property
    def bound(self) -> serving.Bound:
        """Return how far the own log goes out: whoever serves it reads with this."""
        return serving.Bound(self.ledger.origin, lambda: self.highwater.size)

    def reader(self) -> sqlite3.Connection:
        """Return this thread's own read-only connection."""
        conn = getattr(self._local, "conn", None)
        if conn is None:
            conn = self._local.conn = open_reader(self.home.database)
        return conn

    def charter(self) -> Charter:
        """Return the charter in force here and now; see `Ledger.charter_here` for a member that joins or has left."""
        return self.ledger.charter_here()

    def in_force(self) -> bool:
        """Return whether that charter is in force, as far as is known here: only then this member says anything."""
        current = self.ledger.current
        return current is not None and current is self.ledger.charter_here()


def open_node(
    home: Home, *, settings: Settings, keys: NodeKeys, clock: Clock, random: Callable[[int], bytes] = os.urandom
) -> Node:
    """Open the database and build the node; the writer is not started yet.

    CharterError where the founding charter cannot be read, SettingsError where it has no such member, KeyFileError
    where the local key is not the database's, ValueError where the keys are not this member's by that charter nor by
    any version that the record holds, RunsAlready where another process has this node open.
    """
    founding = read_charter(home.charter.read_bytes())
    joining = read_joining(home)
    here = joining.version if joining else founding
    if settings.member not in here.codes:
        raise SettingsError([("member", "settings.member_unknown")])
    member = here.member(settings.member)
    make_folder(home.run)
    alone = hold_alone(home.run / "lock")
    box = Box(keys.local)
    nobody = throw_away(random(32))
    secrets = Secrets(keys.log, keys.mirror, keys.witness, tuple(reversed(keys.sealing)), nobody, random)
    keywork = Keywork(secrets.sealing, random=random)
    ledger = Ledger(
        conn=open_writer(home.database), member=member.code, origin=keys.origin, founding=founding, secrets=secrets,
        box=box, tracks={}, charter_track=CharterTrack(founding, read=_read_or_none), joining=joining,
        keywork=keywork,
    )
    ledger.tracks = tracks_by_kind([ledger.charter_track, *TRACKS])
    try:
        _begin(ledger, home=home, keys=keys, now_ms=clock.now_ms())
    except (ValueError, InvalidTag) as error:
        ledger.conn.close()
        os.close(alone)
        if isinstance(error, InvalidTag):
            raise KeyFileError("key_file.other_local", home.keys / f"{LOCAL}.key") from None
        raise
    changes = Changes()
    highwater = HighWater(home.highwater, inside=home.highwater_file is None)
    return Node(
        home=home, settings=settings, member=member.code, keys=keys, founding=founding,
        writer=Writer(ledger, changes=changes, clock=clock, highwater=highwater), changes=changes,
        board=LinkBoard(announce=lambda: changes.publish(frozenset({"links"}))), clock=clock, random=random, box=box,
        ledger=ledger, highwater=highwater, alone=alone, keywork=keywork,
    )


def _begin(ledger: Ledger, *, home: Home, keys: NodeKeys, now_ms: int) -> None:
    """Make every member's log known and judge what a stop may have left unjudged.

    ValueError, with nothing changed, where no known version of the charter names these keys.
    """
    ledger.conn.execute("BEGIN IMMEDIATE")
    for member in ledger.founding.members:
        ledger.log_id(member.origin)
    recall_charter(ledger)
    note_all_cited(ledger)
    # After the record was asked, since an amendment may have changed them; before anything is judged or signed.
    if not names_keys(ledger.charters(), member=ledger.member, keys=keys):
        raise ValueError(
            f"The keys in {home.keys} are not those that the founding charter, or an amendment in this node's "
            f"record, names for {ledger.member}. Put back the keys that were here before, or those of the amendment, "
            "all of one version."
        )
    for code in [m for charter in ledger.charters() for m in charter.members]:
        ledger.log_id(code.origin)
    for raw in ledger.joining.forks if ledger.joining else ():
        note_proof(ledger, raw.decode())
    begin_trying(ledger)
    settle(ledger)
    ledger.rebuild_due |= series.is_unwritten(ledger.conn)
    note_rules(ledger)
    while ledger.rebuild_due:
        rebuild(ledger)
    forget_old(ledger, now_ms=now_ms)
    ledger.conn.execute("COMMIT")
    ledger.topics.clear()


@lru_cache(maxsize=64)
def _read_or_none(raw: bytes) -> Charter | None:
    try:
        return read_charter(raw)
    except CharterError:
        return None


def close_node(node: Node) -> None:
    """Stop the writer and let go of the database, so that the node can be opened again."""
    end_writing(node)
    node.highwater.close()
    if (database := node.kept.get(OVERLAP_INDEX)) is not None:
        database.close()
    os.close(node.alone)


def end_writing(node: Node) -> None:
    """Stop the writer and bring all that it wrote into the one file of the database.

    Else what was written last would stand beside it (`node.sqlite-wal`), and a copy of the file alone would lack it.
    """
    node.writer.stop()
    node.keywork.stop()
    try:
        node.ledger.conn.execute(f"PRAGMA busy_timeout={LAST_WAIT_MS}")
        node.ledger.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        # A full disk, most of all: what stands beside is read again at the next start.
        log.warning("the database could not be brought into one file at the end: %s", error)
    node.ledger.conn.close()


def take_in(batch: PeerBatch, *, node: Node) -> Future[Taken | Refusal]:
    """Verify, store, open, judge and project a batch; see `parley.node.intake.PeerBatch`."""
    if len(batch.leaves) >= MANY:
        _look_ahead(batch, node=node)
    return node.writer.call(lambda ledger: taking.take(ledger, batch, verifiers=node.verifiers))


def _look_ahead(batch: PeerBatch, *, node: Node) -> None:
    """Have the own stanzas of many bodies unwrapped while they wait for the writer.

    Where our stanza stands is guessed: an older or newer charter may order its members otherwise.
    """
    codes = node.charter().codes
    if node.member in codes:
        index = codes.index(node.member)
        node.keywork.look_ahead([stanza_text(body, index) for body in batch.bodies if body is not None])


def take_in_note(log: str, note: bytes, *, node: Node) -> Future[Taken | Refusal]:
    """Take the cosignatures of a checkpoint note over a tree that is held."""
    return node.writer.call(lambda ledger: taking.take_note(ledger, log, note, verifiers=node.verifiers))


def take_in_fork(raw: bytes, *, node: Node) -> Future[Taken | Refusal]:
    """Verify evidence of two histories, freeze the log, and file the proof for all to see where it was news."""
    return node.writer.call(lambda ledger: _take_fork(ledger, raw, node=node))


def _take_fork(ledger: Ledger, raw: bytes, *, node: Node) -> Taken | Refusal:
    fork = read_proof(ledger, raw)
    if isinstance(fork, Refusal):
        return fork
    # While nothing may be signed the evidence is kept, and told to all by a later round. So too where a succession is
    # in force, which the proof may undo: to whom it is sealed is known when all was judged again.
    at_once = node.writer.may_sign.is_set() and not ledger.closed
    if fork.log != ledger.origin and freeze(ledger, fork) and at_once:
        receipting.prove_fork(ledger, fork, at_ms=node.clock.now_ms())
    return Taken(fork.log, fork.frozen_at, 0)


def cosign(log: str, *, node: Node) -> Future[bool]:
    """Cosign what is held of a log, as mirror and as witness.

    Before the own log is known to be whole as mirror alone: what the witness has cosigned may be lost with it.
    """
    roles = cosigning.BOTH if node.writer.may_sign.is_set() else (MIRROR,)
    at_s = node.clock.now_ms() // 1000
    return node.writer.call(lambda ledger: cosigning.cosign_held(ledger, log, at_s=at_s, roles=roles))

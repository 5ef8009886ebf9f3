"""The tables of a node. What is kept for ever is insert-only by rule; read tables can be made again."""

from __future__ import annotations

import sqlite3

from parley.node.store import matters

VERSION = 1


class OtherForm(Exception):
    """A database of another form than this program reads."""

    def __init__(self, *, found: int, read: int) -> None:
        super().__init__(f"a database of form {found}, where form {read} is read")
        self.found, self.read = found, read


KEPT = """
CREATE TABLE log (
  id INTEGER PRIMARY KEY, origin TEXT NOT NULL UNIQUE, size INTEGER NOT NULL DEFAULT 0,
  frontier BLOB NOT NULL, checkpoint BLOB, checkpoint_size INTEGER NOT NULL DEFAULT 0);
CREATE TABLE leaf (
  log INTEGER NOT NULL REFERENCES log(id), number INTEGER NOT NULL, hash BLOB NOT NULL, raw BLOB NOT NULL,
  body BLOB, PRIMARY KEY (log, number)) WITHOUT ROWID;
CREATE TABLE body (digest BLOB PRIMARY KEY, sealed BLOB NOT NULL);
CREATE TABLE plaintext (
  log INTEGER NOT NULL, number INTEGER NOT NULL, locked BLOB NOT NULL, PRIMARY KEY (log, number));
CREATE TABLE attachment (digest BLOB PRIMARY KEY, size INTEGER NOT NULL);
CREATE TABLE attachment_chunk (
  digest BLOB NOT NULL, offset INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (digest, offset));
CREATE TABLE tile_root (
  log INTEGER NOT NULL, level INTEGER NOT NULL, number INTEGER NOT NULL, hash BLOB NOT NULL,
  PRIMARY KEY (log, level, number)) WITHOUT ROWID;
CREATE TABLE evidence (log INTEGER NOT NULL, at INTEGER NOT NULL, raw BLOB NOT NULL, PRIMARY KEY (log, at));
CREATE TABLE charter_text (digest TEXT PRIMARY KEY, raw BLOB NOT NULL);
"""

MOVING = """
CREATE TABLE cosignature (
  log INTEGER NOT NULL, cosigner TEXT NOT NULL, size INTEGER NOT NULL, at_s INTEGER NOT NULL,
  root BLOB NOT NULL, note BLOB NOT NULL, lines BLOB NOT NULL, PRIMARY KEY (log, cosigner));
CREATE TABLE witnessed (log INTEGER PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL);
CREATE TABLE queued (id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, locked BLOB NOT NULL);
CREATE TABLE attachment_part (
  digest BLOB NOT NULL, offset INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (digest, offset));
"""

# Local to this node and added after form 1: made where it is missing, so that an older database opens as it is.
ADDED = """
CREATE TABLE IF NOT EXISTS handed_in (token BLOB PRIMARY KEY, entry TEXT, at_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS before_newest (log INTEGER PRIMARY KEY, size INTEGER NOT NULL, checkpoint BLOB);
CREATE TABLE IF NOT EXISTS attachment_size (
  digest BLOB NOT NULL, size INTEGER NOT NULL, PRIMARY KEY (digest, size)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tried (log INTEGER PRIMARY KEY, upto INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS lost (
  log INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (log, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS key_destroyed (recipient TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS matter_gone (id INTEGER PRIMARY KEY, count INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS judged_by (rules TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS officer_key (
  log INTEGER NOT NULL, number INTEGER NOT NULL, role TEXT NOT NULL, key TEXT NOT NULL, credential TEXT NOT NULL,
  until_ms INTEGER NOT NULL, audience TEXT NOT NULL, PRIMARY KEY (log, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS officer_key_end (
  log INTEGER NOT NULL, number INTEGER NOT NULL, announced INTEGER NOT NULL, audience TEXT NOT NULL,
  PRIMARY KEY (log, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS emergency (
  log INTEGER NOT NULL, number INTEGER NOT NULL, role TEXT NOT NULL, at_ms INTEGER NOT NULL,
  until_ms INTEGER NOT NULL, PRIMARY KEY (log, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS emergency_end (
  log INTEGER NOT NULL, number INTEGER NOT NULL, opened INTEGER NOT NULL, at_ms INTEGER NOT NULL,
  PRIMARY KEY (log, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS in_series (
  matter TEXT PRIMARY KEY, name TEXT NOT NULL, part TEXT NOT NULL, owes_once INTEGER NOT NULL, place INTEGER NOT NULL,
  opened_ms INTEGER NOT NULL, met_ms INTEGER) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS in_series_part ON in_series (name, part, place);
CREATE INDEX IF NOT EXISTS in_series_place ON in_series (name, place);
CREATE TABLE IF NOT EXISTS falls_due (
  matter TEXT PRIMARY KEY, due_ms INTEGER NOT NULL, ours_ms INTEGER, flash_from TEXT, is_guess INTEGER NOT NULL,
  track TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS falls_due_next ON falls_due (due_ms, matter);
CREATE INDEX IF NOT EXISTS falls_due_ours ON falls_due (ours_ms, matter) WHERE ours_ms IS NOT NULL;
CREATE INDEX IF NOT EXISTS falls_due_on_track ON falls_due (track, due_ms, matter);
CREATE INDEX IF NOT EXISTS falls_due_ours_on_track ON falls_due (track, ours_ms, matter) WHERE ours_ms IS NOT NULL;
CREATE INDEX IF NOT EXISTS falls_due_flash ON falls_due (flash_from, ours_ms, matter) WHERE flash_from IS NOT NULL;
CREATE INDEX IF NOT EXISTS falls_due_guess ON falls_due (due_ms) WHERE is_guess = 1;
CREATE TABLE IF NOT EXISTS due_total (
  track TEXT PRIMARY KEY, owing INTEGER NOT NULL, ours INTEGER NOT NULL) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS due_added AFTER INSERT ON falls_due BEGIN
  INSERT INTO due_total (track, owing, ours) VALUES (NEW.track, 1, NEW.ours_ms IS NOT NULL)
    ON CONFLICT (track) DO UPDATE SET owing = owing + 1, ours = ours + excluded.ours; END;
CREATE TRIGGER IF NOT EXISTS due_gone AFTER DELETE ON falls_due BEGIN
  UPDATE due_total SET owing = owing - 1, ours = ours - (OLD.ours_ms IS NOT NULL) WHERE track = OLD.track; END;
CREATE TRIGGER IF NOT EXISTS due_moved AFTER UPDATE ON falls_due
  WHEN (OLD.ours_ms IS NULL) <> (NEW.ours_ms IS NULL) BEGIN
  UPDATE due_total SET ours = ours + (NEW.ours_ms IS NOT NULL) - (OLD.ours_ms IS NOT NULL) WHERE track = NEW.track; END;
CREATE TABLE IF NOT EXISTS citation (
  cited TEXT NOT NULL, matter TEXT NOT NULL, PRIMARY KEY (cited, matter)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reckoned (
  matter TEXT PRIMARY KEY, version BLOB NOT NULL, locked BLOB NOT NULL) WITHOUT ROWID;
"""

# What leaves this node for other software, and for whom. Local to this node; a token is kept as its digest alone.
FEEDS = """
CREATE TABLE IF NOT EXISTS feed (
  name TEXT PRIMARY KEY, token BLOB NOT NULL, told TEXT NOT NULL, added_ms INTEGER NOT NULL, revoked_ms INTEGER,
  uses INTEGER NOT NULL DEFAULT 0, used_ms INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS feed_sent (feed TEXT NOT NULL, uid TEXT NOT NULL, PRIMARY KEY (feed, uid)) WITHOUT ROWID;
"""

READ = """
CREATE TABLE cursor (
  log INTEGER PRIMARY KEY, processed INTEGER NOT NULL, frontier BLOB NOT NULL, depth INTEGER NOT NULL,
  seen TEXT NOT NULL, frozen_at INTEGER, waits_for TEXT);
CREATE TABLE point (
  log INTEGER NOT NULL, number INTEGER NOT NULL, depth INTEGER NOT NULL, at_ms INTEGER NOT NULL,
  kind TEXT, matter TEXT, verdict TEXT, PRIMARY KEY (log, number)) WITHOUT ROWID;
CREATE INDEX point_matter ON point (matter) WHERE matter IS NOT NULL;
CREATE TABLE reading (
  log INTEGER NOT NULL, reader INTEGER NOT NULL, upto INTEGER NOT NULL, number INTEGER NOT NULL,
  at_ms INTEGER NOT NULL, PRIMARY KEY (log, reader, upto)) WITHOUT ROWID;
CREATE TABLE opened (
  log INTEGER NOT NULL, number INTEGER NOT NULL, member TEXT NOT NULL, at_ms INTEGER NOT NULL,
  by TEXT NOT NULL, PRIMARY KEY (log, number, member)) WITHOUT ROWID;
CREATE TABLE matter (
  id TEXT PRIMARY KEY, track TEXT NOT NULL, form TEXT NOT NULL, opened_by TEXT NOT NULL, at_ms INTEGER NOT NULL,
  last_at_ms INTEGER NOT NULL, owing INTEGER NOT NULL, rank INTEGER NOT NULL,
  locked BLOB NOT NULL);
CREATE INDEX matter_last ON matter (last_at_ms, id);
CREATE INDEX matter_span ON matter (last_at_ms, at_ms, id);
CREATE INDEX matter_form ON matter (form, at_ms);
CREATE INDEX matter_open ON matter (form, at_ms, rank) WHERE owing = 1;
CREATE TABLE sealing_epoch (
  member TEXT NOT NULL, epoch INTEGER NOT NULL, recipient TEXT NOT NULL, by TEXT NOT NULL,
  PRIMARY KEY (member, epoch));
CREATE TABLE unreceipted (log INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (log, number));
CREATE TABLE wanted (log INTEGER NOT NULL, number INTEGER NOT NULL, asked INTEGER NOT NULL, PRIMARY KEY (log, number));
CREATE TABLE asked_of_us (
  log INTEGER NOT NULL, number INTEGER NOT NULL, asker TEXT NOT NULL, PRIMARY KEY (log, number, asker));
"""

INSERT_ONLY = (
    "leaf", "body", "plaintext", "attachment", "attachment_chunk", "tile_root", "evidence",
    "charter_text",
)
READ_TABLES = (
    "cursor", "point", "reading", "opened", "matter", "sealing_epoch", "unreceipted", "wanted", "asked_of_us",
    "officer_key", "officer_key_end", "emergency", "emergency_end", "in_series",
    "citation",
)


# An older program that had this database open meanwhile wrote matters and knew nothing of the table `falls_due`, which
# follows from them. By rank, so that what is most urgent is put right first.
MISSED = """
DROP INDEX IF EXISTS matter_owing;
CREATE INDEX IF NOT EXISTS matter_open ON matter (form, at_ms, rank) WHERE owing = 1;
CREATE INDEX IF NOT EXISTS matter_span ON matter (last_at_ms, at_ms, id);
DELETE FROM falls_due WHERE track = '' OR matter NOT IN (SELECT id FROM matter WHERE owing = 1);
INSERT OR IGNORE INTO falls_due (matter, due_ms, is_guess, track) SELECT id, rank, 1, track FROM matter WHERE owing = 1;
DELETE FROM due_total;
INSERT INTO due_total (track, owing, ours) SELECT track, count(*), count(ours_ms) FROM falls_due GROUP BY track;
"""


def create(conn: sqlite3.Connection) -> None:
    """Make the tables of an empty database, or check that a made one has this version; OtherForm where it has not."""
    version = conn.execute("PRAGMA user_version").fetchone()[0]
    if version == VERSION:
        conn.executescript(ADDED)
        conn.executescript(FEEDS)
        conn.executescript(MISSED)
        return
    if version != 0:
        raise OtherForm(found=version, read=VERSION)
    script = ["BEGIN IMMEDIATE;", KEPT, MOVING, ADDED, FEEDS, READ]
    for table in INSERT_ONLY:
        for verb in ("UPDATE", "DELETE"):
            script.append(
                f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'the record is insert-only: {table}'); END;"
            )
    script.append(f"PRAGMA user_version = {VERSION}; COMMIT;")
    conn.executescript("\n".join(script))


def clear_read_tables(conn: sqlite3.Connection) -> None:
    """Empty the read tables, so that they can be made again from the logs."""
    for table in (*READ_TABLES, "falls_due", "reckoned"):
        conn.execute(f"DELETE FROM {table}")
    matters.count_gone(conn)

"""What the machine can do at all, measured in the run that is compared with it."""

from __future__ import annotations

import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

from benchmarks.load import resident_mb
from parley.record.sealing import Sealed, open_stanza, seal
from parley.record.sealingkeys import SealingIdentity

MEMBERS = 3
PAYLOAD = 620
"""Bytes of the payload of `talking.message`, about."""
LEAF = 700
AT_LEAST_S = 0.7


def rate(act: Callable[[], object], *, seconds: float = AT_LEAST_S) -> float:
    """Return how often a second `act` can be done in one thread."""
    start, done = time.perf_counter(), 0
    while (spent := time.perf_counter() - start) < seconds:
        act()
        done += 1
    return done / spent


def identities() -> list[SealingIdentity]:
    """Return sealing keys for as many members as the mechanism has."""
    return [SealingIdentity.from_seed(os.urandom(32)) for _ in range(MEMBERS)]


def sealed_by(members: list[SealingIdentity]) -> Sealed:
    """Return a body of the size that is measured, sealed to the members."""
    return seal(
        os.urandom(PAYLOAD), recipients=[each.recipient for each in members], file_key=os.urandom(16),
        salt=os.urandom(32), nonce=os.urandom(16),
    )  # fmt: skip


def sealing_rate() -> float:
    """Return how many bodies a second one thread seals to the members."""
    members = identities()
    return rate(lambda: sealed_by(members))


def sealing_cpu_ms(*, times: int = 300) -> float:
    """Return the CPU milliseconds of sealing one body: the part of an entry's cost that cannot be saved."""
    members, start = identities(), time.thread_time()
    for _ in range(times):
        sealed_by(members)
    return (time.thread_time() - start) / times * 1000


def opening_cpu_ms(*, times: int = 300) -> float:
    """Return the CPU milliseconds of opening one body by its own stanza."""
    members = identities()
    body, start = sealed_by(members).file, time.thread_time()
    for _ in range(times):
        open_stanza(body, index=1, identity=members[1])
    return (time.thread_time() - start) / times * 1000


def opening_rate() -> float:
    """Return how many bodies a second one thread opens by its own stanza."""
    members = identities()
    body = sealed_by(members).file
    return rate(lambda: open_stanza(body, index=1, identity=members[1]))


def committing_rate(folder: Path, *, group: int) -> float:
    """Return how many entries' bytes a second SQLite takes, FULL, `group` of them in a transaction."""
    conn = sqlite3.connect(folder / "reference.sqlite", isolation_level=None)
    conn.execute("PRAGMA journal_mode=WAL")
    conn.execute("PRAGMA synchronous=FULL")
    conn.execute("CREATE TABLE IF NOT EXISTS leaf (number INTEGER PRIMARY KEY, raw BLOB)")
    conn.execute("CREATE TABLE IF NOT EXISTS body (digest BLOB PRIMARY KEY, sealed BLOB)")
    conn.execute("CREATE TABLE IF NOT EXISTS plaintext (number INTEGER PRIMARY KEY, locked BLOB)")
    body = sealed_by(identities()).file

    def commit() -> None:
        conn.execute("BEGIN IMMEDIATE")
        for _ in range(group):
            conn.execute("INSERT INTO leaf (raw) VALUES (?)", (os.urandom(LEAF),))
            conn.execute("INSERT INTO body (digest, sealed) VALUES (?, ?)", (os.urandom(32), body))
            conn.execute("INSERT INTO plaintext (locked) VALUES (?)", (os.urandom(PAYLOAD + 80),))
        conn.execute("COMMIT")

    try:
        return rate(commit) * group
    finally:
        conn.close()


def hop_ms(folder: Path, *, times: int = 60) -> list[float]:
    """Return the times of what no way from officer to officer can do without.

    The bytes are committed to one database, sent over a loopback socket, and committed to another.
    """
    ours, theirs = (_database(folder / f"hop-{n}.sqlite") for n in range(2))
    here, there = socket.socketpair()
    body = sealed_by(identities()).file

    def receive() -> None:
        for _ in range(times):
            there.recv(1 << 16)
            theirs.execute("INSERT INTO body (sealed) VALUES (?)", (body,))
            there.send(b".")

    other = threading.Thread(target=receive)
    other.start()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        ours.execute("INSERT INTO body (sealed) VALUES (?)", (body,))
        here.send(body)
        here.recv(1)
        found.append((time.perf_counter() - start) * 1000)
        time.sleep(0.01)
    other.join()
    return found


def bare_start() -> tuple[float, float]:
    """Return seconds until Python has loaded the libraries of a node and none of our code, and its memory in MB."""
    loads = "sys, sqlite3, ssl, django.core.handlers.asgi, uvicorn, httptools, aiohttp, cryptography.x509"
    words = [sys.executable, "-c", f"import {loads}; print(1, flush=True); sys.stdin.read()"]
    start = time.perf_counter()
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as bare:
        assert bare.stdout is not None
        bare.stdout.readline()
        spent, memory = time.perf_counter() - start, resident_mb(bare.pid)
        bare.communicate(b"")
    return spent, memory


def hash_bundles(bundles: Iterable[bytes]) -> bytes:
    """Return the root of the leaves in tlog-tiles bundles (RFC 6962), computed with nothing else done."""
    row: list[bytes] = []
    for raw in bundles:
        at = 0
        while at < len(raw):
            end = at + 2 + int.from_bytes(raw[at : at + 2], "big")
            row.append(sha256(b"\x00" + raw[at + 2 : end]).digest())
            at = end
    while len(row) > 1:
        over = [sha256(b"\x01" + row[n] + row[n + 1]).digest() for n in range(0, len(row) - 1, 2)]
        row = over + row[len(over) * 2 :]
    return row[0]


def percentile(values: list[float], *, of: float) -> float:
    """Return the value that `of` (0 to 1) of all values do not exceed."""
    return sorted(values)[min(len(values) - 1, int(of * len(values)))]


def median(values: list[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def _database(path: Path) -> sqlite3.Connection:
    conn = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    conn.execute("PRAGMA journal_mode=WAL")
    conn.execute("PRAGMA synchronous=FULL")
    conn.execute("CREATE TABLE IF NOT EXISTS body (number INTEGER PRIMARY KEY, sealed BLOB)")
    return conn

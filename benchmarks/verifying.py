"""Row 5: `parley verify` over the folder of one log, beside bare hashing of the same bytes and tree."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.mechanism import PARLEY
from benchmarks.references import hash_bundles
from parley.record.checkpoint import Checkpoint, sign_checkpoint
from parley.record.cosignature import cosign, with_lines
from parley.record.folder import CHECKPOINT, KEYS, encode_keys
from parley.record.keys import RoleSigner
from parley.record.leaf import ENC, BodyRef, Leaf, Seen, encode_leaf
from parley.record.merkle import leaf_hashes
from parley.record.tiles import WIDTH, Tile, TileRows, bundles_of, encode_bundle

ORIGIN = "bench.parley.example/sy"
OTHER = "bench.parley.example/il"
BY = "the same leaves read and hashed to their root, and nothing else"
AT_S = 1_767_700_800


def verifying(folder: Path, *, count: int) -> list[Figure]:
    """Return leaves a second that `parley verify` checks, in a process of its own, its start included."""
    write_log(folder, count=count)
    before = _bare(folder, count=count)
    start = time.monotonic()
    used = os.times().children_user + os.times().children_system
    words = [PARLEY, "verify", "--quiet", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    spent_s = time.monotonic() - start
    cpu_s = os.times().children_user + os.times().children_system - used
    if done.returncode != 0:
        raise RuntimeError(f"parley verify: {done.stdout}{done.stderr}")
    bare = (before + _bare(folder, count=count)) / 2
    cost = f"verify {cpu_s / count * 1000:.4f}; load {os.getloadavg()[0]:.1f}"
    shown = f"{count:,}"
    return [
        Figure(5, "verify a log", shown, count / spent_s, "leaves/s", bare, BY, least_ratio=0.5, cost=cost),
        Figure(4, "leaves verified only", shown, count / spent_s, "leaves/s", bare, BY, least=100_000, cost=cost),
    ]


def write_log(folder: Path, *, count: int) -> None:
    """Write a log of this many leaves as `parley export` lays it out, signed and cosigned by keys made here."""
    log, mirror = (RoleSigner(name, os.urandom(32), os.urandom(32)) for name in (ORIGIN, f"{OTHER}/mirror"))
    rows = TileRows()
    for place in bundles_of(count):
        leaves = list(_leaves(place.index * WIDTH, place.width))
        _write(folder / place.path, encode_bundle(leaves))
        _write_tiles(folder, rows.add(leaf_hashes(leaves)))
    _write_tiles(folder, rows.edge())
    cp = Checkpoint(ORIGIN, count, rows.root())
    note = with_lines(sign_checkpoint(cp, keys=log, at=AT_S), lines=cosign(cp, signer=mirror, at=AT_S))
    _write(folder / CHECKPOINT, note)
    keys = [key.text for key in (*log.log_keys, *mirror.cosigner_keys)]
    _write(folder / KEYS, encode_keys(keys))


def _leaves(first: int, width: int) -> Iterator[bytes]:
    for number in range(first, first + width):
        digest = number.to_bytes(32, "big")
        body = BodyRef(digest, 5797, ENC, digest)
        yield encode_leaf(Leaf(ORIGIN, number, AT_S * 1000 + number, (Seen(OTHER, number + 1, digest),), body, ()))


def _write_tiles(folder: Path, tiles: list[Tile]) -> None:
    for tile in tiles:
        _write(folder / tile.path, tile.raw)


def _write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def _bare(folder: Path, *, count: int) -> float:
    """Return leaves a second of reading the same files and hashing the same tree in this process."""
    start = time.perf_counter()
    hash_bundles((folder / place.path).read_bytes() for place in bundles_of(count))
    return count / (time.perf_counter() - start)

"""How far this member has ever signed, in a file outside the database (DESIGN, rule "Own high-water mark").

The file has two lines of one length, written in turn and each with a check over itself: a write that a
power cut tears harms one of them, and the other still tells the mark before.

A mark that lies in the home folder also names the very file that it was written into. Where the whole
home was put back out of a backup, mark and database agree and are both old; but the file is another.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import struct
from pathlib import Path

from parley.node.faults import reach
from parley.node.home import Home
from parley.node.serving import Bound

SLOT = 256
DIGITS = 16
# The kernel's FS_IOC_GETVERSION: tells apart two files that had the same number one after the other.
ASK_GENERATION = 0x80087601
EVERYTHING = 1 << 62


class HighWater:
    """The (size, root) of the own log as last announced. In production the file lies on other storage.

    `inside` says that the file lies beside the database, so that one backup may hold both; `copied`
    is then true where the file is not the one that the mark was written into.
    """

    def __init__(self, path: Path, *, inside: bool = True) -> None:
        self._path, self._inside = path, inside
        self._handle: int | None = None
        self.size, self.root, self._next, file = _read(path)
        self.copied = inside and bool(file) and file != _name_of(path)

    @property
    def missing(self) -> bool:
        """Return whether there is no such file: the node is new, or its disk was exchanged."""
        return self.size < 0

    def move(self, *, size: int, root: bytes) -> None:
        """Write the mark over the older of the two lines, on disk before this returns."""
        if self._handle is None:
            self._handle = _open(self._path)
        file = _name_of(self._path) if self._inside else ""
        reach("before_highwater_write")
        os.pwrite(self._handle, _line(size, root, file), self._next * SLOT)
        # The file has its full length from the start, so that only its content has to reach the disk.
        os.fdatasync(self._handle)
        reach("after_highwater_write")
        self.size, self.root, self._next, self.copied = size, root, 1 - self._next, False

    def close(self) -> None:
        """Let go of the file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def bound_of(home: Home, origin: str, *, without_mark: int) -> Bound:
    """Return how far the own log goes out of a home folder, for a process that is not its node.

    `without_mark` is how far where there is no mark at all.
    """

    def mark() -> int:
        found = HighWater(home.highwater, inside=False)
        return without_mark if found.missing else found.size

    return Bound(origin, mark)


def _name_of(path: Path) -> str:
    """Return what tells this file from a copy of it: its number and, where the file system has one, its generation."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return ""
    try:
        return f"{os.fstat(handle).st_ino}.{_generation(handle)}"
    finally:
        os.close(handle)


def _generation(handle: int) -> int:
    try:
        return int(struct.unpack("i", fcntl.ioctl(handle, ASK_GENERATION, bytes(8))[:4])[0])
    except OSError:
        return 0


def _line(size: int, root: bytes, file: str) -> bytes:
    told = json.dumps({"file": file, "root": root.hex(), "size": size})
    return f"{_check(told)} {told}".ljust(SLOT - 1).encode("ascii") + b"\n"


def _check(told: str) -> str:
    return hashlib.sha256(told.encode()).hexdigest()[:DIGITS]


def _read(path: Path) -> tuple[int, bytes, int, str]:
    """Return the larger sound mark, the line to write next, and the file it names; -1 where neither is sound.

    A file that cannot be read says nothing; treated as missing, it makes the node ask its peers first.
    """
    try:
        with path.open("rb") as held:
            raw = held.read(2 * SLOT)
    except OSError:
        return -1, b"", 0, ""
    marks = [_sound(raw[at : at + SLOT]) for at in (0, SLOT)]
    place = max((0, 1), key=lambda index: marks[index][0])
    size, root, file = marks[place]
    return size, root, 1 - place, file


def _sound(line: bytes) -> tuple[int, bytes, str]:
    try:
        check, _, told = line.decode("ascii").strip().partition(" ")
        value = json.loads(told) if check == _check(told) else {}
        return int(value["size"]), bytes.fromhex(value["root"]), str(value.get("file", ""))
    except (ValueError, KeyError, TypeError):
        return -1, b"", ""


def _open(path: Path) -> int:
    """Open the file at its full length; a new one is on disk, name and all, before anything is written into it."""
    fresh = not path.exists()
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    if fresh or os.fstat(handle).st_size != 2 * SLOT:
        os.pwrite(handle, b" " * (2 * SLOT), 0)
        os.ftruncate(handle, 2 * SLOT)
        os.fsync(handle)
        _sync_folder(path.parent)
    return handle


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

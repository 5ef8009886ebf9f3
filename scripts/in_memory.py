"""Run pytest with the files of its tests in memory, where this machine has room for them there; on the disk where not.

    in_memory.py PYTEST [WORD ...]

Every call is made all the same, and nobody waits for a disk. See docs/decisions/0034-tests-in-memory.md.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

MEMORY = Path("/dev/shm")
# Twice what all tests together are reckoned to leave behind.
NEEDED = 6 << 30


def main(words: list[str], *, memory: Path = MEMORY, needed: int = NEEDED) -> int:
    """Return the exit code of the command."""
    if not has_room(memory, needed=needed):
        return subprocess.run(words, check=False).returncode
    # A short name: the path of a socket holds 107 bytes.
    with TemporaryDirectory(prefix="p", dir=memory, ignore_cleanup_errors=True) as folder:
        # PostgreSQL runs as a user of its own, and its files lie below.
        Path(folder).chmod(0o711)
        told = {**os.environ, "TMPDIR": folder}
        return subprocess.run([*words, f"--basetemp={folder}/t"], env=told, check=False).returncode


def has_room(memory: Path, *, needed: int) -> bool:
    """Return whether files can lie in memory there, so many bytes of them."""
    return memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= needed


if __name__ == "__main__":
    # Who is ended clears up as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    sys.exit(main(sys.argv[1:]))

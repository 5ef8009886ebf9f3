"""A PostgreSQL of our own, for tests and benchmarks: in a folder, reached by its socket alone, killed and started."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

# It refuses to run as root; Debian's package brings this user.
SERVER_USER = "postgres"
OPTIONS = "-c listen_addresses= -c max_connections=20 -c log_min_messages=fatal"


@dataclass(frozen=True)
class Cluster:
    """A server by its folder; `programs` is where initdb and pg_ctl are, `options` are added to the server's."""

    folder: Path
    programs: Path
    options: str

    @property
    def url(self) -> str:
        """The address by which a node reaches it."""
        return f"postgresql:///postgres?{urlencode({'host': str(self.folder), 'user': 'parley'})}"

    def make(self) -> None:
        """Make its files; whoever reaches the socket is let in, and the folder lets nobody in but us."""
        told = ["-U", "parley", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        self._run("initdb", "-D", str(self.folder / "data"), *told)

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-k {self.folder} {OPTIONS} {self.options}"
        self._control("-l", str(self.folder / "log"), "-o", options, "start")

    def kill(self) -> None:
        """End it at once, as a power cut would: nothing is written, and it begins by recovering."""
        self._control("-m", "immediate", "stop")

    def _control(self, *words: str) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", *words)

    def _run(self, name: str, *words: str) -> None:
        before = ["runuser", "-u", SERVER_USER, "--"] if os.geteuid() == 0 else []
        # Not where its output could keep a pipe of ours open for as long as the server lives.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(
                [*before, str(self.programs / name), *words], cwd="/", stdout=said, stderr=said, check=False
            )
            said.seek(0)
            assert done.returncode == 0, said.read().decode()


def programs_of_postgresql() -> Path | None:
    """Return the folder of initdb and pg_ctl, the newest where there are several; None where there is none."""
    named = shutil.which("initdb")
    found = [Path(named).resolve()] if named else sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def running_cluster(programs: Path, *, options: str = "") -> Iterator[Cluster]:
    """Make a cluster and run it; at the end it is killed and its files are deleted.

    The path of its socket must be short, so it lies below no folder of another's.
    """
    folder = Path(tempfile.mkdtemp(prefix="parley-pg-"))
    if os.geteuid() == 0:
        user = pwd.getpwnam(SERVER_USER)
        os.chown(folder, user.pw_uid, user.pw_gid)
    cluster = Cluster(folder, programs, options)
    try:
        cluster.make()
        cluster.start()
        yield cluster
        cluster.kill()
    finally:
        shutil.rmtree(folder)

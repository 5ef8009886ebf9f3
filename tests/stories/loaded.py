"""Nodes out of a process that has loaded the program already: each a process of its own, only not loaded anew.

Run as a program, this file is that process: it forks for each line that it reads, and tells of each child that ended.
Every one of several such processes has a seed of its own for hashes, as nodes on machines of their own have.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from time import monotonic

LOADS = ("parley.cli.run",)
# What a desk needs besides, as far as it can be loaded before there are settings.
LOADS_OF_DESK = (
    "parley.desk.installed", "parley.desk.opening", "django.core.management.commands.migrate",
    "django.core.management.commands.createcachetable", "django.db.backends.sqlite3.base",
    "django.contrib.auth.apps", "django.contrib.auth.hashers", "django.contrib.auth.password_validation",
    "django.contrib.sessions.middleware", "django.template.backends.django", "django.views.generic",
    "fido2.server", "uvicorn", "whitenoise.middleware",
)  # fmt: skip
AWAY = os.devnull


@dataclass
class Loaded:
    """One such process, from this side; it ends with this one."""

    loads: tuple[str, ...] = LOADS
    codes: dict[int, int] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None
    _rest: bytes = b""

    def start(
        self, *words: str, env: Mapping[str, str], log: Path, errors: Path | None = None, given: str = AWAY
    ) -> Child:
        """Let it fork into one more process, which runs these words of `parley`, reads `given` and writes to `log`.

        Where `errors` are named, those lie there.
        """
        if self._process is None:
            command = [sys.executable, __file__, *self.loads]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(env), bufsize=0, start_new_session=True
            )
        assert self._process.stdin is not None
        told = {"words": words, "env": dict(env), "streams": [given, str(log), str(errors or log)]}
        self._process.stdin.write(json.dumps(told).encode() + b"\n")
        while (pid := self.read(timeout_s=60)) is None:
            assert self._process.poll() is None, "the loaded process ended"
        return Child(pid, self)

    def read(self, *, timeout_s: float) -> int | None:
        """Read what it tells within this time; return the process that it began, if that was told."""
        assert self._process is not None and self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], timeout_s)[0]:
            return None
        *lines, self._rest = (self._rest + os.read(self._process.stdout.fileno(), 1 << 16)).split(b"\n")
        began = None
        for line in lines:
            pid, code = json.loads(line)
            if code is None:
                began = pid
            else:
                self.codes[pid] = code
        return began


@dataclass(frozen=True)
class Child:
    """A process that was forked; it answers as one that was started would."""

    pid: int
    loaded: Loaded

    def poll(self) -> int | None:
        """Return its exit code, None while it runs."""
        if self.pid not in self.loaded.codes:
            self.loaded.read(timeout_s=0)
        return self.loaded.codes.get(self.pid)

    def wait(self, timeout: float = 60) -> int:
        """Wait until it has ended, and return its exit code."""
        end = monotonic() + timeout
        while (code := self.poll()) is None:
            if monotonic() > end:
                raise subprocess.TimeoutExpired("parley", timeout)
            self.loaded.read(timeout_s=0.2)
        return code

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.send_signal(signal.SIGKILL)


# ---- the process itself


def say(pid: int, code: int | None) -> None:
    """Tell that a child began (no code) or ended."""
    os.write(1, json.dumps([pid, code]).encode() + b"\n")


def reap(*_: object) -> None:
    """Tell of every child that ended."""
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            say(ended[0], os.waitstatus_to_exitcode(ended[1]))


def become(words: list[str], env: dict[str, str], streams: list[str]) -> int:
    """Be a process that was started with these words, this environment and these streams; return its exit code."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.environ.clear()
    os.environ.update(env)
    for stream, path in enumerate(streams):
        way = os.O_WRONLY | os.O_APPEND | os.O_CREAT if stream else os.O_RDONLY
        os.dup2(os.open(path, way, 0o600), stream)
    return int(import_module("parley.cli.main").main(words))


def serve(loads: list[str]) -> int:
    """Load the program, fork for each line, and end with who writes them; what still runs then is ended too."""
    for name in loads:
        import_module(name)
    signal.signal(signal.SIGCHLD, reap)
    begun = []
    while line := sys.stdin.buffer.readline():
        told = json.loads(line)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        pid = os.fork()
        if pid == 0:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
            return become(told["words"], told["env"], told["streams"])
        begun.append(pid)
        say(pid, None)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    for pid in begun:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return 0


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1:]))

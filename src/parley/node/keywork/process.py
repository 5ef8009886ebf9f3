"""The node's end of a keywork process: started, spoken to in bounded time, and ended."""

from __future__ import annotations

import fcntl
import os
import select
import subprocess
import sys
import time
from contextlib import suppress
from typing import IO

from parley.node.keywork.forms import HEAD, MAX_CONTENT

SILENT_S = 10.0
READ, ROOM = 1 << 16, 1 << 18
COMMAND = (sys.executable, "-P", "-m", "parley.node.keywork")


class KeyworkLost(Exception):
    """The process is gone, silent, or answers what was not asked."""


class Process:
    """One keywork process. It ends with its node: its standard input ends then, whatever the node died of."""

    def __init__(self, command: tuple[str, ...] = COMMAND) -> None:
        # Not what is meant for the node alone, such as where it should die for a test.
        environ = {name: text for name, text in os.environ.items() if not name.startswith("PARLEY_")}
        try:
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, env=environ
            )
        except OSError as error:
            raise KeyworkLost(str(error)) from error
        self._asking, self._answers = _piped(self._child.stdin), _piped(self._child.stdout)
        _widen(self._answers)
        self._unsent, self._unread = bytearray(), bytearray()

    @property
    def pid(self) -> int:
        """Return the id of the process."""
        return self._child.pid

    def tell(self, message: bytes) -> None:
        """Send a message, or as much of it as the pipe takes now; the rest goes while an answer is awaited."""
        self._unsent += message
        self._send()

    def hear(self) -> tuple[int, int, bytes]:
        """Return kind, place and content of the next answer; KeyworkLost where none comes in ten seconds."""
        until = time.monotonic() + SILENT_S
        while (found := self._whole()) is None:
            self._wait(until - time.monotonic())
        return found

    def end(self) -> None:
        """End the process at once: it holds nothing that is not had elsewhere."""
        self._child.kill()
        self._child.wait()
        self._asking.close()
        self._answers.close()

    def _whole(self) -> tuple[int, int, bytes] | None:
        if len(self._unread) < HEAD.size:
            return None
        kind, place, length = HEAD.unpack_from(self._unread)
        if length > MAX_CONTENT:
            raise KeyworkLost("an answer that nobody asked for")
        end = HEAD.size + length
        if len(self._unread) < end:
            return None
        content = bytes(self._unread[HEAD.size : end])
        del self._unread[:end]
        return kind, place, content

    def _wait(self, left_s: float) -> None:
        if left_s <= 0:
            raise KeyworkLost("no answer")
        poll = select.poll()
        poll.register(self._answers, select.POLLIN)
        if self._unsent:
            poll.register(self._asking, select.POLLOUT)
        for handle, _ in poll.poll(left_s * 1000):
            if handle == self._answers.fileno():
                self._receive()
            else:
                self._send()

    def _receive(self) -> None:
        part = self._answers.read(READ)
        if not part:
            raise KeyworkLost("the process has ended")
        self._unread += part

    def _send(self) -> None:
        try:
            sent = self._asking.write(self._unsent)
        except OSError as error:
            raise KeyworkLost(str(error)) from error
        # None: the pipe is full.
        del self._unsent[: sent or 0]


def _widen(pipe: IO[bytes]) -> None:
    """Let several answers wait in the pipe, so that the process need not wait for us; where the system can."""
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, ROOM)


def _piped(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    os.set_blocking(pipe.fileno(), False)
    return pipe

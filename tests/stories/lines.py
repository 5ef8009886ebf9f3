"""The lines between the nodes of a story: each can be cut, slowed, made silent or reset, for one pair of nodes alone.

What a node dials by the charter is a door here. TLS hides who calls, so the door asks the system which process owns
the calling socket; the nodes themselves run unchanged.
"""

from __future__ import annotations

import asyncio
import os
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

OPEN, CUT, SILENT, SLOW = "open", "cut", "silent", "slow"
PIECE = 1 << 16
SLOW_S = 0.25
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close at once, with a reset


@dataclass(eq=False)
class Call:
    """One connection through a door: who dialled whom, and both its sockets."""

    caller: str
    called: str
    ends: list[asyncio.StreamWriter] = field(default_factory=list)

    def reset(self) -> None:
        """Break it off at both ends as a failing line would."""
        for end in self.ends:
            with suppress(OSError):
                end.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            end.transport.abort()


class Lines:
    """Doors for every member, run in a thread of their own until `close`."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="lines", daemon=True)
        self._thread.start()
        self._ways: dict[frozenset[str], str] = {}
        self._targets: dict[tuple[str | None, str], tuple[str, int]] = {}
        self._pids: dict[str, int] = {}
        self._calls: set[Call] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._servers: list[asyncio.Server] = []
        self.refused: list[tuple[str, str]] = []

    def door(self, called: str, *, port: int) -> int:
        """Open the door by which others reach this node's port, and return the door's port."""
        self._targets[None, called] = (called, port)
        return asyncio.run_coroutine_threadsafe(self._open(called), self._loop).result(10)

    def runs(self, name: str, *, pid: int) -> None:
        """Note which process is the node of this name."""
        self._pids[name] = pid

    def lead(self, caller: str, called: str, *, to: str, port: int) -> None:
        """Lead this caller, when it dials `called`, to another node than everybody else."""
        self._targets[caller, called] = (to, port)

    def make(self, way: str, *pair: str) -> None:
        """Make the line between two nodes open, cut, silent or slow, both ways and at once."""
        self._ways[frozenset(pair)] = way
        if way == CUT:
            self.reset(*pair)

    def reset(self, *pair: str) -> None:
        """Break off what runs between two nodes now; they may dial again."""
        self._do(lambda: [call.reset() for call in self._calls if {call.caller, call.called} == set(pair)])

    def close(self) -> None:
        """Break off everything and stop."""
        self._do(self._end)
        asyncio.run_coroutine_threadsafe(self._ended(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _do(self, act: Callable[[], object]) -> None:
        async def acted() -> None:
            act()

        asyncio.run_coroutine_threadsafe(acted(), self._loop).result(10)

    def _end(self) -> None:
        for server in self._servers:
            server.close()
        for call in self._calls:
            call.reset()
        for task in self._tasks:
            task.cancel()

    async def _ended(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)

    async def _open(self, called: str) -> int:
        server = await asyncio.start_server(
            lambda r, w: self._begin(called, r, w), "127.0.0.1", 0, limit=PIECE
        )
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    def _begin(self, called: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(self._carry(called, reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, called: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        caller = self._caller(writer.get_extra_info("peername")[1], door=writer.get_extra_info("sockname")[1])
        called, port = self._targets.get((caller, called), self._targets[None, called])
        call = Call(caller, called, [writer])
        if self._way(call) == CUT:
            self.refused.append((caller, called))
            call.reset()
            return
        try:
            there, back = await asyncio.open_connection("127.0.0.1", port, limit=PIECE)
        except OSError:
            call.reset()
            return
        call.ends.append(back)
        self._calls.add(call)
        try:
            await asyncio.gather(self._pump(call, reader, back), self._pump(call, there, writer))
        finally:
            self._calls.discard(call)
            call.reset()

    async def _pump(self, call: Call, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await source.read(PIECE):
                while self._way(call) == SILENT:
                    await asyncio.sleep(0.05)
                if self._way(call) == SLOW:
                    await asyncio.sleep(SLOW_S)
                sink.write(piece)
                await sink.drain()
            sink.write_eof()

    def _way(self, call: Call) -> str:
        if not call.caller and CUT in (way for pair, way in self._ways.items() if call.called in pair):
            # Whoever dials may be the one that is cut off: a node whose socket was gone before it was looked at.
            return CUT
        return self._ways.get(frozenset((call.caller, call.called)), OPEN)

    def _caller(self, port: int, *, door: int) -> str:
        """Return the name of the node whose process owns the socket from this port to this door, "" for any other."""
        # Two sockets may have one local port, where they lead to different doors.
        inode = next((f[9] for f in _sockets() if (_port(f[1]), _port(f[2])) == (port, door)), None)
        for name, pid in self._pids.items():
            if inode is not None and f"socket:[{inode}]" in _handles(pid):
                return name
        return ""


def _sockets() -> list[list[str]]:
    return [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]


def _port(address: str) -> int:
    return int(address.split(":")[1], 16)


def _handles(pid: int) -> set[str]:
    found = set()
    with suppress(OSError):
        for name in os.listdir(f"/proc/{pid}/fd"):
            with suppress(OSError):
                found.add(os.readlink(f"/proc/{pid}/fd/{name}"))
    return found

"""Follows one peer: connects, reads its stream, hands what is new to the intake, and comes back when it is cut."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from aiohttp import StreamReader

from parley.charter.model import Member
from parley.charter.verdict import Refusal
from parley.node.intake import PeerBatch, Taken
from parley.node.link.backoff import FIRST_S, pause_s
from parley.node.link.dial import LinkError, PeerClient
from parley.node.link.frames import EntriesFrame, HeartbeatFrame, NoteFrame
from parley.node.link.known import Known
from parley.node.link.patience import Patience
from parley.node.link.port import LinkPort
from parley.node.link.reader import read_frame
from parley.node.links import DIRECT, LinkBoard, via
from parley.node.seeing import note_seen

IN_FLIGHT = 3
STEADY_S = 20.0
CLOCK_EVERY_S = 30.0
RENEWED = "link.renewed"
logger = logging.getLogger(__name__)

Suspicion = Callable[[str, str, bytes], None]
"""Called with peer, log and note where a peer showed a checkpoint that contradicts what is held."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A frame handed to the intake, with the answer to come."""

    log: str
    note: bytes
    entries: bool
    answer: Future[Taken | Refusal]


@dataclass(frozen=True, slots=True)
class Shared:
    """What the followers of all peers share."""

    port: LinkPort
    board: LinkBoard
    known: Known
    chance: Callable[[], float]
    suspect: Suspicion
    turned: Callable[[], None]


class Follower:
    """The link to one peer; `run` never returns but by being cancelled, whatever the peer does.

    `client` is the open client while the stream stands, for those who fetch more from this peer. `direct` are the logs
    that the peer is told it need not relay, since they come from their authors.
    """

    def __init__(self, peer: Member, *, shared: Shared, direct: frozenset[str] = frozenset()) -> None:
        self.peer = peer
        self.client: PeerClient | None = None
        self._shared = shared
        self._port, self._board, self._known = shared.port, shared.board, shared.known
        self._awake = asyncio.Event()
        self._failures = 0
        self._muted: set[str] = set()
        self._submitted: asyncio.Queue[Submission] = asyncio.Queue()
        self._stale = asyncio.Event()
        self.direct = direct

    def renew(self, *, direct: frozenset[str]) -> None:
        """Open the stream anew, telling the peer which logs are followed directly now."""
        if direct != self.direct:
            self.direct = direct
            self._stale.set()

    def wake(self) -> None:
        """End the present pause: the peer gave a sign of life."""
        self._awake.set()

    async def run(self) -> None:
        """Follow the peer for ever."""
        while True:
            started = asyncio.get_running_loop().time()
            try:
                self._board.connecting(self.peer.code, now_ms=self._port.now_ms())
                await self._session()
                code = "link.lost"
            except LinkError as error:
                code = error.code
            if code == RENEWED:
                continue
            self._board.closed(self.peer.code, code=code, now_ms=self._port.now_ms())
            logger.info("link to %s: %s", self.peer.code, code)
            steady = asyncio.get_running_loop().time() - started > STEADY_S
            self._failures = 1 if steady else self._failures + 1
            await self._pause()

    async def _pause(self) -> None:
        """Wait for the pause to end or for a sign of life, but never less than the shortest pause."""
        self._awake.clear()
        longest = pause_s(self._failures, chance=self._shared.chance())
        # A peer that calls and hangs up again and again must not set our pace.
        await asyncio.sleep(min(FIRST_S, longest))
        try:
            async with asyncio.timeout(max(0.0, longest - FIRST_S)):
                await self._awake.wait()
        except TimeoutError:
            pass

    async def _session(self) -> None:
        """Hold one connection until it ends; LinkError says why."""
        self._muted = set()
        self._stale.clear()
        self._submitted = asyncio.Queue(maxsize=IN_FLIGHT)
        async with PeerClient(self.peer, identity=self._port.identity()) as client:
            positions = await asyncio.to_thread(self._port.positions)
            for log, size in positions.items():
                self._known.held(log, size=size)
            try:
                async with client.stream(positions, direct=self.direct) as content:
                    self._board.connected(self.peer.code, now_ms=self._port.now_ms())
                    self.client = client
                    self._shared.turned()
                    await self._work(client, content)
            finally:
                self.client = None
                self._shared.turned()

    async def _work(self, client: PeerClient, content: StreamReader) -> None:
        """Read, settle and compare clocks until one of them ends; its LinkError is ours."""
        # No TaskGroup: in Python 3.11 it can lose a cancellation that comes while it ends by an error.
        work = (self._read(content), self._settle(), self._watch_clock(client), self._end_when_stale())
        tasks = [asyncio.create_task(each) for each in work]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _read(self, content: StreamReader) -> None:
        patience = Patience(now_s=time.monotonic())
        while True:
            frame = await read_frame(content)
            now_ms = self._port.now_ms()
            if isinstance(frame, HeartbeatFrame):
                self._board.heads_told(self.peer.code, sizes=frame.sizes, now_ms=now_ms)
                brought = False
            else:
                self._board.frame_came(self.peer.code, now_ms=now_ms)
                brought = await self._submit(frame)
            if not brought and not patience.spend(now_s=time.monotonic()):
                raise LinkError("link.flood")
            # Frames that are here already are read without waiting: others must come to their turn between them.
            await asyncio.sleep(0)

    async def _submit(self, frame: EntriesFrame | NoteFrame) -> bool:
        """Hand to the intake what no link has brought before, waiting while too much is on its way; return whether."""
        if frame.log in self._muted:
            return False
        if isinstance(frame, EntriesFrame) and frame.end > self._known.size(frame.log):
            answer = self._port.take_in(self._batch(frame))
        elif self._known.has_note(frame.log, frame.note):
            self._saw(frame.log, frame.note)
            return False
        else:
            answer = self._port.take_in_note(peer=self.peer.code, route=self._route(frame.log), note=frame.note)
        entries = isinstance(frame, EntriesFrame)
        await self._submitted.put(Submission(frame.log, frame.note, entries, answer))
        return True

    def _batch(self, frame: EntriesFrame) -> PeerBatch:
        return PeerBatch(
            peer=self.peer.code,
            route=self._route(frame.log),
            log=frame.log,
            start=frame.start,
            leaves=frame.leaves,
            bodies=frame.bodies,
            checkpoint=frame.note,
            proof=frame.proof,
        )

    def _route(self, log: str) -> str:
        return DIRECT if log == self.peer.origin else via(self.peer.code)

    async def _settle(self) -> None:
        """Take the answers of the intake in the order of asking."""
        while True:
            submission = await self._submitted.get()
            try:
                outcome = await asyncio.wrap_future(submission.answer)
            except (OSError, sqlite3.Error) as error:
                # A full disk, most of all: what came is asked for again when the pause is over.
                raise LinkError("link.store_failed") from error
            match outcome:
                case Taken(log=log, size=size):
                    self._known.held(log, size=size)
                    self._known.took_note(log, submission.note)
                    self._saw(log, submission.note)
                case Refusal(code=code):
                    self._refused(submission, code=code)

    def _refused(self, submission: Submission, *, code: str) -> None:
        """Act on a refusal: it silences this peer about this log, and harms no other log and no other peer."""
        if code == "gap":
            if submission.entries and submission.log not in self._muted:
                raise LinkError("link.gap")
            return
        if code == "fork_suspected":
            self._shared.suspect(self.peer.code, submission.log, submission.note)
        if submission.log not in self._muted:
            self._muted.add(submission.log)
            # That a peer holds more of a log than a succession has left of it is nobody's fault.
            if code != "log_closed":
                self._board.mute(self.peer.code, log=submission.log, code=code)

    def _saw(self, log: str, note: bytes) -> None:
        note_seen(self._board, log, note, route=self._route(log), port=self._port)

    async def _end_when_stale(self) -> None:
        await self._stale.wait()
        raise LinkError(RENEWED)

    async def _watch_clock(self, client: PeerClient) -> None:
        """Compare the peer's clock with ours, the round trip halved, every half minute."""
        await client.clock_ms()
        while True:
            asked_ms = self._port.now_ms()
            told_ms = await client.clock_ms()
            trip_ms = max(0, self._port.now_ms() - asked_ms)
            self._board.clock_read(
                self.peer.code, skew_ms=told_ms - asked_ms - trip_ms // 2, within_ms=trip_ms // 2 + 1,
                clock_ms=told_ms, at_s=time.monotonic(),
            )  # fmt: skip
            await asyncio.sleep(CLOCK_EVERY_S)

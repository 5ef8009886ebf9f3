"""GET /stream: every log that this node holds, as frames, from the numbers that the peer names and then live."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import parse_qsl

from parley.charter.model import Charter
from parley.wire.answer import NO_STORE, Receive, Scope, Send, begin, refuse, write
from parley.wire.cursor import Cursor
from parley.wire.holdings import Holdings, News
from parley.wire.reading import Reading

HEARTBEAT_S = 5.0
PACE_S = 0.1
STREAM_TYPE = b"application/vnd.parley.stream"
MAX_STREAMS = 2


class Streams:
    """The streams that are open, by member: at most two each, because the newest is the one that lives."""

    def __init__(self) -> None:
        self._open: dict[str, list[asyncio.Task[None]]] = {}

    def enter(self, peer: str, task: asyncio.Task[None]) -> None:
        """Count a stream in; the oldest of the same member ends where there would be more than two."""
        tasks = self._open.setdefault(peer, [])
        tasks.append(task)
        if len(tasks) > MAX_STREAMS:
            tasks[0].cancel()

    def leave(self, peer: str, task: asyncio.Task[None]) -> None:
        """Count a stream out."""
        self._open[peer].remove(task)

    def count(self, peer: str) -> int:
        """Return how many streams this member has open."""
        return len(self._open.get(peer, ()))


async def stream(
    scope: Scope, receive: Receive, send: Send, *, holdings: Holdings, reading: Reading, streams: Streams, peer: str
) -> None:
    """Serve one stream until the peer hangs up, leaves a write unread for 30 s, or opens newer ones."""
    asked = read_query(scope["query_string"], charter=holdings.charter())
    if asked is None:
        await refuse(send, 400, code="stream_query")
        return
    positions, direct = asked
    writer = asyncio.ensure_future(_serve(send, holdings, reading, peer, positions, direct))
    hung_up = asyncio.ensure_future(_hung_up(receive))
    streams.enter(peer, writer)
    try:
        await asyncio.wait({writer, hung_up}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        streams.leave(peer, writer)
        for task in (writer, hung_up):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        # A stream never ends in order: the connection goes with it.
        scope["state"]["cut"]()


def read_query(query: bytes, *, charter: Charter) -> tuple[dict[str, int], frozenset[str]] | None:
    """Return the positions by origin and the logs followed directly; None where the query is out of grammar.

    `from=SY:10,IL:5&direct=SY`. A log is named by its member's code or by its origin; one that is
    not named starts at 0.
    """
    origins = {member.code: member.origin for member in charter.members}
    try:
        fields = dict(parse_qsl(query.decode("ascii"), strict_parsing=True, max_num_fields=2)) if query else {}
        pairs = [pair.rpartition(":") for pair in fields.pop("from", "").split(",") if pair]
        positions = {origins.get(name, name): _number(text) for name, _, text in pairs}
        direct = frozenset(origins.get(name, name) for name in fields.pop("direct", "").split(",") if name)
    except (ValueError, UnicodeDecodeError):
        return None
    return None if fields else (positions, direct)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 18:
        raise ValueError("a position is a decimal of at most 18 digits")
    return int(text)


async def _serve(
    send: Send,
    holdings: Holdings,
    reading: Reading,
    peer: str,
    positions: Mapping[str, int],
    direct: frozenset[str],
) -> None:
    # Before the first look, so that nothing falls between look and subscription.
    news = holdings.subscribe()
    try:
        await begin(send, 200, headers=[(b"content-type", STREAM_TYPE), (b"cache-control", NO_STORE)])
        cursor = await reading(Cursor, holdings, peer=peer, positions=positions, direct=direct)
        await _send_frames(send, cursor, holdings, reading, news, peer=peer)
    finally:
        news.close()


async def _send_frames(
    send: Send, cursor: Cursor, holdings: Holdings, reading: Reading, news: News, *, peer: str
) -> None:
    """Send what is new until the peer is no longer in the charter."""
    clock = asyncio.get_running_loop().time
    beat_at = clock()
    while True:
        if clock() >= beat_at:
            if peer not in holdings.charter().codes:
                return
            await write(send, await reading(cursor.heartbeat, now_ms=holdings.now_ms()))
            beat_at = clock() + HEARTBEAT_S
        frame = await reading(cursor.next_frame, now_ms=int(clock() * 1000))
        if frame is not None:
            await write(send, frame)
        else:
            patience = PACE_S if cursor.holds_back else HEARTBEAT_S
            await news.next(max(0.0, min(beat_at - clock(), patience)))


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass

"""Sends Cursor-on-Target to where an operator said, over TCP or TLS, and takes back what is gone.

A receiver keeps what it was sent. So what a feed carries no more is taken off its map as soon as there is a line again,
also when the feed itself is revoked, or the node was started anew meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress

from parley.feeds.cot import Shown, events, gone
from parley.node.feeds.carried import carried, ground_of
from parley.node.feeds.kept import Feed, Push, count_use, listed, named
from parley.node.feeds.sent import forget_sent, note_sent, senders
from parley.node.feeds.sent import sent as sent_before
from parley.node.running import Node
from parley.texts import sentence

FORM = "cot"
LOOK_S, AGAIN_S, PATIENCE_S = 15.0, 60.0, 15.0
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
log = logging.getLogger(__name__)


Pause = Callable[[float], Awaitable[None]]


async def push_feeds(node: Node, *, pause: Pause = asyncio.sleep) -> None:
    """Send every feed that is to be sent, as long as the node runs; a new one begins at once.

    `pause` waits for so many seconds before a line is tried again.
    """
    news, running = node.changes.subscribe(), dict[str, asyncio.Task[None]]()
    try:
        while True:
            for feed, push in await asyncio.to_thread(_to_follow, node):
                if feed.name not in running:
                    running[feed.name] = asyncio.create_task(_follow(node, feed, push, pause))
            for name, task in list(running.items()):
                if task.done():
                    # A fault of ours must be seen: the node ends with it, as with any of its parts.
                    task.result()
                    del running[name]
            await news.next(LOOK_S)
    finally:
        news.close()
        for task in running.values():
            task.cancel()
        await asyncio.gather(*running.values(), return_exceptions=True)


def _to_follow(node: Node) -> list[tuple[Feed, Push]]:
    """Return the feeds that are to be sent, and those that are revoked and have something to take back."""
    owing = senders(node.reader())
    told = ((feed, feed.terms.push) for feed in listed(node.reader()) if feed.is_open or feed.name in owing)
    return [(feed, push) for feed, push in told if push is not None]


async def _follow(node: Node, feed: Feed, push: Push, pause: Pause) -> None:
    """Send a feed until it is revoked and what it sent was taken back."""
    # In what form it was sent before the node was started is not known: it is sent anew or taken back.
    sent = dict.fromkeys(await asyncio.to_thread(lambda: sent_before(node.reader(), feed.name)), b"")
    pause_s, told = SHORTEST_PAUSE_S, ""
    while True:
        try:
            async with asyncio.timeout(PATIENCE_S):
                reader, writer = await asyncio.open_connection(
                    push.host, push.port, ssl=_tls(push), server_hostname=_expected(push)
                )
            pause_s, told = SHORTEST_PAUSE_S, ""
            if await _converse(node, feed, reader, writer, sent):
                return
        except (OSError, UnicodeError, sqlite3.Error) as error:
            # Once for each reason, not for each try: a receiver may be away for days.
            if (why := repr(error)) != told:
                log.warning("the feed %s does not reach %s, and is tried again: %s", feed.name, push.address, why)
                told = why
        if not await _is_open(node, feed) and not sent:
            return
        await pause(pause_s)
        pause_s = min(pause_s * 2, LONGEST_PAUSE_S)


def _tls(push: Push) -> ssl.SSLContext | None:
    """Return how the receiver is known: by the certificates of a file, or by those that the machine trusts."""
    if not push.is_tls:
        return None
    context = ssl.create_default_context(cafile=push.ca or None)
    if push.certificate:
        context.load_cert_chain(push.certificate, push.key or None)
    return context


def _expected(push: Push) -> str | None:
    return (push.name or push.host) if push.is_tls else None


async def _converse(
    node: Node, feed: Feed, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent: dict[str, bytes]
) -> bool:
    """Send until the line breaks, or the feed is revoked and all was taken back: then True."""
    ended = asyncio.create_task(_read_away(reader))
    news = node.changes.subscribe()
    loop, due_s = asyncio.get_running_loop(), 0.0
    try:
        while not ended.done():
            is_open = await _is_open(node, feed)
            shown = await asyncio.to_thread(_shown, node, feed) if is_open else []
            is_due = loop.time() >= due_s
            await _send(node, feed, writer, shown, sent, is_due=is_due)
            if not is_open:
                return True
            due_s = loop.time() + AGAIN_S if is_due else due_s
            waiting = asyncio.create_task(news.next(LOOK_S))
            await asyncio.wait({waiting, ended}, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
        return False
    finally:
        news.close()
        ended.cancel()
        writer.close()
        with suppress(OSError):
            async with asyncio.timeout(1):
                await writer.wait_closed()


async def _send(
    node: Node, feed: Feed, writer: asyncio.StreamWriter, shown: list[Shown], sent: dict[str, bytes], *, is_due: bool
) -> None:
    """Send what is new or due again, take back what is gone, and count it as one use where anything goes out."""
    here = {each.uid for each in shown}
    lost = [uid for uid in sent if uid not in here]
    fresh = [each for each in shown if is_due or each.told != sent.get(each.uid)]
    if not (lost or fresh):
        return
    at_ms = node.clock.now_ms()
    new = [each.uid for each in fresh if each.uid not in sent]
    await asyncio.wrap_future(node.writer.call(lambda ledger: _count(ledger.conn, feed.name, new, at_ms=at_ms)))
    # From here on it may be on the receiver's map, whatever becomes of the line.
    sent.update(dict.fromkeys(new, b""))
    for uid in lost:
        writer.write(gone(uid, now_ms=at_ms))
    for each in fresh:
        writer.write(each.raw)
    async with asyncio.timeout(PATIENCE_S):
        await writer.drain()
    for uid in lost:
        del sent[uid]
    sent.update({each.uid: each.told for each in fresh})
    if lost:
        await asyncio.wrap_future(node.writer.call(lambda ledger: forget_sent(ledger.conn, feed.name, lost)))


def _count(conn: sqlite3.Connection, name: str, new: list[str], *, at_ms: int) -> None:
    count_use(conn, name, at_ms=at_ms)
    note_sent(conn, name, new)


def _shown(node: Node, feed: Feed) -> list[Shown]:
    at_ms, terms = node.clock.now_ms(), feed.terms
    notices = carried(node, terms, FORM, now_s=at_ms // 1000)
    caution = sentence("feeds.caution", language=terms.language, data={})
    return list(
        events(notices, ground=ground_of(node), now_ms=at_ms, ahead_s=terms.ahead_min * 60, caution=caution)
    )


async def _is_open(node: Node, feed: Feed) -> bool:
    found = await asyncio.to_thread(lambda: named(node.reader(), feed.name))
    return found is not None and found.is_open


async def _read_away(reader: asyncio.StreamReader) -> None:
    """Read what the other end says until it ends: it is asked for nothing, and must not fill up."""
    with suppress(OSError):
        while await reader.read(1 << 16):
            pass

"""Reads frames from a peer's stream: each in bounded time, none larger than its type allows."""

from __future__ import annotations

import asyncio

from aiohttp import ClientError, StreamReader

from parley.node.link.dial import IDLE_S, LinkError
from parley.node.link.frames import HEADER, Frame, FrameError, decode_payload, read_header

SLOWEST_LINE = 2_000
"""Bytes a second below which a line counts as dead: a peer that drips bytes does not hold a frame open for ever."""


async def read_frame(content: StreamReader) -> Frame:
    """Return the next frame.

    LinkError link.silent where none began for 15 s or one takes longer than the slowest line would;
    link.lost where the stream ended, link.truncated where it did within a frame; link.frame_* where
    it is out of grammar or too large.
    """
    try:
        kind, length = read_header(await _read(content, HEADER.size, within_s=IDLE_S, cut="link.lost"))
        patience = IDLE_S + length / SLOWEST_LINE
        return decode_payload(kind, await _read(content, length, within_s=patience, cut="link.truncated"))
    except FrameError as error:
        raise LinkError(f"link.{error.code}") from None


async def _read(content: StreamReader, count: int, *, within_s: float, cut: str) -> bytes:
    try:
        async with asyncio.timeout(within_s):
            return await content.readexactly(count)
    except TimeoutError:
        raise LinkError("link.silent") from None
    except (asyncio.IncompleteReadError, ClientError, OSError):
        raise LinkError(cut) from None

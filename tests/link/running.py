"""Runs the cells of a test, of whichever sort: all listen before any of them follows, and each is stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Protocol, TypeVar


class Runs(Protocol):
    """What is started in two steps and stopped in one."""

    async def listen(self) -> None:
        """Open its door."""

    async def follow(self) -> None:
        """Follow the others."""

    async def stop(self) -> None:
        """End both."""


_R = TypeVar("_R", bound=Runs)


@asynccontextmanager
async def running(cells: Iterable[_R]) -> AsyncIterator[list[_R]]:
    """Run these cells until the block ends."""
    started = list(cells)
    try:
        for cell in started:
            await cell.listen()
        for cell in started:
            await cell.follow()
        yield started
    finally:
        for cell in started:
            await cell.stop()

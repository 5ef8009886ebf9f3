"""Asks the desk's tables from a thread of its own: beside Playwright's loop Django answers nobody else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

THREAD = ThreadPoolExecutor(1, thread_name_prefix="aside")


def aside(call: Callable[..., Any], *args: Any, **more: Any) -> Any:
    """Return what the call returns, made in that thread."""
    return THREAD.submit(call, *args, **more).result(timeout=30)

"""How values and instants stand in the sentences about a case: as a case writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

LONGEST = 200
TIMES = ("due", "since", "rises")


def shown(value: Any) -> str:
    """Return a value as a case writes it, cut where it is long."""
    text = _written(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def value_text(value: Any, path: str) -> str:
    """Return a value as a sentence shows it: instants as such, where the name of the field says that it is one."""
    name = path.rpartition(".")[2]
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        if name.endswith("_ms") or name in TIMES:
            return instant_text(value // 1000)
        if name.endswith("_s"):
            return instant_text(value)
    return shown(value)


def instant_text(at_s: int) -> str:
    """Return an instant in UTC as a case writes it; seconds only where there are any."""
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ").replace(":00Z", "Z")


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_written, value)) + "]"
    return "null" if value is None else str(value)

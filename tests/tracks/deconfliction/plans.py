"""Plans for the tests of notices: a convoy over a small square, and what is said of it."""

from __future__ import annotations

from typing import Any

from parley.matters.entry import Entry
from tests.tracks.hotline.cell import START_MS, Cell

START_S = START_MS // 1000
HOUR, DAY = 3_600, 86_400
SQUARE = [[[[358000000, 331000000], [358100000, 331000000], [358100000, 331100000], [358000000, 331100000]]]]


def height(value: int, reference: str = "AGL", unit: str = "m") -> dict[str, Any]:
    """Return a height as a content writes it."""
    return {"value": value, "unit": unit, "reference": reference}


def volume(*, begins_s: int = START_S + 2 * DAY, hours: int = 4, **changes: Any) -> dict[str, Any]:
    """Return a volume of a plan."""
    windows = [[begins_s, begins_s + hours * HOUR]]
    return {"area": SQUARE, "lower": height(0), "upper": height(50), "windows": windows, **changes}


def plan(*volumes: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the content of a sound notice: a convoy two days ahead, a day more than its class asks."""
    return {
        "class": "convoy", "subject": "EXERCISE convoy", "text": "EXERCISE. Six vehicles with water.", "lang": "en",
        "volumes": list(volumes) or [volume()], "contact": "line 2", "role": "duty_officer", **changes,
    }  # fmt: skip


def notified(cell: Cell, member: str = "SY", **changes: Any) -> Entry:
    """Let a member notify an activity that everybody reads."""
    entry = cell.say(member, "activity_notified", **{**plan(), **changes})
    cell.reads()
    return entry

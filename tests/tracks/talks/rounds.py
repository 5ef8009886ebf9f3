"""Rounds and files for the tests: EXERCISE all of it."""

from __future__ import annotations

from typing import Any

from parley.matters.entry import Entry
from tests.tracks.hotline.cell import START_MS, Cell

HOUR, DAY = 3_600, 86_400
START_S = START_MS // 1000
BEGINS_S = START_S + 10 * DAY
DELEGATE: dict[str, Any] = {"role": "delegate"}


def terms(**changes: Any) -> dict[str, Any]:
    """Return the content of a round in a third country, to which both parties and the supervisor are invited."""
    whole = {
        "subject": "EXERCISE first round", "lang": "en", "place": "EXERCISE third country", "from_s": BEGINS_S,
        "until_s": BEGINS_S + 2 * DAY, "invited": ["IL", "SY", "US"], "package": False, "host_name": "EXERCISE host",
        **DELEGATE, **changes,
    }  # fmt: skip
    return {key: value for key, value in whole.items() if value is not None}


def proposed(cell: Cell, *, by: str = "US", **changes: Any) -> Entry:
    """Let a member propose a round that everybody reads."""
    entry = cell.say(by, "round_proposed", **terms(**changes))
    cell.reads()
    return entry


def told(cell: Cell, member: str, kind: str, matter: Entry, **changes: Any) -> Entry:
    """Let a member say something in a round or a file that everybody reads."""
    entry = cell.say(member, kind, matter=matter, **DELEGATE, **changes)
    cell.reads()
    return entry


def opened(cell: Cell, *, by: str = "US", **changes: Any) -> Entry:
    """Let a member open a file that everybody reads."""
    whole = {"subject": "EXERCISE water", "lang": "en", "lead": "US", "parties": ["IL", "SY"], **DELEGATE, **changes}
    entry = cell.say(by, "file_opened", **{key: value for key, value in whole.items() if value is not None})
    cell.reads()
    return entry

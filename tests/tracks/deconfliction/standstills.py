"""Standstills for the tests: proposed by anybody, over a square, signed by the two parties."""

from __future__ import annotations

from typing import Any

from parley.matters.entry import Entry
from tests.tracks.deconfliction.plans import DAY, SQUARE, START_S
from tests.tracks.hotline.cell import ALL, Cell

TEXTS = [{"lang": "en", "text": "EXERCISE. All activity in this area stands still."}]


def standstill(**changes: Any) -> dict[str, Any]:
    """Return the content of a sound proposal: all activity of both parties, from a day on, for four days."""
    return {
        "subject": "EXERCISE standstill", "texts": TEXTS, "parties": ["IL", "SY"], "classes": [], "excepted": [],
        "areas": [{"area": SQUARE}], "from_s": START_S + DAY, "until_s": START_S + 5 * DAY, "precedence": "immediate",
        "role": "duty_officer", **changes,
    }  # fmt: skip


def variance(of: Entry | str, **changes: Any) -> dict[str, Any]:
    """Return the content of a variance for one notice, for the whole of the standstill."""
    content = {
        "of": of if isinstance(of, str) else of.id, "texts": TEXTS, "from_s": START_S + DAY,
        "until_s": START_S + 5 * DAY, "notice": "SY/0", "role": "duty_officer", **changes,
    }  # fmt: skip
    return {name: value for name, value in content.items() if value is not None}


def proposed(cell: Cell, member: str = "US", **changes: Any) -> Entry:
    """Let a member propose a standstill that everybody reads."""
    entry = cell.say(member, "standstill_proposed", **standstill(**changes))
    cell.reads()
    return entry


def digest_of(cell: Cell, matter: Entry, of: Entry) -> str:
    """Return the digest that is signed of an instrument."""
    found = cell.state(matter).instrument(of.id)
    return str(found.digest)


def signs(cell: Cell, member: str, matter: Entry, *, of: Entry | None = None, unread: bool = False) -> Entry:
    """Let a member sign; everybody reads it unless it is `unread`."""
    about = of or matter
    entry = cell.say(
        member, "instrument_signed", matter=matter, of=about.id, digest=digest_of(cell, matter, about)
    )
    if not unread:
        cell.reads()
    return entry


def in_force(cell: Cell, **changes: Any) -> Entry:
    """Return a standstill that both parties have signed."""
    matter = proposed(cell, **changes)
    for member in ("SY", "IL"):
        signs(cell, member, matter)
    return matter


__all__ = ["ALL", "TEXTS", "digest_of", "in_force", "proposed", "signs", "standstill", "variance"]

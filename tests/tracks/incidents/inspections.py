"""Inspections for the tests: asked for by a party, made by the supervisor, read by all."""

from __future__ import annotations

from typing import Any

from parley.matters.entry import Entry
from tests.tracks.hotline.cell import START_MS, Cell

AT_S = START_MS // 1000 - 7200
ZONE, WEST = "area_of_separation", "area_of_limitation_west_0_10"
WORDS = {"subject": "EXERCISE inspection", "text": "EXERCISE. By two vehicles.", "lang": "en"}


def request(**changes: Any) -> dict[str, Any]:
    """Return the content of a sound request; None leaves a field out."""
    content = {**WORDS, "zones": [ZONE], "verifier": "US", "role": "duty_officer", **changes}
    return {name: value for name, value in content.items() if value is not None}


def count(limit: str = "tanks", zone: str = WEST, **changes: Any) -> dict[str, Any]:
    """Return one line of a report: 60 tanks in the western area of limitation."""
    content = {"zone": zone, "limit": limit, "counted": 60, **changes}
    return {name: value for name, value in content.items() if value is not None}


def report(**changes: Any) -> dict[str, Any]:
    """Return the content of a sound report of an inspection."""
    content = {
        **WORDS, "zones": [WEST], "from_s": AT_S, "until_s": AT_S + 3600, "counts": [count()],
        "role": "duty_officer", **changes,
    }  # fmt: skip
    return {name: value for name, value in content.items() if value is not None}


def restriction(**changes: Any) -> dict[str, Any]:
    """Return the content of a sound report of a restriction."""
    content = {**WORDS, "zones": [WEST], "from_s": AT_S, "how": "denied", "by": "IL", "role": "duty_officer", **changes}
    return {name: value for name, value in content.items() if value is not None}


def asked(cell: Cell, member: str = "SY", **changes: Any) -> Entry:
    """Let a member ask for verification, which everybody reads."""
    entry = cell.say(member, "verification_requested", **request(**changes))
    cell.reads()
    return entry


def inspected(cell: Cell, matter: Entry | None = None, member: str = "US", **changes: Any) -> Entry:
    """Let a member report an inspection, which everybody reads; of a matter, it answers its request."""
    of = {"of": matter.id} if matter is not None else {}
    entry = cell.say(member, "inspection_made", matter=matter, **report(**of, **changes))
    cell.reads()
    return entry

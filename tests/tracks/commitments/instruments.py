"""Instruments for the tests: invented obligations between two parties, verified by the supervisor."""

from __future__ import annotations

from typing import Any

from parley.matters.entry import Entry
from tests.tracks.hotline.cell import START_MS, Cell

DAY, HOUR = 86_400, 3600
START_S = START_MS // 1000
TEXTS = [{"lang": "en", "text": "EXERCISE. Each leaves what it holds, step by step."}]
OFFICER: dict[str, Any] = {"role": "chief"}


def step(name: str, **changes: Any) -> dict[str, Any]:
    """Return an obligation of SY to IL, verified by US, with no date of its own."""
    whole = {"id": name, "what": f"EXERCISE {name}", "who": "SY", "to": ["IL"], "verifier": "US", **changes}
    return {key: value for key, value in whole.items() if value is not None}


def terms(*steps: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the content of an agreement between the parties with these obligations."""
    whole = {
        "subject": "EXERCISE agreement", "sort": "agreement", "made": "here", "texts": TEXTS,
        "signatories": ["IL", "SY"], "events": [], "obligations": list(steps or (step("phase1", by="D+30"),)),
        **OFFICER, **changes,
    }  # fmt: skip
    return {key: value for key, value in whole.items() if value is not None}


def proposed(cell: Cell, *steps: dict[str, Any], by: str = "US", **changes: Any) -> Entry:
    """Let a member propose an instrument that everybody reads."""
    entry = cell.say(by, "commitment_proposed", **terms(*steps, **changes))
    cell.reads()
    return entry


def signs(cell: Cell, member: str, matter: Entry, *, of: Entry | None = None, unread: bool = False) -> Entry:
    """Let a member sign; everybody reads it unless it is `unread`."""
    about = of or matter
    found = cell.state(matter).instrument(about.id)
    entry = cell.say(member, "commitment_signed", matter=matter, of=about.id, digest=found.digest, **OFFICER)
    if not unread:
        cell.reads()
    return entry


def in_force(cell: Cell, *steps: dict[str, Any], **changes: Any) -> Entry:
    """Return an instrument that both parties have signed."""
    matter = proposed(cell, *steps, **changes)
    for member in changes.get("signatories", ("SY", "IL")):
        signs(cell, member, matter)
    return matter


def amends(cell: Cell, matter: Entry, *steps: dict[str, Any], by: str = "SY", **changes: Any) -> Entry:
    """Let a member propose an amendment of the newest terms, which everybody reads."""
    content = {"of": cell.state(matter).newest.entry, "texts": TEXTS, "obligations": list(steps), **OFFICER, **changes}
    entry = cell.say(by, "amendment_proposed", matter=matter, **content)
    cell.reads()
    return entry


def tells(cell: Cell, member: str, kind: str, matter: Entry, name: str, **changes: Any) -> Entry:
    """Let a member report or certify a step as done in full now, which everybody reads."""
    content = {"step": name, "percent": 100, "done_s": cell.now_ms // 1000, **OFFICER, **changes}
    entry = cell.say(member, kind, matter=matter, **content)
    cell.reads()
    return entry

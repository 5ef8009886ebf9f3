"""Protected sites for the tests: notified by anybody, received by whom they were told."""

from __future__ import annotations

from typing import Any

from parley.matters.entry import Entry
from tests.tracks.deconfliction.plans import START_S, volume
from tests.tracks.hotline.cell import Cell, said

CONSENT = [{"member": "IL", "use": "pass_on"}, {"member": "SY", "use": "receive"}]
LIST = {"count": 1, "digest": "0" * 64}


def site(**changes: Any) -> dict[str, Any]:
    """Return the content of a sound notice of a hospital, by the supervisor, to both parties."""
    return {
        "category": "health", "subject": "EXERCISE hospital", "text": "EXERCISE. 120 beds.", "lang": "en",
        "organisation": "EXERCISE relief", "contact": "line 2", "name": "A. Writer", "confirm_days": 7,
        "volumes": [volume(begins_s=START_S, hours=24 * 60)], "consent": CONSENT, "role": "duty_officer", **changes,
    }  # fmt: skip


def told(cell: Cell, member: str = "US", **changes: Any) -> Entry:
    """Let a member notify a site that everybody reads."""
    entry = cell.say(member, "site_notified", **site(**changes))
    cell.reads()
    return entry


def receives(cell: Cell, member: str, matter: Entry, **changes: Any) -> Entry:
    """Let a recipient say that it received it."""
    content = {"of": matter.id, "how": "received", "list": LIST, **changes}
    return said(cell, member, "site_received", matter, **content)

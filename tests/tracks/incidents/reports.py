"""Incidents for the tests: reported by anybody, read by all."""

from __future__ import annotations

from typing import Any

from parley.matters.entry import Entry
from tests.tracks.hotline.cell import START_MS, Cell, said

AT_S = START_MS // 1000 - 3600
HERE = {"lat_e7": 331_256_000, "lon_e7": 358_246_000, "precision": "near", "radius_m": 500}
WHEN = {"from_s": AT_S, "until_s": AT_S + 600, "precision": "minute"}
DIGEST = "ab" * 32


def account(**changes: Any) -> dict[str, Any]:
    """Return the content of a sound account: mortar fire, heard, the other side alleged; None leaves a field out."""
    content = {
        "type": "mortar_fire", "subject": "EXERCISE mortar fire", "text": "EXERCISE. Four rounds.", "lang": "en",
        "place": HERE, "time": WHEN, "means": ["heard"], "source": "B", "credibility": "2", "knowledge": "first_hand",
        "actors": [{"kind": "member", "member": "IL"}],
        "casualties": [{"who": "civilian", "harm": "injured", "at_least": 1, "at_most": 3}],
        "damage": [{"what": "home", "extent": "light", "count": 2}], "role": "duty_officer", **changes,
    }  # fmt: skip
    return {name: value for name, value in content.items() if value is not None}


def piece(n: int = 1, **changes: Any) -> dict[str, Any]:
    """Return a piece of evidence of which the digest alone is told."""
    return {"n": n, "form": "photo", "name": "EXERCISE photograph", "sha256": DIGEST, **changes}


def attached(digest: str = DIGEST, name: str = "photo.jpg") -> dict[str, Any]:
    """Return an attachment as a node names it, with the digest of what it holds."""
    return {"name": name, "media_type": "image/jpeg", "size": 10, "sha256": "cd" * 32, "plain_sha256": digest}


def reported(cell: Cell, member: str = "SY", **changes: Any) -> Entry:
    """Let a member report an incident that everybody reads."""
    entry = cell.say(member, "incident_reported", **account(**changes))
    cell.reads()
    return entry


def countered(cell: Cell, member: str, matter: Entry, *, of: str | None = None, **changes: Any) -> Entry:
    """Let another member give its account, which everybody reads."""
    return said(cell, member, "incident_countered", matter, **account(of=of or matter.id, **changes))


def asked(cell: Cell, matter: Entry, member: str = "SY", whom: str = "IL", **changes: Any) -> Entry:
    """Let a member ask another for an explanation, which everybody reads."""
    content = {"of": matter.id, "asked": whom, "text": "EXERCISE. What was fired?", "lang": "en", **changes}
    return said(cell, member, "explanation_requested", matter, **content)


def explained(cell: Cell, matter: Entry, request: Entry, member: str = "IL", **changes: Any) -> Entry:
    """Let a member explain, which everybody reads."""
    content = {"of": request.id, "text": "EXERCISE. A drill.", "lang": "en", **changes}
    return said(cell, member, "explanation_given", matter, **content)


def judged(cell: Cell, matter: Entry, explanation: Entry, how: str, member: str = "SY", **changes: Any) -> Entry:
    """Let a member say whether an explanation suffices, which everybody reads."""
    words = {} if how == "accepted" else {"text": "EXERCISE. It says nothing of the place."}
    content = {"of": explanation.id, "how": how, "lang": "en", **words, **changes}
    return said(cell, member, "explanation_judged", matter, **content)

"""Opportunities for the tests: offered by the supervisor between both parties, interest sealed to it, a match told."""

from __future__ import annotations

from typing import Any

from parley.matters.entry import Entry
from tests.tracks.deconfliction.plans import DAY, START_S
from tests.tracks.hotline.cell import ALL, Cell, said

EXPIRES_S = START_S + 30 * DAY


def offer(**changes: Any) -> dict[str, Any]:
    """Return the content of a sound opportunity."""
    return {
        "subject": "EXERCISE water pumps", "sector": "water", "text": "EXERCISE. Pumps for two valleys.", "lang": "en",
        "between": ["IL", "SY"], "expires_s": EXPIRES_S, "role": "chief", **changes,
    }  # fmt: skip


def offered(cell: Cell, member: str = "US", **changes: Any) -> Entry:
    """Let a member offer an opportunity, which everybody reads."""
    entry = cell.say(member, "opportunity_offered", **offer(**changes))
    cell.reads()
    return entry


def wants(cell: Cell, member: str, matter: Entry, /, *, audience: tuple[str, ...] = (), **changes: Any) -> Entry:
    """Let a member declare its interest to the supervisor alone."""
    content = {"opportunity": matter.id, "member": member, "role": "chief", **changes}
    entry = cell.say(member, "interest_declared", audience=audience or tuple(sorted((member, "US"))), **content)
    cell.reads()
    return entry


def wants_no_more(cell: Cell, word: Entry, *, of: str | None = None) -> Entry:
    """Let a member take its interest back."""
    content = {"opportunity": word.content["opportunity"], "member": word.member, "of": of or word.id, "role": "chief"}
    entry = cell.say(word.member, "interest_withdrawn", audience=word.to, **content)
    cell.reads()
    return entry


def matched(cell: Cell, matter: Entry, member: str = "US", **changes: Any) -> Entry:
    """Let the supervisor tell both parties that both are interested."""
    content = {"opportunity": matter.id, "members": ["IL", "SY"], "subject": matter.content["subject"], **changes}
    entry = cell.say(member, "interests_matched", audience=changes.pop("audience", ALL), **{
        name: value for name, value in content.items() if name != "audience"})  # fmt: skip
    cell.reads()
    return entry


def of_match(cell: Cell, member: str, kind: str, matter: Entry, **changes: Any) -> Entry:
    """Let a member say something of a match."""
    content = {"opportunity": matter.id, "members": ["IL", "SY"], "role": "chief", **changes}
    return said(cell, member, kind, matter, **content)

"""How deconfliction says no: one clause, one code, the figures of its text. Pure.

| clause | says |
|---|---|
| N-1 | a notice is opened once, by whom its activity is, and is addressed to somebody |
| N-2 | its class is one of the charter's, its language one of the mechanism's |
| N-3 | its times are not over when it is written, and no longer than the charter allows |
| N-4 | its areas lie within the mechanism's box and the charter's size, its limits of height the right way up |
| N-5 | what continues a notice goes to all it was opened to; its author alone changes, begins, ends or cancels it |
| N-6 | what is said of a notice names the version in force, and is not said twice |
| N-7 | a notice that is ended or cancelled is not taken up again |
"""

from __future__ import annotations

from typing import Any

from parley.charter.verdict import Refusal
from parley.matters.entry import Entry
from parley.tracks.hotline.said import Opening

PREFIX = "deconfliction."


def refuse(code: str, clause: str, **figures: Any) -> Refusal:
    """Return a refusal; its sentence stands under "deconfliction.<code>" in texts/deconfliction.json."""
    return Refusal(PREFIX + code, clause, figures)


def refuse_audience(opening: Opening, entry: Entry) -> Refusal | None:
    """Refuse a stranger to the notice, and an entry addressed to others than it was opened to (N-5)."""
    if entry.member not in opening.to:
        return refuse("not_addressed", "N-5", member=entry.member, matter=opening.id)
    if set(entry.to) != set(opening.to):
        return refuse("audience_changed", "N-5", matter=opening.id, to=", ".join(opening.to))
    return None

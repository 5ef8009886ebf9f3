"""Disputes for the tests: claimed by SY against IL, the supervisor reading; settlements signed over their digest."""

from __future__ import annotations

from typing import Any

from parley.matters.duty import Duty
from parley.matters.entry import Entry
from parley.tracks.disputes.duties import dispute_duties
from parley.tracks.disputes.state import DisputeState
from tests.tracks.hotline.cell import ALL, Cell, said

MINUTE_MS, HOUR_MS = 60_000, 3_600_000
TEXTS = [{"lang": lang, "text": text} for lang, text in (
    ("en", "EXERCISE. Both sides keep the road open from six to eighteen hours."),
    ("ar", "تمرين. يبقي الطرفان الطريق مفتوحًا من السادسة إلى الثامنة عشرة."),
    ("he", "תרגיל. שני הצדדים משאירים את הדרך פתוחה משש עד שמונה עשרה."),
)]  # fmt: skip


def claim(**changes: Any) -> dict[str, Any]:
    """Return the content of a sound claim of SY against IL."""
    return {
        "subject": "EXERCISE road closed", "text": "EXERCISE. The road was closed without notice.", "lang": "en",
        "asks": "That it is opened.", "against": ["IL"], "precedence": "priority", **changes,
    }  # fmt: skip


def claimed(cell: Cell, member: str = "SY", **changes: Any) -> Entry:
    """Let a member claim; everybody reads it."""
    entry = cell.say(member, "dispute_claimed", **claim(**changes))
    cell.reads()
    return entry


def answered(cell: Cell, matter: Entry, member: str = "IL", **changes: Any) -> Entry:
    """Let a member answer; everybody reads it."""
    content = {"text": "EXERCISE. It was closed for an hour.", "lang": "en", "position": "denies", **changes}
    return said(cell, member, "dispute_answered", matter, **content)


def state_of(cell: Cell, matter: Entry) -> DisputeState:
    """Return the state of a dispute."""
    state = cell.state(matter)
    assert isinstance(state, DisputeState)
    return state


def proposes(cell: Cell, matter: Entry, member: str = "US", **changes: Any) -> Entry:
    """Let a member propose a settlement; everybody reads it."""
    content = {"subject": "EXERCISE hours of the road", "texts": TEXTS, **changes}
    return said(cell, member, "settlement_proposed", matter, **content)


def signs(cell: Cell, member: str, matter: Entry, *, of: Entry, unread: bool = False, **changes: Any) -> Entry:
    """Let a member sign a settlement by its digest; everybody reads it unless it is `unread`."""
    about = state_of(cell, matter).settlement(of.id)
    assert about is not None
    content = {"of": of.id, "digest": about.digest, "role": "chief", **changes}
    entry = cell.say(member, "settlement_signed", matter=matter, **content)
    if not unread:
        cell.reads()
    return entry


def levels(cell: Cell, matter: Entry, *, at_ms: int) -> list[tuple[str, str, int]]:
    """Return the levels on which the dispute stood until then: each name, why, and since when from the claim."""
    start = matter.point.at_ms
    rungs = state_of(cell, matter).rungs(now_ms=at_ms)
    return [(each.level.name, each.why, each.began_ms - start) for each in rungs]


def owed(cell: Cell, matter: Entry, *, at_ms: int) -> list[Duty]:
    """Return every duty of a dispute at an instant."""
    found = dispute_duties(state_of(cell, matter), charter=cell.charter, readings=cell, now_ms=at_ms)
    return list(found)


def states_of(duties: list[Duty], what: str) -> dict[str, str]:
    """Return the states of the duties of one sort, by their ids without the entry that made them."""
    found = {}
    for each in duties:
        if each.what == what:
            _, named, owed_by = each.id.split(":")
            level = named.partition(".")[2]
            found[f"{owed_by}:{level}" if level else owed_by] = each.state
    return found


__all__ = ["ALL", "claim", "claimed", "levels", "owed", "proposes", "signs", "state_of"]

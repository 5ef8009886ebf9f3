"""How the hotline says no: one clause, one code, the figures of its text. Pure.

| clause | says |
|---|---|
| H-1 | a matter is opened by its own kind of entry, once, and is addressed to somebody |
| H-2 | whoever continues a matter addresses it to all whom it was opened to, and is one of them |
| H-3 | nobody acknowledges, reads back or answers what he said himself |
| H-4 | what is acknowledged, read back, answered or corrected are the words in force |
| H-5 | only the sender corrects, confirms and closes |
| H-6 | a read-back repeats the items of the words it names; once confirmed it stands |
| H-7 | a read-back that differs stops its reader, and the message is not closed as settled, until it is mended |
| H-8 | what is confirmed is the reader's newest read-back |
| H-9 | the precedence is one of the charter's, and a message is as short as it asks |
| H-10 | a message of fixed phrases keeps its words, its items and at least its precedence |
| H-11 | a message that is closed is not taken up again |
| H-12 | a translation names an entry of its matter, and a role and a language of the mechanism |
| H-13 | a call's summary is logged by one end and confirmed or disputed by the other |
| H-14 | a line check is begun by whose turn it is and answered once by the other end |
| H-15 | a watch is held by one role at a time and passes by offer and taking |
| H-16 | a shift note is addressed to one's own member alone |
| H-17 | a lapse cited names a duty of the matter that was due before |
| H-18 | what was said is not said again unchanged |
| H-19 | a voice is authenticated by both ends of a call, with one challenge, within five minutes and once |
| H-20 | a fixed reply answers a de-escalation request; what is done was done before it is said |
"""

from __future__ import annotations

from typing import Any

from parley.charter.verdict import Permit, Refusal
from parley.matters.entry import Entry
from parley.matters.said import Opening

PREFIX = "hotline."


def refuse(code: str, clause: str, **figures: Any) -> Refusal:
    """Return a refusal; its sentence stands under "hotline.<code>" in texts/hotline.json."""
    return Refusal(PREFIX + code, clause, figures)


def first(*found: Refusal | None, otherwise: str) -> Permit | Refusal:
    """Return the first refusal, or a permit by the clause named."""
    for refusal in found:
        if refusal is not None:
            return refusal
    return Permit(otherwise)


def refuse_audience(opening: Opening, entry: Entry) -> Refusal | None:
    """Refuse a stranger to the matter, and an entry addressed to others than the matter was opened to (H-2)."""
    if entry.member not in opening.to:
        return refuse("not_addressed", "H-2", member=entry.member, matter=opening.id)
    if entry.to != opening.to and set(entry.to) != set(opening.to):
        return refuse("audience_changed", "H-2", matter=opening.id, to=", ".join(opening.to))
    return None


def refuse_own(opening: Opening, entry: Entry) -> Refusal | None:
    """Refuse to answer oneself (H-3)."""
    return refuse("own_message", "H-3", member=entry.member) if entry.member == opening.member else None


def refuse_other_than_opener(opening: Opening, entry: Entry) -> Refusal | None:
    """Refuse what only the sender may say (H-5)."""
    if entry.member == opening.member:
        return None
    return refuse("sender_only", "H-5", member=entry.member, sender=opening.member)


def refuse_nobody_addressed(entry: Entry) -> Refusal | None:
    """Refuse to open a matter with oneself (H-1)."""
    return refuse("nobody_addressed", "H-1") if set(entry.to) <= {entry.member} else None

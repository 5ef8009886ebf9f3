"""How disputes say no: one clause, one code, the figures of its text. Pure.

| clause | says |
|---|---|
| DI-1 | a dispute is claimed once, against members that it is addressed to, in a language of the mechanism |
| DI-2 | the charter has a ladder that is agreed: without one nobody could know by when |
| DI-3 | what continues a dispute goes to all whom it was opened to, and little is said of one that has ended |
| DI-4 | whom a claim is against receives and answers it, once each; the claimant alone withdraws it |
| DI-5 | what binds a member is said in a role of the level at which the dispute stands |
| DI-6 | a settlement stands in every language of the mechanism, over one digest; the sides sign it, each once |
| DI-7 | a side that has signed one settlement signs another only when that one can no more be signed by all |
| DI-8 | an interim measure lies ahead, is no longer than the charter allows, and holds once all sides have agreed |
| DI-9 | evidence is committed by its digest; what is disclosed has that digest, and comes from who committed it |
| DI-10 | the clock stops only when every side has agreed, for a time that ends, no longer than the charter allows |
| DI-11 | a dispute is raised to the next level; past a level only for danger to life |
| DI-12 | a dispute is referred from a level that refers; it is decided only by whom, and from where, the charter says |
| DI-13 | what is told as a breach meets a measure that holds: the entry cited falls into its area, time and classes |
| DI-14 | a statement is on an outcome that there is; a lapse that is cited was a duty of this dispute, and due |
| DI-15 | a measure that holds ends before its time once every side has agreed to that, each once |
"""

from __future__ import annotations

from typing import Any

from parley.charter.verdict import Refusal
from parley.matters.entry import Entry
from parley.matters.said import Opening

PREFIX = "disputes."


def refuse(code: str, clause: str, **figures: Any) -> Refusal:
    """Return a refusal; its sentence stands under "disputes.<code>" in texts/disputes.json."""
    return Refusal(PREFIX + code, clause, figures)


def refuse_audience(opening: Opening, entry: Entry) -> Refusal | None:
    """Refuse a stranger to the matter, and an entry addressed to others than it was opened to."""
    if entry.member not in opening.to:
        return refuse("not_addressed", "DI-3", member=entry.member, matter=opening.id)
    if entry.to != opening.to and set(entry.to) != set(opening.to):
        return refuse("audience_changed", "DI-3", matter=opening.id, to=", ".join(opening.to))
    return None

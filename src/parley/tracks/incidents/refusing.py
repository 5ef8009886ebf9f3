"""How incidents say no: one clause, one code, the figures of its text. Pure.

| clause | says |
|---|---|
| IN-1 | an incident is reported once, to somebody |
| IN-2 | its type, its language and the members that it names are the charter's |
| IN-3 | its time is over when it is reported |
| IN-4 | it says where it happened, within the mechanism's box, unless its type is of no place |
| IN-5 | a piece of evidence that was told by its digest before is handed over with the same digest, by who told it |
| IN-6 | what continues an incident goes to all to whom it was reported |
| IN-7 | each member gives one account, corrects and withdraws its own; what is withdrawn is not taken up again |
| IN-8 | an explanation is asked of one other member that reads the incident, once at a time, about a standing account |
| IN-9 | who was asked explains; who asked judges each explanation, with reasons where it does not suffice |
| IN-10 | incidents are linked as duplicate, same event, related or distinct, and never merged |
| IN-11 | a lapse that is cited names a duty of the incident that was due |
"""

from __future__ import annotations

from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Refusal
from parley.matters.entry import Entry
from parley.matters.said import Opening

PREFIX = "incidents."


def refuse(code: str, clause: str, **figures: Any) -> Refusal:
    """Return a refusal; its sentence stands under "incidents.<code>" in texts/incidents.json."""
    return Refusal(PREFIX + code, clause, figures)


def refuse_audience(opening: Opening, entry: Entry, *, clause: str = "IN-6") -> Refusal | None:
    """Refuse a stranger to the matter, and an entry addressed to others than it was opened to."""
    if entry.member not in opening.to:
        return refuse("not_addressed", clause, member=entry.member, matter=opening.id)
    if entry.to != opening.to and set(entry.to) != set(opening.to):
        return refuse("audience_changed", clause, matter=opening.id, to=", ".join(opening.to))
    return None


def refuse_language(entry: Entry, *, charter: Charter, clause: str = "IN-2") -> Refusal | None:
    """Refuse words in a language that is none of the mechanism's."""
    lang = entry.content.get("lang")
    if lang is None or lang in charter.languages:
        return None
    return refuse("language_not_agreed", clause, lang=lang, languages=", ".join(charter.languages))

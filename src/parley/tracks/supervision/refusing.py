"""How supervision says no: one clause, one code, the figures of its text. Pure.

| clause | says |
|---|---|
| SU-1 | a supervisor gives a directive once, to members that read it, by an agreed section of the charter |
| SU-2 | a directive binds where an agreed clause of the charter says so and names its author; else nobody is bound |
| SU-3 | whom it is given to answers it and tells that it is done; its author alone withdraws it |
| SU-4 | what is certified names a clause of the charter that lets its author certify, and what it read that shows it |
| SU-5 | any other member contests a certificate; its author alone withdraws it |
| SU-6 | a change of the mechanism's state is proposed by a party or a supervisor, to all members, in agreed times |
| SU-7 | whom the charter names signs the change, each once and over the same bytes; a signature is not taken back |
| SU-8 | whoever proposed a change withdraws it, and only before all have signed |
| SU-9 | what continues a matter of supervision goes to all it was opened to |
| SU-10 | a lapse cited names a duty of the matter that was due before, and once for each level |
| SU-12 | a supervisor issues a pack of a span that is over, to all members, from entries that it had read |
"""

from __future__ import annotations

from typing import Any

from parley.charter.lognames import is_same_line, log_name
from parley.charter.model import Charter
from parley.charter.verdict import Refusal
from parley.matters.entry import Entry
from parley.matters.said import Opening

PREFIX = "supervision."


def refuse(code: str, clause: str, **figures: Any) -> Refusal:
    """Return a refusal; its sentence stands under "supervision.<code>" in texts/supervision.json."""
    return Refusal(PREFIX + code, clause, figures)


def refuse_audience(opening: Opening, entry: Entry) -> Refusal | None:
    """Refuse a stranger to the matter, and an entry addressed to others than it was opened to (SU-9)."""
    if entry.member not in opening.to:
        return refuse("not_addressed", "SU-9", member=entry.member, matter=opening.id)
    if entry.to != opening.to and set(entry.to) != set(opening.to):
        return refuse("audience_changed", "SU-9", matter=opening.id, to=", ".join(opening.to))
    return None


def sizes_read(entry: Entry, *, charter: Charter) -> dict[str, int]:
    """Return by the log's name how many of its entries the author of this one had read, of its own all before it."""
    found: dict[str, int] = {}
    for origin, size in {**entry.point.seen, entry.point.log: entry.point.number}.items():
        member = next((each for each in charter.members if is_same_line(each.origin, origin)), None)
        if member is not None:
            found[log_name(member.code, origin)] = size
    return found


def refuse_languages(texts: Any, *, charter: Charter, clause: str) -> Refusal | None:
    """Refuse a language that is none of the mechanism's."""
    for each in texts:
        if each["lang"] not in charter.languages:
            return refuse("language_not_agreed", clause, lang=each["lang"], languages=", ".join(charter.languages))
    return None

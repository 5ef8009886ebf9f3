"""How commerce says no: one clause, one code, the figures of its text. Pure.

| clause | says |
|---|---|
| CM-1 | a crossing is asked for once, of all who decide and tell at its point, and of nobody else |
| CM-2 | its point, units, roles, language and the side to which it goes are the charter's |
| CM-3 | it asks for a slot of its point that is not over |
| CM-4 | its route is a notice in force of who asks, read by all who read the crossing, that covers its slot |
| CM-5 | who asked changes or withdraws it; what was decided of an older version does not stand for the newer |
| CM-6 | each member that the point names decides, with reasons where it refuses; who asks has said yes by asking |
| CM-7 | whom the point names tells afterwards what became of a crossing, once its slot has begun |
| CM-8 | a slot is taken for the version in force of a crossing, once, as it says |
| CM-9 | a slot that is full for who asks is refused or queued for as the charter says; humanitarian ones come first |
| CM-10 | a lapse that is cited names a duty of its matter that was due |
| CM-11 | what continues a matter of commerce goes to all to whom it was opened |
| CM-21 | a crossing that waits for a step is permitted once it is told that the step is certified in full, undisputed |
"""

from __future__ import annotations

from typing import Any

from parley.charter.commerce import CommerceTerms, CrossingPoint
from parley.charter.model import Charter
from parley.charter.verdict import Refusal
from parley.matters.entry import Entry
from parley.matters.said import Opening
from parley.tracks.content.lapse import Citable, is_cited, names_duty, was_due

PREFIX = "commerce."


def refuse(code: str, clause: str, **figures: Any) -> Refusal:
    """Return a refusal; its sentence stands under "commerce.<code>" in texts/commerce.json."""
    return Refusal(PREFIX + code, clause, figures)


def refuse_audience(opening: Opening, entry: Entry, *, clause: str = "CM-11") -> Refusal | None:
    """Refuse a stranger to the matter, and an entry addressed to others than it was opened to."""
    if entry.member not in opening.to:
        return refuse("not_addressed", clause, member=entry.member, matter=opening.id)
    if set(entry.to) != set(opening.to):
        return refuse("audience_changed", clause, matter=opening.id, to=", ".join(opening.to))
    return None


def refuse_language(entry: Entry, *, charter: Charter, clause: str = "CM-2") -> Refusal | None:
    """Refuse words in a language that is none of the mechanism's."""
    lang = entry.content.get("lang")
    if lang is None or lang in charter.languages:
        return None
    return refuse("language_not_agreed", clause, lang=lang, languages=", ".join(charter.languages))


def terms_of(charter: Charter, *, clause: str) -> CommerceTerms | Refusal:
    """Return what the charter says of commerce, or the refusal where it says nothing that is agreed."""
    terms = charter.commerce
    if terms is None or not terms.provenance.judges:
        return refuse("no_commerce", clause)
    return terms


def point_of(terms: CommerceTerms, name: str, *, clause: str) -> CrossingPoint | Refusal:
    """Return a crossing point of the charter that is agreed, or the refusal."""
    point = terms.points.get(name)
    if point is None or not point.provenance.judges:
        return refuse("point_unknown", clause, name=name, points=", ".join(terms.points))
    return point


def refuse_lapse(state: Citable, entry: Entry, *, duties: tuple[str, ...], clause: str = "CM-10") -> Refusal | None:
    """Refuse a citation of what is no duty of the matter, was not due yet, or was cited before."""
    duty = entry.content["duty"]
    if not names_duty(state, entry, duties=duties):
        return refuse("lapse_duty_unknown", clause, duty=duty)
    if not was_due(entry):
        return refuse("lapse_not_yet", clause, duty=duty)
    return refuse("lapse_cited_before", clause, duty=duty) if is_cited(state, entry) else None

"""How information exchange says no: one clause, one code, the figures of its text. Pure.

| clause | says |
|---|---|
| IR-1 | what is given is given once, to somebody, for a purpose and in a language of the charter |
| IR-2 | it says until when it holds: after it was given, and within the charter's days |
| IR-3 | a place is no finer than the charter's floor, in its radius and in its figures |
| IR-4 | it may go on to whom it names, its addressees among them; RED and AMBER+STRICT to nobody else |
| IR-5 | what continues a matter goes to all to whom it was opened |
| IR-6 | those to whom a report was given, not its author, say what they found of it |
| IR-7 | a reader disputes a report, or no longer does; its author replies to each dispute, also after a retraction |
| IR-8 | a tear-line is a new report; what it was taken from is said only where that is read, by who gave it |
| IR-9 | what had expired or was known as retracted is not cited |
| IR-10 | its author retracts a report once, for good; every other reader acknowledges that once |
| IR-11 | who gave a tear-line of a retracted report says that it was retracted too, or why it stands |
| IR-12 | a request names others that read it, and a time that leaves the charter's hours |
| IR-13 | who was asked answers, or refuses with a reason; after an answer it no longer refuses; who asked withdraws |
| IR-14 | an assessment cites reports, is marked no looser than any, and goes on to nobody to whom one does not |
| IR-15 | who is asked to signs these very bytes, or dissents in words; who proposed it withdraws it until it is joint |
| IR-16 | after a cited report was retracted each signatory says whether it still holds to the assessment |
| IR-17 | a lapse that is cited names a duty of the matter that was due |
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Refusal
from parley.matters.entry import Entry
from parley.matters.said import Opening
from parley.tracks.content import lapse

PREFIX = "information."


def refuse(code: str, clause: str, **figures: Any) -> Refusal:
    """Return a refusal; its sentence stands under "information.<code>" in texts/information.json."""
    return Refusal(PREFIX + code, clause, figures)


def refuse_audience(opening: Opening, entry: Entry) -> Refusal | None:
    """Refuse a stranger to the matter, and an entry addressed to others than it was opened to (IR-5)."""
    if entry.member not in opening.to:
        return refuse("not_addressed", "IR-5", member=entry.member, matter=opening.id)
    if set(entry.to) != set(opening.to):
        return refuse("audience_changed", "IR-5", matter=opening.id, to=", ".join(opening.to))
    return None


def refuse_languages(found: Iterable[str | None], *, charter: Charter, clause: str) -> Refusal | None:
    """Refuse words in a language that is none of the mechanism's."""
    for lang in found:
        if lang is not None and lang not in charter.languages:
            return refuse("language_not_agreed", clause, lang=lang, languages=", ".join(charter.languages))
    return None


def refuse_lapse(
    state: lapse.Citable, entry: Entry, *, duties: tuple[str, ...], is_known: bool = False
) -> Refusal | None:
    """Refuse to cite what is no duty of the matter, what was not due yet, and the same twice (IR-17).

    `is_known` says of a duty that comes from an entry of another matter that it is one of this matter.
    """
    duty = entry.content["duty"]
    if not is_known and not lapse.names_duty(state, entry, duties=duties):
        return refuse("lapse_duty_unknown", "IR-17", duty=duty)
    if not lapse.was_due(entry):
        return refuse("lapse_not_yet", "IR-17", duty=duty)
    return refuse("lapse_cited_before", "IR-17", duty=duty) if lapse.is_cited(state, entry) else None

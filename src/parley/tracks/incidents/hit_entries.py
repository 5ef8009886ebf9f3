"""The kinds of entry of a hit: an account of an incident within a notified site or movement (docs/incidents.md). Pure.

An incident and what is protected have one case between them, whoever finds it and however often: its id follows from
both. It says that the account lies there, by its own place and time, and finds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content import lapse
from parley.tracks.content.form import content, empty_or, entry_id, fields, is_entry_id, one_of, whole
from parley.tracks.content.usual import LANGUAGE, NOTE, ROLE, SUBJECT

SITE, MOVEMENT = "site", "movement"
INSIDE, MAYBE = "inside", "may_be_inside"
RECEIVED, LOOKS, SAFE, NEEDS_HELP, CONTESTS = "received", "looks_into_it", "safe", "needs_help", "contests"
HOW_ANSWERED = (RECEIVED, LOOKS, SAFE, NEEDS_HELP, CONTESTS)
FOUND, ANSWERED, LAPSE = "hit_found", "hit_answered", "hit_lapse_cited"
FARTHEST_M = 400_000


def hit_id(incident: str, protected: str) -> str:
    """Return the id of the case of an incident and what is protected: "SY.7=US/4", a sign that no entry's id has."""
    return f"{incident.replace('/', '.')}={protected}"


def hit_key(value: Mapping[str, Any]) -> str | None:
    """Return the id of the case to which any content belongs; None where it names no incident and nothing protected."""
    incident, protected = value.get("incident"), value.get("protected")
    if not (is_entry_id(incident) and is_entry_id(protected)):
        return None
    return hit_id(str(incident), str(protected))


def cited_by(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the account and the version that a finding names, of any content."""
    named = (value.get("account"), value.get("version"))
    return tuple(each for each in named if isinstance(each, str))


def _said_why(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask for words where somebody contests or needs help: whoever reads it must learn what."""
    if value["how"] not in (CONTESTS, NEEDS_HELP) or value.get("text"):
        return ()
    return (Fault("text", "incidents.hit_answer_without_words"),)


_both = {"incident": entry_id, "protected": entry_id}
_found = fields(
    {
        **_both, "account": entry_id, "version": entry_id, "sort": one_of(SITE, MOVEMENT),
        "where": one_of(INSIDE, MAYBE), "distance_m": whole(0, FARTHEST_M), "subject": SUBJECT,
    },
    optional={},
)  # fmt: skip
_answered = fields(
    {**_both, "of": entry_id, "how": one_of(*HOW_ANSWERED), "lang": LANGUAGE, "role": ROLE},
    optional={"text": empty_or(NOTE)}, also=(_said_why,),
)  # fmt: skip
_lapse = fields({**_both, **lapse.CITED}, optional=lapse.BESIDE)

HIT_KINDS: Mapping[str, Kind] = {
    FOUND: Kind(FOUND, True, content(_found), keyed=hit_key, cites=cited_by, across=frozenset({"deconfliction"})),
    ANSWERED: Kind(ANSWERED, False, content(_answered), keyed=hit_key),
    LAPSE: Kind(LAPSE, False, content(_lapse), keyed=hit_key),
}

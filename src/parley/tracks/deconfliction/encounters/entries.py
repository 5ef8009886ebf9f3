"""The kinds of entry of an encounter and the form of each content (docs/deconfliction.md, "Encounters"). Pure.

A notice has one matter with each zone, standstill and site that it meets, whoever finds it: its id follows from both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import STANDINGS
from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content import lapse
from parley.tracks.content.form import content, empty_or, entry_id, fields, is_entry_id, one_of, several, whole, word
from parley.tracks.content.usual import INSTANT, LANGUAGE, NOTE, ROLE, SUBJECT
from parley.tracks.deconfliction.overlap_entries import ADVISES, ASKS, KEEPS, MOST_NUMBER, RECEIVED, WILL_CHANGE

ZONE, STANDSTILL, SITE = "zone", "standstill", "site"
SORTS = (ZONE, STANDSTILL, SITE)
FORBIDDEN, OVER_LIMIT, OUTSIDE, PROTECTED = "forbidden", "over_limit", "outside", "protected"
KINDS_MET = (FORBIDDEN, OVER_LIMIT, OUTSIDE, PROTECTED, STANDSTILL)
HOW_ANSWERED = (WILL_CHANGE, KEEPS, ASKS, RECEIVED, ADVISES)
MOVED, ENDED, CANCELLED, EXCEPTED, LIFTED = "moved", "ended", "cancelled", "excepted", "lifted"
HOW_CLEARED = (MOVED, ENDED, CANCELLED, EXCEPTED, LIFTED)
MOST_PLACES, MOST_PAIRS, MOST_CONCERNED = 400, 576, 16


def encounter_id(notice: str, met: Mapping[str, Any]) -> str:
    """Return the id of the matter of a notice and what it meets: "US.4~IL/7" with a site, "strip~IL/7" with a zone."""
    return f"{str(met['name']).replace('/', '.')}~{notice}"


def encounter_key(value: Mapping[str, Any]) -> str | None:
    """Return the id of the matter to which any content belongs; None where it names no notice and nothing met."""
    met = value.get("met")
    if not is_entry_id(value.get("notice")) or not isinstance(met, Mapping) or _met(met, ""):
        return None
    return encounter_id(str(value["notice"]), met)


def versions_named(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the entries that a finding or a clearing names, of any content: the notice's, and what it meets."""
    found = value.get("versions")
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def _met(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for a zone by its name, or a standstill or a site by its id."""
    found = _named(value, where)
    if found or (value["kind"] == ZONE) != is_entry_id(value["name"]):
        return found
    return (Fault(where, "deconfliction.met_named_otherwise"),)


def _said_why(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask for words with every answer but a bare receipt: whoever reads it must learn why."""
    if value["how"] == RECEIVED or value.get("text"):
        return ()
    return (Fault("text", "deconfliction.answer_without_words"),)


_named = fields({"kind": one_of(*SORTS), "name": word(64)}, optional={})
_side = fields(
    {"member": word(16), "class": word(64), "subject": SUBJECT, "short_by_min": whole(0)}, optional={}
)
_pair = fields(
    {
        "volume": whole(0, MOST_NUMBER), "place": whole(0, MOST_PLACES), "kind": one_of(*KINDS_MET),
        "standing": one_of(*STANDINGS), "from_s": INSTANT, "until_s": INSTANT,
    },
    optional={},
)  # fmt: skip
_versions = several(entry_id, most=2, least=1)
_found = fields(
    {
        "notice": entry_id, "met": _met, "versions": _versions, "side": _side,
        "concerns": several(word(16), most=MOST_CONCERNED, least=1, distinct=str),
        "pairs": several(_pair, most=MOST_PAIRS, least=1),
    },
    optional={},
)  # fmt: skip
_answered = fields(
    {"notice": entry_id, "met": _met, "of": entry_id, "how": one_of(*HOW_ANSWERED), "lang": LANGUAGE, "role": ROLE},
    optional={"text": empty_or(NOTE)},
    also=(_said_why,),
)
_cleared = fields(
    {"notice": entry_id, "met": _met, "versions": _versions, "how": one_of(*HOW_CLEARED)}, optional={}
)

_lapse_cited = fields({"notice": entry_id, "met": _met, **lapse.CITED}, optional=lapse.BESIDE)

ENCOUNTER_KINDS: Mapping[str, Kind] = {
    "encounter_found": Kind("encounter_found", True, content(_found), keyed=encounter_key, cites=versions_named),
    "encounter_answered": Kind("encounter_answered", False, content(_answered), keyed=encounter_key),
    "encounter_lapse_cited": Kind("encounter_lapse_cited", False, content(_lapse_cited), keyed=encounter_key),
    "encounter_cleared": Kind("encounter_cleared", False, content(_cleared), keyed=encounter_key, cites=versions_named),
}

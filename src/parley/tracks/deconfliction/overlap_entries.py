"""The kinds of entry of an overlap and the form of each content (docs/deconfliction.md, "Overlaps"). Pure.

Two notices have one matter between them, whoever finds that they meet and however often: its id follows from theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content import lapse
from parley.tracks.content.form import (
    content,
    empty_or,
    entry_id,
    fields,
    one_of,
    several,
    whole,
    word,
)
from parley.tracks.content.usual import INSTANT, LANGUAGE, NOTE, ROLE, SUBJECT

MOST_NUMBER = 23
MOST_PAIRS = 24 * 24
KINDS_FOUND = ("conflict", "near")
IGNORED, CONCURRENT = "ignored", "concurrent"
WILL_CHANGE, KEEPS, ASKS, RECEIVED, ADVISES = "will_change", "keeps", "asks_supervisor", "received", "advises"
HOW_ANSWERED = (WILL_CHANGE, KEEPS, ASKS, RECEIVED, ADVISES)
MOVED, ENDED, CANCELLED = "moved", "ended", "cancelled"


def overlap_id(notices: Sequence[str]) -> str:
    """Return the id of the matter between two notices, which bears a sign that no entry's id does: "IL.7+SY/10"."""
    first, second = sorted(notices)
    return f"{first.replace('/', '.')}+{second}"


def overlap_key(value: Mapping[str, Any]) -> str | None:
    """Return the id of the matter to which any content belongs; None where it names no two notices."""
    found = value.get("notices")
    return None if two_notices(found, "") else overlap_id(found or ())


def versions_named(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the versions that an overlap names, of any content."""
    sides = value.get("sides")
    named = [each.get("version") for each in sides if isinstance(each, Mapping)] if isinstance(sides, list) else None
    found = named if named is not None else value.get("versions")
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def two_notices(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for two notices, in the order of their ids as text: both nodes name the matter alike."""
    found = several(entry_id, most=2, least=2, distinct=str)(value, where)
    if found:
        return found
    return () if list(value) == sorted(value) else (Fault(where, "deconfliction.notices_unsorted"),)


def _said_why(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask for words with every answer but a bare receipt: whoever reads it must learn why."""
    if value["how"] == RECEIVED or value.get("text"):
        return ()
    return (Fault("text", "deconfliction.answer_without_words"),)


_metres = whole(0, 1_000_000)
_side = fields(
    {
        "version": entry_id, "member": word(16), "class": word(64), "subject": SUBJECT,
        "short_by_min": whole(0),
    },
    optional={},
)  # fmt: skip
_pair = fields(
    {
        "volumes": several(whole(0, MOST_NUMBER), most=2, least=2), "kind": one_of(*KINDS_FOUND), "from_s": INSTANT,
        "until_s": INSTANT,
    },
    optional={},
)  # fmt: skip
_apart = fields({"lateral_m": _metres, "vertical_m": _metres, "time_min": whole(0, 1_000_000)}, optional={})
_found = fields(
    {
        "notices": two_notices, "sides": several(_side, most=2, least=2), "kind": one_of(*KINDS_FOUND),
        "knew": one_of(IGNORED, CONCURRENT), "apart": _apart, "pairs": several(_pair, most=MOST_PAIRS, least=1),
    },
    optional={},
)  # fmt: skip
_answered = fields(
    {"notices": two_notices, "of": entry_id, "how": one_of(*HOW_ANSWERED), "lang": LANGUAGE, "role": ROLE},
    optional={"text": empty_or(NOTE)},
    also=(_said_why,),
)
_cleared = fields(
    {
        "notices": two_notices, "versions": several(entry_id, most=2, least=2),
        "how": one_of(MOVED, ENDED, CANCELLED),
    },
    optional={},
)  # fmt: skip

_lapse_cited = fields({"notices": two_notices, **lapse.CITED}, optional=lapse.BESIDE)

OVERLAP_KINDS: Mapping[str, Kind] = {
    "overlap_found": Kind("overlap_found", True, content(_found), keyed=overlap_key, cites=versions_named),
    "overlap_answered": Kind("overlap_answered", False, content(_answered), keyed=overlap_key),
    "overlap_lapse_cited": Kind("overlap_lapse_cited", False, content(_lapse_cited), keyed=overlap_key),
    "overlap_cleared": Kind("overlap_cleared", False, content(_cleared), keyed=overlap_key, cites=versions_named),
}

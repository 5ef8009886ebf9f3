"""The kinds of entry of ways out of an overlap and the form of each content (docs/deconfliction.md, "Ways out"). Pure.

They stand in the matter between the two notices. A node proposes, the officers of those who would move accept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content.form import content, digest, empty_or, entry_id, fields, one_of, several, whole, word
from parley.tracks.content.place_form import area
from parley.tracks.content.usual import NOTE, ROLE
from parley.tracks.deconfliction.overlap_entries import MOST_NUMBER, overlap_key, two_notices, versions_named
from parley.tracks.deconfliction.proposing.moves import ASIDE, HEIGHT_STEPS, HOWS, MOST_PROPOSALS, TRIM

FARTHEST = 1_000_000
UNITS = ("s", *HEIGHT_STEPS, "permille")


def _as_its_way_asks(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask for a shift on the ground with a move aside alone, and for outlines with a trim alone."""
    asked = {"east_e7": ASIDE, "north_e7": ASIDE, "areas": TRIM}
    return tuple(
        Fault(name, "hotline.field_missing" if value["how"] == how else "hotline.field_unknown")
        for name, how in asked.items() if (name in value) != (value["how"] == how)
    )  # fmt: skip


_shift = whole(-1_800_000_000, 1_800_000_000)
_move = fields(
    {
        "notice": entry_id, "version": entry_id, "member": word(16), "how": one_of(*HOWS),
        "amount": whole(-FARTHEST, FARTHEST), "unit": one_of(*UNITS), "cost": whole(0),
    },
    optional={"east_e7": _shift, "north_e7": _shift, "areas": several(area, most=MOST_NUMBER + 1, least=1)},
    also=(_as_its_way_asks,),
)  # fmt: skip
_proposal = fields({"moves": several(_move, most=2, least=1)}, optional={})
_versions = several(entry_id, most=2, least=2)
_made = fields(
    {
        "notices": two_notices, "of": entry_id, "versions": _versions, "burdens": several(whole(0), most=2, least=2),
        "proposals": several(_proposal, most=MOST_PROPOSALS),
    },
    optional={},
)  # fmt: skip
_accepted = fields(
    {"notices": two_notices, "of": entry_id, "versions": _versions, "digest": digest, "role": ROLE},
    optional={"text": empty_or(NOTE)},
)

PROPOSAL_KINDS: Mapping[str, Kind] = {
    "proposals_made": Kind("proposals_made", False, content(_made), keyed=overlap_key, cites=versions_named),
    "proposal_accepted": Kind("proposal_accepted", False, content(_accepted), keyed=overlap_key, cites=versions_named),
}

# What a change carries that was agreed: the proposal, and the acceptances of all who move by it.
AGREED = fields({"digest": digest, "accepted": several(entry_id, most=2, least=1, distinct=str)}, optional={})


def acceptances_named(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the acceptances that a change names, of any content."""
    found = value.get("agreed")
    named = found.get("accepted") if isinstance(found, Mapping) else None
    return tuple(each for each in named if isinstance(each, str)) if isinstance(named, list) else ()

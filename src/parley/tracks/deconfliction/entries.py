"""The kinds of entry of deconfliction and the form of each content (docs/deconfliction.md, "Entries"). Pure.

What is signed is the outline itself: whole ten-millionths of a degree, whole seconds. Nobody builds it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content import lapse
from parley.tracks.content.form import content, empty_or, entry_id, fields, one_of, several, whole, word
from parley.tracks.content.place_form import few_pieces, volume
from parley.tracks.content.usual import HOW_RECEIVED, LANGUAGE, NOTE, ROLE, SHORT, SUBJECT
from parley.tracks.deconfliction.blind_entries import BLIND_KINDS
from parley.tracks.deconfliction.encounters.entries import ENCOUNTER_KINDS
from parley.tracks.deconfliction.overlap_entries import OVERLAP_KINDS
from parley.tracks.deconfliction.proposal_entries import AGREED, PROPOSAL_KINDS, acceptances_named
from parley.tracks.deconfliction.site_entries import SITE_KINDS
from parley.tracks.deconfliction.standstill_entries import STANDSTILL_KINDS

MOST_VOLUMES, MOST_CONTINGENCY = 16, 8
# Of one notice, over all its volumes.
MOST_PIECES, MOST_CORNERS = 1_000, 10_000
FARTHEST_M, LONGEST_SLACK_MIN = 50_000, 7 * 24 * 60


def _few_pieces(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    return few_pieces((*value["volumes"], *value.get("contingency", ())), most=MOST_PIECES, corners=MOST_CORNERS)


_slack = fields(
    {"time_min": whole(0, LONGEST_SLACK_MIN), "lateral_m": whole(0, FARTHEST_M), "vertical_m": whole(0, FARTHEST_M)},
    optional={},
)
_plan = {
    "class": word(64),
    "subject": SUBJECT,
    "text": NOTE,
    "lang": LANGUAGE,
    "volumes": several(volume, most=MOST_VOLUMES, least=1),
    "contact": SHORT,
    "role": ROLE,
}
_beside = {
    "contingency": several(volume, most=MOST_CONTINGENCY),
    "strength": empty_or(whole(0, 1_000_000)),
    "slack": empty_or(_slack),
}
_notified = fields(_plan, optional=_beside, also=(_few_pieces,))
_changed = fields(
    {**_plan, "of": entry_id, "why": SHORT}, optional={**_beside, "agreed": empty_or(AGREED)}, also=(_few_pieces,)
)
_acknowledged = fields({"how": one_of(*HOW_RECEIVED), "of": entry_id, "role": ROLE}, optional={"text": NOTE})
_begun = fields({"of": entry_id, "role": ROLE}, optional={"text": NOTE})
_deviating = fields({"of": entry_id, "text": NOTE, "lang": LANGUAGE, "role": ROLE}, optional={})
_ended = fields({"role": ROLE}, optional={"text": NOTE})
_cancelled = fields({"why": SHORT, "role": ROLE}, optional={})
_lapse_cited = fields(lapse.CITED, optional=lapse.BESIDE)

_OPENING = {"activity_notified": _notified}
_CONTINUING = {
    "activity_changed": _changed,
    "activity_acknowledged": _acknowledged,
    "activity_begun": _begun,
    "deviation_reported": _deviating,
    "activity_ended": _ended,
    "activity_cancelled": _cancelled,
    "activity_lapse_cited": _lapse_cited,
}

_CITES = {"activity_changed": acceptances_named}

KINDS: Mapping[str, Kind] = {
    **{
        name: Kind(name, opens, content(form), cites=_CITES.get(name))
        for forms, opens in ((_OPENING, True), (_CONTINUING, False))
        for name, form in forms.items()
    },
    **OVERLAP_KINDS,
    **ENCOUNTER_KINDS,
    **STANDSTILL_KINDS,
    **PROPOSAL_KINDS,
    **SITE_KINDS,
    **BLIND_KINDS,
}

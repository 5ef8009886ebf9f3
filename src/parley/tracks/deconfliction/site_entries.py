"""The kinds of entry about protected sites and movements, and the form of each content (docs/deconfliction.md). Pure.

There is no kind by which anybody would permit or forbid: a site is received, passed on and commented, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.geo.moment import LATEST_S
from parley.matters.track import Kind
from parley.tracks.content.form import content, digest, empty_or, entry_id, fields, one_of, several, text, whole, word
from parley.tracks.content.wording import SHORT_LIMIT, SUBJECT_LIMIT, TEXT_LIMIT
from parley.tracks.deconfliction.place_form import volume

CATEGORIES = (
    "health", "school", "shelter", "water_power", "relief", "worship_heritage", "movement", "evacuation", "other",
)  # fmt: skip
MOVING = ("movement", "evacuation")
HOW_RECEIVED = ("received", "under_protest", "referred_upward")
USES = ("receive", "pass_on")
FINDINGS = ("agrees", "differs")
MOST_VOLUMES, MOST_PIECES, MOST_CORNERS, MOST_MEMBERS = 16, 200, 5_000, 64
LONGEST_DAYS, FARTHEST_M = 90, 1_000_000

_role = word(64)
_short = word(SHORT_LIMIT)
_note = text(TEXT_LIMIT)
_consent = several(
    fields({"member": word(64), "use": one_of(*USES)}, optional={}),
    most=MOST_MEMBERS, least=1, distinct=lambda each: each["member"],
)  # fmt: skip
_list = fields({"count": whole(0, 1_000_000), "digest": digest}, optional={})


def _few_pieces(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    pieces = sum(len(each["area"]) * len(each["windows"]) for each in value["volumes"])
    corners = sum(len(ring) for each in value["volumes"] for polygon in each["area"] for ring in polygon)
    if pieces <= MOST_PIECES and corners <= MOST_CORNERS:
        return ()
    return (Fault("volumes", "deconfliction.too_many_pieces", {"most": MOST_PIECES, "corners": MOST_CORNERS}),)


_site = {
    "category": one_of(*CATEGORIES),
    "subject": word(SUBJECT_LIMIT),
    "text": _note,
    "lang": word(16),
    "organisation": _short,
    "contact": _short,
    "name": _short,
    "volumes": several(volume, most=MOST_VOLUMES, least=1),
    "confirm_days": whole(1, LONGEST_DAYS),
    "consent": _consent,
    "role": _role,
}
_changed = {**_site, "of": entry_id, "why": _short}

_FORMS = {
    "site_notified": fields(_site, optional={}, also=(_few_pieces,)),
    "site_changed": fields(_changed, optional={}, also=(_few_pieces,)),
    "site_checked": fields(
        {
            "of": entry_id, "name": _short, "finding": one_of(*FINDINGS), "distance_m": whole(0, FARTHEST_M),
            "role": _role,
        },
        optional={"text": empty_or(_note)},
    ),  # fmt: skip
    "site_confirmed": fields({"of": entry_id, "role": _role}, optional={}),
    "site_withdrawn": fields({"why": _short, "role": _role}, optional={}),
    "site_received": fields(
        {"of": entry_id, "how": one_of(*HOW_RECEIVED), "list": _list, "role": _role}, optional={"text": empty_or(_note)}
    ),
    "site_passed_on": fields(
        {"of": entry_id, "to_whom": _short, "level": _short, "passed_at_s": whole(0, LATEST_S), "role": _role},
        optional={"text": empty_or(_note)},
    ),
    "site_commented": fields({"of": entry_id, "text": _note, "lang": word(16), "role": _role}, optional={}),
}

SITE_KINDS: dict[str, Kind] = {
    name: Kind(name, name == "site_notified", content(form)) for name, form in _FORMS.items()
}

"""The kinds of entry about protected sites and movements, and the form of each content (docs/deconfliction.md). Pure.

There is no kind by which anybody would permit or forbid: a site is received, passed on and commented, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content import lapse
from parley.tracks.content.form import content, digest, empty_or, entry_id, fields, one_of, several, whole, word
from parley.tracks.content.place_form import few_pieces, volume
from parley.tracks.content.usual import HOW_RECEIVED, INSTANT, LANGUAGE, NOTE, ROLE, SHORT, SUBJECT

CATEGORIES = (
    "health", "school", "shelter", "water_power", "relief", "worship_heritage", "movement", "evacuation", "other",
)  # fmt: skip
MOVING = ("movement", "evacuation")
USES = ("receive", "pass_on")
FINDINGS = ("agrees", "differs")
MOST_VOLUMES, MOST_PIECES, MOST_CORNERS, MOST_MEMBERS = 16, 200, 5_000, 64
LONGEST_DAYS, FARTHEST_M = 90, 1_000_000

_consent = several(
    fields({"member": word(64), "use": one_of(*USES)}, optional={}),
    most=MOST_MEMBERS, least=1, distinct=lambda each: each["member"],
)  # fmt: skip
_list = fields({"count": whole(0, 1_000_000), "digest": digest}, optional={})


def _few_pieces(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    return few_pieces(value["volumes"], most=MOST_PIECES, corners=MOST_CORNERS)


_site = {
    "category": one_of(*CATEGORIES),
    "subject": SUBJECT,
    "text": NOTE,
    "lang": LANGUAGE,
    "organisation": SHORT,
    "contact": SHORT,
    "name": SHORT,
    "volumes": several(volume, most=MOST_VOLUMES, least=1),
    "confirm_days": whole(1, LONGEST_DAYS),
    "consent": _consent,
    "role": ROLE,
}
_changed = {**_site, "of": entry_id, "why": SHORT}

_FORMS = {
    "site_notified": fields(_site, optional={}, also=(_few_pieces,)),
    "site_changed": fields(_changed, optional={}, also=(_few_pieces,)),
    "site_checked": fields(
        {
            "of": entry_id, "name": SHORT, "finding": one_of(*FINDINGS), "distance_m": whole(0, FARTHEST_M),
            "role": ROLE,
        },
        optional={"text": empty_or(NOTE)},
    ),  # fmt: skip
    "site_confirmed": fields({"of": entry_id, "role": ROLE}, optional={}),
    "site_withdrawn": fields({"why": SHORT, "role": ROLE}, optional={}),
    "site_received": fields(
        {"of": entry_id, "how": one_of(*HOW_RECEIVED), "list": _list, "role": ROLE}, optional={"text": empty_or(NOTE)}
    ),
    "site_passed_on": fields(
        {"of": entry_id, "to_whom": SHORT, "level": SHORT, "passed_at_s": INSTANT, "role": ROLE},
        optional={"text": empty_or(NOTE)},
    ),
    "site_commented": fields({"of": entry_id, "text": NOTE, "lang": LANGUAGE, "role": ROLE}, optional={}),
    "site_lapse_cited": fields(lapse.CITED, optional=lapse.BESIDE),
}

SITE_KINDS: dict[str, Kind] = {
    name: Kind(name, name == "site_notified", content(form)) for name, form in _FORMS.items()
}

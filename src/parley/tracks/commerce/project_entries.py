"""The kinds of entry of a project and the form of each content: parties, milestones as commitments, decisions. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.matters.track import Kind
from parley.tracks.content import lapse
from parley.tracks.content.form import content, empty_or, entry_id, fields, one_of, several, word
from parley.tracks.content.usual import LANGUAGE, NOTE, ROLE, SHORT, SUBJECT

OPENED, DECIDED, SUSPENDED, RESUMED, ENDED, REACHED, LAPSE = (
    "project_opened", "project_decided", "project_suspended", "project_resumed", "project_ended", "milestone_reached",
    "project_lapse_cited",
)  # fmt: skip
APPROVED, REFUSED = "approved", "refused"
COMPLETED, ABANDONED = "completed", "abandoned"
MOST_MILESTONES = 60

_code = word(64)
_step = fields({"commitment": entry_id, "step": _code}, optional={})
_milestone = fields(
    {"id": _code, "what": SHORT, "commitment": entry_id, "step": _code}, optional={"waits_for": empty_or(_step)}
)


def _ids(*found: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in found if isinstance(each, str)))


def instruments_named(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the instruments of commitments that the milestones of any content name."""
    milestones = value.get("milestones")
    each = [one for one in milestones if isinstance(one, Mapping)] if isinstance(milestones, list | tuple) else []
    gates = [one["waits_for"] for one in each if isinstance(one.get("waits_for"), Mapping)]
    return _ids(*(one.get("commitment") for one in (*each, *gates)))


def certificates_named(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the certificates of steps that any content rests on."""
    return _ids(value.get("certificate"), value.get("gate"))


_FORMS = {
    OPENED: fields(
        {
            "subject": SUBJECT, "sector": _code, "text": NOTE, "lang": LANGUAGE, "role": ROLE,
            "parties": several(word(16), most=64, least=2, distinct=str),
            "milestones": several(_milestone, most=MOST_MILESTONES, least=1, distinct=lambda each: each["id"]),
        },
        optional={},
    ),
    DECIDED: fields({"how": one_of(APPROVED, REFUSED), "text": NOTE, "lang": LANGUAGE, "role": ROLE}, optional={}),
    SUSPENDED: fields({"why": SHORT, "role": ROLE}, optional={}),
    RESUMED: fields({"why": SHORT, "role": ROLE}, optional={}),
    ENDED: fields({"how": one_of(COMPLETED, ABANDONED), "why": SHORT, "role": ROLE}, optional={}),
    REACHED: fields(
        {"milestone": _code, "certificate": entry_id, "role": ROLE}, optional={"gate": empty_or(entry_id), "text": NOTE}
    ),
    LAPSE: fields(lapse.CITED, optional=lapse.BESIDE),
}  # fmt: skip
_CITES = {OPENED: instruments_named, REACHED: certificates_named}
PROJECT_KINDS: Mapping[str, Kind] = {
    name: Kind(
        name, name == OPENED, content(form), cites=_CITES.get(name),
        across=frozenset({"commitments"}) if name in _CITES else frozenset(),
    )
    for name, form in _FORMS.items()
}  # fmt: skip

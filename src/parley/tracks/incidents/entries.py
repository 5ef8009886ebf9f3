"""The kinds of entry of the track `incidents`, and the form of each content (docs/incidents.md). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content import lapse
from parley.tracks.content.attached import ATTACHMENTS
from parley.tracks.content.form import content, empty_or, entry_id, fields, one_of, word
from parley.tracks.content.usual import LANGUAGE, NOTE, ROLE, SHORT
from parley.tracks.incidents.account_form import ABOUT, account_form
from parley.tracks.incidents.evidence_form import EVIDENCE, SOME_EVIDENCE, evidence_faults
from parley.tracks.incidents.finding_entries import FINDING_KINDS
from parley.tracks.incidents.hit_entries import HIT_KINDS
from parley.tracks.incidents.inspection_entries import INSPECTION_KINDS
from parley.tracks.incidents.warning_entries import WARNING_KINDS

DUPLICATE, SAME_EVENT, RELATED, DISTINCT = "duplicate", "same_event", "related", "distinct"
HOW_LINKED = (DUPLICATE, SAME_EVENT, RELATED, DISTINCT)
ACCEPTED, INSUFFICIENT = "accepted", "insufficient"
REPORT, COUNTER, CORRECTION, WITHDRAWAL = (
    "incident_reported", "incident_countered", "incident_corrected", "incident_withdrawn",
)  # fmt: skip
LINK, EVIDENCE_ADDED, LAPSE = "incidents_linked", "evidence_added", "incident_lapse_cited"
REQUEST, EXPLANATION, JUDGEMENT = "explanation_requested", "explanation_given", "explanation_judged"


def _reasons(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask for reasons where an explanation is judged insufficient."""
    if value["how"] == ACCEPTED or value.get("text"):
        return ()
    return (Fault("text", "incidents.reasons_asked"),)


def other_incident(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the incident that any content links, or none where it names none."""
    other = value.get("other")
    return (other,) if isinstance(other, str) else ()


_FORMS = {
    REPORT: account_form(),
    COUNTER: account_form(of=entry_id),
    CORRECTION: account_form(of=entry_id, why=SHORT),
    WITHDRAWAL: fields({"of": entry_id, "why": SHORT, "role": ROLE}, optional={}),
    LINK: fields(
        {"other": entry_id, "how": one_of(*HOW_LINKED), "role": ROLE},
        optional={"text": empty_or(NOTE), "lang": LANGUAGE},
    ),
    EVIDENCE_ADDED: fields(
        {"evidence": SOME_EVIDENCE, "role": ROLE},
        optional={"text": empty_or(NOTE), "lang": LANGUAGE, "attachments": ATTACHMENTS, "about": ABOUT},
        also=(evidence_faults,),
    ),
    REQUEST: fields(
        {"of": entry_id, "asked": word(16), "text": NOTE, "lang": LANGUAGE, "role": ROLE}, optional={"about": ABOUT}
    ),
    EXPLANATION: fields(
        {"of": entry_id, "text": NOTE, "lang": LANGUAGE, "role": ROLE},
        optional={"evidence": EVIDENCE, "attachments": ATTACHMENTS, "about": ABOUT},
        also=(evidence_faults,),
    ),
    JUDGEMENT: fields(
        {"of": entry_id, "how": one_of(ACCEPTED, INSUFFICIENT), "lang": LANGUAGE, "role": ROLE},
        optional={"text": empty_or(NOTE)},
        also=(_reasons,),
    ),
    LAPSE: fields(lapse.CITED, optional=lapse.BESIDE),
}
_CITES = {LINK: other_incident}

INCIDENT_KINDS: Mapping[str, Kind] = {
    **{name: Kind(name, name == REPORT, content(form), cites=_CITES.get(name)) for name, form in _FORMS.items()},
    **FINDING_KINDS,
}
KINDS: Mapping[str, Kind] = {**INCIDENT_KINDS, **INSPECTION_KINDS, **WARNING_KINDS, **HIT_KINDS}

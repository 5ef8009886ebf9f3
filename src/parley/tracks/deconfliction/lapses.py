"""Lapses cited in a matter of this track: of which duties, and how a citation is refused. Pure."""

from __future__ import annotations

from parley.charter.verdict import Refusal
from parley.matters.entry import Entry
from parley.tracks.content.lapse import Citable, is_cited, names_duty, was_due
from parley.tracks.deconfliction.refusing import refuse

OVERLAP_DUTIES = ("answer_overlap", "acknowledge_overlap", "change_activity", "advise_on_overlap")
ENCOUNTER_DUTIES = ("answer_encounter", "acknowledge_encounter", "change_activity", "advise_on_encounter")
NOTICE_DUTIES = ("acknowledge_notice", "end_activity", "clear_standstill")
STANDSTILL_DUTIES = ("sign_instrument",)
SITE_DUTIES = ("receive_site", "pass_on_site", "confirm_site", "check_site")
BLIND_DUTIES = ("acknowledge_blind_overlap", "settle_blind_overlap")
CITABLE = (
    *OVERLAP_DUTIES, *ENCOUNTER_DUTIES, *NOTICE_DUTIES, *STANDSTILL_DUTIES, *SITE_DUTIES, *BLIND_DUTIES,
)  # fmt: skip


def refuse_lapse(state: Citable, entry: Entry, *, duties: tuple[str, ...], clause: str) -> Refusal | None:
    """Refuse to cite what is no duty of this matter, what was not due when its author wrote, and the same twice."""
    duty = entry.content["duty"]
    if not names_duty(state, entry, duties=duties):
        return refuse("lapse_duty_unknown", clause, duty=duty)
    if not was_due(entry):
        return refuse("lapse_not_yet", clause, duty=duty)
    return refuse("lapse_cited_before", clause, duty=duty) if is_cited(state, entry) else None

"""The words of the hotline's screens for the codes that entries and states carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext, pgettext

from parley.desk.commerce import words as commerce
from parley.desk.commitments import kinds as commitments
from parley.desk.disputes import kind_words as disputes
from parley.desk.encounters import words as encounters
from parley.desk.hotline.replying import reply_title
from parley.desk.incidents import words as incidents
from parley.desk.information import words as information
from parley.desk.overlaps.words import ANSWERS, CLEARED
from parley.desk.statements import kind_words as statements
from parley.desk.supervision import kind_words as supervision
from parley.desk.talks import kind_words as talks
from parley.desk.verifying import words as verifying


def precedence_word(name: str) -> str:
    """Say a precedence; unknown ones as themselves."""
    return _PRECEDENCES[name]() if name in _PRECEDENCES else name


def kind_word(kind: str, content: Mapping[str, Any]) -> str:
    """Say what an entry is; an acknowledgement by how it was received."""
    said = _SAID_BY_HOW.get(kind, {}).get(str(content.get("how", "")))
    if said is not None:
        return said()
    if kind == "message_answered" and content.get("reply"):
        return reply_title(str(content["reply"]))
    return _KINDS[kind]() if kind in _KINDS else kind


def state_word(name: str) -> str:
    """Say the state of a matter."""
    return _STATES[name]() if name in _STATES else name


def item_word(kind: str) -> str:
    """Say the type of a structured item."""
    return _ITEMS[kind]() if kind in _ITEMS else kind


def data_in_words(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a refusal or fault with the codes of kinds and of types of items in the reader's words."""
    said = dict(data)
    if said.get("kind") in _KINDS:
        said["kind"] = kind_word(said["kind"], {})
    if said.get("type") in _ITEMS:
        said["type"] = item_word(said["type"])
    return said


def field_word(name: str) -> str:
    """Say a field of a structured item."""
    return _FIELDS[name]() if name in _FIELDS else name


_PRECEDENCES: Mapping[str, Callable[[], str]] = {
    "flash": lambda: gettext("FLASH"),
    "immediate": lambda: gettext("Immediate"),
    "priority": lambda: gettext("Priority"),
    "routine": lambda: gettext("Routine"),
}
HOW: Mapping[str, Callable[[], str]] = {
    "received": lambda: gettext("Received"),
    "under_protest": lambda: gettext("Received under protest"),
    "referred_upward": lambda: gettext("Received and referred upward"),
}
# The same among the steps of an entry, which are said in small letters where a script has them.
HOW_STEPS: Mapping[str, Callable[[], str]] = {
    "received": lambda: pgettext("step", "received"),
    "under_protest": lambda: pgettext("step", "received under protest"),
    "referred_upward": lambda: pgettext("step", "received and referred upward"),
}
# What these are is said by how they are.
_SAID_BY_HOW: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "message_acknowledged": HOW,
    "activity_acknowledged": HOW,
    "site_received": HOW,
    "blind_overlap_acknowledged": HOW,
    "dispute_acknowledged": HOW,
    "overlap_answered": ANSWERS,
    "overlap_cleared": CLEARED,
    "encounter_answered": encounters.ANSWERS,
    "encounter_cleared": encounters.CLEARED,
    "explanation_judged": incidents.JUDGED,
    "incidents_linked": incidents.LINKED,
    "crossing_told": commerce.TOLD,
    "match_received": HOW,
    "project_decided": commerce.PROJECT_DECIDED,
    "hit_answered": incidents.HIT_ANSWERS,
    "movement_restricted": verifying.RESTRICTED,
    "inspection_answered": verifying.ANSWERED,
    "finding_answered": verifying.REPLIED,
    "warning_noted": verifying.NOTED,
    "report_checked": information.CHECKED,
    "retraction_acknowledged": information.ACKNOWLEDGED,
    "retraction_followed": information.FOLLOWED,
    "request_answered": information.ANSWERED,
    "assessment_reviewed": information.REVIEWED,
}
_KINDS: Mapping[str, Callable[[], str]] = {
    **commitments.KINDS,
    **commerce.KINDS,
    **information.KINDS,
    "message_sent": lambda: gettext("Message"),
    "message_corrected": lambda: gettext("Correction"),
    "message_acknowledged": lambda: gettext("Received"),
    "read_back": lambda: gettext("Read-back"),
    "read_back_confirmed": lambda: gettext("Read-back confirmed"),
    "message_answered": lambda: gettext("Answer"),
    "message_closed": lambda: gettext("Closed"),
    "translation_attached": lambda: gettext("Working translation"),
    "call_challenged": lambda: gettext("Voice challenged"),
    "voice_authenticated": lambda: gettext("Voice authenticated"),
    "voice_not_authenticated": lambda: gettext("Voice not authenticated"),
    "call_logged": lambda: gettext("Telephone call"),
    "call_confirmed": lambda: gettext("Summary confirmed"),
    "call_disputed": lambda: gettext("Summary disputed"),
    "line_check_sent": lambda: gettext("Line check"),
    "line_check_answered": lambda: gettext("Line check answered"),
    "watch_taken": lambda: gettext("Watch taken"),
    "watch_handed_over": lambda: gettext("Watch handed over"),
    "shift_noted": lambda: gettext("Note of the shift"),
    "lapse_cited": lambda: gettext("Lapse cited"),
    "overlap_lapse_cited": lambda: gettext("Lapse cited"),
    "encounter_lapse_cited": lambda: gettext("Lapse cited"),
    "activity_lapse_cited": lambda: gettext("Lapse cited"),
    "standstill_lapse_cited": lambda: gettext("Lapse cited"),
    "site_lapse_cited": lambda: gettext("Lapse cited"),
    "blind_lapse_cited": lambda: gettext("Lapse cited"),
    "activity_notified": lambda: gettext("Notice of activity"),
    "activity_changed": lambda: gettext("Changed plan"),
    "activity_acknowledged": lambda: gettext("Received"),
    "activity_begun": lambda: gettext("Activity begun"),
    "deviation_reported": lambda: gettext("Activity leaves its plan"),
    "activity_ended": lambda: gettext("Activity ended"),
    "activity_cancelled": lambda: gettext("Activity cancelled"),
    "standstill_proposed": lambda: gettext("Standstill proposed"),
    "variance_proposed": lambda: gettext("Variance proposed"),
    "ending_proposed": lambda: gettext("Ending proposed"),
    "instrument_signed": lambda: gettext("Signed"),
    "instrument_declined": lambda: gettext("Not signed"),
    "instrument_withdrawn": lambda: gettext("Proposal withdrawn"),
    "site_notified": lambda: gettext("Notice of a protected site"),
    "site_changed": lambda: gettext("Changed notice of a site"),
    "site_checked": lambda: gettext("Checked on the map"),
    "site_confirmed": lambda: gettext("Confirmed again"),
    "site_withdrawn": lambda: gettext("Notice of a site withdrawn"),
    "site_received": lambda: gettext("Received"),
    "site_passed_on": lambda: gettext("Passed on"),
    "site_commented": lambda: gettext("Comment"),
    "overlap_found": lambda: gettext("Overlap found"),
    "overlap_answered": lambda: gettext("Answer to an overlap"),
    "overlap_cleared": lambda: gettext("Overlap cleared"),
    "encounter_found": lambda: gettext("Encounter found"),
    "encounter_answered": lambda: gettext("Answer to an encounter"),
    "encounter_cleared": lambda: gettext("Encounter cleared"),
    "proposals_made": lambda: gettext("Ways out proposed"),
    "blind_look_counted": lambda: gettext("Look of a blind notice counted"),
    "blind_overlap_told": lambda: gettext("Told: plans meet"),
    "blind_overlap_acknowledged": lambda: gettext("Received"),
    "blind_overlap_settled": lambda: gettext("Settled"),
    "proposal_accepted": lambda: gettext("Way out accepted"),
    **incidents.KINDS,
    **verifying.KINDS,
    **disputes.KINDS,
    **supervision.KINDS,
    **talks.KINDS,
    **statements.KINDS,
}
_STATES: Mapping[str, Callable[[], str]] = {
    "sent": lambda: pgettext("state", "sent"),
    "acknowledged": lambda: pgettext("state", "received"),
    "read_back": lambda: pgettext("state", "read back"),
    "mismatch": lambda: pgettext("state", "mismatch"),
    "confirmed": lambda: pgettext("state", "confirmed"),
    "answered": lambda: pgettext("state", "answered"),
    "route_missing": lambda: pgettext("state", "a route is missing"),
    "crossed": lambda: pgettext("state", "crossed"),
    "closed": lambda: pgettext("state", "closed"),
    "held": lambda: pgettext("state", "held"),
    "offered": lambda: pgettext("state", "offered"),
    "noted": lambda: pgettext("state", "noted"),
    "challenged": lambda: pgettext("state", "voice challenged"),
    "authenticated": lambda: pgettext("state", "voice authenticated"),
    "not_authenticated": lambda: pgettext("state", "voice not authenticated"),
    "found": lambda: pgettext("state", "found"),
    "answered_by_one": lambda: pgettext("state", "answered by one side"),
    "answered_by_both": lambda: pgettext("state", "answered by both sides"),
    "answered_by_some": lambda: pgettext("state", "answered by some"),
    "answered_by_all": lambda: pgettext("state", "answered by all"),
    "cleared": lambda: pgettext("state", "cleared"),
}
STATE_NAMES = tuple(_STATES)
_ITEMS: Mapping[str, Callable[[], str]] = {
    "place": lambda: gettext("Place"),
    "time": lambda: pgettext("an item", "Time"),
    "height": lambda: gettext("Height"),
    "number": lambda: gettext("Number"),
    "line": lambda: gettext("Line"),
}
_FIELDS: Mapping[str, Callable[[], str]] = {
    "item": lambda: gettext("whole item"),
    "type": lambda: gettext("type"),
    "latitude": lambda: gettext("latitude"),
    "longitude": lambda: gettext("longitude"),
    "time": lambda: gettext("time"),
    "value": lambda: gettext("value"),
    "unit": lambda: gettext("unit"),
    "reference": lambda: gettext("reference"),
    "name": lambda: gettext("name"),
}

"""The words for what is owed, and the sentence that says why: the rule behind each duty of the hotline."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext

from parley.charter.disputes import dispute_terms
from parley.charter.model import Charter
from parley.desk.commerce import words as commerce
from parley.desk.commitments import kinds as commitments
from parley.desk.disputes import kind_words as disputes
from parley.desk.information import words as information
from parley.desk.naming import in_language
from parley.desk.statements import kind_words as statements
from parley.desk.supervision import kind_words as supervision
from parley.desk.talks import kind_words as talks
from parley.matters.duty import Duty


def duty_word(what: str) -> str:
    """Say what is owed; a duty of a track that the desk does not know shows its code."""
    return _WORDS[what]() if what in _WORDS else what


def part_of_duty(duty: str, *, charter: Charter, language: str) -> str:
    """Return of which part of its matter the id of a duty speaks; "" where it names none.

    A step of an instrument has the name that the instrument gave it ("SY/3:do_step.phase1:SY"), a level of a dispute
    that of the charter in the reader's language.
    """
    _, what, _ = duty.split(":") if duty.count(":") == 2 else ("", "", "")
    what, _, part = what.partition(".")
    terms = dispute_terms(charter) if what in disputes.DUTIES else None
    level = terms.level(part) if terms else None
    return (in_language(level.names, language=language) if level else "") or part


def duty_said(duty: Duty, *, charter: Charter, language: str) -> str:
    """Say what is owed, and of which step or level."""
    part = part_of_duty(duty.id, charter=charter, language=language)
    return f"{duty_word(duty.what)} {part}" if part else duty_word(duty.what)


def duty_place(duty: Duty) -> int:
    """Return the place of a duty among those of one message, in the order in which they are done."""
    return list(_WORDS).index(duty.what) if duty.what in _WORDS else len(_WORDS)


def duty_why(what: str) -> str:
    """Say by which rule it is owed and from when its clock runs."""
    return _WHY[what]() if what in _WHY else ""


def duty_kind(what: str) -> str:
    """Return the kind of entry by which it is done; empty for a duty that the desk does not know."""
    return _KINDS.get(what, "")


_KINDS: Mapping[str, str] = {
    **commitments.DONE_BY,
    **commerce.DONE_BY,
    "acknowledge": "message_acknowledged",
    "read_back": "read_back",
    "correct_mismatch": "message_corrected",
    "confirm_read_back": "read_back_confirmed",
    "answer": "message_answered",
    "tell_done": "message_answered",
    "settle_crossing": "message_corrected",
    "say_voice": "voice_authenticated",
    "log_call": "call_logged",
    "confirm_call": "call_confirmed",
    "answer_line_check": "line_check_answered",
    "mend_route": "line_check_sent",
    "send_line_check": "line_check_sent",
    "renew_watch": "watch_taken",
    "acknowledge_notice": "activity_acknowledged",
    "end_activity": "activity_ended",
    "sign_instrument": "instrument_signed",
    "answer_overlap": "overlap_answered",
    "acknowledge_overlap": "overlap_answered",
    "answer_encounter": "encounter_answered",
    "acknowledge_encounter": "encounter_answered",
    "advise_on_encounter": "encounter_answered",
    "change_activity": "activity_changed",
    "advise_on_overlap": "overlap_answered",
    "clear_standstill": "activity_changed",
    "receive_site": "site_received",
    "pass_on_site": "site_passed_on",
    "confirm_site": "site_confirmed",
    "check_site": "site_checked",
    "acknowledge_blind_overlap": "blind_overlap_acknowledged",
    "settle_blind_overlap": "blind_overlap_settled",
    "explain_incident": "explanation_given",
    "answer_hit": "hit_answered",
    "judge_explanation": "explanation_judged",
    "answer_finding": "finding_answered",
    "make_inspection": "inspection_made",
    "inspect_area": "inspection_made",
    "look_at_warning": "warning_noted",
    **disputes.DUTY_KINDS,
    **supervision.DUTY_KINDS,
    **talks.DUTY_KINDS,
    **statements.DUTY_KINDS,
    **information.DONE_BY,
}
_WORDS: Mapping[str, Callable[[], str]] = {
    **commitments.DUTIES,
    **commerce.DUTIES,
    "acknowledge": lambda: gettext("Acknowledge"),
    "read_back": lambda: gettext("Read back"),
    "correct_mismatch": lambda: gettext("Correct: the read-back differs"),
    "confirm_read_back": lambda: gettext("Confirm the read-back"),
    "answer": lambda: gettext("Answer"),
    "tell_done": lambda: gettext("Say that it is done, or cannot be done"),
    "settle_crossing": lambda: gettext("Settle what crossed"),
    "say_voice": lambda: gettext("Say what was heard on the telephone"),
    "log_call": lambda: gettext("Log the challenged call"),
    "confirm_call": lambda: gettext("Confirm the call's summary"),
    "answer_line_check": lambda: gettext("Answer the line check"),
    "mend_route": lambda: gettext("Mend the route: a line check did not come over it"),
    "send_line_check": lambda: gettext("Send the line check"),
    "renew_watch": lambda: gettext("Renew or hand over the watch"),
    "acknowledge_notice": lambda: gettext("Acknowledge the notice"),
    "end_activity": lambda: gettext("Say how the activity ended"),
    "sign_instrument": lambda: gettext("Sign or decline"),
    "answer_overlap": lambda: gettext("Answer the overlap"),
    "acknowledge_overlap": lambda: gettext("Acknowledge the overlap"),
    "answer_encounter": lambda: gettext("Answer what the activity meets"),
    "acknowledge_encounter": lambda: gettext("Acknowledge what the activity meets"),
    "advise_on_encounter": lambda: gettext("Advise on what the activity meets"),
    "change_activity": lambda: gettext("Change the plan, as was said"),
    "advise_on_overlap": lambda: gettext("Advise on the overlap"),
    "clear_standstill": lambda: gettext("It falls into a standstill: move it out, cancel it or have it excepted"),
    "receive_site": lambda: gettext("Say that the notice of a site was received"),
    "pass_on_site": lambda: gettext("Pass the site on inside the force, and say to whom"),
    "confirm_site": lambda: gettext("Confirm the site again"),
    "check_site": lambda: gettext("Have the site checked on the map by a second person"),
    "acknowledge_blind_overlap": lambda: gettext("Plans meet: say that you received it, and contact the supervisor"),
    "settle_blind_overlap": lambda: gettext("Speak with both whose plans meet, and say that it is settled"),
    "explain_incident": lambda: gettext("Explain, as was asked"),
    "answer_hit": lambda: gettext("Say what is known of a hit on what is protected"),
    "judge_explanation": lambda: gettext("Say whether the explanation suffices"),
    "answer_finding": lambda: gettext("Answer a finding that names the member"),
    "make_inspection": lambda: gettext("Inspect, as was asked"),
    "inspect_area": lambda: gettext("Inspect the area, by the calendar"),
    "look_at_warning": lambda: gettext("Look at a sector with more incidents than expected"),
    **disputes.DUTIES,
    **supervision.DUTIES,
    **talks.DUTIES,
    **statements.DUTIES,
    **information.DUTIES,
}
_WHY: Mapping[str, Callable[[], str]] = {
    **commitments.WHY,
    **commerce.WHY,
    "acknowledge": lambda: gettext(
        "A message is acknowledged within the handling time of its precedence, counted from its first reading."
    ),
    "read_back": lambda: gettext(
        "Items are read back within the handling time of the precedence, counted from the first reading."
    ),
    "correct_mismatch": lambda: gettext(
        "The sender corrects a read-back that differs within the handling time, counted from its first reading."
    ),
    "confirm_read_back": lambda: gettext(
        "The sender confirms a read-back that matches within the handling time, counted from its first reading."
    ),
    "answer": lambda: gettext("An answer was asked for, by the time named in the message or within its handling time."),
    "tell_done": lambda: gettext(
        "Who replied that it is ordered says within the minutes of the charter that it is done, or cannot be done."
    ),
    "settle_crossing": lambda: gettext(
        "Two entries crossed on the way and contradict each other; each author says again what holds."
    ),
    "say_voice": lambda: gettext(
        "Both ends of a challenged call say within five minutes whether the voice is authenticated."
    ),
    "log_call": lambda: gettext(
        "Whoever challenged a voice logs the call, at once where the voice was not authenticated."
    ),
    "confirm_call": lambda: gettext("The other end of a call confirms its summary or disputes it."),
    "answer_line_check": lambda: gettext("A line check is answered within the time that the schedule sets."),
    "mend_route": lambda: gettext(
        "A line check was answered, but did not come over every route that it asked for; both ends mend the route."
    ),
    "send_line_check": lambda: gettext("A line check is sent in one's own slot of the schedule."),
    "renew_watch": lambda: gettext("The watch ends at the time that it named itself; somebody takes it on."),
    "acknowledge_notice": lambda: gettext(
        "A version of a notice is acknowledged within the handling time of its class, counted from its first reading."
    ),
    "end_activity": lambda: gettext(
        "When its last time ends, the author says how the activity ended, or changes its times."
    ),
    "sign_instrument": lambda: gettext(
        "Each party that it binds signs or declines within the handling time of its precedence, counted from its first"
        " reading."
    ),
    "answer_overlap": lambda: gettext(
        "Each author answers an overlap within the handling time of the more urgent class, from the first reading."
    ),
    "acknowledge_overlap": lambda: gettext(
        "Who has the right of way is never asked to move, and says within the same time that it knows of the overlap."
    ),
    "answer_encounter": lambda: gettext(
        "Whose activity meets an agreed zone, a standstill or a protected site answers within the handling time of its"
        " class, from the first reading."
    ),
    "acknowledge_encounter": lambda: gettext(
        "Whom it concerns that an activity meets something agreed says within the same time that it has received it."
    ),
    "advise_on_encounter": lambda: gettext(
        "A supervisor that was asked about it advises within the same time, from its first reading."
    ),
    "change_activity": lambda: gettext("Who said that it will change its plan does so before the two first meet."),
    "advise_on_overlap": lambda: gettext(
        "A supervisor that was asked about an overlap advises within the same time, from its first reading."
    ),
    "clear_standstill": lambda: gettext(
        "What falls into a standstill that all have signed is moved out, cancelled or excepted before it would begin"
        " there."
    ),
    "receive_site": lambda: gettext(
        "A recipient says that it received a version within the handling time, from its first reading."
    ),
    "pass_on_site": lambda: gettext(
        "Who has consent to pass a site on says to whom it went, within the handling time, from its first reading."
    ),
    "confirm_site": lambda: gettext("Its author confirms a site again within the days that it named itself."),
    "check_site": lambda: gettext("A second person checks each version on the map within the handling time."),
    "acknowledge_blind_overlap": lambda: gettext(
        "Each of the two whose plans meet says that it received it within the handling time, from its first reading."
    ),
    "settle_blind_overlap": lambda: gettext(
        "The supervisor that told it says that it is settled before the hour begins."
    ),
    "answer_hit": lambda: gettext(
        "An account of an incident lies within a notified site or movement: each reader says what is known, within the"
        " handling time, from its first reading."
    ),
    "explain_incident": lambda: gettext(
        "A member that was asked explains within the charter's hours, counted from its first reading of the request."
    ),
    "judge_explanation": lambda: gettext(
        "Who asked says within the charter's hours whether an explanation suffices, counted from its first reading."
    ),
    "answer_finding": lambda: gettext(
        "Each member that a finding names answers it within the charter's hours to explain, from its first reading."
    ),
    "make_inspection": lambda: gettext(
        "The verifier that was asked inspects within the charter's hours, counted from its first reading of the"
        " request."
    ),
    "inspect_area": lambda: gettext(
        "Each area of the charter's calendar is inspected once in each slot; a slot that lapsed stays missed."
    ),
    "look_at_warning": lambda: gettext(
        "Whom the charter names looks at a raised sector within its hours, counted from its first reading of the report"
        " that raised it."
    ),
    **disputes.WHY,
    **supervision.WHY,
    **talks.WHY,
    **statements.WHY,
    **information.WHY,
}

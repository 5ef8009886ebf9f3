"""The words of disputes for the kinds of their entries, and for what is owed in them. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext

KINDS: Mapping[str, Callable[[], str]] = {
    "dispute_claimed": lambda: gettext("Claim"),
    "dispute_acknowledged": lambda: gettext("Received"),
    "dispute_answered": lambda: gettext("Answer to a claim"),
    "evidence_committed": lambda: gettext("Evidence committed"),
    "evidence_disclosed": lambda: gettext("Evidence disclosed"),
    "evidence_shown": lambda: gettext("Evidence shown to some"),
    "settlement_proposed": lambda: gettext("Settlement proposed"),
    "settlement_signed": lambda: gettext("Settlement signed"),
    "settlement_declined": lambda: gettext("Settlement declined"),
    "settlement_withdrawn": lambda: gettext("Settlement withdrawn"),
    "measure_asked": lambda: gettext("Interim measure asked for"),
    "measure_agreed": lambda: gettext("Interim measure agreed"),
    "measure_declined": lambda: gettext("Interim measure declined"),
    "measure_end_agreed": lambda: gettext("Agreed to end an interim measure early"),
    "measure_breach_told": lambda: gettext("What meets a measure, told"),
    "pause_asked": lambda: gettext("Asked to stop the clock"),
    "pause_agreed": lambda: gettext("Agreed to stop the clock"),
    "dispute_raised": lambda: gettext("Raised to another level"),
    "mediator_proposed": lambda: gettext("Proposal of the supervisor"),
    "dispute_referred": lambda: gettext("Referred outside"),
    "dispute_decided": lambda: gettext("Decision"),
    "dispute_withdrawn": lambda: gettext("Claim withdrawn"),
    "outcome_stated": lambda: gettext("Own statement"),
    "dispute_lapse_cited": lambda: gettext("Lapse cited"),
}
DUTY_KINDS: Mapping[str, str] = {
    "acknowledge_dispute": "dispute_acknowledged",
    "answer_dispute": "dispute_answered",
    "settle_dispute": "settlement_proposed",
    "facilitate_dispute": "mediator_proposed",
    "sign_settlement": "settlement_signed",
    "agree_measure": "measure_agreed",
}
DUTIES: Mapping[str, Callable[[], str]] = {
    "acknowledge_dispute": lambda: gettext("Say that the dispute was received"),
    "answer_dispute": lambda: gettext("Answer the claim"),
    "settle_dispute": lambda: gettext("Settle the dispute at its level"),
    "facilitate_dispute": lambda: gettext("Propose something to the sides of the dispute"),
    "sign_settlement": lambda: gettext("Sign the settlement or decline it"),
    "agree_measure": lambda: gettext("Agree to the interim measure or decline it"),
}
WHY: Mapping[str, Callable[[], str]] = {
    "acknowledge_dispute": lambda: gettext(
        "Whom a claim is against says within the minutes of the level that it has received it; the supervisor does once"
        " the dispute comes to a level of which it is part."
    ),
    "answer_dispute": lambda: gettext(
        "Whom a claim is against answers it within the hours of the charter, counted from its first reading."
    ),
    "settle_dispute": lambda: gettext(
        "The sides settle within the time of the level; then the dispute rises by itself, as a lapse and never as a"
        " consent."
    ),
    "facilitate_dispute": lambda: gettext(
        "At a level of which the supervisor is part it proposes something within the time of the level."
    ),
    "sign_settlement": lambda: gettext(
        "Each side signs a settlement or declines it within the handling time of the dispute, from the first reading."
    ),
    "agree_measure": lambda: gettext(
        "Each side agrees to an interim measure or declines it within the handling time of the measure."
    ),
}

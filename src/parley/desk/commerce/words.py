"""The words of commerce for the codes that entries, states and duties carry. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext, pgettext

Say = Callable[[], str]

KINDS: Mapping[str, Say] = {
    "permit_asked": lambda: gettext("Crossing asked for"),
    "permit_changed": lambda: gettext("Crossing changed"),
    "permit_given": lambda: gettext("Permit given"),
    "permit_refused": lambda: gettext("Permit refused"),
    "permit_withdrawn": lambda: gettext("Crossing withdrawn"),
    "permit_gate_opened": lambda: gettext("Told that the step is certified"),
    "permit_lapse_cited": lambda: gettext("Lapse cited"),
    "slot_taken": lambda: gettext("Slot asked for"),
    "slot_left": lambda: gettext("Slot left"),
    "opportunity_offered": lambda: gettext("Opportunity offered"),
    "opportunity_withdrawn": lambda: gettext("Opportunity withdrawn"),
    "interest_declared": lambda: gettext("Interest declared to the supervisor"),
    "interest_withdrawn": lambda: gettext("Interest taken back"),
    "interests_matched": lambda: gettext("Told: both are interested"),
    "match_left": lambda: gettext("Match left"),
    "match_lapse_cited": lambda: gettext("Lapse cited"),
    "project_opened": lambda: gettext("Project opened"),
    "project_suspended": lambda: gettext("Project suspended"),
    "project_resumed": lambda: gettext("Project resumed"),
    "project_ended": lambda: gettext("Project ended"),
    "milestone_reached": lambda: gettext("Milestone reached"),
    "project_lapse_cited": lambda: gettext("Lapse cited"),
}
TOLD: Mapping[str, Say] = {
    "passed": lambda: gettext("Crossing passed"),
    "turned_back": lambda: gettext("Crossing turned back"),
    "not_come": lambda: gettext("Crossing did not come"),
}
PROJECT_DECIDED: Mapping[str, Say] = {
    "approved": lambda: gettext("Project approved"),
    "refused": lambda: gettext("Project refused"),
}
OFFER_STATES: Mapping[str, Say] = {
    "offered": lambda: pgettext("an opportunity", "open"),
    "expired": lambda: pgettext("an opportunity", "expired"),
    "withdrawn": lambda: pgettext("an opportunity", "withdrawn"),
}
INTEREST_STATES: Mapping[str, Say] = {
    "declared": lambda: pgettext("an interest", "declared"),
    "taken_back": lambda: pgettext("an interest", "taken back"),
}
MATCH_STATES: Mapping[str, Say] = {
    "matched": lambda: pgettext("a match", "told to both"),
    "received_by_one": lambda: pgettext("a match", "received by one"),
    "received_by_both": lambda: pgettext("a match", "received by both"),
    "left": lambda: pgettext("a match", "left by one"),
}
PROJECT_STATES: Mapping[str, Say] = {
    "proposed": lambda: pgettext("a project", "proposed"),
    "approved": lambda: pgettext("a project", "approved by all"),
    "refused": lambda: pgettext("a project", "refused"),
    "suspended": lambda: pgettext("a project", "suspended"),
    "ended": lambda: pgettext("a project", "ended"),
}
DECISIONS: Mapping[str, Say] = {
    "approved": lambda: pgettext("a decision", "Approve"),
    "refused": lambda: pgettext("a decision", "Refuse"),
}
ENDINGS: Mapping[str, Say] = {
    "completed": lambda: pgettext("a project", "Completed"),
    "abandoned": lambda: pgettext("a project", "Abandoned"),
}
STATES: Mapping[str, Say] = {
    "asked": lambda: pgettext("a crossing", "permit asked for"),
    "given": lambda: pgettext("a crossing", "permit given"),
    "refused": lambda: pgettext("a crossing", "permit refused"),
    "withdrawn": lambda: pgettext("a crossing", "withdrawn"),
    "passed": lambda: pgettext("a crossing", "passed"),
    "turned_back": lambda: pgettext("a crossing", "turned back"),
    "not_come": lambda: pgettext("a crossing", "did not come"),
}
WHAT: Mapping[str, Say] = {
    "goods": lambda: pgettext("what crosses", "Goods"),
    "persons": lambda: pgettext("what crosses", "Persons"),
}
HOW_TOLD: Mapping[str, Say] = {
    "passed": lambda: pgettext("a crossing", "It passed"),
    "turned_back": lambda: pgettext("a crossing", "It was turned back"),
    "not_come": lambda: pgettext("a crossing", "It did not come"),
}
DECIDED: Mapping[str, Say] = {
    "given": lambda: pgettext("a permit", "given"),
    "refused": lambda: pgettext("a permit", "refused"),
}
SHAPES: Mapping[str, str] = {
    "asked": "wait", "given": "done", "refused": "bad", "withdrawn": "hold", "passed": "done", "turned_back": "bad",
    "not_come": "hold",
}  # fmt: skip
SLOTS: Mapping[str, Say] = {"taken": lambda: pgettext("slots of a day", "asked for")}
# By form, what the states of a matter are called.
FORMS: Mapping[str, Mapping[str, Say]] = {
    "crossing": STATES, "slots": SLOTS, "opportunity": OFFER_STATES, "interest": INTEREST_STATES, "match": MATCH_STATES,
    "project": PROJECT_STATES,
}  # fmt: skip
DUTIES: Mapping[str, Say] = {
    "decide_permit": lambda: gettext("Decide on the permit"),
    "tell_crossing": lambda: gettext("Tell what became of the crossing"),
    "receive_match": lambda: gettext("Say that the match was received, and how you may be reached"),
    "decide_project": lambda: gettext("Decide on the project"),
}
WHY: Mapping[str, Say] = {
    "decide_permit": lambda: gettext(
        "Each member that the crossing point names gives or refuses a permit within the charter's hours, counted from"
        " its first reading; of a crossing that waits for a step, from its first reading that the step is certified."
    ),
    "tell_crossing": lambda: gettext(
        "Whom the crossing point names tells whether it passed within the charter's hours, counted from the end of the"
        " slot."
    ),
    "receive_match": lambda: gettext(
        "Each of two whose interests were matched says that it received it within the handling time, from its first"
        " reading."
    ),
    "decide_project": lambda: gettext(
        "Each party but who opened it decides on a project within the charter's hours, counted from its first reading."
    ),
}
DONE_BY: Mapping[str, str] = {
    "decide_permit": "permit_given", "tell_crossing": "crossing_told", "receive_match": "match_received",
    "decide_project": "project_decided",
}  # fmt: skip


def word(words: Mapping[str, Say], code: str) -> str:
    """Say a code; an unknown one as itself."""
    return words[code]() if code in words else code


def choices(words: Mapping[str, Say]) -> list[tuple[str, str]]:
    """Return every code with its word."""
    return [(code, said()) for code, said in words.items()]


def state_said(name: str, *, form: str) -> str:
    """Say the state of a matter of one of the FORMS."""
    return word(FORMS[form], name)


def track_word() -> str:
    """Say what the track is called."""
    return gettext("Commerce")

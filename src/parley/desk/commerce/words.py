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
}
TOLD: Mapping[str, Say] = {
    "passed": lambda: gettext("Crossing passed"),
    "turned_back": lambda: gettext("Crossing turned back"),
    "not_come": lambda: gettext("Crossing did not come"),
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
FORMS: Mapping[str, Mapping[str, Say]] = {"crossing": STATES, "slots": SLOTS}
DUTIES: Mapping[str, Say] = {
    "decide_permit": lambda: gettext("Decide on the permit"),
    "tell_crossing": lambda: gettext("Tell what became of the crossing"),
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
}
DONE_BY: Mapping[str, str] = {"decide_permit": "permit_given", "tell_crossing": "crossing_told"}


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

"""What the screens call the fields of their forms, so that each fault is told with the field at which it is mended."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from django.utils.translation import gettext

from parley.charter.verdict import Fault

Words = Mapping[str, Callable[[], str]]

# By the names of the fields of forms and of entries alike: a fault is found in the one or in the other.
FIELD_WORDS: Words = {
    "area": lambda: gettext("Area"),
    "areas": lambda: gettext("Area"),
    "volumes": lambda: gettext("Area"),
    "places": lambda: gettext("Places, one a line"),
    "radius_m": lambda: gettext("Radius in metres"),
    "width_m": lambda: gettext("Width in metres"),
    "lower": lambda: gettext("From height"),
    "upper": lambda: gettext("To height"),
    "begins": lambda: gettext("Begins"),
    "ends": lambda: gettext("Ends"),
    "days": lambda: gettext("How many times"),
    "more": lambda: gettext("Further times, one a line"),
    "windows": lambda: gettext("Times"),
    "strength": lambda: gettext("How many take part"),
    "time_min": lambda: gettext("Minutes"),
    "lateral_m": lambda: gettext("Metres on the ground"),
    "vertical_m": lambda: gettext("Metres in height"),
    "class": lambda: gettext("Activity"),
    "lang": lambda: gettext("Language of the text"),
    "subject": lambda: gettext("Subject"),
    "text": lambda: gettext("Text"),
    "texts": lambda: gettext("Text, in each language that is signed"),
    "contact": lambda: gettext("Contact"),
    "why": lambda: gettext("Why it is changed"),
    "to": lambda: gettext("To"),
    "precedence": lambda: gettext("Precedence"),
    "precedence_reason": lambda: gettext("Why this precedence"),
    "items": lambda: gettext("Items to be read back"),
    "asks_read_back": lambda: gettext("Ask for the items to be read back"),
    "asks_answer": lambda: gettext("Ask for an answer"),
    "answer_by": lambda: gettext("Answer by"),
    "answer_by_s": lambda: gettext("Answer by"),
    "attachments": lambda: gettext("Attachments"),
    "started_at": lambda: gettext("Began"),
    "started_at_s": lambda: gettext("Began"),
    "ended_at": lambda: gettext("Ended"),
    "ended_at_s": lambda: gettext("Ended"),
    "summary": lambda: gettext("Summary, as read to the other end"),
    "channel": lambda: gettext("Line or number"),
    "authority": lambda: gettext("Authority"),
    "call_back": lambda: gettext("Call back"),
    "until": lambda: gettext("Until"),
    "until_s": lambda: gettext("Until"),
    "from_s": lambda: gettext("From"),
    "ends_s": lambda: gettext("Until"),
    "to_role": lambda: gettext("To the role"),
    "open_items": lambda: gettext("What is owed"),
    "silent": lambda: gettext("Silent links"),
    "promises": lambda: gettext("What was promised"),
    "parties": lambda: gettext("Whom it binds, and who signs it"),
    "classes": lambda: gettext("What stands still"),
    "excepted": lambda: gettext("What stands still"),
    "category": lambda: gettext("What is protected"),
    "organisation": lambda: gettext("Organisation"),
    "consent": lambda: gettext("Who learns of it, and with which consent"),
    "confirm_days": lambda: gettext("Confirmed again within so many days"),
    "to_whom": lambda: gettext("To whom inside the force"),
    "level": lambda: gettext("On which level"),
    "passed_at": lambda: gettext("When"),
    "passed_at_s": lambda: gettext("When"),
    "name": lambda: gettext("Checked by"),
    "finding": lambda: gettext("What was found"),
    "distance_m": lambda: gettext("Metres from the last known point"),
}
# Of the rows of items, as a form and as an entry name them.
_ROW = re.compile(r"item-(\d+)-\w+|items\.(\d+)(?:\..*)?")


def at_field(fault: Fault, said: str, *, words: Words | None = None) -> str:
    """Return the sentence of a fault with its field before it, and its line; alone where the form shows no such field.

    `words` are those of a form that calls a field otherwise than the others.
    """
    field = _field(fault.where, {**FIELD_WORDS, **(words or {})})
    if not field:
        return said
    told = {"field": field, "said": said, "line": fault.data.get("line", "")}
    if told["line"]:
        return gettext("%(field)s, line %(line)s: %(said)s") % told
    return gettext("%(field)s: %(said)s") % told


def _field(where: str, words: Words) -> str:
    if row := _ROW.fullmatch(where):
        return gettext("Item %(number)s") % {"number": row[1] or int(row[2]) + 1}
    # The innermost field that has a word: "volumes.0.lower" is the lower limit.
    known = (words[part] for part in reversed(re.split(r"[.\[]", where)) if part in words)
    return next((word() for word in known), "")

"""What the forms of commitments call their fields, so that each fault is told with the field at which it is mended."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.field_words import Words

WORDS: Words = {
    "obligations": lambda: gettext("Obligation"),
    "events": lambda: gettext("Event"),
    "counts": lambda: gettext("Count"),
    "id": lambda: gettext("Short name"),
    "what": lambda: gettext("What is to be done"),
    "who": lambda: gettext("Who owes it"),
    "to": lambda: gettext("To whom"),
    "by": lambda: gettext("By when"),
    "after": lambda: gettext("Only after"),
    "with": lambda: gettext("Together with"),
    "verifier": lambda: gettext("Verified by"),
    "recurring": lambda: gettext("Recurring"),
    "quantity": lambda: gettext("How much"),
    "share": lambda: gettext("Share"),
    "zone": lambda: gettext("Zone"),
    "line": lambda: gettext("Line"),
    "area": lambda: gettext("Area"),
    "places": lambda: gettext("Places, one a line"),
    "radius_m": lambda: gettext("Radius in metres"),
    "width_m": lambda: gettext("Width in metres"),
    "on": lambda: gettext("On the day"),
    "sort": lambda: gettext("Kind of instrument"),
    "signatories": lambda: gettext("Who signs it"),
    "made_s": lambda: gettext("In force since"),
    "made_at": lambda: gettext("In force since"),
    "supersedes": lambda: gettext("In the place of"),
    "dropped": lambda: gettext("Taken out"),
    "percent": lambda: gettext("How much is done"),
    "done_s": lambda: gettext("Done on"),
    "done_at": lambda: gettext("Done on"),
    "evidence": lambda: gettext("Evidence"),
    "digest": lambda: gettext("Evidence"),
    "at_most": lambda: gettext("At most"),
    "as_of": lambda: gettext("As of"),
    "as_of_s": lambda: gettext("As of"),
    "count": lambda: gettext("Count"),
    "begins": lambda: gettext("From"),
    "ends": lambda: gettext("Until"),
    "why": lambda: gettext("Why"),
}

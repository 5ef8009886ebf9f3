"""The words of packs: their spans, headings, lines, and how a node counts what was issued. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext, pgettext

from parley.desk.commerce import words as commerce
from parley.desk.talks import kind_words as talks

Say = Callable[[], str]

SPANS: Mapping[str, Say] = {
    "day": lambda: pgettext("a pack", "day"),
    "week": lambda: pgettext("a pack", "week"),
}
SECTIONS: Mapping[str, Say] = {
    "mechanism": lambda: gettext("State of the mechanism"),
    "incidents": lambda: gettext("Incidents"),
    "notices": lambda: gettext("Notices"),
    "overlaps": lambda: gettext("Overlaps and encounters"),
    "standstills": lambda: gettext("Standstills"),
    "disputes": lambda: gettext("Disputes"),
    "steps": lambda: gettext("Steps of commitments"),
    "hotline": lambda: gettext("Hotline"),
    "talks": talks.track_word,
    "information": lambda: gettext("Information"),
    "commerce": commerce.track_word,
    "others": lambda: pgettext("a pack", "Others"),
    "supervision": lambda: gettext("Directives and certificates"),
    "figures": lambda: gettext("Figures of each member"),
}
# What a line counts, by heading and code.
LINES: Mapping[tuple[str, str], Say] = {
    ("incidents", "reported"): lambda: pgettext("a pack", "reported"),
    ("notices", "given"): lambda: gettext("Notices given or changed"),
    ("notices", "short"): lambda: gettext("Given later than the class asks"),
    ("overlaps", "found"): lambda: pgettext("a pack", "found"),
    ("overlaps", "cleared"): lambda: pgettext("a pack", "cleared"),
    ("standstills", "proposed"): lambda: pgettext("a pack", "proposed"),
    ("standstills", "began"): lambda: pgettext("a pack", "came into force"),
    ("standstills", "ended"): lambda: pgettext("a pack", "ended"),
    ("disputes", "claimed"): lambda: pgettext("a pack", "claimed"),
    ("disputes", "risen"): lambda: pgettext("a pack", "risen to a further level"),
    ("disputes", "ended"): lambda: pgettext("a pack", "ended"),
    ("steps", "due"): lambda: pgettext("a pack", "fell due"),
    ("steps", "met"): lambda: pgettext("a pack", "met"),
    ("steps", "missed"): lambda: pgettext("a pack", "not met by its date"),
    ("others", "opened"): lambda: pgettext("a pack", "begun"),
    ("supervision", "directive_given"): lambda: gettext("Directives given"),
    ("supervision", "directive_answered"): lambda: gettext("Directives answered"),
    ("supervision", "directive_done"): lambda: gettext("Done as directed"),
    ("supervision", "directive_withdrawn"): lambda: gettext("Directives withdrawn"),
    ("supervision", "certificate_given"): lambda: gettext("Certificates given"),
    ("supervision", "certificate_contested"): lambda: gettext("Certificates contested"),
    ("supervision", "certificate_withdrawn"): lambda: gettext("Certificates withdrawn"),
}
# Forms of matters, reasons and endings, as a line names them beside what it counts.
SORTS: Mapping[str, Say] = {
    "overlap": lambda: pgettext("a pack", "overlaps"),
    "encounter": lambda: pgettext("a pack", "encounters"),
    "blind_overlap": lambda: pgettext("a pack", "overlaps of blind notices"),
    "blind_looks": lambda: pgettext("a pack", "looks of blind notices"),
    "site": lambda: pgettext("a pack", "protected sites and movements"),
    "hit": lambda: pgettext("a pack", "hits on what is protected"),
    "inspection": lambda: pgettext("a pack", "inspections"),
    "warning": lambda: pgettext("a pack", "words on raised sectors"),
    "commitment": lambda: pgettext("a pack", "instruments"),
    "forces": lambda: pgettext("a pack", "declarations of forces"),
    "shift": lambda: pgettext("a pack", "notes of the shift"),
    "evidence": lambda: pgettext("a pack", "pieces of evidence"),
    "lapsed": lambda: pgettext("a pack", "since its time was over"),
    "raised": lambda: pgettext("a pack", "raised by a side"),
    "settled": lambda: pgettext("a pack", "settled"),
    "decided": lambda: pgettext("a pack", "decided"),
    "referred": lambda: pgettext("a pack", "referred outside"),
    "withdrawn": lambda: pgettext("a pack", "withdrawn"),
}


def word(words: Mapping[str, Say], name: str) -> str:
    """Say a code in a word; one that is unknown as it stands."""
    return words[name]() if name in words else name.replace("_", " ")


def line_word(section: str, code: str) -> str:
    """Say what a line counts."""
    found = LINES.get((section, code))
    return found() if found is not None else code.replace("_", " ")

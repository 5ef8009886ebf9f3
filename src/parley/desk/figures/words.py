"""The words of figures: each row, each group of rows, and what of a duty's outcome is told. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext, pgettext

from parley.desk.hotline.wordings import precedence_word
from parley.node.figures.facts import IN_TIME, LATE, UNMET
from parley.node.figures.sheet import Row
from parley.node.figures.sorts import HUMANITARIAN, PERMIT, PROJECT

# The tracks of which something is counted.
TRACKS: Mapping[str, Callable[[], str]] = {
    "hotline": lambda: pgettext("a track", "hotline"),
    "deconfliction": lambda: pgettext("a track", "deconfliction"),
    "incidents": lambda: pgettext("a track", "incidents"),
    "disputes": lambda: pgettext("a track", "disputes"),
    "commitments": lambda: pgettext("a track", "commitments"),
    "supervision": lambda: pgettext("a track", "supervision"),
    "commerce": lambda: pgettext("a track", "commerce"),
}


def row_word(row: Row) -> str:
    """Say a row in one line."""
    return _ROWS[row.code](row.of)


def group_word(name: str) -> str:
    """Say what a group of rows is about."""
    return _GROUPS[name][0]()


def group_hint(name: str) -> str:
    """Say how a group is counted, and out of what."""
    return _GROUPS[name][1]()


def outcome_word(outcome: str) -> str:
    """Say how a duty ended."""
    return _OUTCOMES[outcome]() if outcome in _OUTCOMES else ""


def column_word(name: str) -> str:
    """Say the column of a table."""
    return _COLUMNS[name]()


def group_of(row: Row) -> str:
    """Return the group in which a row stands."""
    return _GROUP_OF[row.code]


_OUTCOMES: Mapping[str, Callable[[], str]] = {
    IN_TIME: lambda: pgettext("a duty", "in time"),
    LATE: lambda: pgettext("a duty", "late"),
    UNMET: lambda: pgettext("a duty", "not met"),
}


def _outcome_row(outcome: str, *, late: Callable[[], str], unmet: Callable[[], str]) -> str:
    return late() if outcome == LATE else unmet()


_ROWS: Mapping[str, Callable[[str], str]] = {
    "answers": lambda of: gettext("Without a precedence") if of == "other" else precedence_word(of),
    "decisions": lambda of: _DECISIONS[of](),
    "exchanged": lambda of: _EXCHANGED[of](),
    "receipts": lambda of: gettext("From sending to first reading"),
    "unread": lambda of: gettext("Sent to it and not shown as read"),
    "duties": lambda of: _outcome_row(
        of, late=lambda: gettext("Met late"), unmet=lambda: gettext("Due and not met")
    ),
    "lapsed": lambda of: of,
    "checks_sent": lambda of: _outcome_row(
        of, late=lambda: gettext("Line checks sent late"), unmet=lambda: gettext("Line checks not sent")
    ),
    "checks_answered": lambda of: _outcome_row(
        of, late=lambda: gettext("Line checks answered late"), unmet=lambda: gettext("Line checks not answered")
    ),
    "inspections": lambda of: _outcome_row(
        of, late=lambda: gettext("Inspections by calendar told late"),
        unmet=lambda: gettext("Inspections by calendar not made"),
    ),
    "notices_short": lambda of: gettext("Given later than the class asks"),
    "notices_by": lambda of: gettext("By how much later"),
    "notices_after": lambda of: gettext("Given after the activity was to begin"),
    "steps": lambda of: _outcome_row(
        of, late=lambda: gettext("Steps met late"), unmet=lambda: gettext("Steps not met")
    ),
    "flash_share": lambda of: gettext("FLASH among all messages"),
    "flash_outside": lambda of: gettext("FLASH outside the occasions of the charter, without a reason"),
    "flash_day": lambda of: of,
    "silence_longest": lambda of: gettext("Longest stretch without any entry"),
    "silence_over": lambda of: gettext("Stretches longer than two line checks"),
}
_GROUP_OF: Mapping[str, str] = {
    "answers": "answers", "decisions": "decisions", "exchanged": "exchanged", "receipts": "receipts",
    "unread": "receipts", "duties": "duties", "lapsed": "lapsed",
    "checks_sent": "checks", "checks_answered": "checks",
    "inspections": "checks", "notices_short": "notices", "notices_by": "notices",
    "notices_after": "notices", "steps": "steps", "flash_share": "flash", "flash_outside": "flash",
    "flash_day": "flash_days", "silence_longest": "silence", "silence_over": "silence",
}  # fmt: skip
_DECISIONS: Mapping[str, Callable[[], str]] = {
    PERMIT: lambda: gettext("Decisions on permits"),
    HUMANITARIAN: lambda: gettext("Decisions on permits of humanitarian crossings"),
    PROJECT: lambda: gettext("Decisions on projects"),
}
_EXCHANGED: Mapping[str, Callable[[], str]] = {
    "IRD-3": lambda: gettext("Requests for information answered or refused"),
    "IRD-1": lambda: gettext("Retractions acknowledged"),
    "IRD-2": lambda: gettext("What became of tear-lines said"),
    "IRD-4": lambda: gettext("Assessments signed or dissented from"),
    "IRD-5": lambda: gettext("Words on assessments after a retraction"),
}
_GROUPS: Mapping[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "answers": (
        lambda: gettext("Answer times"),
        lambda: gettext("From the first reading to the answer, of duties that were met: the middle one, nine in ten,"
                        " the longest, and how many."),
    ),
    "decisions": (
        lambda: gettext("Decision times"),
        lambda: gettext("From the first reading to the decision, whether it was given or refused: the middle one, nine"
                        " in ten, the longest, and how many."),
    ),
    "exchanged": (
        lambda: gettext("Answer times of information exchange"),
        lambda: gettext("From the first reading to the answer, of what was answered: the middle one, nine in ten, the"
                        " longest, and how many."),
    ),
    "receipts": (
        lambda: gettext("Readings"),
        lambda: gettext("From when something was sent until its addressee first showed that it had read it."),
    ),
    "duties": (
        lambda: gettext("Duties"),
        lambda: gettext("Of all duties that were met or became due within these days."),
    ),
    "lapsed": (
        lambda: gettext("Late or not met, by clause"),
        lambda: gettext("Of all duties by that clause."),
    ),
    "checks": (
        lambda: gettext("Line checks and inspections"),
        lambda: gettext("Of all that were to be sent, answered or inspected by the schedules of the charter."),
    ),
    "notices": (
        lambda: gettext("Notices"),
        lambda: gettext("Of all notices and changes of them that the member gave."),
    ),
    "steps": (
        lambda: gettext("Steps of commitments"),
        lambda: gettext("Of all steps that were met or became due."),
    ),
    "flash": (
        lambda: gettext("Use of FLASH"),
        lambda: gettext("Of all messages that the member sent, and of all its FLASH."),
    ),
    "flash_days": (
        lambda: gettext("FLASH by day"),
        lambda: gettext("Of all messages that the member sent on that day, in UTC."),
    ),
    "silence": (
        lambda: gettext("Silence"),
        lambda: gettext("Between one entry of a member's log and its next, whatever they say, by its own clock."),
    ),
}  # fmt: skip
GROUPS = tuple(_GROUPS)
_COLUMNS: Mapping[str, Callable[[], str]] = {
    "figure": lambda: gettext("Figure"),
    "of": lambda: gettext("Of what"),
    "member": lambda: gettext("Member"),
    "count": lambda: gettext("Count"),
    "out_of": lambda: gettext("Out of"),
    "median_s": lambda: gettext("Median, seconds"),
    "ninetieth_s": lambda: gettext("Nine in ten within, seconds"),
    "worst_s": lambda: gettext("Longest, seconds"),
    "entries": lambda: gettext("Entries"),
}

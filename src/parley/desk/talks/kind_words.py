"""What the entries and the duties of rounds and files of talks are called. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext

Word = Callable[[], str]

KINDS: Mapping[str, Word] = {
    "round_proposed": lambda: gettext("Round of talks proposed"),
    "round_answered": lambda: gettext("Answer to the invitation"),
    "round_lapse_cited": lambda: gettext("Lapse cited"),
    "file_opened": lambda: gettext("File of talks opened"),
}
DUTIES: Mapping[str, Word] = {
    "answer_invitation": lambda: gettext("Answer the invitation"),
}
WHY: Mapping[str, Word] = {
    "answer_invitation": lambda: gettext(
        "Who is invited to a round answers within the charter's hours, from its first reading."
    ),
}
DUTY_KINDS: Mapping[str, str] = {"answer_invitation": "round_answered"}


def track_word() -> str:
    """Say what the track is called."""
    return gettext("Talks")

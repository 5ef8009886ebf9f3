"""The words of overlaps for the codes that their entries and states carry. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext


def answer_word(how: str) -> str:
    """Say what a side answered."""
    return ANSWERS[how]() if how in ANSWERS else how


def way_word(how: str) -> str:
    """Say on a button what this member answers by it."""
    return WAYS[how]() if how in WAYS else how


def cleared_word(how: str) -> str:
    """Say by what an overlap was cleared."""
    return CLEARED[how]() if how in CLEARED else how


def knew_word(knew: str) -> str:
    """Say whether the author of the later version had seen the other one."""
    if knew == "concurrent":
        return gettext("Neither had seen the other's notice.")
    return gettext("The later one was filed after its author had seen the other.")


def subject_of_overlap(state: Mapping[str, Any]) -> str:
    """Return the line under which an overlap is known: both subjects."""
    return gettext("Overlap: %(subjects)s") % {"subjects": " / ".join(side["subject"] for side in state["sides"])}


ANSWERS: Mapping[str, Callable[[], str]] = {
    "will_change": lambda: gettext("Will change its plan"),
    "keeps": lambda: gettext("Keeps its plan"),
    "asks_supervisor": lambda: gettext("Asks the supervisor"),
    "received": lambda: gettext("Has received it and keeps the right of way"),
    "advises": lambda: gettext("Advice of the supervisor"),
}
WAYS: Mapping[str, Callable[[], str]] = {
    "will_change": lambda: gettext("We change our plan"),
    "keeps": lambda: gettext("We keep our plan"),
    "asks_supervisor": lambda: gettext("Ask the supervisor"),
    "received": lambda: gettext("We know, and keep the right of way"),
    "advises": lambda: gettext("Advise both sides"),
}
CLEARED: Mapping[str, Callable[[], str]] = {
    "moved": lambda: gettext("Overlap cleared: they do not meet any more"),
    "ended": lambda: gettext("Overlap over: an activity has ended"),
    "cancelled": lambda: gettext("Overlap cleared: an activity was cancelled"),
}

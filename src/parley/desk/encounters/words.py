"""The words of encounters for the codes that their entries and states carry. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from parley.desk.notices.words import kind_word, unagreed_word
from parley.desk.overlaps import words as of_overlap

AGREED = "agreed"


def answer_word(how: str) -> str:
    """Say what somebody answered."""
    return ANSWERS[how]() if how in ANSWERS else how


def way_word(how: str) -> str:
    """Say on a button what this member answers by it."""
    return _WAYS[how]() if how in _WAYS else how


def cleared_word(how: str) -> str:
    """Say by what an encounter was cleared."""
    return CLEARED[how]() if how in CLEARED else how


def met_word(kind: str, *, standing: str, sort: str) -> str:
    """Say how an activity meets a zone, a standstill or a site; what is not agreed is never called forbidden."""
    if sort in _SORTS or kind in _SORTS:
        return _SORTS[sort if sort in _SORTS else kind]()
    return kind_word(kind) if standing == AGREED else unagreed_word(kind)


def met_name(met: Mapping[str, str]) -> str:
    """Return the name of a zone in the reader's language, the id of a standstill or a site."""
    # Here, because words are loaded before the node is.
    from parley.desk.cell import node  # noqa: PLC0415

    zone = node().charter().zones.get(met["name"]) if met["kind"] == "zone" else None
    names = zone.names if zone is not None else {}
    return names.get(get_language() or "en") or names.get("en") or met["name"]


def subject_of_encounter(state: Mapping[str, Any]) -> str:
    """Return the line under which an encounter is known: what is met, and the subject of the notice."""
    met = state["met"]
    return _SUBJECTS[met["kind"]]() % {"met": met_name(met), "subject": state["side"]["subject"]}


_SUBJECTS: Mapping[str, Callable[[], str]] = {
    "zone": lambda: gettext("Zone %(met)s: %(subject)s"),
    "standstill": lambda: gettext("Standstill %(met)s: %(subject)s"),
    "site": lambda: gettext("Site %(met)s: %(subject)s"),
}
_SORTS: Mapping[str, Callable[[], str]] = {
    "standstill": lambda: gettext("Falls into a standstill"),
    "site": lambda: gettext("Comes to a protected site or movement"),
}
# Answered as in an overlap; but who receives an encounter need have no right of way, and advice goes to one author.
ANSWERS: Mapping[str, Callable[[], str]] = {
    **of_overlap.ANSWERS,
    "received": lambda: gettext("Has received it"),
}
_WAYS: Mapping[str, Callable[[], str]] = {
    **of_overlap.WAYS,
    "received": lambda: gettext("We have received it"),
    "advises": lambda: gettext("Advise the author"),
}
CLEARED: Mapping[str, Callable[[], str]] = {
    "moved": lambda: gettext("Cleared: the plan was changed"),
    "ended": lambda: gettext("Over: the activity has ended"),
    "cancelled": lambda: gettext("Cleared: the activity was cancelled"),
    "excepted": lambda: gettext("Cleared: a signed variance excepts it"),
    "lifted": lambda: gettext("Cleared: what it met does not hold there any more"),
}

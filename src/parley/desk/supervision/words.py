"""The words of supervision for the codes that its states carry. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext, pgettext

from parley.charter.supervision_terms import NamedClause, supervision_terms
from parley.desk.cell import node
from parley.desk.naming import in_language

DIRECTIVE_STATES: Mapping[str, Callable[[], str]] = {
    "given": lambda: pgettext("a directive", "given, not answered by all"),
    "answered": lambda: pgettext("a directive", "answered by all"),
    "done": lambda: pgettext("a directive", "done, as all told"),
    "withdrawn": lambda: pgettext("a directive", "withdrawn"),
}
CERTIFICATE_STATES: Mapping[str, Callable[[], str]] = {
    "stands": lambda: pgettext("a certificate", "stands"),
    "contested": lambda: pgettext("a certificate", "contested"),
    "withdrawn": lambda: pgettext("a certificate", "withdrawn"),
}
CHANGE_STATES: Mapping[str, Callable[[], str]] = {
    "proposed": lambda: pgettext("a change", "waits for signatures"),
    "declined": lambda: pgettext("a change", "declined"),
    "withdrawn": lambda: pgettext("a change", "withdrawn"),
    "signed": lambda: pgettext("a change", "signed by all who sign it"),
}
BECOMES: Mapping[str, Callable[[], str]] = {
    "active": lambda: pgettext("the mechanism", "active"),
    "suspended": lambda: pgettext("the mechanism", "suspended: the line stays"),
    "ended": lambda: pgettext("the mechanism", "ended: the line stays"),
}
ANSWERS: Mapping[str, Callable[[], str]] = {
    "will_do": lambda: gettext("Will do it"),
    "will_not": lambda: gettext("Will not do it"),
    "noted": lambda: gettext("Takes note"),
}
_STOPPABLE: Mapping[str, Callable[[], str]] = {
    "incidents": lambda: pgettext("a track", "incidents"),
    "information": lambda: pgettext("a track", "information"),
    "talks": lambda: pgettext("a track", "talks"),
    "commerce": lambda: pgettext("a track", "commerce"),
}
_STATES = {"directive": DIRECTIVE_STATES, "certificate": CERTIFICATE_STATES, "mechanism_change": CHANGE_STATES}
FORMS = tuple(_STATES)


def state_choices(form: str) -> list[tuple[str, str]]:
    """Return the states of a form of supervision with their words, for a list to choose from."""
    return choices(_STATES[form])


def state_word(name: str, *, form: str) -> str:
    """Say how a matter of supervision stands."""
    return said(_STATES[form], name)


def said(words: Mapping[str, Callable[[], str]], name: str) -> str:
    """Say a code in a word; one that is unknown as it stands."""
    return words[name]() if name in words else name


def track_named(name: str) -> str:
    """Say one of the tracks whose clocks may stand still."""
    return said(_STOPPABLE, name)


def choices(words: Mapping[str, Callable[[], str]]) -> list[tuple[str, str]]:
    """Return every code with its word, as a list to choose from."""
    return [(name, word()) for name, word in words.items()]


def clause_word(name: str, *, language: str) -> str:
    """Say a clause of the section by the charter's name for it; one that it has no more by its code."""
    terms = supervision_terms(node().charter())
    clause = {**terms.certifies, **terms.binds}.get(name) if terms else None
    return in_language(clause.names, language=language) or name if clause else name


def clauses_for(clauses: Mapping[str, NamedClause], *, language: str) -> list[tuple[str, str]]:
    """Return the clauses that this member may use: those that are agreed and name it."""
    return [
        (name, in_language(each.names, language=language) or name)
        for name, each in clauses.items()
        if each.provenance.judges and node().member in each.by
    ]

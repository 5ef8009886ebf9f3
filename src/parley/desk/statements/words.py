"""The words of texts and statements for the codes that their states carry. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext, pgettext

from parley.tracks.talks import statement_state, text_state

TEXT_STATES: Mapping[str, Callable[[], str]] = {
    "open": lambda: pgettext("a text", "negotiated"),
    "freeze_proposed": lambda: pgettext("a text", "freeze asked for"),
    "frozen": lambda: pgettext("a text", "frozen, agreed by all"),
    "given_up": lambda: pgettext("a text", "given up"),
}
STATEMENT_STATES: Mapping[str, Callable[[], str]] = {
    "drafted": lambda: pgettext("a statement", "waits for signatures"),
    "signed": lambda: pgettext("a statement", "signed by all, not released yet"),
    "released": lambda: pgettext("a statement", "released"),
    "withdrawn": lambda: pgettext("a statement", "withdrawn"),
    "declined": lambda: pgettext("a statement", "declined"),
}
ATTRIBUTIONS: Mapping[str, Callable[[], str]] = {
    "jointly": lambda: gettext("All signatories together"),
    "on_behalf": lambda: gettext("One of them on behalf of all"),
}
_STATES = {text_state.FORM: TEXT_STATES, statement_state.FORM: STATEMENT_STATES}
FORMS = tuple(_STATES)


def state_choices(form: str) -> list[tuple[str, str]]:
    """Return the states of a text or a statement with their words, for a list to choose from."""
    return [(code, say()) for code, say in _STATES[form].items()]


def state_word(name: str, *, form: str) -> str:
    """Say the state of a text or a statement; an unknown one as itself."""
    found = _STATES[form].get(name)
    return found() if found is not None else name

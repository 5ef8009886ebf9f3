"""The words of talks for the codes that their entries and states carry. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext, pgettext

Word = Callable[[], str]


def word(words: Mapping[str, Word], code: str) -> str:
    """Say a code; an unknown one as itself."""
    return words[code]() if code in words else code


def choices(words: Mapping[str, Word]) -> list[tuple[str, str]]:
    """Return the codes with their words, for a list to choose from."""
    return [(code, say()) for code, say in words.items()]


ROUND_STATES: Mapping[str, Word] = {
    "proposed": lambda: pgettext("a round of talks", "proposed"),
    "accepted": lambda: pgettext("a round of talks", "accepted by all"),
    "declined": lambda: pgettext("a round of talks", "declined"),
    "in_session": lambda: pgettext("a round of talks", "in session"),
    "adjourned": lambda: pgettext("a round of talks", "adjourned"),
    "closed": lambda: pgettext("a round of talks", "closed"),
    "cancelled": lambda: pgettext("a round of talks", "cancelled"),
}
FILE_STATES: Mapping[str, Word] = {
    "open": lambda: pgettext("a file of talks", "open"),
    "waiting": lambda: pgettext("a file of talks", "waits for a step"),
    "ready": lambda: pgettext("a file of talks", "ready"),
    "on_agenda": lambda: pgettext("a file of talks", "on an agenda"),
    "in_session": lambda: pgettext("a file of talks", "in session"),
    "decided_so_far": lambda: pgettext("a file of talks", "agreed so far, not in effect"),
    "decided": lambda: pgettext("a file of talks", "decided"),
    "agreed": lambda: pgettext("a file of talks", "agreed"),
    "set_aside": lambda: pgettext("a file of talks", "set aside"),
    "noted": lambda: pgettext("a file of talks", "own note"),
}
GATE_STATES: Mapping[str, Word] = {
    "open": lambda: pgettext("a gate", "open"),
    "waiting": lambda: pgettext("a gate", "not certified yet"),
    "in_part": lambda: pgettext("a gate", "certified in part"),
    "disputed": lambda: pgettext("a gate", "the certificate is disputed"),
    "gone": lambda: pgettext("a gate", "no such step any more"),
}
GATE_SHAPES: Mapping[str, str] = {
    "open": "done", "waiting": "wait", "in_part": "soon", "disputed": "bad", "gone": "bad"
}  # fmt: skip
STANDS: Mapping[str, Word] = {
    "proposed": lambda: pgettext("a decision", "not signed by all yet"),
    "declined": lambda: pgettext("a decision", "declined"),
    "withdrawn": lambda: pgettext("a decision", "withdrawn"),
    "signed": lambda: pgettext("a decision", "signed by all"),
    "agreed_so_far": lambda: pgettext("a decision", "signed by all, not in effect before the package"),
    "in_effect": lambda: pgettext("a decision", "in effect"),
}
STANDS_SHAPES: Mapping[str, str] = {
    "proposed": "wait", "declined": "bad", "withdrawn": "todo", "signed": "done", "agreed_so_far": "soon",
    "in_effect": "done",
}  # fmt: skip
ANSWERS: Mapping[str, Word] = {
    "accepts": lambda: gettext("comes"),
    "accepts_with": lambda: gettext("comes, on a condition"),
    "declines": lambda: gettext("does not come"),
}
RULES: Mapping[str, Word] = {
    "on_record": lambda: gettext("On the record: each remark names who spoke"),
    "not_for_attribution": lambda: gettext("Not for attribution: what was said may be used, nobody is named"),
    "off_record": lambda: gettext("Off the record: nothing that was said is kept"),
}
ENDS: Mapping[str, Word] = {
    "agreed": lambda: pgettext("a file of talks", "agreed"),
    "set_aside": lambda: pgettext("a file of talks", "set aside"),
}

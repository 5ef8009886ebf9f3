"""The words of disputes for the codes that their states carry. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext, pgettext

from parley.charter.disputes import DisputeLevel, dispute_terms
from parley.desk.cell import node
from parley.desk.naming import in_language

MATTER_STATES: Mapping[str, Callable[[], str]] = {
    "claimed": lambda: pgettext("a dispute", "claimed, not answered"),
    "answered": lambda: pgettext("a dispute", "answered, not settled"),
    "settled": lambda: pgettext("a dispute", "settled"),
    "decided": lambda: pgettext("a dispute", "decided"),
    "referred": lambda: pgettext("a dispute", "referred outside"),
    "withdrawn": lambda: pgettext("a dispute", "withdrawn"),
    "shown": lambda: pgettext("evidence", "shown"),
}
_SIGNINGS: Mapping[str, Callable[[], str]] = {
    "proposed": lambda: pgettext("a text", "waits for signatures"),
    "declined": lambda: pgettext("a text", "declined, for good"),
    "withdrawn": lambda: pgettext("a text", "withdrawn"),
    "signed": lambda: pgettext("a text", "signed by all sides"),
}
_POSITIONS: Mapping[str, Callable[[], str]] = {
    "accepts": lambda: gettext("Accepts the claim"),
    "denies": lambda: gettext("Denies the claim"),
    "accepts_in_part": lambda: gettext("Accepts the claim in part"),
    "contests_ground": lambda: gettext("Contests that the mechanism covers it"),
}
_OVER: Mapping[str, Callable[[], str]] = {
    "text": lambda: gettext("a text with a salt"),
    "file": lambda: gettext("a file"),
}
POSITIONS = tuple(_POSITIONS)


def state_word(name: str) -> str:
    """Say how a dispute stands."""
    return MATTER_STATES[name]() if name in MATTER_STATES else name


def signing_word(name: str) -> str:
    """Say how the signing of one text stands."""
    return _SIGNINGS[name]()


def position_word(name: str) -> str:
    """Say what an answer says of the claim."""
    return _POSITIONS[name]() if name in _POSITIONS else name


def over_word(name: str) -> str:
    """Say over what a digest was made."""
    return _OVER[name]() if name in _OVER else name


def level_word(level: DisputeLevel, *, language: str) -> str:
    """Say a level of the ladder by the charter's name for it."""
    return in_language(level.names, language=language) or level.name


def level_named(name: str, *, language: str) -> str:
    """Say a level by its name in the charter in force; one that it has no more by its code."""
    terms = dispute_terms(node().charter())
    level = terms.level(name) if terms else None
    return level_word(level, language=language) if level else name

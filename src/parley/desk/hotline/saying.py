"""How fields of entries are said, whichever track they are of: as they are, instants, members, roles, lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext

from parley.geo.moment import LATEST_S, Moment, moment_text


@dataclass(frozen=True, slots=True)
class Words:
    """The names of members and of roles in the reader's language."""

    names: Callable[[str], str]
    roles: Callable[[str], str]


Say = Callable[[Any, Words], str]
# The label of a field, and how its value is said.
Field = tuple[Callable[[], str], Say]


def instant(at_s: int) -> str:
    """Return an instant to the second, or to the minute where it has no seconds."""
    return moment_text(Moment(at_s, "second" if at_s % 60 else "minute"))


def as_it_is(value: Any, words: Words) -> str:
    """Say a value as it stands."""
    return str(value)


def when(value: Any, words: Words) -> str:
    """Say an instant in seconds."""
    return instant(value)


def due(value: Any, words: Words) -> str:
    """Say an instant in milliseconds, to the second; one that no calendar has as it stands."""
    at_s = int(value) // 1000
    return moment_text(Moment(at_s, "second")) if at_s <= LATEST_S else str(value)


def when_asked(value: Any, words: Words) -> str:
    """Say yes, and nothing of what was not asked for."""
    return gettext("yes") if value else ""


def yes_or_no(value: Any, words: Words) -> str:
    """Say yes or no."""
    return gettext("yes") if value else pgettext("in answer to a question", "no")


def member(value: Any, words: Words) -> str:
    """Say a member by its name."""
    return words.names(str(value))


def members(value: Any, words: Words) -> str:
    """Say members by their names."""
    return gettext(", ").join(words.names(str(code)) for code in value)


def role(value: Any, words: Words) -> str:
    """Say a role by its name."""
    return words.roles(str(value))


def listed(value: Any, words: Words) -> str:
    """Say several values in a row."""
    return " · ".join(str(each) for each in value)

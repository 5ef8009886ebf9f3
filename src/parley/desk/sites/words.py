"""The words of protected sites for the codes of their contents: what, by which consent, as found on the map."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext, pgettext


def category_word(code: str) -> str:
    """Say what is protected."""
    return _CATEGORIES[code]() if code in _CATEGORIES else code


def use_word(code: str) -> str:
    """Say what a recipient may do by the consent given."""
    return _USES[code]() if code in _USES else code


def finding_word(code: str) -> str:
    """Say what a second person found on the map."""
    return _FINDINGS[code]() if code in _FINDINGS else code


def categories() -> list[tuple[str, str]]:
    """Return every category with its word."""
    return [(code, word()) for code, word in _CATEGORIES.items()]


def uses() -> list[tuple[str, str]]:
    """Return every consent with its word."""
    return [(code, word()) for code, word in _USES.items()]


def findings() -> list[tuple[str, str]]:
    """Return every finding with its word."""
    return [(code, word()) for code, word in _FINDINGS.items()]


_CATEGORIES: Mapping[str, Callable[[], str]] = {
    "health": lambda: gettext("Hospital or clinic"),
    "school": lambda: gettext("School"),
    "shelter": lambda: gettext("Shelter or camp"),
    "water_power": lambda: gettext("Water or power works"),
    "relief": lambda: gettext("Relief store or office"),
    "worship_heritage": lambda: gettext("Place of worship or heritage"),
    "movement": lambda: gettext("Humanitarian movement"),
    "evacuation": lambda: gettext("Evacuation"),
    "other": lambda: gettext("Other protected site"),
}
_USES: Mapping[str, Callable[[], str]] = {
    "receive": lambda: gettext("may receive it alone"),
    "pass_on": lambda: gettext("may receive it and pass it on inside its force"),
}
_FINDINGS: Mapping[str, Callable[[], str]] = {
    "agrees": lambda: pgettext("a check on the map", "agrees with the map"),
    "differs": lambda: pgettext("a check on the map", "differs from the map"),
}

"""How this browser shows the desk: light or dark, more contrast, closer rows. Kept in one cookie for a year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext, pgettext

COOKIE = "parley-appearance"
# The first of each is the browser's own wish, or the plain way.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "theme": ("system", "light", "dark"),
    "contrast": ("system", "more"),
    "density": ("normal", "close"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that the officer may choose: its name and word, and the options with their words."""

    name: str
    word: str
    options: tuple[tuple[str, str, bool], ...]


def appearance_of(request: HttpRequest) -> dict[str, str]:
    """Return what this browser chose; the first of each where it chose nothing or something unknown."""
    kept = dict(part.split("-", 1) for part in request.COOKIES.get(COOKIE, "").split(".") if "-" in part)
    return {name: kept[name] if kept.get(name) in options else options[0] for name, options in CHOICES.items()}


def choices_of(request: HttpRequest) -> list[Choice]:
    """Return the choices with what is chosen, in the reader's language."""
    chosen = appearance_of(request)
    return [
        Choice(name, _NAMES[name](), tuple((each, _OPTIONS[name, each](), each == chosen[name]) for each in options))
        for name, options in CHOICES.items()
    ]


_NAMES: Mapping[str, Callable[[], str]] = {
    "theme": lambda: gettext("Light or dark"),
    "contrast": lambda: gettext("Contrast"),
    "density": lambda: gettext("Rows"),
}
_OPTIONS: Mapping[tuple[str, str], Callable[[], str]] = {
    ("theme", "system"): lambda: pgettext("appearance", "as the system"),
    ("theme", "light"): lambda: pgettext("appearance", "light"),
    ("theme", "dark"): lambda: pgettext("appearance", "dark"),
    ("contrast", "system"): lambda: pgettext("appearance", "as the system"),
    ("contrast", "more"): lambda: pgettext("appearance", "more contrast"),
    ("density", "normal"): lambda: pgettext("appearance", "roomy"),
    ("density", "close"): lambda: pgettext("appearance", "close together"),
}

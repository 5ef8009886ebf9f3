"""The words of notices for the codes that states, overlaps and the charter carry. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext, pgettext


def state_word(name: str) -> str:
    """Say how far an activity is."""
    return _STATES[name]() if name in _STATES else name


def kind_word(kind: str) -> str:
    """Say how two activities meet, or an activity a zone."""
    return _KINDS[kind]() if kind in _KINDS else rule_word(kind)


def rule_word(rule: str) -> str:
    """Say the rule of a zone."""
    return _RULES[rule]() if rule in _RULES else rule


def unagreed_word(kind: str) -> str:
    """Say how an activity would meet a zone if drawing and rule were agreed: only what is agreed forbids."""
    return _UNAGREED[kind]() if kind in _UNAGREED else kind_word(kind)


def standing_word(standing: str, members: str) -> str:
    """Say what the standing of a zone means for what meets it, and by whom; "unsigned" is a charter not in force."""
    return _STANDINGS[standing]() % {"members": members} if standing in _STANDINGS else standing


_STATES: Mapping[str, Callable[[], str]] = {
    "planned": lambda: pgettext("an activity", "planned"),
    "active": lambda: pgettext("an activity", "under way"),
    "deviating": lambda: pgettext("an activity", "deviating"),
    "ended": lambda: pgettext("an activity", "ended"),
    "cancelled": lambda: pgettext("an activity", "cancelled"),
}
_KINDS: Mapping[str, Callable[[], str]] = {
    "conflict": lambda: gettext("Conflict"),
    "near": lambda: gettext("Too close"),
    "contact": lambda: gettext("Contact: a strip under 2 cm"),
    "over_limit": lambda: gettext("More than may be there"),
    "unstated": lambda: gettext("Limited there, and no number is said"),
    "outside": lambda: gettext("Outside of where alone it may be"),
}
_RULES: Mapping[str, Callable[[], str]] = {
    "forbidden": lambda: gettext("Forbidden there"),
    "only_inside": lambda: gettext("Only there"),
    "limit": lambda: gettext("Limited there"),
    "protected": lambda: gettext("Protected site"),
}
_UNAGREED: Mapping[str, Callable[[], str]] = {
    "forbidden": lambda: gettext("Would be forbidden there"),
    "over_limit": lambda: gettext("Would be more than may be there"),
    "unstated": lambda: gettext("Would be limited there, and no number is said"),
    "outside": lambda: gettext("Would be outside of where alone it may be"),
    "protected": lambda: gettext("Called a protected site"),
}
_STANDINGS: Mapping[str, Callable[[], str]] = {
    "agreed": lambda: gettext("This zone and its rule are agreed."),
    "proposed": lambda: gettext("Proposed by %(members)s: drawing or rule judges nothing."),
    "asserted": lambda: gettext("Asserted by %(members)s: drawing or rule judges nothing."),
    "contested": lambda: gettext("Contested by %(members)s: drawing or rule judges nothing."),
    "unsigned": lambda: gettext("Not all members have signed the charter: its zones judge nothing yet."),
}

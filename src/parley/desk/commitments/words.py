"""The words of commitments for the codes that their states carry. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext, pgettext

from parley.desk.hotline.saying import instant

Word = Callable[[], str]


def sort_word(sort: str) -> str:
    """Say what kind of instrument it is."""
    return _SORTS[sort]() if sort in _SORTS else gettext("Variance of a limit")


def standing_word(standing: str) -> str:
    """Say how an instrument stands."""
    return _STANDINGS[standing]() if standing in _STANDINGS else standing


def state_word(state: str) -> str:
    """Say how a step stands."""
    return STEP_STATES[state]() if state in STEP_STATES else state


def made_word(made: str) -> str:
    """Say where an instrument was made."""
    return _MADE[made]() if made in _MADE else made


def shape_of(state: str) -> str:
    """Return the shape of a step's state; the word stands beside it."""
    return _SHAPES.get(state, "todo")


def why_words(why: Mapping[str, Any], *, names: Callable[[str], str]) -> str:
    """Say why a step stands as it does."""
    said = _WHY.get(str(why["code"]))
    if said is None:
        return str(why["code"])
    told = {name: _told(name, value, names=names) for name, value in why.items() if name != "code"}
    return said() % told


def _told(name: str, value: Any, *, names: Callable[[str], str]) -> str:
    if name.endswith("_s"):
        return instant(int(value)) if value is not None else "–"
    if name == "members":
        return gettext(", ").join(names(str(each)) for each in value)
    if isinstance(value, list | tuple):
        told = (gettext("D, when it comes into force") if each == "D" else str(each) for each in value)
        return gettext(", ").join(told)
    return str(value)


_SORTS: Mapping[str, Word] = {
    "understanding": lambda: gettext("Understanding"),
    "arrangement": lambda: gettext("Arrangement"),
    "agreement": lambda: gettext("Agreement"),
}
_MADE: Mapping[str, Word] = {
    "here": lambda: gettext("here, by its signatures"),
    "elsewhere": lambda: gettext("elsewhere, before"),
}
_STANDINGS: Mapping[str, Word] = {
    "agreed": lambda: pgettext("an instrument", "agreed"),
    "proposed": lambda: pgettext("an instrument", "proposed"),
    "asserted": lambda: pgettext("an instrument", "asserted"),
    "contested": lambda: pgettext("an instrument", "contested"),
    "declined": lambda: pgettext("an instrument", "declined"),
    "withdrawn": lambda: pgettext("an instrument", "withdrawn"),
    "superseded": lambda: pgettext("an instrument", "superseded"),
}
# The states of matters of this track that other lists show.
MATTER_STATES: Mapping[str, Word] = {
    **{name: _STANDINGS[name] for name in ("agreed", "asserted", "contested", "superseded")},
    "declared": lambda: pgettext("forces", "declared"),
}
STEP_STATES: Mapping[str, Word] = {
    "pending": lambda: pgettext("a step", "pending"),
    "due": lambda: pgettext("a step", "to be done"),
    "partial": lambda: pgettext("a step", "partly done"),
    "reported": lambda: pgettext("a step", "reported, not certified"),
    "met_early": lambda: pgettext("a step", "met early"),
    "met_on_time": lambda: pgettext("a step", "met on time"),
    "met_late": lambda: pgettext("a step", "met late"),
    "missed": lambda: pgettext("a step", "missed"),
    "disputed": lambda: pgettext("a step", "disputed"),
    "waived": lambda: pgettext("a step", "waived"),
    "superseded": lambda: pgettext("a step", "superseded"),
    "amended": lambda: pgettext("a step", "amended"),
}
_SHAPES: Mapping[str, str] = {
    "pending": "wait", "due": "soon", "partial": "soon", "reported": "wait", "met_early": "done", "met_on_time": "done",
    "met_late": "done", "missed": "over", "disputed": "fork", "waived": "back", "superseded": "back", "amended": "pen",
}  # fmt: skip
_WHY: Mapping[str, Word] = {
    "waits_for": lambda: gettext("It waits for %(names)s."),
    "not_before": lambda: gettext("It begins on %(at_s)s."),
    "until": lambda: gettext("Its time lasts until %(at_s)s."),
    "no_date": lambda: gettext("It has no date."),
    "time_over": lambda: gettext("Its time was over on %(at_s)s, and not all of it was certified."),
    "not_certified": lambda: gettext("It was reported as done on %(at_s)s, and nobody has certified it yet."),
    "certified": lambda: gettext("It was done on %(done_s)s and certified on %(at_s)s."),
    "waived": lambda: gettext("All to whom it is owed have waived it, since %(at_s)s."),
    "superseded": lambda: gettext("Another instrument stands in its place since %(at_s)s."),
    "amended": lambda: gettext("Other terms are in force since %(at_s)s, by %(by)s."),
    "disputed_by": lambda: gettext("Disputed by %(members)s."),
    "nobody_began": lambda: gettext("Nothing of what goes together with it was begun either: %(names)s."),
    "turns_missed": lambda: gettext("Turns that were missed: %(numbers)s."),
}
_BY: Mapping[str, Word] = {
    "charter": lambda: gettext("by the charter"),
    "begun": lambda: gettext("holds since a step was certified"),
    "ended": lambda: gettext("ended when a step was certified"),
}


def by_word(by: str) -> str:
    """Say by what a line or a zone holds, or holds no more."""
    return _BY[by]()

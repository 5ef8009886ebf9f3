"""Reads what a charter says of commerce. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from parley.charter.commerce import DAYS, QUEUED, REFUSED, CommerceTerms, CrossingPoint
from parley.charter.form import Form
from parley.charter.map_terms import place_of
from parley.charter.model import PRECEDENCE_NAMES
from parley.charter.terms import CODE, DAY_MINUTES, Bases, read_names, words_of

LONGEST_HOURS, LONGEST_DAYS = 24 * 366, 366
CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
MOST_IN_SLOT = 10_000


def read_commerce(form: Form, *, languages: tuple[str, ...], bases: Bases) -> CommerceTerms | None:
    """Return the section `commerce`; None where the charter has none, and then nothing of it is filed."""
    if not form.has("commerce"):
        return None
    hours = ("permit_hours", "humanitarian_hours", "telling_hours", "decision_hours")
    words = ("sectors", "units", "person_roles")
    required = ("precedence", *hours, "offer_days", *words, "points", "basis")
    item = form.form("commerce", required=required)
    return CommerceTerms(
        precedence=item.word("precedence", among=PRECEDENCE_NAMES),
        permit_hours=item.number("permit_hours", low=1, high=LONGEST_HOURS),
        humanitarian_hours=item.number("humanitarian_hours", low=1, high=LONGEST_HOURS),
        telling_hours=item.number("telling_hours", low=1, high=LONGEST_HOURS),
        decision_hours=item.number("decision_hours", low=1, high=LONGEST_HOURS),
        offer_days=item.number("offer_days", low=1, high=LONGEST_DAYS),
        sectors=_words(item, "sectors", languages=languages),
        units=_words(item, "units", languages=languages),
        person_roles=_words(item, "person_roles", languages=languages),
        points=_points(item, languages=languages, bases=bases),
        provenance=bases.of(item),
    )


def _words(form: Form, name: str, *, languages: tuple[str, ...]) -> Mapping[str, Mapping[str, str]]:
    return {
        word: words_of(names, languages=languages) for word, names in form.named_forms(name, required=languages)
    }


def _points(form: Form, *, languages: tuple[str, ...], bases: Bases) -> dict[str, CrossingPoint]:
    required = (
        "names", "at", "days", "opens", "closes", "slot_minutes", "vehicles", "persons", "over_full", "decided_by",
        "told_by", "basis",
    )  # fmt: skip
    return {
        name: _point(name, item, languages=languages, bases=bases)
        for name, item in form.named_forms("points", required=required)
    }


def _point(name: str, form: Form, *, languages: tuple[str, ...], bases: Bases) -> CrossingPoint:
    opens, closes = _minute(form, "opens"), _minute(form, "closes")
    length = form.number("slot_minutes", low=5, high=DAY_MINUTES)
    if form.is_sound("opens", "closes", "slot_minutes") and closes - opens < length:
        form.note("charter.closes_before_a_slot", "closes", minutes=length)
    return CrossingPoint(
        name=name,
        names=read_names(form, languages=languages),
        at=place_of(form, "at"),
        days=_days(form),
        opens_min=opens,
        closes_min=closes,
        slot_minutes=length,
        vehicles=form.number("vehicles", low=0, high=MOST_IN_SLOT),
        persons=form.number("persons", low=0, high=MOST_IN_SLOT),
        over_full=form.word("over_full", among=(REFUSED, QUEUED)),
        decided_by=form.texts("decided_by", like=CODE),
        told_by=form.texts("told_by", like=CODE),
        provenance=bases.of(form),
    )


def _days(form: Form) -> tuple[str, ...]:
    days = form.texts("days")
    for number, day in enumerate(days):
        if day not in DAYS:
            form.note("charter.not_among", f"days.{number}", value=day, among=", ".join(DAYS))
    return days


def _minute(form: Form, name: str) -> int:
    """Return the minute of the day of a time such as 08:00; 24:00 is the end of the day."""
    text = form.text(name, like=CLOCK)
    return int(text[:2]) * 60 + int(text[3:]) if CLOCK.fullmatch(text) else 0

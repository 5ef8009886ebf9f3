"""Every field of an entry of commerce in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from parley.desk.cell import node
from parley.desk.commerce.words import ENDINGS, WHAT, word
from parley.desk.hotline import saying
from parley.desk.hotline.saying import Field, Words
from parley.desk.naming import in_language
from parley.tracks.commerce.entries import KINDS


def point_name(name: str) -> str:
    """Return what a crossing point is called, in the reader's language; the bare name of one that is unknown."""
    terms = node().charter().commerce
    found = terms.points.get(name) if terms is not None else None
    return in_language(found.names, language=get_language() or "en") if found is not None else name


def named(words: str, name: str) -> str:
    """Return what a word of the charter's lists is called: `words` is sectors, units or person_roles."""
    terms = node().charter().commerce
    found = getattr(terms, words).get(name) if terms is not None else None
    return in_language(found, language=get_language() or "en") if found is not None else name


def sector_choices() -> list[tuple[str, str]]:
    """Return the sectors of the charter with their names."""
    terms = node().charter().commerce
    return [(name, named("sectors", name)) for name in (terms.sectors if terms is not None else ())]


def goods_in_words(value: Any) -> list[str]:
    """Say each line of goods: what, how much, in which unit."""
    return [f"{each['what']}: {each['quantity']} {named('units', each['unit'])}" for each in value]


def people_in_words(value: Any) -> list[str]:
    """Say how many persons cross in which role."""
    return [f"{named('person_roles', each['role'])}: {each['count']}" for each in value]


def _goods(value: Any, words: Words) -> str:
    return " · ".join(goods_in_words(value))


def _people(value: Any, words: Words) -> str:
    return " · ".join(people_in_words(value))


def _documents(value: Any, words: Words) -> str:
    return " · ".join(f"{each['what']} {each['sha256']}" for each in value)


def gate_in_words(value: Any) -> str:
    """Say for which step of which instrument a crossing waits."""
    return gettext("%(step)s of %(instrument)s") % {"step": value["step"], "instrument": value["commitment"]}


def _gate(value: Any, words: Words) -> str:
    return gate_in_words(value)


def _sector(value: Any, words: Words) -> str:
    return named("sectors", str(value))


def _milestones(value: Any, words: Words) -> str:
    return " / ".join(milestone_in_words(each) for each in value)


def milestone_in_words(each: Mapping[str, Any]) -> str:
    """Say a milestone in one line: what it is, which step of which instrument, and for which it waits."""
    said = f"{each['id']}: {each['what']} · {each['commitment']} {each['step']}"
    gate = each.get("waits_for")
    return said if not gate else f"{said} · " + gettext("after %(names)s") % {
        "names": f"{gate['commitment']} {gate['step']}"}  # fmt: skip


FIELDS: Mapping[str, Field] = {
    "point": (lambda: gettext("Crossing point"), lambda value, words: point_name(str(value))),
    "towards": (lambda: gettext("Towards"), saying.member),
    "what": (lambda: gettext("What crosses"), lambda value, words: word(WHAT, str(value))),
    "slot_s": (lambda: gettext("Slot from"), saying.when),
    "vehicles": (lambda: gettext("Vehicles"), saying.as_it_is),
    "persons": (lambda: gettext("Persons"), saying.as_it_is),
    "humanitarian": (lambda: gettext("Humanitarian"), saying.yes_or_no),
    "goods": (lambda: gettext("Goods"), _goods),
    "people": (lambda: gettext("Persons by role"), _people),
    "documents": (lambda: gettext("Documents"), _documents),
    "route": (lambda: gettext("Notice of the route"), saying.as_it_is),
    "waits_for": (lambda: gettext("Waits for the step"), _gate),
    "gate": (lambda: gettext("Shown by"), saying.as_it_is),
    "contact": (lambda: gettext("Contact"), saying.as_it_is),
    "crossing": (lambda: gettext("Crossing"), saying.as_it_is),
    "sector": (lambda: gettext("Sector"), _sector),
    "between": (lambda: gettext("Between whom"), saying.members),
    "expires_s": (lambda: gettext("Open until"), saying.when),
    "opportunity": (lambda: gettext("Opportunity"), saying.as_it_is),
    "member": (lambda: gettext("Member"), saying.member),
    "members": (lambda: gettext("Members"), saying.members),
    "parties": (lambda: gettext("Parties"), saying.members),
    "milestones": (lambda: gettext("Milestones"), _milestones),
    "milestone": (lambda: gettext("Milestone"), saying.as_it_is),
    "certificate": (lambda: gettext("Certificate"), saying.as_it_is),
    "at_s": (lambda: gettext("When it happened"), saying.when),
}
# By kind, so that a field of the same name on another track keeps its own words.
OF_KIND: Mapping[tuple[str, str], Field] = {
    **{(kind, name): field for kind in KINDS for name, field in FIELDS.items()},
    ("milestone_reached", "gate"): (lambda: gettext("Certificate of what it waited for"), saying.as_it_is),
    ("project_ended", "how"): (lambda: gettext("How it ended"), lambda value, words: word(ENDINGS, str(value))),
}  # fmt: skip

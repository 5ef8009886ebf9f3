"""Reads what a charter says of incidents. Pure."""

from __future__ import annotations

from parley.charter.form import Form
from parley.charter.incidents import NEXT_STEPS, IncidentGroup, IncidentTerms, IncidentType, TypeClasses
from parley.charter.model import PRECEDENCE_NAMES
from parley.charter.terms import Bases, read_names, words_of

LONGEST_HOURS = 30 * 24


def read_incidents(form: Form, *, languages: tuple[str, ...], bases: Bases) -> IncidentTerms | None:
    """Return the section of incidents; None where the charter has none, and then none is reported."""
    if not form.has("incidents"):
        return None
    required = ("precedence", "explanation_hours", "judging_hours", "next_steps", "groups", "basis")
    item = form.form("incidents", required=required, optional=("classes",))
    return IncidentTerms(
        precedence=item.word("precedence", among=PRECEDENCE_NAMES),
        explanation_hours=item.number("explanation_hours", low=1, high=LONGEST_HOURS),
        judging_hours=item.number("judging_hours", low=1, high=LONGEST_HOURS),
        next_steps=_next_steps(item),
        groups=_groups(item, languages=languages),
        provenance=bases.of(item),
        classes=_classes(item, bases=bases) if item.has("classes") else None,
    )


def _classes(form: Form, *, bases: Bases) -> TypeClasses:
    item = form.form("classes", required=("types", "basis"))
    types = item.form("types")
    return TypeClasses({name: types.texts(name) for name in types.names_written}, bases.of(item))


def _next_steps(form: Form) -> tuple[str, ...]:
    steps = form.texts("next_steps")
    for number, step in enumerate(steps):
        if step not in NEXT_STEPS:
            form.note("charter.not_among", f"next_steps.{number}", value=step, among=", ".join(NEXT_STEPS))
    return steps


def _groups(form: Form, *, languages: tuple[str, ...]) -> dict[str, IncidentGroup]:
    groups: dict[str, IncidentGroup] = {}
    first: dict[str, str] = {}
    for name, item in form.named_forms("groups", required=("names", "types"), optional=("placeless",)):
        types = {}
        for word, names in item.named_forms("types", required=languages):
            if word in first:
                names.notes.note("charter.type_twice", names.where, name=word, group=first[word])
            first.setdefault(word, name)
            types[word] = IncidentType(word, words_of(names, languages=languages), name)
        placeless = item.truth("placeless") if item.has("placeless") else False
        groups[name] = IncidentGroup(name, read_names(item, languages=languages), placeless, types)
    return groups

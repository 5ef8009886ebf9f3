"""Reads what a charter says of disputes. Pure."""

from __future__ import annotations

from parley.charter.disputes import FROM_CLAIM, FROM_LEVEL, DisputeLevel, DisputeTerms
from parley.charter.form import NAME, Form
from parley.charter.model import MEMBER_KINDS
from parley.charter.terms import CODE, Bases, read_names

MOST_LEVELS, LONGEST_HOURS, LONGEST_DAYS = 16, 24 * 400, 400
DAY_MINUTES, HOUR_MINUTES = 1_440, 60
_REQUIRED = ("answer_hours", "longest_pause_hours", "longest_measure_days", "levels", "basis")
_OPTIONAL = ("evidence_to", "decides", "decides_from")


def read_disputes(form: Form, *, languages: tuple[str, ...], bases: Bases) -> DisputeTerms | None:
    """Return the section `disputes`; None where the charter has none, and then no dispute can be claimed."""
    if not form.has("disputes"):
        return None
    item = form.form("disputes", required=_REQUIRED, optional=_OPTIONAL)
    if item.has("decides") != item.has("decides_from"):
        item.note("charter.decides_by_halves", "decides")
    return DisputeTerms(
        levels=_levels(item, languages=languages),
        answer_minutes=item.number("answer_hours", low=1, high=LONGEST_HOURS) * HOUR_MINUTES,
        longest_pause_hours=item.number("longest_pause_hours", low=1, high=LONGEST_HOURS),
        longest_measure_days=item.number("longest_measure_days", low=1, high=LONGEST_DAYS),
        evidence_to=item.texts("evidence_to", like=NAME) if item.has("evidence_to") else (),
        decides=item.texts("decides", like=CODE) if item.has("decides") else (),
        decides_from=item.text("decides_from", like=NAME) if item.has("decides_from") else "",
        provenance=bases.of(item),
    )


def _levels(form: Form, *, languages: tuple[str, ...]) -> tuple[DisputeLevel, ...]:
    """Return the levels in their order; only the last may be without an end."""
    optional = ("acknowledge_minutes", "due_hours", "counts_from", "refers")
    written = list(form.named_forms("levels", required=("names", "roles", "of"), optional=optional))
    if not 1 <= len(written) <= MOST_LEVELS:
        form.note("charter.levels_number", "levels", most=MOST_LEVELS)
    for name, item in written[:-1]:
        if not item.has("due_hours"):
            item.note("charter.level_without_end", "names", name=name)
    return tuple(
        _level(number, name, item, languages=languages) for number, (name, item) in enumerate(written[:MOST_LEVELS])
    )


def _level(number: int, name: str, item: Form, *, languages: tuple[str, ...]) -> DisputeLevel:
    kinds = item.texts("of")
    for place, kind in enumerate(kinds):
        if kind not in MEMBER_KINDS:
            item.note("charter.not_among", f"of.{place}", value=kind, among=", ".join(MEMBER_KINDS))
    return DisputeLevel(
        number=number,
        name=name,
        names=read_names(item, languages=languages),
        roles=item.texts("roles", like=NAME),
        of=kinds,
        acknowledge_minutes=_number(item, "acknowledge_minutes", high=30 * DAY_MINUTES),
        due_minutes=hours * HOUR_MINUTES if (hours := _number(item, "due_hours", high=LONGEST_HOURS)) else None,
        counts_from=item.word("counts_from", among=(FROM_CLAIM, FROM_LEVEL)) if item.has("counts_from") else FROM_LEVEL,
        refers=item.truth("refers") if item.has("refers") else False,
    )


def _number(form: Form, name: str, *, high: int) -> int | None:
    return form.number(name, low=1, high=high) if form.has(name) else None

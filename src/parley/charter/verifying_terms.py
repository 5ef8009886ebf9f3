"""Reads what a charter says of verification. Pure."""

from __future__ import annotations

from parley.charter.blind_terms import cell_size
from parley.charter.form import Form
from parley.charter.terms import CODE, Bases
from parley.charter.verifying import QUESTIONS, FindingTerms, InspectedArea, InspectionTerms, WarningTerms

LONGEST_HOURS, LONGEST_DAYS = 30 * 24, 366
SHORTEST_PAST, LONGEST_PAST, LONGEST_RUN = 28, 366, 28
# For which the chart of early warning has thresholds (docs/decisions/0030-early-warning.md).
FALSE_ALARM_DAYS = ("365", "1000", "3000")


def read_inspections(form: Form, *, bases: Bases) -> InspectionTerms | None:
    """Return the section `inspections`; None where the charter has none, and then nobody inspects by it."""
    if not form.has("inspections"):
        return None
    item = form.form("inspections", required=("verifiers", "request_hours", "basis"), optional=("calendar",))
    return InspectionTerms(
        verifiers=item.texts("verifiers", like=CODE),
        request_hours=item.number("request_hours", low=1, high=LONGEST_HOURS),
        calendar=_calendar(item, bases=bases),
        provenance=bases.of(item),
    )


def _calendar(form: Form, *, bases: Bases) -> tuple[InspectedArea, ...]:
    fields = ("zone", "by", "every_days", "begins", "basis")
    return tuple(
        InspectedArea(
            item.text("zone"),
            item.text("by", like=CODE),
            item.number("every_days", low=1, high=LONGEST_DAYS),
            item.day("begins"),
            bases.of(item),
        )
        for item in form.forms("calendar", required=fields)
    )


def read_findings(form: Form, *, bases: Bases) -> FindingTerms | None:
    """Return the section `findings`; None where the charter has none, and then nobody finds anything by it."""
    if not form.has("findings"):
        return None
    item = form.form("findings", required=(*QUESTIONS, "basis"))
    return FindingTerms({question: item.texts(question, like=CODE) for question in QUESTIONS}, bases.of(item))


def read_early_warning(form: Form, *, bases: Bases) -> WarningTerms | None:
    """Return the section `early_warning`; None where the charter has none, and then no sector is watched."""
    if not form.has("early_warning"):
        return None
    numbers = ("baseline_days", "run_days", "false_alarm_days", "look_hours")
    item = form.form("early_warning", required=("cell_degrees", *numbers, "looked_at_by", "basis"))
    promise = item.word("false_alarm_days", among=FALSE_ALARM_DAYS)
    return WarningTerms(
        cell_e7=cell_size(item),
        baseline_days=item.number("baseline_days", low=SHORTEST_PAST, high=LONGEST_PAST),
        run_days=item.number("run_days", low=1, high=LONGEST_RUN),
        false_alarm_days=int(promise or FALSE_ALARM_DAYS[0]),
        looked_at_by=item.texts("looked_at_by", like=CODE),
        look_hours=item.number("look_hours", low=1, high=LONGEST_HOURS),
        provenance=bases.of(item),
    )

"""Reads what a charter says of de-escalation. Pure."""

from __future__ import annotations

from parley.charter.de_escalation import DeEscalationTerms
from parley.charter.form import Form
from parley.charter.terms import Bases

MINUTES_OF_DAY = 1_440


def read_de_escalation(form: Form, *, bases: Bases) -> DeEscalationTerms | None:
    """Return the section `de_escalation`; None where the charter has none, and then no such duty follows."""
    if not form.has("de_escalation"):
        return None
    item = form.form("de_escalation", required=("before_force_minutes", "of_types", "done_minutes", "basis"))
    return DeEscalationTerms(
        before_force_minutes=item.number("before_force_minutes", low=1, high=MINUTES_OF_DAY),
        of_types=item.texts("of_types"),
        done_minutes=item.number("done_minutes", low=1, high=MINUTES_OF_DAY),
        provenance=bases.of(item),
    )

"""What a charter says of commitments: how long members have to sign, and to certify what was reported. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from parley.charter.form import Form
from parley.charter.model import Provenance
from parley.charter.terms import Bases

LONGEST_HOURS = 24 * 366


@dataclass(frozen=True, slots=True)
class CommitmentTerms:
    """The section `commitments`: hours from receipt to sign or decline, and to certify a step that was reported."""

    sign_hours: int
    verify_hours: int
    provenance: Provenance


def read_commitments(form: Form, *, bases: Bases) -> CommitmentTerms | None:
    """Return the section `commitments`; None where the charter has none, and then no clock runs for either."""
    if not form.has("commitments"):
        return None
    item = form.form("commitments", required=("sign_hours", "verify_hours", "basis"))
    return CommitmentTerms(
        sign_hours=item.number("sign_hours", low=1, high=LONGEST_HOURS),
        verify_hours=item.number("verify_hours", low=1, high=LONGEST_HOURS),
        provenance=bases.of(item),
    )

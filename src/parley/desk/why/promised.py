"""What the charter says of commitments, in the reader's words: how long there is to sign, and to certify a step."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from parley.charter.model import Charter
from parley.desk.why.shown import Value, figure_said


def commitments_shown(value: Callable[..., Value], charter: Charter) -> Iterator[Value]:
    """Yield the hours in which an instrument is signed or declined, and in which a reported step is certified."""
    terms = charter.commitments
    if terms is None:
        return
    says: list[str | SafeString] = [
        figure_said(gettext("Hours to sign or decline, from receipt:"), terms.sign_hours),
        figure_said(gettext("Hours to certify what was reported, from receipt:"), terms.verify_hours),
    ]
    yield value("commitments-terms", gettext("Commitments"), says, terms.provenance)

"""Whether single sign-on is offered, and which subjects are linked to an account."""

from __future__ import annotations

from django import template

from parley.desk.sso.issuer import Issuer, issuer_used
from parley.desk.sso.models import LinkedSubject

register = template.Library()


@register.simple_tag
def single_sign_on() -> Issuer | None:
    """Return the issuer that is offered, None for none."""
    return issuer_used()


@register.simple_tag
def subjects_of(number: int) -> list[LinkedSubject]:
    """Return the subjects that sign in as this officer."""
    return list(LinkedSubject.objects.filter(officer_id=number).order_by("pk"))

"""What the banner of stoppable sends shows: the officer's own acts that leave within seconds."""

from __future__ import annotations

from typing import Any

from django import template

from parley.desk.sending.models import MOMENT, WAITING, Waiting

register = template.Library()


@register.simple_tag
def own_moments(officer: Any) -> list[Waiting]:
    """Return what this officer wrote and can still stop, the oldest first."""
    name = getattr(officer, "name", "")
    return list(Waiting.objects.filter(state=WAITING, purpose=MOMENT, by=name).order_by("at_ms")) if name else []

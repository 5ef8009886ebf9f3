"""What the alarm over every page shows: the accesses that last, and those that wait for a second officer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from parley.desk.emergency import opening
from parley.desk.emergency.showing import accesses_shown

register = template.Library()


@register.simple_tag(takes_context=True)
def emergencies(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what lasts now, and how many wait for a second officer's word."""
    rows = opening.lasting()
    return {"lasting": accesses_shown(context["frame"], rows) if rows else [], "waiting": len(opening.waiting())}

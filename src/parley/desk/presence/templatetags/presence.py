"""The line of who else looks at a matter, as a page first shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse

from parley.desk.presence.pages import seats_shown

register = template.Library()


@register.inclusion_tag("desk/presence/panel.html", takes_context=True)
def presence(context: Mapping[str, Any], matter: str) -> dict[str, Any]:
    """Show the line for a matter, which is fetched anew when somebody comes, goes or begins to write."""
    address = reverse("presence", args=matter.split("/"))
    return {"matter": matter, "address": address, "seats": seats_shown(context["frame"], matter)}

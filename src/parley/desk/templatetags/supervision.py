"""What the banner over every page says of the mechanism."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from parley.desk.cell import node
from parley.desk.supervision.showing import HeldShown, held_shown
from parley.node.supervision.standing import mechanism_at

register = template.Library()


@register.simple_tag(takes_context=True)
def mechanism_now(context: Mapping[str, Any]) -> HeldShown:
    """Return the state of the mechanism now: every role is told whether it is active."""
    return held_shown(mechanism_at(node(), context["frame"].now_ms))

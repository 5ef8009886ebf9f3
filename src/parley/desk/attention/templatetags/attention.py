"""What the bar of attention needs to know of the officer before the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from parley.desk.attention.hearing import cannot_hear, quiet_hours
from parley.desk.attention.locking import IDLE_SECONDS
from parley.desk.officers import confirming

register = template.Library()


@register.simple_tag(takes_context=True)
def has_passkey(context: Mapping[str, Any]) -> bool:
    """Return whether the officer before the screen has a passkey that opens the lock."""
    return confirming.has_passkey(context["frame"].officer)


@register.simple_tag(takes_context=True)
def attention_of(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return quiet hours, whether this officer has the watch, and who has it without hearing the FLASH sound."""
    frame = context["frame"]
    own = next((seat for seat in frame.seats if seat.member == frame.node.member), None)
    on_watch = own.officer if own is not None and not own.is_over else ""
    hours = quiet_hours(frame.officer)
    return {
        "quiet": f"{hours[0]}-{hours[1]}" if hours else "",
        "on_watch": bool(on_watch) and on_watch == frame.officer.shown_as,
        "unheard": on_watch if on_watch and cannot_hear(on_watch) else "",
        "idle": IDLE_SECONDS,
    }

"""The commands that the palette of every page lists."""

from __future__ import annotations

from django import template

from parley.desk.frame import Frame
from parley.desk.palette.commands import Command, commands_of

register = template.Library()


@register.simple_tag
def palette_commands(frame: Frame) -> list[Command]:
    """Return the commands of this officer, in the reader's language."""
    return commands_of(frame)

"""What the banner over every page says of standstills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template

from parley.desk.cell import node
from parley.desk.standstill.found import standing
from parley.desk.standstill.showing import StandstillShown, listed
from parley.desk.standstill.words import IN_FORCE
from parley.tracks.deconfliction.track import TRACK

register = template.Library()


@dataclass(frozen=True, slots=True)
class Now:
    """The standstills in force now, and whether the hour alone may soon change which they are."""

    in_force: tuple[StandstillShown, ...]
    is_moving: bool


@register.simple_tag(takes_context=True)
def standstills_now(context: Mapping[str, Any]) -> Now:
    """Return the standstills that are in force now; none for a role that does not read the track."""
    frame = context["frame"]
    if TRACK.name not in frame.tracks:
        return Now((), is_moving=False)
    at_s, charter = frame.now_ms // 1000, node().charter()
    states = [each for each in standing().standstills() if each.from_s is not None and at_s < each.until_s]
    shown = (listed(each, at_s=at_s, charter=charter, names=frame.name_of, roles=frame.role_of) for each in states)
    return Now(tuple(each for each in shown if each.stage == IN_FORCE), is_moving=bool(states))

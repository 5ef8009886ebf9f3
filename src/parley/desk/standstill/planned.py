"""Standstills on the calendar: from when until when each that all have signed holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from parley.desk.adding import Planned, Span
from parley.desk.addresses import address_of_form
from parley.desk.standstill.found import standing
from parley.desk.standstill.words import stage_at, stage_word
from parley.tracks.deconfliction.track import TRACK

if TYPE_CHECKING:
    from parley.desk.frame import Frame


def planned(frame: Frame, span: Span) -> Iterator[Planned]:
    """Yield each standstill that all have signed and that holds at some time of the span."""
    if TRACK.name not in frame.tracks:
        return
    for each in standing().standstills():
        if each.from_s is None or not each.may_hold:
            continue
        if each.from_s * 1000 < span.until_ms and each.until_s * 1000 > span.from_ms:
            stage = stage_at(each, at_s=span.now_ms // 1000)
            matter = each.opening.id
            yield Planned(
                each.from_s * 1000, gettext("Standstill"), str(each.main.terms["subject"]), each.until_s * 1000,
                tuple(each.main.terms["parties"]), "standstill", stage_word(stage), matter,
                address_of_form("standstill", matter), "ST-1",
            )  # fmt: skip

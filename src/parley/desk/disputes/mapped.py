"""Interim measures on the map: the areas of those agreed to, for as long as they hold, and of those asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from parley.desk.addresses import address_of_form
from parley.desk.disputes.found import disputes
from parley.desk.map.adding import Layer, MapFact, Window
from parley.desk.naming import member_name
from parley.desk.notices.mapped import geometry_of
from parley.desk.reach import tracks_read
from parley.desk.standstill.places import place_in_words
from parley.matters.signing import Signing
from parley.node.running import Node
from parley.tracks.disputes.state import FORM, DisputeState
from parley.tracks.disputes.track import TRACK

if TYPE_CHECKING:
    from parley.desk.models import Officer


def read(node: Node, officer: Officer, window: Window) -> Iterator[MapFact]:
    """Yield the areas of the measures that hold, will hold, or wait for the word of a side."""
    if TRACK.name not in tracks_read(officer):
        return
    for state in disputes().all():
        if window.matters is None or state.opening.id in window.matters:
            for measure in state.measures:
                yield from _of_measure(node, state, measure)


def _of_measure(node: Node, state: DisputeState, measure: Signing) -> Iterator[MapFact]:
    holds = state.measure_holds(measure)
    if holds is None and (measure.signed_s is not None or state.ending is not None):
        return
    # What waits is drawn from when it is asked, so that whoever is to agree sees where it lies.
    from_ms, until_s = (holds[0] * 1000, holds[1]) if holds else (measure.at_ms, int(measure.terms["until_s"]))
    for number, place in enumerate(measure.terms["areas"]):
        yield MapFact(
            f"{measure.entry}/measure/{number}",
            geometry_of(place["area"]),
            "measure" if holds else "measure-asked",
            gettext("Interim measure"),
            str(measure.terms["subject"]),
            measure=place_in_words(place),
            label=state.opening.id,
            by=member_name(node, measure.member, language=get_language() or "en"),
            state=gettext("agreed") if holds else gettext("waits for the other side"),
            source=measure.entry,
            from_ms=from_ms,
            until_ms=until_s * 1000,
            matter=state.opening.id,
            address=f"{address_of_form(FORM, state.opening.id)}#{measure.entry}-text",
        )


MEASURES = Layer("measures", lambda: gettext("Interim measures"), read, shape="ladder", place=17)

"""Standstills on the map: their areas as signed, and those that wait for signatures drawn otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from parley.desk.addresses import address_of_form
from parley.desk.map.adding import Layer, MapFact, Window
from parley.desk.naming import member_name
from parley.desk.notices.mapped import geometry_of
from parley.desk.reach import tracks_read
from parley.desk.standstill.found import standing
from parley.desk.standstill.places import place_in_words
from parley.desk.standstill.showing import scope_of
from parley.desk.standstill.words import stage_at, stage_word
from parley.node.running import Node
from parley.tracks.deconfliction.standstill_state import FORM, StandstillState
from parley.tracks.deconfliction.track import TRACK

if TYPE_CHECKING:
    from parley.desk.models import Officer


def read(node: Node, officer: Officer, window: Window) -> Iterator[MapFact]:
    """Yield the areas of the standstills that hold or wait for signatures, as known now."""
    if TRACK.name not in tracks_read(officer):
        return
    for state in standing().standstills():
        if window.matters is None or state.opening.id in window.matters:
            yield from _facts(node, state, at_s=window.now_ms // 1000)


def _facts(node: Node, state: StandstillState, *, at_s: int) -> Iterator[MapFact]:
    if not state.may_hold:
        return
    terms, is_signed = state.main.terms, state.from_s is not None
    # What waits for signatures is drawn from its proposal on, so that whoever is asked to sign sees where it lies.
    from_ms = state.from_s * 1000 if state.from_s is not None else state.opening.at_ms
    for number, place in enumerate(terms["areas"]):
        yield MapFact(
            f"{state.opening.id}/area/{number}",
            geometry_of(place["area"]),
            "standstill" if is_signed else "standstill-asked",
            gettext("Standstill"),
            str(terms["subject"]),
            where=scope_of(terms, charter=node.charter()),
            measure=place_in_words(place),
            label=state.opening.id,
            by=member_name(node, state.opening.member, language=get_language() or "en"),
            state=stage_word(stage_at(state, at_s=at_s)),
            source=state.opening.id,
            from_ms=from_ms,
            until_ms=state.until_s * 1000,
            matter=state.opening.id,
            address=address_of_form(FORM, state.opening.id),
        )


STANDSTILLS = Layer("standstills", lambda: gettext("Standstills"), read, shape="standstill", place=17)

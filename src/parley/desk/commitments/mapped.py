"""Obligations on the map: the area in which each is to be done, of what is agreed and of what waits for a signature."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from parley.desk.addresses import address_of_form
from parley.desk.commitments.areas import area_in_words
from parley.desk.commitments.words import state_word
from parley.desk.map.adding import Layer, MapFact, Window
from parley.desk.naming import member_name
from parley.desk.notices.mapped import geometry_of
from parley.desk.reach import tracks_read
from parley.matters.signing import WITHDRAWN
from parley.node.commitments.held import instrument, instruments
from parley.node.running import Node
from parley.tracks.commitments.commitment_state import FORM, CommitmentState
from parley.tracks.commitments.stepping import Row, rows_at
from parley.tracks.commitments.track import TRACK

if TYPE_CHECKING:
    from parley.desk.models import Officer


def read(node: Node, officer: Officer, window: Window) -> Iterator[MapFact]:
    """Yield the areas of the steps of every instrument that is in force or waits for its signatures."""
    if TRACK.name not in tracks_read(officer):
        return
    named = window.matters
    found = instruments(node) if named is None else [instrument(node, matter) for matter in sorted(named)]
    for state in found:
        if state is not None and state.superseded_s is None and state.main.name != WITHDRAWN:
            yield from _of_instrument(node, state, now_s=window.now_ms // 1000)


def _of_instrument(node: Node, state: CommitmentState, *, now_s: int) -> Iterator[MapFact]:
    for row in rows_at(state, now_s=now_s):
        if row.step.terms.get("area"):
            yield _fact(node, state, row)


def _fact(node: Node, state: CommitmentState, row: Row) -> MapFact:
    step, matter, language = row.step, state.opening.id, get_language() or "en"
    return MapFact(
        f"{matter}/step/{step.id}",
        geometry_of(step.terms["area"]),
        "obligation" if state.from_s is not None else "obligation-asked",
        gettext("Obligation"),
        step.what,
        measure=area_in_words(step.terms),
        label=f"{matter} {step.id}",
        by=member_name(node, step.who, language=language),
        state=state_word(row.standing.state) if state.from_s is not None else gettext("not signed by all"),
        source=step.entry,
        # It is drawn from when it was proposed, so that whoever is to sign sees where it lies.
        from_ms=state.opening.at_ms,
        matter=matter,
        address=f"{address_of_form(FORM, matter)}#step-{step.id}",
    )


OBLIGATIONS = Layer("obligations", lambda: gettext("Obligations"), read, shape="times", place=17)

"""Protected sites and movements on this desk's map: for those who may read them, and in no feed or export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from parley.desk.addresses import address_of_form
from parley.desk.map.adding import Layer, MapFact, Window
from parley.desk.naming import member_name
from parley.desk.notices.mapped import geometry_of
from parley.desk.notices.showing import middle_of, volume_in_words
from parley.desk.reach import tracks_read
from parley.desk.sites.found import protecting
from parley.desk.sites.words import category_word
from parley.node.running import Node
from parley.tracks.deconfliction.site_state import FORM, SiteState
from parley.tracks.deconfliction.track import TRACK

if TYPE_CHECKING:
    from parley.desk.models import Officer


def read(node: Node, officer: Officer, window: Window) -> Iterator[MapFact]:
    """Yield the areas of the sites that are not withdrawn, each while its version is valid."""
    if TRACK.name not in tracks_read(officer):
        return
    for state in protecting().sites():
        if state.withdrawn is None and (window.matters is None or state.opening.id in window.matters):
            yield from _facts(node, state)


def _facts(node: Node, state: SiteState) -> Iterator[MapFact]:
    version = state.version
    for number, volume in enumerate(version.plan["volumes"]):
        yield MapFact(
            f"{version.entry}/site/{number}",
            geometry_of(volume["area"]),
            "protected",
            category_word(str(version.plan["category"])),
            str(version.plan["subject"]),
            where=middle_of(volume),
            measure=volume_in_words(volume),
            label=state.opening.id,
            by=member_name(node, state.opening.member, language=get_language() or "en"),
            source=version.entry,
            from_ms=version.at_ms,
            until_ms=version.ends_s * 1000,
            matter=state.opening.id,
            address=address_of_form(FORM, state.opening.id),
        )


SITES = Layer("sites", lambda: gettext("Protected sites"), read, shape="shield", place=16)

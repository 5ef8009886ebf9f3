"""The ways out of an encounter, computed for the notice's own member: nobody else could take one.

They are computed for its screen, from all that this node may read, and sent to nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from parley.charter.activities import ActivityTerms
from parley.geo.geojson import Drawn
from parley.node.overlaps.finding import Detector
from parley.node.overlaps.kept import overlaps_of
from parley.node.overlaps.proposing import around, closed_here
from parley.node.overlaps.protecting import protected_zones
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.node.store import matters
from parley.tracks.deconfliction.encounters.entries import ZONE
from parley.tracks.deconfliction.encounters.touching import PREFIX, rules_drawn, zones_drawn
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.proposing.applying import moved
from parley.tracks.deconfliction.proposing.checking import side_of
from parley.tracks.deconfliction.proposing.entering import is_inside, ways_to_enter
from parley.tracks.deconfliction.proposing.freezing import MARGIN_S
from parley.tracks.deconfliction.proposing.leaving import ways_to_leave
from parley.tracks.deconfliction.proposing.moves import Proposal
from parley.tracks.deconfliction.proposing.setting_of import borders_of, setting_of
from parley.tracks.deconfliction.proposing.sides import Setting

AGREED, ONLY_INSIDE = "agreed", "only_inside"


def ways_out_of(node: Node, state: Mapping[str, Any]) -> tuple[Proposal, ...]:
    """Return the ways out of an encounter of this member's own notice, the cheapest first; none where nothing binds."""
    notice, terms = own_notice(node, state), node.charter().activities
    if notice is None or terms is None or state["clearing"] is not None or state["standing"] != AGREED:
        return ()
    side, zones = side_of(notice, terms=terms), _zones_met(node, state["met"])
    permitting = _permitting(node, state["met"])
    now_s = node.clock.now_ms() // 1000 + MARGIN_S

    def asked(detector: Detector) -> tuple[Proposal, ...]:
        setting = _setting(node, detector, state["met"], terms, now_s)
        if not permitting or is_inside(side, permitting, ground=terms.ground):
            return ways_to_leave(side, zones, setting=setting)
        return ways_to_enter(side, permitting, closed=zones, setting=setting)

    return overlaps_of(node).asked(asked) or ()


def change_by(node: Node, state: Mapping[str, Any], digest: str) -> dict[str, Any] | None:
    """Return the plan as it would read after a way out; None where that is none any more."""
    notice = own_notice(node, state)
    found = next((each for each in ways_out_of(node, state) if each.digest == digest), None)
    if notice is None or found is None:
        return None
    return {**moved(notice.version.plan, found.moves[0]), "of": notice.version.entry}


def own_notice(node: Node, state: Mapping[str, Any]) -> NoticeState | None:
    """Return the notice of an encounter where it is this member's own and stands in the version that was found."""
    row = matters.matter(node.reader(), state["notice"]) if state["side"]["member"] == node.member else None
    found = fold_now(node, row.id, version=row.locked).state if row is not None else None
    if not isinstance(found, NoticeState) or found.is_over or found.version.entry != state["versions"][0]:
        return None
    return found


def _zones_met(node: Node, met: Mapping[str, str]) -> list[Drawn]:
    """Return what is met as zones for the detector; of a zone what is agreed."""
    if met["kind"] == ZONE:
        zone = node.charter().zones.get(met["name"])
        rules = [drawn for _, drawn in rules_drawn(zone)] if zone is not None else []
        return [each for each in rules if each.standing == AGREED and each.rule != ONLY_INSIDE]
    closed = [*closed_here(node), *protected_zones(node, readers=(node.member,))]
    return [each for each in closed if each.id == met["name"]]


def _permitting(node: Node, met: Mapping[str, str]) -> list[Drawn]:
    """Return every zone that alone permits something, where the one that is met is such a zone; by what is agreed."""
    if met["kind"] != ZONE:
        return []
    every = [each for each in zones_drawn(node.charter()) if each.rule == ONLY_INSIDE and each.standing == AGREED]
    return every if any(each.id == f"{PREFIX}{met['name']}" for each in every) else []


def _setting(node: Node, detector: Detector, met: Mapping[str, str], terms: ActivityTerms, now_s: int) -> Setting:
    """Return the setting; over the border of the zone that is met, or of one that lets it in, a move may go."""
    charter = node.charter()
    open_to_it = {each.id.removeprefix(PREFIX) for each in _permitting(node, met)}
    open_to_it |= {met["name"]} if met["kind"] == ZONE else set()
    closed = [*closed_here(node), *protected_zones(node, readers=(node.member,))]
    found = setting_of(charter, terms=terms, now_s=now_s, burdens={}, reach=around(detector, closed, terms.ground))
    others = {name: zone for name, zone in charter.zones.items() if name not in open_to_it}
    return replace(found, borders=borders_of(replace(charter, zones=others)))

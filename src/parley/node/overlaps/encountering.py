"""The encounters that a node tells by itself: where a notice meets a zone, a standstill or a site, and where no more.

The author's node tells it first, then those of whom it concerns; the others wait their turn and find it told. What is
to be told of a site only nodes know that may read it, and only who may read both is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from parley.node import reading
from parley.node.drafts import Draft
from parley.node.overlaps.pairing import Pairing
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.node.store import matters
from parley.tracks.deconfliction.encounters.entries import SITE, STANDSTILL, ZONE, encounter_id
from parley.tracks.deconfliction.encounters.places import Place, readers_of, site_met, standstill_met, zone_met
from parley.tracks.deconfliction.encounters.state import FORM, EncounterState
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.site_state import FORM as SITES
from parley.tracks.deconfliction.site_state import SiteState
from parley.tracks.deconfliction.standstill_state import FORM as STANDSTILLS
from parley.tracks.deconfliction.standstill_state import StandstillState

NOTICE, FOUND = "notice", "encounter_found"
NOTHING = ("contact", "unstated")

# A notice, and what it meets: the kind and the name.
Pair = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ToTell:
    """Something to tell: known again by `key`; this node is the `turn`-th to tell it."""

    key: tuple[str, str, tuple[str, ...]]
    draft: Draft
    turn: int


def pairing(node: Node) -> Pairing[Pair]:
    """Return which notices are looked at, and for what they meet: all, where a standstill or a site was written."""
    return Pairing(
        node, form=FORM, notices=NOTICE, standing=partial(_pair_of, node), meeting=partial(_meeting, node),
        all_for=(STANDSTILLS, SITES),
    )  # fmt: skip


def tellings(node: Node, pairs: Iterable[Pair]) -> Iterator[tuple[Pair, ToTell]]:
    """Yield what is to be told of these notices and what they meet, with the pair."""
    for pair in sorted(pairs):
        telling = _telling(node, pair, encounter_id(pair[0], {"kind": pair[1], "name": pair[2]}))
        if telling is not None:
            yield pair, telling


def _meeting(node: Node, notices: frozenset[str] | None) -> set[Pair]:
    """Return what meets here and now, of all that this node may read: any notice, or one of these."""
    # Only now: GEOS is loaded where somebody has a notice, and on no other node.
    from parley.node.overlaps.held import ZONE as PREFIX  # noqa: PLC0415
    from parley.node.overlaps.kept import overlaps_of  # noqa: PLC0415
    from parley.node.overlaps.protecting import protecting_of  # noqa: PLC0415
    from parley.node.overlaps.standing import standing_of  # noqa: PLC0415

    held, standing = overlaps_of(node), standing_of(node)
    with_zones = held.with_zones() if notices is None else ((each, held.zones_of(each)) for each in sorted(notices))
    zones = {
        (matter, ZONE, each.second.removeprefix(PREFIX)) for matter, found in with_zones
        for each in found if each.kind not in NOTHING
    }  # fmt: skip
    begun = {state.opening.id for state in standing.standstills() if state.from_s is not None}
    if notices is None:
        into = chain.from_iterable(standing.of_standstill(each) for each in sorted(begun))
    else:
        into = chain.from_iterable(standing.of_notice(each) for each in sorted(notices))
    still = {(each.notice, STANDSTILL, each.standstill) for each in into if each.is_hard and each.standstill in begun}
    sites = {
        (each.notice, SITE, each.site) for each in protecting_of(node).near()
        if each.overlap.kind not in NOTHING and (notices is None or each.notice in notices)
    }  # fmt: skip
    return zones | still | sites


def _pair_of(node: Node, row: matters.MatterRow) -> Pair | None:
    """Return what meets in an encounter that is not cleared, None in one that is."""
    state = reading.state_of(node, row) if row.owing else None
    return (state["notice"], state["met"]["kind"], state["met"]["name"]) if state else None


def _telling(node: Node, pair: Pair, matter: str) -> ToTell | None:
    from parley.tracks.deconfliction.encounters.next import next_entry, turns_of  # noqa: PLC0415

    charter, notice, place = node.charter(), _state(node, pair[0]), _place(node, pair)
    if charter.activities is None or not isinstance(notice, NoticeState) or place is None:
        return None
    readers = readers_of(notice, place)
    if node.member not in readers:
        return None
    state = _state(node, matter)
    known = state if isinstance(state, EncounterState) else None
    said = next_entry(known, notice, place, charter=charter, terms=charter.activities)
    if said is None:
        return None
    turn = turns_of(notice, place, charter=charter).index(node.member)
    to = tuple(code for code in readers if code != node.member)
    return ToTell((said[0], matter, tuple(said[1]["versions"])), Draft(said[0], to, said[1]), turn)


def _place(node: Node, pair: Pair) -> Place | None:
    if pair[1] == ZONE:
        return zone_met(pair[2])
    state = _state(node, pair[2])
    if isinstance(state, StandstillState):
        return standstill_met(state)
    return site_met(state) if isinstance(state, SiteState) else None


def _state(node: Node, matter: str) -> Any:
    row = matters.matter(node.reader(), matter)
    return fold_now(node, row.id, version=row.locked).state if row is not None else None

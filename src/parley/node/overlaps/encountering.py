"""The encounters that a node tells by itself: where a notice meets a zone, a standstill or a site, and where no more.

The author's node tells it first, then those of whom it concerns; the others wait their turn and find it told. What is
to be told of a site only nodes know that may read it, and only who may read both is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from parley.node.drafts import Draft
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
from parley.tracks.deconfliction.track import TRACK

NOTICE, FOUND = "notice", "encounter_found"
FORMS = (FORM, STANDSTILLS, SITES)
NOTHING = ("contact", "unstated")
MOST = 1_000_000

# A notice, and what it meets: the kind and the name.
Pair = tuple[str, str, str]
Rows = tuple[str, tuple[bytes | None, ...]]


@dataclass(frozen=True, slots=True)
class ToTell:
    """Something to tell: known again by `key`; this node is the `turn`-th to tell it."""

    key: tuple[str, str, tuple[str, ...]]
    draft: Draft
    turn: int


def to_tell(node: Node, *, quiet: dict[Pair, Rows]) -> Iterator[ToTell]:
    """Yield what is to be told now of any notice that this node holds, whoever's turn it is.

    `quiet` remembers of which there was nothing to tell: that follows from the rows of the matters and the charter.
    """
    charter = node.charter()
    rules = charter.tracks.get(TRACK.name)
    if charter.activities is None or rules is None or FOUND not in rules.node_files:
        return
    if not matters.openers_of(node.reader(), NOTICE):
        return
    pairs = _met(node) | _standing(node)
    for gone in quiet.keys() - pairs:
        del quiet[gone]
    for pair in sorted(pairs):
        notice, kind, name = pair
        matter = encounter_id(notice, {"kind": kind, "name": name})
        rows = charter.digest, tuple(_locked(node, each) for each in (notice, name, matter))
        if quiet.get(pair) == rows:
            continue
        telling = _telling(node, pair, matter)
        if telling is None:
            quiet[pair] = rows
        else:
            quiet.pop(pair, None)
            yield telling


def _met(node: Node) -> set[Pair]:
    """Return what meets here and now, of all that this node may read."""
    # Only now: GEOS is loaded where somebody has a notice, and on no other node.
    from parley.node.overlaps.held import ZONE as PREFIX  # noqa: PLC0415
    from parley.node.overlaps.kept import overlaps_of  # noqa: PLC0415
    from parley.node.overlaps.protecting import protecting_of  # noqa: PLC0415
    from parley.node.overlaps.standing import standing_of  # noqa: PLC0415

    zones = {
        (matter, ZONE, each.second.removeprefix(PREFIX)) for matter, found in overlaps_of(node).with_zones()
        for each in found if each.kind not in NOTHING
    }  # fmt: skip
    standing = standing_of(node)
    held = {
        (each.notice, STANDSTILL, state.opening.id) for state in standing.standstills() if state.from_s is not None
        for each in standing.of_standstill(state.opening.id) if each.is_hard
    }  # fmt: skip
    sites = {(each.notice, SITE, each.site) for each in protecting_of(node).near() if each.overlap.kind not in NOTHING}
    return zones | held | sites


def _standing(node: Node) -> set[Pair]:
    """Return what was found and is not cleared."""
    rows = matters.owing_of_form(node.reader(), FORM, limit=MOST)
    states = (fold_now(node, row.id, version=row.locked).state for row in rows)
    return {(e.notice, e.met["kind"], e.met["name"]) for e in states if isinstance(e, EncounterState)}


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


def _locked(node: Node, matter: str) -> bytes | None:
    row = matters.matter(node.reader(), matter)
    return row.locked if row is not None else None

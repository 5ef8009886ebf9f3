"""A notice and what it meets, for the tests of encounters, and what the nodes say of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from parley.charter.dated import Span
from parley.charter.model import Charter, Provenance
from parley.charter.zones import Zone, ZoneRule
from parley.geo.place import Place as Corner
from parley.matters.entry import Entry
from parley.tracks.deconfliction.encounters.entries import encounter_id
from parley.tracks.deconfliction.encounters.next import next_entry
from parley.tracks.deconfliction.encounters.places import Place, site_met, standstill_met, zone_met
from parley.tracks.deconfliction.encounters.state import EncounterState
from parley.tracks.deconfliction.site_state import SiteState
from tests.tracks.deconfliction.plans import START_S
from tests.tracks.hotline.cell import Cell, charter

NAME = "strip"
AGREED = Provenance("EXERCISE agreement", date(2026, 1, 1), "agreed")
ASSERTED = Provenance("EXERCISE claim", date(2026, 1, 1), "asserted", by=("IL",))
# Around the square of the plans, and a kilometre to its east.
AROUND = ((357900000, 330900000), (358200000, 330900000), (358200000, 331200000), (357900000, 331200000))
ASIDE = tuple((lon + 500000, lat) for lon, lat in AROUND)


def zone(*rules: ZoneRule, corners: Any = AROUND, provenance: Provenance = AGREED, **changes: Any) -> Zone:
    """Return a zone around the square of the plans; without rules all activity is forbidden in it."""
    made = Zone(
        NAME, {"en": "EXERCISE strip"}, tuple(Corner(lat, lon) for lon, lat in corners), None, None, "exact",
        rules or (rule(),), provenance, {},
    )  # fmt: skip
    return replace(made, **changes)


def rule(name: str = "forbidden", *, limit: int | None = None, classes: tuple[str, ...] = (),
         provenance: Provenance = AGREED, span: Span | None = None) -> ZoneRule:  # fmt: skip
    """Return a rule of a zone."""
    return ZoneRule(name, classes, (), limit, provenance, span or Span())


def zoned(*zones: Zone) -> Charter:
    """Return the charter of the tests with these zones and no others."""
    return replace(charter(), zones={each.name: each for each in zones or (zone(),)})


def place_of(cell: Cell, met: Entry | str) -> Place:
    """Return what is met: a zone by its name, or a standstill or site by the entry that opened it."""
    if isinstance(met, str):
        return zone_met(met)
    state = cell.state(met)
    return site_met(state) if isinstance(state, SiteState) else standstill_met(state)


def to_say(cell: Cell, notice: Entry, met: Entry | str = NAME) -> tuple[str, dict[str, Any]] | None:
    """Return what a node that had read everything would say of a notice and what it meets now."""
    assert cell.charter.activities is not None
    state, place = encounter(cell, notice, met), place_of(cell, met)
    return next_entry(state, cell.state(notice), place, charter=cell.charter, terms=cell.charter.activities)


def tells(cell: Cell, member: str, notice: Entry, met: Entry | str = NAME, **changes: Any) -> Entry:
    """Let a member's node say it to all who may read both; nobody has read it yet."""
    said = to_say(cell, notice, met)
    assert said is not None
    audience = tuple(sorted(set(notice.to) & set(met.to))) if isinstance(met, Entry) else notice.to
    return cell.say(member, said[0], audience=changes.pop("audience", audience), **{**said[1], **changes})


def tell_at_once(cell: Cell, members: tuple[str, ...], notice: Entry, met: Entry | str = NAME) -> list[Entry]:
    """Let the nodes of several members say it, none knowing of the others; then everybody reads all."""
    said = to_say(cell, notice, met)
    assert said is not None
    told = [cell.say(member, said[0], **said[1]) for member in members]
    cell.reads()
    return told


def matter_of(cell: Cell, notice: Entry, met: Entry | str = NAME) -> str:
    """Return the id of the matter of a notice and what it meets."""
    return encounter_id(notice.id, place_of(cell, met).met)


def encounter(cell: Cell, notice: Entry, met: Entry | str = NAME) -> EncounterState | None:
    """Return that matter as it stands."""
    state = cell.folded_matter(matter_of(cell, notice, met)).state
    assert state is None or isinstance(state, EncounterState)
    return state


def answers(cell: Cell, member: str, notice: Entry, how: str, met: Entry | str = NAME, **changes: Any) -> Entry:
    """Let a member answer the newest finding; everybody reads it."""
    state = encounter(cell, notice, met)
    assert state is not None
    told = {"notice": notice.id, "met": dict(state.met), "of": state.finding.entry, "how": how,
            "text": f"EXERCISE. {how}.", "lang": "en"}  # fmt: skip
    entry = cell.say(member, "encounter_answered", audience=state.opening.to, **{**told, **changes})
    cell.reads()
    return entry


__all__ = ["ASIDE", "ASSERTED", "NAME", "START_S", "answers", "encounter", "rule", "tells", "to_say", "zone", "zoned"]

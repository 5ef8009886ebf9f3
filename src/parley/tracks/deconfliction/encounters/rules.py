"""Judges and folds the entries of an encounter, each by what its author had read (EC-1 to EC-7). Pure.

| clause | says |
|---|---|
| EC-1 | an encounter is found of a notice in force and a zone, a standstill or a site as far as its finder had read |
| EC-2 | it goes to all who may read both and to nobody else, the notice's author and somebody concerned among them |
| EC-3 | what is found is what the detector finds by the charter in force; it stands as what is met stands |
| EC-4 | the same is found once while it stands; what is cleared is cleared once |
| EC-5 | the author answers the newest finding, whom it concerns says that it received it, a supervisor advises |
| EC-6 | it is cleared where the notice is over, or the detector finds nothing more |
| EC-7 | a lapse cited names a duty of the encounter that was due before, and once for each level |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from parley.charter.activities import ActivityTerms
from parley.charter.model import Charter
from parley.charter.rules import precedence_of
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.changing import changed
from parley.matters.entry import Entry
from parley.matters.said import Opening, added, said_of
from parley.matters.track import Cited
from parley.tracks.content.lapse import with_lapse
from parley.tracks.deconfliction.encounters.entries import (
    ENCOUNTER_KINDS,
    EXCEPTED,
    LIFTED,
    MOVED,
    SITE,
    STANDSTILL,
    ZONE,
)
from parley.tracks.deconfliction.encounters.places import (
    Place,
    concerned,
    readers_of,
    side_content,
    site_met,
    standstill_met,
    zone_met,
)
from parley.tracks.deconfliction.encounters.state import Clearing, EncounterState, Finding
from parley.tracks.deconfliction.findings import answer_of, refuse_answer, refuse_same_answer
from parley.tracks.deconfliction.lapses import ENCOUNTER_DUTIES, refuse_lapse
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.overlap_entries import ADVISES, ASKS, KEEPS, RECEIVED, WILL_CHANGE
from parley.tracks.deconfliction.refusing import refuse, refuse_audience
from parley.tracks.deconfliction.site_state import SiteState
from parley.tracks.deconfliction.standstill_state import StandstillState

Both = tuple[NoticeState, Place]


def is_of_encounter(kind: str) -> bool:
    """Return whether entries of this kind belong to an encounter."""
    return kind in ENCOUNTER_KINDS


def judge_encounter(
    state: EncounterState | None, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]
) -> Verdict:
    """Decide over an entry of an encounter; `cited` holds the notice's version, and the site's or the standstill."""
    if charter.activities is None:
        return refuse("no_activities", "N-2")
    if entry.kind == "encounter_found":
        return _refuse_finding(state, entry, charter=charter, terms=charter.activities, cited=cited) or Permit("EC-3")
    assert state is not None  # the kernel refuses what continues a matter that does not stand
    refusal = refuse_audience(state.opening, entry, clause="EC-2")
    if refusal is not None:
        return refusal
    if entry.kind == "encounter_lapse_cited":
        return refuse_lapse(state, entry, duties=ENCOUNTER_DUTIES, clause="EC-7") or Permit("EC-7")
    if entry.kind == "encounter_cleared":
        return _refuse_clearing(state, entry, charter=charter, terms=charter.activities, cited=cited) or Permit("EC-6")
    return _refuse_answer(state, entry, charter=charter) or Permit("EC-5")


def fold_encounter(
    state: EncounterState | None, entry: Entry, *, charter: Charter, beside: frozenset[str]
) -> EncounterState:
    """Return the state after a permitted entry. A clearing is of the newest finding that its author had read."""
    if entry.kind == "encounter_found":
        return _with_finding(state, _finding(entry, charter=charter), entry, beside=beside)
    assert state is not None
    if entry.kind == "encounter_lapse_cited":
        return changed(state, {"lapses": with_lapse(state, entry)})
    if entry.kind == "encounter_cleared":
        known = [finding for finding in state.findings if not beside.issuperset(finding.entries)][-1]
        cleared = replace(known, clearing=Clearing(**said_of(entry, of=known.entry), how=entry.content["how"]))
        return changed(state, {"findings": tuple(cleared if each is known else each for each in state.findings)})
    return changed(state, {"answers": added(state.answers, answer_of(entry))})


def how_cleared(
    state: EncounterState, notice: NoticeState, place: Place, *, charter: Charter, terms: ActivityTerms
) -> str | None:
    """Return by what a notice does not meet a place any more; None where it may meet it still.

    It is over, its plan has changed, a variance excepts it, or what it met was lifted: the zone is none any more, the
    standstill ended, the site was changed or withdrawn.
    """
    if notice.is_over:
        return notice.name
    # Here, because GEOS is loaded where there is an area, and on no other node.
    from parley.tracks.deconfliction.encounters.touching import touched  # noqa: PLC0415

    if touched(notice, place, charter=charter, terms=terms).surely:
        return None
    if notice.version.entry != state.finding.versions[0]:
        return MOVED
    if isinstance(place.state, StandstillState):
        from parley.tracks.deconfliction.holding import excepted_by  # noqa: PLC0415

        version = notice.version
        used = excepted_by(version.plan, place.state, member=notice.opening.member, version=version.entry)
        return EXCEPTED if used else LIFTED
    return LIFTED


def _both(entry: Entry, cited: Mapping[str, Cited]) -> Both | Refusal:
    """Return the notice and what it meets, as an entry names them by their versions; a Refusal for others (EC-1)."""
    content = entry.content
    met, versions = dict(content["met"]), list(content["versions"])
    states = [cited[version].state for version in versions]
    if len(versions) != (1 if met["kind"] == ZONE else 2):
        return refuse("encounter_others", "EC-1", notice=content["notice"])
    notice = states[0]
    if not isinstance(notice, NoticeState) or notice.opening.id != content["notice"]:
        return refuse("encounter_others", "EC-1", notice=content["notice"])
    place = _place(met, states[-1])
    if place is None:
        return refuse("encounter_others", "EC-1", notice=content["notice"])
    if [notice.version.entry, *place.version] != versions:
        in_force = ", ".join((notice.version.entry, *place.version))
        return refuse("encounter_older_version", "EC-1", named=", ".join(versions), in_force=in_force)
    return notice, place


def _place(met: Mapping[str, str], state: Any) -> Place | None:
    if met["kind"] == ZONE:
        return zone_met(met["name"])
    if met["kind"] == STANDSTILL and isinstance(state, StandstillState):
        found = standstill_met(state)
    elif met["kind"] == SITE and isinstance(state, SiteState):
        found = site_met(state)
    else:
        return None
    return found if found.met == met else None


def _refuse_finding(
    state: EncounterState | None, entry: Entry, *, charter: Charter, terms: ActivityTerms, cited: Mapping[str, Cited]
) -> Refusal | None:
    both = _both(entry, cited)
    if isinstance(both, Refusal):
        return both
    notice, place = both
    if notice.is_over:
        return refuse("overlap_notice_over", "EC-1", notice=notice.opening.id, name=notice.name)
    finding, content = _finding(entry, charter=charter), entry.content
    if state is not None and state.clearing is None and state.finding.told == finding.told:
        return refuse("encounter_known", "EC-4", entry=state.finding.entry)
    readers = readers_of(notice, place)
    if list(entry.to) != list(readers):
        return refuse("encounter_readers", "EC-2", to=", ".join(readers))
    others = concerned(notice, place, charter=charter)
    if not others or (list(content["concerns"]), dict(content["side"])) != (list(others), side_content(notice)):
        return refuse("encounter_told_otherwise", "EC-3")
    # Here, because GEOS is loaded where there is an area, and on no other node.
    from parley.tracks.deconfliction.encounters.touching import read_touch, touched  # noqa: PLC0415

    found = touched(notice, place, charter=charter, terms=terms)
    if found.holds([read_touch(pair) for pair in content["pairs"]]):
        return None
    return refuse("encounter_found_otherwise", "EC-3")


def _refuse_clearing(
    state: EncounterState, entry: Entry, *, charter: Charter, terms: ActivityTerms, cited: Mapping[str, Cited]
) -> Refusal | None:
    if state.clearing is not None:
        return refuse("overlap_cleared_before", "EC-4", entry=state.clearing.entry)
    both = _both(entry, cited)
    if isinstance(both, Refusal):
        return both
    expected = how_cleared(state, *both, charter=charter, terms=terms)
    return None if entry.content["how"] == expected else refuse("encounter_stands", "EC-6")


def _refuse_answer(state: EncounterState, entry: Entry, *, charter: Charter) -> Refusal | None:
    refusal = refuse_answer(state, entry, charter=charter, cleared="EC-4", older="EC-5")
    if refusal is not None:
        return refusal
    finding, member = state.finding, entry.member
    ways = ways_of(
        member, author=str(finding.side["member"]), concerns=finding.concerns,
        must=finding.binds and not finding.keeps_right, supervisors=charter.supervisors,
    )  # fmt: skip
    if entry.content["how"] not in ways:
        return refuse("encounter_not_yours", "EC-5", member=member)
    return refuse_same_answer(state, entry, clause="EC-5")


def ways_of(
    member: str, *, author: str, concerns: Iterable[str], must: bool, supervisors: Iterable[str]
) -> tuple[str, ...]:
    """Return what a member may say of a finding, what fits first before others.

    The author answers where it `must`; where nothing that is agreed is met, or its class keeps its right, nobody asks
    it to move, and it may just say that it has received it.
    """
    asks = (ASKS,) if set(supervisors) - {member} else ()
    if member == author:
        return (WILL_CHANGE, KEEPS, *asks) if must else (RECEIVED, WILL_CHANGE, KEEPS, *asks)
    advises = (ADVISES,) if member in supervisors else ()
    return (RECEIVED, *advises, *asks) if member in concerns else advises


def _finding(entry: Entry, *, charter: Charter) -> Finding:
    content, terms = entry.content, charter.activities
    assert terms is not None  # a finding is refused where the charter has no such section
    kind = terms.classes.get(content["side"]["class"])
    known = precedence_of(charter, kind.precedence) if kind else None
    return Finding(
        entries=(entry.id,), member=entry.member, at_ms=entry.point.at_ms, versions=tuple(content["versions"]),
        side=content["side"], concerns=tuple(content["concerns"]),
        pairs=tuple(dict(pair) for pair in content["pairs"]), precedence=known.name if known else "",
        keeps_right=bool(kind and kind.keeps_right and kind.provenance.judges),
        by=_by(content["met"], content["pairs"], charter=charter),
    )  # fmt: skip


def _by(met: Mapping[str, str], pairs: list[Mapping[str, Any]], *, charter: Charter) -> tuple[str, ...]:
    """Return whose own the provisions are that are met and not agreed."""
    zone = charter.zones.get(met["name"]) if met["kind"] == ZONE else None
    if zone is None:
        return ()
    rules = [zone.rules[pair["place"]] for pair in pairs if pair["place"] < len(zone.rules)]
    return tuple(sorted({*zone.provenance.by, *(code for rule in rules for code in rule.provenance.by)}))


def _with_finding(
    state: EncounterState | None, finding: Finding, entry: Entry, *, beside: frozenset[str]
) -> EncounterState:
    """Add a finding. Of one that two nodes told at once the first counts, and the other is named beside it."""
    if state is None:
        opening = Opening(entry.matter, entry.member, entry.to, entry.point.at_ms, None)
        return EncounterState(opening, str(entry.content["notice"]), dict(entry.content["met"]), (finding,))
    known = next((e for e in state.findings if e.told == finding.told and beside.intersection(e.entries)), None)
    others = [each for each in state.findings if each is not known]
    new = known.with_entry(entry.id) if known else finding
    at = state.findings.index(known) if known else len(others)
    # Sorting keeps the order in which findings of one version were told.
    return changed(state, {"findings": tuple(sorted((*others[:at], new, *others[at:]), key=lambda each: each.place))})

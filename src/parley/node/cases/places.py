"""Which rules of zones a plan meets, with whose it shares ground, into which standstill it falls, what meets a measure,
whether the line was used before force, what suspends a permit.

Asked of the same pure functions that the nodes' finders call (docs/overlaps.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from types import UnionType
from typing import Any

from parley.charter.model import Charter
from parley.geo.detect import outside_all, with_zone
from parley.geo.geojson import Drawn
from parley.node.cases.happening import Happened
from parley.node.commerce.meanwhile import decided_meanwhile
from parley.node.commerce.suspending import held_when_passed
from parley.node.de_escalation.line_use import CLAUSE, alleged_in, line_use, word_of
from parley.tracks.commerce.crossing_entries import PASSED
from parley.tracks.commerce.crossing_state import CrossingState
from parley.tracks.commerce.project_state import ProjectState
from parley.tracks.commitments.commitment_state import CommitmentState
from parley.tracks.deconfliction.encounters.touching import PREFIX, zones_drawn
from parley.tracks.deconfliction.holding import Held, held_by
from parley.tracks.deconfliction.meeting import met, volumes_of
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.standstill_state import StandstillState
from parley.tracks.disputes.meeting import entries_meant, meets
from parley.tracks.disputes.state import DisputeState
from parley.tracks.hotline.calls import CallState
from parley.tracks.hotline.message_state import MessageState
from parley.tracks.incidents.incident_state import IncidentState
from parley.tracks.supervision.changes import ChangeState
from parley.tracks.supervision.standing import held_states
from parley.tracks.talks.file_standing import FileStanding, file_standing
from parley.tracks.talks.file_state import FileState
from parley.tracks.talks.round_state import RoundState


def rules_met(plan: Drawn, charter: Charter) -> list[Mapping[str, str]]:
    """Return the rules of zones that a plan meets: the zone, how it is met, how that stands."""
    if charter.activities is None:
        return []
    zones, ground = list(zones_drawn(charter)), charter.activities.ground
    found = [each for zone in zones if (each := with_zone(plan, zone, ground=ground))]
    outside = outside_all(plan, zones, ground=ground)
    return [
        {"zone": each.second.removeprefix(PREFIX), "kind": each.kind, "standing": each.standing}
        for each in [*found, *([outside] if outside else [])]
    ]


def rules_met_by(notice: NoticeState, charter: Charter) -> list[Mapping[str, str]]:
    """Return the rules that the version in force of a notice meets; each once, whatever volumes meet it."""
    plan = notice.version.plan
    found: list[Mapping[str, str]] = []
    for volume in volumes_of(plan) if not notice.is_over else ():
        member, strength = notice.opening.member, plan.get("strength")
        drawn = Drawn("plan", False, volume, (plan["class"],), (member,), strength=strength)
        found += [each for each in rules_met(drawn, charter) if each not in found]
    return found


def sharing(notice: NoticeState, happened: Happened) -> list[str]:
    """Return the ids of the notices of other members with whose plans this one shares ground, height and time."""
    terms = happened.charter.activities
    found = []
    for matter, state in _states(happened):
        if not isinstance(state, NoticeState) or state.opening.member == notice.opening.member or terms is None:
            continue
        if not (notice.is_over or state.is_over) and met(notice.version.plan, state.version.plan, terms=terms).told:
            found.append(matter)
    return found


def holding(notice: NoticeState, happened: Happened) -> list[Held]:
    """Return how a notice falls into standstills that all have signed, what begins first coming first."""
    terms = happened.charter.activities
    states = [state for _, state in _states(happened) if isinstance(state, StandstillState)]
    every = [held_by(notice, state, ground=terms.ground) for state in states] if terms is not None else []
    hard = [held for held in every if held is not None and held.is_hard]
    return sorted(hard, key=lambda held: (held.begins_s or 0, held.standstill))


def suspending(crossing: CrossingState, happened: Happened) -> list[str]:
    """Return the standstills by which the permit of a crossing is suspended, or was when it passed, by their ids."""
    states, route, telling = dict(_states(happened)), crossing.version.route, crossing.telling
    notice = next((each for each in states.values() if isinstance(each, NoticeState) and each.version_of(route)), None)
    terms, now_s = happened.charter.activities, happened.at_s or 0
    if notice is None or terms is None or (crossing.is_over and crossing.name != PASSED):
        return []
    standstills = [each for each in states.values() if isinstance(each, StandstillState)]
    if telling is not None:
        return held_when_passed(notice, route, standstills, at_s=telling.told_at_s, ground=terms.ground)
    to_come = {each.opening.id for each in standstills if each.until_s > now_s}
    return [held.standstill for held in holding(notice, happened) if held.standstill in to_come]


def decided_while(state: CrossingState | ProjectState, happened: Happened) -> list[dict[str, str]]:
    """Return who decided while the mechanism was not active, and how that stood then."""
    changes = [each for _, each in _states(happened) if isinstance(each, ChangeState)]
    found = decided_meanwhile(state.as_json()["decisions"], held_states(changes))
    return [
        {"member": each.member, "mechanism": found[each.entry].name} for each in state.decisions if each.entry in found
    ]  # fmt: skip


def meeting_measures(dispute: DisputeState, happened: Happened) -> list[str]:
    """Return the ids of the matters that meet an interim measure of a dispute, in the order in which they opened."""
    found = []
    for matter, state in _states(happened):
        told = state.as_json() if isinstance(state, NoticeState | IncidentState) else {}
        pairs = product(entries_meant(told), dispute.measures)
        if any(meets(dispute, one, told, entry=entry, charter=happened.charter) for entry, one in pairs):
            found.append(matter)
    return found


def standing_among(file: FileState, happened: Happened) -> FileStanding:
    """Return how a file of talks stands among the rounds and the instruments of a case."""
    states = dict(_states(happened))
    told = {matter: state.as_json() for matter, state in states.items() if isinstance(state, CommitmentState)}
    return file_standing(file, told=told, rounds=[each for each in states.values() if isinstance(each, RoundState)])


def lines_used(incident: IncidentState, happened: Happened) -> list[dict[str, Any]]:
    """Return, of each standing account and member that it names, whether it used the line before (LF-1), and by what.

    Entries are told by the names that the case gives them.
    """
    terms = happened.charter.de_escalation
    if terms is None:
        return []
    names = {entry.id: name for name, entry in happened.named.items()}
    words = [state.as_json() for _, state in _states(happened) if isinstance(state, MessageState | CallState)]
    calls = [word for told in words if (word := word_of(told)) is not None]
    found = (line_use(each, calls, terms=terms) for each in alleged_in(incident.as_json(), terms))
    return [
        {"account": names.get(each.alleged.account, each.alleged.account), "member": each.alleged.member,
         "when": each.when, "clause": CLAUSE, "calls": [names.get(call.entry, call.entry) for call in each.calls]}
        for each in found
    ]  # fmt: skip


def _states(happened: Happened) -> Iterator[tuple[str, Any]]:
    for matter in happened.matters():
        yield matter, happened.folded(matter).state


# What a case may ask of places: of which state, and how it is found.
PLACES: Mapping[str, tuple[type | UnionType, Callable[[Any, Happened], list[Any]]]] = {
    "meets": (NoticeState, lambda state, happened: rules_met_by(state, happened.charter)),
    "overlaps": (NoticeState, sharing),
    "held_by": (NoticeState, lambda state, happened: [held.standstill for held in holding(state, happened)]),
    "suspended_by": (CrossingState, suspending),
    "decided_while": (CrossingState | ProjectState, decided_while),
    "measures_met_by": (DisputeState, meeting_measures),
    "line_use": (IncidentState, lines_used),
}

"""Judges what continues a dispute, each by what its author had read (DI-3 to DI-15). Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from parley.charter.disputes import DisputeLevel
from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.entry import Entry
from parley.matters.said import count_of, newest, said_in_entry
from parley.matters.track import Cited
from parley.tracks.content.lapse import is_cited, was_due
from parley.tracks.disputes.claims import refuse_languages
from parley.tracks.disputes.duty_names import names_duty_of
from parley.tracks.disputes.evidence import judge_committed, judge_disclosed
from parley.tracks.disputes.measuring import judge_breach, judge_end, judge_measure, judge_measure_asked
from parley.tracks.disputes.refusing import refuse, refuse_audience
from parley.tracks.disputes.settling import judge_settlement, judge_settlement_proposed
from parley.tracks.disputes.state import REFERRED, DisputeState

HOUR_MS = 3_600_000
# Of one kind, by one member, in one dispute.
MOST_OF_A_KIND = 200
_SETTLING = ("settlement_proposed", "settlement_signed", "settlement_declined", "settlement_withdrawn")
_AFTER = ("outcome_stated", "evidence_disclosed", "measure_breach_told", "dispute_lapse_cited")
# What binds its member, or all: said in a role of the level.
_BINDING = (
    "settlement_signed", "measure_agreed", "measure_end_agreed", "pause_agreed", "dispute_referred", "dispute_decided",
)  # fmt: skip
_OUTCOMES = ("mediator_proposed", "dispute_decided", "dispute_referred", "dispute_withdrawn")
_Judge = Callable[[DisputeState, Entry, Charter, Mapping[str, Cited]], Verdict]


def judge_dispute(state: DisputeState, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over what continues a dispute; `state` folds what its author had read."""
    refusal = refuse_audience(state.opening, entry) or _refuse_ended(state, entry) or _refuse_many(state, entry)
    refusal = refusal or _refuse_role(state, entry)
    return refusal if refusal is not None else _JUDGES[entry.kind](state, entry, charter, cited)


def level_at(state: DisputeState, at_ms: int) -> DisputeLevel:
    """Return the level on which a dispute stands at an instant."""
    return state.rungs(now_ms=at_ms)[-1].level


def _refuse_ended(state: DisputeState, entry: Entry) -> Refusal | None:
    ending = state.ending
    if ending is None or entry.kind in _AFTER or (ending.how == REFERRED and entry.kind in _SETTLING):
        return None
    return refuse("dispute_over", "DI-3", entry=ending.entry)


def _refuse_many(state: DisputeState, entry: Entry) -> Refusal | None:
    proposed = {"settlement_proposed": state.settlements, "measure_asked": state.measures}.get(entry.kind)
    found = count_of(state.all_of(entry.kind) if proposed is None else proposed, entry.member)
    return refuse("too_many", "DI-3", most=MOST_OF_A_KIND) if found >= MOST_OF_A_KIND else None


def _refuse_role(state: DisputeState, entry: Entry) -> Refusal | None:
    if entry.kind not in _BINDING:
        return None
    level = level_at(state, entry.point.at_ms)
    if entry.content["role"] in level.roles:
        return None
    return refuse("role_not_of_level", "DI-5", role=entry.content["role"], roles=", ".join(level.roles))


def _refuse_stranger(state: DisputeState, entry: Entry, *, charter: Charter, clause: str) -> Refusal | None:
    """Refuse whoever is neither a side nor supervises."""
    if entry.member in state.sides or entry.member in charter.supervisors:
        return None
    return refuse("no_side", clause, member=entry.member, sides=", ".join(state.sides))


def _refuse_no_side(state: DisputeState, entry: Entry, *, clause: str) -> Refusal | None:
    if entry.member in state.sides:
        return None
    return refuse("no_side", clause, member=entry.member, sides=", ".join(state.sides))


def _acknowledged(state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    level = state.rules.level(entry.content["level"])
    if level is None or level.number > level_at(state, entry.point.at_ms).number:
        return refuse("level_not_reached", "DI-4", level=entry.content["level"])
    if entry.member == state.opening.member and level.number == 0:
        return refuse("own_claim", "DI-4", member=entry.member)
    same = (entry.content["level"], entry.content["how"])
    said = newest(state.all_of("dispute_acknowledged"), member=entry.member, of=same)
    return refuse("acknowledged_before", "DI-4", entry=said.entry) if said is not None else Permit("DI-4")


def _answered(state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    if entry.member not in state.against:
        return refuse("not_claimed_against", "DI-4", member=entry.member, members=", ".join(state.against))
    before = state.said("dispute_answered", entry.member)
    if before is not None:
        return refuse("answered_before", "DI-4", entry=before.entry)
    return refuse_languages([entry.content["lang"]], charter=charter, clause="DI-4") or Permit("DI-4")


def _withdrawn(state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    if entry.member != state.opening.member:
        return refuse("claimant_only", "DI-4", member=entry.member, author=state.opening.member)
    into = entry.content.get("into")
    if into is None:
        return Permit("DI-4")
    other = cited[into].state
    is_of_same = isinstance(other, DisputeState) and other.opening.id == into and other.sides == state.sides
    if not is_of_same or into == state.opening.id:
        return refuse("other_sides", "DI-4", entry=into)
    return Permit("DI-4")


def _pause_asked(state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    refusal = _refuse_stranger(state, entry, charter=charter, clause="DI-10")
    if refusal is not None:
        return refusal
    for_ms = entry.content["until_s"] * 1000 - entry.point.at_ms
    if for_ms <= 0:
        return refuse("times_over", "DI-10")
    longest = state.rules.longest_pause_hours
    return refuse("pause_too_long", "DI-10", limit=longest) if for_ms > longest * HOUR_MS else Permit("DI-10")


def _pause_agreed(state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    pause = state.pause(entry.content["of"])
    if pause is None:
        return refuse("pause_unknown", "DI-10", named=entry.content["of"])
    refusal = _refuse_no_side(state, entry, clause="DI-10")
    if refusal is not None:
        return refusal
    if entry.member not in pause.missing:
        return refuse("agreed_before", "DI-10", entry=pause.entry)
    return refuse("times_over", "DI-10") if entry.point.at_ms >= pause.until_ms else Permit("DI-10")


def _raised(state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    refusal = _refuse_no_side(state, entry, clause="DI-11")
    if refusal is not None:
        return refusal
    level, here = state.rules.level(entry.content["level"]), level_at(state, entry.point.at_ms)
    if level is None or level.number <= here.number:
        return refuse("level_not_above", "DI-11", level=entry.content["level"], here=here.name)
    is_danger = entry.content["danger_to_life"]
    if level.number > here.number + 1 and not is_danger:
        return refuse("level_skipped", "DI-11", level=level.name, next=state.rules.levels[here.number + 1].name)
    stands_still = any(start <= entry.point.at_ms < end for start, end in state.paused)
    return refuse("clock_stopped", "DI-11") if stands_still and not is_danger else Permit("DI-11")


def _mediated(state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    if entry.member not in charter.supervisors:
        return refuse("supervisor_only", "DI-12", member=entry.member)
    return refuse_languages([entry.content["lang"]], charter=charter, clause="DI-12") or Permit("DI-12")


def _referred(state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    refusal = _refuse_no_side(state, entry, clause="DI-12")
    if refusal is not None:
        return refusal
    level = level_at(state, entry.point.at_ms)
    if not level.refers:
        return refuse("level_refers_not", "DI-12", level=level.name)
    return refuse_languages([entry.content["lang"]], charter=charter, clause="DI-12") or Permit("DI-12")


def _decided(state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    rules = state.rules
    if entry.member not in rules.decides:
        return refuse("decides_not", "DI-12", member=entry.member)
    from_level, here = rules.level(rules.decides_from), level_at(state, entry.point.at_ms)
    if from_level is None or here.number < from_level.number:
        return refuse("decides_later", "DI-12", level=rules.decides_from, here=here.name)
    langs = [each["lang"] for each in entry.content["texts"]]
    return refuse_languages(langs, charter=charter, clause="DI-12") or Permit("DI-12")


def _stated(state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    of = entry.content["of"]
    if not _is_outcome(state, of):
        return refuse("no_outcome", "DI-14", named=of)
    said = newest(state.all_of("outcome_stated"), member=entry.member, of=(of,))
    if said is not None:
        return refuse("stated_before", "DI-14", entry=said.entry)
    return refuse_languages([entry.content["lang"]], charter=charter, clause="DI-14") or Permit("DI-14")


def outcomes(state: DisputeState) -> tuple[str, ...]:
    """Return the entries on which every member may add its own statement: what was agreed, decided, proposed, ended."""
    signed = (each.entry for each in (*state.settlements, *state.measures) if not each.missing)
    return (*signed, *(each.entry for each in state.of(*_OUTCOMES)))


def _is_outcome(state: DisputeState, entry: str) -> bool:
    signed = state.settlement(entry) or state.measure(entry)
    if signed is not None:
        return not signed.missing
    return any(said_in_entry(state.all_of(kind), entry) is not None for kind in _OUTCOMES)


def _lapse_cited(state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    duty = entry.content["duty"]
    if not names_duty_of(state, duty):
        return refuse("lapse_duty_unknown", "DI-14", duty=duty)
    if not was_due(entry):
        return refuse("lapse_not_yet", "DI-14", duty=duty)
    return refuse("lapse_cited_before", "DI-14", duty=duty) if is_cited(state, entry) else Permit("DI-14")


_JUDGES: Mapping[str, _Judge] = {
    "dispute_acknowledged": _acknowledged,
    "dispute_answered": _answered,
    "evidence_committed": judge_committed,
    "evidence_disclosed": judge_disclosed,
    "settlement_proposed": judge_settlement_proposed,
    "settlement_signed": judge_settlement,
    "settlement_declined": judge_settlement,
    "settlement_withdrawn": judge_settlement,
    "measure_asked": judge_measure_asked,
    "measure_agreed": judge_measure,
    "measure_declined": judge_measure,
    "measure_end_agreed": judge_end,
    "measure_breach_told": judge_breach,
    "pause_asked": _pause_asked,
    "pause_agreed": _pause_agreed,
    "dispute_raised": _raised,
    "mediator_proposed": _mediated,
    "dispute_referred": _referred,
    "dispute_decided": _decided,
    "dispute_withdrawn": _withdrawn,
    "outcome_stated": _stated,
    "dispute_lapse_cited": _lapse_cited,
}

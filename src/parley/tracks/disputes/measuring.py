"""Interim measures: asked at any level, agreed and ended early by all sides, held against what meets them. Pure.

Clauses DI-8, DI-13 and DI-15.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.entry import Entry
from parley.matters.said import newest
from parley.matters.signing import Signing
from parley.matters.track import Cited
from parley.tracks.disputes.claims import refuse_languages
from parley.tracks.disputes.refusing import refuse
from parley.tracks.disputes.settling import refuse_other_bytes, refuse_signer
from parley.tracks.disputes.state import DisputeState

DAY_S = 86_400


def judge_measure_asked(state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a measure that is asked for: whom it binds, what stands still, where, from when until when."""
    terms, at_s = entry.content, entry.point.at_ms // 1000
    if entry.member not in state.sides and entry.member not in charter.supervisors:
        return refuse("no_side", "DI-8", member=entry.member, sides=", ".join(state.sides))
    strangers = set(terms["parties"]) - set(state.sides)
    if strangers:
        return refuse("not_bound", "DI-8", member=", ".join(sorted(strangers)), sides=", ".join(state.sides))
    if terms["until_s"] <= at_s:
        return refuse("times_over", "DI-8")
    longest = state.rules.longest_measure_days
    if terms["until_s"] - max(at_s, terms["from_s"]) > longest * DAY_S:
        return refuse("measure_too_long", "DI-8", limit=longest)
    langs = [each["lang"] for each in terms["texts"]]
    refusal = refuse_languages(langs, charter=charter, clause="DI-8") or _refuse_classes(terms, charter=charter)
    return refusal or Permit("DI-8")


def judge_measure(state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over the word of a side that it agrees to a measure, or does not."""
    about = state.measure(entry.content["of"])
    if about is None:
        return refuse("measure_unknown", "DI-8", named=entry.content["of"])
    refusal = refuse_signer(about, entry, clause="DI-8")
    if refusal is not None or entry.kind == "measure_declined":
        return refusal or Permit("DI-8")
    if entry.point.at_ms >= int(about.terms["until_s"]) * 1000:
        return refuse("times_over", "DI-8")
    return refuse_other_bytes(about, entry, clause="DI-8") or Permit("DI-8")


def judge_end(state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over the word of a side that a measure ends before its time; it ends once all sides have said so."""
    about = state.measure(entry.content["of"])
    if about is None:
        return refuse("measure_unknown", "DI-15", named=entry.content["of"])
    if entry.member not in state.sides:
        return refuse("no_side", "DI-15", member=entry.member, sides=", ".join(state.sides))
    if about.missing:
        return refuse("measure_not_agreed", "DI-15", entry=about.entry)
    if entry.member not in state.measure_end(about).missing:
        return refuse("end_agreed_before", "DI-15", entry=about.entry)
    is_over = entry.point.at_ms >= int(about.terms["until_s"]) * 1000
    return refuse("times_over", "DI-15") if is_over else Permit("DI-15")


def judge_breach(state: DisputeState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over what is told as a breach: that the entry cited falls into the measure is checked, not believed.

    It finds nothing about fact, responsibility or compliance: findings do.
    """
    # Here, because GEOS is loaded where there is an area, and on no other node.
    from parley.tracks.disputes.meeting import GRANTED, meets  # noqa: PLC0415

    about, by = state.measure(entry.content["of"]), entry.content["by"]
    if about is None:
        return refuse("measure_unknown", "DI-13", named=entry.content["of"])
    if state.measure_holds(about) is None:
        return refuse("measure_not_agreed", "DI-13", entry=about.entry)
    said = newest(state.all_of("measure_breach_told"), member=entry.member, of=(about.entry, by))
    if said is not None:
        return refuse("breach_told_before", "DI-13", entry=said.entry)
    found = meets(state, about, cited[by].state.as_json(), entry=by, charter=charter, granted=GRANTED)
    return Permit("DI-13") if found is not None else refuse("meets_not", "DI-13", entry=by, measure=about.entry)


def needed_by(state: DisputeState) -> tuple[str, ...]:
    """Return who must agree to a measure: every side."""
    return state.sides


def _refuse_classes(terms: Mapping[str, Any], *, charter: Charter) -> Refusal | None:
    if terms["classes"] and terms["excepted"]:
        return refuse("classes_or_all", "DI-8")
    known = charter.activities.classes if charter.activities is not None else {}
    for name in (*terms["classes"], *terms["excepted"]):
        if name not in known:
            return refuse("class_unknown", "DI-8", name=name, classes=", ".join(known))
    return None


def has_agreed(one: Signing, member: str) -> bool:
    """Return whether a member has agreed to a measure."""
    return one.signature(member) is not None

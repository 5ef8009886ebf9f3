"""Judges and folds the entries of an overlap, each by what its author had read (O-1 to O-8). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from parley.charter.activities import ActivityTerms
from parley.charter.model import Charter
from parley.charter.rules import precedence_of
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.changing import changed
from parley.matters.entry import Entry, Point
from parley.matters.said import Opening, added, said_of
from parley.matters.track import Cited
from parley.tracks.content.lapse import with_lapse
from parley.tracks.deconfliction.findings import answer_of, refuse_answer, refuse_same_answer
from parley.tracks.deconfliction.lapses import OVERLAP_DUTIES, refuse_lapse
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.overlap_entries import (
    ADVISES,
    CONCURRENT,
    IGNORED,
    MOVED,
    OVERLAP_KINDS,
    RECEIVED,
    overlap_id,
)
from parley.tracks.deconfliction.overlap_refusing import refuse_other_readers, refuse_strange_notices
from parley.tracks.deconfliction.overlap_state import Clearing, Finding, NoticeSide, OverlapState
from parley.tracks.deconfliction.proposal_entries import PROPOSAL_KINDS
from parley.tracks.deconfliction.proposal_rules import fold_proposal, judge_proposal
from parley.tracks.deconfliction.refusing import refuse, refuse_audience

Notices = tuple[NoticeState, NoticeState]


def is_of_overlap(kind: str) -> bool:
    """Return whether entries of this kind belong to an overlap."""
    return kind in OVERLAP_KINDS or kind in PROPOSAL_KINDS


def judge_overlap(
    state: OverlapState | None, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]
) -> Verdict:
    """Decide over an entry of an overlap; `cited` holds the versions that it names."""
    if entry.kind == "overlap_found":
        return _refuse_finding(state, entry, charter=charter, cited=cited) or Permit("O-3")
    assert state is not None  # the kernel refuses what continues a matter that does not stand
    refusal = refuse_audience(state.opening, entry)
    if refusal is not None:
        return refusal
    if entry.kind in PROPOSAL_KINDS:
        return judge_proposal(state, entry, charter=charter, cited=cited)
    if entry.kind == "overlap_lapse_cited":
        return refuse_lapse(state, entry, duties=OVERLAP_DUTIES, clause="O-8") or Permit("O-8")
    if entry.kind == "overlap_cleared":
        return _refuse_clearing(state, entry, charter=charter, cited=cited) or Permit("O-7")
    return _refuse_answer(state, entry, charter=charter) or Permit("O-5")


def fold_overlap(
    state: OverlapState | None, entry: Entry, *, charter: Charter, beside: frozenset[str]
) -> OverlapState:
    """Return the state after a permitted entry. A clearing is of the newest finding that its author had read."""
    if entry.kind == "overlap_found":
        return _with_finding(state, _finding(entry, charter=charter), entry)
    assert state is not None
    if entry.kind in PROPOSAL_KINDS:
        return fold_proposal(state, entry)
    if entry.kind == "overlap_lapse_cited":
        return changed(state, {"lapses": with_lapse(state, entry)})
    if entry.kind == "overlap_cleared":
        versions = (entry.content["versions"][0], entry.content["versions"][1])
        known = [finding for finding in state.findings if not beside.issuperset(finding.entries)][-1]
        clearing = Clearing(**said_of(entry, of=known.entry), versions=versions, how=entry.content["how"])
        return changed(state, {"findings": _with(state.findings, replace(known, clearing=clearing))})
    return changed(state, {"answers": added(state.answers, answer_of(entry))})


def knew(one: Point, other: Point) -> str:
    """Return whether the author of the later of two versions had seen the earlier one; neither had: concurrent."""
    return IGNORED if one.covers(other) or other.covers(one) else CONCURRENT


def side_content(state: NoticeState) -> dict[str, Any]:
    """Return what a finding says of a notice."""
    version = state.version
    return {
        "version": version.entry, "member": state.opening.member, "class": version.plan["class"],
        "subject": version.plan["subject"], "short_by_min": version.short_by_min,
    }  # fmt: skip


def apart_content(terms: ActivityTerms, notices: Notices) -> dict[str, int]:
    """Return how far apart the charter asks two notices to be, as a finding says it."""
    asked = terms.apart(*(str(notice.version.plan["class"]) for notice in notices))
    return {"lateral_m": asked.lateral_m, "vertical_m": asked.vertical_m, "time_min": asked.time_min}


def _refuse_finding(
    state: OverlapState | None, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]
) -> Refusal | None:
    sides, terms = entry.content["sides"], charter.activities
    if terms is None:
        return refuse("no_activities", "N-2")
    versions = (sides[0]["version"], sides[1]["version"])
    notices = refuse_strange_notices(entry, versions, cited)
    if isinstance(notices, Refusal):
        return notices
    over = next((notice for notice in notices if notice.is_over), None)
    if over is not None:
        return refuse("overlap_notice_over", "O-1", notice=over.opening.id, name=over.name)
    known = next((each for each in state.findings if each.versions == versions), None) if state else None
    if known is not None:
        return refuse("overlap_known", "O-4", entry=known.entry)
    refusal = refuse_other_readers(entry, notices)
    if refusal is not None:
        return refusal
    points = [cited[version].entry.point for version in versions]
    told = [dict(side) for side in sides], entry.content["knew"], dict(entry.content["apart"])
    if told != ([side_content(each) for each in notices], knew(*points), apart_content(terms, notices)):
        return refuse("overlap_told_otherwise", "O-3")
    return _refuse_pairs(entry, notices, terms=terms)


def _refuse_pairs(entry: Entry, notices: Notices, *, terms: ActivityTerms) -> Refusal | None:
    """Refuse what the detector does not find, and what leaves out what it surely finds."""
    # Here, because GEOS is loaded where there is an overlap, and on no other node.
    from parley.tracks.deconfliction.meeting import CONFLICT, NEAR, Pair, met  # noqa: PLC0415

    found = met(notices[0].version.plan, notices[1].version.plan, terms=terms)
    named = [Pair((p["volumes"][0], p["volumes"][1]), p["kind"], p["from_s"], p["until_s"]) for p in
             entry.content["pairs"]]  # fmt: skip
    kind = CONFLICT if any(pair.kind == CONFLICT for pair in named) else NEAR
    in_order = [pair.volumes for pair in named] == sorted({pair.volumes for pair in named})
    if in_order and kind == entry.content["kind"] and found.surely <= set(named) <= found.perhaps:
        return None
    return refuse("overlap_found_otherwise", "O-3")


def _refuse_clearing(
    state: OverlapState, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]
) -> Refusal | None:
    if state.clearing is not None:
        return refuse("overlap_cleared_before", "O-4", entry=state.clearing.entry)
    versions = (entry.content["versions"][0], entry.content["versions"][1])
    notices = refuse_strange_notices(entry, versions, cited)
    if isinstance(notices, Refusal):
        return notices
    expected = how_cleared(notices, terms=charter.activities)
    return None if entry.content["how"] == expected else refuse("overlap_stands", "O-7")


def how_cleared(notices: Notices, *, terms: ActivityTerms | None) -> str | None:
    """Return by what two notices do not meet any more: one is over, or they moved apart; None where they may meet."""
    over = next((notice.name for notice in notices if notice.is_over), None)
    if over is not None or terms is None:
        return over
    from parley.tracks.deconfliction.meeting import surely_meet  # noqa: PLC0415

    return None if surely_meet(notices[0].version.plan, notices[1].version.plan, terms=terms) else MOVED


def _refuse_answer(state: OverlapState, entry: Entry, *, charter: Charter) -> Refusal | None:
    refusal = refuse_answer(state, entry, charter=charter, cleared="O-4", older="O-5")
    if refusal is not None:
        return refusal
    how, member = entry.content["how"], entry.member
    side = state.finding.side(member)
    if side is None and not (member in charter.supervisors and how == ADVISES):
        return refuse("overlap_not_a_side", "O-5", member=member)
    if side is not None and how == ADVISES:
        return refuse("overlap_not_a_supervisor", "O-5", member=member)
    if side is not None and how == RECEIVED and not side.keeps_right:
        return refuse("overlap_asked_to_move", "O-6", member=member)
    return refuse_same_answer(state, entry, clause="O-5")


def _finding(entry: Entry, *, charter: Charter) -> Finding:
    content, terms = entry.content, charter.activities
    assert terms is not None  # a finding is refused where the charter has no such section
    classes = [terms.classes.get(side["class"]) for side in content["sides"]]
    known = [precedence_of(charter, each.precedence) for each in classes if each]
    urgent = min((each for each in known if each), key=lambda each: each.rank, default=None)
    first, second = (
        NoticeSide(
            notice=notice, version=side["version"], member=side["member"], activity=side["class"],
            subject=side["subject"], short_by_min=side["short_by_min"],
            keeps_right=bool(kind and kind.keeps_right and kind.provenance.judges),
        )
        for notice, side, kind in zip(content["notices"], content["sides"], classes, strict=True)
    )  # fmt: skip
    return Finding(
        entries=(entry.id,), member=entry.member, at_ms=entry.point.at_ms, sides=(first, second),
        kind=content["kind"], knew=content["knew"], precedence=urgent.name if urgent else "",
        pairs=tuple(content["pairs"]), apart=content["apart"],
    )  # fmt: skip


def _with_finding(state: OverlapState | None, finding: Finding, entry: Entry) -> OverlapState:
    """Add a finding. Of one that two nodes told at once the first counts, and the other is named beside it."""
    if state is None:
        notices = (finding.sides[0].notice, finding.sides[1].notice)
        opening = Opening(overlap_id(notices), entry.member, entry.to, entry.point.at_ms, None)
        return OverlapState(opening, notices, (finding,))
    known = next((each for each in state.findings if each.versions == finding.versions), None)
    return changed(state, {"findings": _with(state.findings, known.with_entry(entry.id) if known else finding)})


def _with(findings: tuple[Finding, ...], new: Finding) -> tuple[Finding, ...]:
    """Return the findings with this one, in place of what stood there for the same versions."""
    others = (finding for finding in findings if finding.versions != new.versions)
    return tuple(sorted((*others, new), key=lambda finding: finding.place))

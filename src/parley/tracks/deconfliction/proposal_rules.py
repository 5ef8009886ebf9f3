"""Judges and folds what is proposed and accepted in an overlap, and the change that carries it out (P-1 to P-4). Pure.

| clause | says |
|---|---|
| P-1 | ways out are proposed of the newest finding, of the two versions in force, and not twice by one member |
| P-2 | each move keeps to the rules, each proposal keeps the two apart, they stand in order |
| P-3 | who would move by a proposal accepts it, and one of a finding |
| P-4 | it is agreed when all who would move have accepted: a change by it is that move, and names them |
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.activities import ActivityTerms
from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.changing import changed
from parley.matters.entry import Entry
from parley.matters.said import added, said_of
from parley.matters.track import Cited
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.overlap_refusing import refuse_strange_notices
from parley.tracks.deconfliction.overlap_state import OverlapState
from parley.tracks.deconfliction.proposal_state import Acceptance, Menu, proposal_known
from parley.tracks.deconfliction.proposing.applying import moved
from parley.tracks.deconfliction.proposing.moves import read_proposal
from parley.tracks.deconfliction.refusing import refuse


def judge_proposal(
    state: OverlapState, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]
) -> Verdict:
    """Decide over what is proposed or accepted; `cited` holds the two versions that it names."""
    terms = charter.activities
    if terms is None:
        return refuse("no_activities", "N-2")
    clause = "P-1" if entry.kind == "proposals_made" else "P-3"
    refusal = _refuse_finding(state, entry, clause)
    if refusal is not None:
        return refusal
    notices = refuse_strange_notices(entry, state.finding.versions, cited)
    if isinstance(notices, Refusal):
        return notices
    if entry.kind == "proposals_made":
        return _refuse_menu(state, entry, notices, charter=charter, terms=terms) or Permit("P-2")
    return _refuse_acceptance(state, entry) or Permit("P-3")


def fold_proposal(state: OverlapState, entry: Entry) -> OverlapState:
    """Return the state after a permitted entry; what several members say commutes."""
    said = said_of(entry, of=entry.content["of"])
    if entry.kind == "proposals_made":
        proposals = tuple(read_proposal(each) for each in entry.content["proposals"])
        burdens = (entry.content["burdens"][0], entry.content["burdens"][1])
        return changed(state, {"menus": added(state.menus, Menu(**said, proposals=proposals, burdens=burdens))})
    return changed(state, {"acceptances": added(state.acceptances, Acceptance(**said, digest=entry.content["digest"]))})


def refuse_agreed_change(state: NoticeState, entry: Entry, *, cited: Mapping[str, Cited]) -> Refusal | None:
    """Refuse a change that names what is not agreed, or that is another than the move that was (P-4).

    `cited` holds the acceptances that it names, each with its overlap as the author of the change had read it.
    """
    named = entry.content.get("agreed")
    if named is None:
        return None
    states = [cited[each].state for each in named["accepted"]]
    overlap = states[0]
    if not isinstance(overlap, OverlapState) or any(each.opening != overlap.opening for each in states[1:]):
        return refuse("agreed_elsewhere", "P-4")
    known = next((each for each in overlap.agreed_ever if each.entries == list(named["accepted"])), None)
    move = known.proposal.move_of(state.opening.id) if known is not None else None
    if known is None or known.proposal.digest != named["digest"] or move is None:
        return refuse("not_agreed", "P-4", digest=named["digest"][:12])
    # First: a trim of one version says nothing of another, which may have more volumes.
    if move.version != state.version.entry:
        return refuse("changed_otherwise", "P-4", digest=named["digest"][:12])
    plan = state.version.plan
    told = {key: value for key, value in entry.content.items() if key in ("volumes", "contingency", "class", "slack")}
    asked = {key: value for key, value in moved(plan, move).items() if key in told or key in ("volumes", "contingency")}
    if _plain(told) != _plain(asked):
        return refuse("changed_otherwise", "P-4", digest=named["digest"][:12])
    return None


def _refuse_finding(state: OverlapState, entry: Entry, clause: str) -> Refusal | None:
    finding = state.finding
    if finding.clearing is not None:
        return refuse("overlap_cleared_before", clause, entry=finding.clearing.entry)
    if entry.content["of"] not in finding.entries:
        return refuse("overlap_older_finding", clause, named=entry.content["of"], newest=finding.entry)
    if tuple(entry.content["versions"]) != finding.versions:
        return refuse("proposal_other_versions", clause, versions=", ".join(finding.versions))
    return None


def _refuse_menu(
    state: OverlapState, entry: Entry, notices: tuple[NoticeState, NoticeState], *, charter: Charter,
    terms: ActivityTerms,
) -> Refusal | None:  # fmt: skip
    # Here, because GEOS is loaded where there is an overlap, and on no other node.
    from parley.tracks.deconfliction.proposing.checking import is_menu  # noqa: PLC0415
    from parley.tracks.deconfliction.proposing.setting_of import setting_of  # noqa: PLC0415

    of = state.finding.entries
    given = next((each for each in state.menus if each.of in of and each.member == entry.member), None)
    if given is not None:
        return refuse("proposals_known", "P-1", entry=given.entry)
    burdens = dict(zip(state.authors, entry.content["burdens"], strict=True))
    setting = setting_of(charter, terms=terms, now_s=entry.point.at_ms // 1000, burdens=burdens)
    proposals = [read_proposal(each) for each in entry.content["proposals"]]
    by_id = {notice.opening.id: notice for notice in notices}
    return None if is_menu(proposals, by_id, terms=terms, setting=setting) else refuse("proposals_otherwise", "P-2")


def _refuse_acceptance(state: OverlapState, entry: Entry) -> Refusal | None:
    of, member = state.finding.entries, entry.member
    proposal = proposal_known(state.menus, digest=entry.content["digest"], of=of)
    if proposal is None:
        return refuse("proposal_unknown", "P-3", digest=entry.content["digest"][:12])
    if all(move.member != member for move in proposal.moves):
        return refuse("proposal_moves_others", "P-3", member=member)
    given = next((each for each in state.acceptances if each.of in of and each.member == member), None)
    return refuse("proposal_accepted_before", "P-3", entry=given.entry) if given is not None else None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value

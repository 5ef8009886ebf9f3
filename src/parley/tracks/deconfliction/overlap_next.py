"""What a node has to say of two notices by itself: that they meet, or that they do not any more. Pure.

Every addressee may say it, so nobody can keep an overlap from being told; one of them says it first.
"""

from __future__ import annotations

from typing import Any

from parley.charter.activities import ActivityTerms
from parley.matters.entry import Entry
from parley.tracks.deconfliction.meeting import CONFLICT, NEAR, met
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.overlap_rules import Notices, apart_content, how_cleared, knew, side_content
from parley.tracks.deconfliction.overlap_state import Finding, OverlapState


def readers_of(notices: Notices) -> tuple[str, ...]:
    """Return to whom an overlap of two notices goes: to all who may read both; to nobody where an author may not."""
    one, other = (set(notice.opening.to) for notice in notices)
    readers = one & other
    return tuple(sorted(readers)) if {notice.opening.member for notice in notices} <= readers else ()


def next_entry(
    state: OverlapState | None, notices: Notices, versions: tuple[Entry, Entry], *, terms: ActivityTerms
) -> tuple[str, dict[str, Any]] | None:
    """Return kind and content of what is to be said now of two notices, in the order of their ids; None for nothing.

    `versions` are the entries of the two versions in force, `state` is their matter as it stands.
    """
    ids = [notice.opening.id for notice in notices]
    named = [version.id for version in versions]
    stands = state is not None and state.clearing is None
    is_over = any(notice.is_over for notice in notices)
    if state is not None and not is_over and _is_told(state, named, apart_content(terms, notices)):
        return None
    found = () if is_over else met(notices[0].version.plan, notices[1].version.plan, terms=terms).told
    if not found:
        how = how_cleared(notices, terms=terms) if stands else None
        return ("overlap_cleared", {"notices": ids, "versions": named, "how": how}) if how else None
    if state is not None and _finding_of(state, named) is not None:
        return None
    return "overlap_found", {
        "notices": ids,
        "sides": [side_content(notice) for notice in notices],
        "kind": CONFLICT if any(pair.kind == CONFLICT for pair in found) else NEAR,
        "knew": knew(versions[0].point, versions[1].point),
        "apart": apart_content(terms, notices),
        "pairs": [pair.as_json() for pair in found],
    }


def _is_told(state: OverlapState, named: list[str], apart: dict[str, int]) -> bool:
    """Return whether these versions were found, and what the charter asks is as it was: no outline is compared again.

    Most calls end here: every pair that stands is looked at whenever a notice changes.
    """
    finding = _finding_of(state, named)
    return finding is not None and (finding.clearing is not None or dict(finding.apart) == apart)


def _finding_of(state: OverlapState, named: list[str]) -> Finding | None:
    return next((finding for finding in state.findings if list(finding.versions) == named), None)


def said_last(notices: Notices, entries: dict[str, Entry]) -> list[NoticeState]:
    """Return the two notices, first the one of which its author spoke last: that author's node is the first to tell."""

    def depth(notice: NoticeState) -> tuple[int, str]:
        said = (entries[each.entry].point.depth for each in (*notice.versions, *notice.steps) if each.entry in entries)
        return max(said, default=0), notice.opening.id

    return sorted(notices, key=depth, reverse=True)

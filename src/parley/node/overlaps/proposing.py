"""What a node says of the ways out of an overlap by itself: the menu once it was found, and the change once agreed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from parley.geo.band import Ground
from parley.geo.detect import with_zone
from parley.geo.geojson import Drawn
from parley.node import reading
from parley.node.drafts import Draft
from parley.node.overlaps.finding import Detector
from parley.node.overlaps.kept import overlaps_of
from parley.node.overlaps.protecting import protected_zones
from parley.node.overlaps.standing import standing_of
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.node.store import matters
from parley.tracks.deconfliction.holding import closed_zones
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.overlap_state import OverlapState
from parley.tracks.deconfliction.proposal_state import Agreed
from parley.tracks.deconfliction.proposing.applying import moved
from parley.tracks.deconfliction.proposing.checking import side_of
from parley.tracks.deconfliction.proposing.freezing import MARGIN_S
from parley.tracks.deconfliction.proposing.ledger import Burden, Concession, burdens_between, ledger
from parley.tracks.deconfliction.proposing.menu import menu
from parley.tracks.deconfliction.proposing.moves import Move, Proposal, read_proposal
from parley.tracks.deconfliction.proposing.setting_of import setting_of
from parley.tracks.deconfliction.proposing.sides import Reach
from parley.tracks.deconfliction.proposing.testing import Trial

OVERLAP = "overlap"
# A node that waits for its turn asks again and again: the answer is computed once in this time.
KEPT_S, MOST_KEPT = 120, 64
Notices = tuple[NoticeState, NoticeState]


def menu_content(node: Node, state: OverlapState, notices: Notices) -> dict[str, Any] | None:
    """Return the content of the menu for the newest finding; None where the charter plans no activities."""
    key, now_s = state.finding.entry, node.clock.now_ms() // 1000
    kept: dict[str, tuple[int, dict[str, Any] | None]] = node.kept.setdefault("menus", {})
    made = kept.get(key)
    if made is None or now_s - made[0] > KEPT_S:
        while len(kept) >= MOST_KEPT:
            kept.pop(next(iter(kept)), None)
        made = kept[key] = now_s, _menu_content(node, state, notices, now_s=now_s)
    return made[1]


def _menu_content(node: Node, state: OverlapState, notices: Notices, *, now_s: int) -> dict[str, Any] | None:
    burdens = burdens_of(node, notices)
    proposals = computed(node, notices, burdens=burdens, now_s=now_s + MARGIN_S)
    if proposals is None:
        return None
    return {
        "notices": list(state.notices),
        "of": state.finding.entry,
        "versions": list(state.finding.versions),
        "burdens": [burdens[notice.opening.member] for notice in notices],
        "proposals": [proposal.as_json() for proposal in proposals],
    }


def computed(
    node: Node, notices: Notices, *, burdens: Mapping[str, int], now_s: int
) -> tuple[Proposal, ...] | None:
    """Return the menu as this node computes it from all that it holds."""
    charter, terms = node.charter(), node.charter().activities
    if terms is None:
        return None
    one, other = (side_of(notice, terms=terms) for notice in notices)
    readers = set(notices[0].opening.to) & set(notices[1].opening.to)
    closed = [*closed_here(node), *protected_zones(node, readers=readers)]
    return overlaps_of(node).asked(lambda detector: menu(one, other, setting=setting_of(
        charter, terms=terms, now_s=now_s, burdens=burdens, reach=around(detector, closed, terms.ground)
    )))  # fmt: skip


def closed_here(node: Node) -> list[Drawn]:
    """Return every signed standstill that this node may read, as zones that nothing is moved into."""
    terms = node.charter().activities
    classes = tuple(terms.classes) if terms is not None else ()
    return [zone for each in standing_of(node).standstills() for zone in closed_zones(each, classes=classes)]


def around(detector: Detector, closed: Sequence[Drawn], ground: Ground) -> Reach:
    """Return what an activity may reach; of what is closed only what it meets, since too much around offers no way."""
    return lambda activity: (
        *detector.reached(activity), *(zone for zone in closed if with_zone(activity, zone, ground=ground) is not None)
    )  # fmt: skip


def burdens_of(node: Node, notices: Notices) -> dict[str, int]:
    """Return what both sides have conceded so far, each in the class of its notice."""
    one, other = ((notice.opening.member, str(notice.version.plan["class"])) for notice in notices)
    return burdens_between(ledger_of(node), one=one, other=other)


def ledger_of(node: Node) -> dict[tuple[str, str], Burden]:
    """Return the burden ledger over every overlap that this node may read."""
    rows = reading.of_form(node, OVERLAP, from_ms=0)
    return ledger(each for row in rows for each in _given(row.state.get("conceded", ())))


def change_draft(state: OverlapState, notice: NoticeState) -> Draft | None:
    """Return the change of a notice that was agreed and is not filed yet, in the role in which it was accepted.

    Of every finding: when the other side's change has cleared or moved the overlap already, ours follows all the same.
    Where others may read the notice than the overlap, it does not name what was agreed: they could not judge that, and
    must not learn of the other notice, whose id is a part of the overlap's.
    """
    for agreed, move in waiting(state, notice):
        own = next(each for each in agreed.acceptances if each.member == notice.opening.member)
        named = {"digest": agreed.proposal.digest, "accepted": agreed.entries}
        told = {"why": state.opening.id, "agreed": named}
        if not set(notice.opening.to) <= set(state.opening.to):
            told = {"why": own.entry}
        content = {**moved(notice.version.plan, move), "of": move.version, **told}
        return Draft("activity_changed", notice.opening.to, content, notice.opening.id, role=own.role)
    return None


def waiting(state: OverlapState, notice: NoticeState) -> list[tuple[Agreed, Move]]:
    """Return the moves of a notice that were agreed and are not carried out: the version that they name is in force."""
    moves = [(agreed, agreed.proposal.move_of(notice.opening.id)) for agreed in state.agreed_ever]
    return [
        (agreed, move) for agreed, move in moves
        if move is not None and move.version == notice.version.entry and not notice.is_over
    ]  # fmt: skip


def _given(conceded: Iterable[Mapping[str, Any]]) -> list[Concession]:
    return [Concession(**{key: value for key, value in each.items() if key != "agreed_by"}) for each in conceded]


def clear_here(node: Node, state: Mapping[str, Any]) -> dict[str, bool]:
    """Return of each way out in an overlap's menu, by its digest, whether it meets nothing anew here and now.

    Empty where a notice has changed since.
    """
    notices = [_notice(node, side["notice"], version=side["version"]) for side in state["sides"]]
    terms = node.charter().activities
    if terms is None or not state.get("menu") or any(each is None for each in notices):
        return {}
    one, other = (side_of(each, terms=terms) for each in notices if each is not None)
    proposals = [read_proposal(each) for each in state["menu"]["proposals"]]
    # For this page alone: every site that this node may read, whoever else may.
    closed = [*closed_here(node), *protected_zones(node, readers=(node.member,))]

    def tried(detector: Detector) -> dict[str, bool]:
        reach = around(detector, closed, terms.ground)
        setting = setting_of(node.charter(), terms=terms, now_s=0, burdens={}, reach=reach)
        trial = Trial(one, other, setting=setting)
        return {each.digest: trial.clears(*each.moves) for each in proposals}

    return overlaps_of(node).asked(tried) or {}


def _notice(node: Node, matter: str, *, version: str) -> NoticeState | None:
    row = matters.matter(node.reader(), matter)
    state = fold_now(node, row.id, version=row.locked).state if row is not None else None
    return state if isinstance(state, NoticeState) and state.version.entry == version and not state.is_over else None

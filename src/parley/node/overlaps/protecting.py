"""The protected sites and movements that this node may read, which activities come to them, and which list it holds.

Nothing of it lies on the disk, and nothing of it is sent: every node finds by itself what it may read on both sides.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from parley.geo.band import Ground
from parley.geo.geojson import Drawn
from parley.geo.volume import Volume
from parley.node.overlaps.followed import Followed
from parley.node.overlaps.held import FORM as NOTICE
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.node.store import matters
from parley.tracks.content.volumes import volume_of
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.site_meeting import KIND, Near, near
from parley.tracks.deconfliction.site_state import FORM, SiteState, list_digest


class Protecting:
    """The notified sites of one node, brought up to date by whoever asks. Safe from any thread."""

    def __init__(self, node: Node) -> None:
        """Hold nothing yet."""
        self._node, self._alone = node, threading.Lock()
        self._seq, self._near_seq = -1, -1
        self._sites: dict[str, SiteState] = {}
        # Of each notice by its row: what it comes to, found anew where it changed, or where the sites did.
        self._near: dict[str, tuple[bytes, tuple[Near, ...]]] = {}
        self._places: tuple[Any, ...] = ()
        self._followed_sites, self._followed = Followed(FORM), Followed(NOTICE)

    def sites(self) -> list[SiteState]:
        """Return every notified site and movement, the newest first; withdrawn ones too."""
        with self._alone:
            self._bring_up()
            return sorted(self._sites.values(), key=lambda each: (-each.opening.at_ms, each.opening.id))

    def near(self) -> tuple[Near, ...]:
        """Return which notices of activity that are not over come to which sites that are not withdrawn."""
        with self._alone:
            self._bring_up()
            terms = self._node.charter().activities
            if self._near_seq != self._seq and terms is not None:
                self._look_at_notices(terms.ground)
                self._near_seq = self._seq
            return tuple(each for _, found in self._near.values() for each in found)

    def of_plan(self, plan: Mapping[str, Any], *, ground: Ground) -> list[Near]:
        """Return to which sites a plan that is not filed yet would come."""
        volumes = [volume_of(each) for each in (*plan["volumes"], *plan.get("contingency", ()))]
        sites = (each for each in self.sites() if each.withdrawn is None)
        found = (
            near(volumes, _volumes(each), notice="", matter=each.opening.id, version=each.version.entry, ground=ground)
            for each in sites
        )
        return [each for each in found if each is not None]

    def held_list(self, *, by: str, of: str, readers: Iterable[str]) -> tuple[int, str]:
        """Return size and digest of the list that a member holds of another's sites, of those that all `readers` know.

        A receipt states it, and goes to all who may read its site: a list of more would tell them how many others
        there are, and they could not compare it. All of them find the same as long as they hold the same versions.
        """
        asked = {by, *readers}
        return list_digest(
            each.version.entry for each in self.sites()
            if each.withdrawn is None and each.opening.member == of and asked <= set(each.opening.to)
        )  # fmt: skip

    def _bring_up(self) -> None:
        # Taken before the node is read: what changes meanwhile is looked at the next time.
        seq = self._node.changes.seq
        if seq == self._seq:
            return
        news = self._followed_sites.news(self._node.reader())
        for gone in (*news.gone, *(row.id for row in news.rows)):
            self._sites.pop(gone, None)
        self._sites |= {row.id: state for row in news.rows if isinstance(state := self._fold(row), SiteState)}
        self._followed_sites.looked()
        self._seq = seq

    def _look_at_notices(self, ground: Ground) -> None:
        """Hold every notice against the sites, and anew only what changed: receipts and line checks change nothing."""
        sites = [each for each in self._sites.values() if each.withdrawn is None]
        # In an order of their own: a receipt writes a site anew and moves it nowhere.
        places = (*sorted((each.opening.id, each.version.entry) for each in sites), self._node.charter().digest)
        if places != self._places:
            self._near, self._places, self._followed = {}, places, Followed(NOTICE)
        if not sites:
            return
        news = self._followed.news(self._node.reader())
        for gone in news.gone:
            self._near.pop(gone, None)
        drawn = [(each, _volumes(each)) for each in sites] if news.rows else []
        for row in news.rows:
            known = self._near.get(row.id)
            if known is None or known[0] != row.locked:
                self._near[row.id] = row.locked, tuple(self._found(row, drawn, ground))
        self._followed.looked()

    def _found(
        self, row: matters.MatterRow, sites: Iterable[tuple[SiteState, list[Volume]]], ground: Ground
    ) -> Iterator[Near]:
        state = self._fold(row)
        if not isinstance(state, NoticeState) or state.is_over:
            return
        plan = state.version.plan
        volumes = [volume_of(each) for each in (*plan["volumes"], *plan.get("contingency", ()))]
        for site, protected in sites:
            found = near(
                volumes, protected, notice=row.id, matter=site.opening.id, version=site.version.entry, ground=ground
            )
            if found is not None:
                yield found

    def _fold(self, row: matters.MatterRow) -> Any:
        return fold_now(self._node, row.id, version=row.locked).state


def protecting_of(node: Node) -> Protecting:
    """Return the notified sites of a node, found once and kept up to date by whoever asks."""
    found: Protecting = node.kept.setdefault("protecting", Protecting(node))
    return found


def protected_zones(node: Node, *, readers: Iterable[str]) -> list[Drawn]:
    """Return the sites that all of these members may read, as zones that nothing is moved into.

    The others are left out: what a way out leads around tells its readers where that is.
    """
    asked = set(readers)
    return [
        Drawn(state.opening.id, True, volume, (), (), rule=KIND)
        for state in protecting_of(node).sites() if state.withdrawn is None and asked <= set(state.opening.to)
        for volume in _volumes(state)
    ]  # fmt: skip


def _volumes(state: SiteState) -> list[Volume]:
    return [volume_of(each) for each in state.version.plan["volumes"]]

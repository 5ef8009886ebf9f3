"""The protected sites and movements that this node may read, which activities come to them, and which list it holds.

Nothing of it lies on the disk, and nothing of it is sent: every node finds by itself what it may read on both sides.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import Any

from parley.geo.band import Ground
from parley.node.overlaps.held import FORM as NOTICE
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.node.store import matters
from parley.tracks.deconfliction.holding import volume_of
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.site_meeting import Near, near
from parley.tracks.deconfliction.site_state import FORM, SiteState, list_digest


class Protecting:
    """The notified sites of one node, brought up to date by whoever asks. Safe from any thread."""

    def __init__(self, node: Node) -> None:
        """Hold nothing yet."""
        self._node, self._alone = node, threading.Lock()
        self._seq = -1
        self._sites: dict[str, SiteState] = {}
        self._near: tuple[Near, ...] = ()
        self._near_seq = -1

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
                self._near = tuple(self._found(terms.ground)) if self._sites else ()
                self._near_seq = self._seq
            return self._near

    def of_plan(self, plan: Mapping[str, Any], *, ground: Ground) -> list[Near]:
        """Return to which sites a plan that is not filed yet would come."""
        volumes = [volume_of(each) for each in (*plan["volumes"], *plan.get("contingency", ()))]
        sites = (each for each in self.sites() if each.withdrawn is None)
        found = (
            near(volumes, _volumes(each), notice="", matter=each.opening.id, version=each.version.entry, ground=ground)
            for each in sites
        )
        return [each for each in found if each is not None]

    def held_list(self, *, by: str, of: str) -> tuple[int, str]:
        """Return size and digest of the list that a member holds of another's sites, as far as this node may read both.

        Both sides find the same as long as they hold the same versions.
        """
        return list_digest(
            each.version.entry for each in self.sites()
            if each.withdrawn is None and each.opening.member == of and by in each.opening.to
        )  # fmt: skip

    def _bring_up(self) -> None:
        # Taken before the node is read: what changes meanwhile is looked at the next time.
        seq = self._node.changes.seq
        if seq == self._seq:
            return
        rows = matters.of_form(self._node.reader(), FORM, from_ms=0)
        self._sites = {row.id: state for row in rows if isinstance(state := self._fold(row), SiteState)}
        self._seq = seq

    def _found(self, ground: Ground) -> Iterator[Near]:
        sites = [(each, _volumes(each)) for each in self._sites.values() if each.withdrawn is None]
        for row in matters.of_form(self._node.reader(), NOTICE, from_ms=0):
            state = self._fold(row)
            if not isinstance(state, NoticeState) or state.is_over:
                continue
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


def _volumes(state: SiteState) -> list[Any]:
    return [volume_of(each) for each in state.version.plan["volumes"]]


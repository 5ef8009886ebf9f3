"""The standstills that this node may read, and the notices that fall into them, found anew where either changed.

Nothing of it lies on the disk. What is found depends on the entries and the charter alone, so every node that holds the
same finds the same; the hour is compared by whoever shows it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.activities import ActivityTerms
from parley.node.overlaps.followed import Followed
from parley.node.overlaps.held import FORM as NOTICE
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.tracks.deconfliction.holding import Held, held_by, plan_held_by
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.standstill_state import FORM, StandstillState


def standing_of(node: Node) -> Standing:
    """Return the standstills of a node, found once and kept up to date by whoever asks."""
    found: Standing = node.kept.setdefault("standing", Standing(node))
    return found


@dataclass(frozen=True, slots=True)
class _Notice:
    row_version: bytes
    state: NoticeState | None


class Standing:
    """The standstills of one node, brought up to date by whoever asks. Safe from any thread."""

    def __init__(self, node: Node) -> None:
        """Hold nothing yet."""
        self._node, self._alone = node, threading.Lock()
        self._seq, self._looked_seq, self._charter = -1, -1, ""
        self._followed, self._followed_notices = Followed(FORM), Followed(NOTICE)
        self._rows: dict[str, bytes] = {}
        self._standstills: dict[str, StandstillState] = {}
        # Those against which the notices are still to be held anew.
        self._changed: set[str] = set()
        self._notices: dict[str, _Notice] = {}
        self._found: dict[str, dict[str, Held]] = {}

    def standstills(self) -> list[StandstillState]:
        """Return every standstill, the newest first."""
        with self._alone:
            self._bring_up()
            return sorted(self._standstills.values(), key=lambda each: (-each.opening.at_ms, each.opening.id))

    def in_force(self, *, at_s: int) -> list[StandstillState]:
        """Return those that are in force at this second."""
        return [each for each in self.standstills() if each.holds_at(at_s)]

    def of_notice(self, matter: str) -> list[Held]:
        """Return how a notice falls into standstills, those that wait for signatures too."""
        with self._alone:
            self._look_at_notices()
            return [held for _, held in sorted(self._found.get(matter, {}).items())]

    def of_standstill(self, matter: str) -> list[Held]:
        """Return the notices that fall into a standstill, or would once it is signed."""
        with self._alone:
            self._look_at_notices()
            return [found[matter] for found in self._found.values() if matter in found]

    def hard(self) -> Mapping[str, Held]:
        """Return by notice how each that may not go on as planned is held: by what it would begin in first."""
        with self._alone:
            self._look_at_notices()
            first = ((matter, _first_hard(found.values())) for matter, found in self._found.items())
            return {matter: held for matter, held in first if held is not None}

    def hard_of(self, matter: str) -> Held | None:
        """Return how a notice is held that may not go on as planned; None where it may. One answer of `hard`."""
        with self._alone:
            self._look_at_notices()
            return _first_hard(self._found.get(matter, {}).values())

    def of_plan(self, terms: ActivityTerms, plan: Mapping[str, Any]) -> list[Held]:
        """Return how a plan of this member that is not filed yet would fall into standstills."""
        found = (
            plan_held_by(plan, each, member=self._node.member, notice="", version=None, ground=terms.ground)
            for each in self.standstills() if each.may_hold
        )  # fmt: skip
        return [each for each in found if each is not None]

    def _bring_up(self) -> None:
        # Taken before the node is read: what changes meanwhile is looked at the next time.
        seq, charter = self._node.changes.seq, self._node.charter()
        if seq == self._seq and charter.digest == self._charter:
            return
        if charter.digest != self._charter:
            self._rows, self._standstills, self._changed, self._followed = {}, {}, set(), Followed(FORM)
            self._forget_notices()
        news = self._followed.news(self._node.reader())
        for gone in news.gone & self._rows.keys():
            self._standstills.pop(gone, None)
            self._changed.add(gone)
            del self._rows[gone]
        for row in news.rows:
            if self._rows.get(row.id) != row.locked:
                self._take_standstill(row.id, row.locked)
        self._followed.looked()
        self._charter, self._seq = charter.digest, seq

    def _forget_notices(self) -> None:
        self._notices, self._found, self._followed_notices = {}, {}, Followed(NOTICE)

    def _take_standstill(self, matter: str, locked: bytes) -> None:
        state = fold_now(self._node, matter, version=locked).state
        if isinstance(state, StandstillState):
            self._standstills[matter] = state
        else:
            self._standstills.pop(matter, None)
        self._changed.add(matter)
        self._rows[matter] = locked

    def _look_at_notices(self) -> None:
        """Hold the notices against what holds or may: only where somebody asks, and anew only what changed."""
        self._bring_up()
        terms = self._node.charter().activities
        if terms is None or (self._looked_seq == self._seq and not self._changed):
            return
        if any(each.may_hold for each in self._standstills.values()):
            self._take_notices(terms)
        else:
            self._forget_notices()
        self._changed.clear()
        self._looked_seq = self._seq

    def _take_notices(self, terms: ActivityTerms) -> None:
        news = self._followed_notices.news(self._node.reader())
        for gone in news.gone:
            self._notices.pop(gone, None)
            self._found.pop(gone, None)
        if self._changed:
            for matter, notice in self._notices.items():
                self._hold(matter, notice.state, self._changed, terms)
        for row in news.rows:
            known = self._notices.get(row.id)
            if known is None or known.row_version != row.locked:
                self._take_notice(row.id, row.locked, known, terms)
        self._followed_notices.looked()

    def _take_notice(self, matter: str, locked: bytes, known: _Notice | None, terms: ActivityTerms) -> None:
        state = fold_now(self._node, matter, version=locked).state
        notice = state if isinstance(state, NoticeState) else None
        before = known.state if known is not None else None
        is_same = before is not None and notice is not None and (
            (before.version, before.is_over) == (notice.version, notice.is_over)
        )  # fmt: skip
        if not is_same:
            self._hold(matter, notice, {*self._standstills, *self._changed}, terms)
        # Only now: what failed half way is done again by the next who asks.
        self._notices[matter] = _Notice(locked, notice)

    def _hold(self, matter: str, notice: NoticeState | None, against: Iterable[str], terms: ActivityTerms) -> None:
        for name in against:
            standstill = self._standstills.get(name)
            held = None
            if notice is not None and standstill is not None:
                held = held_by(notice, standstill, ground=terms.ground)
            if held is not None:
                self._found.setdefault(matter, {})[name] = held
            elif matter in self._found:
                self._found[matter].pop(name, None)


def _first_hard(found: Iterable[Held]) -> Held | None:
    hard = (held for held in found if held.is_hard)
    return min(hard, key=lambda held: (held.begins_s or 0, held.standstill), default=None)

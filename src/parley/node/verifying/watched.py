"""The watch over the sectors as this node sees it: incidents as it reads them, the charter, the time.

Incidents are looked at once, and again where something was said of one. Nothing of it lies on the disk.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from parley.matters.duty import Duty
from parley.node.overlaps.followed import Followed
from parley.node.owed import NodeReadings, fold_now, in_force_since
from parley.node.running import Node
from parley.node.store import matters
from parley.tracks.incidents.incident_state import FORM as INCIDENT
from parley.tracks.incidents.incident_state import IncidentState
from parley.tracks.incidents.occurring import linked_as_one, links_of, occurrence_of
from parley.tracks.incidents.warning.occurrences import DAY_S, Occurrence
from parley.tracks.incidents.warning.watch import DAY_MS, Outlook, Terms, outlook
from parley.tracks.incidents.warnings import FORM as WARNING
from parley.tracks.incidents.warnings import Note, WarningState, look_duty


def sectors_of(node: Node) -> Sectors:
    """Return the watch of a node, kept up to date by whoever asks."""
    found: Sectors = node.kept.setdefault("sectors", Sectors(node))
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """What early warning keeps of one incident."""

    occurrence: Occurrence | None
    links: Mapping[tuple[str, str], str]


class Sectors:
    """The watch over the sectors of one node. Safe from any thread."""

    def __init__(self, node: Node) -> None:
        """Have looked at nothing yet."""
        self._node, self._alone = node, threading.Lock()
        self._followed = Followed(INCIDENT)
        self._known: dict[str, _Known] = {}
        self._made: tuple[tuple[str, int, int, bool], Outlook] | None = None
        self._before: Outlook | None = None
        # Until when some incident is said to lie ahead.
        self._ahead_ms = 0

    def outlook(self, *, now_ms: int) -> Outlook | None:
        """Return the watch as of now; None where the charter asks for none or is not in force."""
        terms, since = terms_of(self._node), in_force_since(self._node)
        if terms is None or since is None:
            return None
        with self._alone:
            self._bring_up()
            # Within a day only what is said ahead of the clock changes anything.
            is_ahead = now_ms < self._ahead_ms
            key = (self._node.charter().digest, since, now_ms // (60_000 if is_ahead else DAY_MS), is_ahead)
            if self._made is None or self._made[0] != key:
                made = outlook(
                    self._occurrences(), terms=terms, since_s=since // 1000, now_s=now_ms // 1000, before=self._before
                )
                self._made, self._before = (key, made), made
            return self._made[1]

    def _bring_up(self) -> None:
        news = self._followed.news(self._node.reader())
        if not news:
            return
        for matter in news.gone:
            self._known.pop(matter, None)
        for row in news.rows:
            state = fold_now(self._node, row.id, version=row.locked).state
            if isinstance(state, IncidentState):
                found = occurrence_of(state)
                self._known[row.id] = _Known(found, links_of(state))
                self._ahead_ms = max(self._ahead_ms, found.from_s * 1000 + 60_000 if found is not None else 0)
        self._followed.looked()
        self._made = None

    def _occurrences(self) -> Iterable[Occurrence]:
        groups = linked_as_one({matter: each.links for matter, each in self._known.items() if each.links})
        for matter, each in self._known.items():
            if each.occurrence is not None:
                group = groups.get(matter)
                yield each.occurrence if group is None else replace(each.occurrence, group=group)


def terms_of(node: Node) -> Terms | None:
    """Return what the chart needs of the charter; None where it watches no sectors."""
    terms = node.charter().early_warning
    if terms is None:
        return None
    return Terms(terms.cell_e7, terms.baseline_days, terms.run_days, terms.false_alarm_days)


def notes(node: Node, *, from_ms: int = 0) -> list[WarningState]:
    """Return what was said of sectors that were raised, the newest first."""
    rows = matters.of_form(node.reader(), WARNING, from_ms=max(from_ms, 0))
    states = [fold_now(node, row.id, version=row.locked).state for row in rows]
    return [state for state in reversed(states) if isinstance(state, WarningState)]


def warnings_owed(node: Node, *, now_ms: int) -> list[Duty]:
    """Return the duties to look at sectors that are raised, or were within the days that the chart looks back."""
    charter, found = node.charter(), sectors_of(node).outlook(now_ms=now_ms)
    terms = charter.early_warning
    if found is None or terms is None or not any(each.raisings for each in found.watched):
        return []
    oldest_ms = (now_ms // DAY_MS - terms.baseline_days - terms.run_days) * DAY_MS
    said: dict[str, list[Note]] = {}
    for state in notes(node, from_ms=oldest_ms):
        said.setdefault(state.sector.name, []).extend(state.notes)
    readings, today = NodeReadings(node), now_ms // 1000 // DAY_S
    duties = [
        look_duty(
            each.sector, raising, member=member, notes=said.get(each.sector.name, ()), run_days=terms.run_days,
            charter=charter, readings=readings, now_ms=now_ms, is_over=raising.last_day < today,
        )
        for each in found.watched for raising in each.raisings for member in terms.looked_at_by
    ]  # fmt: skip
    return sorted((each for each in duties if each is not None), key=lambda duty: duty.id)


def raised_by(node: Node, duty: Duty) -> str:
    """Return the report by which the sector of such a duty was raised; empty where it is looked back at no more."""
    found = sectors_of(node).outlook(now_ms=node.clock.now_ms())
    raisings = ((each.sector, one) for each in (found.watched if found else ()) for one in each.raisings)
    return next((one.by for sector, one in raisings if f"{sector.name}@{one.first_day}" == duty.entry), "")

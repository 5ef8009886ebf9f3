"""What is owed now, by whom, by when: folds the matters in which something may be owed and asks the track."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from parley.charter.model import Charter
from parley.charter.rules import Slot
from parley.matters.duty import Duty, ReadAt, Readings
from parley.matters.entry import Entry
from parley.matters.fold import EMPTY, Folded, fold_matter
from parley.matters.housekeeping import entry_id as parts_of
from parley.matters.instrument import CHARTER_MATTER
from parley.matters.stopping import with_stops
from parley.node.held import held_entries
from parley.node.information.resting import review_duties
from parley.node.readings import LedgerReadings
from parley.node.running import Node
from parley.node.store import cursors, logs, matters, officer_keys, series
from parley.node.tracked import duties_of
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.standstill_duties import held_duties
from parley.tracks.deconfliction.standstill_state import FORM as STANDSTILL
from parley.tracks.hotline.line_checks import UNSCHEDULED, LineCheckState, check_series
from parley.tracks.hotline.line_schedule import line_check_audience, slot_duty, slots_looked_at
from parley.tracks.talks.file_duties import take_up_duties
from parley.tracks.talks.file_state import FileState

# Of slots that are over, so many hours are still told of.
SLOTS_BACK_MS = 26 * 3600 * 1000


class NodeReadings:
    """Who had read what when, as this node's record proves it, and remembered. Made anew for each question."""

    def __init__(self, node: Node) -> None:
        """Read nothing yet."""
        self._node = node
        self._made_at = node.changes.last_touched(())
        self._known = node.first_readings.since(self._made_at)
        self._readings = LedgerReadings(node.ledger, node.reader())

    def first_reading(self, entry_id: str, member: str) -> ReadAt | None:
        """Return the member's first entry that had read this one; for its own entries, the entry itself.

        Once there is one it stays, until all is judged anew.
        """
        found = self._known.get((entry_id, member))
        if found is None:
            found = self._readings.first_reading(entry_id, member)
            if found is not None and self._node.changes.last_touched(()) == self._made_at:
                self._known[entry_id, member] = found
        return found


def fold_now(node: Node, matter: str, *, version: bytes) -> Folded:
    """Return the fold of a matter, remembered for as long as its row (`version`) does not change."""
    for known in (node.folds.get(matter), node.ledger.shown.get(matter)):
        if known is not None and known[0] == version:
            return known[1]
    entries = held_entries(node.reader(), matter, box=node.box, track_of=node.ledger.track_of)
    key_at = partial(officer_keys.key_at, node.reader())
    folded = fold_matter(
        entries, track_of=node.ledger.track_of, charter_at=lambda e: charter_for(node, e), key_at=key_at,
        fold_of=partial(fold_of_entry, node),
    )  # fmt: skip
    node.folds.remember(matter, version, folded)
    return folded


def state_now(node: Node, matter: str) -> Any:
    """Return how a matter stands, None where it is not here."""
    row = matters.matter(node.reader(), matter)
    return fold_now(node, matter, version=row.locked).state if row is not None else None


def fold_of_entry(node: Node, entry_id: str) -> Folded | list[Entry]:
    """Return the fold of the matter in which this entry stands, or the entries where none is remembered."""
    parts, conn = parts_of(entry_id), node.reader()
    origin = node.ledger.origin_of(parts[0]) if parts else None
    head = logs.head(conn, origin) if origin else None
    point = cursors.point(conn, head.id, parts[1]) if head and parts else None
    row = matters.matter(conn, point.matter) if point and point.matter else None
    if row is None:
        return EMPTY
    for found in (node.folds.get(row.id), node.ledger.shown.get(row.id)):
        if found is not None and found[0] == row.locked:
            return found[1]
    return held_entries(conn, row.id, box=node.box, track_of=node.ledger.track_of)


def duties_in(node: Node, rows: Iterable[matters.MatterRow], *, now_ms: int) -> list[Duty]:
    """Return every duty of these matters, met or not."""
    # Here, because it folds matters as this module does.
    from parley.node.supervision.standing import clocks_stopped  # noqa: PLC0415

    charter, readings = node.charter(), NodeReadings(node)
    tracks, stops = clocks_stopped(node)
    found: list[Duty] = []
    for row in rows:
        state = fold_now(node, row.id, version=row.locked).state
        # What is owing was ended by none of its series.
        ended_ms = None if row.owing else series.ended_ms(node.reader(), row.id)
        owed = duties_of(state, charter=charter, readings=readings, now_ms=now_ms, ended_ms=ended_ms)
        owed = (*owed, *_to_take_up(node, state, charter=charter, readings=readings, now_ms=now_ms))
        state_of = partial(state_now, node)
        owed += review_duties(state, state_of=state_of, charter=charter, readings=readings, now_ms=now_ms)
        found += with_stops(owed, stops, charter=charter, now_ms=now_ms) if row.track in tracks and stops else owed
        found += _held_still(node, state, charter=charter, readings=readings, now_ms=now_ms)
    return found


def _held_still(node: Node, state: Any, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return what is owed of a notice since a standstill holds it: another matter than its own says so."""
    if not isinstance(state, NoticeState) or not matters.of_form(node.reader(), STANDSTILL, from_ms=0, limit=1):
        return ()
    # Here, because GEOS is loaded where there is a standstill, and on no other node.
    from parley.node.overlaps.standing import standing_of  # noqa: PLC0415

    held = standing_of(node).hard_of(state.opening.id)
    return held_duties(state, held, charter=charter, readings=readings, now_ms=now_ms) if held is not None else ()


def _to_take_up(node: Node, state: Any, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return that a file of talks is taken up since its gates are open: instruments and rounds say so."""
    if not isinstance(state, FileState) or not state.gates:
        return ()
    # Here, because it folds matters as this module does.
    from parley.node.talks.held import rounds_with, standing_of  # noqa: PLC0415

    standing = standing_of(node, state, held=rounds_with(node, state.opening.id))
    return take_up_duties(state, standing, charter=charter, readings=readings, now_ms=now_ms)


def matter_duties(node: Node, matter: str, *, now_ms: int) -> list[Duty]:
    """Return every duty of one matter of the hotline, met or not."""
    row = matters.matter(node.reader(), matter)
    return duties_in(node, [row], now_ms=now_ms) if row is not None else []


def line_checks(node: Node, *, from_ms: int) -> list[LineCheckState]:
    """Return the line checks that were sent since `from_ms`, by anybody whom this member hears."""
    rows = matters.of_form(node.reader(), "line_check", from_ms=from_ms)
    return [state for row in rows if (state := _check_of(node, row)) is not None]


def line_checks_to(node: Node, member: str) -> list[LineCheckState]:
    """Return of each direction the newest line check to a member's node, and those that still owe its answer.

    The newest too where it owes nothing by itself: it may come over a route that an earlier one lacked.
    """
    conn, others = node.reader(), (code for code in node.charter().codes if code != member)
    names = [check_series(code, member, answered_by="node") for code in others]
    newest = [series.newest_of(conn, f"{name}{kind}") for name in names for kind in ("", UNSCHEDULED)]
    found = dict.fromkeys([*(each for each in newest if each), *series.owing_of(conn, "line_check")])
    return [state for state in _checks(node, found) if state.other == member]


def checks_of_slots(node: Node, slots: Iterable[Slot]) -> list[LineCheckState]:
    """Return the line checks that were sent in these slots by whose turn it was."""
    conn = node.reader()
    return [check for slot in slots for check in _checks(node, series.tries_at(conn, *series_of_slot(slot)))]


def _checks(node: Node, ids: Iterable[str]) -> list[LineCheckState]:
    rows = (matters.matter(node.reader(), each) for each in ids)
    return [state for row in rows if row is not None and (state := _check_of(node, row)) is not None]


def _check_of(node: Node, row: matters.MatterRow) -> LineCheckState | None:
    state = fold_now(node, row.id, version=row.locked).state
    return state if isinstance(state, LineCheckState) else None


def slots_owed(node: Node, *, now_ms: int) -> list[Duty]:
    """Return the line checks that were to be sent, of the last day or since the charter is in force."""
    since = in_force_since(node)
    if since is None:
        return []
    charter, from_ms, found = node.charter(), now_ms - SLOTS_BACK_MS, []
    for slot in slots_looked_at(charter, since_ms=since, from_ms=from_ms, now_ms=now_ms):
        if is_shown(slot, node=node, charter=charter):
            sent_ms = series.first_opened_ms(node.reader(), *series_of_slot(slot))
            found.append(slot_duty(slot, sent_ms=sent_ms, charter=charter, now_ms=now_ms))
    return sorted((each for each in found if each is not None), key=lambda each: each.id)


def lines_owed(node: Node, *, now_ms: int) -> tuple[list[Duty], list[matters.MatterRow]]:
    """Return the line checks that were to be sent, and those sent in which something is owed: one of each direction.

    In these two the alarm of each line is told, at each end and in each direction.
    """
    conn = node.reader()
    return slots_owed(node, now_ms=now_ms), matters.by_id(conn, series.owing_of(conn, "line_check"))


def series_of_slot(slot: Slot) -> tuple[str, str]:
    """Return the series and the part of it in which the checks of a slot stand."""
    name = check_series(slot.begun_by, slot.answered_by_member, answered_by=slot.schedule.answered_by)
    return name, str(int(slot.at.timestamp()))


def is_shown(slot: Slot, *, node: Node, charter: Charter) -> bool:
    """Return whether a line check concerns this member; others' checks, where it supervises and is told of them."""
    ends = (slot.begun_by, slot.answered_by_member)
    if node.member in ends:
        return True
    return node.member in charter.supervisors and node.member in line_check_audience(charter, *ends)


def in_force_since(node: Node) -> int | None:
    """Return when, by its author's clock, the last signature of the charter in force was given; None before."""
    if not node.in_force():
        return None
    version = node.ledger.history.versions[node.charter().digest]
    heads = logs.heads(node.reader())
    rows = [cursors.point(node.reader(), heads[s.log].id, s.number) for s in version.signatures if s.log in heads]
    return max((row.at_ms for row in rows if row), default=None)


def charter_for(node: Node, entry: Entry) -> Charter | None:
    """Return the charter that judges an entry; the founding one for what is said about it before all have signed."""
    found = node.ledger.history.in_force(entry.point)
    return node.founding if found is None and entry.matter == CHARTER_MATTER else found

"""What is owed now, by whom, by when: folds the matters in which something may be owed and asks the track."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, partial

from parley.charter.lognames import log_name
from parley.charter.model import Charter
from parley.charter.rules import Slot
from parley.matters.duty import Duty, ReadAt
from parley.matters.entry import Entry
from parley.matters.fold import Folded, fold_matter
from parley.matters.housekeeping import entry_id as parts_of
from parley.matters.instrument import CHARTER_MATTER
from parley.node.held import held_entries
from parley.node.running import Node
from parley.node.store import cursors, logs, matters, officer_keys, series
from parley.tracks.hotline import duties as hotline_duties
from parley.tracks.hotline.line_checks import LineCheckState, check_series
from parley.tracks.hotline.line_schedule import line_check_audience, slot_duty, slots_looked_at
from parley.tracks.hotline.track import TRACK as HOTLINE

MOST_MATTERS = 300
# Of slots that are over, so many hours are still told of.
SLOTS_BACK_MS = 26 * 3600 * 1000
REMEMBERED = 500


class NodeReadings:
    """Who had read what when, as this node's record proves it. Made anew for each question."""

    def __init__(self, node: Node) -> None:
        """Read nothing yet."""
        self._node = node
        self._made_at = node.changes.last_touched(())
        self._known = node.first_readings.since(self._made_at)

    def first_reading(self, entry_id: str, member: str) -> ReadAt | None:
        """Return the member's first entry that had read this one; for its own entries, the entry itself.

        Once there is one it stays, until all is judged anew.
        """
        found = self._known.get((entry_id, member))
        if found is None:
            found = self._read(entry_id, member)
            if found is not None and self._node.changes.last_touched(()) == self._made_at:
                self._known[entry_id, member] = found
        return found

    @cached_property
    def _heads(self) -> Mapping[str, logs.Head]:
        return logs.heads(self._node.reader())

    def _read(self, entry_id: str, member: str) -> ReadAt | None:
        parts, heads = parts_of(entry_id), self._heads
        ledger, conn = self._node.ledger, self._node.reader()
        origin = ledger.origin_of(parts[0]) if parts else None
        readers = ledger.origins_of(member)
        if parts is None or origin is None or origin not in heads:
            return None
        if origin in readers:
            row = cursors.point(conn, heads[origin].id, parts[1])
            return ReadAt(row.at_ms, entry_id) if row else None
        log = heads[origin].id
        for reader in (each for each in readers if each in heads):
            first = cursors.first_reading(conn, log=log, number=parts[1], reader=heads[reader].id)
            if first is not None:
                return ReadAt(first[1], f"{log_name(member, reader)}/{first[0]}")
        return None


def fold_now(node: Node, matter: str, *, version: bytes) -> Folded:
    """Return the fold of a matter, remembered for as long as its row (`version`) does not change."""
    known = node.folds.get(matter)
    if known is not None and known[0] == version:
        return known[1]
    entries = held_entries(node.reader(), matter, box=node.box, track_of=node.ledger.track_of)
    key_at = partial(officer_keys.key_at, node.reader())
    folded = fold_matter(
        entries, track_of=node.ledger.track_of, charter_at=lambda e: charter_for(node, e), key_at=key_at
    )
    if len(node.folds) >= REMEMBERED:
        node.folds.clear()
    node.folds[matter] = (version, folded)
    return folded


def duties(
    node: Node, *, now_ms: int, limit: int = MOST_MATTERS, after: tuple[int, int, str] | None = None
) -> list[Duty]:
    """Return the duties of the matters in which something may be owed, and the line checks that were to be sent.

    The most urgent and oldest `limit` matters are looked at; how many there are in all says
    `parley.node.reading.owing`, and a screen that shows fewer says so. `after` is the (rank, at_ms, id) to go on
    from; the line checks that were to be sent stand in the first part alone.
    """
    charter, readings = node.charter(), NodeReadings(node)
    found: list[Duty] = []
    for row in matters.owing(node.reader(), limit=limit, after=after):
        if row.track == HOTLINE.name:
            state = fold_now(node, row.id, version=row.locked).state
            found += hotline_duties.duties(state, charter=charter, readings=readings, now_ms=now_ms)
    return found if after else found + _line_check_duties(node, charter, now_ms=now_ms)


def matter_duties(node: Node, matter: str, *, now_ms: int) -> list[Duty]:
    """Return every duty of one matter of the hotline, met or not."""
    row = matters.matter(node.reader(), matter)
    if row is None or row.track != HOTLINE.name:
        return []
    state = fold_now(node, row.id, version=row.locked).state
    readings, ended_ms = NodeReadings(node), series.ended_ms(node.reader(), row.id)
    return list(
        hotline_duties.duties(state, charter=node.charter(), readings=readings, now_ms=now_ms, ended_ms=ended_ms)
    )


def line_checks(node: Node, *, from_ms: int) -> list[LineCheckState]:
    """Return the line checks that were sent since `from_ms`, by anybody whom this member hears."""
    rows = matters.of_form(node.reader(), "line_check", from_ms=from_ms)
    return [state for row in rows if (state := _check_of(node, row)) is not None]


def open_line_checks(node: Node) -> list[LineCheckState]:
    """Return the line checks in which something is owed, one of each direction, however long ago it was sent."""
    return _checks(node, series.owing_of(node.reader(), "line_check"))


def checks_of_slots(node: Node, slots: Iterable[Slot]) -> list[LineCheckState]:
    """Return the line checks that were sent in these slots by whose turn it was."""
    conn = node.reader()
    return [check for slot in slots for check in _checks(node, series.tries_at(conn, *_series_of(slot)))]


def _checks(node: Node, ids: Iterable[str]) -> list[LineCheckState]:
    rows = (matters.matter(node.reader(), each) for each in ids)
    return [state for row in rows if row is not None and (state := _check_of(node, row)) is not None]


def _check_of(node: Node, row: matters.MatterRow) -> LineCheckState | None:
    state = fold_now(node, row.id, version=row.locked).state
    return state if isinstance(state, LineCheckState) else None


def _line_check_duties(node: Node, charter: Charter, *, now_ms: int) -> list[Duty]:
    since = in_force_since(node)
    if since is None:
        return []
    from_ms, found = now_ms - SLOTS_BACK_MS, []
    for slot in slots_looked_at(charter, since_ms=since, from_ms=from_ms, now_ms=now_ms):
        if _is_shown(slot, node=node, charter=charter):
            sent_ms = series.first_opened_ms(node.reader(), *_series_of(slot))
            found.append(slot_duty(slot, sent_ms=sent_ms, charter=charter, now_ms=now_ms))
    return sorted((each for each in found if each is not None), key=lambda each: each.id)


def _series_of(slot: Slot) -> tuple[str, str]:
    """Return the series and the part of it in which the checks of a slot stand."""
    name = check_series(slot.begun_by, slot.answered_by_member, answered_by=slot.schedule.answered_by)
    return name, str(int(slot.at.timestamp()))


def _is_shown(slot: Slot, *, node: Node, charter: Charter) -> bool:
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

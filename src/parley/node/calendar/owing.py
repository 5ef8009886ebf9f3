"""The duties that are due before an instant and not met: of every track, of slots and of raised sectors."""

from __future__ import annotations

from dataclasses import dataclass

from parley.matters.duty import OVER, Duty
from parley.node.owed import duties_in, lines_owed
from parley.node.running import Node
from parley.node.store import due, matters
from parley.node.store.matters import MatterRow
from parley.node.verifying.owed import unsaid_owed
from parley.tracks.hotline.track import TRACK as HOTLINE
from parley.tracks.incidents.track import TRACK as INCIDENTS

# So many matters are read for one calendar, what is due first before others; it says how many there are in all.
MOST_MATTERS = 1_000


@dataclass(frozen=True, slots=True)
class Owing:
    """Duties by the time at which they are due, with their matters; of `total` matters `looked_at` were read."""

    duties: tuple[Duty, ...]
    rows: tuple[MatterRow, ...]
    looked_at: int
    total: int

    @property
    def is_part(self) -> bool:
        """Return whether more may be due than was read."""
        return self.looked_at < self.total


def owing(
    node: Node, *, until_ms: int, now_ms: int, tracks: tuple[str, ...] | None = None, ours: bool = False,
    limit: int = MOST_MATTERS,
) -> Owing:  # fmt: skip
    """Return what is due before `until_ms` and not met, however long ago it lapsed.

    With `ours` what this member owes alone, with `tracks` what stands on these alone. A duty that no clock runs for yet
    is due on no day, and is not among them.
    """
    conn, run = node.reader(), due.Run(0, min(until_ms, due.NO_CLOCK), ours=ours, tracks=tracks)
    # A matter stands in this order by the first of what is owed in it: what is due later stands behind that, or here.
    found = matters.by_id(conn, [matter for _, matter in due.in_order(conn, run, limit=limit)])
    told, running = lines_owed(node, now_ms=now_ms) if tracks is None or HOTLINE.name in tracks else ([], [])
    if tracks is None or INCIDENTS.name in tracks:
        told = [*told, *unsaid_owed(node, now_ms=now_ms, until_ms=until_ms)]
    known = {row.id for row in found}
    rows = [*found, *(row for row in running if row.id not in known)]
    duties = [*duties_in(node, rows, now_ms=now_ms), *told]
    wanted = [
        each
        for each in duties
        if each.due_at_ms is not None
        and each.due_at_ms < until_ms
        and each.state not in OVER
        and (not ours or each.owed_by == node.member)
    ]
    return Owing(tuple(sorted(wanted, key=_place)), tuple(rows), len(found), due.count(conn, run))


def _place(duty: Duty) -> tuple[int, str]:
    return duty.due_at_ms or 0, duty.id

"""That the clock of a duty stood still while the mechanism was suspended or ended, and by which change (SU-11)."""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.supervision_terms import supervision_terms
from parley.matters.duty import Duty
from parley.node.running import Node
from parley.node.store import matters
from parley.node.supervision.standing import clocks_stopped, mechanism_over_time
from parley.node.why.step import Step, value_step
from parley.tracks.supervision.entries import ENDED, SUSPENDED
from parley.tracks.supervision.standing import CLAUSE


def stood_still(node: Node, duty: Duty) -> Iterator[Step]:
    """Yield each time in which the clock of a duty stands or stood still before it was due, then the charter's word."""
    tracks, _ = clocks_stopped(node)
    row = matters.matter(node.reader(), duty.matter) if duty.matter else None
    terms = supervision_terms(node.charter())
    if row is None or terms is None or row.track not in tracks:
        return
    is_told = False
    for held in mechanism_over_time(node):
        if held.name not in (SUSPENDED, ENDED) or not _meets(duty, held.from_s, held.until_s):
            continue
        is_told, at_ms = True, (held.from_s or 0) * 1000
        figures = {"from_ms": at_ms} if held.until_s is None else {"from_ms": at_ms, "until_ms": held.until_s * 1000}
        code = "why.duty.stands_still" if held.until_s is None else "why.duty.stood_still"
        yield Step(code, figures, entry=held.entry or "", clause=CLAUSE, value="supervision-terms")
    if is_told:
        yield value_step(terms.provenance, value="supervision-terms", in_force=node.in_force())


def _meets(duty: Duty, from_s: int | None, until_s: int | None) -> bool:
    """Return whether a time lies between the first reading and when the duty is due."""
    begins = (from_s or 0) * 1000
    since_ms = duty.course.read.at_ms if duty.course is not None and duty.course.read is not None else duty.since_ms
    is_before = duty.due_at_ms is not None and begins > duty.due_at_ms
    return not is_before and (until_s is None or since_ms is None or until_s * 1000 > since_ms)

"""Why a duty of a dispute is due when it is: the level it belongs to, how the dispute came there, what was paused."""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.disputes import FROM_CLAIM
from parley.matters.duty import MINUTE_MS, Duty, ReadAt
from parley.node.running import Node
from parley.node.why.step import Step, value_step
from parley.tracks.disputes.ladder import LAPSED, RAISED, Rung
from parley.tracks.disputes.state import DisputeState

BY_LEVEL = ("DID-1", "DID-3", "DID-4")


def by_level(node: Node, duty: Duty, state: DisputeState, read: ReadAt | None) -> Iterator[Step]:
    """Yield how the due time of a duty follows from the ladder of the charter by which it was claimed."""
    name = duty.id.split(":")[1].partition(".")[2]
    rungs = state.rungs(now_ms=node.clock.now_ms())
    rung = next((each for each in rungs if each.level.name == name), rungs[0])
    if name:
        yield _came(rung)
    elif read is None:
        yield Step("why.duty.unread", {"member": duty.owed_by, "at_ms": duty.since_ms or 0}, clause=duty.clause)
    else:
        figures = {"member": duty.owed_by, "entry": read.by, "at_ms": read.at_ms}
        yield Step("why.duty.read", figures, entry=read.by, clause=duty.clause)
    value = f"dispute-level-{rung.level.number}"
    if duty.clause == "DID-1":
        minutes = rung.level.acknowledge_minutes or 0
        yield Step("why.dispute.minutes", {"level": rung.level.name, "minutes": minutes}, clause="DID-1", value=value)
        from_ms = rung.began_ms if name else read.at_ms if read else None
        if from_ms is not None and duty.due_at_ms == from_ms + minutes * MINUTE_MS:
            figures = {"from_ms": from_ms, "minutes": minutes, "due_ms": duty.due_at_ms}
            yield Step("why.duty.sum", figures, clause=duty.clause)
    elif rung.due_ms is not None:
        yield from _time(state, rung, value=value)
    yield value_step(state.rules.provenance, value=value, in_force=node.in_force())


def _came(rung: Rung) -> Step:
    figures = {"level": rung.level.name, "at_ms": rung.began_ms}
    if rung.why == LAPSED:
        return Step("why.dispute.lapsed", {**figures, "lapsed": rung.lapsed_level}, clause=rung.clause)
    code = "why.dispute.raised" if rung.why == RAISED else "why.dispute.claimed"
    return Step(code, {**figures, "entry": rung.entry}, entry=rung.entry, clause=rung.clause)


def _time(state: DisputeState, rung: Rung, *, value: str) -> Iterator[Step]:
    level, due_ms = rung.level, rung.due_ms
    hours = (level.due_minutes or 0) // 60
    code = "why.dispute.hours_of_claim" if level.counts_from == FROM_CLAIM else "why.dispute.hours_of_level"
    yield Step(code, {"level": level.name, "hours": hours}, clause="DID-3", value=value)
    for pause in state.pauses():
        if pause.from_ms is not None and due_ms is not None and pause.from_ms < due_ms:
            figures = {"from_ms": pause.from_ms, "until_ms": pause.until_ms}
            yield Step("why.dispute.paused", figures, entry=pause.entry, clause="DI-10")
    if due_ms is not None:
        yield Step("why.dispute.sum", {"due_ms": due_ms}, clause="DID-3")

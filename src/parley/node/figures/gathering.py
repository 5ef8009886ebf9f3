"""Gathers from the record what figures of a span are counted from: each matter is folded once, and then kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import wait
from functools import partial
from hashlib import sha256

from parley.charter.lognames import log_name
from parley.charter.verdict import Refusal
from parley.charter.verifying import inspection_slots
from parley.matters.duty import Duty
from parley.node import owed
from parley.node.figures.asked import COMMON, Asked
from parley.node.figures.facts import Fact, Reckoned, fact_of
from parley.node.figures.reckoning import is_settled, reckoned
from parley.node.figures.sheet import Sheet, Told, sheet
from parley.node.figures.silence import Stretch, stretches
from parley.node.figures.sorts import INSPECTIONS
from parley.node.ledger import Ledger
from parley.node.running import Node
from parley.node.store import cursors, logs, series
from parley.node.store import reckoned as store
from parley.node.store.matters import MatterRow
from parley.node.verifying.inspected import OPENED_BEFORE_MS, inspections
from parley.node.verifying.owed import unsaid_between
from parley.tracks.deconfliction.track import TRACK as DECONFLICTION
from parley.tracks.hotline.line_schedule import line_check_audience, slot_duty, slots_looked_at
from parley.tracks.hotline.track import TRACK as HOTLINE
from parley.tracks.incidents.inspection_duties import slot_duty as inspection_duty
from parley.tracks.incidents.track import TRACK as INCIDENTS

# So many matters are looked at for one sheet; a span that holds more is refused.
MOST_MATTERS = 50_000
# So many are folded for one question; the next one goes on from there (FIG-2).
MOST_FOLDED = 1_500
BITE = 200
# What a matter of these forms asks for may end by the next one of its series, with no entry of its own.
SERIES_FORMS = ("watch", "line_check")
DAY_MS = 86_400_000


def figures(node: Node, asked: Asked) -> Sheet | Refusal:
    """Return the figures of a span.

    Refused: FIG-1, where it holds more than `MOST_MATTERS` matters; FIG-2, where not all of them were folded yet.
    """
    charter = node.charter()
    rows = rows_of(node, asked)
    if len(rows) > MOST_MATTERS:
        return Refusal("figures_many", "FIG-1", {"most": MOST_MATTERS})
    found, left = _reckoned(node, rows, now_ms=asked.now_ms)
    if left:
        return Refusal("figures_counting", "FIG-2", {"left": left, "all": len(rows)})
    slots = (*_slots(node, asked), *_inspections(node, asked), *_looks(node, asked))
    facts = [*(fact for each in found for fact in each.facts), *slots]
    sent = (sent for each in found for sent in each.sent)
    given = (given for each in found for given in each.given)
    told = Reckoned(
        tuple(each for each in facts if _is_asked(each.to, each.track, node, asked)),
        tuple(each for each in sent if _is_asked(each.to, HOTLINE.name, node, asked)),
        tuple(each for each in given if _is_asked(each.to, DECONFLICTION.name, node, asked)),
    )
    return sheet(Told(told, dict(_quiet(node, asked))), asked=asked, charter=charter)


def reckoned_between(node: Node, *, from_ms: int, until_ms: int, now_ms: int) -> list[Reckoned]:
    """Return what is counted of the matters that were open within these hours, as far as they were folded."""
    asked = Asked(from_ms, until_ms, now_ms)
    return _reckoned(node, rows_of(node, asked), now_ms=now_ms)[0]


def rows_of(node: Node, asked: Asked) -> list[MatterRow]:
    """Return the matters that were open within a span, more than `MOST_MATTERS` by one at most."""
    conn = node.reader()
    rows = store.touched(conn, from_ms=asked.from_ms, until_ms=asked.until_ms, limit=MOST_MATTERS + 1)
    known = {row.id for row in rows}
    for form in SERIES_FORMS:
        before = store.last_of_series_before(conn, form, from_ms=asked.from_ms)
        rows += [row for row in before if row.id not in known]
    return [row for row in rows if asked.tracks is None or row.track in asked.tracks]


def _is_asked(to: Iterable[str], track: str, node: Node, asked: Asked) -> bool:
    if asked.tracks is not None and track not in asked.tracks:
        return False
    return asked.scope != COMMON or set(node.charter().codes) <= set(to)


def _reckoned(node: Node, rows: list[MatterRow], *, now_ms: int) -> tuple[list[Reckoned], int]:
    """Return what is counted of each matter, and how many are left to fold.

    As it was kept, else as it is folded now, and kept where it is settled.
    """
    charter, conn = node.charter().digest.encode(), node.reader()
    fresh: list[tuple[str, bytes, bytes]] = []
    found: list[Reckoned] = []
    left = 0
    for row in rows:
        version = sha256(charter + b"\n" + row.locked).digest()
        known = None if row.owing else store.kept(conn, row.id)
        if known is not None and known[0] == version:
            found.append(Reckoned.from_json(json.loads(node.box.unlock(known[1], place=f"reckoned/{row.id}"))))
        elif len(fresh) >= MOST_FOLDED:
            left += 1
        else:
            made, settled = _folded(node, row, now_ms=now_ms)
            found.append(made)
            if settled:
                told = json.dumps(made.as_json(), separators=(",", ":")).encode()
                fresh.append((row.id, version, node.box.lock(told, place=f"reckoned/{row.id}")))
    _keep(node, fresh)
    return found, left


def _folded(node: Node, row: MatterRow, *, now_ms: int) -> tuple[Reckoned, bool]:
    """Return what is counted of a matter as it stands now, and whether that stays so until something is said in it."""
    duties = owed.duties_in(node, [row], now_ms=now_ms)
    made = reckoned(owed.fold_now(node, row.id, version=row.locked).state, duties, track=row.track)
    return made, not row.owing and is_settled(duties)


def _keep(node: Node, fresh: list[tuple[str, bytes, bytes]]) -> None:
    """Keep what was found, a bite at a time, so that nobody who files waits behind it."""
    for at in range(0, len(fresh), BITE):
        wait([node.writer.call(partial(_write, rows=fresh[at : at + BITE]))])


def _write(ledger: Ledger, *, rows: list[tuple[str, bytes, bytes]]) -> None:
    store.keep(ledger.conn, rows)


def _slots(node: Node, asked: Asked) -> Iterator[Fact]:
    """Yield each line check that was to be sent within the span, as far as this member is told of it."""
    since = owed.in_force_since(node)
    if since is None:
        return
    charter, conn = node.charter(), node.reader()
    until_ms = min(asked.until_ms, asked.now_ms)
    for slot in slots_looked_at(charter, since_ms=since, from_ms=asked.from_ms - DAY_MS, now_ms=until_ms):
        if owed.is_shown(slot, node=node, charter=charter):
            name = owed.series_of_slot(slot)
            sent_ms = series.first_opened_ms(conn, *name)
            duty = slot_duty(slot, sent_ms=sent_ms, charter=charter, now_ms=asked.now_ms)
            audience = line_check_audience(charter, slot.begun_by, slot.answered_by_member)
            fact = _of_slot(duty, to=audience) if duty is not None else None
            if fact is not None:
                yield fact


def _inspections(node: Node, asked: Asked) -> Iterator[Fact]:
    """Yield each inspection by calendar whose slot shares time with the span; the calendar is that of all.

    Where what every member was told is counted, so it is of what was inspected: else nodes would count differently.
    """
    charter, codes, since = node.charter(), node.charter().codes, owed.in_force_since(node)
    if since is None or charter.inspections is None:
        return
    until_ms = min(asked.until_ms, asked.now_ms)
    slots = list(inspection_slots(charter, from_ms=asked.from_ms, until_ms=until_ms, since_ms=since))
    first_ms = min((slot.begins_ms for slot in slots), default=0) - OPENED_BEFORE_MS
    states = inspections(node, from_ms=first_ms) if slots else []
    told = [state for state in states if asked.scope != COMMON or set(codes) <= set(state.opening.to)]
    visits = [visit for state in told for visit in state.visits]
    for slot in slots:
        duty = inspection_duty(slot, visits, charter=charter, now_ms=asked.now_ms)
        fact = fact_of(duty, track=INCIDENTS.name, precedence="", to=codes) if duty is not None else None
        if fact is not None:
            yield fact


def _looks(node: Node, asked: Asked) -> Iterator[Fact]:
    """Yield the looks at raised sectors, where all that is read here is counted: they follow from what a node holds."""
    if asked.scope == COMMON:
        return
    until_ms = min(asked.until_ms, asked.now_ms)
    for duty in unsaid_between(node, from_ms=asked.from_ms, until_ms=until_ms, now_ms=asked.now_ms):
        ends = (duty.owed_by, *duty.owed_to)
        fact = fact_of(duty, track=INCIDENTS.name, precedence="", to=ends) if duty.clause != INSPECTIONS else None
        if fact is not None:
            yield fact


def _of_slot(duty: Duty, *, to: tuple[str, ...]) -> Fact | None:
    return fact_of(duty, track=HOTLINE.name, precedence="", to=to)


def _quiet(node: Node, asked: Asked) -> Iterator[tuple[str, tuple[Stretch, ...]]]:
    """Yield each member with the stretches in which none of its logs grew, since the charter came into force."""
    since = owed.in_force_since(node)
    if since is None:
        return
    conn, heads = node.reader(), logs.heads(node.reader())
    from_ms, until_ms = max(asked.from_ms, since), min(asked.until_ms, asked.now_ms)
    for code in node.charter().codes:
        said: list[tuple[int, str]] = []
        for origin in node.ledger.origins_of(code):
            head = heads.get(origin)
            size = cursors.cursor(conn, head.id).processed if head else 0
            rows = store.said_between(conn, head.id, size=size, from_ms=from_ms, until_ms=until_ms) if head else []
            said += [(at_ms, f"{log_name(code, origin)}/{number}") for at_ms, number in rows]
        yield code, tuple(stretches(said, from_ms=from_ms, until_ms=until_ms))

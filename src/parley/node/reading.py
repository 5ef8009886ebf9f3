"""What the doors read: conversations, one conversation, how far entries got, what is void, pending or forked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parley.charter.lognames import log_name
from parley.matters.duty import Duty
from parley.matters.housekeeping import entry_id as parts_of
from parley.matters.order import lot
from parley.node import owed
from parley.node.projecting import is_large
from parley.node.running import Node
from parley.node.store import bodies, cosignatures, cursors, logs, matters, series
from parley.node.store.cursors import PointRow
from parley.record import strictjson
from parley.record.body import MAX_PAYLOAD
from parley.record.leaf import LeafError, parse_leaf

HEAD = 16 + 32
REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One matter as a list shows it, with its state as plain JSON values."""

    id: str
    track: str
    form: str
    opened_by: str
    at_ms: int
    last_at_ms: int
    owing: bool
    rank: int
    state: Mapping[str, Any]
    # Another one whenever the state was written anew: what was made of it is kept by this.
    version: bytes = b""


@dataclass(frozen=True, slots=True)
class Transport:
    """How far an entry got: stored by whom as mirrors, cosigned by whom as witnesses, read and opened by whom when.

    `read` comes from the first entry of each member that had read this one, `opened` from opened
    receipts; both map a member's code to the milliseconds that its node's clock said.
    """

    mirrored_by: tuple[str, ...]
    cosigned_by: tuple[str, ...]
    read: Mapping[str, int]
    opened: Mapping[str, int]


NOWHERE_YET = Transport((), (), {}, {})


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry as a screen shows it. `refusal` says why it is void, and is None where it stands."""

    id: str
    member: str
    at_ms: int
    kind: str
    to: tuple[str, ...]
    content: Mapping[str, Any]
    refusal: Mapping[str, Any] | None
    transport: Transport


@dataclass(frozen=True, slots=True)
class MatterView:
    """A matter with its entries in canonical order."""

    row: MatterRow
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """A log whose next entry waits for an entry that is not here yet."""

    log: str
    member: str
    number: int
    waits_for: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Void:
    """An entry that stands in its log and counts for nothing, with the clause."""

    id: str
    at_ms: int
    kind: str | None
    matter: str | None
    refusal: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ForkView:
    """A log of which two histories were proven, the first entry from which it is frozen, and the evidence."""

    log: str
    member: str
    frozen_at: int
    evidence: bytes = field(repr=False)


def conversations(
    node: Node, *, limit: int, before: tuple[int, str] | None = None, track: str | None = None,
    forms: Sequence[str] = (),
) -> list[MatterRow]:  # fmt: skip
    """Return matters by their last entry, newest first; `before` is the (last_at_ms, id) to go on from.

    With `forms` those of these forms alone.
    """
    rows = matters.newest(node.reader(), limit=limit, before=before, forms=forms)
    return [_row(node, row) for row in rows if track is None or row.track == track]


def of_form(
    node: Node, form: str, *, from_ms: int, until_ms: int | None = None, limit: int | None = None,
    by: str | None = None,
) -> list[MatterRow]:  # fmt: skip
    """Return the matters of one form that were opened since `from_ms` and before `until_ms`, oldest first.

    With a `limit` it is the newest so many of them, with `by` those alone that this member opened.
    """
    rows = matters.of_form(node.reader(), form, from_ms=from_ms, until_ms=until_ms, limit=limit, by=by)
    return [_row(node, row) for row in rows]


def counts_of_form(node: Node, form: str, *, from_ms: int, until_ms: int) -> dict[str, int]:
    """Return by member how many matters of one form it opened within these hours."""
    return matters.counts_of_form(node.reader(), form, from_ms=from_ms, until_ms=until_ms)


def shown(node: Node, rows: Iterable[matters.MatterRow]) -> list[MatterRow]:
    """Return these matters as lists show them, with their states."""
    return [_row(node, row) for row in rows]


def open_calls(node: Node, *, limit: int) -> list[MatterRow]:
    """Return the newest calls in which somebody may owe something."""
    return shown(node, matters.owing_of_form(node.reader(), "call", limit=limit))


def matter(node: Node, matter_id: str) -> MatterRow | None:
    """Return one matter as a list shows it, None where it is not here (or not for this member: that looks the same)."""
    found = matters.matter(node.reader(), matter_id)
    return _row(node, found) if found else None


def newest_of_series(node: Node, name: str) -> MatterRow | None:
    """Return the newest matter of a series as a list shows it, however long ago it was opened; None without one."""
    newest = series.newest_of(node.reader(), name)
    return matter(node, newest) if newest else None


def seen_by_author(node: Node, entry_id: str) -> dict[str, int]:
    """Return how many entries of each other log, by its name, the author of this one had read when writing it."""
    found = find_entry(node, entry_id)
    leaf = read_leaf(node, found[0], found[1].number) if found else None
    return {name_of(node, seen.log): seen.size for seen in leaf.seen} if leaf else {}


def conversation(node: Node, matter_id: str) -> MatterView | None:
    """Return one matter with its entries, None where it is not here (or not for this member: that looks the same)."""
    conn = node.reader()
    found = matters.matter(conn, matter_id)
    if found is None:
        return None
    origins = {head.id: origin for origin, head in logs.heads(conn).items()}
    rows = cursors.points_of_matter(conn, matter_id)
    lots = [(entry_order(node, row, origins, matter_id), row) for row in rows]
    return MatterView(_row(node, found), tuple(entry_view(node, row, origins) for _, row in sorted(lots)))


def entries_said(node: Node, matter_id: str) -> list[EntryView]:
    """Return the entries of a matter in canonical order, without asking how far each got, which costs most."""
    origins = {head.id: origin for origin, head in logs.heads(node.reader()).items()}
    rows = cursors.points_of_matter(node.reader(), matter_id)
    rows.sort(key=lambda row: entry_order(node, row, origins, matter_id))
    return [_said(node, row, origins, got=NOWHERE_YET) for row in rows]


def entry_order(node: Node, row: PointRow, origins: Mapping[int, str], matter: str) -> tuple[int, bytes, int]:
    """Return the canonical place of an entry, as `parley.matters.order.place` gives it."""
    return row.depth, lot(matter, origins[row.log]), row.number


def entry_view(node: Node, row: PointRow, origins: Mapping[int, str]) -> EntryView:
    """Return an opened entry with its content and how far it got."""
    return _said(node, row, origins, got=transport(node, row.log, row.number))


def _said(node: Node, row: PointRow, origins: Mapping[int, str], *, got: Transport) -> EntryView:
    said = opened_payload(node, row.log, row.number) or {}
    member = str(said.get("author") or code_of(node, origins[row.log]))
    return EntryView(
        id=f"{log_name(member, origins[row.log])}/{row.number}",
        member=member,
        at_ms=row.at_ms,
        kind=row.kind or "",
        to=tuple(said.get("to", ())),
        content=said.get("content", {}),
        refusal=json.loads(row.verdict) if row.verdict else None,
        transport=got,
    )


def transport(node: Node, log: int, number: int) -> Transport:
    """Return how far one entry got."""
    conn = node.reader()
    names = {origin: member.code for member in node.charter().members for origin in node.ledger.origins_of(member.code)}
    mirrored: set[str] = set()
    cosigned: set[str] = set()
    for row in cosignatures.of_log(conn, log):
        origin, _, role = row.cosigner.rpartition("/")
        if row.size > number and origin in names:
            (mirrored if role == "mirror" else cosigned).add(names[origin])
    heads = logs.heads(conn)
    read: dict[str, int] = {}
    for origin, code in names.items():
        reader = heads[origin].id if origin in heads else 0
        first = cursors.first_reading(conn, log=log, number=number, reader=reader)
        if first is not None:
            read[code] = min(first[1], read.get(code, first[1]))
    opened = {code: at_ms for code, (at_ms, _) in matters.opened_by(conn, log=log, number=number).items()}
    return Transport(tuple(sorted(mirrored)), tuple(sorted(cosigned)), read, opened)


def opened_payload(node: Node, log: int, number: int) -> dict[str, Any] | None:
    """Return the payload of an entry as this member opened it, None where it is sealed to others."""
    locked = bodies.plaintext(node.reader(), log, number)
    if locked is None:
        return None
    plain = node.box.unlock(locked, place=f"{log}/{number}")
    found: dict[str, Any] = strictjson.parse(plain[HEAD:], limit=MAX_PAYLOAD)
    return found


def find_entry(node: Node, entry_id: str) -> tuple[int, PointRow] | None:
    """Return the log's row id and the judged entry of an id such as "SY/1042", None where it is not here."""
    parts = parts_of(entry_id)
    origin = node.ledger.origin_of(parts[0]) if parts else None
    head = logs.head(node.reader(), origin) if origin else None
    row = cursors.point(node.reader(), head.id, parts[1]) if head and parts else None
    return (head.id, row) if head and row else None


def pending(node: Node) -> list[Pending]:
    """Return the logs that wait, with what for and since which entry."""
    conn = node.reader()
    found = []
    for origin, head in logs.heads(conn).items():
        at = cursors.cursor(conn, head.id)
        if at.waits_for is not None and at.processed < head.size:
            waits = f"{name_of(node, at.waits_for[0])}/{at.waits_for[1]}"
            found.append(Pending(origin, name_of(node, origin), at.processed, waits, head.size - at.processed))
    return found


def voids(node: Node, *, limit: int) -> list[Void]:
    """Return void entries, newest first."""
    conn = node.reader()
    origins = {head.id: origin for origin, head in logs.heads(conn).items()}
    rows = conn.execute(
        "SELECT log, number, at_ms, kind, matter, verdict FROM point WHERE verdict IS NOT NULL "
        "ORDER BY at_ms DESC LIMIT ?",
        (limit,),
    )
    return [Void(f"{name_of(node, origins[r[0]])}/{r[1]}", r[2], r[3], r[4], json.loads(r[5])) for r in rows]


def forks(node: Node) -> list[ForkView]:
    """Return the proven forks with their evidence."""
    rows = node.reader().execute(
        "SELECT l.origin, e.at, e.raw FROM evidence e JOIN log l ON l.id = e.log ORDER BY l.origin, e.at"
    )
    return [ForkView(row[0], code_of(node, row[0]), row[1], row[2]) for row in rows]


def queued(conn: sqlite3.Connection) -> int:
    """Return how many drafts wait unsigned."""
    return int(conn.execute("SELECT count(*) FROM queued").fetchone()[0])


def code_of(node: Node, origin: str) -> str:
    """Return the code of the member whose log this is, the origin itself where no charter names it."""
    return node.ledger.code_of(origin) or origin


def name_of(node: Node, origin: str) -> str:
    """Return the name of a log, by which its entries are known; the origin itself where no charter names it."""
    return node.ledger.name_of(origin) or origin


def read_leaf(node: Node, log: int, number: int) -> Any:
    """Return a stored leaf, None where it cannot be read as one."""
    raws = logs.raw_leaves(node.reader(), log, number, number + 1)
    try:
        return parse_leaf(raws[0]) if raws else None
    except LeafError:
        return None


def state_of(node: Node, row: matters.MatterRow) -> Mapping[str, Any]:
    """Return the state of a matter, remembered for as long as its row does not change; nobody may change it."""
    known = node.states.get(row.id)
    if known is not None and known[0] == row.locked:
        return known[1]
    state: Mapping[str, Any] = json.loads(node.box.unlock(row.locked, place=f"matter/{row.id}"))
    if is_large(state):
        state = owed.fold_now(node, row.id, version=row.locked).state.as_json()
    if len(node.states) >= REMEMBERED:
        node.states.clear()
    node.states[row.id] = (row.locked, state)
    return state


def _row(node: Node, row: matters.MatterRow) -> MatterRow:
    state = state_of(node, row)
    return MatterRow(
        row.id, row.track, row.form, row.opened_by, row.at_ms, row.last_at_ms, bool(row.owing), row.rank, state,
        row.locked,
    )  # fmt: skip


def duties_of(node: Node, matter_id: str, *, now_ms: int) -> list[Duty]:
    """Return every duty of one matter, met or not."""
    return owed.matter_duties(node, matter_id, now_ms=now_ms)

"""Who is on duty at each member: the newest watch that each opened, as far as this member was told."""

from __future__ import annotations

from dataclasses import dataclass

from parley.node import reading
from parley.node.reading import MatterRow
from parley.node.running import Node
from parley.tracks.hotline.watch import watch_series


@dataclass(frozen=True, slots=True)
class Seat:
    """One member's seat at the line. `officer` is empty where nobody took the watch; `is_over` past its time."""

    member: str
    matter: str = ""
    officer: str = ""
    role: str = ""
    authority: str = ""
    call_back: str = ""
    until_ms: int | None = None
    since_ms: int | None = None
    is_over: bool = False
    offered_to: str = ""
    offered_by: str = ""
    offered_at_ms: int = 0


def seats(node: Node, *, now_ms: int) -> list[Seat]:
    """Return every member's seat in charter order.

    However long ago its watch was opened: one that is renewed each day goes on in the matter that it began.
    """
    watches = {code: reading.newest_of_series(node, watch_series(code)) for code in node.charter().codes}
    return [_seat(code, row, now_ms=now_ms) for code, row in watches.items()]


def _seat(code: str, row: MatterRow | None, *, now_ms: int) -> Seat:
    if row is None:
        return Seat(code)
    holder, offer = row.state["holder"], row.state["offer"]
    until_ms = holder["until_s"] * 1000
    return Seat(
        code,
        row.id,
        holder["name"] or "",
        holder["role"],
        holder["authority"],
        holder["call_back"],
        until_ms,
        holder["since_ms"],
        is_over=until_ms < now_ms,
        offered_to=offer["to_role"] if offer else "",
        offered_by=(offer["name"] or "") if offer else "",
        offered_at_ms=offer["at_ms"] if offer else 0,
    )

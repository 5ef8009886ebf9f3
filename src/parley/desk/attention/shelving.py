"""Shelving: a row of the watch list is set aside for some minutes, with a reason, and comes back by itself.

It is no acknowledgement and resolves nothing: the duty runs on, the other members see nothing of it, and what a
row owes is decided by the record alone. A FLASH is never set aside, and nothing beyond the time it is due.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext

from parley.charter.verdict import Refusal
from parley.desk.attention.models import Shelving
from parley.desk.watch_list import Band, WatchList
from parley.desk.watching import WatchRow

MINUTE_MS = 60_000
CHOICES = (5, 10, 20, 30)
WHY_LIMIT = 200


@dataclass(frozen=True, slots=True)
class SetAside:
    """Why a row stands at the end of the list: by whom, why, and when it comes back."""

    id: int
    officer: str
    why: str
    until_ms: int


def shelve(row: WatchRow | None, *, minutes: int, why: str, officer: Any, now_ms: int) -> SetAside | Refusal:
    """Set a row aside and return what is shown of it.

    Refused: a row that is gone, a FLASH, one that is overdue, other minutes than are offered, and no reason or one
    longer than WHY_LIMIT.
    """
    if row is None:
        return Refusal("shelve_gone", "DESK-40")
    if row.precedence == "flash":
        return Refusal("shelve_flash", "DESK-41")
    if row.due_at_ms is not None and row.due_at_ms <= now_ms:
        return Refusal("shelve_overdue", "DESK-42")
    if minutes not in CHOICES or not why.strip():
        return Refusal("shelve_why", "DESK-43")
    if len(why.strip()) > WHY_LIMIT:
        return Refusal("shelve_why_long", "DESK-43", {"most": WHY_LIMIT})
    until_ms = min(now_ms + minutes * MINUTE_MS, row.due_at_ms or now_ms + minutes * MINUTE_MS)
    made = Shelving.objects.create(
        row=row.id, matter=row.matter, officer_name=str(officer), role=officer.role, why=why.strip(),
        at_ms=now_ms, until_ms=until_ms,
    )  # fmt: skip
    return SetAside(made.pk, made.officer_name, made.why, made.until_ms)


def bring_back(row: str, *, officer: Any, now_ms: int) -> None:
    """Bring a row back before its time; does nothing where it is back already."""
    running = Shelving.objects.filter(row=row, until_ms__gt=now_ms, ended_at_ms=None)
    running.update(ended_at_ms=now_ms, ended_by=str(officer))


def with_shelved(watch: WatchList, *, now_ms: int) -> WatchList:
    """Return the list with what is set aside now in a band of its own at its end, and not counted as awaited."""
    running = Shelving.objects.filter(until_ms__gt=now_ms, ended_at_ms=None).order_by("until_ms")
    shelved = {each.row: SetAside(each.pk, each.officer_name, each.why, each.until_ms) for each in running}
    if not shelved:
        return watch
    aside = [replace(row, shelved=shelved[row.id]) for row in watch.rows if _is_aside(row, shelved)]
    bands = [replace(band, rows=tuple(r for r in band.rows if not _is_aside(r, shelved))) for band in watch.bands]
    if aside:
        bands.append(Band("shelved", gettext("Shelved"), tuple(aside)))
    ours = watch.ours - sum(1 for row in aside if row.is_ours)
    return replace(watch, bands=tuple(band for band in bands if band.rows), ours=ours)


def _is_aside(row: WatchRow, shelved: Iterable[str]) -> bool:
    """Return whether a row is set aside; a FLASH never is, nor what became overdue."""
    return row.id in shelved and row.urgency not in ("flash", "over") and row.precedence != "flash"

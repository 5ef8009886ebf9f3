"""The watch list: a window onto all that is owed, in bands of what is due next, for this officer, the desk or all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from parley.charter.rules import may_act
from parley.charter.verdict import Permit
from parley.desk.duty_words import duty_kind
from parley.desk.reach import narrowed
from parley.desk.told_rows import ToldRows
from parley.desk.watching import WatchRow, rows_of_duties
from parley.matters.duty import OVER, Duty
from parley.node import pressing, reading
from parley.node.owed import duties_in, lines_owed
from parley.node.pressing import place_of, together
from parley.node.reading import MatterRow
from parley.node.running import Node
from parley.node.store.matters import MatterRow as StoredRow
from parley.node.supervision.standing import tracks_still
from parley.node.verifying.owed import unsaid_owed
from parley.tracks.hotline.track import TRACK as HOTLINE
from parley.tracks.incidents.track import TRACK as INCIDENTS

HOUR_MS = 60 * 60 * 1000
# So many matters are read for one screen: what is due next. The list says how many there are in all.
WINDOW = 100
SHOWS = ("mine", "desk", "all")
# What others owe later than this is in no list of what is pressing.
_FAR_MS = {"renew_watch": HOUR_MS, "inspect_area": 24 * HOUR_MS}


@dataclass(frozen=True, slots=True)
class Viewer:
    """For whom the list is made: the words for members and roles, the officer's role, the time, the tracks read."""

    names: Callable[[str], str]
    roles: Callable[[str], str]
    role: str
    now_ms: int
    tracks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """Rows under one heading; `name` is what the heading is called where somebody asks why."""

    name: str
    label: str
    rows: tuple[WatchRow, ...]


@dataclass(frozen=True, slots=True)
class WatchList:
    """The list as it is shown.

    `rows` are all of the window, `bands` those that `show` lets through, `ours` counts what this member owes, within
    the window or not, and what rose to it within the window (`is_least`: more may have risen to it).
    Of `total` matters in which something may be owed, by this member where only that is shown, `looked_at` were read;
    `after` is where this window begins, `older` where the next one does, empty where this is the last.
    `risen` are the rows whose lapse has risen to the officer's role; `may_cite` whether that role may cite a lapse.
    """

    rows: tuple[WatchRow, ...]
    bands: tuple[Band, ...]
    show: str
    ours: int
    total: int
    looked_at: int
    older: str
    after: str = ""
    is_least: bool = False
    risen: tuple[WatchRow, ...] = ()
    may_cite: bool = False

    @property
    def is_first(self) -> bool:
        """Whether this window holds what is due next."""
        return not self.after

    @property
    def is_part(self) -> bool:
        """Whether there is more than this window shows."""
        return bool(self.older) or not self.is_first

    @property
    def shows(self) -> list[tuple[str, str]]:
        """The filters, each with its word."""
        return [(name, _SHOW_WORDS[name]()) for name in SHOWS]


_SHOW_WORDS: dict[str, Callable[[], str]] = {
    "mine": lambda: gettext("Mine"),
    "desk": lambda: gettext("Desk"),
    "all": lambda: gettext("All"),
}


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed within one window, before it is narrowed to what an officer wishes to see.

    `count` is that of `ours`, `is_least` as in a `WatchList`; `now_ms` is when it was looked at.
    """

    rows: tuple[WatchRow, ...]
    ours: tuple[WatchRow, ...]
    mine: tuple[WatchRow, ...]
    risen: tuple[WatchRow, ...]
    count: int
    looked_at: int
    total: int
    older: str
    after: str
    may_cite: bool
    is_least: bool
    now_ms: int = 0


NOTHING = Owed((), (), (), (), count=0, looked_at=0, total=0, older="", after="", may_cite=False, is_least=False)


def owed(node: Node, *, viewer: Viewer, after: str = "", ours: bool = False) -> Owed:
    """Return what is still owed by anybody, in the order of the due times, as far as the window reaches.

    `after` is the `older` of another window. With `ours` the window is over what this member owes alone, and for who
    supervises over what lapsed elsewhere too, since it may have risen here.
    """
    tracks = narrowed(viewer.tracks)
    if tracks == ():
        # Not even how much there is.
        return NOTHING
    now_ms, begin = viewer.now_ms, place_of(after)
    found = pressing.part(node, now_ms=now_ms, limit=WINDOW, after=begin, ours=ours, tracks=tracks)
    is_on_line = tracks is None or HOTLINE.name in tracks
    told, running = lines_owed(node, now_ms=now_ms) if is_on_line else ([], [])
    if tracks is None or INCIDENTS.name in tracks:
        told = [*told, *unsaid_owed(node, now_ms=now_ms)]
    # The alarm of a line stands in the first window whatever else is open, and in no other.
    matters = together(found.rows, running) if begin is None else _without(found.rows, running)
    if ours and begin is None and node.member in node.charter().supervisors:
        matters = together(matters, pressing.part(node, now_ms=now_ms, limit=WINDOW, tracks=tracks).rows)
    duties = [*duties_in(node, matters, now_ms=now_ms), *(() if begin else told)]
    rows = rows_of(node, duties, matters=reading.shown(node, matters), viewer=viewer)
    here = [row for row in rows if row.is_ours or row.risen]
    risen = [row for row in rows if is_risen_to(row, role=viewer.role)]
    mine = [row for row in here if row in risen or (row.is_ours and may_do(node, row, role=viewer.role))]
    return Owed(
        tuple(rows), tuple(here), tuple(mine), tuple(risen),
        count=_count(node, here, is_whole=found.further is None and begin is None, tracks=tracks),
        looked_at=len(matters),
        total=found.total,
        older=str(found.further or ""),
        after=after if begin else "",
        may_cite=may_cite(node, role=viewer.role),
        # What this member owes is counted whole; what others owe rises to who supervises.
        is_least=(found.further is not None or begin is not None) and node.member in node.charter().supervisors,
        now_ms=now_ms,
    )  # fmt: skip


def rows_of(
    node: Node, duties: Iterable[Duty], *, matters: Iterable[MatterRow], viewer: Viewer
) -> list[WatchRow]:
    """Return the rows of those duties that are still open, sorted by what is due next."""
    return rows_of_duties(
        [duty for duty in duties if duty.state not in OVER and not _is_far(duty, node=node, now_ms=viewer.now_ms)],
        matters={row.id: row for row in matters},
        own=node.member, charter=node.charter(), names=viewer.names, roles=viewer.roles, now_ms=viewer.now_ms,
        told=node.kept.setdefault("told_rows", ToldRows()), still=tracks_still(node, now_ms=viewer.now_ms),
    )  # fmt: skip


def watch_list(found: Owed, *, show: str = "all") -> WatchList:
    """Return the list as it is shown: mine (what the officer's role may do), desk (what this member owes) or all.

    The first two with what rose to them by the ladder.
    """
    return WatchList(
        rows=found.rows,
        bands=_bands(
            {"mine": found.mine, "desk": found.ours}.get(show, found.rows), risen=found.risen, now_ms=found.now_ms
        ),
        risen=found.risen,
        may_cite=found.may_cite,
        show=show if show in SHOWS else "all",
        ours=found.count,
        is_least=found.is_least,
        total=found.total,
        looked_at=found.looked_at,
        older=found.older,
        after=found.after,
    )


def _without(rows: Iterable[StoredRow], others: Iterable[StoredRow]) -> tuple[StoredRow, ...]:
    known = {row.id for row in others}
    return tuple(row for row in rows if row.id not in known)


def _count(
    node: Node, here: Iterable[WatchRow], *, is_whole: bool, tracks: tuple[str, ...] | None
) -> int:
    """Return how much this member owes, or has risen to it; beyond the window what it owes is counted by matters."""
    if is_whole:
        return sum(1 for row in here)
    return pressing.count_ours(node, tracks=tracks) + sum(1 for row in here if not row.is_ours or not row.matter)


def may_do(node: Node, row: WatchRow, *, role: str) -> bool:
    """Return whether the charter lets an officer in this role do any of what a row asks; unknown duties count."""
    return any(not kind or _may_file(node, kind, role=role) for kind in map(duty_kind, row.whats))


def _may_file(node: Node, kind: str, *, role: str) -> bool:
    track = node.ledger.track_of(kind)
    name = track.name if track is not None else HOTLINE.name
    return isinstance(may_act(node.charter(), member=node.member, role=role, kind=kind, track=name), Permit)


def is_risen_to(row: WatchRow, *, role: str) -> bool:
    """Return whether a lapse of this row has risen to a role at this member."""
    return any(rung.role == role for rung in row.risen)


def may_cite(node: Node, *, role: str) -> bool:
    """Return whether an officer in this role may cite a lapse."""
    verdict = may_act(node.charter(), member=node.member, role=role, kind="lapse_cited", track=HOTLINE.name)
    return isinstance(verdict, Permit)


def _is_far(duty: Duty, *, node: Node, now_ms: int) -> bool:
    """Return whether this is only the end of another's watch, hours away, or its inspection by calendar, days away.

    Its seat is shown on its own, and the calendar has every slot.
    """
    if duty.what not in _FAR_MS or duty.owed_by == node.member or duty.due_at_ms is None:
        return False
    return duty.due_at_ms - now_ms > _FAR_MS[duty.what]


def _bands(rows: Iterable[WatchRow], *, risen: tuple[WatchRow, ...], now_ms: int) -> tuple[Band, ...]:
    to_role: list[WatchRow] = []
    late: list[WatchRow] = []
    hour: list[WatchRow] = []
    later: list[WatchRow] = []
    unclocked: list[WatchRow] = []
    for row in rows:
        if row in risen:
            to_role.append(row)
        elif row.due_at_ms is None:
            unclocked.append(row)
        elif row.due_at_ms < now_ms:
            late.append(row)
        else:
            (hour if row.due_at_ms - now_ms < HOUR_MS else later).append(row)
    named = (
        ("risen", gettext("Risen to you"), to_role),
        ("overdue", gettext("Overdue"), late),
        ("hour", gettext("Within the hour"), hour),
        ("later", gettext("Later"), later),
        ("unclocked", gettext("Not received yet, no clock runs"), unclocked),
    )
    return tuple(Band(name, label, tuple(found)) for name, label, found in named if found)

"""A charter whose clause for blind notices is on, and what is said about them, for the tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from parley.charter.blind import BlindTerms
from parley.charter.model import Charter
from parley.matters.entry import Entry
from tests.tracks.deconfliction.plans import DAY, HOUR, START_S, plan
from tests.tracks.hotline.cell import ALL, Cell, charter

CELL = {"south_e7": 330_000_000, "west_e7": 357_500_000, "size_e7": 2_500_000}
HOUR_S = (START_S + 2 * DAY) // HOUR * HOUR
TICK_S = START_S // 900 * 900 + 900
PARTIES = ["IL", "SY"]
DAY_NUMBER = START_S // DAY


def with_clause(known: Charter | None = None, *, looks: int = 3) -> Charter:
    """Return a charter by which blind notices are on: cells of a quarter of a degree, ticks each quarter of an hour."""
    found = known or charter()
    assert found.activities is not None
    terms = BlindTerms(2_500_000, 15, looks, 4, "immediate", found.activities.provenance)
    return replace(found, blind_notices=terms)


def blind_cell(*, looks: int = 3) -> Cell:
    """Return a mechanism of three whose charter has the clause."""
    return Cell(charter=with_clause(looks=looks))


def blind_notice(cell: Cell, member: str = "SY", **changes: Any) -> Entry:
    """Let a member give a notice to the supervisor alone."""
    entry = cell.say(member, "activity_notified", audience=(member, "US"), **{**plan(), **changes})
    cell.reads()
    return entry


def counts(cell: Cell, member: str, version: Entry | str, **changes: Any) -> Entry:
    """Let a member's node count a version of a blind notice."""
    named = version if isinstance(version, str) else version.id
    content = {"member": member, "day": DAY_NUMBER, "version": named, **changes}
    entry = cell.say(member, "blind_look_counted", audience=(member, "US"), **content)
    cell.reads()
    return entry


def tells(cell: Cell, member: str = "US", /, *, audience: tuple[str, ...] = ALL, **changes: Any) -> Entry:
    """Let a supervisor's node tell two members that they meet."""
    content = {"parties": PARTIES, "cell": CELL, "hour_s": HOUR_S, "tick_s": TICK_S, **changes}
    entry = cell.say(member, "blind_overlap_told", audience=audience, **content)
    cell.reads()
    return entry


def about(cell: Cell, member: str, kind: str, of: Entry, /, **changes: Any) -> Entry:
    """Let a member acknowledge an answer, or a supervisor settle it."""
    how = {"how": "received"} if kind == "blind_overlap_acknowledged" else {}
    content = {"parties": PARTIES, "cell": CELL, "hour_s": HOUR_S, "of": of.id, **how, **changes}
    entry = cell.say(member, kind, **content)
    cell.reads()
    return entry

"""Limits by zone: allowed, declared, counted and over, as of an instant; and the line on any date."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from parley.charter.model import Charter
from parley.tracks.commitments.limits import Count, LimitRow, limit_rows
from parley.tracks.commitments.line_on import line_on
from tests.tracks.commitments.instruments import DAY, OFFICER, START_S, TEXTS, in_force, signs, step, tells
from tests.tracks.hotline.cell import Cell, charter

ZONE, LIMIT = "area_of_limitation_west_0_10", "tanks"


def agreed_charter() -> Charter:
    """Return the default charter with this limit, and the drawing of its zone, agreed."""
    whole = charter()
    zone = whole.zones[ZONE]
    limit = replace(zone.limits[LIMIT], provenance=replace(zone.limits[LIMIT].provenance, standing="agreed", by=()))
    provenance = replace(zone.provenance, standing="agreed", by=())
    known = replace(zone, limits={**zone.limits, LIMIT: limit}, provenance=provenance)
    return replace(whole, zones={**whole.zones, ZONE: known})


def counted(figure: int | None, *, at_s: int = START_S, entry: str = "US/1", why: str = "", **more: Any) -> Count:
    """Return what an inspection found."""
    return Count(ZONE, LIMIT, figure, why, at_s, entry, "US", entry, **more)


def row(cell: Cell | None = None, *counts: Count, at_s: int = START_S + DAY, of: Charter | None = None) -> LimitRow:
    """Return the row of the one limit, by all that was said in the cell."""
    entries = cell.entries if cell else []
    declared = [cell.state(e) for e in entries if cell and e.kind == "forces_declared"]
    varied = [cell.state(e) for e in entries if cell and e.kind == "limit_variance_proposed"]
    rows = limit_rows(of or agreed_charter(), declarations=declared, variances=varied, counts=counts, at_s=at_s)
    return next(each for each in rows if (each.zone, each.limit) == (ZONE, LIMIT))


def declares(cell: Cell, figure: int, *, as_of_s: int) -> None:
    """Let IL declare its tanks."""
    counts = [{"zone": ZONE, "limit": LIMIT, "count": figure}]
    cell.say("IL", "forces_declared", as_of_s=as_of_s, counts=counts, **OFFICER)


def test_the_newest_declaration_counts_by_what_it_is_as_of() -> None:
    """Not by when it was filed; before it there is another, and before all of them none."""
    cell = Cell()
    declares(cell, 80, as_of_s=START_S - DAY)
    declares(cell, 60, as_of_s=START_S - 5 * DAY)
    found = row(cell)
    assert (found.declared_all, found.over_declared, found.undeclared) == (80, 5, ())
    assert row(cell, at_s=START_S - 3 * DAY).declared_all == 60
    assert row(cell, at_s=START_S - 9 * DAY).undeclared == ("IL",)
    assert row(cell, at_s=START_S - 9 * DAY).over_declared is None


def test_a_signed_variance_raises_what_is_allowed_for_its_time_alone() -> None:
    """Unsigned it raises nothing; what is over the limit is not over the variance."""
    cell = Cell()
    content: dict[str, Any] = {
        "subject": "EXERCISE", "texts": TEXTS, "zone": ZONE, "limit": LIMIT, "member": "IL", "at_most": 90,
        "from_s": START_S, "until_s": START_S + 10 * DAY, **OFFICER,
    }  # fmt: skip
    matter = cell.say("IL", "limit_variance_proposed", **content)
    cell.reads()
    assert row(cell, counted(84)).over_counted == 9
    for member in ("IL", "SY"):
        signs(cell, member, matter)
    found = row(cell, counted(84))
    assert (found.allowed, found.at_most, found.over_counted, found.variances) == (90, 75, 0, (matter.id,))
    assert row(cell, counted(84), at_s=START_S + 11 * DAY).over_counted == 9


def test_what_could_not_be_counted_says_so_and_is_over_nothing() -> None:
    """The newest inspection counts, with its reason; an older figure does not stand in for it."""
    found = row(None, counted(99), counted(None, at_s=START_S + 60, entry="US/2", why="gate shut"))
    assert found.count is not None and (found.count.counted, found.count.why) == (None, "gate shut")
    assert found.over_counted is None
    together = row(None, counted(40, member="IL"), counted(50, member="SY"))
    assert together.count is not None and (together.count.counted, together.over_counted) == (90, 15)


def test_nothing_is_over_a_limit_that_is_not_agreed() -> None:
    """The figures stand there with its standing (C-0)."""
    found = row(None, counted(500), of=charter())
    assert (found.standing != "agreed", found.over_counted, found.allowed) == (True, None, 75)


def test_a_line_holds_by_the_charter_and_then_by_the_newest_certified_step() -> None:
    """A step ends it when it is certified in full, another brings it back; before that the charter holds."""
    cell = Cell()
    leave, back = step("leave", ends=[ZONE]), step("back", begins=[ZONE], after=["leave"])
    matter = in_force(cell, leave, back)

    def held(at_s: int) -> tuple[bool, str]:
        found = line_on(cell.charter, [cell.state(matter)], at_s=at_s)
        return next((each.holds, each.by) for each in found if each.name == ZONE)

    now_s = cell.now_ms // 1000
    assert held(now_s + DAY) == (True, "charter")
    tells(cell, "US", "step_certified", matter, "leave", percent=90)
    assert held(now_s + DAY) == (True, "charter")
    tells(cell, "US", "step_certified", matter, "leave")
    assert held(now_s + DAY) == (False, "ended") and held(now_s - DAY) == (True, "charter")
    cell.now_ms += 2 * DAY * 1000
    tells(cell, "US", "step_certified", matter, "back")
    assert held(cell.now_ms // 1000 + 1) == (True, "begun") and held(now_s + DAY) == (False, "ended")

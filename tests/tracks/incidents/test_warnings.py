"""What is said of a raised sector, the duty to look at it, and incidents as early warning counts them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parley.matters.entry import Entry
from parley.tracks.incidents.entries import KINDS
from parley.tracks.incidents.occurring import linked_as_one, links_of, occurrence_of
from parley.tracks.incidents.warning.occurrences import DAY_S, PLACE, TIME, why_left_out
from parley.tracks.incidents.warning.sectors import sector_at
from parley.tracks.incidents.warning.watch import DAY_MS, Raising
from parley.tracks.incidents.warnings import look_duty
from tests.tracks.arriving import folded_alike
from tests.tracks.hotline.cell import START_MS, Cell, said
from tests.tracks.incidents.reports import AT_S, HERE, WHEN, countered, reported

CELL_E7 = 2_500_000
SECTOR = sector_at(331_256_000, 358_246_000, size_e7=CELL_E7)
TODAY = START_MS // DAY_MS
SEEN = {"counted": 4, "run_days": 14, "expected": 1, "past_days": 84, "sum": 64, "threshold": 49}


def note(**changes: Any) -> dict[str, Any]:
    """Return the content of a sound note on a sector that was raised today."""
    return {
        "sector": SECTOR.edges(), "day": TODAY, "seen": SEEN, "how": "watches", "text": "EXERCISE. Both were called.",
        "lang": "en", "role": "duty_officer", **changes,
    }  # fmt: skip


def noted(cell: Cell, member: str = "US", **changes: Any) -> Entry:
    """Let a member say what it makes of the warning, which everybody reads."""
    entry = cell.say(member, "warning_noted", **note(**changes))
    cell.reads()
    return entry


def test_what_is_said_of_one_sector_and_day_stands_in_one_matter() -> None:
    """Whoever says it, also at once over a cut line: every order of arrival folds alike."""
    cell = Cell()
    first = noted(cell)
    cell.say("SY", "warning_noted", **note(how="acts"))
    cell.say("IL", "warning_noted", **note(how="no_concern"))
    assert first.matter == f"sector.{SECTOR.name}/{TODAY}"
    state = folded_alike(cell, first.matter).state
    said_by = [(each.member, each.how) for each in state.notes]
    assert said_by == [("IL", "no_concern"), ("SY", "acts"), ("US", "watches")]
    assert state.as_json()["sector"] == SECTOR.edges() and state.opening.id == first.matter


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"day": TODAY + 1}, ("warnings.day_ahead", "IW-5")),
        ({"sector": sector_at(0, 0, size_e7=5_000_000).edges()}, ("warnings.other_grid", "IW-5")),
        ({"lang": "fr"}, ("incidents.language_not_agreed", "IW-5")),
    ],
)  # fmt: skip
def test_a_note_names_what_the_charter_watches(changes: dict[str, Any], refusal: tuple[str, str]) -> None:
    """A day that has come, a cell of its grid, a language of the mechanism."""
    cell = Cell()
    assert cell.refusal(noted(cell, **changes)) == refusal


def test_a_note_goes_to_all_and_asks_for_a_charter_that_watches() -> None:
    """Nobody is told less than others; where the charter watches nothing there is nothing to note."""
    cell = Cell()
    narrow = cell.say("US", "warning_noted", audience=("SY", "US"), **note())
    assert cell.refusal(narrow) == ("warnings.not_to_all", "IW-5")
    entry = noted(cell, day=TODAY - 1)
    assert cell.refusal(entry) is None
    cell.charter = replace(cell.charter, early_warning=None)
    assert cell.refusal(entry) == ("warnings.no_early_warning", "IW-5")


def test_a_sector_off_its_grid_is_faulty() -> None:
    """Nothing finer can be written in it than a cell."""
    crooked = {**SECTOR.edges(), "south_e7": SECTOR.south_e7 + 1}
    faults = KINDS["warning_noted"].check(note(sector=crooked))
    assert [(each.where, each.code) for each in faults] == [("sector", "warnings.off_the_grid")]


def test_the_supervisor_owes_a_look_from_its_receipt_of_the_report_that_raised_it() -> None:
    """Twelve hours; met by its note after that, not by an older one; it ceases when the sector is quiet again."""
    cell = Cell()
    report = cell.say("SY", "shift_noted")
    raising = Raising(TODAY, TODAY, report.id, report.point.at_ms)

    def owed(*, after_ms: int = 0, is_over: bool = False, of: Raising = raising) -> tuple[str, int | None, str] | None:
        said_of = {each.matter for each in cell.entries if each.kind == "warning_noted"}
        notes = [one for matter in sorted(said_of) for one in cell.folded_matter(matter).state.notes]
        found = look_duty(
            SECTOR, of, member="US", notes=notes, run_days=14, charter=cell.charter, readings=cell,
            now_ms=cell.now_ms + after_ms, is_over=is_over,
        )  # fmt: skip
        return None if found is None else (found.state, found.due_at_ms, found.id)

    duty_id = f"{SECTOR.name}@{TODAY}:look_at_warning:US"
    assert owed() == ("waiting_for_receipt", None, duty_id)
    cell.reads()
    read = cell.say("US", "shift_noted")
    due_ms = read.point.at_ms + 12 * 3_600_000
    assert owed() == ("running", due_ms, duty_id)
    assert owed(after_ms=13 * 3_600_000) == ("lapsed", due_ms, duty_id)
    assert owed(after_ms=5 * DAY_MS, is_over=True) == ("ceased", due_ms, duty_id)
    entry = noted(cell)
    assert owed(after_ms=5 * DAY_MS) == ("done", due_ms, duty_id)
    later = replace(raising, first_day=TODAY + 40, last_day=TODAY + 41, raised_ms=entry.point.at_ms + 40 * DAY_MS)
    assert owed(of=later) == ("running", due_ms, f"{SECTOR.name}@{TODAY + 40}:look_at_warning:US")


def test_an_incident_counts_by_the_account_of_who_reported_it_while_that_stands() -> None:
    """Withdrawn, the other's account is counted; withdrawn by all, nothing is."""
    cell = Cell()
    matter = reported(cell)
    other = countered(cell, "IL", matter, time={**WHEN, "from_s": AT_S - 60, "until_s": AT_S})
    first = occurrence_of(cell.state(matter))
    assert first is not None and (first.member, first.from_s, first.at_e7) == ("SY", AT_S, (331256000, 358246000))
    said(cell, "SY", "incident_withdrawn", matter, of=matter.id, why="EXERCISE. Mistaken")
    second = occurrence_of(cell.state(matter))
    assert second is not None and (second.member, second.from_s) == ("IL", AT_S - 60)
    said(cell, "IL", "incident_withdrawn", matter, of=other.id, why="EXERCISE. Mistaken")
    assert occurrence_of(cell.state(matter)) is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"time": {**WHEN, "precision": "day"}}, None),
        ({"time": {**WHEN, "precision": "week"}}, TIME),
        ({"time": {**WHEN, "from_s": AT_S - 2 * DAY_S}}, TIME),
        ({"place": {**HERE, "radius_m": 20_000}}, PLACE),
        ({"type": "failure_to_notify", "place": None}, PLACE),
    ],
)  # fmt: skip
def test_an_incident_is_counted_only_where_day_and_sector_are_told(
    changes: dict[str, Any], expected: str | None
) -> None:
    """A week, or a place wider than a sector, or none, is counted nowhere."""
    cell = Cell()
    found = occurrence_of(cell.state(reported(cell, **changes)))
    assert found is not None and why_left_out(found, size_e7=CELL_E7) == expected


def test_incidents_are_one_where_somebody_links_them_and_nobody_disputes_it() -> None:
    """The last word of each member counts, from either side of the link; related is not the same."""
    cell = Cell()
    one, two, three = (reported(cell, member) for member in ("SY", "IL", "US"))
    said(cell, "US", "incidents_linked", one, other=two.id, how="same_event")
    said(cell, "US", "incidents_linked", three, other=two.id, how="related")

    def groups() -> dict[str, str]:
        return dict(linked_as_one({each.id: links_of(cell.state(each)) for each in (one, two, three)}))

    assert groups() == {one.id: two.id, two.id: two.id}
    said(cell, "SY", "incidents_linked", two, other=one.id, how="distinct")
    assert groups() == {}
    said(cell, "SY", "incidents_linked", two, other=one.id, how="duplicate")
    said(cell, "IL", "incidents_linked", three, other=two.id, how="duplicate")
    assert groups() == {one.id: two.id, two.id: two.id, three.id: two.id}

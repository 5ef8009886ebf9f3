"""Large instruments: as many steps as the form takes, and very many words about them, are reckoned at once."""

from __future__ import annotations

import time
from typing import Any

import pytest

from parley.matters.entry import Entry, Point
from parley.tracks.commitments.duties import commitment_duties
from parley.tracks.commitments.entries import MOST_STEPS
from parley.tracks.commitments.stepping import timetable_json
from parley.tracks.commitments.track import TRACK
from tests.tracks.commitments.instruments import OFFICER, in_force, step, terms
from tests.tracks.hotline.cell import ALL, Cell

# What was quadratic took minutes here; what is not takes a fraction of a second, also on a machine with much to do.
SOON_S = 10


def chain() -> list[dict[str, Any]]:
    """Return as many steps as an instrument may have, each counted from the one before it."""
    return [step("s0", by="D+1"), *(step(f"s{n}", by=f"s{n - 1}+2d") for n in range(1, MOST_STEPS))]


def test_three_thousand_certificates_of_two_hundred_steps() -> None:
    """Folded, told as a timetable and as duties within seconds, and the last word of each step counts."""
    cell = Cell()
    matter = in_force(cell, *chain())
    state, now_s = cell.state(matter), cell.now_ms // 1000
    begun = time.perf_counter()
    for n in range(3000):
        content = {"step": f"s{n % MOST_STEPS}", "percent": n // MOST_STEPS, "done_s": now_s, **OFFICER}
        point = Point("us", 100 + n, cell.now_ms + n, 100 + n, {})
        entry = Entry(f"US/{100 + n}", "US", point, ALL, "step_certified", matter.id, content)
        state = TRACK.fold(state, entry, charter=cell.charter, beside=frozenset())
    rows = timetable_json(state, now_s=now_s)
    commitment_duties(state, charter=cell.charter, readings=cell, now_ms=cell.now_ms)
    assert time.perf_counter() - begun < SOON_S
    assert {row["percent"] for row in rows} == {3000 // MOST_STEPS - 1} and rows[0]["follows"][-1] == "s199"


def test_two_hundred_steps_that_all_go_together() -> None:
    """One knot of all of them, and one due instant."""
    cell = Cell()
    steps = [step(f"s{n}", by=f"D+{n + 1}", **{"with": [f"s{(n + 1) % MOST_STEPS}"]}) for n in range(MOST_STEPS)]
    matter = in_force(cell, *steps)
    begun = time.perf_counter()
    rows = timetable_json(cell.state(matter), now_s=cell.now_ms // 1000)
    assert time.perf_counter() - begun < SOON_S
    assert len({row["due_s"] for row in rows}) == 1 and len(rows[0]["with"]) == MOST_STEPS - 1


@pytest.mark.parametrize("more", [1, 800])
def test_one_step_too_many_is_refused(more: int) -> None:
    """At the field, before anything of it is reckoned."""
    steps = [step(f"s{n}") for n in range(MOST_STEPS + more)]
    found = TRACK.kinds["commitment_proposed"].check(terms(*steps))
    assert [(fault.where, fault.code) for fault in found] == [("obligations", "hotline.list_length")]


def test_a_plan_that_is_amended_over_and_over_keeps_every_version() -> None:
    """Fifty amendments of one step: each version stays told, and an amendment may not outgrow the form."""
    cell = Cell()
    matter = in_force(cell, step("a", by="D+1"))
    state = cell.state(matter)
    assert len(state.plans) == 1
    begun = time.perf_counter()
    for n in range(50):
        content = {"of": state.newest.entry, "texts": [{"lang": "en", "text": "x"}],
                   "obligations": [step("a", by=f"D+{n + 2}")], **OFFICER}  # fmt: skip
        state = _folded(cell, state, "SY", "amendment_proposed", matter, content, 3 * n)
        about = state.amendments[-1]
        for place, member in enumerate(("SY", "IL"), start=1):
            signature = {"of": about.entry, "digest": about.digest, **OFFICER}
            state = _folded(cell, state, member, "commitment_signed", matter, signature, 3 * n + place)
    (row,) = timetable_json(state, now_s=cell.now_ms // 1000)
    assert time.perf_counter() - begun < SOON_S
    assert len(row["was"]) == 50 and row["by"] == "D+51"


def _folded(cell: Cell, state: Any, member: str, kind: str, matter: Entry, content: dict[str, Any], n: int) -> Any:
    point = Point(member, 100 + n, cell.now_ms + n * 1000, 100 + n, {})
    entry = Entry(f"{member}/{100 + n}", member, point, ALL, kind, matter.id, content)
    return TRACK.fold(state, entry, charter=cell.charter, beside=frozenset())

"""What the supervisor's node tells of blind notices, for the tests of the desk."""

from __future__ import annotations

import time

from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.tracks.deconfliction.blind_entries import blind_overlap_id
from tests.desk.cell import ALL, Cell

CELL = {"south_e7": 330_000_000, "west_e7": 357_500_000, "size_e7": 2_500_000}
PARTIES = ["IL", "SY"]
HOURS = iter(range(2, 500))


def in_hours(hours: int) -> int:
    """Return the whole hour that begins so many hours from now."""
    return (int(time.time()) // 3600 + hours) * 3600


def own_hour() -> int:
    """Return a whole hour to come that no other test takes."""
    return in_hours(next(HOURS))


def tells_blind(cell: Cell, *, hour_s: int | None = None) -> tuple[str, str]:
    """Let the supervisor's node tell that plans meet, in an hour of its own; return the matter and the entry."""
    hour_s = own_hour() if hour_s is None else hour_s
    content = {"parties": PARTIES, "cell": CELL, "hour_s": hour_s, "tick_s": int(time.time()) // 900 * 900}
    outcome = file(Draft("blind_overlap_told", ALL, content), node=cell.mechanism.nodes["US"])
    assert isinstance(outcome, Filed), outcome
    cell.carry()
    return blind_overlap_id(PARTIES, CELL, hour_s), outcome.id

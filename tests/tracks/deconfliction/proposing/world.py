"""A small world for the tests of proposals: two sides over a square, others beside them, and who may be reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from parley.geo.area import Area
from parley.geo.geojson import Drawn
from parley.geo.height import Height
from parley.geo.separation import NONE, Separation
from parley.geo.volume import Volume
from parley.tracks.deconfliction.proposing.moves import Slack
from parley.tracks.deconfliction.proposing.sides import Setting, Side
from tests.geo.drawing import DAY_S, GROUND, HOUR, square

NOW_S = DAY_S - 48 * HOUR
MINUTE = 60


def volume(area: Area | None = None, *, begins_min: int = 0, lasts_min: int = 60, lower: int = 300, upper: int = 500,
           reference: str = "AGL", unit: str = "m") -> Volume:  # fmt: skip
    """Return a volume over a small square, in the air, from so many minutes after a day began."""
    start = DAY_S + begins_min * MINUTE
    limits = Height(lower, unit, reference), Height(upper, unit, reference)
    return Volume(area or square(side=0.03), *limits, ((start, start + lasts_min * MINUTE),))


def side(member: str, *volumes: Volume, **changes: Any) -> Side:
    """Return a side with a notice of its own."""
    made = Side(f"{member}/1", f"{member}/1", member, "flight_unmanned", volumes or (volume(),),
                slack=Slack(120, 2_000, 200))  # fmt: skip
    return replace(made, **changes)


def setting(*others: Drawn, separation: Separation = NONE, **changes: Any) -> Setting:
    """Return a setting in which everything may be reached."""
    def reach(_activity: Drawn) -> Sequence[Drawn]:
        return others

    made = Setting(GROUND, reach, NOW_S, apart=lambda _one, _other: separation, beside="a charter")
    return replace(made, **changes)


def third(own_id: str, *volumes: Volume, member: str = "US") -> list[Drawn]:
    """Return the volumes of an activity of somebody else."""
    return [Drawn(own_id, False, each, ("convoy",), (member,)) for each in volumes]


def zone(name: str, area: Area, rule: str = "forbidden", **changes: Any) -> Drawn:
    """Return a zone that always holds, at every height."""
    return Drawn(f"zone:{name}", True, Volume(area, None, None, None), (), (), rule=rule, **changes)

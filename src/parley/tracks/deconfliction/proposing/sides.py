"""The two sides of an overlap, and what a computation may ask of the world around them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import shapely

from parley.geo.band import Ground
from parley.geo.detect import Apart
from parley.geo.geojson import Drawn
from parley.geo.separation import NONE
from parley.geo.volume import Volume
from parley.tracks.deconfliction.proposing.moves import Slack

# What an activity, widened, may reach: other activities and zones; more than it meets does no harm, less would.
Reach = Callable[[Drawn], Sequence[Drawn]]


@dataclass(frozen=True)
class Side:
    """A notice in the version in force: whose, of which class, its volumes with its contingency, and how it may move.

    `stays` says that it is never asked to move: its class keeps its right, or it is under way already. `notice_s` is
    how long before its beginning its class is told, `filed_s` when this version was filed.
    """

    notice: str
    version: str
    member: str
    name: str
    volumes: tuple[Volume, ...]
    slack: Slack = field(default_factory=Slack)
    stays: bool = False
    notice_s: int = 0
    strength: int | None = None
    filed_s: int = 0

    @cached_property
    def drawn(self) -> tuple[Drawn, ...]:
        """Return each volume as the detector takes it."""
        return tuple(self.as_drawn(volume) for volume in self.volumes)

    @cached_property
    def begins_s(self) -> int:
        """Return when its first window begins."""
        return min(volume.windows[0][0] for volume in self.volumes if volume.windows)

    @cached_property
    def ends_s(self) -> int:
        """Return when its last window ends."""
        return max(volume.windows[-1][1] for volume in self.volumes if volume.windows)

    def as_drawn(self, volume: Volume) -> Drawn:
        """Return this volume, as one of this activity, as the detector takes it."""
        return Drawn(self.notice, False, volume, (self.name,), (self.member,), strength=self.strength)


@dataclass(frozen=True)
class Setting:
    """What is the same for everybody who computes: the charter's figures, what else is there, the hour, the ledger.

    `now_s` is the hour of the entry for which it is computed, never a clock's. `burdens` are what each member has
    conceded so far in the class that would move (parley.tracks.deconfliction.proposing.ledger). `box` holds west,
    south, east and north in 1e-7 degree; over `borders`, in degrees, nothing is moved. `freeze_s` is how long before
    its beginning a plan is not asked any more (parley.tracks.deconfliction.proposing.freezing); None: never.
    """

    ground: Ground
    reach: Reach
    now_s: int
    apart: Apart = lambda _one, _other: NONE
    burdens: Mapping[str, int] = field(default_factory=dict)
    beside: str = ""
    box: tuple[int, int, int, int] | None = None
    borders: tuple[shapely.Geometry, ...] = ()
    freeze_s: int | None = None

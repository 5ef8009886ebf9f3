"""What a charter says of planned activities: classes, how far apart they must be, the ground they stand on. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parley.charter.model import Provenance
from parley.geo.band import Ground
from parley.geo.separation import NONE, Separation


@dataclass(frozen=True, slots=True)
class ActivityClass:
    """A kind of activity, how long before its beginning it is notified, and how fast its receipt is owed.

    `keeps_right` says that who plans it is never asked to move: medical, humanitarian, de-mining, monitoring.
    """

    name: str
    names: Mapping[str, str]
    notice_hours: int
    precedence: str
    keeps_right: bool
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class SeparationRule:
    """How far apart two classes must be; the pair is sorted."""

    between: tuple[str, str]
    separation: Separation
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class ActivityTerms:
    """The section `activities`: what judges is agreed (C-0); a separation that is not is no separation.

    `freeze_hours` before its beginning a plan is not asked to move any more; `most_km2_hours` is how much ground for
    how long one member may hold by notices that are not over. None where the charter says nothing.
    """

    ground: Ground
    largest_km2: int
    longest_days: int
    classes: Mapping[str, ActivityClass]
    separations: tuple[SeparationRule, ...]
    provenance: Provenance
    freeze_hours: int | None = None
    most_km2_hours: int | None = None

    @property
    def freeze_s(self) -> int | None:
        """Return how long before its beginning a plan is not asked to move any more; None where nothing is agreed."""
        return self.freeze_hours * 3600 if self.freeze_hours is not None and self.provenance.judges else None

    def apart(self, one: str, other: str) -> Separation:
        """Return how far apart these two classes must be."""
        pair = tuple(sorted((one, other)))
        rules = (rule for rule in self.separations if rule.between == pair and rule.provenance.judges)
        return next((rule.separation for rule in rules), NONE)

    @property
    def widest(self) -> Separation:
        """Return the most that `apart` can ask for, in each of its three."""
        asked = [rule.separation for rule in self.separations if rule.provenance.judges] or [NONE]
        return Separation(
            max(each.lateral_m for each in asked),
            max(each.vertical_m for each in asked),
            max(each.time_min for each in asked),
        )

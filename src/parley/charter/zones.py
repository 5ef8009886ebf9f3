"""What a charter says of zones: an outline, as its basis draws it, and the rules that hold in it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parley.charter.model import STANDINGS, Provenance
from parley.geo.height import Height
from parley.geo.place import Place

RULES = ("forbidden", "only_inside", "limit", "protected")


@dataclass(frozen=True, slots=True)
class ZoneRule:
    """What a provision says: who is bound (none: everybody), of which classes (none: all), at most how many."""

    rule: str
    classes: tuple[str, ...]
    members: tuple[str, ...]
    limit: int | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone with its outline and limits of height (None: no limit).

    `drawing` says whether these corners are the zone or only near it, `provenance` whose drawing it is.
    """

    name: str
    names: Mapping[str, str]
    corners: tuple[Place, ...]
    lower: Height | None
    upper: Height | None
    drawing: str
    rules: tuple[ZoneRule, ...]
    provenance: Provenance

    def standing_of(self, rule: ZoneRule) -> str:
        """Return how an overlap stands: as the weaker of drawing and rule. Only what is agreed can be broken."""
        both = (self.provenance.standing, rule.provenance.standing)
        return max(both, key=STANDINGS.index)

"""What a charter says of zones: an outline, as its basis draws it, and the rules that hold in it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from parley.charter.dated import ALWAYS, Span, Window, shared
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
    span: Span = ALWAYS


@dataclass(frozen=True, slots=True)
class ZoneLimit:
    """How many of something may be in a zone at one time: "tanks, at most 75", of whom it binds (none: everybody).

    Notices of activity do not count tanks, so nothing is held against it: inspections count, and officers read it.
    """

    name: str
    names: Mapping[str, str]
    at_most: int
    members: tuple[str, ...]
    provenance: Provenance
    span: Span = ALWAYS


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone with its outline and limits of height (None: no limit).

    `drawing` says whether these corners are the zone or only near it, `provenance` whose drawing it is. `span` says
    from when until when it is a zone; with `windows` it holds in these hours alone. `labels` are what members call it
    otherwise, each its member's word and nobody else's.
    """

    name: str
    names: Mapping[str, str]
    corners: tuple[Place, ...]
    lower: Height | None
    upper: Height | None
    drawing: str
    rules: tuple[ZoneRule, ...]
    provenance: Provenance
    limits: Mapping[str, ZoneLimit]
    span: Span = ALWAYS
    windows: tuple[Window, ...] | None = None
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def standing_of(self, rule: ZoneRule | ZoneLimit) -> str:
        """Return how an overlap stands: as the weaker of drawing and rule. Only what is agreed can be broken."""
        both = (self.provenance.standing, rule.provenance.standing)
        return max(both, key=STANDINGS.index)

    def times_of(self, rule: ZoneRule | ZoneLimit) -> tuple[Window, ...]:
        """Return when both hold, the drawing and what it says; empty where they never do."""
        own = self.span.window(self.provenance.since)
        return shared((own, rule.span.window(rule.provenance.since)), self.windows)

    @property
    def times(self) -> tuple[Window, ...]:
        """Return when this is a zone at all."""
        return shared((self.span.window(self.provenance.since),), self.windows)

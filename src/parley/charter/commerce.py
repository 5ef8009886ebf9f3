"""What a charter says of commerce: crossing points with their hours, and within how many hours is answered. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from parley.charter.verdict import Fault

if TYPE_CHECKING:
    from parley.charter.model import Charter, Provenance
    from parley.geo.place import Place

DAY_S = 86_400
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# What becomes of who asks for a slot that is full.
REFUSED, QUEUED = "refused", "queued"


@dataclass(frozen=True, slots=True)
class CrossingPoint:
    """A crossing point: where, on which days and hours (UTC), how much each slot takes, who decides, who tells.

    `opens_min` and `closes_min` count minutes from midnight. `over_full` says what becomes of who asks for a full slot.
    """

    name: str
    names: Mapping[str, str]
    at: Place
    days: tuple[str, ...]
    opens_min: int
    closes_min: int
    slot_minutes: int
    vehicles: int
    persons: int
    over_full: str
    decided_by: tuple[str, ...]
    told_by: tuple[str, ...]
    provenance: Provenance

    def is_open_on(self, day: int) -> bool:
        """Return whether it is open on a day, counted from 1970."""
        return DAYS[datetime.fromtimestamp(day * DAY_S, tz=UTC).weekday()] in self.days

    def slots_of(self, day: int) -> tuple[int, ...]:
        """Return the seconds in which the slots of a day begin; none where it is closed."""
        if not self.is_open_on(day):
            return ()
        last = self.closes_min - self.slot_minutes
        return tuple(day * DAY_S + each * 60 for each in range(self.opens_min, last + 1, self.slot_minutes))

    def is_slot(self, at_s: int) -> bool:
        """Return whether a slot begins in this second."""
        return at_s in self.slots_of(at_s // DAY_S)

    @property
    def readers(self) -> tuple[str, ...]:
        """Return who reads all that is asked for here: who decides, and who tells, sorted."""
        return tuple(sorted({*self.decided_by, *self.told_by}))


@dataclass(frozen=True, slots=True)
class CommerceTerms:
    """The section `commerce`: hours within which is decided and told, the words that lists may use, and the points.

    Hours run from receipt. `sectors`, `units` and `person_roles` have their names in each language of the charter.
    """

    precedence: str
    permit_hours: int
    humanitarian_hours: int
    telling_hours: int
    decision_hours: int
    offer_days: int
    sectors: Mapping[str, Mapping[str, str]]
    units: Mapping[str, Mapping[str, str]]
    person_roles: Mapping[str, Mapping[str, str]]
    points: Mapping[str, CrossingPoint]
    provenance: Provenance

    def decide_minutes(self, *, is_humanitarian: bool) -> int:
        """Return within how many minutes of receipt a permit is decided."""
        return 60 * (self.humanitarian_hours if is_humanitarian else self.permit_hours)


def commerce_faults(charter: Charter) -> Iterator[Fault]:
    """Yield each member that a crossing point names and the charter does not have."""
    terms = charter.commerce
    for name, point in terms.points.items() if terms is not None else ():
        for field in ("decided_by", "told_by"):
            for number, code in enumerate(getattr(point, field)):
                if code not in charter.codes:
                    where = f"commerce.points.{name}.{field}.{number}"
                    yield Fault(where, "charter.unknown_member", {"code": code})

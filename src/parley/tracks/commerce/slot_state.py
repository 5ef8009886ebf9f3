"""The slots of a crossing point on one day: who holds a place in each, and who waits, in which order. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from parley.matters.layered import Layered
from parley.matters.said import Opening, Said, added, all_about, said_in_entry

FORM = "slots"


@dataclass(frozen=True, slots=True)
class Booking(Said):
    """A slot that was asked for; `of` is the version of the crossing, `turn` its number in the order of the day."""

    slot_s: int
    vehicles: int
    persons: int
    humanitarian: bool
    turn: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A booking with its place: it has one, or waits as the `queued`-th (from 1)."""

    booking: Booking
    queued: int

    @property
    def has_place(self) -> bool:
        """Return whether it has a place in its slot."""
        return self.queued == 0


@dataclass(frozen=True, slots=True)
class SlotsState:
    """The bookings of a day in the order of logs and numbers, the same of each slot, and those that were left.

    What a slot takes is what the charter said when the first of the day was taken.
    """

    opening: Opening
    point: str
    day: int
    vehicles: int
    persons: int
    over_full: str
    bookings: Sequence[Booking] = ()
    of_slot: Layered[int, Sequence[Booking]] = Layered()
    left: Layered[str, bool] = Layered()

    @property
    def precedence(self) -> str:
        """Return none: nothing is owed."""
        return ""

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come: none."""
        return frozenset()

    def with_one(self, new: Booking) -> SlotsState:
        """Return the day with one more booking; what is there already is not gone through for it."""
        asked = added(self.of_slot.get(new.slot_s) or (), new)
        return replace(
            self, bookings=added(self.bookings, new), of_slot=self.of_slot.with_one(new.slot_s, asked)
        )  # fmt: skip

    def without(self, entry: str) -> SlotsState:
        """Return the day after the booking of this entry was left."""
        return replace(self, left=self.left.with_one(entry, True))

    def held(self, entry: str) -> Booking | None:
        """Return the booking of this entry, None where there is none or it was left."""
        found = said_in_entry(self.bookings, entry)
        return found if found is not None and entry not in self.left else None

    def booking_of(self, crossing: str) -> Booking | None:
        """Return the booking that stands for a version of a crossing."""
        standing = [each for each in all_about(self.bookings, crossing) if each.entry not in self.left]
        return min(standing, key=_turn, default=None)

    def slot(self, slot_s: int) -> tuple[Placed, ...]:
        """Return who asked for a slot, in the order of the queue: humanitarian crossings first, then by turn.

        Who does not fit waits, and a smaller one behind it takes what is left: nothing of a slot stays empty for it.
        """
        return self._placed(self._asked(slot_s))

    def _asked(self, slot_s: int) -> list[Booking]:
        return [each for each in self.of_slot.get(slot_s) or () if each.entry not in self.left]

    def _placed(self, asked: Iterable[Booking]) -> tuple[Placed, ...]:
        vehicles, persons, waiting = self.vehicles, self.persons, 0
        placed = []
        for each in sorted(asked, key=lambda one: (not one.humanitarian, one.turn)):
            if each.vehicles <= vehicles and each.persons <= persons:
                vehicles, persons = vehicles - each.vehicles, persons - each.persons
                placed.append(Placed(each, 0))
            else:
                waiting += 1
                placed.append(Placed(each, waiting))
        return tuple(placed)

    def left_in(self, slot_s: int) -> tuple[int, int]:
        """Return how many vehicles and persons a slot still takes."""
        taken = [each.booking for each in self.slot(slot_s) if each.has_place]
        return (
            self.vehicles - sum(each.vehicles for each in taken), self.persons - sum(each.persons for each in taken),
        )  # fmt: skip

    def would_fit(self, new: Booking) -> bool:
        """Return whether a booking would have a place in its slot, were it the last of the day."""
        found = self._placed([*self._asked(new.slot_s), new])
        return next(each for each in found if each.booking is new).has_place

    @property
    def slots(self) -> Iterable[int]:
        """Return the slots for which somebody asks, in their order."""
        return sorted(slot for slot in self.of_slot.as_dict() if self._asked(slot))

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/commerce.md lists it."""
        return {
            "form": FORM, "name": "taken", **self.opening.as_json(), "point": self.point, "day": self.day,
            "vehicles": self.vehicles, "persons": self.persons, "over_full": self.over_full,
            "slots": [
                {"slot_s": slot, "asked": [
                    {"entry": each.booking.entry, "member": each.booking.member, "crossing": each.booking.of,
                     "vehicles": each.booking.vehicles, "persons": each.booking.persons,
                     "humanitarian": each.booking.humanitarian, "queued": each.queued}
                    for each in self.slot(slot)
                ]} for slot in self.slots
            ],
            "left": sorted(self.left.as_dict()),
        }  # fmt: skip


def _turn(booking: Booking) -> int:
    return booking.turn

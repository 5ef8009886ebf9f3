"""The slots of a crossing point on one day: who holds a place in each, and who waits, in which order. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from parley.charter.commerce import QUEUED
from parley.matters.said import Opening, Said

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
    """The bookings of a day in the order of logs and numbers, and those that were left.

    What a slot takes is what the charter said when the first of the day was taken.
    """

    opening: Opening
    point: str
    day: int
    vehicles: int
    persons: int
    over_full: str
    bookings: Sequence[Booking] = ()
    left: frozenset[str] = frozenset()

    @property
    def precedence(self) -> str:
        """Return none: nothing is owed."""
        return ""

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come: none."""
        return frozenset()

    @property
    def standing(self) -> list[Booking]:
        """Return the bookings that were not left, in the order of the day."""
        return sorted((each for each in self.bookings if each.entry not in self.left), key=lambda each: each.turn)

    def booking_of(self, crossing: str) -> Booking | None:
        """Return the booking that stands for a version of a crossing."""
        return next((each for each in self.standing if each.of == crossing), None)

    def slot(self, slot_s: int) -> tuple[Placed, ...]:
        """Return who asked for a slot, in the order of the queue: humanitarian crossings first, then by turn.

        Who does not fit waits, and a smaller one behind it takes what is left: nothing of a slot stays empty for it.
        """
        asked = (each for each in self.standing if each.slot_s == slot_s)
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
        more = SlotsState(
            self.opening, self.point, self.day, self.vehicles, self.persons, QUEUED, (*self.standing, new)
        )
        return next(each for each in more.slot(new.slot_s) if each.booking is new).has_place

    @property
    def slots(self) -> Iterable[int]:
        """Return the slots for which somebody asks, in their order."""
        return sorted({each.slot_s for each in self.standing})

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
            "left": sorted(self.left),
        }  # fmt: skip

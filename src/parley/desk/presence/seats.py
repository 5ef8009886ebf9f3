"""The seats that look at matters now: kept in memory alone, told again every few seconds, gone when nobody tells."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

# A tab tells every twenty seconds and says good-bye when it is closed; one that crashed is forgotten after so long.
KEPT_S = 45.0
MOST_SEATS = 2_000
# No officer, and no script in an officer's browser, takes the seats of all.
MOST_OF_ONE = 40


@dataclass(frozen=True, slots=True)
class Looking:
    """One tab of an officer at a matter. `is_typing` while something is being written there."""

    officer: str
    shown_as: str
    role: str
    matter: str
    is_typing: bool
    at_s: float


class Seats:
    """Every seat by the key of its tab; safe from any thread. `now_s` is a clock that only goes forward."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        """Begin with nobody."""
        self._now_s, self._lock = now_s, threading.Lock()
        self._seats: dict[str, Looking] = {}

    def look(self, key: str, seat: Looking) -> frozenset[str]:
        """Put a seat where it is now; return the matters at which what others see of it changed."""
        with self._lock:
            gone = self._forget_silent()
            before = self._seats.get(key)
            if before is None and self._is_full(seat.officer):
                return gone
            self._seats[key] = seat
        same = before is not None and _seen(before) == _seen(seat)
        return gone if same else gone | {seat.matter} | ({before.matter} if before else set())

    def leave(self, key: str) -> frozenset[str]:
        """Forget a seat; return the matters at which that changes something."""
        with self._lock:
            before = self._seats.pop(key, None)
            return self._forget_silent() | ({before.matter} if before else set())

    def at(self, matter: str, *, besides: str) -> list[Looking]:
        """Return who looks at a matter besides one officer, each once, whoever types first."""
        with self._lock:
            self._forget_silent()
            here = [seat for seat in self._seats.values() if seat.matter == matter and seat.officer != besides]
        found: dict[tuple[str, str], Looking] = {}
        for seat in sorted(here, key=lambda seat: not seat.is_typing):
            found.setdefault((seat.officer, seat.role), seat)
        return list(found.values())

    def _is_full(self, officer: str) -> bool:
        of_one = sum(1 for seat in self._seats.values() if seat.officer == officer)
        return len(self._seats) >= MOST_SEATS or of_one >= MOST_OF_ONE

    def _forget_silent(self) -> frozenset[str]:
        since = self._now_s() - KEPT_S
        silent = [key for key, seat in self._seats.items() if seat.at_s < since]
        return frozenset(self._seats.pop(key).matter for key in silent)


def _seen(seat: Looking) -> tuple[str, str, str, bool]:
    return seat.officer, seat.role, seat.matter, seat.is_typing

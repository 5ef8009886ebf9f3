"""A proposal: how one or both of two notices would move, what that costs each, and how it is told apart. Pure.

Whole numbers alone: seconds, the units in which a height was written, ten-millionths of a degree, thousandths of the
slack that an author declared. What is signed is the same on every node.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

TIME, HEIGHT, ASIDE, TRIM = "time", "height", "aside", "trim"
HOWS = (TIME, HEIGHT, ASIDE, TRIM)

# One step of the search, which is also the least slack that a cost is measured by.
TIME_STEP_S, FARTHEST_S = 300, 86_400
ASIDE_STEP_M = 250
HEIGHT_STEPS = {"m": 10, "ft": 50, "FL": 5}
UNITS_OF = {TIME: ("s",), HEIGHT: tuple(HEIGHT_STEPS), ASIDE: ("m",), TRIM: ("permille",)}
# 1,500 metres, in whole steps of each unit.
FARTHEST_UNITS = {"m": 1_500, "ft": 4_900, "FL": 45}
# Tenths of a millimetre, in which a foot is a whole number.
DMM = {"m": 10_000, "ft": 3_048, "FL": 304_800}
# Half a trim is the most that is offered: it costs as much as all the slack.
MOST_GIVEN_UP_PERMILLE = 500
MOST_PROPOSALS = 5


@dataclass(frozen=True, slots=True)
class Slack:
    """How far its author said that an activity could move; 0 where nothing was said."""

    time_min: int = 0
    lateral_m: int = 0
    vertical_m: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """How one notice, in the version named, would change.

    `amount` is seconds later, units higher, metres aside, or thousandths of its ground given up; below 0 earlier or
    lower. `unit` is "s", "m", "ft", "FL" or "permille". `areas` are what a trim leaves of each volume, in the order of
    the plan, contingency after it, as lists of corners. `cost` is in thousandths of the slack.
    """

    notice: str
    version: str
    member: str
    how: str
    amount: int
    unit: str
    cost: int
    east_e7: int = 0
    north_e7: int = 0
    areas: tuple[Any, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the move as it is signed."""
        told: dict[str, Any] = {
            "notice": self.notice, "version": self.version, "member": self.member, "how": self.how,
            "amount": self.amount, "unit": self.unit, "cost": self.cost,
        }  # fmt: skip
        if self.how == ASIDE:
            told |= {"east_e7": self.east_e7, "north_e7": self.north_e7}
        if self.how == TRIM:
            told["areas"] = [_lists(each) for each in self.areas]
        return told


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way out: the moves of one or both notices, in the order of their ids."""

    moves: tuple[Move, ...]

    @property
    def greatest(self) -> int:
        """Return what the side pays that pays most."""
        return max(move.cost for move in self.moves)

    @property
    def total(self) -> int:
        """Return what both pay together."""
        return sum(move.cost for move in self.moves)

    @property
    def is_split(self) -> bool:
        """Return whether both move."""
        return len(self.moves) > 1

    @property
    def is_trim(self) -> bool:
        """Return whether ground is given up."""
        return any(move.how == TRIM for move in self.moves)

    @property
    def digest(self) -> str:
        """Return the hex SHA-256 of what is signed: its name, and the last word on the order of two of one cost."""
        return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    def move_of(self, notice: str) -> Move | None:
        """Return how this notice would move; None where it stays."""
        return next((move for move in self.moves if move.notice == notice), None)

    def as_json(self) -> dict[str, Any]:
        """Return the proposal as it is signed."""
        return {"moves": [move.as_json() for move in self.moves]}


def read_proposal(value: Mapping[str, Any]) -> Proposal:
    """Return the proposal that `as_json` wrote; its form was checked before."""
    return Proposal(tuple(_move(each) for each in value["moves"]))


def cost_of(how: str, amount: int, *, unit: str, slack: Slack) -> int:
    """Return what a move costs in thousandths of the declared slack, rounded up; no slack counts as one step."""
    far = abs(amount)
    if how == TRIM:
        return 1_000 * far // MOST_GIVEN_UP_PERMILLE
    if how == TIME:
        return _rounded_up(1_000 * far, max(slack.time_min * 60, TIME_STEP_S))
    if how == ASIDE:
        return _rounded_up(1_000 * far, max(slack.lateral_m, ASIDE_STEP_M))
    in_dmm = DMM[unit]
    return _rounded_up(1_000 * far * in_dmm, max(slack.vertical_m * DMM["m"], HEIGHT_STEPS[unit] * in_dmm))


def lot_of(one: str, other: str, *, beside: str) -> int:
    """Return 0 or 1, by which the last tie is broken: whether the first of two ids, in their order, goes first or not.

    `beside` is a value that neither side chooses alone: the digest of the charter in force, which all have signed.
    """
    least, greatest = sorted((one, other))
    return hashlib.sha256(f"{least}\n{greatest}\n{beside}".encode()).digest()[-1] & 1


def _move(value: Mapping[str, Any]) -> Move:
    return Move(
        value["notice"], value["version"], value["member"], value["how"], value["amount"], value["unit"],
        value["cost"], value.get("east_e7", 0), value.get("north_e7", 0),
        tuple(_tuples(each) for each in value.get("areas", ())),
    )  # fmt: skip


def _lists(value: Any) -> Any:
    return [_lists(each) for each in value] if isinstance(value, tuple | list) else value


def _tuples(value: Any) -> Any:
    return tuple(_tuples(each) for each in value) if isinstance(value, tuple | list) else value


def _rounded_up(number: int, by: int) -> int:
    return -(-number // by)

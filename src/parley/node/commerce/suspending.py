"""Which permits are suspended: those whose route falls into a standstill that all have signed (CM-22).

No entry says so. It follows from the notice of the route, the standstill with its variances, and the charter's figures
of the ground: every node that holds the same finds the same at the same hour, and a permit comes back by itself when
nothing of its route is held any more. What is told to have passed in the hours of such a standstill keeps the mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from parley.node import reading
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.node.store import matters
from parley.tracks.commerce.crossing_entries import PASSED
from parley.tracks.deconfliction.notice_state import NoticeState

if TYPE_CHECKING:
    from parley.geo.band import Ground
    from parley.tracks.deconfliction.standstill_state import StandstillState

CLAUSE = "CM-22"
OVER = ("withdrawn", "passed", "turned_back", "not_come")


@dataclass(frozen=True, slots=True)
class Suspended:
    """By which standstill a permit is suspended, and of which notice, in which version, that follows.

    `has_passed` says that what was to stand still is told to have passed all the same.
    """

    standstill: str
    notice: str
    version: str
    clause: str = CLAUSE
    has_passed: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it in plain values, as exports hold it."""
        return {"standstill": self.standstill, "route": self.version, "clause": self.clause, "passed": self.has_passed}


def route_matter(node: Node, version: str) -> str:
    """Return the notice of which this is a version; "" where it is not here."""
    found = reading.find_entry(node, version)
    return str(found[1].matter or "") if found is not None else ""


def suspended_by(node: Node, crossing: Mapping[str, Any]) -> Suspended | None:
    """Return by what the permit of a crossing is suspended, or was in the hour in which it passed; None where not."""
    if crossing["name"] in OVER and crossing["name"] != PASSED:
        return None
    notice = route_matter(node, crossing["route"])
    if not notice:
        return None
    if crossing["name"] == PASSED:
        return next(_passed_into(node, crossing, notice), None)
    return next(_standing_in(node, notice), None)


def held_by(node: Node, notice: str) -> str:
    """Return the standstill into which a notice falls that might be a route; "" where it falls into none."""
    return next((each.standstill for each in _standing_in(node, notice)), "")


def _standing_in(node: Node, notice: str) -> Iterator[Suspended]:
    """Yield each standstill into which the version in force of a notice falls, and that has not ended by now."""
    # Here, because GEOS is loaded where there are notices, and on no other node.
    from parley.node.overlaps.standing import standing_of  # noqa: PLC0415

    standing, now_s = standing_of(node), node.clock.now_ms() // 1000
    hard = [each for each in standing.of_notice(notice) if each.is_hard]
    to_come = {each.opening.id for each in standing.standstills() if each.until_s > now_s} if hard else set()
    for each in sorted(hard, key=lambda one: (one.begins_s or 0, one.standstill)):
        if each.standstill in to_come:
            yield Suspended(each.standstill, notice, each.version)


def _passed_into(node: Node, crossing: Mapping[str, Any], notice: str) -> Iterator[Suspended]:
    """Yield each standstill that held when it is told to have passed, and into which its route falls."""
    # Here, for the same reason.
    from parley.node.overlaps.standing import standing_of  # noqa: PLC0415

    at_s, terms = _told_at_s(crossing), node.charter().activities
    standstills = [each for each in standing_of(node).standstills() if each.may_hold and each.holds_at(at_s)]
    row = matters.matter(node.reader(), notice) if standstills and terms is not None else None
    state = fold_now(node, notice, version=row.locked).state if row is not None else None
    if isinstance(state, NoticeState) and terms is not None:
        for name in held_when_passed(state, crossing["route"], standstills, at_s=at_s, ground=terms.ground):
            yield Suspended(name, notice, crossing["route"], has_passed=True)


def held_when_passed(
    notice: NoticeState, route: str, standstills: Iterable[StandstillState], *, at_s: int, ground: Ground
) -> list[str]:
    """Return the standstills that hold at this second and into which a version of a notice falls, by their ids."""
    # Here, for the same reason.
    from parley.tracks.deconfliction.holding import plan_held_by  # noqa: PLC0415

    version = notice.version_of(route)
    if version is None:
        return []
    member, name = notice.opening.member, notice.opening.id
    found = (
        plan_held_by(version.plan, each, member=member, notice=name, version=version, ground=ground)
        for each in standstills if each.holds_at(at_s)
    )  # fmt: skip
    return sorted(each.standstill for each in found if each is not None and each.is_hard)


def _told_at_s(crossing: Mapping[str, Any]) -> int:
    """Return when it passed, as the last word on it says."""
    return int(max(crossing["told"], key=lambda each: (each["at_ms"], each["entry"]))["at_s"])


def met_by_route(node: Node, crossing: Mapping[str, Any]) -> int:
    """Return how many other notices the route of a crossing overlaps or comes near."""
    notice = route_matter(node, crossing["route"])
    if not notice:
        return 0
    # Here, for the same reason.
    from parley.node.overlaps.kept import overlaps_of  # noqa: PLC0415

    return sum(each.kind != "contact" for each in overlaps_of(node).of(notice))

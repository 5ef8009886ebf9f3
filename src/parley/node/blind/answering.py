"""Tells, on the charter's tick, which members meet though one may not read the other's notice: a cell and an hour.

Only the supervisor's node does. It holds the blind notices that were counted against each other and against open ones
with the detector that finds every overlap, and files at the next tick, so that the time of an answer does not tell
when a plan was filed. Of two versions it tells one cell and one hour, once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import product
from typing import Any

from parley.charter.blind import DAY_S, HOUR_S, TOLD_KIND, BlindTerms, blind_terms
from parley.geo.cells import Cell, cell_of_meeting
from parley.geo.volume import meet
from parley.matters.entry import Entry, Point
from parley.node.blind.counting import DAY_MS, LEEWAY_MS, Look, blind_notices, counted, terms_filed
from parley.node.drafts import Draft, Outcome
from parley.node.filing import file_soon
from parley.node.overlaps.held import BlindPair
from parley.node.overlaps.kept import overlaps_of
from parley.node.owed import NodeReadings, fold_now
from parley.node.running import Node
from parley.node.store import matters
from parley.tracks.deconfliction.blind_state import BLIND_FORM, BlindOverlapState
from parley.tracks.deconfliction.meeting import volumes_of

# A look that this node read first on another day than the one that it names counts for so many days after it, and one
# before it: a cut link delays, but nobody takes the looks of days that are over.
DAYS_AFTER, DAYS_BEFORE = 2, 1
CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where and when two versions meet: a cell, and the seconds from which until which."""

    hour_s: int
    cell: Cell
    until_s: int

    def is_told_by(self, state: BlindOverlapState) -> bool:
        """Return whether this is where and when an answer says."""
        return state.cell == self.cell.as_json() and self.hour_s <= state.hour_s < self.until_s


@dataclass(frozen=True, slots=True)
class _Told:
    """An answer that stands here, and the newest word of it: who wrote that had read what lies in its past."""

    state: BlindOverlapState
    last: Entry

    def knew(self, points: tuple[Point, ...]) -> bool:
        return all(self.last.point.covers(point) for point in points)


class Answerer:
    """The ticks of one node: it files at each new one, and never at the one in which it was started."""

    def __init__(self, node: Node) -> None:
        """Wait for the next tick."""
        self._node, self._last = node, (0, 0)

    def answer(self) -> list[Future[Outcome]]:
        """File what is to be told, if a new tick has come; return what was asked for."""
        terms = terms_filed(self._node, TOLD_KIND)
        if terms is None or self._node.member not in self._node.charter().supervisors:
            self._last = (0, 0)
            return []
        now = (terms.tick_s, self._node.clock.now_ms() // 1000 // terms.tick_s * terms.tick_s)
        before, self._last = self._last, now
        if before[0] != now[0] or now[1] <= before[1]:
            return []
        return [file_soon(draft, node=self._node) for draft in answers(self._node, tick_s=now[1])]


def answers(node: Node, *, tick_s: int) -> list[Draft]:
    """Return what this node is to tell at a tick, in the order of hours and cells: nothing says who came first.

    No more is told to two members in a day than the charter allows; what is beyond waits, and the supervisor's officers
    see that it does.
    """
    terms, (told, found) = terms_filed(node, TOLD_KIND), _to_tell_now(node, tick_s)
    left = Counter({parties: terms.answers_a_day for _, _, parties in found} if terms is not None else {})
    told_today = (
        each.state.parties for each in told for telling in each.state.tellings
        if telling.tick_s // DAY_S == tick_s // DAY_S
    )  # fmt: skip
    left.subtract(told_today)
    drafts = []
    for key in sorted(found):
        if left[key[2]] > 0:
            drafts.append(found[key])
            left[key[2]] -= 1
    return drafts


def beyond_the_limit(node: Node, *, tick_s: int) -> int:
    """Return how many answers wait for another day, since no more may be told to their two members."""
    return len(_to_tell_now(node, tick_s)[1]) - len(answers(node, tick_s=tick_s))


def _to_tell_now(node: Node, tick_s: int) -> tuple[list[_Told], dict[tuple[int, Cell, tuple[str, ...]], Draft]]:
    """Return the answers that stand, and those that are to be told, by hour, cell and members."""
    terms = terms_filed(node, TOLD_KIND)
    if terms is None or node.member not in node.charter().supervisors:
        return [], {}
    held, told = held_versions(node), list(_told_before(node, tick_s))
    found: dict[tuple[int, Cell, tuple[str, ...]], Draft] = {}
    for pair in overlaps_of(node).blind_pairs():
        parties, supervisors = _sides(node, pair)
        if not parties or any(each.is_blind and each.version.entry not in held for each in pair.notices):
            continue
        spot = _to_tell(pair, told, parties, terms=terms, node=node, tick_s=tick_s)
        if spot is not None:
            content = {
                "parties": list(parties), "cell": spot.cell.as_json(), "hour_s": spot.hour_s, "tick_s": tick_s,
            }  # fmt: skip
            to = tuple(code for code in (*parties, *supervisors) if code != node.member)
            found[spot.hour_s, spot.cell, parties] = Draft(TOLD_KIND, to, content)
    return told, found


def pairs_behind(node: Node, state: Mapping[str, Any]) -> list[BlindPair]:
    """Return the notices that meet now where and when an answer says, of those that this node may read."""
    terms, hour_s = blind_terms(node.charter()), int(state["hour_s"])
    if terms is None:
        return []
    found = []
    for pair in overlaps_of(node).blind_pairs():
        is_of_both = sorted(each.opening.member for each in pair.notices) == list(state["parties"])
        spots = _spots(pair, size_e7=int(state["cell"]["size_e7"]), node=node) if is_of_both else ()
        if any(s.cell.as_json() == dict(state["cell"]) and s.hour_s <= hour_s < s.until_s for s in spots):
            found.append(pair)
    return found


def held_versions(node: Node) -> frozenset[str]:
    """Return the versions of blind notices that are held against others': counted on a day that this node goes by."""
    looks, readings = counted(node, blind_notices(node)), NodeReadings(node)
    return frozenset(version for version, look in looks.items() if _is_in_time(look, readings, node.member))


def _is_in_time(look: Look, readings: NodeReadings, member: str) -> bool:
    read = readings.first_reading(look.entry, member)
    return read is not None and -DAYS_BEFORE <= read.at_ms // DAY_MS - look.day <= DAYS_AFTER


def _sides(node: Node, pair: BlindPair) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return whom to tell and the supervisors who may read both; nobody where another tells it, or both may read both.

    Where both authors may read both notices they have an ordinary overlap between them.
    """
    readers = [set(each.opening.to) for each in pair.notices]
    authors, both = {each.opening.member for each in pair.notices}, readers[0] & readers[1]
    supervisors = tuple(code for code in node.charter().supervisors if code in both)
    is_ours = supervisors[:1] == (node.member,)
    if len(authors) < 2 or authors <= both or authors & set(node.charter().supervisors) or not is_ours:
        return (), ()
    return tuple(sorted(authors)), supervisors


def _to_tell(
    pair: BlindPair, told: list[_Told], parties: tuple[str, ...], *, terms: BlindTerms, node: Node, tick_s: int
) -> Spot | None:
    """Return the first place and hour at which two versions meet and that is to be told; None where it was."""
    spots = sorted(_spots(pair, size_e7=terms.cell_e7, node=node), key=lambda each: (each.hour_s, each.cell))
    of_both = [each for each in told if each.state.parties == parties]
    if any(spot.is_told_by(each.state) and each.knew(pair.points) for spot in spots for each in of_both):
        return None
    first = next((each for each in spots if each.until_s > tick_s), None)
    if first is None:
        return None
    # Where they meet already, the hour is the one that has begun.
    spot = Spot(max(first.hour_s, tick_s // HOUR_S * HOUR_S), first.cell, first.until_s)
    stands = (each.state for each in of_both if each.state.settled_by is None)
    is_told = any(each.cell == spot.cell.as_json() and each.hour_s == spot.hour_s for each in stands)
    return None if is_told else spot


def _spots(pair: BlindPair, *, size_e7: int, node: Node) -> Iterator[Spot]:
    activities = node.charter().activities
    assert activities is not None  # nothing is held where the charter has no such section
    one, other = (each.version.plan for each in pair.notices)
    separation = activities.apart(str(one["class"]), str(other["class"]))
    for first, second in product(volumes_of(one), volumes_of(other)):
        meeting = meet(first, second, ground=activities.ground, separation=separation)
        if meeting is None or meeting.kind == CONTACT:
            continue
        cell = cell_of_meeting(first, second, size_e7=size_e7)
        for start, end in meeting.windows:
            yield Spot(start // HOUR_S * HOUR_S, cell, end)


def _told_before(node: Node, tick_s: int) -> Iterator[_Told]:
    """Yield the answers that may still be about what is planned: windows are no longer than the charter's days."""
    activities = node.charter().activities
    days = activities.longest_days if activities is not None else 0
    from_ms = max(tick_s * 1000 - days * 2 * DAY_MS - LEEWAY_MS, 0)
    for row in matters.of_form(node.reader(), BLIND_FORM, from_ms=from_ms):
        folded = fold_now(node, row.id, version=row.locked)
        state = folded.state
        if isinstance(state, BlindOverlapState):
            entries: Mapping[str, Entry] = {each.id: each for each in folded.entries}
            last = state.settlings[-1].entry if state.settlings else state.telling.entry
            yield _Told(state, entries[last])

"""What happens in a case, as a record without nodes: entries with what their authors had read, and receipts.

The entries are judged and folded by the functions that every node calls, and by no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from parley.charter.lognames import log_name
from parley.charter.model import Charter
from parley.charter.problem import Mark, Problem
from parley.charter.rules import release_of, roles_on, signature_of
from parley.matters.duty import ReadAt
from parley.matters.entry import Entry, Point
from parley.matters.fold import Folded, fold_matter
from parley.matters.track import Series, Track
from parley.matters.verdict import Refusal
from parley.node.cases.saying import ALL
from parley.node.cases.told import Saying
from parley.node.cases.values import Named
from parley.node.tracked import TRACKS

BY_KIND: Mapping[str, Track] = {kind: track for track in TRACKS for kind in track.kinds}
NOBODY = "none"


class CannotHappen(Exception):
    """What a case tells contradicts its charter or itself; `problem` says where and how."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass
class Happened:
    """All that has happened by one moment; `points` holds each member's log, receipts among its entries.

    `at_s` is that moment; None where all is told.
    """

    charter: Charter
    entries: list[Entry] = field(default_factory=list)
    points: dict[str, list[Point]] = field(default_factory=dict)
    named: dict[str, Entry] = field(default_factory=dict)
    # By matter and by how much of all had happened: what is looked at again is not folded again.
    folds: dict[tuple[str, int], Folded] = field(default_factory=dict)
    at_s: int | None = None

    def folded(self, matter: str) -> Folded:
        """Return the fold of a matter, as every node makes it that holds these entries."""
        key = (matter, len(self.entries))
        if key not in self.folds:
            self.folds[key] = fold_matter(
                [entry for entry in self.entries if entry.matter == matter], track_of=BY_KIND.get,
                charter_at=lambda entry: self.charter, fold_of=self.entries_beside,
            )  # fmt: skip
        return self.folds[key]

    def entries_beside(self, entry_id: str) -> list[Entry]:
        """Return the entries of the matter in which an entry stands, as the judge asks for what is cited."""
        matter = next((entry.matter for entry in self.entries if entry.id == entry_id), "")
        return [entry for entry in self.entries if entry.matter == matter]

    def matters(self) -> tuple[str, ...]:
        """Return the ids of all matters in the order in which they were opened."""
        return tuple(dict.fromkeys(entry.matter for entry in self.entries))

    def until(self, at_s: int) -> Happened:
        """Return what had happened by this instant, itself included."""
        at_ms = at_s * 1000
        entries = [entry for entry in self.entries if entry.point.at_ms <= at_ms]
        points = {log: [point for point in every if point.at_ms <= at_ms] for log, every in self.points.items()}
        return Happened(self.charter, entries, points, self.named, self.folds, at_s)

    def first_reading(self, entry_id: str, member: str) -> ReadAt | None:
        """Return the member's first entry or receipt that covers this entry; for its own, the entry itself."""
        target = next((entry for entry in self.entries if entry.id == entry_id), None)
        if target is None:
            return None
        if target.member == member:
            return ReadAt(target.point.at_ms, target.id)
        origin = self.charter.member(member).origin
        later = (point for point in self.points.get(origin, ()) if point.covers(target.point))
        return next((ReadAt(point.at_ms, f"{log_name(member, origin)}/{point.number}") for point in later), None)

    def ended_ms(self, matter: str) -> int | None:
        """Return when others of its series ended what a matter owes, as the table of series of a node tells it."""
        every = [(each, found) for each in self.matters() if (found := self._series(each)) is not None]
        own = next(((number, found) for number, (each, found) in enumerate(every) if each == matter), None)
        if own is None:
            return None
        number, (series, opened_ms) = own
        same = [(place, each) for place, (_, each) in enumerate(every) if each[0].name == series.name]
        before = next((each for place, each in reversed(same) if place < number), None)
        if series.owes_once and before is not None and before[0].part == series.part:
            return opened_ms
        for _, (later, later_ms) in (each for each in same if each[0] > number):
            if later.part != series.part:
                return later_ms
            if later.met_ms is not None:
                return later.met_ms
        return None

    def _series(self, matter: str) -> tuple[Series, int] | None:
        folded = self.folded(matter)
        glance = folded.track.glance(folded.state, charter=self.charter) if folded.track and folded.state else None
        return (glance.series, folded.state.opening.at_ms) if glance and glance.series else None


def happen(sayings: tuple[Saying, ...], *, charter: Charter) -> Happened:
    """Return what happens where all of this is said; CannotHappen where it names what is not there."""
    happened = Happened(charter)
    for saying in sayings:
        _check_members(saying, charter)
        if saying.kind:
            _say(happened, saying)
        for member in charter.codes if saying.received == (ALL,) else saying.received:
            if member != saying.by:
                unread = () if saying.kind else saying.unread
                _append(happened, member, at_s=saying.at_s, unread=unread, mark=saying.mark)
    return happened


def _check_members(saying: Saying, charter: Charter) -> None:
    received = () if saying.received == (ALL,) else saying.received
    for code in (saying.by, *saying.to, *received, *(each for each in saying.unread if each.isupper())):
        if code and code not in charter.codes:
            _cannot("cases.member_unknown", saying.mark, code=code, codes=", ".join(charter.codes))


def _say(happened: Happened, saying: Saying) -> None:
    point = _append(happened, saying.by, at_s=saying.at_s, unread=saying.unread, mark=saying.mark)
    charter, track = happened.charter, BY_KIND[saying.kind]
    kind = track.kinds[saying.kind]
    own_id = f"{log_name(saying.by, point.log)}/{point.number}"
    content = _beside(saying, charter, track) | _resolved(saying.content, happened)
    keyed = kind.keyed(content) if kind.keyed else None
    within = happened.named[saying.within].matter if saying.within else None
    matter = keyed or kind.shared or within or own_id
    entry = Entry(own_id, saying.by, point, _addressees(saying, happened, matter), saying.kind, matter, content)
    happened.entries.append(entry)
    if saying.name:
        happened.named[saying.name] = entry


def _append(happened: Happened, member: str, *, at_s: int, unread: tuple[str, ...], mark: Mark) -> Point:
    """Append an entry, or a receipt, to a member's log: it has read all that was said before, less what it has not."""
    log = happened.charter.member(member).origin
    own = happened.points.setdefault(log, [])
    seen = _seen(happened, member, unread, mark=mark)
    depths = [happened.points[other][size - 1].depth for other, size in seen.items() if size]
    depth = 1 + max([*depths, *(point.depth for point in own[-1:])], default=0)
    point = Point(log, len(own), at_s * 1000, depth, {other: size for other, size in seen.items() if size})
    own.append(point)
    return point


def _seen(happened: Happened, member: str, unread: tuple[str, ...], *, mark: Mark) -> dict[str, int]:
    """Return how far a member had read each other log; who has not read an entry has read nothing that built on it."""
    log = happened.charter.member(member).origin
    before = happened.points[log][-1].seen if happened.points[log] else {}
    wanted = {other: len(every) for other, every in happened.points.items() if other != log}
    for name in unread:
        if name in happened.charter.codes:
            other = happened.charter.member(name).origin
            wanted[other] = min(wanted.get(other, 0), before.get(other, 0))
        else:
            point = happened.named[name].point
            wanted[point.log] = min(wanted.get(point.log, point.number), point.number)
    while cut := next(_reaches_further(happened, wanted), None):
        wanted[cut.log] = cut.number
    if any(wanted.get(other, 0) < size for other, size in before.items()):
        _cannot("cases.read_before", mark, member=member, names=", ".join(unread))
    wanted.pop(log, None)
    return wanted


def _reaches_further(happened: Happened, wanted: Mapping[str, int]) -> Iterator[Point]:
    """Yield what would be read though its author had read something that is not read."""
    for log, size in wanted.items():
        for point in happened.points[log][:size]:
            if any(read > wanted[other] for other, read in point.seen.items() if other in wanted):
                yield point
                break


def _beside(saying: Saying, charter: Charter, track: Track) -> dict[str, Any]:
    """Return the role in which an officer speaks, and who releases it, where the case does not say so itself."""
    found: dict[str, Any] = {}
    role = saying.role or _role(saying, charter, track)
    if role not in ("", NOBODY):
        found["role"] = role
    rule = release_of(charter, saying.kind)
    kind = charter.member(saying.by).kind
    releasing = [name for name in rule.roles if kind in charter.roles[name].of] if rule else []
    released_by = saying.released_by or next(iter(releasing), "")
    if released_by not in ("", NOBODY):
        found["released_by"] = released_by
    return found


def _role(saying: Saying, charter: Charter, track: Track) -> str:
    """Return the first role that may file this kind without a passkey; none for what nodes file by themselves."""
    rules = charter.tracks.get(track.name)
    if rules is not None and saying.kind in rules.node_files:
        return NOBODY
    may = [
        role.name for role in roles_on(charter, track=track.name, member=saying.by)
        if {saying.kind, track.name} & set(role.may) and not signature_of(charter, kind=saying.kind, role=role.name)
    ]  # fmt: skip
    return next(iter(may), next(iter(charter.roles)))


def _addressees(saying: Saying, happened: Happened, matter: str) -> tuple[str, ...]:
    charter = happened.charter
    if saying.audience:
        found = charter.audiences.get(saying.audience)
        if found is None:
            _cannot("cases.audience_unknown", saying.mark, name=saying.audience, audiences=", ".join(charter.audiences))
        return tuple(sorted(found.members))
    if saying.to:
        return tuple(sorted({*saying.to, saying.by}))
    opening = next((entry for entry in happened.entries if entry.matter == matter), None)
    return opening.to if opening is not None else tuple(sorted(charter.codes))


def _resolved(value: Any, happened: Happened) -> Any:
    """Return a value in which each named entry is its id, the digest of what it proposed, or a duty from it."""
    if isinstance(value, dict):
        return {name: _resolved(each, happened) for name, each in value.items()}
    if isinstance(value, list):
        return [_resolved(each, happened) for each in value]
    return resolved(value, happened) if isinstance(value, Named) else value


def resolved(named: Named, happened: Happened) -> str:
    """Return what an entry that a case names stands for; CannotHappen where it proposed nothing that is signed."""
    entry = happened.named.get(named.name)
    if entry is None:
        _cannot("cases.entry_unknown", named.mark, name=named.name, known=", ".join(happened.named) or "-")
    if named.rest != ".digest":
        return entry.id + named.rest
    folded = happened.folded(entry.matter)
    verdict = folded.verdicts[entry.id]
    if isinstance(verdict, Refusal):
        faults = "; ".join(f"{each.where}: {each.code}" for each in verdict.faults)
        told = f"{verdict.code} ({faults})" if faults else verdict.code
        _cannot("cases.digest_of_void", named.mark, name=named.name, clause=verdict.clause, code=told)
    found = next(_digests(folded.state.as_json() if folded.state is not None else {}, entry.id), None)
    if found is None:
        _cannot("cases.digest_unknown", named.mark, name=named.name)
    return found


def _digests(value: Any, entry: str) -> Iterator[str]:
    """Yield the digest that stands beside this entry's id, wherever in a state."""
    if isinstance(value, Mapping):
        if value.get("entry") == entry and isinstance(value.get("digest"), str):
            yield value["digest"]
        for each in value.values():
            yield from _digests(each, entry)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _digests(each, entry)


def _cannot(code: str, mark: Mark, /, **data: str | int) -> NoReturn:
    raise CannotHappen(Problem(code, mark, "", data))

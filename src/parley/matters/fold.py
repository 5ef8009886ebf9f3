"""Judges and folds the entries of one matter; the result does not depend on the order of arrival."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from parley.charter.model import Charter
from parley.charter.rules import may_file, refuse_unreleased
from parley.matters import order
from parley.matters.acting import content_of, faults_beside, has_beside
from parley.matters.acts import refuse_unsigned
from parley.matters.entry import Entry
from parley.matters.officer_keys import KeyAt, no_keys
from parley.matters.past import Walk, read_of
from parley.matters.succession import refuse_other_log
from parley.matters.track import Cited, Kind, Track
from parley.matters.trail import Step, TrackOf, Trail
from parley.matters.verdict import Permit, Refusal, Verdict

CharterAt = Callable[[Entry], Charter | None]
# The matter in which the entry of this id stands: its fold, where that is at hand, else its entries to fold.
FoldOf = Callable[[str], "Folded | Sequence[Entry]"]


@dataclass(frozen=True, slots=True)
class Folded:
    """A matter after all its held entries: each entry's verdict, the entries in canonical order, and the state.

    `at` is the step of all its allowed entries on its trail, None where there is no entry; `judged` are the entries
    that were judged when this fold was made.
    """

    verdicts: Mapping[str, Verdict]
    entries: tuple[Entry, ...]
    trail: Trail | None = field(default=None, repr=False, compare=False)
    at: Step | None = field(default=None, repr=False, compare=False)
    judged: tuple[str, ...] = field(default=(), repr=False, compare=False)

    @property
    def track(self) -> Track | None:
        """Return the track of the matter, None where no entry that opens it is allowed."""
        return self.at.track if self.at is not None else None

    @property
    def state(self) -> Any:
        """Return the state after all allowed entries, None where no entry that opens the matter is allowed."""
        return self.trail.state(self.at) if self.trail is not None and self.at is not None else None


EMPTY = Folded({}, ())


def nothing_else(entry_id: str) -> Folded:
    """Return the empty fold, where no other matter is known."""
    return EMPTY


def fold_matter(
    entries: Iterable[Entry], *, track_of: TrackOf, charter_at: CharterAt, key_at: KeyAt = no_keys,
    fold_of: FoldOf = nothing_else,
) -> Folded:  # fmt: skip
    """Return the fold of all `entries` of one matter, each judged by its own causal past alone."""
    return _folded(entries, Known(track_of, charter_at, key_at, fold_of))


def _folded(entries: Iterable[Entry], known: Known) -> Folded:
    trail, ordered = Trail(known.track_of), order.in_order(entries)
    for log in {entry.point.log for entry in ordered}:
        trail.number_of(log)
    return _walked(ordered, begin=0, walk=Walk(trail, trail.root), trail=trail, verdicts={}, known=known)


def extend(
    folded: Folded, entry: Entry, *, track_of: TrackOf, charter_at: CharterAt, key_at: KeyAt = no_keys,
    fold_of: FoldOf = nothing_else,
) -> Folded:  # fmt: skip
    """Return the fold with one more entry, wherever in the order it stands.

    What is held already keeps its verdict, but for what had read the new entry: that is judged again. So is nothing
    else, whatever came to be known of other matters meanwhile: who learns such a thing folds the matter anew.
    """
    known = Known(track_of, charter_at, key_at, fold_of)
    trail, at = folded.trail or Trail(track_of), folded.at
    trail.number_of(entry.point.log)
    spot = order.place(entry)
    begin = bisect_right(folded.entries, spot, key=order.place)
    at = at or trail.root
    while at.entry is not None and at.before is not None and order.place(at.entry) > spot:
        at = at.before
    ordered = [*folded.entries[:begin], entry, *folded.entries[begin:]]
    return _walked(ordered, begin=begin, walk=Walk(trail, at), trail=trail, verdicts=dict(folded.verdicts), known=known)


def _walked(
    ordered: list[Entry], *, begin: int, walk: Walk, trail: Trail, verdicts: dict[str, Verdict], known: Known
) -> Folded:
    """Return the fold of these entries, those from `begin` on walked: judged where they were not, or had read such."""
    changed: list[Entry] = []
    judged: list[str] = []
    is_more = bool(verdicts)
    for entry in islice(ordered, begin, None):
        before = verdicts.get(entry.id)
        if before is None or any(entry.point.covers(each.point) for each in changed):
            judged.append(entry.id)
            verdict = verdicts[entry.id] = _judged(entry, walk.past(entry), trail=trail, known=known)
            if is_more and isinstance(before, Permit) != isinstance(verdict, Permit):
                changed.append(entry)
        else:
            verdict = before
            walk.skip(entry)
        if isinstance(verdict, Permit):
            walk.allow(entry, charter=_known(known.charter_at(entry)))
    return Folded(verdicts, tuple(ordered), trail, walk.at, tuple(judged))


def _judged(entry: Entry, past: Step, *, trail: Trail, known: Known) -> Verdict:
    return judge(trail.state(past), entry, opening=_opening(entry, past), known=known)


def _opening(entry: Entry, past: Step) -> Entry | None:
    """Return the entry that opened the matter, where it is in the past; what is allowed first opened it."""
    first = past.first
    if first is None or first.id == entry.matter:
        return first
    at: Step | None = past
    while at is not None and at.entry is not None and at.entry.id != entry.matter:
        at = at.before
    return at.entry if at is not None else None


@dataclass(frozen=True, slots=True)
class Known:
    """What the judge may ask beside the matter itself; each answer follows from entries in the past of who asks.

    `pasts` remembers, for one question, the folds of what was in the past of those who cite, `barring` whom the charter
    lets file what: in one matter the same is asked of nearly every entry.
    """

    track_of: TrackOf
    charter_at: CharterAt
    key_at: KeyAt
    fold_of: FoldOf
    pasts: dict[tuple[str, ...], Folded] = field(default_factory=dict)
    barring: dict[tuple[Any, ...], tuple[Charter, Refusal | None]] = field(default_factory=dict)

    def barred(
        self, entry: Entry, opened_to: tuple[str, ...] | None, *, track: Track, charter: Charter
    ) -> Refusal | None:
        """Refuse what the charter does not let this member say in this role, from this log, or without a release."""
        role, released_by = entry.content.get("role"), entry.content.get("released_by")
        if not isinstance(role, str | None) or not isinstance(released_by, str | None):
            return _barred(entry, opened_to, track=track, charter=charter)
        key = (track.name, entry.kind, entry.member, entry.point.log, entry.to, opened_to, role, released_by)
        found = self.barring.get(key)
        if found is None or found[0] is not charter:
            found = self.barring[key] = charter, _barred(entry, opened_to, track=track, charter=charter)
        return found[1]


def judge(state: Any, entry: Entry, *, opening: Entry | None, known: Known) -> Verdict:
    """Decide over one entry, given the state that folds its past and the entry of it that opened the matter."""
    track, charter = known.track_of(entry.kind), known.charter_at(entry)
    if track is None:
        return Refusal("kind_unknown", "M-1", {"kind": entry.kind})
    if charter is None:
        return Refusal("no_charter_in_force", "M-2", {})
    kind, content = track.kinds[entry.kind], entry.content
    faults = kind.check(content_of(content)) + faults_beside(content) if has_beside(content) else kind.check(content)
    if faults:
        return Refusal("content_faulty", "M-3", {"kind": entry.kind}, faults)
    if kind.shared:
        return track.judge(state, entry, charter=charter, cited={})
    refusal = _misplaced(state, entry, opening=opening, track=track, track_of=known.track_of)
    refusal = refusal or _refuse_act(entry, kind, opening=opening, track=track, charter=charter, known=known)
    if refusal is not None:
        return refusal
    cited = _cited(entry, kind, track=track, known=known)
    return cited if isinstance(cited, Refusal) else track.judge(state, entry, charter=charter, cited=cited)


def _refuse_act(
    entry: Entry, kind: Kind, *, opening: Entry | None, track: Track, charter: Charter, known: Known
) -> Refusal | None:
    """Refuse what the charter does not let this member do in this role, or not without a release or a signature."""
    # To whom a matter goes that follows from what is said in it, its track says.
    opened_to = entry.to if kind.keyed else opening.to if opening else None
    barred = known.barred(entry, opened_to, track=track, charter=charter)
    if barred is not None:
        return barred
    within = None if kind.keyed or entry.matter == entry.id else entry.matter
    return refuse_unsigned(charter, entry, within=within, key_at=known.key_at)


def _barred(
    entry: Entry, opened_to: tuple[str, ...] | None, *, track: Track, charter: Charter
) -> Refusal | None:
    permit = may_file(
        charter, member=entry.member, role=entry.content.get("role"), kind=entry.kind, track=track.name, to=entry.to,
        opened_to=opened_to,
    )
    if isinstance(permit, Refusal):
        return permit
    stranger = refuse_other_log(charter, member=entry.member, point=entry.point)
    if stranger is not None:
        return stranger
    released_by = entry.content.get("released_by")
    return refuse_unreleased(charter, member=entry.member, kind=entry.kind, released_by=released_by)


def _cited(entry: Entry, kind: Kind, *, track: Track, known: Known) -> dict[str, Cited] | Refusal:
    """Return the entries that this one cites, each with the state of its matter as its author had read it.

    Refused where one was not in what its author had read, is void, may not be read by everybody who may judge this
    one, or stands on a track that its kind does not cite (M-7).
    """
    found: dict[str, Cited] = {}
    if kind.cites is None:
        return found
    for named in kind.cites(content_of(entry.content)):
        whole = _cited_fold(named, entry, known)
        itself = next((each for each in whole.entries if each.id == named), None)
        if itself is None or not _has_read(entry, itself, whole) or not _may_cite(whole.track, kind, track=track):
            return Refusal("cited_unknown", "M-7", {"entry": named})
        assert whole.trail is not None and whole.at is not None  # it has an entry
        found[named] = Cited(itself, whole.trail.state(read_of(whole.trail, whole.at, entry)))
    return found


def _has_read(entry: Entry, itself: Entry, whole: Folded) -> bool:
    """Return whether a cited entry is allowed, was read by who cites it, and may be read by all who may read that."""
    assert whole.trail is not None  # it has an entry
    hidden = whole.trail.hidden_from(entry.to)
    is_open = isinstance(whole.verdicts[itself.id], Permit) and not whole.trail.is_hidden(itself, hidden=hidden)
    return is_open and entry.point.covers(itself.point)


def _may_cite(other: Track | None, kind: Kind, *, track: Track) -> bool:
    return other is track or (other is not None and other.name in kind.across)


def _cited_fold(named: str, entry: Entry, known: Known) -> Folded:
    """Return the fold of a cited entry's matter; where none is at hand, of what of it is in the past of who cites.

    Two matters may cite each other in turn, an overlap a notice and its change the overlap: only ever the past is
    folded, and a past is smaller than what has it, so this ends.
    """
    found = known.fold_of(named)
    if isinstance(found, Folded):
        return found
    past = [each for each in order.in_order(found) if entry.point.covers(each.point)]
    key = tuple(each.id for each in past)
    if key not in known.pasts:
        known.pasts[key] = _folded(past, known)
    return known.pasts[key]


def _misplaced(
    state: Any, entry: Entry, *, opening: Entry | None, track: Track, track_of: TrackOf
) -> Refusal | None:
    """Refuse what opens a matter by the wrong kind, or continues one that its author and addressees do not all know.

    Who widens the audience of a matter continues one that the new addressees cannot know (M-5): they
    cannot read its opening, and the verdict must be theirs too.
    """
    if track.kinds[entry.kind].keyed:
        return None if state is not None or track.kinds[entry.kind].opens else _matter_unknown(entry)
    if entry.matter == entry.id:
        return None if track.kinds[entry.kind].opens else Refusal("matter_not_opened", "M-4", {"kind": entry.kind})
    if state is None:
        return _matter_unknown(entry)
    if opening is None:
        # A matter whose id follows from what is said in it: nobody continues it by its id.
        return _matter_unknown(entry)
    if track_of(opening.kind) is not track:
        return Refusal("other_track", "M-6", {"matter": entry.matter, "kind": entry.kind})
    kind = track.kinds[entry.kind]
    if kind.opens and not kind.continues:
        # A track judges what opens by itself alone, and what continues by the fields of what continues.
        return Refusal("matter_opened_already", "M-4", {"kind": entry.kind, "matter": entry.matter})
    return None


def _matter_unknown(entry: Entry) -> Refusal:
    return Refusal("matter_unknown", "M-5", {"matter": entry.matter})


def _known(charter: Charter | None) -> Charter:
    assert charter is not None  # an entry without a charter in force is never allowed
    return charter

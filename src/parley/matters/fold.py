"""Judges and folds the entries of one matter; the result does not depend on the order of arrival."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parley.charter.model import Charter
from parley.charter.rules import may_file, refuse_unreleased
from parley.matters.acting import content_of, faults_beside
from parley.matters.acts import refuse_unsigned
from parley.matters.entry import Entry
from parley.matters.officer_keys import KeyAt, no_keys
from parley.matters.order import in_order
from parley.matters.succession import refuse_other_log
from parley.matters.track import Cited, Kind, Track
from parley.matters.verdict import Permit, Refusal, Verdict

CharterAt = Callable[[Entry], Charter | None]
TrackOf = Callable[[str], Track | None]
# The matter in which the entry of this id stands: its fold, where that is at hand, else its entries to fold.
FoldOf = Callable[[str], "Folded | Sequence[Entry]"]


@dataclass(frozen=True, slots=True)
class Folded:
    """A matter after all its held entries: the state, each entry's verdict, the entries in order.

    `state` is None where no entry that opens the matter is allowed.
    """

    track: Track | None
    state: Any
    verdicts: Mapping[str, Verdict]
    entries: tuple[Entry, ...]


EMPTY = Folded(track=None, state=None, verdicts={}, entries=())


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
    track_of, charter_at = known.track_of, known.charter_at
    ordered = in_order(entries)
    verdicts: dict[str, Verdict] = {}
    for entry in ordered:
        past = _past_of(entry, ordered, verdicts, track_of=track_of)
        track = track_of(past[0].kind) if past else None
        state = fold_allowed(past, track=track, charter_at=charter_at)
        verdicts[entry.id] = judge(state, entry, held=past, known=known)
    allowed = [e for e in ordered if isinstance(verdicts[e.id], Permit)]
    track = track_of(allowed[0].kind) if allowed else None
    state = fold_allowed(allowed, track=track, charter_at=charter_at)
    return Folded(track=track, state=state, verdicts=verdicts, entries=tuple(ordered))


def extend(
    folded: Folded, entry: Entry, *, track_of: TrackOf, charter_at: CharterAt, key_at: KeyAt = no_keys,
    fold_of: FoldOf = nothing_else,
) -> Folded:  # fmt: skip
    """Return the fold with one more entry; cheap where the entry had seen all that is held already."""
    if not _has_seen_all(entry, folded.entries, track_of=track_of):
        return fold_matter(
            [*folded.entries, entry], track_of=track_of, charter_at=charter_at, key_at=key_at, fold_of=fold_of
        )
    charter = charter_at(entry)
    known = Known(track_of, charter_at, key_at, fold_of)
    verdict = judge(folded.state, entry, held=folded.entries, known=known)
    track, state = folded.track or track_of(entry.kind), folded.state
    if isinstance(verdict, Permit):
        assert track is not None  # judge refuses a kind without a track
        state = track.fold(state, entry, charter=_known(charter), beside=frozenset())
    elif folded.track is None:
        track = None
    return Folded(track, state, {**folded.verdicts, entry.id: verdict}, (*folded.entries, entry))


@dataclass(frozen=True, slots=True)
class Known:
    """What the judge may ask beside the matter itself; each answer follows from entries in the past of who asks.

    `pasts` remembers, for one question, the folds of what was in the past of those who cite.
    """

    track_of: TrackOf
    charter_at: CharterAt
    key_at: KeyAt
    fold_of: FoldOf
    pasts: dict[tuple[str, ...], Folded] = field(default_factory=dict)


def judge(state: Any, entry: Entry, *, held: Sequence[Entry], known: Known) -> Verdict:
    """Decide over one entry, given the state that folds its past and the allowed entries of it."""
    track, charter = known.track_of(entry.kind), known.charter_at(entry)
    if track is None:
        return Refusal("kind_unknown", "M-1", {"kind": entry.kind})
    if charter is None:
        return Refusal("no_charter_in_force", "M-2", {})
    kind = track.kinds[entry.kind]
    faults = (*kind.check(content_of(entry.content)), *faults_beside(entry.content))
    if faults:
        return Refusal("content_faulty", "M-3", {"kind": entry.kind}, faults)
    if kind.shared:
        return track.judge(state, entry, charter=charter, cited={})
    refusal = _misplaced(state, entry, held=held, track=track, track_of=known.track_of)
    refusal = refusal or _refuse_act(entry, kind, held=held, track=track, charter=charter, key_at=known.key_at)
    if refusal is not None:
        return refusal
    cited = _cited(entry, kind, track=track, known=known)
    return cited if isinstance(cited, Refusal) else track.judge(state, entry, charter=charter, cited=cited)


def _refuse_act(
    entry: Entry, kind: Kind, *, held: Sequence[Entry], track: Track, charter: Charter, key_at: KeyAt
) -> Refusal | None:
    """Refuse what the charter does not let this member do in this role, or not without a release or a signature."""
    opening = next((e for e in held if e.id == entry.matter), None)
    # To whom a matter goes that follows from what is said in it, its track says.
    opened_to = entry.to if kind.keyed else opening.to if opening else None
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
    unreleased = refuse_unreleased(charter, member=entry.member, kind=entry.kind, released_by=released_by)
    if unreleased is not None:
        return unreleased
    within = None if kind.keyed or entry.matter == entry.id else entry.matter
    return refuse_unsigned(charter, entry, within=within, key_at=key_at)


def _cited(entry: Entry, kind: Kind, *, track: Track, known: Known) -> dict[str, Cited] | Refusal:
    """Return the entries that this one cites, each with the state of its matter as its author had read it.

    Refused where one was not in what its author had read, is void, may not be read by everybody who may judge this
    one, or stands on a track that its kind does not cite (M-7).
    """
    found: dict[str, Cited] = {}
    for named in kind.cites(content_of(entry.content)) if kind.cites else ():
        whole = _cited_fold(named, entry, known)
        past = _past_of(entry, list(whole.entries), dict(whole.verdicts), track_of=known.track_of)
        itself = next((each for each in past if each.id == named), None)
        if itself is None or not _may_cite(whole.track, kind, track=track):
            return Refusal("cited_unknown", "M-7", {"entry": named})
        is_whole = len(past) == sum(isinstance(each, Permit) for each in whole.verdicts.values())
        state = whole.state if is_whole else fold_allowed(past, track=whole.track, charter_at=known.charter_at)
        found[named] = Cited(itself, state)
    return found


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
    past = [each for each in in_order(found) if entry.point.covers(each.point)]
    key = tuple(each.id for each in past)
    if key not in known.pasts:
        known.pasts[key] = _folded(past, known)
    return known.pasts[key]


def fold_allowed(allowed: Sequence[Entry], *, track: Track | None, charter_at: CharterAt) -> Any:
    """Return the state after the allowed entries, given in canonical order."""
    state = None
    if track is None:
        return state
    beside = beside_each(allowed)
    for entry in allowed:
        state = track.fold(state, entry, charter=_known(charter_at(entry)), beside=beside[entry.id])
    return state


def beside_each(entries: Sequence[Entry]) -> dict[str, frozenset[str]]:
    """Return for each entry the ids of those that are neither in its past nor in its future."""
    found: dict[str, set[str]] = {entry.id: set() for entry in entries}
    for index, later in enumerate(entries):
        for earlier in entries[:index]:
            if not later.point.covers(earlier.point):
                found[later.id].add(earlier.id)
                found[earlier.id].add(later.id)
    return {key: frozenset(value) for key, value in found.items()}


def _past_of(
    entry: Entry, ordered: list[Entry], verdicts: dict[str, Verdict], *, track_of: TrackOf
) -> list[Entry]:
    return [
        p
        for p in ordered
        if isinstance(verdicts.get(p.id), Permit)
        and entry.point.covers(p.point)
        and _counts(p, entry, track_of=track_of)
    ]


def _misplaced(
    state: Any, entry: Entry, *, held: Sequence[Entry], track: Track, track_of: TrackOf
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
    opening = next((e for e in held if e.id == entry.matter), None)
    if opening is None:
        # A matter whose id follows from what is said in it: nobody continues it by its id.
        return _matter_unknown(entry)
    if track_of(opening.kind) is not track:
        return Refusal("other_track", "M-6", {"matter": entry.matter, "kind": entry.kind})
    return None


def _matter_unknown(entry: Entry) -> Refusal:
    return Refusal("matter_unknown", "M-5", {"matter": entry.matter})


def _has_seen_all(entry: Entry, held: Sequence[Entry], *, track_of: TrackOf) -> bool:
    return all(entry.point.covers(p.point) and _counts(p, entry, track_of=track_of) for p in held)


def _counts(past: Entry, entry: Entry, *, track_of: TrackOf) -> bool:
    """Return whether everybody who may judge `entry` may read `past`.

    What is said about the charter always goes to all: who joins later is given the earlier entries.
    """
    if past.reaches(entry):
        return True
    track = track_of(past.kind)
    return track is not None and past.kind in track.kinds and track.kinds[past.kind].shared is not None


def _known(charter: Charter | None) -> Charter:
    assert charter is not None  # an entry without a charter in force is never allowed
    return charter

"""The fold as it is defined, with nothing remembered: each past is found and folded anew. Slow, and the reference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from parley.charter.model import Charter
from parley.matters.entry import Entry
from parley.matters.fold import Known, judge
from parley.matters.order import in_order
from parley.matters.track import Track
from parley.matters.verdict import Permit, Verdict

Simple = tuple[Any, dict[str, Verdict], tuple[Entry, ...]]


def simple_fold(entries: Iterable[Entry], *, known: Known) -> Simple:
    """Return state, verdicts and entries in order of one matter, each judged by its own causal past alone."""
    ordered = in_order(entries)
    verdicts: dict[str, Verdict] = {}
    for entry in ordered:
        past = past_of(entry, ordered, verdicts, track_of=known.track_of)
        state = fold_allowed(past, track_of=known.track_of, charter_at=known.charter_at)
        opening = next((each for each in past if each.id == entry.matter), None)
        verdicts[entry.id] = judge(state, entry, opening=opening, known=known)
    allowed = [each for each in ordered if isinstance(verdicts[each.id], Permit)]
    state = fold_allowed(allowed, track_of=known.track_of, charter_at=known.charter_at)
    return state, verdicts, tuple(ordered)


def past_of(
    entry: Entry, ordered: Iterable[Entry], verdicts: dict[str, Verdict], *, track_of: Callable[[str], Track | None]
) -> list[Entry]:
    """Return the allowed entries that the author had read and that everybody may read who judges the entry."""
    return [
        each
        for each in ordered
        if isinstance(verdicts.get(each.id), Permit)
        and entry.point.covers(each.point)
        and (set(entry.to) <= set(each.to) or _is_shared(each, track_of(each.kind)))
    ]


def _is_shared(entry: Entry, track: Track | None) -> bool:
    return track is not None and track.kinds[entry.kind].shared is not None


def fold_allowed(
    allowed: Sequence[Entry], *, track_of: Callable[[str], Track | None],
    charter_at: Callable[[Entry], Charter | None],
) -> Any:  # fmt: skip
    """Return the state after the allowed entries, given in canonical order."""
    state, track = None, track_of(allowed[0].kind) if allowed else None
    beside, folded = beside_each(allowed), set[str]()
    for entry in allowed:
        charter = charter_at(entry)
        assert track is not None and charter is not None  # the entry is allowed
        state = track.fold(state, entry, charter=charter, beside=beside[entry.id] & folded)
        folded.add(entry.id)
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

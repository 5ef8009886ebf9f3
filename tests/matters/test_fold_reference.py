"""The fold that remembers gives what the fold by definition gives: verdicts, state, order, and what stands beside."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.matters import past, trail
from parley.matters.entry import Entry, Point
from parley.matters.fold import EMPTY, Folded, Known, extend, fold_matter, nothing_else
from parley.matters.officer_keys import no_keys
from parley.matters.track import Track
from parley.matters.verdict import Permit
from tests.matters.simple_fold import simple_fold
from tests.matters.telling import TellingTrack
from tests.tracks.hotline.cell import ALL, charter

TRACK = TellingTrack()
CHARTER = charter()
LOGS = {member: CHARTER.member(member).origin for member in ALL}
PAIR = ("IL", "SY")
KINDS = ("said", "said", "said", "said", "shared", "opened")
STEP = st.tuples(
    st.sampled_from(ALL),
    st.sampled_from((ALL, ALL, ALL, PAIR)),
    st.sampled_from(KINDS),
    st.integers(0, 2),  # entries of other matters in between
    st.lists(st.tuples(st.sampled_from(ALL), st.integers(0, 99)), max_size=3),
)
STEPS = st.lists(STEP, min_size=1, max_size=40)


def track_of(kind: str) -> Track | None:
    """Return the one track there is."""
    return TRACK if kind in TRACK.kinds else None


def known(fold_of: Any = nothing_else) -> Known:
    """Return what the judge may ask."""
    return Known(track_of, lambda entry: CHARTER, no_keys, fold_of)


def asked(fold_of: Any = nothing_else) -> Any:
    """Return the same as arguments of the fold."""
    return {"track_of": track_of, "charter_at": lambda entry: CHARTER, "fold_of": fold_of}


def written(steps: list[Any]) -> list[Entry]:
    """Return a matter as members wrote it who had read of each other what the steps say: much, little or nothing."""
    made: list[Entry] = []
    sizes, seen = dict.fromkeys(ALL, 0), {member: dict.fromkeys(ALL, 0) for member in ALL}
    for member, to, kind, gap, reads in steps:
        for other, how_much in reads:
            # A cut link is a member who reads nothing; who reads most reads all but the last few.
            at = sizes[other] - (how_much % 4 if how_much < 70 else how_much)
            seen[member][other] = max(seen[member][other], at, 0)
        number = sizes[member] + (gap if made else 0)
        sizes[member] = number + 1
        read = {LOGS[other]: size for other, size in seen[member].items() if other != member and size}
        point = Point(LOGS[member], number, 0, 0, read)
        depth = 1 + max((each.point.depth for each in made if point.covers(each.point)), default=0)
        point = replace(point, depth=depth)
        named = made[0].matter if made else f"{member}/{number}"
        made.append(
            Entry(
                f"{member}/{number}", member, point, to, kind if made else "opened", named, {"role": "duty_officer"}
            )
        )
    return made


def told(folded: Folded) -> Any:
    """Return all that a fold says."""
    return folded.state, dict(folded.verdicts), folded.entries


@settings(max_examples=300, deadline=None)
@given(steps=STEPS, data=st.data())
def test_folded_at_once_it_is_as_defined(steps: list[Any], data: st.DataObject) -> None:
    """Whatever each author had read, also across a cut link, in whatever order the entries are handed in."""
    entries = written(steps)
    assert told(fold_matter(data.draw(st.permutations(entries)), **asked())) == simple_fold(entries, known=known())


@settings(max_examples=150, deadline=None)
@given(steps=STEPS, data=st.data())
def test_folded_one_by_one_it_is_as_defined_after_each(steps: list[Any], data: st.DataObject) -> None:
    """A late entry, a missing past, an entry that takes away what others stood on: after each the fold is the whole."""
    entries = data.draw(st.permutations(written(steps)))
    live = EMPTY
    for count, entry in enumerate(entries, start=1):
        live = extend(live, entry, **asked())
        assert told(live) == simple_fold(entries[:count], known=known())


@settings(max_examples=150, deadline=None)
@given(steps=STEPS, depths=st.lists(st.integers(1, 6), min_size=40, max_size=40), data=st.data())
def test_depths_that_lie_change_nothing_of_it(steps: list[Any], depths: list[int], data: st.DataObject) -> None:
    """Points whose depth is below that of their past are folded in the order that they claim, as defined."""
    entries = [
        replace(entry, point=replace(entry.point, depth=depth))
        for entry, depth in zip(written(steps), depths, strict=False)
    ]
    assert told(fold_matter(entries, **asked())) == simple_fold(entries, known=known())
    live = EMPTY
    for entry in data.draw(st.permutations(entries)):
        live = extend(live, entry, **asked())
    assert told(live) == simple_fold(entries, known=known())


@settings(max_examples=100, deadline=None)
@given(steps=STEPS, more=STEPS, data=st.data())
def test_what_is_cited_is_folded_as_its_reader_had_read_it(
    steps: list[Any], more: list[Any], data: st.DataObject
) -> None:
    """Entries that cite another matter are judged alike, whether its fold is at hand or its entries alone."""
    both = written([*steps, *more])
    first, rest = both[: len(steps)], both[len(steps) :]
    named = [entry.id for entry in first]
    citing = [
        replace(
            entry, kind="opened" if at == 0 else "cited", matter=rest[0].id,
            content={"role": "duty_officer", "cites": data.draw(st.lists(st.sampled_from(named), max_size=2))},
        )
        for at, entry in enumerate(rest)
    ]  # fmt: skip
    whole = fold_matter(first, **asked())
    for fold_of in (lambda entry_id: first, lambda entry_id: whole):
        assert told(fold_matter(citing, **asked(fold_of))) == simple_fold(citing, known=known(fold_of))


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEP, min_size=20, max_size=60), data=st.data())
def test_forgotten_states_are_folded_again(steps: list[Any], data: st.DataObject) -> None:
    """With hardly a snapshot and hardly anything remembered, and each way to a past tried, the fold is the same."""
    every, recent, near, rows = trail.SNAPSHOT_EVERY, trail.RECENT, past.NEAR, (trail.ROWS, trail.SPARE_STEPS)
    trail.SNAPSHOT_EVERY, trail.RECENT, past.NEAR = 5, 2, data.draw(st.sampled_from((0, 1, 3)))
    trail.ROWS, trail.SPARE_STEPS = data.draw(st.sampled_from(((0, 1), (1, 0), rows)))
    try:
        entries = written(steps)
        assert told(fold_matter(entries, **asked())) == simple_fold(entries, known=known())
        live = EMPTY
        for entry in data.draw(st.permutations(entries)):
            live = extend(live, entry, **asked())
        assert told(live) == simple_fold(entries, known=known())
    finally:
        trail.SNAPSHOT_EVERY, trail.RECENT, past.NEAR = every, recent, near
        trail.ROWS, trail.SPARE_STEPS = rows


@settings(max_examples=60, deadline=None)
@given(steps=STEPS, data=st.data())
def test_two_who_go_on_from_one_fold_find_each_what_is_so(steps: list[Any], data: st.DataObject) -> None:
    """A fold is a value: what is tried on it and thrown away leaves no trace."""
    entries = written(steps)
    order = data.draw(st.permutations(entries))
    cut = data.draw(st.integers(0, len(order) - 1))
    begun = EMPTY
    for entry in order[:cut]:
        begun = extend(begun, entry, **asked())
    before = told(begun)
    for entry in order[cut:]:
        extend(begun, entry, **asked())
    assert told(begun) == before == simple_fold(order[:cut], known=known())
    live = begun
    for entry in order[cut:]:
        live = extend(live, entry, **asked())
    assert told(live) == simple_fold(entries, known=known())


def test_what_was_tried_under_the_number_of_what_is_filed_leaves_no_trace_in_it() -> None:
    """A draft that was looked over has the number of what is filed after it: only what was filed is folded."""
    first, said = written([("SY", ALL, "opened", 0, []), ("SY", ALL, "said", 1, [])])
    begun = extend(EMPTY, first, **asked())
    tried = replace(said, content={**said.content, "tells": "another"}, point=replace(said.point, at_ms=7))
    extend(begun, tried, **asked())
    for folded in (extend(begun, said, **asked()), extend(extend(EMPTY, first, **asked()), said, **asked())):
        assert folded.at is not None and folded.at.entry == said


def test_the_matters_of_these_tests_are_no_trifles() -> None:
    """Some of what is written is void, and some stands beside other things: else nothing was tested."""
    steps = [
        (ALL[n % 3], ALL, "said", 0, [(ALL[(n + 1) % 3], n % 3), (ALL[(n + 2) % 3], n % 5)]) for n in range(40)
    ]
    state, verdicts, _ = simple_fold(written(steps), known=known())
    void = [each for each in verdicts.values() if not isinstance(each, Permit)]
    assert 2 <= len(void) <= 20
    assert sum(bool(beside) for _, beside in state.said) >= 5


def test_others_read_a_fold_while_it_is_gone_on_from() -> None:
    """One thread extends a matter while others fold pasts and the whole of it as it was: everybody finds what is so."""
    steps = [
        (ALL[n % 3], ALL, "said", 0, [(ALL[(n + 1) % 3], n % 4), (ALL[(n + 2) % 3], n % 7)]) for n in range(240)
    ]
    entries = written(steps)
    apart = fold_matter(entries[:120], **asked())
    live = fold_matter(entries[:120], **asked())
    wrong: list[str] = []

    def look(seed: int) -> None:
        for entry in entries[seed:120:3]:
            pair = [_past_state(each, entry) for each in (live, apart)]
            if pair[0] != pair[1] or live.state != apart.state:
                wrong.append(entry.id)

    readers = [threading.Thread(target=look, args=(seed,)) for seed in range(3)]
    for reader in readers:
        reader.start()
    grown = live
    for entry in entries[120:]:
        grown = extend(grown, entry, **asked())
    for reader in readers:
        reader.join()
    assert not wrong
    assert told(grown) == simple_fold(entries, known=known())


def _past_state(folded: Folded, entry: Entry) -> Any:
    """Return the state of what the author of an entry had read of a matter."""
    assert folded.trail is not None and folded.at is not None
    return folded.trail.state(past.read_of(folded.trail, folded.at, entry))

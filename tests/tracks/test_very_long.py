"""Very long matters of each track: what was said is not looked through again, nor copied, for each entry more."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from benchmarks.conversing import FORMS, TRACKS, Form
from parley.matters import said as saying
from parley.matters.entry import Entry
from parley.matters.fold import Folded, fold_matter
from parley.matters.verdict import Permit
from tests.tracks.hotline.cell import charter

NAMED = {form.name: form for form in FORMS}
EACH = pytest.mark.parametrize("name", list(NAMED))


def _folded(entries: list[Entry]) -> Folded:
    folded = fold_matter(entries, track_of=TRACKS.get, charter_at=lambda entry: charter())
    assert all(isinstance(verdict, Permit) for verdict in folded.verdicts.values())
    assert folded.state is not None
    return folded


def _calls(entries: list[Entry]) -> int:
    """Return how many functions are called, and generators gone on with, to judge and fold these entries."""
    count = 0

    def note(frame: Any, event: str, arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        _folded(entries)
    finally:
        sys.setprofile(None)
    return count


@EACH
def test_judging_twice_as_many_entries_takes_twice_as_many_steps(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in calls and not timed: the second four hundred take little more of them than the first four hundred."""
    monkeypatch.setattr(saying, "SHORT", 2)
    few, many = (NAMED[name].entries(charter(), count) for count in (400, 800))
    _folded(few)
    first = _calls(few)
    assert _calls(many) - first < 1.15 * first


@EACH
def test_what_is_kept_in_pieces_says_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long matter has the state and the verdicts that it would have if everything were kept in plain tuples."""
    entries = NAMED[name].entries(charter(), 300)
    monkeypatch.setattr(saying, "SHORT", 1_000)
    plain = _folded(entries)
    monkeypatch.setattr(saying, "SHORT", 2)
    kept = _folded(entries)
    assert kept.verdicts == plain.verdicts
    assert kept.state == plain.state
    assert kept.state.as_json() == plain.state.as_json()


def test_each_track_has_its_long_matter() -> None:
    """A track that comes to be is measured and counted here too, or says why not."""
    found = {TRACKS[form.entries(charter(), 1)[0].kind].name for form in FORMS}
    assert found == {track.name for track in TRACKS.values()}


def _unread(form: Form) -> list[Entry]:
    return form.entries(charter(), 300, unread=2)


@pytest.mark.parametrize("name", [form.name for form in FORMS if form.may_be_unread])
def test_what_crossed_is_kept_in_pieces_alike(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where each author had not read the newest two of the other."""
    entries = _unread(NAMED[name])
    monkeypatch.setattr(saying, "SHORT", 1_000)
    plain = _folded(entries)
    monkeypatch.setattr(saying, "SHORT", 2)
    assert _folded(entries).state == plain.state

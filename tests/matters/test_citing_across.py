"""What a kind cites across tracks: judged by the cited matter as its author had read it, refused where not declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.model import Charter
from parley.matters.entry import Entry
from parley.matters.fold import Folded, fold_matter
from parley.matters.track import Cited, Glance, Kind, Track
from parley.matters.verdict import Permit, Refusal, Verdict
from tests.tracks.hotline.cell import ALL, Cell, said, sent, track_of


@dataclass(frozen=True)
class State:
    """What the citing judge saw of the cited matter."""

    saw: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {"saw": list(self.saw)}


class CitingTrack:
    """A track whose one kind builds on an entry of another and remembers what it found there."""

    name = "hotline"

    def __init__(self, across: frozenset[str]) -> None:
        """Declare which tracks may be cited."""
        kind = Kind("shift_pointed", True, lambda content: (), cites=lambda c: tuple(c["about"]), across=across)
        self.kinds: Mapping[str, Kind] = {"shift_pointed": kind}
        self.saw: dict[str, tuple[str, ...]] = {}

    def judge(self, state: Any, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
        """Permit, and note what the cited matter looked like."""
        self.saw[entry.id] = tuple(str(each.state.as_json()["name"]) for each in cited.values())
        return Permit("T-1")

    def fold(self, state: Any, entry: Entry, *, charter: Charter, beside: frozenset[str]) -> Any:
        """Return a state of no meaning."""
        return State(())

    def glance(self, state: Any, *, charter: Charter) -> Glance:
        """Owe nothing."""
        return Glance(False, 9)


def _folded(cell: Cell, entry: Entry, track: CitingTrack) -> Folded:
    def tracks(kind: str) -> Track | None:
        return track if kind in track.kinds else track_of(kind)

    return fold_matter([entry], track_of=tracks, charter_at=lambda each: cell.charter, fold_of=cell.fold_of_entry)


def _pointed(cell: Cell, member: str, *about: Entry) -> Entry:
    whole = cell.say(member, "shift_noted", matter=None, about=[each.id for each in about])
    return Entry(
        whole.id, whole.member, whole.point, whole.to, "shift_pointed", whole.id,
        {"about": [each.id for each in about], "role": "duty_officer"},
    )  # fmt: skip


def test_what_is_cited_is_seen_as_its_author_had_read_it() -> None:
    """The judge is handed the other track's matter without what its author had not read."""
    cell, track = Cell(), CitingTrack(frozenset({"hotline"}))
    matter = sent(cell, asks_read_back=False)
    early = _pointed(cell, "US", matter)
    cell.reads("IL", of="SY")
    said(cell, "IL", "message_acknowledged", matter)
    late = _pointed(cell, "US", matter)
    for entry in (early, late):
        assert isinstance(_folded(cell, entry, track).verdicts[entry.id], Permit)
    assert (track.saw[early.id], track.saw[late.id]) == (("sent",), ("acknowledged",))


def test_a_track_that_is_not_declared_is_not_cited() -> None:
    """Where the kind declares no other track, what stands there is unknown to it (M-7)."""
    cell, track = Cell(), CitingTrack(frozenset())
    entry = _pointed(cell, "US", sent(cell))
    verdict = _folded(cell, entry, track).verdicts[entry.id]
    assert isinstance(verdict, Refusal) and (verdict.code, verdict.clause) == ("cited_unknown", "M-7")


def test_what_its_author_had_not_read_is_not_cited_across_tracks() -> None:
    """An entry of another track that lies outside the author's past is unknown, whatever this node holds (M-7)."""
    cell, track = Cell(), CitingTrack(frozenset({"hotline"}))
    matter = cell.say("SY", "message_sent", audience=ALL)
    entry = _pointed(cell, "US", matter)
    verdict = _folded(cell, entry, track).verdicts[entry.id]
    assert isinstance(verdict, Refusal) and (verdict.code, verdict.clause) == ("cited_unknown", "M-7")

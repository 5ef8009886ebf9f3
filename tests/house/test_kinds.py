"""A kind of entry is whole only when it stands in every place that docs/change/add-an-entry.md lists."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

import pytest

from parley.charter.reading import read_template
from parley.charter.rules import may_file
from parley.charter.verdict import Permit
from parley.matters.track import Kind
from tests.house.tree import PACKAGE, ROOT, own_files, shown

TRACKS = sorted(path.parent.name for path in (PACKAGE / "tracks").glob("*/entries.py"))
KINDS: tuple[tuple[str, str], ...] = tuple(
    (track, kind) for track in TRACKS for kind in import_module(f"parley.tracks.{track}.entries").KINDS
)
EVERY_KIND = pytest.mark.parametrize(("track", "kind"), KINDS, ids=[kind for _, kind in KINDS])


@cache
def text_below(*parts: str) -> str:
    """Return everything that is written below these folders."""
    written = {".py", ".html", ".md", ".js"}
    files = (path for path in own_files() if shown(path).startswith(parts) and path.suffix in written)
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@EVERY_KIND
def test_somebody_may_file_it_in_the_default_charter(track: str, kind: str) -> None:
    """In the default charter some officer, or the node itself, may file this kind."""
    charter = read_template((ROOT / "charters" / "paris-2026.yaml").read_bytes())
    rules = charter.tracks[track]
    audiences = [tuple(charter.audiences[name].members) for name in rules.audiences]
    answers = [
        may_file(charter, member=member, role=role, kind=kind, track=track, to=to)
        for to in audiences
        for member in to
        for role in (None, *rules.roles)
    ]
    assert any(isinstance(answer, Permit) for answer in answers)


@EVERY_KIND
def test_it_is_tested_in_its_track(track: str, kind: str) -> None:
    """The tests of the track name this kind."""
    assert kind in text_below("tests/tracks/")


@EVERY_KIND
def test_the_track_page_explains_it(track: str, kind: str) -> None:
    """The page of the track in docs/ names this kind."""
    assert f"`{kind}`" in (ROOT / "docs" / f"{track}.md").read_text(encoding="utf-8")


@EVERY_KIND
def test_the_desk_knows_it(track: str, kind: str) -> None:
    """The desk names this kind: an officer can file it or see it for what it is."""
    assert kind in text_below("src/parley/desk/")


def test_no_kind_stands_in_two_tracks() -> None:
    """A kind belongs to one track, and its key is its name."""
    names = [kind for _, kind in KINDS]
    assert sorted(set(names)) == sorted(names)
    for track in TRACKS:
        kinds: Mapping[str, Kind] = import_module(f"parley.tracks.{track}.entries").KINDS
        assert all(name == kind.name for name, kind in kinds.items())

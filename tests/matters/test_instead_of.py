"""Split signatures: a third amendment that names the rivals comes into force, and never are two in force at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.matters.entry import Point
from parley.matters.instrument import CharterHistory
from tests.matters.test_instrument import FIRST, FOUNDING, RIVAL, TEXTS, Acts, log_of
from tests.tracks.hotline.cell import ALL

THIRD = replace(FOUNDING, digest="6" * 64, predecessor=FOUNDING.digest, instead_of=(FIRST.digest, RIVAL.digest))
HALF = replace(FOUNDING, digest="7" * 64, predecessor=FOUNDING.digest, instead_of=(RIVAL.digest,))
FOURTH = replace(FOUNDING, digest="8" * 64, predecessor=FOUNDING.digest,
                 instead_of=(FIRST.digest, RIVAL.digest, THIRD.digest, HALF.digest))
ODD = replace(FOUNDING, digest="9" * 64, predecessor=FOUNDING.digest, instead_of=("f" * 64,))
VERSIONS = (FIRST, RIVAL, HALF, THIRD, FOURTH)


@pytest.fixture(autouse=True)
def texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the versions of these tests readable."""
    for version in (*VERSIONS, ODD):
        monkeypatch.setitem(TEXTS, version.digest.encode(), version)


def split() -> Acts:
    """SY signs one amendment, IL another; all are proposed."""
    acts = Acts()
    for version in (FIRST, RIVAL, THIRD, HALF, FOURTH):
        acts.propose("SY", version)
    acts.sign("SY", FIRST)
    acts.sign("IL", RIVAL)
    return acts


def test_an_amendment_that_names_the_rivals_comes_into_force() -> None:
    """Whoever has signed a rival may sign what stands in its place, and with all signatures that is in force."""
    acts = split()
    assert all(acts.verdict(acts.sign(code, THIRD)) == "" for code in ALL)
    assert acts.in_force() == THIRD


def test_what_does_not_name_the_rival_that_was_signed_is_barred_for_its_signer() -> None:
    """SY has signed the first, which the half does not name; IL has signed the other, which it names."""
    acts = split()
    assert acts.verdict(acts.sign("SY", HALF)) == "I-6"
    assert acts.verdict(acts.sign("IL", HALF)) == ""
    assert acts.in_force() == FOUNDING


def test_a_rival_cannot_be_signed_after_what_stands_in_its_place() -> None:
    """Having signed the third, no member can go back to one that it names."""
    acts = split()
    acts.sign("US", THIRD)
    assert acts.verdict(acts.sign("US", FIRST)) == "I-6"


def test_what_is_in_force_is_amended_and_not_displaced() -> None:
    """Who has read that a version is in force cannot sign another in its place."""
    acts = Acts()
    for version in (FIRST, RIVAL, THIRD):
        acts.propose("SY", version)
    for code in ALL:
        acts.sign(code, FIRST)
    assert acts.verdict(acts.sign("SY", THIRD)) == "I-8"


def test_only_known_rivals_can_be_named() -> None:
    """What stands in place of something that nobody proposed is no amendment."""
    acts = Acts()
    assert acts.verdict(acts.propose("SY", ODD)) == "I-7"


def test_who_bars_a_version_is_told() -> None:
    """The rivals are barred by each other's signers, the third by nobody."""
    history = split().folded().state
    assert history.elsewhere(history.versions[FIRST.digest]) == ("IL",)
    assert history.elsewhere(history.versions[RIVAL.digest]) == ("SY",)
    assert history.elsewhere(history.versions[THIRD.digest]) == ()


SIGNINGS = st.lists(
    st.tuples(st.sampled_from(ALL), st.sampled_from(VERSIONS), st.frozensets(st.sampled_from(ALL))), max_size=14
)


@settings(max_examples=200, deadline=None)
@given(signings=SIGNINGS)
def test_two_versions_are_never_in_force_at_one_point(signings: list[tuple[str, object, frozenset[str]]]) -> None:
    """Signed in any order, knowing of each other or not, at each point at most one version is in force."""
    acts = Acts()
    for version in VERSIONS:
        acts.propose("SY", version)
    for code, version, blind in signings:
        acts.sign(code, version, blind=blind - {"SY"})  # type: ignore[arg-type]
    history: CharterHistory = acts.folded().state
    for point in points(acts):
        complete = [v for v in history.versions.values() if v.charter.predecessor and v.in_force_at(point)]
        named = {digest for v in complete for digest in v.charter.instead_of}
        standing = [v.charter for v in complete if v.charter.digest not in named]
        assert len(standing) <= 1
        assert (history.in_force(point) or FOUNDING) == (standing[0] if standing else FOUNDING)


def points(acts: Acts) -> Iterator[Point]:
    """Yield the point of each entry, and of readers that have read any part of each log."""
    yield from (entry.point for entry in acts.entries)
    sizes = {log_of(code): len([e for e in acts.entries if e.member == code]) for code in ALL}
    for log, size in sizes.items():
        for read in range(size + 1):
            yield Point("log/reader", 0, 0, 99, {**sizes, log: read})

"""The clause for blind notices: off where a charter says nothing; what it needs is told before anybody signs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parley.charter.amendment import changes_between
from parley.charter.blind import blind_faults, blind_terms
from parley.charter.model import Charter
from parley.charter.problem import CharterError
from parley.charter.reading import read_template
from parley.cli.charter_outline import outline
from tests.charter.making import FIVE, PARIS, charter_of
from tests.charter.wrong import BLIND_CLAUSE

WITH = PARIS + f"\n{BLIND_CLAUSE}\n".encode()


def faults(charter: Charter) -> list[tuple[str, str]]:
    """Return the faults of a clause as code and place."""
    return [(fault.code, fault.where) for fault in blind_faults(charter)]


def test_the_shipped_charters_leave_blind_notices_off() -> None:
    """Nothing turns them on but a clause."""
    for raw in (PARIS, FIVE):
        assert blind_terms(charter_of(raw)) is None and faults(charter_of(raw)) == []


def test_a_clause_is_read_and_told_before_it_is_signed() -> None:
    """In the outline, and value by value as an amendment."""
    charter = charter_of(WITH)
    terms = blind_terms(charter)
    assert terms is not None and (terms.cell_e7, terms.tick_s, terms.looks_a_day) == (2_500_000, 900, 3)
    told = {change.where: change.after for change in changes_between(charter_of(PARIS), charter)}
    assert told["blind_notices.looks_a_day"] == "3" and told["blind_notices.provenance.standing"] == "agreed"
    line = "blind notices: cells of 0.25 degrees, every 15 minutes, 3 looks and 4 answers a day  [this_charter, agreed]"
    assert line in outline(charter, language="en")
    assert "blind notices: off" in outline(charter_of(PARIS), language="en")


@pytest.mark.parametrize(("written", "cell_e7"), [("0.05", 500_000), ("1", 10_000_000), ("5", 50_000_000)])
def test_cells_are_coarse(written: str, cell_e7: int) -> None:
    """From a twentieth of a degree to five degrees."""
    raw = WITH.replace(b"cell_degrees: 0.25", f"cell_degrees: {written}".encode())
    terms = blind_terms(charter_of(raw))
    assert terms is not None and terms.cell_e7 == cell_e7
    for wrong in (b"0.049", b"5.1", b"0", b"-1", b".5", b"1e1"):
        with pytest.raises(CharterError):
            read_template(WITH.replace(b"cell_degrees: 0.25", b"cell_degrees: " + wrong))


def test_what_a_clause_needs_is_told() -> None:
    """A supervisor, notices of activity, an audience for each party, and nodes that may count and tell."""
    charter = charter_of(WITH)
    track = charter.tracks["deconfliction"]
    tracks = {**charter.tracks, "deconfliction": replace(track, node_files=("overlap_found",))}
    where = "tracks.deconfliction.node_files"
    assert faults(replace(charter, tracks=tracks)) == [("charter.blind_not_filed", where)] * 2
    narrow = replace(track, audiences=("all", "syria_and_supervisor"))
    found = faults(replace(charter, tracks={**charter.tracks, "deconfliction": narrow}))
    assert found == [("charter.blind_nobody_to_tell", "tracks.deconfliction.audiences")]
    assert faults(replace(charter, activities=None)) == [("charter.blind_without_notices", "blind_notices")]
    alone = replace(charter, members=charter.members[:2])
    assert faults(alone) == [("charter.blind_without_supervisor", "blind_notices")]
